"""A visit recorded wrongly: corrected by a new row of the same thread, or taken back whole on the day it came in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from tonggong.base import changes
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.derived import facts_changed
from tonggong.base.facts import Fact
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.domain.casework.choices import StepState
from tonggong.domain.casework.models import (
    Consent,
    EntryConflict,
    EntryReceipt,
    NeedRegistration,
    PlanEvent,
    PlanStep,
    ServicePlan,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.casework.queries.visits import is_still_ones_own
from tonggong.domain.casework.services.entry.reading import figure, spoken_on
from tonggong.domain.casework.services.saying import Saying
from tonggong.domain.persons.models import PersonFact

VISIT_FIELDS = ("on", "method", "present", "communication", "outcome", "satisfied", "words", "note", "next_on")
VERIFICATION_FIELDS = (
    "confirmed", "is_employed", "reason", "wish", "conditions", "not_employed_since", "sought_last_month",
    "available_in_2_weeks",
)  # fmt: skip


class CorrectionRefused(Exception):
    """A visit can't be corrected or taken back this way."""


@transaction.atomic
def take_back(who: Who, key: UUID) -> None:
    """Take an entry back whole: what it added is no longer believed, what it ended is believed again, history stays.

    Raises:
        CorrectionRefused: not one's own, not of today, taken back before, or something later builds on it.
    """
    hold_ledger()
    receipt = EntryReceipt.objects.select_for_update().filter(key=key).first()
    if receipt is None or not is_still_ones_own(who, receipt):
        raise CorrectionRefused("只有记录人自己能撤回，而且只在当天。要改的，请用“更正”。")
    effect = receipt.effect
    _must_be_last(effect)
    now = clock.now()
    try:
        changes.undo(effect, now, who.name, apps.get_model)
    except changes.CorrectedSince as later:
        raise CorrectionRefused("后来已经有人在这条记录上更正过，不能整条撤回。请用“更正”。") from later
    for step in PlanStep.objects.filter(pk__in=effect["steps"]):
        if step.state != StepState.OPEN:
            raise CorrectionRefused("答应的事已经办了，不能整条撤回。请用“更正”。")
        step.state, step.outcome = StepState.DROPPED, "走访记录已撤回"
        step.save(update_fields=["state", "outcome"])
        PlanEvent.objects.create(plan_id=step.plan_id, step=step, what="走访记录撤回", by=who.name, at=now)
    for plan in ServicePlan.objects.filter(pk__in=effect["plans"], closed_on=None):
        if not plan.steps.filter(state=StepState.OPEN).exists():
            plan.closed_on, plan.closed_reason = clock.today(), "走访记录已撤回"
            plan.save(update_fields=["closed_on", "closed_reason"])
            PlanEvent.objects.create(plan=plan, what="走访记录撤回，计划结束", by=who.name, at=now)
    consents = Consent.objects.filter(pk__in=effect["consents"], withdrawn_on=None)
    consents.update(withdrawn_on=clock.today(), withdrawn_by=who.name)
    EntryConflict.objects.filter(key=key, state=EntryConflict.State.OPEN).update(
        state=EntryConflict.State.KEPT, decided_by=who.name, decided_at=now
    )
    receipt.taken_back_at = now
    receipt.save(update_fields=["taken_back_at"])
    person = receipt.person_id
    audit.record("change", who=who, subject="persons.Person", ids=[person], step="take visit back", key=str(key))
    if effect["ledger"]:
        ledger_moved()
    facts_changed([person])


def _must_be_last(effect: dict[str, Any]) -> None:
    """Refuse where a later row has taken the place of one that would be ended."""
    refusal = CorrectionRefused("后来已经有人在这条记录上更正过，不能整条撤回。请用“更正”。")
    for label, rows in effect["added"].items():
        model: Any = apps.get_model(label)
        if not issubclass(model, Fact):
            continue
        rows_of: Any = model
        fresh = rows_of._default_manager.filter(pk__in=rows)
        ended = effect["ended"].get(label, [])
        if fresh.exclude(known_until=None).exclude(pk__in=ended).exists():
            raise refusal
        if model is PersonFact:
            for fact in fresh:
                if (
                    model._default_manager.standing()
                    .filter(person=fact.person_id, kind=fact.kind, pk__gt=fact.pk)
                    .exists()
                ):
                    raise refusal


