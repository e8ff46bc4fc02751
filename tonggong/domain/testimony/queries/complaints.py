"""Labour complaints: each her own with what happens next, those of a place for who refers them, those sent for the inspection."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import department
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_of
from tonggong.domain.casework.queries.reach import served, standing_person
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys
from tonggong.domain.testimony.choices import ReferralState, Result
from tonggong.domain.testimony.models import Referral
from tonggong.domain.testimony.queries.words import figures
from tonggong.rules.days import in_words
from tonggong.rules.figures import FiguresOn
from tonggong.rules.working_days import working_days_late

STANDING = ("petition__person__merged_into__merged_into", "petition__person__merged_into", "petition__person")
ENDED = (ReferralState.DECLINED, ReferralState.DONE, ReferralState.CALLED_BACK)


def calendar() -> FiguresOn:
    """The city's figures by day, for terms in working days."""
    row = current()
    return figures_of(row.city_code if row else "")


def inspection_office(day: date) -> str:
    """Return the key of the department to which labour complaints go. Raises FigureMissing."""
    return str(figures(day)["labour.inspection_office"].value)


def is_inspection_office(who: Who) -> bool:
    """Say whether a liaison speaks for the department to which labour complaints go; no, where the city hasn't said which."""
    said = figures(clock.today()).get("labour.inspection_office")
    return said is not None and bool(who.department) and who.department == said.value


def office_in_charge(row: Referral, day: date) -> str:
    """Return the name of the office that a complaint was, or will be, sent to; in general words where none is set yet."""
    said = figures(day).get("labour.inspection_office")
    return office_name(row.office or (str(said.value) if said is not None else ""))


def office_name(key: str) -> str:
    """Return a department's name as a letter writes it, 劳动保障监察 where the city has none of that key."""
    found = department(key)
    return f"{found.short_name}（劳动保障监察）" if found else "劳动保障监察"


def _rows() -> QuerySet[Any]:
    return Referral.objects.select_related(*STANDING).annotate(stands_for=Coalesce(*STANDING))


def complaints(who: Who) -> QuerySet[Any]:
    """Return the complaints of persons within reach, for who refers them; what is due first in front."""
    if not who.may("complaints.refer"):
        return _rows().none()
    rows = _rows().filter(stands_for__in=served(who).order_by().values("pk"))
    return rows.order_by("petition__due_on", "pk")


def handed_over(who: Who) -> QuerySet[Any]:
    """Return the complaints that were sent to a liaison's own department, what is due first in front."""
    if not (who.may("complaints.handle") and who.department):
        return _rows().none()
    rows = who.sees(_rows().filter(office=who.department, sent_on__isnull=False), "petition__person")
    return rows.order_by("petition__due_on", "pk")


def complaint_of(person: Person, number: str) -> Referral | None:
    """Return the way of one complaint of a person, by its receipt number."""
    return Referral.objects.filter(petition__person__in=own_keys(person), petition__number=number).first()


def receipt_of(who: Who, number: str) -> Referral | None:
    """Return a complaint whose receipt somebody hands out: who wrote it down himself, or refers those of her place."""
    if (found := complaints(who).filter(petition__number=number).first()) is not None:
        return found
    if who.user_id is None or not who.may("testimony.record"):
        return None
    return _rows().filter(petition__number=number, by_id=who.user_id).first()


def person_of(row: Referral) -> Person:
    """Return the person who complained: the standing one where rows were merged."""
    found = standing_person(row.petition.person_id)
    assert found is not None  # a foreign key
    return found


def may_be_named(row: Referral) -> bool:
    """Say whether the unit may be told who complained: the latest word counts, without one it may not."""
    last = row.namings.order_by("-at", "-pk").first()
    return last is not None and last.agreed


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a complaint's way in plain words. `kind`: "done", "waiting" or "overdue"; `by` is the last day of its term."""

    title: str
    words: str
    on: date | None
    by: date | None
    kind: str


def stages(row: Referral, day: date) -> list[Stage]:
    """Return the way of a complaint, steps that are done and those to come, each with its day."""
    office = office_in_charge(row, day)

    def stage(title: str, words: str, on: date | None, by: date | None) -> Stage:
        kind = "done" if on else "overdue" if by and by < day and row.state not in ENDED else "waiting"
        return Stage(title, words, on, by, kind)

    asked = clock.day_of(row.petition.asked_at)
    found = [Stage("收到", "我们收到了，有回执号。", asked, None, "done")]
    if row.state == ReferralState.CALLED_BACK:
        ended = clock.day_of(row.petition.answered_at) if row.petition.answered_at else None
        return [*found, Stage("撤回", "您撤回了，不再办。", ended, None, "done")]
    found.append(stage("转给劳动保障监察", f"由残联转给{office}。", row.sent_on, row.refer_by))
    if row.state == ReferralState.DECLINED:
        return [*found, Stage("不予受理", row.petition.answer, row.result_on, None, "done")]
    found.append(stage("决定受理", "他们决定管不管，管了就查。", row.accepted_on, row.accept_by))
    words = row.petition.answer if row.state == ReferralState.DONE else "查清楚，处理，把结果告诉您。"
    found.append(stage("办结", words, row.result_on, row.result_by))
    return found


