"""What a phone hands over after it was without a network: opened, ascribed to its author, taken in exactly once.

An envelope holds a parcel: four bytes with the length of a JSON head, the head, then the files, whose lengths the head
names. The head carries a token that this server signed when the list was handed out: by it alone is known who wrote the
entry, and when the device's clock showed what. Whatever is not taken in stays on the device; nothing here deletes.
"""

import json
import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files import File
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import city
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy.envelope import OVERHEAD, EnvelopeBroken, ForeignEnvelope, open_envelope
from tonggong.domain.casework.files.content import FileRefused
from tonggong.domain.casework.services import papers
from tonggong.domain.casework.services.recording import Receipt, record_entry

SALT = "tonggong.offline.author"
MOST_FILES = 20
SAME_CLOCK = timedelta(minutes=2)  # a device's clock this near the server's is left as it is
LATEST = timedelta(days=7)  # after a list was handed out nothing can have been written on it any more
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one envelope.

    Args:
        state: recorded, conflict (recorded, with fields that wait for a decision), refused (mend it), other (another
            account wrote it), broken (cut on the way: send it again), later (try again; nothing is lost).
        attention: there is something to read beyond that it was recorded.
    """

    key: str
    state: str
    said: list[str] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    received_at: datetime | None = None
    attention: bool = False


class ParcelWrong(ValueError):
    """What lies in an envelope is not as a device packs it."""


def figure(name: str) -> int:
    """Return a figure of the work without a network ("pack_hours"), as the city has it. Raises FigureMissing."""
    found = city()
    return int(figures_on(clock.today(), found.code if found else "")[f"offline.{name}"].value)


def author_token(who: Who) -> str:
    """Say, signed, to whom a list is handed out and when; goes into every envelope written on that list."""
    return signing.dumps({"user": who.user_id, "at": clock.now().timestamp()}, salt=SALT)


def take_file(who: Who, key: str, file: File) -> Answer:
    """Take in one envelope as it was sent up; what is too big is refused by its size, before it is read."""
    return _too_big(key) if (file.size or 0) > _most_bytes() else take(who, key, file.read())


def take(who: Who, key: str, sealed: bytes) -> Answer:
    """Take in one envelope; whatever goes wrong, the answer says so and the others of the message go on."""
    if len(sealed) > _most_bytes():
        return _too_big(key)
    try:
        head, files = unpacked(open_envelope(sealed, key))
        author = signing.loads(str(head.get("token", "")), salt=SALT)
    except ForeignEnvelope:
        return _refused(key, "这条记录是封给另一个系统的，这里打不开。请问市残联的系统管理员。")
    except EnvelopeBroken:
        return Answer(key, "broken", ["路上断了，没有收全，会再送一次。"])
    except (ParcelWrong, signing.BadSignature):
        return _refused(key, "这条记录说不清是谁记的。请更新名单后重新记一次。")
    if author["user"] != who.user_id:
        audit.record("refused", who=who, subject="casework.EntryReceipt", step="offline", because="another author")
        return Answer(key, "other", ["这条记录是另一个账号记的，请那位同事登录后再送。"])
    entry = head.get("entry")
    if not isinstance(entry, dict) or entry.get("key") != key:
        return _refused(key, "这条记录的编号对不上。请打开这条记录，再存一次。")
    issued = datetime.fromtimestamp(author["at"], tz=clock.SHANGHAI)
    try:
        entry = entry | _mended_times(entry, head.get("downloaded"), issued)
        with transaction.atomic():
            receipt = record_entry(who, entry)
            lost = list(_store(who, entry, head, files)) if receipt.state in ("recorded", "conflict") else []
    except Exception:  # one entry must not keep the others from their answers; it stays on the device
        log.exception("an offline entry was not taken in")
        return Answer(key, "later", ["这一条现在收不进来，还在手机里，过一会儿再送。"])
    return _answer(receipt, key, lost)


def _most_bytes() -> int:
    return figure("entry_kib") * 1024 + OVERHEAD


def _too_big(key: str) -> Answer:
    return _refused(key, "这条记录连同照片、录音太大。请打开这条记录，去掉几张照片再送；去掉的另外送。")


def _refused(key: str, words: str) -> Answer:
    return Answer(key, "refused", [words])


def _answer(receipt: Receipt, key: str, lost: list[str]) -> Answer:
    state = receipt.state
    if state == "already":  # the answer of then was lost on the way: the same again
        state = "conflict" if receipt.conflicts else "recorded"
    return Answer(key, state, receipt.said + lost, receipt.conflicts, receipt.received_at, bool(lost))


def _store(who: Who, entry: dict[str, Any], head: dict[str, Any], files: list[bytes]) -> Iterator[str]:
    """Keep the photos and voice notes; say which could not be kept. A visit is not refused for a bad photo."""
    for said, data in zip(head.get("papers", []), files, strict=True):
        title = str(said.get("title", ""))
        try:
            papers.store(
                who, int(entry["person"]), str(said.get("kind", "")), title, str(said.get("type", "")), data,
                visit_key=UUID(str(entry["key"])),
            )  # fmt: skip
        except (FileRefused, papers.NoSuchPaper, ValueError) as refusal:
            yield f"“{title}”没有收下：{refusal}"


def unpacked(parcel: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Take a parcel apart. Raises ParcelWrong."""
    try:
        (length,) = struct.unpack_from(">I", parcel)
        head = json.loads(parcel[4 : 4 + length])
        sizes, said = list(map(int, head["sizes"])), list(head.get("papers", []))
    except (struct.error, ValueError, KeyError, TypeError, AttributeError):
        raise ParcelWrong from None
    if len(sizes) > MOST_FILES or len(sizes) != len(said) or min(sizes, default=0) < 0:
        raise ParcelWrong
    if not all(isinstance(one, dict) for one in said):
        raise ParcelWrong
    if 4 + length + sum(sizes) != len(parcel):
        raise ParcelWrong
    files, place = [], 4 + length
    for size in sizes:
        files.append(parcel[place : place + size])
        place += size
    return head, files


def _mended_times(entry: dict[str, Any], downloaded: Any, issued: datetime) -> dict[str, str]:
    """Put the device's times on the server's clock, by what both showed when the list was handed out.

    Only what lies in the envelope is used, so that an envelope sent twice says the same twice. A time that cannot be (the
    clock was set in between) becomes the nearest one that can.
    """
    if not isinstance(downloaded, int | float) or isinstance(downloaded, bool):
        return {}
    try:
        ahead = issued - datetime.fromtimestamp(downloaded / 1000, tz=clock.SHANGHAI)
        times = {name: datetime.fromisoformat(entry[name]) for name in ("started_at", "ended_at") if entry.get(name)}
        if abs(ahead) < SAME_CLOCK:
            ahead = timedelta(0)
        moved = {name: at + ahead for name, at in times.items()}
        return {name: min(max(at, issued - SAME_CLOCK), issued + LATEST).isoformat() for name, at in moved.items()}
    except (ValueError, TypeError, OverflowError, OSError):
        return {}  # not a time at all: reading the entry says so
