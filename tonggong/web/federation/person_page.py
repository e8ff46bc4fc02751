"""What the person page shows, as plain values: how she stands and why, her history, papers, household, who looked."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.base.audit import queries as audit
from tonggong.base.installation import clock
from tonggong.base.installation.services import is_practice
from tonggong.domain.casework.queries.case import glance_at
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.employment.queries import form_name, work_of
from tonggong.domain.persons import queries as persons
from tonggong.domain.reporting.standing import Standing, standing_of
from tonggong.domain.status import queries as status
from tonggong.domain.training.queries import training_of
from tonggong.rules import months
from tonggong.rules.employment import STATUS_LABELS, Status
from tonggong.web.components.parts import Choice, Evidence
from tonggong.web.components.words import grouped, month_name, yuan
from tonggong.web.federation.history import TITLES, Entry, Sources, history, spoken
from tonggong.web.federation.pages import link
from tonggong.web.federation.people_list import place_words

SHOWN = 12  # moments of the history before 「看更早的」
MONTHS, RUNS = 6, 6  # of declared wages, of runs of insurance
LOOKED = 5
DECIDED = ("open", "returned", "answered", "accepted", "rejected")
SENTENCES = {
    Status.NOT_EMPLOYED: "未就业",
    Status.UNKNOWN: "就业情况待核实",
    Status.IN_SCHOOL: "全日制在校",
    Status.DEAD: "已去世",
}


def ledger_day() -> date:
    """Return the day that pages judge by: today; in a practice city the last day of its data, if that is earlier."""
    if not is_practice():
        return clock.today()
    known = comparison.months_known()
    return min(months.last_day(known[0]), clock.today()) if known else clock.today()


def end_of(day: date | None) -> datetime | None:
    """Return the last instant of a day in China: what was known on it."""
    return datetime.combine(day, time.max, tzinfo=clock.SHANGHAI) if day else None


class PersonPage:
    """One person as somebody sees her on a day, as known at an instant. A fixed number of queries."""

    def __init__(self, who: Who, person: Any, day: date, known_on: date | None, topic: str, is_all: bool) -> None:
        self.who, self.person, self.day, self.known_on = who, person, day, known_on
        self.known_at = end_of(known_on)
        self.judged_on = min(day, known_on) if known_on else day
        self.topic = topic if topic in TITLES else ""
        self.is_all = is_all
        self.record = persons.record_of(person, self.known_at)
        self.work = work_of(who, person, self.known_at)
        self.training = training_of(person, self.known_at)
        self.standing: Standing | None = standing_of(self.record, self.work, self.judged_on, self.known_at)
        counted = self.standing.counted_spell if self.standing else None
        facts: tuple[Any, ...] = (*self.record.facts, self.work.spells, self.work.wages[:MONTHS], self.training)
        more: tuple[Any, ...] = (*self.work.evidence.values(), [run.latest for run in self.work.runs])
        self.sources = Sources(*facts, *more)
        self.entries: list[Entry] = history(self.sources, self.record, self.work, self.training, counted, self.known_at)

    @property
    def url(self) -> str:
        """The page's own address."""
        return reverse("federation:person", args=[self.person.pk])

    # --- head ----------------------------------------------------------------------------------------------------

    @property
    def age(self) -> int:
        """Full years on the day that the page judges by."""
        return persons.age_on(self.person, self.day)

    @property
    def place(self) -> str:
        """County and town in words."""
        return place_words(self.person.county_code, self.person.township_code)

    @property
    def phone_tail(self) -> str:
        """The phone's last four digits, "" where there is none."""
        return persons.phone_tails([self.person])[self.person.pk]

    # --- how she stands ------------------------------------------------------------------------------------------

    @property
    def held(self) -> list[Any]:
        """The spells held on the day."""
        return [
            spell
            for spell in self.work.spells
            if persons.is_believed(spell, self.known_at)
            and spell.started_on <= self.judged_on
            and (spell.ended_on is None or spell.ended_on >= self.judged_on)
        ]

    @property
    def sentence(self) -> str:
        """The status in a few words."""
        status = self.standing.status.value if self.standing and self.standing.status else None
        if status is Status.DEAD or self.person.died_on:
            return SENTENCES[Status.DEAD]
        if self.held:
            return "在业，情况待核实" if status is Status.UNKNOWN else "在业"
        if status is None:
            return "未登记就业"
        return SENTENCES.get(status, STATUS_LABELS[status])

    @property
    def where(self) -> str:
        """At which units and in what form work is held."""
        said = []
        for spell in self.held:
            unit = self.work.unit_name(spell.unit_code, spell.unit_name)
            said.append("，".join(filter(None, (unit, spell.post, form_name(spell.form)))))
        return "；".join(said)

    @property
    def reason(self) -> str:
        """Why: the rule's sentences."""
        return spoken(self.standing.status.because) if self.standing and self.standing.status else ""

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Every sentence with the text it rests on."""
        if self.standing is None:
            return []
        outcomes = [o for o in (self.standing.status, self.standing.new_job) if o is not None]
        return [(spoken(step.text), step.source) for outcome in outcomes for step in outcome.steps]

    @property
    def plan_words(self) -> str:
        """Whether the plan counts her, and why not."""
        if self.standing is None or self.standing.new_job is None:
            return ""
        if self.standing.counted_spell:
            return "计入三年行动新增就业"
        return f"不计入三年行动新增就业：{self.standing.why_not_counted}"

    @property
    def groups(self) -> list[str]:
        """The groups she belongs to, by facts that stand."""
        found = [self.person.get_kind_display()]
        for fact in self.record.circumstances:
            ended = fact.ended_on is not None and fact.ended_on < self.judged_on
            if not persons.is_believed(fact, self.known_at) or ended:
                continue
            if fact.kind == "low_income":
                found.append(fact.value)
            elif fact.kind == "school" and "在读" in fact.value:
                found.append("在校")
            elif fact.kind == "injury":
                found.append("工伤")
        homes = [m for m in self.record.memberships if persons.is_believed(m, self.known_at) and m.hukou_kind]
        found += [f"{home.hukou_kind}户口" for home in homes]
        return list(dict.fromkeys(found))

    # --- history -------------------------------------------------------------------------------------------------

    def _address(self, **said: str) -> str:
        known = self.known_on.isoformat() if self.known_on else ""
        pairs = [f"{name}={value}" for name, value in {"known": known, **said}.items() if value]
        return f"{self.url}{'?' + '&'.join(pairs) if pairs else ''}#history"

    @property
    def topics(self) -> list[Choice]:
        """The tabs: everything, then each kind of fact that there is."""
        counts = {key: sum(entry.topic == key for entry in self.entries) for key in TITLES}
        found = [Choice("全部", self._address(), not self.topic, grouped(len(self.entries)))]
        for key, title in TITLES.items():
            if counts[key] or key == self.topic:
                found.append(Choice(title, self._address(topic=key), key == self.topic, grouped(counts[key])))
        return found

    @property
    def chosen(self) -> list[Entry]:
        """The entries under the tab."""
        return [entry for entry in self.entries if not self.topic or entry.topic == self.topic]

    @property
    def moments(self) -> list[Any]:
        """What the history shows."""
        return [entry.moment for entry in (self.chosen if self.is_all else self.chosen[:SHOWN])]

    @property
    def earlier(self) -> int:
        """How many moments are not shown yet."""
        return 0 if self.is_all else max(0, len(self.chosen) - SHOWN)

    @property
    def earlier_url(self) -> str:
        """The address that shows them."""
        return self._address(topic=self.topic, all="1")

    @property
    def shows_money(self) -> bool:
        """Whether insurance and wages stand under the tab."""
        return self.topic in ("", "work") and bool(self.work.runs or self.work.wages)

    @property
    def runs(self) -> list[tuple[str, str, str, Evidence | None]]:
        """Months of insurance without a break, latest first: (months, unit, base, chip)."""
        return [
            (
                f"{month_name(run.first_month)}至{month_name(run.last_month)}"
                if run.first_month != run.last_month
                else month_name(run.last_month),
                run.unit_name,
                yuan(run.base_yuan) if run.base_yuan is not None else "",
                self.sources.chip(run.latest),
            )
            for run in self.work.runs[:RUNS]
        ]

    @property
    def wages(self) -> list[tuple[str, str, str, Evidence | None]]:
        """The latest declared wages: (month, unit, amount, chip)."""
        return [
            (month_name(one.month), self.work.unit_name(one.unit_code), yuan(one.wage_yuan), self.sources.chip(one))
            for one in self.work.wages[:MONTHS]
        ]

    # --- beside it -----------------------------------------------------------------------------------------------

    @property
    def papers(self) -> list[dict[str, Any]]:
        """The certificates that stand."""
        found = []
        for one in self.record.certificates:
            if persons.is_believed(one, self.known_at):
                is_over = one.valid_until is not None and one.valid_until < self.judged_on
                kind = "done" if one.status == "valid" and not is_over else "waiting"
                words = "已到期" if one.status == "valid" and is_over else one.get_status_display()
                found.append({"row": one, "words": persons.certificate_words(one), "tag": (kind, words)})
        return found

    @property
    def relatives(self) -> list[dict[str, Any]]:
        """Who lives in the same household; a page is linked only where it may be opened."""
        found = []
        for one in self.record.relatives:
            other = one.person
            may = self.who.covers(other.county_code if len(self.who.reach) <= 6 else other.township_code)
            found.append({
                "name": other.name,
                "url": reverse("federation:person", args=[other.pk]) if may else "",
                "words": f"{one.relation}，{persons.age_on(other, self.day)} 岁",
            })  # fmt: skip
        return found

    @property
    def own_relation(self) -> str:
        """Her own place in the household."""
        standing = [m for m in self.record.memberships if persons.is_believed(m, self.known_at)]
        return standing[-1].relation if standing else ""

    @property
    def work_units(self) -> list[tuple[str, str]]:
        """Units of her spells that may be opened: (name, address)."""
        codes = dict.fromkeys(s.unit_code for s in self.work.spells if s.unit_code in self.work.open_units)
        return [(self.work.unit_name(c), reverse("federation:unit", args=[self.work.open_units[c]])) for c in codes]


def case_of(who: Who, person: Any) -> dict[str, Any] | None:
    """Return a few words on the work with a person: who answers, the four ones, last contact, next step; six queries.

    None where the post has nothing to do with it, or no desk shows it.
    """
    url = link("casework:case", person.pk)
    if not url or not who.may("casework.read"):
        return None
    today = clock.today()
    ones = []
    for row in status.owed_of(person.pk):
        if row.done_on:
            tag = ("done", "办了")
        elif row.left_on:
            tag = ("info", "不再应办")
        else:
            tag = ("overdue", "逾期") if row.due_on < today else ("waiting", "还没办")
        ones.append((row.get_one_display(), tag))
    return {"url": url, "ones": ones, "glance": glance_at(person)}


def looked(pk: int) -> Sequence[Any]:
    """Return the latest entries of the trail about one person alone."""
    return looked_words(audit.entries(subject="persons.Person").filter(subject_id=pk)[:LOOKED])


def looked_words(entries: Any) -> list[dict[str, Any]]:
    """Turn entries of the trail into who, in what post, when and what."""
    found = []
    for entry in entries:
        said = json.loads(entry.detail or "{}")
        found.append({
            "name": entry.actor or "后台任务",
            "role": entry.actor_role,
            "at": datetime.fromisoformat(entry.at),
            "what": entry.get_kind_display(),
            "reason": said.get("reason", ""),
            "is_list": entry.subject_id is None,
        })  # fmt: skip
    return found


def findings_about(who: Who, person: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the differences about a person: those that wait, and those that somebody decided, the latest first."""
    rows = comparison.findings(who).filter(person=person, state__in=DECIDED).order_by("-month", "-pk")
    out: dict[str, list[dict[str, Any]]] = {"waiting": [], "decided": []}
    for row in rows[:20]:
        said = {
            "title": comparison.cause_title(row.cause),
            "month": row.month,
            "because": row.because,
            "state": row.get_state_display(),
            "by": row.decided_by,
            "url": link("federation:finding", row.pk),
        }
        out["waiting" if row.state in ("open", "returned", "answered") else "decided"].append(said)
    return out