def due_on(row: Referral) -> date | None:
    """By when the next step is due, None where nothing is."""
    by = {
        ReferralState.WAITING: row.refer_by,
        ReferralState.SENT: row.accept_by,
        ReferralState.ACCEPTED: row.result_by,
    }
    return by.get(ReferralState(row.state))


def is_escalated(row: Referral, day: date) -> bool:
    """Say whether a complaint that wasn't sent in time is the city's matter by now (figure `labour.escalate_workdays`)."""
    if row.state != ReferralState.WAITING or row.refer_by >= day:
        return False
    late = working_days_late(row.refer_by, day, calendar())
    return late >= int(figures(day)["labour.escalate_workdays"].value)


def escalated(who: Who, day: date) -> list[Any]:
    """Return the complaints within reach that should have been sent long ago: the city sees to it that they go."""
    late = complaints(who).filter(state=ReferralState.WAITING, refer_by__lt=day)
    return [row for row in late if is_escalated(row, day)]


def waiting_words(who: Who) -> str:
    """What stands on the rail of who refers complaints: how many wait to be sent, how many of them too long."""
    rows, day = complaints(who).filter(state=ReferralState.WAITING), clock.today()
    count, late = rows.count(), rows.filter(refer_by__lt=day).count()
    return f"{count} 待转{f'，{late} 超期' if late else ''}" if count else ""


def handed_words(who: Who) -> str:
    """What stands on the rail of labour inspection: how many wait for its next step."""
    count = handed_over(who).exclude(state__in=ENDED).count()
    return f"{count} 件" if count else ""


def _late(day: date) -> Q:
    """Those that were sent after their term, or should have been sent by a day and were not, unless called back before."""
    unsent = Q(sent_on=None) & (
        Q(state=ReferralState.WAITING) | Q(state=ReferralState.CALLED_BACK, petition__answered_at__gte=after(day))
    )
    return Q(refer_by__lt=day) & (Q(sent_on__gt=F("refer_by")) | unsent)


def _ended(day: date, *states: ReferralState) -> Q:
    return Q(state__in=states, result_on__lte=day)


FIGURES: dict[str, tuple[str, Callable[[date], Q]]] = {
    "received": ("收到", lambda day: Q()),
    "in_time": ("按期转办", lambda day: Q(sent_on__lte=F("refer_by")) & Q(sent_on__lte=day)),
    "late": ("超期转办或还没转", _late),
    "accepted": ("已受理", lambda day: Q(accepted_on__lte=day)),
    "closed": ("已办结", lambda day: _ended(day, ReferralState.DONE, ReferralState.DECLINED)),
    "done": ("有处理结果", lambda day: _ended(day, ReferralState.DONE)),
    "declined": ("不予受理", lambda day: _ended(day, ReferralState.DECLINED)),
    "paid": (str(Result.PAID.label), lambda day: Q(result=Result.PAID, result_on__lte=day)),
}


def figure_rows(who: Who, key: str, year: int, day: date) -> QuerySet[Any]:
    """Return the rows that a figure of a year counts: complaints received in it by a day, as they stood at its end."""
    return _of_year(complaints(who), key, year, day)


def figure_count(who: Who, key: str, year: int, day: date) -> int:
    """Return how many rows `figure_rows` would open to whoever refers complaints here: for figures, which open none."""
    rows = _rows().filter(stands_for__in=served(who).order_by().values("pk"))
    return _of_year(rows, key, year, day).count()


def _of_year(rows: QuerySet[Any], key: str, year: int, day: date) -> QuerySet[Any]:
    begin, end = clock_bounds(year)
    rows = rows.filter(petition__asked_at__gte=begin, petition__asked_at__lt=min(end, after(day)))
    return rows.filter(FIGURES[key][1](day))


def after(day: date) -> datetime:
    """The instant at which a day is over in China."""
    return datetime.combine(day, time.min, clock.SHANGHAI) + timedelta(1)


def clock_bounds(year: int) -> tuple[datetime, datetime]:
    """The instants at which a year begins and ends in China."""
    return datetime(year, 1, 1, tzinfo=clock.SHANGHAI), datetime(year + 1, 1, 1, tzinfo=clock.SHANGHAI)


def year_figures(who: Who, year: int, day: date) -> list[tuple[str, str, int]]:
    """Return the figures of a year as (key, title, count): each the number of the rows that `figure_rows` opens."""
    return [(key, title, figure_rows(who, key, year, day).count()) for key, (title, _of) in FIGURES.items()]


def next_words(row: Referral) -> str:
    """Say in one sentence what happens next and by when, to be read out."""
    day = due_on(row)
    return {
        ReferralState.WAITING: f"{in_words(row.refer_by)}以前转给劳动保障监察。",
        ReferralState.SENT: f"劳动保障监察{in_words(day) if day else ''}以前决定受理不受理。",
        ReferralState.ACCEPTED: f"劳动保障监察{in_words(day) if day else ''}以前查清，告诉您结果。",
    }.get(ReferralState(row.state), "办完了。")
