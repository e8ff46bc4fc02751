"""Rows of casework history as rows of the tables."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from tonggong.base.bulk import insert_rows, next_ids
from tonggong.base.facts import Fact
from tonggong.domain.casework.choices import Purpose
from tonggong.domain.casework.models import (
    Assessment,
    Assignment,
    Consent,
    Need,
    NeedRegistration,
    PlanStep,
    ServicePlan,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.casework.queries.consents import BY_LAW
from tonggong.domain.casework.services.settling.reading import Sheet
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.services import SPELL
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact

Refs = dict[str, dict[int, int]]  # table -> number in the file -> primary key


def uuid_column(key: str) -> str | None:
    """A key as this database keeps it, nothing where there is none."""
    if not key:
        return None
    return key if connection.vendor == "sqlite" else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


class Settling:
    """Adds one table after the other; what stands already is left as it is."""

    def __init__(self, sheets: dict[str, Sheet], by: str) -> None:
        self.sheets, self.by = sheets, by
        self.refs: Refs = {name: {} for name in sheets}
        self.added: dict[str, int] = {}

    def settle(self, name: str) -> None:
        """Take in one file."""
        STEPS[name](self, self.sheets[name])

    def _fresh(self, sheet: Sheet, keys: Sequence[Any], standing: Iterable[Any]) -> list[int]:
        """Rows whose natural key the ledger does not have yet; the same key twice in a file counts once."""
        known, fresh = set(standing), []
        for k in sheet.rows():
            if keys[k] in known:
                sheet.already += 1
            else:
                known.add(keys[k])
                fresh.append(k)
        return fresh

    def _is_only(self, sheet: Sheet, k: int, ended: Any, key: Any, stand: set[Any]) -> bool:
        """Whether a row may stand beside what stands: over already, or the only one of its kind."""
        if ended is not None:
            return True
        if key in stand:
            sheet.already += 1
            return False
        stand.add(key)
        return True

    def _facts(
        self,
        sheet: Sheet,
        rows: Sequence[int],
        model: type[Fact],
        columns: Sequence[str],
        values: Callable[[int], tuple],
    ) -> None:
        ids = next_ids(model, len(rows))
        known, workers = sheet.known, sheet.workers
        made = [
            (pk, *values(k), pk, None, None, workers[k][1], None, known[k], None)
            for pk, k in zip(ids, rows, strict=True)
        ]
        insert_rows(model, ("id", *columns, *model.FACT_COLUMNS), made)
        self._remember(sheet, rows, ids)

    def _plain(
        self,
        sheet: Sheet,
        rows: Sequence[int],
        model: type[models.Model],
        columns: Sequence[str],
        values: Callable[[int], tuple],
    ) -> None:
        ids = next_ids(model, len(rows))
        insert_rows(model, ("id", *columns), [(pk, *values(k)) for pk, k in zip(ids, rows, strict=True)])
        self._remember(sheet, rows, ids)

    def _remember(self, sheet: Sheet, rows: Sequence[int], ids: Sequence[int]) -> None:
        self.added[sheet.name] = len(rows)
        if "ref" in sheet.columns:
            refs = sheet["ref"]
            self.refs[sheet.name] = {refs[k]: pk for pk, k in zip(ids, rows, strict=True)}

    def _ref(self, table: str, number: int | None) -> int | None:
        return None if number is None else self.refs.get(table, {}).get(number)

    def facts(self, s: Sheet) -> None:
        """Circumstances."""
        keys = list(zip(s.people, s["kind"], s["value"], s["started_on"], strict=True))
        standing = PersonFact.objects.standing().filter(kind__in=set(s["kind"]))
        rows = self._fresh(s, keys, standing.values_list("person", "kind", "value", "started_on"))
        columns = ("person_id", "kind", "value", "sealed", "started_on", "ended_on")
        self._facts(
            s, rows, PersonFact, columns,
            lambda k: (s.people[k], s["kind"][k], s["value"][k], None, s["started_on"][k], s["ended_on"][k]),
        )  # fmt: skip

    def living(self, s: Sheet) -> None:
        """Households of those who live together; a person lives in one."""
        keys = list(zip(s["household"], s.people, strict=True))
        members = HouseholdMember.objects.standing().filter(household__basis=Household.Basis.LIVING)
        rows = self._fresh(s, keys, members.values_list("household__number", "person"))
        there = dict(Household.objects.filter(basis=Household.Basis.LIVING).values_list("number", "pk"))
        taken = set(Household.objects.filter(number__in=set(s["household"])).values_list("number", flat=True)) - set(
            there
        )
        housed = set(members.values_list("person", flat=True))
        good = []
        for k in rows:
            if s["household"][k] in taken:
                s.refused[k] = "这个户号已经是一个户口簿"
            elif s.people[k] in housed:
                s.refused[k] = "此人已在另一个共同生活家庭里"
            else:
                housed.add(s.people[k])
                good.append(k)
        first: dict[str, int] = {}
        for k in good:
            first.setdefault(s["household"][k], k)
        fresh = [number for number in first if number not in there]
        ids = next_ids(Household, len(fresh))
        there |= dict(zip(fresh, ids, strict=True))
        made = [(there[n], "living", n, f"{s['township'][first[n]][:6]}000000", s["township"][first[n]]) for n in fresh]
        insert_rows(Household, ("id", "basis", "number", "county_code", "township_code"), made)
        columns = ("household_id", "person_id", "relation", "hukou_kind")
        self._facts(
            s, good, HouseholdMember, columns, lambda k: (there[s["household"][k]], s.people[k], s["relation"][k], "")
        )

    def visits(self, s: Sheet) -> None:
        """Visits, once for each key."""
        keys = Visit.objects.standing().values_list("key", flat=True)
        rows = self._fresh(s, s["key"], (key.hex for key in keys.iterator(20_000)))
        columns = (
            "key", "person_id", "worker_id", "method", "started_at", "ended_at", "on", "present", "communication", "outcome", "is_changed",
            "satisfied", "words", "note", "was_offline", "was_clock_wrong",
        )  # fmt: skip
        c = s.columns
        self._facts(
            s, rows, Visit, columns,
            lambda k: (
                uuid_column(c["key"][k]), s.people[k], s.workers[k][0], c["method"][k], c["started_at"][k] or s.known[k], c["ended_at"][k],
                c["on"][k], c["present"][k], c["communication"][k], c["outcome"][k], False, c["satisfied"][k], c["words"][k], c["note"][k],
                bool(c["was_offline"][k]), False,
            ),
        )  # fmt: skip

    def verifications(self, s: Sheet) -> None:
        """What was confirmed."""
        keys = list(zip(s.people, s["on"], s["method"], strict=True))
        rows = self._fresh(s, keys, Verification.objects.standing().values_list("person", "on", "method"))
        names = (
            "on", "method", "answered_by", "confirmed", "is_employed", "reason", "wish", "conditions", "not_employed_since",
            "sought_last_month", "available_in_2_weeks",
        )  # fmt: skip
        lists = [s[name] for name in names]
        self._facts(
            s, rows, Verification, ("person_id", "visit_key", *names),
            lambda k: (s.people[k], uuid_column(s["visit_key"][k]), *(values[k] for values in lists)),
        )  # fmt: skip

    def need_registrations(self, s: Sheet) -> None:
        """Registrations of needs."""
        keys = list(zip(s.people, s["on"], strict=True))
        rows = self._fresh(s, keys, NeedRegistration.objects.standing().values_list("person", "on"))
        names = (
            "on",
            "said_how",
            "jobs",
            "forms",
            "distance_km",
            "hours_per_week",
            "wage_yuan_from",
            "at_home",
            "available_from",
            "support",
        )
        lists = [s[name] for name in names]
        self._facts(
            s, rows, NeedRegistration, ("person_id", "visit_key", *names, "note"),
            lambda k: (s.people[k], uuid_column(s["visit_key"][k]), *(values[k] for values in lists), ""),
        )  # fmt: skip

    def needs(self, s: Sheet) -> None:
        """Single needs; which service met one is filled in when the services stand (`services`)."""
        keys = list(zip(s.people, s["said_on"], s["kind"], strict=True))
        rows = self._fresh(s, keys, Need.objects.standing().values_list("person", "said_on", "kind"))
        self._ids_of_services()
        columns = ("person_id", "registration", "kind", "detail", "said_on", "met_on", "met_by", "dropped_on")
        self._facts(
            s, rows, Need, columns,
            lambda k: (
                s.people[k], self._ref("need_registrations", s["registration"][k]), s["kind"][k], s["detail"][k], s["said_on"][k],
                s["met_on"][k], self._ref("services", s["met_by"][k]), None,
            ),
        )  # fmt: skip

    def _ids_of_services(self) -> None:
        """Needs and services name each other: the services' keys are fixed before either is written."""
        s = self.sheets.get("services")
        if s is None:
            return
        keys = list(zip(s.people, s["on"], s["kind"], s["content"], strict=True))
        self.service_rows = self._fresh(
            s, keys, ServiceRecord.objects.standing().values_list("person", "on", "kind", "content")
        )
        self.service_ids = next_ids(ServiceRecord, len(self.service_rows))
        self._remember(s, self.service_rows, self.service_ids)

    def services(self, s: Sheet) -> None:
        """Services with what came of them."""
        if "needs" not in self.sheets:
            self._ids_of_services()
        columns = (
            "id",
            "person_id",
            "visit_key",
            "on",
            "kind",
            "content",
            "outcome",
            "provider",
            "need",
            "by_user_id",
            *Fact.FACT_COLUMNS,
        )
        made = [
            (
                pk, s.people[k], uuid_column(s["visit_key"][k]), s["on"][k], s["kind"][k], s["content"][k], s["outcome"][k], s["provider"][k],
                self._ref("needs", s["need"][k]), s.workers[k][0], pk, None, None, s.workers[k][1], None, s.known[k], None,
            )
            for pk, k in zip(self.service_ids, self.service_rows, strict=True)
        ]  # fmt: skip
        insert_rows(ServiceRecord, columns, made)

    def consents(self, s: Sheet) -> None:
        """What people agreed to; what the law allows anyway is not asked and not kept."""
        keys = list(zip(s.people, s["purpose"], s["given_on"], strict=True))
        rows = self._fresh(s, keys, Consent.objects.values_list("person", "purpose", "given_on"))
        stand = set(Consent.objects.filter(withdrawn_on=None).values_list("person", "purpose"))
        rows = [
            k
            for k in rows
            if s["purpose"][k] not in BY_LAW and self._is_only(s, k, s["withdrawn_on"][k], keys[k][:2], stand)
        ]
        columns = (
            "person_id",
            "purpose",
            "given_by",
            "given_on",
            "how",
            "visit_key",
            "withdrawn_on",
            "withdrawn_by",
            "by",
            "at",
        )
        self._plain(
            s, rows, Consent, columns,
            lambda k: (
                s.people[k], s["purpose"][k], s["given_by"][k], s["given_on"][k], "走访时口头", uuid_column(s["visit_key"][k]),
                s["withdrawn_on"][k], "本人" if s["withdrawn_on"][k] else "", s.workers[k][1], s.known[k],
            ),
        )  # fmt: skip

    def assessments(self, s: Sheet) -> None:
        """Assessments, each with the consent it rests on where there is one."""
        keys = list(zip(s.people, s["on"], s["depth"], strict=True))
        rows = self._fresh(s, keys, Assessment.objects.standing().values_list("person", "on", "depth"))
        agreed = dict(Consent.objects.filter(purpose="assess", withdrawn_on=None).values_list("person", "pk"))
        names = (
            "on", "profile_version", "depth", "levels", "accommodations", "strengths", "support_needs", "advice", "advice_because", "signed_on",
            "shown_on", "next_due_on",
        )  # fmt: skip
        empty = ("families", "asked", "instruments", "sessions", "contested")
        blank = ("interests", "aids_used", "second_assessor", "person_comment")
        lists = [s[name] for name in names]
        columns = ("person_id", *names, "purpose", "consent_id", "assessor_id", *empty, "conditions", *blank)
        rest = (*("[]" for _ in empty), "{}", *("" for _ in blank))
        self._facts(
            s, rows, Assessment, columns,
            lambda k: (
                s.people[k], *(values[k] for values in lists), Purpose.FOUR_ONES.value, agreed.get(s.people[k] or 0), s.workers[k][0], *rest
            ),
        )  # fmt: skip

    def plans(self, s: Sheet) -> None:
        """Service plans; a person has one open plan of a kind."""
        keys = list(zip(s.people, s["kind"], s["opened_on"], strict=True))
        rows = self._fresh(s, keys, ServicePlan.objects.values_list("person", "kind", "opened_on"))
        stand = set(ServicePlan.objects.filter(closed_on=None).values_list("person", "kind"))
        rows = [k for k in rows if self._is_only(s, k, s["closed_on"][k], keys[k][:2], stand)]
        names = ("kind", "goal", "opened_on", "review_on", "agreed_on", "closed_on", "closed_reason", "details")
        lists = [s[name] for name in names]
        self.plan_owner = {s["ref"][k]: s.workers[k][0] for k in rows}
        self._plain(
            s, rows, ServicePlan, ("person_id", "owner_id", *names),
            lambda k: (s.people[k], s.workers[k][0], *(values[k] for values in lists)),
        )  # fmt: skip

    def plan_steps(self, s: Sheet) -> None:
        """Steps of the plans just taken in."""
        plans = self.refs.get("plans", {})
        rows = []
        for k in s.rows():
            if s["plan"][k] in plans:
                rows.append(k)
            else:
                s.already += 1
        columns = ("plan_id", "kind", "text", "owner_id", "due_on", "state", "done_on", "outcome", "service")
        self._plain(
            s, rows, PlanStep, columns,
            lambda k: (
                plans[s["plan"][k]], s["kind"][k], s["text"][k], self.plan_owner[s["plan"][k]], s["due_on"][k], s["state"][k], s["done_on"][k],
                s["outcome"][k], self._ref("services", s["service"][k]),
            ),
        )  # fmt: skip

    def assignments(self, s: Sheet) -> None:
        """Who answers for whom, beside the worker of the town."""
        keys = list(zip(s.people, s["kind"], strict=True))
        rows = self._fresh(s, keys, Assignment.objects.filter(ended_on=None).values_list("person", "kind"))
        columns = ("person_id", "kind", "user_id", "started_on", "ended_on", "by", "at", "reason")
        self._plain(
            s, rows, Assignment, columns,
            lambda k: (s.people[k], s["kind"][k], s.workers[k][0], s["started_on"][k], None, self.by, s.known[k], s["reason"][k][:120]),
        )  # fmt: skip

    def placements(self, s: Sheet) -> None:
        """Jobs that workers wrote down on a contract shown to them; a job that stands at the unit is not said twice."""
        keys = list(zip(s.people, s["unit_code"], strict=True))
        rows = self._fresh(s, keys, Spell.objects.standing().filter(ended_on=None).values_list("person", "unit_code"))
        self._facts(
            s, rows, Spell, SPELL,
            lambda k: (
                s.people[k], s["unit_code"][k], s["unit_name"][k], s["form"][k], s["started_on"][k], None, "", "", None, None, "",
                s["channel"][k], Spell.Evidence.PAPER.value,
            ),
        )  # fmt: skip


STEPS: dict[str, Callable[[Settling, Sheet], None]] = {
    "facts": Settling.facts,
    "living": Settling.living,
    "visits": Settling.visits,
    "verifications": Settling.verifications,
    "need_registrations": Settling.need_registrations,
    "needs": Settling.needs,
    "services": Settling.services,
    "consents": Settling.consents,
    "assessments": Settling.assessments,
    "plans": Settling.plans,
    "plan_steps": Settling.plan_steps,
    "assignments": Settling.assignments,
    "placements": Settling.placements,
}
