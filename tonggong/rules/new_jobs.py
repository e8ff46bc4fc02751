"""Newly employed (新增就业): who counts towards the plan, since when, and why another does not.

The rules N1 to N11 are the city's definition (本市口径); each open question of it is a figure `newjobs.…`. A person
counts once in a window, by the first spell that satisfies all of them.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tonggong.rules import months
from tonggong.rules.ages import statistics_limits
from tonggong.rules.certificates import MILITARY, CertificatePeriod, valid_on
from tonggong.rules.days import in_words
from tonggong.rules.figures import Figures, FiguresOn
from tonggong.rules.outcome import Outcome, Step

REASONS = {
    "no_start_in_window": "期间内没有开始的就业",
    "withdrawn": "依据已撤回",
    "certificate": "就业开始日没有有效证件",
    "elsewhere": "证件不属本市",
    "resident_extra": "常住本市、外地证件，另行列示",
    "age": "就业开始日不在就业年龄段",
    "weak_evidence": "依据不足，尚未由第二人核实",
    "backfill": "补录：此前已在同一单位就业",
    "job_change": "更换工作，不是新增",
    "start_unknown": "开始日不明：第一次参保比对时已在缴费",
    "under_30_days": "就业不足规定天数",
    "under_3_months": "灵活、辅助、农村就业不足规定月数",
    "pending_30_days": "在职未满规定天数，待满后计入",
    "pending_3_months": "灵活、辅助、农村就业未满规定月数，待满后计入",
}
_STAGE = {reason: stage for stage, reason in enumerate(REASONS)}
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Spell:
    """One employment of one person as it is known.

    `evidence`: A a feed, B a paper, C+ a statement confirmed by a second person, C a statement alone.
    `insured_months_before`: months of contributions (or licence) at the same unit without a break up to the start.
    `start_proved`: False where only the first month of contributions that anybody has speaks for the start: somebody who
    has been there for years looks the same.
    `active_months`: months with log, season or income so far; None where nobody keeps them (time elapsed counts).
    """

    key: Hashable
    form: str
    started_on: date
    ended_on: date | None = None
    evidence: str = "A"
    insured_months_before: int = 0
    active_months: int | None = None
    withdrawn: bool = False
    start_proved: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One person's facts. `lives_in_city`: resident here whatever the certificate says."""

    sex: str
    born_on: date
    certificates: tuple[CertificatePeriod, ...]
    spells: tuple[Spell, ...]
    lives_in_city: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a plan or a year, both included, and the city's code prefix ("2111")."""

    first: date
    last: date
    city: str
    source: str  # the text that sets it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a person: counted by a spell, or the reason against the one that came nearest."""

    reason: str | None  # None: counted
    spell: Hashable | None = None
    started_on: date | None = None
    county: str = ""
    is_military: bool = False  # by a 残疾军人证 alone, flagged apart

    @property
    def is_counted(self) -> bool:
        """Whether the person counts."""
        return self.reason is None


def new_distinct(case: Case, window: Window, as_of: date, figures_on: FiguresOn) -> Outcome[Verdict]:
    """Whether a person is newly employed in the window, as of a day, and by which spell.

    Facts are taken as the case states them: an end that is known counts even if it lies after `as_of`.

    Args:
        figures_on: figures of the city by day; each spell is judged by those of its first day.
    Raises:
        FigureMissing: a setting of the definition is not entered for that day.
    Source: 新增就业口径 N1—N11.
    """
    last = min(window.last, as_of)
    known = sorted((s for s in case.spells if not s.withdrawn), key=_by_start)
    best = Verdict("no_start_in_window")
    said: tuple[Step, ...] = ()
    for spell in sorted(case.spells, key=_by_start):
        if spell.started_on < window.first:
            continue
        if spell.started_on > last:
            break
        verdict, step = _judge(case, spell, known, window, as_of, figures_on(spell.started_on))
        if verdict.is_counted:
            return Outcome(verdict, (step,))
        if not said or _STAGE[verdict.reason or ""] > _STAGE[best.reason or ""]:
            best, said = verdict, (step,)
    if not said:
        said = (Step(f"{in_words(window.first)}至{in_words(last)}没有开始的就业。", window.source),)
    return Outcome(best, said)


def new_in_year(case: Case, year: int, city: str, as_of: date, figures_on: FiguresOn) -> Outcome[Verdict]:
    """The same for one calendar year, as the national yearly return counts: once a person and year."""
    window = Window(date(year, 1, 1), date(year, 12, 31), city, f"{year}年度统计")
    return new_distinct(case, window, as_of, figures_on)


