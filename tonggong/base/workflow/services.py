"""Move a row from one state to the next."""

from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.base.workflow.models import Transition


class MoveRefused(Exception):
    """The step is not lawful, or the page that somebody saw is out of date; the message says so to the user."""


@transaction.atomic
def move(row: Any, to: str, *, who: Who, reason: str, **changed: Any) -> Transition:
    """Set `row.state` to `to` if its class allows it and nobody was faster; write the step and the trail with it.

    Args:
        row: of a model with `state` and `MOVES`: {state: states that may follow}.
        reason: why, in words that name no person.
        changed: further columns set in the same statement.
    Raises:
        MoveRefused: the step does not follow from the state, or a colleague was faster; nothing is written.
    """
    model, before = type(row), row.state
    names = dict(model._meta.get_field("state").choices or ())
    if to not in model.MOVES.get(before, ()):
        raise MoveRefused(f"现在是“{names.get(before, before)}”，不能改成“{names.get(to, to)}”。")
    if model.objects.filter(pk=row.pk, state=before).update(state=to, **changed) != 1:
        raise MoveRefused("同事刚刚办过这一步，请刷新后再看。")
    row.refresh_from_db()
    audit.record("change", who=who, subject=model._meta.label, ids=[row.pk], before=before, after=to)
    return Transition.objects.create(
        subject=model._meta.label, subject_id=row.pk, before=before, after=to, by=who.name[:60], by_id=who.user_id,
        reason=reason[:400], at=clock.now(),
    )  # fmt: skip
