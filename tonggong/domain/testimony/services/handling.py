"""Reading a word, for a reason that she can read, and acting on it without a word to the unit."""

from dataclasses import dataclass

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.audit.services import Event
from tonggong.base.installation import clock
from tonggong.base.privacy.logs import blotted
from tonggong.base.workflow.services import MoveRefused, move
from tonggong.domain.testimony.choices import MatterResult, MatterState
from tonggong.domain.testimony.models import Matter
from tonggong.domain.testimony.queries.words import OPEN, SUBJECT, Spoken, matters, opened, statements_behind
from tonggong.domain.testimony.services.refusals import TestimonyRefused

LEAST = 4  # characters of a reason


@dataclass(frozen=True, slots=True)
class Reading:
    """A matter with what was said, the latest first; None among the words is one that she took back."""

    matter: Matter
    words: list[Spoken | None]


def _matter(who: Who, matter_id: int) -> Matter:
    row = matters(who).filter(pk=matter_id).first()
    if row is None:
        raise TestimonyRefused("没有找到这件事。")
    return row


@transaction.atomic
def read_matter(who: Who, matter_id: int, reason: str) -> Reading:
    """Open what was said, once a reason is given; she is told who read it, when and why.

    Raises:
        TestimonyRefused: not in sight, or no reason.
    """
    row = _matter(who, matter_id)
    reason = reason.strip()
    if len(reason) < LEAST:
        raise TestimonyRefused(f"请写明为什么要看，至少 {LEAST} 个字。本人看得到。")
    found = statements_behind(who, row)
    seen = [one for one in found if one.withdrawn_at is None]
    audit.record_many(
        [Event("view", SUBJECT, [one.pk], {"step": "word read", "reason": blotted(reason[:200])}) for one in seen],
        who=who,
    )
    return Reading(row, [opened(one) for one in found])


@transaction.atomic
def take_up(who: Who, matter_id: int) -> Matter:
    """Take a matter up, so that nobody else does. Raises TestimonyRefused as `finish`."""
    row = _matter(who, matter_id)
    try:
        move(row, MatterState.TAKEN, who=who, reason="接手", taken_by=who.name[:60])
    except MoveRefused as refused:
        raise TestimonyRefused(str(refused)) from None
    return row


@transaction.atomic
def finish(who: Who, matter_id: int, result: str, note: str) -> Matter:
    """Say what came of a matter.

    Args:
        result: of choices.MatterResult. note: what was done; it lies sealed and no word of it reaches the unit.
    Raises:
        TestimonyRefused: not in sight, finished before, no result or no words.
    """
    row = _matter(who, matter_id)
    if row.state not in OPEN:
        raise TestimonyRefused("这件事已经办完了。")
    if result not in MatterResult.values:
        raise TestimonyRefused("请选结果。")
    if not note.strip():
        raise TestimonyRefused("请写明怎样处理的。")
    try:
        move(
            row, MatterState.DONE, who=who, reason="办完", result=result, done_by=who.name[:60], done_at=clock.now(),
            note_sealed=Matter.sealed_note(blotted(note.strip()[:400])),
        )  # fmt: skip
    except MoveRefused as refused:
        raise TestimonyRefused(str(refused)) from None
    return row