def _judge(
    case: Case, spell: Spell, known: list[Spell], window: Window, as_of: date, figures: Figures
) -> tuple[Verdict, Step]:
    day = spell.started_on
    definition = figures["newjobs.gap_days"].source
    accepted = figures["newjobs.evidence_levels"]

    def no(reason: str, text: str, source: str = definition) -> tuple[Verdict, Step]:
        return Verdict(reason, spell.key, day), Step(f"{in_words(day)}开始的就业不计入：{text}", source)

    if spell.withdrawn:
        return no("withdrawn", "依据已撤回。")
    grades = figures["quota.countable_military_grades"]
    certificate = valid_on(case.certificates, day, grades.value)
    if certificate is None:
        return no("certificate", "当日没有有效的残疾人证或一至八级残疾军人证。", grades.source)
    if not certificate.county.startswith(window.city) and certificate.kind != MILITARY:
        if not case.lives_in_city:
            return no("elsewhere", "证件不属本市。")
        extra = figures["newjobs.resident_extra"]
        if not extra.value:
            return no("resident_extra", "常住本市但证件在外地，另行列示。", extra.source)
    limits = statistics_limits(case.sex, figures)
    if not limits.include(case.born_on, day):
        return no("age", f"当日不在{limits.youngest}—{limits.oldest}周岁。", figures["work_age.min"].source)
    if spell.evidence not in accepted.value:
        return no("weak_evidence", "只有口头说明，尚未由第二人核实。", accepted.source)
    backfill = figures["newjobs.backfill_months"]
    if spell.insured_months_before >= backfill.value:
        return no("backfill", f"此前已在同一单位连续参保{spell.insured_months_before}个月，属补录。", backfill.source)
    gap = figures["newjobs.gap_days"]
    earlier = _open_before(spell, known, int(gap.value), accepted.value)
    if earlier is not None:
        return no(
            "job_change", f"开始前{gap.value}天内仍有{in_words(earlier.started_on)}开始的就业，属更换工作。", gap.source
        )
    if not spell.start_proved:
        return no("start_unknown", "参保数据从这个月起才有，开始日没有别的依据，请核实。", backfill.source)
    if refused := _too_short(spell, known, as_of, figures, accepted.value):
        return no(*refused)
    text = f"{in_words(day)}开始就业，当日证件有效、年龄在{limits.youngest}—{limits.oldest}周岁，前{gap.value}天没有其他就业，计为新增。"
    is_military = certificate.kind == MILITARY
    return Verdict(None, spell.key, day, certificate.county, is_military), Step(text, window.source)


def _open_before(spell: Spell, known: Iterable[Spell], gap_days: int, accepted: tuple[str, ...]) -> Spell | None:
    """Another proved spell that began earlier and was still open within the days before this one."""
    since = spell.started_on - timedelta(gap_days)
    for other in known:
        if other.started_on >= spell.started_on:
            return None
        if other.evidence in accepted and (other.ended_on is None or other.ended_on >= since):
            return other
    return None


def _too_short(
    spell: Spell, known: list[Spell], as_of: date, figures: Figures, accepted: tuple[str, ...]
) -> tuple[str, str, str] | None:
    """Reason, words and source where the episode that the spell begins is (still) too short."""
    end = _episode_end(spell, known, accepted)
    last = as_of if end is None else end
    if spell.form[0] in "567":
        needed = figures["newjobs.min_months_flexible"]
        wanted = int(needed.value)
        enough = (
            spell.active_months >= wanted
            if spell.active_months is not None
            else last >= months.later(spell.started_on, wanted) - _DAY
        )
        if enough:
            return None
        if end is None or end > as_of:
            return "pending_3_months", f"有记录的劳动未满{wanted}个月，待满后计入。", needed.source
        return "under_3_months", f"有记录的劳动不足{wanted}个月。", needed.source
    needed = figures["newjobs.min_days"]
    days = (last - spell.started_on).days + 1
    if days >= needed.value:
        return None
    if end is not None:
        return "under_30_days", f"只工作{days}天，不足{needed.value}天。", needed.source
    at_once = figures["newjobs.open_counts_at_once"]
    if at_once.value:
        return None
    return "pending_30_days", f"在职{days}天，满{needed.value}天后计入。", at_once.source


def _episode_end(spell: Spell, known: list[Spell], accepted: tuple[str, ...]) -> date | None:
    """The end of the unbroken stretch that the spell begins: spells that overlap or adjoin are one episode."""
    end = spell.ended_on
    if end is None:
        return None
    for other in known:
        if other.started_on < spell.started_on or other.evidence not in accepted:
            continue
        if other.started_on > end + _DAY:
            break
        if other.ended_on is None:
            return None
        end = max(end, other.ended_on)
    return end


def _by_start(spell: Spell) -> tuple[date, str]:
    return spell.started_on, str(spell.key)
