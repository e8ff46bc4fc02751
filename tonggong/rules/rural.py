"""Rural or urban on a day, anti-poverty monitoring, graduates, massage, injured at work: the plan's other groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tonggong.rules import months
from tonggong.rules.certificates import CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures
from tonggong.rules.graduates import read_schooling
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.target import Span

RURAL_KINDS = frozenset({"镇", "乡", "民族乡"})
URBAN_HUKOU = "非农业"
MONITORING = "健全防止返贫动态监测和帮扶机制的指导意见"


@dataclass(frozen=True, slots=True)
class Residence:
    """Where somebody lives from a day on (None: since always), by the kind of the town's division (街道, 镇, 乡)."""

    since: date | None
    kind: str
    name: str = ""


def is_rural(residences: Iterable[Residence], hukou: str, day: date) -> Outcome[bool]:
    """Whether somebody is rural on a day: lives in a town or village division and is not registered as non-agricultural.

    Who moves to a street leaves on that day, not before.

    Source: 统计上划分城乡的规定; 户口登记 (before they were unified).
    """
    source = "区划代码和户口性质"
    known = [one for one in residences if one.since is None or one.since <= day]
    if not known:
        return Outcome(False, (Step("住址不明，暂按城镇。", source),))
    last = max(known, key=lambda one: (one.since or date.min, one.kind, one.name))
    since = f"{in_words(last.since)}起" if last.since else ""
    if last.kind not in RURAL_KINDS:
        return Outcome(False, (Step(f"{since}住在{last.name}（{last.kind or '类别不明'}）。", source),))
    if hukou == URBAN_HUKOU:
        return Outcome(False, (Step(f"{since}住在{last.name}，户口性质为非农业。", source),))
    return Outcome(True, (Step(f"{since}住在{last.name}（{last.kind}），户口性质{hukou or '未登记'}。", source),))


def is_monitored(periods: Iterable[Span], day: date) -> Outcome[bool]:
    """Whether somebody's household is under anti-poverty monitoring on a day (防止返贫监测对象), and as what."""
    for one in sorted(periods, key=lambda span: (span.started_on or date.min, span.value)):
        if one.on(day):
            since = f"{in_words(one.started_on)}起" if one.started_on else ""
            return Outcome(True, (Step(f"{since}为防止返贫监测对象（{one.value or '类别不明'}）。", MONITORING),))
    return Outcome(False, ())


def is_graduate(schools: Iterable[Span], day: date, figures: Figures) -> Outcome[bool]:
    """Whether somebody has left higher education and is still followed as a graduate (离校未就业毕业生).

    What is higher education, and that a study broken off makes no graduate, is said in `rules.graduates`.

    Raises:
        FigureMissing: the number of years is not entered.
    """
    years = figures["graduate.followed_years"]
    for one in sorted(schools, key=lambda span: (span.ended_on or date.min, span.value), reverse=True):
        if one.ended_on is None or not read_schooling(one.value, one.started_on, one.ended_on).is_college:
            continue
        if one.ended_on <= day <= months.later(one.ended_on, 12 * int(years.value)):
            return Outcome(True, (Step(f"{one.ended_on.year}届高校毕业生，离校{years.value}年内。", years.source),))
    return Outcome(False, ())


def massage_kind(periods: Iterable[Span], day: date) -> Outcome[str]:
    """medical or health for a blind masseur on a day (盲人医疗按摩、保健按摩), "" for nobody else; never guessed from work."""
    for one in sorted(periods, key=lambda span: (span.started_on or date.min, span.value), reverse=True):
        if one.on(day) and one.value in ("medical", "health"):
            word = "医疗" if one.value == "medical" else "保健"
            return Outcome(one.value, (Step(f"登记为盲人{word}按摩人员。", "盲人医疗按摩管理办法"),))
    return Outcome("", ())


def is_injured_only(
    injuries: Iterable[Span], certificates: tuple[CertificatePeriod, ...], day: date, figures: Figures
) -> Outcome[bool]:
    """Whether somebody is in service as injured at work, without a certificate (工伤伤残职工); who has both is a holder.

    Raises:
        FigureMissing: the grades that count are not entered.
    """
    grades = figures["quota.countable_military_grades"]
    injured = [one for one in injuries if one.on(day)]
    if not injured or valid_on(certificates, day, grades.value) is not None:
        return Outcome(False, ())
    value = injured[0].value or "工伤"
    return Outcome(True, (Step(f"{value}，没有残疾人证，另行统计。", "工伤保险条例"),))
