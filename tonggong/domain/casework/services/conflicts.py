"""Where a visit and the ledger say different things: both are kept until somebody decides which one is right."""

import json

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.domain.casework.models import EntryConflict, EntryReceipt
from tonggong.domain.casework.queries.conflicts import may_decide
from tonggong.domain.casework.queries.reach import standing_person
from tonggong.domain.casework.services.entry import EntryWrong, read_entry
from tonggong.domain.casework.services.sides import sides_of
from tonggong.domain.casework.services.writing import Writer

Field, State = EntryConflict.Field, EntryConflict.State


class ConflictRefused(Exception):
    """This can't be decided: it was decided before, or what the visit says no longer fits the ledger."""


@transaction.atomic
def decide_conflict(who: Who, conflict: EntryConflict, take: bool) -> list[str]:
    """Decide between a visit and the ledger: `take` what the visit says, or keep what the ledger says.

    Returns: what was written, in sentences.

    Raises:
        ConflictRefused: decided already, not this post's to decide, or it no longer fits.
    """
    hold_ledger()
    row = EntryConflict.objects.select_for_update().get(pk=conflict.pk)
    if row.state != State.OPEN:
        raise ConflictRefused(f"{row.decided_by}已经定了：{row.get_state_display()}。")
    if not may_decide(who, row):
        raise ConflictRefused("部门数据说本人在业，要由县区残联按部门差异定。")
    person = standing_person(row.person_id)
    assert person is not None
    said = ["台账保持原样，走访说的也留着"]
    now = clock.now()
    if take:
        said = []
        try:
            entry = read_entry(json.loads(row.said_json), row.at)
            writer = Writer(who, person, entry, now)
            for side in sides_of(entry, person, writer.known):
                if side.field == row.field:
                    writer.write_side(side)
                    said = writer.sentences
            writer.finish()
        except EntryWrong as refusal:
            raise ConflictRefused(str(refusal)) from refusal
        said = said or ["台账现在已经和走访说的一样"]
        _remember(row, writer.effect)
        if writer.has_moved_ledger:
            ledger_moved()
    row.state, row.decided_by, row.decided_at = (State.TAKEN if take else State.KEPT), who.name, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        "change",
        who=who,
        subject="persons.Person",
        ids=[person.pk],
        step="decide conflict",
        field=row.field,
        taken=take,
    )
    facts_changed([person.pk])
    return said


def _remember(row: EntryConflict, effect: dict) -> None:
    """Add what a decision wrote to the entry's receipt: taking the entry back takes it along."""
    receipt = EntryReceipt.objects.select_for_update().get(key=row.key)
    kept = receipt.effect
    for name in ("added", "ended"):
        for label, rows in effect[name].items():
            kept[name][label] = [*kept[name].get(label, []), *rows]
    kept["before"] += effect["before"]
    kept["ledger"] = kept["ledger"] or effect["ledger"]
    receipt.effect = kept
    receipt.save(update_fields=["effect"])
