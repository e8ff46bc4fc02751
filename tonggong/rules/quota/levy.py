"""What a unit owes for a year in which it employed too few (残疾人就业保障金), and the sentences that say why.

Everything is reckoned in person-months, a twelfth of the yearly averages of the law, so that no division comes before
the one rounding at the end and every way through the system gives the same fen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tonggong.rules.figures import Figure, Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind

FEN = Decimal("0.01")
_YEAR = Decimal(12)
_ZERO = Decimal(0)
_NOTHING = Decimal("0.00")


class Tier(StrEnum):
    """How much of the full amount is asked for (分档)."""

    NOT_OBLIGED = "not_obliged"
    MET = "none"
    EXEMPT = "exempt"
    UPPER = "upper"
    LOWER = "lower"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class LevyCase:
    """One unit in one levy year.

    `staff_months`: in-service person-months of the year, 12 times the yearly average (在职职工年平均人数×12).
    `counted_months`: weighted months of those placed that count; a severely disabled person counts twice.
    `wage_yuan`: the unit's own average wage of the year.
    `registered_on`: asked only by the former exemption of new small enterprises.
    """

    kind: UnitKind
    staff_months: Decimal
    counted_months: Decimal
    wage_yuan: Decimal
    registered_on: date | None = None

    @classmethod
    def of_year(cls, kind: UnitKind, headcount: Decimal, counted: Decimal, wage_yuan: Decimal) -> "LevyCase":
        """The same said in persons of the whole year instead of months."""
        return cls(kind, headcount * _YEAR, counted * _YEAR, wage_yuan)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The policy of a day and place that the levy asks for, made once for any number of units."""

    ratio: Figure
    obliged: Figure
    exempt: Figure | None  # None: nobody is exempt for being small
    small_new: Figure | None
    at_least: Figure | None  # None: the full amount is asked of all
    upper: Figure | None
    lower: Figure | None
    multiple: Figure | None  # None: the wage has no cap
    local_average: Figure | None
    lapsed: Figure | None = None  # a relief that has ended and of whose renewal nothing is known
    day: date = date.max

    @property
    def cap_yuan(self) -> Decimal | None:
        """The highest wage that is reckoned with, yuan a year."""
        if self.multiple is None or self.local_average is None:
            return None
        return Decimal(self.multiple.value * self.local_average.value)


def terms(figures: Figures, *, ratio: Decimal | None = None, local_average: Decimal | None = None) -> Terms:
    """The levy's terms from the figures of a day and place.

    Args:
        ratio: a ratio that wins over the place's own, a share.
        local_average: a local average wage that wins over the place's own, yuan a year.
    Raises:
        FigureMissing: the place has not entered its ratio or, while there is a cap, its average wage.
    """
    multiple = figures.get("levy.wage_cap.multiple")
    average = figures.get("wage.local_average_yearly")
    if local_average is not None:
        average = _given("wage.local_average_yearly", "当地社会平均工资", local_average, figures)
    elif multiple is not None:
        average = figures["wage.local_average_yearly"]
    own = _given("quota.ratio", "安排残疾人就业比例", ratio, figures) if ratio is not None else figures["quota.ratio"]
    at_least = figures.get("levy.tier.at_least")
    lapsed = figures.get("levy.relief.lapsed")
    return Terms(
        ratio=own,
        obliged=figures["quota.obliged_kinds"],
        exempt=figures.get("levy.exempt.max_employees"),
        small_new=figures.get("levy.exempt.small_new.max_employees"),
        at_least=at_least,
        upper=figures["levy.tier.rate_upper"] if at_least else None,
        lower=figures["levy.tier.rate_lower"] if at_least else None,
        multiple=multiple,
        local_average=average,
        lapsed=lapsed if lapsed and lapsed.value else None,
        day=figures.day,
    )


def _given(figure_id: str, label: str, value: Decimal, figures: Figures) -> Figure:
    return Figure(figure_id, label, figures.place, value, "", "随文件给出")


