"""From hits to what a person should look at: the score with its reasoning, never a verdict (S6.3, art. 24 PIPL)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tonggong.rules import months
from tonggong.rules.figures import Figures, FiguresOn
from tonggong.rules.outcome import Step
from tonggong.rules.signals import personal, together
from tonggong.rules.signals.facts import PlacementFacts, UnitFacts
from tonggong.rules.signals.hits import Hit, Innocent
from tonggong.rules.signals.words import SIGNALS, STRENGTH_LABELS


class Level(StrEnum):
    """What follows: somebody looks into it, or it is kept in mind, or nothing."""

    CHECK = "check"
    NOTE = "note"
    NONE = "none"


LEVEL_LABELS = {Level.CHECK: "交人核查", Level.NOTE: "留意", Level.NONE: "无"}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One placement in a year: which signals it shows, how they add up, and of which nothing is known."""

    key: Hashable
    person: Hashable
    unit: Hashable
    year: int
    score: int
    level: Level
    hits: tuple[Hit, ...]
    silent: tuple[str, ...]  # codes whose data no source gives: "没有数据", neither for nor against
    steps: tuple[Step, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes hit, each once."""
        return tuple(dict.fromkeys(one.code for one in self.hits))

    @property
    def innocent(self) -> tuple[Innocent, ...]:
        """The innocent facts found, each once."""
        return tuple(dict.fromkeys(fact for one in self.hits for fact in one.innocent))

    @property
    def ask(self) -> tuple[str, ...]:
        """What to ask, in the order of the signals."""
        return tuple(dict.fromkeys(question for code in self.codes for question in SIGNALS[code].ask))


def judge(
    units: Iterable[UnitFacts],
    placements: Iterable[PlacementFacts],
    year: int,
    figures_of: Mapping[str, FiguresOn],
) -> list[Suspicion]:
    """Judge all placements of a year that show anything; the highest score first.

    The order in which they are given decides nothing; a further innocent fact never raises a score.

    Args:
        figures_of: figures by day for each placement's place, by its division code.
    Raises:
        KeyError: a placement's unit or place is not among those given.
        FigureMissing: a figure for signals is not entered.
    Source: 促进残疾人就业三年行动方案 三（六） (坚决防范和打击虚假安排残疾人就业); signals F01-F16.
    """
    by_key = {unit.key: unit for unit in units}
    those = sorted((one for one in placements if personal.paid_months(one, year)), key=lambda one: str(one.key))
    of_unit, of_phone, of_account = (_grouped(those, name) for name in ("unit", "phone", "account"))
    heavy = {one.person: one.grade <= 2 for one in those if one.grade is not None}
    share = sum(heavy.values()) / len(heavy) if heavy else 0.0
    minimum = _minimum_of(figures_of)
    found = []
    for one in those:
        company = together.Company(
            by_key[one.unit], of_unit[one.unit], together.shared_by(of_phone, one.phone),
            together.shared_by(of_account, one.account), share, minimum,
        )  # fmt: skip
        figures = figures_of[one.place](months.last_day(f"{year}-12"))
        hits = [*personal.hits(one, company.unit, year, figures), *together.hits(one, company, year, figures)]
        if hits:
            found.append(_suspicion(one, company.unit, year, hits, figures))
    return sorted(found, key=lambda one: (-one.score, str(one.unit), str(one.key)))


def _grouped(those: list[PlacementFacts], name: str) -> dict[Hashable, tuple[PlacementFacts, ...]]:
    found: dict[Hashable, list[PlacementFacts]] = defaultdict(list)
    for one in those:
        found[getattr(one, name)].append(one)
    return {token: tuple(group) for token, group in found.items()}


def _minimum_of(figures_of: Mapping[str, FiguresOn]) -> together.MinimumOf:
    known: dict[tuple[str, str], Decimal | None] = {}

    def minimum(place: str, month: str) -> Decimal | None:
        if (place, month) not in known:
            figure = figures_of[place](months.last_day(month)).get("wage.minimum_monthly")
            known[place, month] = None if figure is None else Decimal(figure.value)
        return known[place, month]

    return minimum


def _suspicion(one: PlacementFacts, unit: UnitFacts, year: int, hits: list[Hit], figures: Figures) -> Suspicion:
    hits = sorted(hits, key=lambda row: (-row.counts, row.code, row.clue, row.evidence[0].text))
    cap, check, note = (figures[f"signals.{name}"] for name in ("cap", "check_from", "note_from"))
    total = sum(row.counts for row in hits)
    score = min(int(cap.value), int(total + 0.5))
    level = Level.CHECK if score >= check.value else Level.NOTE if score >= note.value else Level.NONE
    steps = [_step(row) for row in hits]
    over = f"，以{cap.value}分为限" if total > cap.value else ""
    steps.append(Step(f"合计{score}分{over}：{LEVEL_LABELS[level]}。这是线索，不是结论。", check.source))
    return Suspicion(one.key, one.person, one.unit, year, score, level, tuple(hits), silent(one, unit), tuple(steps))


def _step(row: Hit) -> Step:
    text = f"{row.code} {row.words.title}（{STRENGTH_LABELS[row.strength]}）{row.points}分"
    if row.innocent:
        text += f"；{'；'.join(fact.text for fact in row.innocent)}，计{row.counts:g}分"
    return Step(text + "。", row.source)


def silent(one: PlacementFacts, unit: UnitFacts) -> tuple[str, ...]:
    """The codes of which no source says anything for this placement."""
    lacking = {
        "F02": not one.certificates and one.cancelled_on is None and one.died_on is None,
        "F03": one.school is None,
        "F04": one.care is None,
        "F05": all(month.wage_yuan is None for month in one.months),
        "F06": all(month.back_paid is None for month in one.months),
        "F07": one.phone is None and one.account is None,
        "F08": one.home is None or one.work is None,
        "F09": not one.post,
        "F10": one.grade is None,
        "F11": unit.history is None,
        "F12": not one.statements and not one.traces,
        "F13": one.benefits is None,
        "F14": not any(row.city for row in one.elsewhere),
        "F15": one.flows_back is None,
        "F16": unit.is_agency and unit.has_licence is None,
    }
    return tuple(code for code, missing in lacking.items() if missing)
