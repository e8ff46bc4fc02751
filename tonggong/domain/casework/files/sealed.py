"""The sealed files in the home (`papers/`): written whole under a fresh name, named by a row, opened by its name alone.

As with the vault of departments' files, a file is there before the row that names it; one whose row never came is swept
away when its neighbour is written.
"""

import hmac
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from tonggong.base.home import home
from tonggong.base.privacy import open_bytes, seal_bytes
from tonggong.base.privacy.keys import key

ORPHAN_SECONDS = 24 * 3600


def folder() -> Path:
    """Return where the sealed papers lie."""
    return home() / "papers"


def content_hash(data: bytes) -> bytes:
    """Return 32 keyed bytes by which the same content is known again; they tell nothing without the key."""
    return hmac.digest(key("index"), b"paper\0" + data, "sha256")


def put(data: bytes, known: Callable[[str], Iterable[str]]) -> str:
    """Seal bytes under a fresh name and return it.

    Args:
        known: gives the names that rows hold, of those beginning with two characters; what else lies there and is a day
            old is swept.
    Raises:
        OSError: the disk is full or read-only.
    """
    name = secrets.token_hex(16)
    shelf = folder() / name[:2]
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = shelf / f"{name}.draft"
    try:
        with open(draft, "wb") as file:
            file.write(seal_bytes(f"paper {name}", data))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(shelf / name)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sweep(shelf, known)
    return name


def get(name: str) -> bytes:
    """Open sealed bytes.

    Raises:
        FileNotFoundError: it was removed, or this is no name.
        SealBroken: another key, or it was touched or put under another name.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", name):
        raise FileNotFoundError(name)
    return open_bytes(f"paper {name}", (folder() / name[:2] / name).read_bytes())


def remove(name: str) -> None:
    """Remove a sealed file; nothing happens if it is gone already or this is no name."""
    if re.fullmatch(r"[0-9a-f]{32}", name):
        (folder() / name[:2] / name).unlink(missing_ok=True)


def _sweep(shelf: Path, known: Callable[[str], Iterable[str]]) -> None:
    kept: set[str] | None = None
    for path in list(shelf.iterdir()):
        with suppress(FileNotFoundError):  # another writer swept it
            if time.time() - path.stat().st_mtime > ORPHAN_SECONDS:
                kept = set(known(shelf.name)) if kept is None else kept
                if path.stem not in kept:
                    path.unlink()