class Levy(NamedTuple):
    """What is owed and what it is made of. Money in yuan to the fen; heads and ratios are exact."""

    case: LevyCase
    terms: Terms
    tier: Tier
    wage_base: Decimal
    full_yuan: Decimal  # before tier and exemption; print only, it is rounded
    payable_yuan: Decimal

    @property
    def headcount(self) -> Decimal:
        """Yearly average of in-service employees, persons."""
        return self.case.staff_months / _YEAR

    @property
    def required(self) -> Decimal:
        """Persons to be placed (应安排人数)."""
        ratio: Decimal = self.terms.ratio.value
        return self.case.staff_months * ratio / _YEAR

    @property
    def counted(self) -> Decimal:
        """Persons that count, weighted (已安排人数)."""
        return self.case.counted_months / _YEAR

    @property
    def placement_ratio(self) -> Decimal:
        """Share of those placed; 0 where nobody is employed."""
        return self.case.counted_months / self.case.staff_months if self.case.staff_months else _ZERO

    @property
    def shortfall(self) -> Decimal:
        """Persons missing; may be a fraction (差额人数)."""
        return max(_gap_months(self.case, self.terms), _ZERO) / _YEAR

    @property
    def excess(self) -> Decimal:
        """Persons above the quota, of a unit that has one (超比例人数)."""
        if self.tier is Tier.NOT_OBLIGED:
            return _ZERO
        return max(-_gap_months(self.case, self.terms), _ZERO) / _YEAR

    @property
    def rate(self) -> Decimal | None:
        """The share of the full amount that is asked for; None where nothing is."""
        return _rate(self.tier, self.terms)

    @property
    def is_provisional(self) -> bool:
        """Whether a relief has lapsed on the day and the city has not yet said what follows: an estimate, no bill."""
        return self.terms.lapsed is not None and self.tier is Tier.FULL

    @property
    def because(self) -> str:
        """All sentences in a row, without their sources."""
        return "".join([text for text, _ in _sentences(self)])

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sentences, each with the text it rests on and the days that text is in force."""
        return tuple(Step(text, _cited(figure)) for text, figure in _sentences(self))


def levy_due(case: LevyCase, policy: Terms) -> Levy:
    """Say what a unit owes for one year.

    Returns:
        The levy; `payable_yuan` is half-up to 0.01, rounded once, never negative.
    Raises:
        ValueError: a headcount, a count or a wage is negative.
    Source: 财税〔2015〕72号 第八条; 财税〔2017〕18号; 财税〔2018〕39号; 财政部公告2019年第98号; 财政部公告2023年第8号.
    """
    staff, counted, wage = case.staff_months, case.counted_months, case.wage_yuan
    if staff < 0 or counted < 0 or wage < 0:
        raise ValueError("人数、已安排人数和工资不能是负数。")
    cap = _words(policy).cap
    base = cap if cap is not None and wage > cap else wage
    if case.kind.value not in policy.obliged.value:
        return Levy(case, policy, Tier.NOT_OBLIGED, base, _NOTHING, _NOTHING)
    gap = _gap_months(case, policy)
    if gap <= 0:
        return Levy(case, policy, Tier.MET, base, _NOTHING, _NOTHING)
    due = gap * base / _YEAR
    full = due.quantize(FEN, ROUND_HALF_UP)
    if _is_exempt(case, policy):
        return Levy(case, policy, Tier.EXEMPT, base, full, _NOTHING)
    if policy.at_least is None:
        return Levy(case, policy, Tier.FULL, base, full, full)
    tier = Tier.UPPER if counted >= staff * policy.at_least.value else Tier.LOWER
    # The one division comes last: a fen on the edge must not hang on a quotient that was cut off before.
    payable = (gap * base * _rate(tier, policy) / _YEAR).quantize(FEN, ROUND_HALF_UP)  # type: ignore[operator]
    return Levy(case, policy, tier, base, full, payable)


def explained(case: LevyCase, policy: Terms) -> Outcome[Levy]:
    """The levy with its sentences, as every rule answers. Raises as `levy_due`."""
    levy = levy_due(case, policy)
    return Outcome(levy, levy.steps)


def _gap_months(case: LevyCase, policy: Terms) -> Decimal:
    ratio: Decimal = policy.ratio.value
    return case.staff_months * ratio - case.counted_months


def _is_exempt(case: LevyCase, policy: Terms) -> bool:
    if not case.kind.is_enterprise:
        return False
    if policy.exempt is not None and case.staff_months <= policy.exempt.value * 12:
        return True
    return _is_small_and_new(case, policy)


def _is_small_and_new(case: LevyCase, policy: Terms) -> bool:
    small = policy.small_new
    if small is None or case.registered_on is None or case.staff_months > small.value * 12:
        return False
    return policy.day.replace(year=policy.day.year - 3) <= case.registered_on


def _rate(tier: Tier, policy: Terms) -> Decimal | None:
    if tier is Tier.UPPER:
        return policy.upper.value if policy.upper else None
    if tier is Tier.LOWER:
        return policy.lower.value if policy.lower else None
    return Decimal(1) if tier is Tier.FULL else None


# ---------------------------------------------------------------- the words


class _Words:
    """What the sentences of one policy have in common, written once for any number of units."""

    __slots__ = ("cap", "edge", "exempt", "lower", "lower_share", "over", "ratio", "under", "upper", "upper_share")

    def __init__(self, policy: Terms):
        self.ratio = percent_of(policy.ratio.value)
        self.exempt = f"，不超过{policy.exempt.value}人，免缴{_until(policy.exempt)}。" if policy.exempt else ""
        self.edge = percent_of(policy.at_least.value) if policy.at_least else ""
        self.upper_share = percent_of(policy.upper.value) if policy.upper else ""
        self.lower_share = percent_of(policy.lower.value) if policy.lower else ""
        upper = f"，达到{self.edge}、不到{self.ratio}，按{self.upper_share}缴"
        self.upper = f"{upper}{_until(policy.upper)}。" if policy.upper else ""
        self.lower = f"，不到{self.edge}，按{self.lower_share}缴{_until(policy.lower)}。" if policy.lower else ""
        self.cap = policy.cap_yuan
        self.over = self.under = "。"
        if self.cap is not None and policy.multiple is not None and policy.local_average is not None:
            times = f"当地社会平均工资{money(policy.local_average.value)}元的{plain(policy.multiple.value)}倍"
            self.over = f"，超过{times}，按{money(self.cap)}元算。"
            self.under = f"，没有超过{times}（{money(self.cap)}元）。"


@lru_cache(maxsize=256)
def _words(policy: Terms) -> _Words:
    return _Words(policy)


def _sentences(levy: Levy) -> Iterator[tuple[str, Figure]]:
    case, policy, tier, wage_base, _, payable = levy
    if tier is Tier.NOT_OBLIGED:
        yield f"{KIND_LABELS[case.kind]}不在按比例安排残疾人就业的单位之列，不用缴。", policy.obliged
        return
    words = _words(policy)
    staff = plain(case.staff_months / _YEAR)
    if tier is Tier.EXEMPT:
        relief = policy.exempt
        if relief is not None and case.staff_months <= relief.value * 12:
            yield f"企业年平均在职职工{staff}人{_months(case.staff_months)}{words.exempt}", relief
        elif (relief := policy.small_new) is not None:
            yield f"年平均在职职工{staff}人；成立不满三年、不超过{relief.value}人的企业免缴。", relief
        return
    required = plain(case.staff_months * policy.ratio.value / _YEAR)
    yield (
        f"年平均在职职工{staff}人{_months(case.staff_months)}，应安排{staff}人×{words.ratio}＝{required}人。",
        policy.ratio,
    )
    counted = plain(case.counted_months / _YEAR) if case.counted_months else "0"
    if tier is Tier.MET:
        yield f"已安排{counted}人{_months(case.counted_months)}，达到比例，不用缴。", policy.ratio
        return
    gap = plain(_gap_months(case, policy) / _YEAR)
    yield f"已安排{counted}人{_months(case.counted_months)}，差{gap}人。", policy.ratio
    base, wage_rule = money(wage_base), policy.multiple or policy.ratio
    if words.cap is not None and case.wage_yuan > words.cap:
        yield f"年平均工资{money(case.wage_yuan)}元{words.over}", wage_rule
    else:
        yield f"年平均工资{base}元{words.under}", wage_rule
    if tier is Tier.FULL:
        if policy.lapsed is not None:
            yield f"{policy.lapsed.value}；按全额估算，须由市里确认后才能作数。", policy.lapsed
        yield f"应缴：{gap}人×{base}元＝{money(payable)}元。", policy.ratio
        return
    reached = f"{case.counted_months * 100 / case.staff_months:.2f}" if case.counted_months else "0"
    if tier is Tier.UPPER:
        yield f"安排比例{reached}%{words.upper}", policy.upper or policy.ratio
    else:
        yield f"安排比例{reached}%{words.lower}", policy.lower or policy.ratio
    share = words.upper_share if tier is Tier.UPPER else words.lower_share
    yield f"应缴：{gap}人×{base}元×{share}＝{money(payable)}元。", policy.ratio


def _months(person_months: Decimal) -> str:
    """The months behind an average that is no whole number, so that it can be reckoned again."""
    return "" if not person_months % 12 else f"（{plain(person_months)}人月÷12）"


def _until(figure: Figure | None) -> str:
    end = figure.effective_to if figure else None
    return f"（执行到{end.year}年{end.month}月{end.day}日）" if end else ""


@lru_cache(maxsize=1024)
def _cited(figure: Figure) -> str:
    """The text a figure comes from, with the days it is in force and, where it is another, the day it came out."""
    start = figure.effective_from.isoformat() if figure.effective_from else ""
    end = figure.effective_to.isoformat() if figure.effective_to else ""
    said = [figure.source]
    if start or end:
        said.append(f"{start or '…'}起" + (f"至{end}" if end else ""))
    published = figure.extended_at or figure.published_at
    if published and published != figure.effective_from:
        said.append(f"{published.isoformat()}公布")
    return "，".join(said)


def plain(number: Decimal) -> str:
    """A number of persons, months or times as it is read out: at most four decimals, no idle zeros, no exponent."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def money(yuan: Decimal) -> str:
    """An amount as "43,200.00"."""
    return f"{yuan:,.2f}"


def percent_of(share: Decimal) -> str:
    """A share of policy as "1.5%", without idle zeros."""
    return f"{plain(share * 100)}%"
