"""Write the trail. `record` belongs into the transaction of the change it tells of; alone it opens its own."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, QuerySet

from tonggong.base.audit import chain, head
from tonggong.base.audit.models import Entry, Kind
from tonggong.base.installation import clock
from tonggong.base.prepared import Given, prepared

MOST_IDS = 5_000  # persons in one entry of a release
LOCK = 0x746F6E67  # of PostgreSQL's advisory locks; SQLite's writers queue by themselves (IMMEDIATE)
_CITIZEN_ID = re.compile(r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\d{0,2}")
_OLD_ID = re.compile(r"(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class Actor(Protocol):
    """Somebody who acts; `accounts.Who` is one."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role_title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to be written down.

    Args:
        kind: one of Kind.
        subject: what kind of row, as "persons.Person".
        ids: primary keys of the rows concerned.
        detail: anything JSON can say; texts that look like an identifier or a phone are blotted out.
    """

    kind: str
    subject: str = ""
    ids: Sequence[int] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)


@prepared
def _last() -> QuerySet[Any, Any]:
    return Entry.objects.order_by("-seq").values_list("seq", "mac")[:1]


@prepared
def _entry_at() -> QuerySet[Any, Any]:
    seq, mac = Given("seq", BigIntegerField()), Given("mac", CharField())
    return Entry.objects.filter(seq=seq, mac=mac).values_list("seq")


def record(kind: str, *, who: Actor | None, subject: str | None = None, ids: Iterable[int] = (), **detail: Any) -> int:
    """Write one entry and return its number; `who` None is nobody known (before sign-in).

    Raises:
        ValueError: the kind is unknown.
    """
    return record_many([Event(kind, subject or "", list(ids), detail)], who=who)[0]


def record_release(who: Actor | None, people: Iterable[int], **detail: Any) -> list[int]:
    """Write down that rows of persons leave the house, with each person's key, so that she finds it in her own log.

    A long list is several entries of `MOST_IDS` persons, each saying which part it is. Returns their numbers.
    """
    ids = sorted(set(people))
    parts = [ids[start : start + MOST_IDS] for start in range(0, len(ids), MOST_IDS)] or [[]]
    said = [detail | ({"part": f"{n}/{len(parts)}"} if len(parts) > 1 else {}) for n in range(1, len(parts) + 1)]
    return record_many(
        [Event("release", "persons.Person", part, more) for part, more in zip(parts, said, strict=True)], who=who
    )


def record_many(events: Iterable[Event], *, who: Actor | None) -> list[int]:
    """Write several entries at once and return their numbers. Raises as `record`."""
    events = list(events)
    for event in events:
        Kind(event.kind)
    if not events:
        return []
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        seq, previous = next(iter(_last()), (0, ""))
        if seq == 0:
            _begin_head()
        at = clock.real_now().isoformat(timespec="microseconds")
        entries = []
        for event in events:
            seq += 1
            entry = _entry(event, who, seq, at, previous)
            previous = entry.mac
            entries.append(entry)
        if len(entries) == 1:
            entries[0].save(force_insert=True)
        else:
            Entry.objects.bulk_create(entries, batch_size=500)
        transaction.on_commit(_move_head, robust=True)  # committed is committed; a head left behind breaks nothing
    return [entry.seq for entry in entries]


def _entry(event: Event, who: Actor | None, seq: int, at: str, previous: str) -> Entry:
    ids = [int(i) for i in event.ids]
    entry = Entry(
        seq=seq,
        at=at,
        kind=str(event.kind),
        actor_id=who.user_id if who else None,
        actor=_blot(who.name)[:80] if who else "",
        actor_role=who.role_title[:40] if who else "",
        subject=event.subject,
        subject_id=ids[0] if len(ids) == 1 else None,
        subject_ids=json.dumps(ids, separators=(",", ":")),
        detail=_blot(json.dumps(event.detail, ensure_ascii=False, separators=(",", ":"), default=str)),
        previous=previous,
    )
    entry.mac = chain.mac([getattr(entry, column) for column in chain.COLUMNS])
    return entry


def _blot(text: str) -> str:
    """Leave no identifier, and nothing that a database can't hold."""
    for pattern in (_CITIZEN_ID, _OLD_ID, _PHONE):
        text = pattern.sub("***", text)
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _begin_head() -> None:
    """Make the head before the first entry, so that later a missing file means that somebody took it."""
    with head.locked():
        try:
            if head.read() is None:
                head.write(head.Head())
        except head.HeadTouched:
            pass  # moving it will mark it


def _move_head() -> None:
    """Take the head to the database's last entry; first see that the entry it stood on is still there."""
    with head.locked():
        marks: list[str] = []
        try:
            old = head.read()
            if old is None:
                marks.append(head.GONE)
        except head.HeadTouched:
            old = None
            marks.append(head.TOUCHED)
        seq, mac = next(iter(_last()), (0, ""))
        if old and (old.seq, old.mac) == (seq, mac):
            return  # an entry of the same transaction has brought it here
        if old and not holds(old):
            marks.append(head.LOST.format(old.seq))
        known = old.marks if old else ()
        head.write(head.Head(seq, mac, (*known, *(mark for mark in marks if mark not in known))))


def holds(known: head.Head) -> bool:
    """Say whether the database still holds the entry that the head stands on."""
    return known.seq == 0 or bool(_entry_at(seq=known.seq, mac=known.mac))
