"""Sealed files in the home: rows as offices sent them, encrypted, until the ledger has taken what concerns its people.

A file is written whole under a fresh name, then named by a database row in a short transaction: killed anywhere, the
row is there or it is not, and a file without a row is swept away later.
"""

import os
import re
import secrets
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from tonggong.base.home import home
from tonggong.base.privacy import open_bytes, seal_bytes


def folder() -> Path:
    """Return where the sealed files lie."""
    return home() / "vault"


def put(table: pa.Table) -> str:
    """Seal a table under a fresh name and return the name. Raises OSError when the disk is full or read-only."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return put_bytes(sink.getvalue())


def put_bytes(content: bytes | pa.Buffer) -> str:
    """Seal bytes, as an upload that waits for its sender's yes, and return the name. Raises as `put`."""
    name = secrets.token_hex(12)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder() / f"{name}.draft"
    try:
        with open(draft, "wb") as file:
            file.write(seal_bytes("vault", bytes(content)))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    draft.rename(folder() / name)
    return name


def get(name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Open a sealed table, or only some of its columns: of those, the ones that it has.

    Raises:
        FileNotFoundError: it was removed.
        SealBroken: another key, or it was touched.
    """
    content = get_bytes(name)
    options = pa.ipc.IpcReadOptions()
    if columns is not None:
        with pa.ipc.open_stream(content) as reader:
            options = pa.ipc.IpcReadOptions(
                included_fields=[reader.schema.get_field_index(c) for c in columns if c in reader.schema.names]
            )
    with pa.ipc.open_stream(content, options=options) as reader:
        return reader.read_all()


def get_bytes(name: str) -> bytes:
    """Open sealed bytes. Raises as `get`."""
    if not re.fullmatch(r"[0-9a-f]{24}", name):
        raise FileNotFoundError(name)
    return open_bytes("vault", (folder() / name).read_bytes())


def remove(name: str) -> None:
    """Remove a sealed file; nothing happens if it is gone already."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def remove_all(names: Iterable[str]) -> None:
    """Remove several sealed files."""
    for name in names:
        remove(name)


def sweep(known: set[str], *, older_than_seconds: float = 3600) -> int:
    """Remove files that no row names and that are old enough not to be somebody's work under way; return how many."""
    gone = 0
    if folder().exists():
        for path in folder().iterdir():
            try:
                if path.stem not in known and time.time() - path.stat().st_mtime > older_than_seconds:
                    path.unlink(missing_ok=True)
                    gone += 1
            except FileNotFoundError:
                continue  # another import swept it
    return gone
