"""The facts of all placements of a city, put together from its files: what the database side does from its tables."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.signals.files import People, Row, rows_of, table
from tonggong.rules import months
from tonggong.rules.certificates import CertificatePeriod
from tonggong.rules.figures import Figures
from tonggong.rules.forms import read_form
from tonggong.rules.signals.facts import (
    Benefit,
    Care,
    Elsewhere,
    Home,
    PaidMonth,
    PlacementFacts,
    Sign,
    StaffMonth,
    Stretch,
    Trace,
    UnitFacts,
)
from tonggong.rules.signals.naming import says
from tonggong.rules.signals.stays import Look, stays

MET, AT_WORK, SCHOOL, FOUND_NOBODY = 1, 4, 7, 9
CARE = {5: Care.RESIDENTIAL, 6: Care.HOSPITAL}  # where a visit found somebody
CATEGORY = {"智力": "5", "精神": "6"}
GRADES = ("一级", "二级", "三级", "四级")


class City:
    """What the files say, by person and by unit."""

    def __init__(self, folder: Path, place: str, minimum: dict[str, Decimal], words: Figures):
        self.folder, self.place, self.minimum, self.words = folder, place, minimum, words
        self.people = People()
        self.person: dict[str, Row] = defaultdict(dict)
        self.certificates: dict[str, list[Row]] = defaultdict(list)
        self.months: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
        self.spell: dict[tuple[str, str], Row] = {}
        self.unit_rows: dict[str, Row] = defaultdict(dict)
        self.staff: dict[str, dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
        self.wages: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
        self.other_wages: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
        self.phones: dict[str, set[str]] = defaultdict(set)  # written for a person
        self.other_phones: dict[str, Counter[str]] = defaultdict(Counter)
        self.names: dict[str, str] = {}
        self._registers()
        self._work()
        self._lives()

    def _registers(self) -> None:
        for _, row in rows_of(self.folder, "certificates"):
            number = row["citizen_id"]
            if number and row["id_is_sound"]:
                self.people.add(number, row["name"] or "")
                self.certificates[number].append(row)
                self.person[number] |= {k: row[k] for k in ("grade", "category", "county", "township") if row.get(k)}
                if row.get("phone"):
                    self.phones[number].add(row["phone"])
        for _, row in rows_of(self.folder, "households"):
            number = row["citizen_id"]
            if row["id_is_sound"]:
                self.person[number]["household"] = row["household_no"]
        for feed in ("businesses", "establishment"):
            for month, row in rows_of(self.folder, feed):
                code = row["unit_code"]
                if not code:
                    continue
                self.unit_rows[code] |= {k: row[k] for k in ("county", "township", "industry") if row.get(k)}
                self.names[code] = row["unit_name"] or ""
                if row.get("status") == "注销":
                    self.unit_rows[code]["closed_on"] = row.get("changed_on") or months.last_day(month)

    def _work(self) -> None:
        for _, row in rows_of(self.folder, "opening-ledger"):
            self._ledger(row)
        late = []
        for month, row in rows_of(self.folder, "social-insurance"):
            person = self.people.sure(row)
            if person:
                self._paid(person, month, row)
            else:
                late.append((month, row))
        for month, row in late:
            person = self.people.by_name(row)
            if person:
                self._paid(person, month, row)
            elif row["unit_code"]:
                who = row["citizen_id"] if row["id_is_sound"] else f"{row['name']}"
                self.staff[row["unit_code"]][month][who] = "补缴" in (row.get("remark") or "")
        for month, row in rows_of(self.folder, "wages"):
            unit, wage = row["unit_code"], row["wage_yuan"]
            person = self.people.sure(row) or self.people.by_name(row)
            if person and unit:
                if wage is not None:
                    self.wages[person, unit][month] = wage
                if row.get("phone"):
                    self.phones[person].add(row["phone"])
            elif unit:
                if wage is not None:
                    self.other_wages[unit].append((month, wage))
                if row.get("phone"):
                    self.other_phones[unit][row["phone"]] += 1
        for _, row in rows_of(self.folder, "hires"):
            person = self.people.sure(row)
            if person and row.get("unit_code") and (person, row["unit_code"]) in self.months:
                known = self.spell.setdefault((person, row["unit_code"]), {})
                for key in ("started_on", "ended_on", "form", "post", "remark"):
                    value = _form(row) if key == "form" else row.get(key)
                    if value and not (key == "started_on" and known.get(key)):
                        known[key] = value

    def _ledger(self, row: Row) -> None:
        person, unit = self.people.sure(row), row.get("unit_code")
        if not person or not unit:
            return
        if row.get("phone"):
            self.phones[person].add(row["phone"])
        self.people.worked_at(person, unit)
        part_time, first, last = _form(row) == "71", row.get("insured_from"), row.get("insured_to")
        if not first and not part_time:
            return
        keep = ("started_on", "ended_on", "remark", "row")
        self.spell[person, unit] = {key: row.get(key) for key in keep} | {"form": _form(row)}
        if first and last and row["wage_yuan"] is not None:
            self.wages[person, unit].setdefault(last, row["wage_yuan"])
        if first and last and first <= last:
            for month in months.between(max(first, months.shift(last, -23)), last):
                self.months[person, unit][month] = {"full": not part_time, "back_paid": None, "row": row["row"]}

    def _paid(self, person: str, month: str, row: Row) -> None:
        unit = row["unit_code"]
        if not unit:
            return
        self.people.worked_at(person, unit)
        kinds = row.get("kinds")
        self.months[person, unit][month] = {
            "full": None if kinds is None else says(kinds, "pension_words", self.words),
            "back_paid": "补缴" in (row.get("remark") or ""),
            "row": row["row"],
        }
        if row.get("phone"):
            self.phones[person].add(row["phone"])
        self.names.setdefault(unit, row["unit_name"] or "")
        self.unit_rows[unit].setdefault("county", row.get("county"))

    def _lives(self) -> None:
        self.died: dict[str, date] = {}
        self.school: dict[str, list[Row]] = defaultdict(list)
        self.jobless: dict[str, list[Stretch]] = defaultdict(list)
        self.traces: dict[str, list[tuple[Trace, str]]] = defaultdict(list)
        for _, row in rows_of(self.folder, "deaths"):
            person = self.people.sure(row)
            if person and row["died_on"]:
                self.died[person] = row["died_on"]
        for _, row in rows_of(self.folder, "school-enrolment"):
            person = self.people.sure(row)
            if person:
                self.school[person].append(row)
        for _, row in rows_of(self.folder, "registered-unemployed"):
            person = self.people.sure(row)
            if person and row["registered_on"]:
                earlier = [one for one in self.jobless[person] if one.since != row["registered_on"]]
                self.jobless[person] = [
                    *earlier,
                    Stretch(row["registered_on"], row.get("ended_on"), Benefit.REGISTERED, row["row"]),
                ]
        self.looks: dict[str, list[Look]] = defaultdict(list)
        for row in table(self.folder, "visits"):
            if row["outcome"] in (*CARE, MET, AT_WORK, SCHOOL):
                self.looks[row["citizen_id"]].append((row["on"], CARE.get(row["outcome"]), row["key"]))
            if row["method"] == "workplace" and row["outcome"] in (MET, FOUND_NOBODY):
                sign = Sign.VISIT if row["outcome"] == MET else Sign.NOT_FOUND
                self.traces[row["citizen_id"]].append((Trace(row["on"], sign, row["key"]), ""))
        cases = {row["ref"]: row for row in table(self.folder, "support_cases")}
        for row in table(self.folder, "coach_sessions"):
            case = cases[row["case"]]
            if row["place"] == "workplace" and case["unit_code"]:
                trace = Trace(row["on"], Sign.COACH, row["key"])
                self.traces[case["citizen_id"]].append((trace, case["unit_code"]))
        for row in table(self.folder, "follow_ups"):
            if row["method"] == "workplace" and row["done_on"]:
                trace = Trace(row["done_on"], Sign.FOLLOW_UP, "follow-up")
                self.traces[row["citizen_id"]].append((trace, row["unit_code"]))

    # -------------------------------------------------------------- the facts

    def placements(self) -> list[PlacementFacts]:
        """One for each person and unit."""
        units_of: dict[str, list[str]] = defaultdict(list)
        for person, unit in self.months:
            units_of[person].append(unit)
        shared = Counter(phone for those in self.phones.values() for phone in those)
        return [self._placement(person, unit, units_of[person], shared) for person, unit in self.months]

    def _started(self, person: str, unit: str) -> date:
        known: date | None = self.spell.get((person, unit), {}).get("started_on")
        return known or months.first_day(min(self.months[person, unit]))

    def _ended(self, person: str, unit: str) -> date | None:
        known: date | None = self.spell.get((person, unit), {}).get("ended_on")
        last, newest = max(self.months[person, unit]), max(month.name for month in self.folder.glob("[12]*-*"))
        return None if last == newest else known or months.last_day(last)

    def _paid_months(self, person: str, unit: str) -> tuple[PaidMonth, ...]:
        wages = self.wages.get((person, unit), {})
        return tuple(
            PaidMonth(month, row["full"], row["back_paid"], wages.get(month), row["row"])
            for month, row in sorted(self.months[person, unit].items())
        )

    def _placement(self, person: str, unit: str, mine: list[str], shared: Counter[str]) -> PlacementFacts:
        known, who = self.spell.get((person, unit), {}), self.person[person]
        part_time = known.get("form") == "71" or None
        words = f"{known.get('post') or ''} {known.get('remark') or ''}"
        started, ended = self._started(person, unit), self._ended(person, unit)
        periods, cancelled = self._certificates(person)
        own = self.unit_rows[unit]
        phone = max(self.phones[person], key=lambda token: (shared[token], token), default=None)
        return PlacementFacts(
            key=f"{person}@{unit}", person=person, unit=unit, place=self.place, started_on=started, ended_on=ended,
            form=known.get("form") or ("16" if says(self.names.get(unit, ""), "agency_words", self.words) else ""), post=known.get("post") or "",
            is_part_time=part_time, is_remote=says(words, "at_home_words", self.words) or None, months=self._paid_months(person, unit),
            certificates=periods, cancelled_on=cancelled, category=CATEGORY.get(who.get("category") or "", ""), grade=_grade(who.get("grade")),
            died_on=self.died.get(person), school=self._school(person),
            care=stays(self.looks[person], self.words) if person in self.looks else None,
            benefits=tuple(self.jobless[person]),
            elsewhere=tuple(self._elsewhere(person, other) for other in mine if other != unit),
            home=Home(who["county"], who.get("township") or "") if who.get("county") else None,
            work=Home(own["county"], own.get("township") or "") if own.get("county") else None,
            phone=phone, household=who.get("household"),
            traces=tuple(trace for trace, at in self.traces[person] if at in ("", unit)), row=known.get("row") or f"{person}@{unit}",
        )  # fmt: skip

    def _certificates(self, person: str) -> tuple[tuple[CertificatePeriod, ...], date | None]:
        periods, cancelled = [], None
        for row in self.certificates[person]:
            periods.append(CertificatePeriod(row["issued_on"], row["valid_until"], "", "pwd", _grade(row["grade"])))
            if row.get("status") == "注销":
                cancelled = row.get("status_on")
        return tuple(dict.fromkeys(periods)), cancelled

    def _school(self, person: str) -> tuple[Stretch, ...]:
        return tuple(
            Stretch(row["enrolled_on"], row.get("leaves_on"), "", row["row"])
            for row in self.school[person]
            if row.get("enrolled_on") and _is_full_time(row)
        )

    def _elsewhere(self, person: str, unit: str) -> Elsewhere:
        part_time = self.spell.get((person, unit), {}).get("form") == "71" or None
        return Elsewhere(
            unit, self._started(person, unit), self._paid_months(person, unit), part_time, "", f"{person}@{unit}"
        )

    def units(self) -> list[UnitFacts]:
        """One for each unit of a placement."""
        return [self._unit(unit) for unit in sorted({unit for _, unit in self.months})]

    def _unit(self, unit: str) -> UnitFacts:
        name, own = self.names.get(unit, ""), self.unit_rows[unit]
        wages = [abs(wage - self.minimum[month]) <= 1 for month, wage in self.other_wages[unit]]
        staff: list[StaffMonth] = []
        before: dict[str, bool] | None = None
        for month in sorted({month for those in self.staff.values() for month in those}):
            now = self.staff[unit].get(month, {})
            joined = None if before is None else len(now.keys() - before.keys())
            left = None if before is None else len(before.keys() - now.keys())
            staff.append(StaffMonth(month, len(now), joined, left, sum(now.values())))
            before = now
        return UnitFacts(
            unit, is_agency=says(name, "agency_words", self.words), is_concentrated=says(name, "concentrated_words", self.words),
            closed_on=own.get("closed_on"), staff=tuple(staff),
            others_at_minimum=Decimal(sum(wages)) / len(wages) if wages else None,
            others_paid=max(Counter(month for month, _ in self.other_wages[unit]).values(), default=0), phones=dict(self.other_phones[unit]),
        )  # fmt: skip


def _form(row: Row) -> str:
    return read_form(row.get("form") or "") or ""


def _is_full_time(row: Row) -> bool:
    return row.get("mode") == "全日制" and row.get("status") == "在读"


def _grade(word: Any) -> int | None:
    return GRADES.index(word) + 1 if word in GRADES else None
