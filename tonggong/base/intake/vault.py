"""Sealed files in the home: rows as offices sent them, encrypted, until the ledger has taken what concerns its people.

A file is written whole under a fresh name, then named by a database row in a short transaction: killed anywhere, the
row is there or it is not, and a file without a row is swept away later.
"""

import os
import secrets
from pathlib import Path

import pyarrow as pa

from tonggong.base.home import home
from tonggong.base.privacy import open_bytes, seal_bytes


def folder() -> Path:
    """Return where the sealed files lie."""
    return home() / "vault"


def put(table: pa.Table) -> str:
    """Seal a table under a fresh name and return the name."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    name = secrets.token_hex(12)
    folder().mkdir(mode=0o700, exist_ok=True)
    draft = folder() / f"{name}.draft"
    with open(draft, "wb") as file:
        file.write(seal_bytes("vault", sink.getvalue()))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder() / name)
    return name


def get(name: str) -> pa.Table:
    """Open a sealed table.

    Raises:
        FileNotFoundError: it was removed.
        SealBroken: another key, or it was touched.
    """
    with pa.ipc.open_stream(open_bytes("vault", (folder() / name).read_bytes())) as reader:
        return reader.read_all()


def remove(name: str) -> None:
    """Remove a sealed table; nothing happens if it is gone already."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def sweep(known: set[str], *, older_than_seconds: float = 3600) -> int:
    """Remove files that no row names and that are old enough not to be somebody's work under way; return how many."""
    import time

    gone = 0
    if folder().exists():
        for path in folder().iterdir():
            if path.stem not in known and time.time() - path.stat().st_mtime > older_than_seconds:
                path.unlink(missing_ok=True)
                gone += 1
    return gone
