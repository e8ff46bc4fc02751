"""The one master key and what is derived from it.

The master key lies outside the database, by default in the home (`keys/master.key`); a real installation moves it to
where TONGGONG_KEY_FILE says and keeps a second copy apart. Without it no identifier can be read, not even by us.
"""

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tonggong.base.home import home


class KeyMissing(Exception):
    """There is no master key where it should be."""


def key_file() -> Path:
    """Return where the master key lies (setting TONGGONG_KEY_FILE)."""
    return Path(os.environ.get("TONGGONG_KEY_FILE") or home() / "keys" / "master.key")


def make() -> Path:
    """Make the master key if there is none yet, readable by the owner alone; return where it lies."""
    path = key_file()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):  # another process that was quicker keeps its key
            os.link(draft, path)
        draft.unlink()
    return path


@cache
def key(purpose: str) -> bytes:
    """Return the 32-byte key for one purpose: fields-aes, fields-sm4, index, rows, audit, vault, django.

    Raises:
        KeyMissing: there is no master key yet.
    """
    path = key_file()
    try:
        master = bytes.fromhex(path.read_text().strip())
    except (FileNotFoundError, ValueError):
        raise KeyMissing(
            f"找不到主密钥（{path.name}）。先运行 tonggong init 或 load-city，或用 TONGGONG_KEY_FILE 指明位置。"
        ) from None
    return HKDF(SHA256(), 32, salt=None, info=f"tonggong {purpose} 1".encode()).derive(master)
