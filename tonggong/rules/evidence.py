"""What counts as one of the four (四个一), and what does not: a contact, every item confirmed, a signed report, an outcome."""

from dataclasses import dataclass
from datetime import date

from tonggong.rules import contacts, months
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

CLAUSE = "促进残疾人就业三年行动方案 提升服务能力"
ITEMS = ("identity", "contact", "residence", "certificate", "work", "reason", "wish")
DEPTHS = frozenset({"D1", "D2", "D3"})


@dataclass(frozen=True, slots=True)
class Check:
    """One verification as recorded; `visit_outcome` is that of the visit it belongs to."""

    thread: int
    on: date
    method: str
    answered_by: str
    confirmed: frozenset[str]
    is_employed: bool | None = None
    reason: int | None = None
    wish: str = ""
    has_visit: bool = True  # its visit stands, and is this person's own; True also where it was no visit at all
    visit_outcome: int | None = None
    by_feed: bool = False  # a department's file said it


@dataclass(frozen=True, slots=True)
class Report:
    """One assessment as recorded."""

    thread: int
    on: date
    depth: str
    has_assessor: bool
    signed_on: date | None
    shown_on: date | None


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration of needs; `says` is whether any of wish, form, distance, hours, pay, support is filled."""

    thread: int
    on: date
    says: bool


@dataclass(frozen=True, slots=True)
class Service:
    """One service as recorded."""

    thread: int
    on: date
    kind: int | None
    content: str
    outcome: int | None


def missing_items(confirmed: frozenset[str], *, is_employed: bool | None) -> tuple[str, ...]:
    """Return what a verification has not confirmed; of somebody in work neither reason nor wish is asked.

    Source: as `check_counts`.
    """
    return tuple(item for item in (ITEMS[:5] if is_employed else ITEMS) if item not in confirmed)


def check_counts(check: Check, figures: Figures) -> Outcome[bool]:
    """Whether a verification counts: every item confirmed, by the person, a guardian or a feed, after a real contact.

    Raises:
        FigureMissing: who may confirm is not entered.
    Source: 促进残疾人就业三年行动方案 提升服务能力; the table of the city's definitions.
    """
    who = figures["four_ones.answered_by"]

    def no(text: str) -> Outcome[bool]:
        return Outcome(False, (Step(text, who.source),))

    if not check.by_feed:
        if not check.method or not check.has_visit:
            return no("没有联系记录。")
        if check.visit_outcome is not None and check.visit_outcome not in contacts.spoken(figures):
            return no("没有联系上。")
        if check.answered_by not in who.value:
            return no("不是本人或监护人确认。")
    if missing := missing_items(check.confirmed, is_employed=check.is_employed):
        return no(f"还有{len(missing)}项没有逐项核对。")
    if not check.is_employed and not check.wish:
        return no("没有记下就业意愿。")
    return Outcome(True, (Step(f"{in_words(check.on)}逐项核对。", who.source),))


def report_counts(report: Report, first: date, figures: Figures) -> Outcome[date | None]:
    """The day from which an assessment counts in a period that begins on `first`; None when it does not.

    Signed and shown to the person, by an assessor, at any depth. One from before counts only if it was shown and
    confirmed again since, and was then no older than the figure's months.

    Raises:
        FigureMissing: the months are not entered.
    """
    limit = figures["assessment.valid_months"]

    def no(text: str) -> Outcome[date | None]:
        return Outcome(None, (Step(text, limit.source),))

    if report.depth not in DEPTHS or not report.has_assessor:
        return no("只有自评，没有评估人。")
    if report.signed_on is None:
        return no("评估报告还没有签字。")
    if report.shown_on is None:
        return no("评估报告还没有向本人说明。")
    done = max(report.on, report.signed_on, report.shown_on)
    if done < first:
        return no("是期间以前的评估，本期没有经本人确认。")
    if report.on < first and months.later(report.on, int(limit.value)) < done:
        return no(f"评估已超过{limit.value}个月。")
    return Outcome(done, (Step(f"{in_words(done)}评估报告已签字并向本人说明。", limit.source),))


def registration_counts(registration: Registration) -> Outcome[bool]:
    """Whether a registration of needs counts: something is in it."""
    text = f"{in_words(registration.on)}登记。" if registration.says else "需求表是空的。"
    return Outcome(registration.says, (Step(text, CLAUSE),))


def service_counts(service: Service) -> Outcome[bool]:
    """Whether a service counts: kind, content and an outcome other than "not reached"."""
    if service.kind is None or not service.content.strip():
        return Outcome(False, (Step("没有写明服务类别和内容。", CLAUSE),))
    if service.outcome is None:
        return Outcome(False, (Step("没有服务结果。", CLAUSE),))
    if not contacts.service_came_to_something(service.outcome):
        return Outcome(False, (Step("没有联系上。", CLAUSE),))
    return Outcome(True, (Step(f"{in_words(service.on)}服务，有结果。", CLAUSE),))