@transaction.atomic
def correct_visit(who: Who, key: UUID, visit: dict[str, Any], verification: dict[str, Any], reason: str) -> Visit:
    """Say otherwise what a visit recorded: rows of the same threads are added, the former ones stay readable.

    Args:
        visit: new values by the names in VISIT_FIELDS; what isn't named stays.
        verification: the same of the verification, where there was one.
        reason: why; it goes into the trail.

    Raises:
        CorrectionRefused: no such visit within reach, no reason, nothing different, or values that don't go together: what
            was told of a visit moves with its day, and no day is accepted that recording would refuse.
        KeyError: a name that isn't one of the fields.
    """
    hold_ledger()
    standing = Visit.objects.standing().filter(key=key).first()
    person = served_person(who, standing.person_id) if standing else None
    if standing is None or person is None or not who.may("casework.record"):
        raise CorrectionRefused("没有这条走访记录，或者不归您负责。")
    if len(reason.strip()) < 2:
        raise CorrectionRefused("请写为什么更正，例如“结果选错了”。")
    for name in (*visit.keys() - set(VISIT_FIELDS), *verification.keys() - set(VERIFICATION_FIELDS)):
        raise KeyError(name)
    verified = Verification.objects.standing().filter(visit_key=key).first()
    saying = Saying(person, key, clock.now(), who.name)
    _must_fit(standing, verified, visit, verification)
    row, is_changed = standing, False
    if (day := visit.get("on", standing.on)) != standing.on:  # what was said on that visit was said on that day
        _move(saying, key, standing.on, day)
        verification = (
            {**verification, "on": day} if verified is not None and verified.on == standing.on else verification
        )
    if any(getattr(standing, name) != value for name, value in visit.items()):
        row, is_changed = saying.correct(standing, **visit), True
    if verified is not None and any(getattr(verified, name) != value for name, value in verification.items()):
        saying.correct(verified, **verification)
        is_changed = True
    if not is_changed:
        raise CorrectionRefused("和原来一样，没有要更正的。")
    audit.record(
        "change",
        who=who,
        subject="persons.Person",
        ids=[person.pk],
        step="correct visit",
        key=str(key),
        reason=reason.strip(),
    )
    facts_changed([person.pk])
    return row


def _must_fit(
    standing: Visit, verified: Verification | None, visit: dict[str, Any], verification: dict[str, Any]
) -> None:
    """Refuse what reading an entry would refuse: a day out of time, an outcome or an answer that the rest contradicts."""
    after = {name: visit.get(name, getattr(standing, name)) for name in VISIT_FIELDS}
    if after["on"] != standing.on:
        came_in = clock.day_of(standing.known_from)
        receipt = EntryReceipt.objects.filter(key=standing.key).first()
        came_in = clock.day_of(receipt.received_at) if receipt is not None else came_in
        behind = figure("visits.clock_behind_days", clock.today())
        if not came_in - timedelta(days=behind) <= after["on"] <= clock.today():
            late = "不能晚于今天" if after["on"] > clock.today() else f"不能比记下的那天早 {behind} 天以上"
            raise CorrectionRefused(f"走访日期{late}。")
    if after["next_on"] is not None and after["next_on"] < after["on"]:
        raise CorrectionRefused("下次联系不能早于走访那一天。")
    told = verified is not None or NeedRegistration.objects.standing().filter(visit_key=standing.key).exists()
    if told and after["outcome"] not in spoken_on(after["on"]):
        raise CorrectionRefused("这次走访核对过信息或登记过需求，结果不能改成没有谈成。记错了的，当天可以整条撤回。")
    if told and not after["present"]:
        raise CorrectionRefused("请选谁回答的：本人、监护人、家属。")
    if verified is not None:
        said = {name: verification.get(name, getattr(verified, name)) for name in VERIFICATION_FIELDS}
        if "work" in said["confirmed"] and said["is_employed"] is None:
            raise CorrectionRefused("核对了就业状况，请选有工作或没有工作。")
        if "wish" in said["confirmed"] and not said["wish"]:
            raise CorrectionRefused("核对了就业意愿，请选一种；问不清的选“说不清”。")
        if "reason" in said["confirmed"] and said["is_employed"] is False and said["reason"] is None:
            raise CorrectionRefused("核对了未就业原因，请选一种。")
        if said["is_employed"] and said["reason"] is not None:
            raise CorrectionRefused("有工作就不填没有工作的原因，请去掉一项。")


def _move(saying: Saying, key: UUID, before: date, after: date) -> None:
    """Say needs and services of a visit for its corrected day."""
    models: tuple[Any, ...] = (NeedRegistration, ServiceRecord)
    for model in models:
        for row in model.objects.standing().filter(visit_key=key, on=before):
            saying.correct(row, on=after)
