"""Writes the parts of an entry as facts, and keeps what taking them back needs."""

from datetime import datetime
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import (
    Confirmed,
    ConsentPurpose,
    NeedKind,
    PlanKind,
    ServiceKind,
    ServiceOutcome,
    VisitOutcome,
    Wish,
)
from tonggong.domain.casework.models import (
    Consent,
    EntryConflict,
    Need,
    NeedRegistration,
    Paper,
    PlanEvent,
    PlanStep,
    ServicePlan,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.casework.queries.prefill import Prefill, prefill_of
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.casework.services.entry import Entry, EntryWrong, ServiceSaid, Wrong
from tonggong.domain.casework.services.entry.parts import VerificationSaid
from tonggong.domain.casework.services.plans import review_within
from tonggong.domain.casework.services.saying import Saying
from tonggong.domain.casework.services.sides import Side, sides_of
from tonggong.domain.persons.models import Person
from tonggong.rules.evidence import Check, check_counts, missing_items

NOT_YET = "尚未算完成"  # ends a receipt's sentence about a verification that does not count yet


class Writer:
    """One entry on its way into the ledger. `check`, then `write`, inside one transaction that holds the ledger."""

    def __init__(self, who: Who, person: Person, said: Entry, now: datetime) -> None:
        self.who, self.person, self.said, self.now = who, person, said, now
        self.known: Prefill = prefill_of(person.pk, clock.day_of(now))
        self.saying = Saying(person, said.key, now, who.name)
        self.changes = Changes(now, who.name)
        self.sentences: list[str] = []
        self.conflicts: list[EntryConflict] = []
        self.parts: set[str] = set()
        self.has_moved_ledger = False
        self.effect: dict[str, Any] = {}
        self.steps: list[int] = []
        self.plans: list[int] = []
        self.consents: list[int] = []

    # --- before anything is written -------------------------------------------------------------------------------

    def check(self) -> None:
        """Refuse what names rows that aren't this person's.

        Raises:
            EntryWrong: with each of them.
        """
        wrong = []
        threads = {s.need for s in self.said.services if s.need is not None}
        own = set(
            Need.objects.standing().filter(person=self.person, thread__in=threads).values_list("thread", flat=True)
        )
        for n, service in enumerate(self.said.services):
            if service.need is not None and service.need not in own:
                wrong.append(Wrong(f"services.{n}.need", "回应的需求", "没有这项需求，请从名单里选"))
        papers = Paper.objects.standing().filter(person=self.person, pk__in=self.said.papers).count()
        if papers != len(self.said.papers):
            wrong.append(Wrong("papers", "材料", "有的材料找不到，请重新上传"))
        if self.said.promises and self.who.user_id is None:
            wrong.append(Wrong("promises", "答应的事", "没有账号的人不能答应事情，请由工作人员记"))
        if wrong:
            raise EntryWrong(wrong)

    # --- writing --------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write everything that can be written; what two people said differently is kept as conflicts."""
        self._visit()
        if self.said.verification:
            self._verification()
        for side in sides_of(self.said, self.person, self.known):
            if side.is_contested:
                self.conflicts.append(self._conflict(side))
                self.sentences.append(f"{side.title}：走访期间台账有了别的说法，两边都留着，等人定")
            else:
                self.write_side(side)
        for service in self.said.services:
            self._service(service)
        self._promises()
        self._consents()
        self._papers()
        self.finish()

    def write_side(self, side: Side) -> None:
        """Write what an entry says of one contested or uncontested field."""
        self.parts.add(str(side.field))
        self.sentences += side.write(self)

    def finish(self) -> None:
        """Write the ledger's part, and remember what taking all of it back needs."""
        ledger = self.changes.effect()
        self.changes.write()
        mine = self.saying.effect()
        self.effect = {
            "added": {**ledger["added"], **mine["added"]},
            "ended": {**ledger["ended"], **mine["ended"]},
            "before": ledger["before"],
            "steps": self.steps, "plans": self.plans, "consents": self.consents, "ledger": self.has_moved_ledger,
        }  # fmt: skip

    def _visit(self) -> None:
        said = self.said
        self.saying.add(
            Visit, key=said.key, worker_id=self.who.user_id if self.who.may("casework.record") else None, method=said.method,
            started_at=said.started_at, ended_at=said.ended_at, on=said.on, present=said.present,
            communication=said.communication, outcome=said.outcome, campaign_target_id=said.campaign_target,
            is_changed=bool(said.changed.phone or said.changed.residence or said.work), satisfied=said.satisfied,
            words=said.words, note=said.note, next_on=said.next_on, was_offline=said.offline,
            was_clock_wrong=said.was_clock_wrong,
        )  # fmt: skip
        self.parts.add("visit")
        self.sentences.append(f"走访：{VisitOutcome(said.outcome).label}，记在 {day_words(said.on)}")
        if said.was_clock_wrong:
            self.sentences.append("设备的时间不对，按收到的那天记；设备说的时间也留着")
        if said.campaign_target is not None:
            self.sentences.append("专项行动：结果记到名单上")
        if said.next_on:
            self.sentences.append(f"下次联系：{day_words(said.next_on)}")

    def _verification(self) -> None:
        said = self.said.verification
        assert said is not None
        self.saying.add(
            Verification, visit_key=self.said.key, on=self.said.on, method=self.said.method, answered_by=self.said.present,
            confirmed=list(said.confirmed), is_employed=said.is_employed, reason=said.reason, wish=said.wish,
            conditions=list(said.conditions), not_employed_since=said.not_employed_since,
            sought_last_month=said.sought_last_month, available_in_2_weeks=said.available_in_2_weeks,
        )  # fmt: skip
        self.parts.add("verification")
        self.sentences.append(self._verified(said))

    def _verified(self, said: VerificationSaid) -> str:
        """What was confirmed, and what a verification still lacks before it counts as one of the four."""
        names = "、".join(Confirmed(c).label for c in said.confirmed)
        wish = f"；{Wish(said.wish).label}" if said.wish else ""
        confirmed = frozenset(said.confirmed)
        if missing := missing_items(confirmed, is_employed=said.is_employed):
            lacks = "、".join(Confirmed(c).label for c in missing)
            return f"已核对 {len(confirmed)} 项：{names}{wish}；还差 {len(missing)} 项：{lacks}，{NOT_YET}"
        check = Check(
            0, self.said.on, self.said.method, self.said.present, confirmed, said.is_employed, said.reason, said.wish,
            visit_outcome=self.said.outcome,
        )  # fmt: skip
        counts = check_counts(check, figures_on(self.said.on, self.person.county_code))
        if not counts.value:
            return f"核对了 {len(confirmed)} 项：{names}{wish}；{counts.steps[-1].text.rstrip('。')}，{NOT_YET}"
        return f"核对了 {len(confirmed)} 项：{names}{wish}"

    def register_need(self) -> list[str]:
        """Write the registration of needs, and each need that isn't known yet."""
        said = self.said.need
        assert said is not None
        row = self.saying.add(
            NeedRegistration, visit_key=self.said.key, on=self.said.on, said_how=self.said.method, jobs=list(said.jobs),
            forms=list(said.forms), distance_km=said.distance_km, hours_per_week=said.hours_per_week,
            wage_yuan_from=said.wage_yuan_from, at_home=said.at_home, available_from=said.available_from,
            support=list(said.support), note=said.note,
        )  # fmt: skip
        open_needs = {n.kind: n for n in self.known.needs}
        for kind in said.kinds:
            before = open_needs.get(kind.kind)
            if before is None:
                self.saying.add(
                    Need, registration=row.thread, kind=kind.kind, detail=kind.detail, said_on=self.said.on
                )  # fmt: skip
            elif kind.detail and kind.detail != before.detail:
                self.saying.correct(before, detail=kind.detail)
        names = "、".join(NeedKind(k.kind).label for k in said.kinds)
        return [f"登记了就业需求{f'：{names}' if names else ''}"]

    def _service(self, said: ServiceSaid) -> None:
        row = self.saying.add(
            ServiceRecord, visit_key=self.said.key, on=self.said.on, kind=said.kind, content=said.content, outcome=said.outcome,
            provider=said.provider, need=said.need, by_user_id=self.who.user_id,
        )  # fmt: skip
        self.parts.add("service")
        words = ServiceOutcome(said.outcome).label if said.outcome is not None else "还没有结果，暂不算一次服务"
        self.sentences.append(f"服务：{ServiceKind(said.kind).label}，{words}")
        # some outcomes meet the need by themselves; of the others the worker says it, or it stays open
        by_itself = figures_on(self.said.on, self.person.county_code)["needs.met_by_outcomes"].value
        is_met = said.meets if said.meets is not None else said.outcome in by_itself
        before = Need.objects.standing().filter(person=self.person, thread=said.need, met_on=None).first()
        if is_met and said.need is not None and before is not None:
            self.saying.correct(before, met_on=self.said.on, met_by=row.thread)
            self.sentences.append(f"需求“{NeedKind(before.kind).label}”解决了")

    def _promises(self) -> None:
        if not self.said.promises:
            return
        user = self.who.user_id
        assert user is not None  # `check` saw to it
        plan = self._plan(user)
        for promise in self.said.promises:
            step = PlanStep.objects.create(
                plan=plan,
                kind=promise.kind or "promise",
                text=promise.text,
                owner_id=user,
                due_on=promise.due_on,
            )
            self.steps.append(step.pk)
            PlanEvent.objects.create(plan=plan, step=step, what="走访时答应", by=self.who.name, at=self.now)
            self.sentences.append(f"答应的事记进计划：{promise.text}，{day_words(promise.due_on)}前")
        self.parts.add("promise")

    def _plan(self, user: int) -> ServicePlan:
        """The person's open plan, the one made last; a general one where there is none."""
        found = ServicePlan.objects.filter(person=self.person, closed_on=None).order_by("-opened_on", "-pk").first()
        if found is not None:
            return found
        within = review_within(self.person, clock.day_of(self.now))
        plan = ServicePlan.objects.create(
            person=self.person, kind=PlanKind.GENERAL, goal="办好走访时答应的事", owner_id=user,
            opened_on=self.said.on, review_on=self.said.on + within,
        )  # fmt: skip
        self.plans.append(plan.pk)
        PlanEvent.objects.create(plan=plan, what="因走访时答应的事立的计划", by=self.who.name, at=self.now)
        return plan

    def _consents(self) -> None:
        standing = set(Consent.objects.filter(person=self.person, withdrawn_on=None).values_list("purpose", flat=True))
        for purpose in self.said.consents:
            if purpose in standing:
                continue
            row = Consent.objects.create(
                person=self.person, purpose=purpose, given_by=self.said.present, given_on=self.said.on, how="走访时说明",
                visit_key=self.said.key, by=self.who.name, at=self.now,
            )  # fmt: skip
            self.consents.append(row.pk)
            self.sentences.append(f"同意：{ConsentPurpose(purpose).label}")
            self.parts.add("consent")

    def _papers(self) -> None:
        """Hang papers that were sent before the entry on this visit: a link, no change of what they are."""
        loose = Paper.objects.standing().filter(person=self.person, pk__in=self.said.papers, visit_key=None)
        if loose.update(visit_key=self.said.key):
            self.parts.add("paper")

    def _conflict(self, side: Side) -> EntryConflict:
        return EntryConflict(
            key=self.said.key, person=self.person, field=side.field, said_sealed=EntryConflict.sealed(side.kept_json()),
            ledger_words=side.ledger_words[:300], said_words=side.said_words[:300], seen=side.seen, user_id=self.who.user_id,
            by=self.who.name, at=self.now,
        )  # fmt: skip
