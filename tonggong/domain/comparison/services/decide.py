"""Decide a finding, one or all of one cause; undo it; hear the office it came from."""

import secrets

from django.apps import apps
from django.db import transaction

from tonggong.base import derived
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes, CorrectedSince, persons_of_effect, undo
from tonggong.base.facts import Fact
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved
from tonggong.domain.comparison import queries
from tonggong.domain.comparison.acts import ActRefused, carry_out
from tonggong.domain.comparison.models import Decision, Finding, Month
from tonggong.domain.comparison.reading import ABOUT_UNITS
from tonggong.domain.comparison.services.month import lapse_signatures
from tonggong.domain.comparison.withdrawal import fact_tables
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.models import Merge, Person

Choice, State = Decision.Choice, Finding.State
AFTER = {Choice.ACCEPT: State.ACCEPTED, Choice.REJECT: State.REJECTED, Choice.RETURN: State.RETURNED}
# Feeds in which the federation reports its own work: who filed may not approve.
OWN_CLAIMS = frozenset({"hires", "training", "opening-ledger"})
DECIDABLE = (State.OPEN, State.RETURNED)


class DecisionRefused(Exception):
    """The finding was decided meanwhile, the month is closed, or what it asks can't be done."""


@transaction.atomic
def decide(
    who: Who, finding: Finding, choice: str, *, reason: str = "", person: Person | None = None, batch: str = ""
) -> Decision:
    """Decide a finding. What policy had let in at once (state FACT) can be rejected afterwards.

    Raises:
        DecisionRefused: a colleague was quicker, the month is closed, or the plan can't be carried out.
        IncompatibleDuties: the same account delivered the file.
    """
    choice = Choice(choice)
    hold_ledger()
    if finding.feed in OWN_CLAIMS:
        who.must_not_have_done("exchange.deliver", "findings.decide", finding.delivery.received_by_id)
    _refuse_closed(finding)
    before = finding.state
    allowed = (*DECIDABLE, State.FACT) if choice == Choice.REJECT else DECIDABLE
    taken = Finding.objects.filter(pk=finding.pk, state=before).filter(state__in=allowed)
    if not taken.update(state=AFTER[choice], decided_at=clock.now(), decided_by=who.name):
        raise DecisionRefused("这条差异刚刚已由别人裁定，请看下一条。")
    finding.refresh_from_db()
    effect = _effect(who, finding, choice, before, person, reason)
    effect["state_before"] = before
    row = Decision.objects.create(
        finding=finding, choice=choice, chosen_person=person, reason=reason, by=who.name, by_id=who.user_id,
        at=clock.now(), batch=batch, effect=effect,
    )  # fmt: skip
    ids = [i for i in (finding.person_id, person.pk if person else None) if i]
    audit.record(
        "decision", who=who, subject="comparison.Finding", ids=[finding.pk], choice=choice.value, reason=reason,
        persons=ids, batch=batch,
    )  # fmt: skip
    ledger_moved()
    return row


def _refuse_closed(finding: Finding) -> None:
    if Month.objects.filter(pk=finding.month).exclude(closed_at=None).exists() and not finding.is_late:
        raise DecisionRefused("这个月已经关账。以后的变动只能作为更正，由关账后的数据带来。")


def _effect(who: Who, finding: Finding, choice: str, before: str, person: Person | None, reason: str) -> dict:
    changes = Changes(clock.now(), who.name, finding.pk)
    if choice == Choice.ACCEPT and finding.plan.get("act") == "merge":
        pair = who.sees(Person.objects.all()).in_bulk([finding.plan["kept"], finding.plan["gone"]])
        if len(pair) < 2:
            raise DecisionRefused("两条台账不都在您的地区，请市残联裁定。")
        kept, gone = pair[finding.plan["kept"]], pair[finding.plan["gone"]]
        try:
            return {"merge": persons.merge(who, kept, gone, reason or "比对发现同一人").pk}
        except persons.MergeRefused as why:
            raise DecisionRefused(str(why)) from why
    if choice == Choice.ACCEPT:
        try:
            carry_out(finding, changes, person)
        except ActRefused as why:
            raise DecisionRefused(str(why)) from why
    elif choice == Choice.REJECT and before == State.FACT:
        for model, pk in _facts_of(finding):
            changes.end(model, pk)
    effect = changes.effect()
    changes.write()
    derived.facts_changed(changes.persons())
    return effect


def _facts_of(finding: Finding) -> list[tuple[type[Fact], int]]:
    """The standing facts that the finding's row put into the ledger; what people said has no row and is never meant."""
    if finding.source_file_id is None or finding.source_row is None:
        return []
    return [
        (model, pk)
        for model in fact_tables()
        for pk in model._default_manager.filter(
            source_file_id=finding.source_file_id, source_row=finding.source_row, known_until=None
        ).values_list("pk", flat=True)
    ]


