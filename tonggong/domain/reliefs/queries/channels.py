"""The figure of each channel on a day, made of the very rows that its register opens, with the sentence for the circular."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.reliefs import facts
from tonggong.domain.reliefs.queries.records import stated
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.reliefs import licences, money, points, rounds
from tonggong.rules.reliefs.channels import CHANNEL_LABELS, Channel
from tonggong.rules.reliefs.rounds import Round

RECORDS = {Channel.POINTS: "points", Channel.FEES: "grants", Channel.TOBACCO: "licences", Channel.LOTTERY: "rounds"}
"""What each channel's register lists."""
NOT_REPORTED = "尚未报送"


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    """One figure of a channel for a year up to a day.

    Args:
        value: as it is printed, "—" where nothing was reported or nothing can be said. unit: of it.
        sentence: the whole in one sentence, true also where nothing was reported.
        steps: of the rule, with their sources. rows: how many records it is made of.
        found: what the rule found (`rules.reliefs`), None where nothing was reported.
    """

    channel: Channel
    title: str
    value: str
    unit: str
    sentence: str
    steps: tuple[Step, ...]
    rows: int
    is_reported: bool
    found: Any = None


def year_of(day: date) -> tuple[date, date]:
    """The year of a day up to it: what a figure counts."""
    return date(day.year, 1, 1), day


def rows_of(who: Who, channel: Channel, day: date, known_at: datetime | None = None) -> QuerySet[Any]:
    """The records that a channel's figure of a day counts, within reach, as known at an instant."""
    first, last = year_of(day)
    rows = stated(who, RECORDS[channel], known_at)
    if channel is Channel.POINTS:
        return rows.filter(built_on__range=(first, last))
    if channel is Channel.FEES:
        running = Q(until=None) | Q(until__gte=first)
        return rows.filter(running, channel=channel.value, started_on__lte=last)
    if channel is Channel.TOBACCO:
        return rows.filter(applied_on__range=(first, last))
    return rows.filter(decided_on__range=(first, last))


def figure_of(who: Who, channel: Channel, day: date, known_at: datetime | None = None) -> ChannelFigure:
    """The figure of a channel on a day.

    Raises:
        FigureMissing: how it is counted is not known on this day.
    """
    rows = list(rows_of(who, channel, day, known_at).order_by("pk"))
    title = CHANNEL_LABELS[channel]
    if not rows and not _was_told(who, channel, day, known_at):
        return ChannelFigure(channel, title, "—", "", f"{title}：{NOT_REPORTED}。", (), 0, False)
    city = divisions.city()
    figures = figures_on(day, city.code if city else "")
    value, unit, outcome = _FOUND[channel](rows, day, figures)
    sentence = f"{title}：{outcome.because.replace(' ', '')}"
    return ChannelFigure(channel, title, value, unit, sentence, outcome.steps, len(rows), True, outcome.value)


def figures_of(who: Who, day: date, known_at: datetime | None = None) -> list[ChannelFigure]:
    """The figures of all channels on a day."""
    return [figure_of(who, channel, day, known_at) for channel in Channel]


def _was_told(who: Who, channel: Channel, day: date, known_at: datetime | None) -> bool:
    """Whether anything of the channel was ever told by then: a year without anything new is a nought, not a silence."""
    rows = stated(who, RECORDS[channel], known_at)
    day_of = {
        Channel.POINTS: "built_on",
        Channel.FEES: "started_on",
        Channel.TOBACCO: "applied_on",
        Channel.LOTTERY: "decided_on",
    }
    rows = rows.filter(**{f"{day_of[channel]}__lte": day})
    return bool((rows.filter(channel=channel.value) if channel is Channel.FEES else rows).exists())


def _points(rows: list[Any], day: date, figures: Figures) -> tuple[str, str, Outcome[Any]]:
    found = points.reserve([facts.point(row) for row in rows], *year_of(day), figures)
    return f"{found.value.reserved}", "个岗位" if figures["reliefs.points.basis"].value == "posts" else "处", found


def _fees(rows: list[Any], day: date, figures: Figures) -> tuple[str, str, Outcome[Any]]:
    fees = [fee for row in rows if (fee := facts.fee(row)) is not None]
    found = money.worth_between(fees, *year_of(day))
    if unknown := len(rows) - len(fees):
        found = Outcome(found.value, (*found.steps, Step(f"另有{unknown}项没有报金额。", money.SOURCE)))
    return f"{found.value:,.2f}".removesuffix(".00"), "元", found


def _tobacco(rows: list[Any], day: date, figures: Figures) -> tuple[str, str, Outcome[Any]]:
    found = licences.licences([facts.application(row, day) for row in rows])
    return f"{found.value.granted}", "件", found


def _lottery(rows: list[Any], day: date, figures: Figures) -> tuple[str, str, Outcome[Any]]:
    whole = sum((facts.numbers(row) for row in rows), Round(0, 0, 0, 0))
    found = rounds.selection(whole, figures)
    return f"{whole.pwd_selected}", "人", found


_FOUND: dict[Channel, Callable[[list[Any], date, Figures], tuple[str, str, Outcome[Any]]]] = {
    Channel.POINTS: _points, Channel.FEES: _fees, Channel.TOBACCO: _tobacco, Channel.LOTTERY: _lottery,
}  # fmt: skip
