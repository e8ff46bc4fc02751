"""What a person's case shows, as plain values."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.domain.casework.queries.case import Case, case_of
from tonggong.domain.casework.queries.words import need_words
from tonggong.domain.coaching.queries.cases import support_of
from tonggong.domain.persons import queries as persons
from tonggong.domain.status import queries as status
from tonggong.rules.coaching import STAGE_NAMES, point_name
from tonggong.web.components.parts import Evidence, Moment
from tonggong.web.components.words import long_day, moment, with_days

SHOWN = 15
ROOMS = (
    ("能力评估", "casework:person-assessments", "casework.read"),
    ("支持需求通行证", "casework:passes", "casework.record"),
    ("服务计划", "casework:plan", "casework.read"),
    ("材料", "casework:papers", "casework.read"),
    ("家庭", "casework:household", "casework.read"),
    ("个人档案", "casework:file", "casework.read"),
    ("台账里的记录", "federation:person", "ledger.read"),
    ("替本人记一句话（工作对不对）", "casework:words-write", "testimony.record"),
    ("替本人记劳动投诉", "casework:complaint-write", "testimony.record"),
)


def link(name: str, *arguments: object) -> str:
    """Return the address of a page, "" where no desk has it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


class CasePage:
    """One person's case as somebody sees it on a day."""

    def __init__(self, who: Who, person: Any, day: date, is_all: bool) -> None:
        self.who, self.person, self.day, self.is_all = who, person, day, is_all
        self.case: Case = case_of(person, day)
        self.status = status.status_of(person.pk)
        self.ones = four_ones(person, day)
        self.moments_all = sorted(self._moments(), key=lambda one: one[0], reverse=True)

    # --- head -----------------------------------------------------------------------------------------------------

    @property
    def age(self) -> int:
        """Full years today."""
        return persons.age_on(self.person, self.day)

    @property
    def papers_words(self) -> str:
        """What her certificate says."""
        return persons.certificates_in_words([self.person]).get(self.person.pk, "")

    @property
    def phone_tail(self) -> str:
        """The phone's last four digits."""
        return persons.phone_tails([self.person])[self.person.pk]

    @property
    def place(self) -> str:
        """Where she lives; where the certificate is from elsewhere, both."""
        registered = f"{name_of(self.person.county_code)} {name_of(self.person.township_code)}"
        return f"{name_of(self.case.residence)}（证件在{registered}）" if self.case.residence else registered

    @property
    def standing(self) -> list[tuple[str, str]]:
        """Who she is by rule: (words, sentence)."""
        if self.status is None:
            return []
        said = self.status.because
        return [
            ("有工作" if self.status.is_employed else "没有工作", with_days(said.get("employed", ""))),
            ("计划服务对象" if self.status.is_target else "不在计划服务对象里", with_days(said.get("target", ""))),
        ]

    @property
    def ages(self) -> list[status.AgeFor]:
        """For each use whether she is of working age, with the reason."""
        return status.ages_of(self.person.pk, self.day)

    # --- what comes next ------------------------------------------------------------------------------------------

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What is to be done next, the most urgent first."""
        found = [
            {
                "text": s.text,
                "due_on": s.due_on,
                "who": s.owner.name,
                "is_late": s.due_on < self.day,
                "plan": s.plan.goal,
            }
            for s in self.case.open_steps
        ]
        if self.case.next_on:
            found.append({
                "text": "再联系", "due_on": self.case.next_on, "who": "", "is_late": self.case.next_on < self.day,
                "plan": "走访时约的",
            })  # fmt: skip
        return sorted(found, key=lambda one: one["due_on"])

    @property
    def rooms(self) -> list[tuple[str, str]]:
        """Pages of the other rooms about her."""
        found = [(words, link(name, self.person.pk)) for words, name, duty in ROOMS if self.who.may(duty)]
        return [(words, url) for words, url in found if url]

    @property
    def record_url(self) -> str:
        """The form of a visit."""
        return link("visits:record", self.person.pk) if self.who.may("casework.record") else ""

    @property
    def registered(self) -> str:
        """What work she wants, as last registered."""
        return need_words(self.case.registration) if self.case.registration else ""

    @property
    def coaching(self) -> dict[str, Any] | None:
        """Her job coaching for those who have a part in it: cases with stage and coach, contacts owed, where one opens a case."""
        found = support_of(self.who, self.person)
        if found.is_empty:
            return None
        return {
            "cases": [
                {"case": c, "stage": STAGE_NAMES[c.stage], "url": link("casework:coaching-case", c.pk)} for c in found.cases
            ],
            "owed": [
                {"row": f, "point": point_name(f.point), "is_late": f.due_on < self.day,
                 "url": link("casework:coaching-follow-up", f.pk)} for f in found.owed
            ],
            "open_url": link("casework:coaching-open", self.person.pk) if found.may_open else "",
        }  # fmt: skip

    # --- history --------------------------------------------------------------------------------------------------

    @property
    def moments(self) -> list[Moment]:
        """The history, the latest first."""
        rows = self.moments_all if self.is_all else self.moments_all[:SHOWN]
        return [one for _, one in rows]

    @property
    def earlier(self) -> int:
        """How many moments are not shown."""
        return 0 if self.is_all else max(0, len(self.moments_all) - SHOWN)

    def _moments(self) -> Iterator[tuple[tuple[date, int], Moment]]:
        case, may = self.case, self.who.may("casework.record")
        for one in case.visits:
            url = link("visits:correct", one.key) if may and one.known_until is None else ""
            said = [one.get_method_display(), f"本人说：{one.words}" if one.words else "", one.note]
            if one.was_clock_wrong:
                said.append("设备时间不对，按收到的那天记")
            yield self._moment(one, "走访", str(one.get_outcome_display()), said, url=url)
        for check in case.verifications:
            said = [check.get_wish_display(), check.get_reason_display() if check.reason else ""]
            yield self._moment(check, "核对", f"核对了 {len(check.confirmed)} 项基本信息", said)
        for row in case.registrations:
            yield self._moment(row, "需求", "登记就业需求", [need_words(row)])
        for service in case.services:
            outcome = service.get_outcome_display() if service.outcome is not None else "还没有结果"
            said = [service.content, service.provider]
            yield self._moment(service, "服务", f"{service.get_kind_display()}：{outcome}", said, kind="work")
        for test in case.assessments:
            yield self._moment(test, "评估", f"{test.get_depth_display()}", [str(test.get_advice_display() or "")])

    def _moment(
        self, fact: Any, what: str, title: str, said: list[str], *, kind: str = "contact", url: str = ""
    ) -> tuple[tuple[date, int], Moment]:
        is_past = fact.known_until is not None
        chip = Evidence(fact.said_by or "台账", moment(fact.known_from))
        known = f"到 {moment(fact.known_until)}为止采信" if is_past else ""
        detail = "；".join(filter(None, said))
        return (fact.on, fact.pk), Moment(
            long_day(fact.on), what, title, detail, "correction" if is_past else kind, [chip], known, is_past, url
        )


def four_ones(person: Any, day: date) -> list[dict[str, Any]]:
    """How the four ones stand: title, tag, until when or since when, in which period."""
    found = []
    for row in status.owed_of(person.pk):
        if row.done_on:
            tag, words = ("done", "办了"), long_day(row.done_on)
        elif row.left_on:
            tag, words = ("info", "不再应办"), f"{long_day(row.left_on)}起"
        elif row.due_on < day:
            tag, words = ("overdue", f"逾期 {(day - row.due_on).days} 天"), f"应在{long_day(row.due_on)}前办"
        else:
            tag, words = ("waiting", "还没办"), f"{long_day(row.due_on)}前办"
        found.append({"title": row.get_one_display(), "tag": tag, "words": words, "period": row.period})
    return found