def decide_cause(who: Who, month: str, cause: str, choice: str, *, reason: str = "") -> list[Decision]:
    """Decide all open findings of one cause within reach, as one batch that is undone as one.

    Raises:
        DecisionRefused: the cause does not stand for the same question everywhere, or one of them can't be decided.
    """
    if not queries.is_one_question(cause):
        raise DecisionRefused("这些差异只是同类，不是同一原因，要逐条看。")
    batch = secrets.token_hex(8)
    with transaction.atomic(), derived.gathered():
        rows = queries.queue(who, month).filter(cause=cause, state=State.OPEN).select_related("delivery", "person")
        return [decide(who, row, choice, reason=reason, batch=batch) for row in rows]


@transaction.atomic
def undo_decision(who: Who, row: Decision) -> list[Finding]:
    """Take a decision back, with its whole batch; the findings wait again. Nothing of the history goes away.

    Raises:
        DecisionRefused: it was taken back already, the month is closed, the batch reaches beyond one's own division, or
            the ledger was corrected since.
    """
    hold_ledger()
    rows = list(Decision.objects.filter(batch=row.batch) if row.batch else Decision.objects.filter(pk=row.pk))
    if who.sees(Finding.objects.filter(decisions__in=rows)).values("pk").distinct().count() < len(rows):
        raise DecisionRefused("这一批裁定里有别的地区的，请由作出裁定的人或市残联撤销。")
    findings = []
    touched: set[int] = set()
    now = clock.now()
    for one in sorted(rows, key=lambda d: d.pk, reverse=True):
        finding = Finding.objects.get(pk=one.finding_id)
        _refuse_closed(finding)
        if not Decision.objects.filter(pk=one.pk, undone_at=None).update(undone_at=now, undone_by=who.name):
            raise DecisionRefused("这个裁定已经撤销过了。")
        effect = dict(one.effect)
        state = effect.pop("state_before", State.OPEN)
        if merge := effect.pop("merge", None):
            _undo_merge(who, merge)
        try:
            touched |= persons_of_effect(effect, apps.get_model)
            undo(effect, now, who.name, apps.get_model)
        except CorrectedSince:
            raise DecisionRefused(
                "这条裁定以后，台账里的这件事又有更正，不能直接撤销。请在这个人的新差异里更正。"
            ) from None
        Finding.objects.filter(pk=finding.pk).update(state=state, decided_at=None, decided_by="")
        findings.append(finding)
    ids = [f.pk for f in findings]
    audit.record("decision", who=who, subject="comparison.Finding", ids=ids, choice="undo", batch=row.batch)
    lapse_signatures(who, {finding.month for finding in findings})
    ledger_moved()
    derived.facts_changed(touched)
    return findings


def _undo_merge(who: Who, merge: int) -> None:
    try:
        persons.undo_merge(who, Merge.objects.get(pk=merge))
    except persons.MergeRefused as why:
        raise DecisionRefused(str(why)) from why


def undo_last(who: Who) -> list[Finding]:
    """Take back one's own last decision.

    Raises:
        DecisionRefused: there is none to take back.
    """
    row = Decision.objects.filter(by_id=who.user_id, by=who.name, undone_at=None).order_by("-pk").first()
    if row is None:
        raise DecisionRefused("没有可以撤销的裁定。")
    return undo_decision(who, row)


@transaction.atomic
def answer(who: Who, finding: Finding, *, stands: bool, text: str) -> None:
    """The office that sent a row answers what it was asked; the answer closes the finding.

    Args:
        stands: the office stands by its row; otherwise it takes the row back.
    Raises:
        DecisionRefused: nothing was asked, or it was answered already.
    """
    text = text.strip()
    if not text:
        raise DecisionRefused("请写一句核对的结果。")
    hold_ledger()
    if stands and finding.person_id is None and finding.plan.get("act") == "read" and finding.feed not in ABOUT_UNITS:
        _ask_again(who, finding, text)
        return
    if not Finding.objects.filter(pk=finding.pk, state=State.RETURNED).update(
        state=State.ANSWERED, answer=text[:300], decided_at=clock.now(), decided_by=who.name
    ):
        raise DecisionRefused("这条差异已经答复过，或者没有退回给您。")
    finding.refresh_from_db()
    believes = stands != queries.is_own_word(finding)  # there the person speaks against the office's row
    choice = Choice.ACCEPT if believes else Choice.REJECT
    effect = _effect(who, finding, choice, State.RETURNED, finding.person, text)
    effect["state_before"] = State.RETURNED
    Decision.objects.create(
        finding=finding, choice=choice, reason=text, by=who.name, by_id=who.user_id, at=clock.now(), effect=effect
    )
    audit.record("decision", who=who, subject="comparison.Finding", ids=[finding.pk], choice="answer", stands=stands)
    ledger_moved()


def _ask_again(who: Who, finding: Finding, text: str) -> None:
    """The office stands by a row that nobody could place: whose it is only a clerk can say, so it waits for one again."""
    waiting = Finding.objects.filter(pk=finding.pk, state=State.RETURNED)
    if not waiting.update(state=State.OPEN, answer=text[:300], decided_at=None, decided_by=""):
        raise DecisionRefused("这条差异已经答复过，或者没有退回给您。")
    audit.record("decision", who=who, subject="comparison.Finding", ids=[finding.pk], choice="answer", stands=True)
