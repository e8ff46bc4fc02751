"""The one door for a visit: from the form online, from a phone that was offline, from the person's own page.

An entry is taken in whole or not at all, once however often it is sent. Where it says otherwise than the ledger does by
now, that one field is kept beside the ledger until somebody decides; everything else is recorded.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.base.privacy import blind_index
from tonggong.domain.casework.choices import Method
from tonggong.domain.casework.models import EntryConflict, EntryReceipt
from tonggong.domain.casework.queries import reach
from tonggong.domain.casework.services.entry import Entry, EntryWrong, Wrong, read_entry
from tonggong.domain.casework.services.entry.reading import figure
from tonggong.domain.casework.services.writing import Writer
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_person

OWN_PARTS = {
    "key", "person", "started_at", "ended_at", "on", "method", "outcome", "present", "communication", "offline", "seen",
    "verification", "need", "consents", "satisfied", "words", "campaign_target",
}  # fmt: skip
UNKNOWN_PERSON = Wrong(
    "person", "走访对象", "名单里没有这个人，或者不归您负责了；请在今天的名单里重新选，或告诉县区残联"
)
OTHER_CONTENT = Wrong("key", "记录编号", "这个编号的记录已经收到过，内容和这次不同；请另开一张表记这次的内容")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of an entry.

    Args:
        key: of the entry, as it was sent; "" where it had none.
        state: "recorded", "already" (sent before: the answer of then), "conflict" (recorded, with fields that wait for
            a decision) or "refused" (nothing was written; mend what `wrongs` names and send it again under the same key).
        said: what was written down, in sentences; of a refused entry what is wrong.
        conflicts: the fields that wait: {"id", "field", "title", "ledger", "said"} in words.
        wrongs: what is wrong, field by field.
        received_at: when the server took it in.
    """

    key: str
    state: str
    said: list[str]
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)
    received_at: datetime | None = None

    @property
    def number(self) -> str:
        """A short number to be read out."""
        return self.key[:8].upper()


def record_entry(who: Who, entry: Any) -> Receipt:
    """Take in an entry.

    Returns: a receipt; an entry with faults is refused with all of them named, and nothing of it is written.

    Raises:
        PermissionDenied: the post may record nothing, neither for others nor for itself.
    """
    if not (who.may("casework.record") or who.may("own.act")):
        raise PermissionDenied("您的职责不包括记录走访。")
    key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
    now = clock.now()
    try:
        said = read_entry(entry, now)
        with transaction.atomic():
            return _take_in(who, said, blind_index("entry", _canonical(entry)), now, entry)
    except EntryWrong as refusal:
        return Receipt(key, "refused", list(map(str, refusal.wrongs)), wrongs=refusal.wrongs)


def receipt_of(who: Who, key: UUID) -> Receipt | None:
    """Return the receipt of an entry that somebody sent, or of a person whom she serves; None says no more than that."""
    row = EntryReceipt.objects.filter(key=key, taken_back_at=None).first()
    if row is None or not (
        (row.user_id is not None and row.user_id == who.user_id) or reach.served_person(who, row.person_id)
    ):
        return None
    return _again(row)


def _take_in(who: Who, said: Entry, content: bytes, now: datetime, raw: dict[str, Any]) -> Receipt:
    hold_ledger()
    before = EntryReceipt.objects.filter(key=said.key).first()
    if before is not None:
        if before.user_id != who.user_id:
            raise EntryWrong([OTHER_CONTENT])
        if bytes(before.content_index) != content:
            raise EntryWrong([OTHER_CONTENT])
        return _again(before)
    person = _person(who, said, raw)
    writer = Writer(who, person, said, now)
    writer.check()
    writer.write()
    for conflict in writer.conflicts:
        EntryConflict.objects.bulk_create([conflict])
    EntryReceipt.objects.create(
        key=said.key, person=person, user_id=who.user_id, by=who.name, received_at=now, content_index=content,
        said=writer.sentences, effect=writer.effect,
    )  # fmt: skip
    audit.record(
        "change", who=who, subject="persons.Person", ids=[person.pk], step="visit", key=str(said.key),
        parts=sorted(writer.parts), waits=[c.field for c in writer.conflicts],
    )  # fmt: skip
    if writer.has_moved_ledger:
        ledger_moved()
    facts_changed([person.pk])
    state = "conflict" if writer.conflicts else "recorded"
    return Receipt(str(said.key), state, writer.sentences, in_words(writer.conflicts), received_at=now)


def _person(who: Who, said: Entry, raw: dict[str, Any]) -> Person:
    """The person of an entry, if this is somebody who may record for her."""
    person = reach.standing_person(said.person)
    if person is None:
        raise EntryWrong([UNKNOWN_PERSON])
    if who.may("casework.record"):
        days = figure("visits.after_handover_days", clock.today())
        if reach.served_person(who, person.pk) or reach.served_lately(who, person, days):
            return person
        raise EntryWrong([UNKNOWN_PERSON])
    if own_person(who) != person:
        raise EntryWrong([UNKNOWN_PERSON])
    strange = [Wrong(key, "", "这一项由残联的人记，请去掉") for key in raw.keys() - OWN_PARTS]
    if said.method != Method.ONLINE:
        strange.append(Wrong("method", "方式", "自己填报的方式是“网上填报”"))
    if strange:
        raise EntryWrong(strange)
    return person


def _again(row: EntryReceipt) -> Receipt:
    waiting = EntryConflict.objects.filter(key=row.key, state=EntryConflict.State.OPEN).order_by("pk")
    return Receipt(str(row.key), "already", list(row.said), in_words(list(waiting)), received_at=row.received_at)


def in_words(conflicts: list[EntryConflict]) -> list[dict[str, Any]]:
    """Say what waits for a decision."""
    return [
        {"id": c.pk, "field": c.field, "title": c.get_field_display(), "ledger": c.ledger_words, "said": c.said_words}
        for c in conflicts
    ]


def _canonical(entry: Any) -> str:
    """The content by which an entry is known again; when it was sent off may differ each time."""
    said = {name: value for name, value in entry.items() if name != "ended_at"} if isinstance(entry, dict) else entry
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
