"""The head of the chain outside the database: how far the trail had come, and every break ever noticed.

A small sealed file in the home, moved on after each commit. A crash between the commit and the move leaves it behind,
which breaks nothing: the next move takes it further. It can't be ahead of an honest database, so a database that no
longer holds the head's entry has lost some; that is marked in the file and never unmarked.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hmac import compare_digest
from pathlib import Path

from tonggong.base.audit import chain
from tonggong.base.installation import home

LOST = "数据库里已没有链首记录过的第 {} 条，或它已不是原来的那一条"
GONE = "链首文件不见了"
TOUCHED = "链首文件被改动过"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry known to be committed (seq 0: none yet), and the breaks noticed so far, in words."""

    seq: int = 0
    mac: str = ""
    marks: tuple[str, ...] = ()


class HeadTouched(Exception):
    """The file is there but is not what we wrote."""


def path() -> Path:
    """Return where the head lies."""
    return home() / "audit.head"


@contextmanager
def locked() -> Iterator[None]:
    """Let one process at a time move or read the head."""
    with open(home() / "audit.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _seal(head: Head, name: str | None = None) -> str:
    return chain.mac(["head", head.seq, head.mac, *head.marks], name)


def read() -> Head | None:
    """Return the head, None where there is no file.

    Raises:
        HeadTouched: it was not written by us.
    """
    try:
        said = json.loads(path().read_bytes())
        head = Head(said["seq"], said["mac"], tuple(said["marks"]))
        name = chain.algorithm_of(said["seal"])
        if name is None or not compare_digest(_seal(head, name), said["seal"]):
            raise HeadTouched
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HeadTouched from None
    return head


def write(head: Head) -> None:
    """Replace the head in one step."""
    draft = path().with_suffix(f".{os.getpid()}")
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({**asdict(head), "seal": _seal(head)}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path())
