"""What a unit owes for a year in which it employed too few (残疾人就业保障金), and the sentences that say why.

Everything is reckoned in person-months, a twelfth of the yearly averages of the law, so that no division comes before
the one rounding at the end and every way through the system gives the same fen.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from tonggong.rules import months
from tonggong.rules.figures import Figure
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.numbers import FEN, exact, is_short, money, percent_of, percent_reached, plain
from tonggong.rules.quota.terms import LevyCase, Terms, Tier, terms

__all__ = [
    "FEN",
    "Levy",
    "LevyCase",
    "Standing",
    "Terms",
    "Tier",
    "explained",
    "levy_due",
    "levy_of",
    "money",
    "plain",
    "standing_of",
    "terms",
]

_YEAR = Decimal(12)
_ZERO = Decimal(0)
_NOTHING = Decimal("0.00")
_REMEMBERED = 65_536  # standings of one policy

_WAGE = "年平均工资"
_NO_WAGE = "年平均工资没有来源，金额还算不出。"

Said = tuple[tuple[str, Figure], ...]


class Standing(NamedTuple):
    """Where a unit stands whatever it pays: the tier, and what is said before and after its wages."""

    tier: Tier
    gap_months: Decimal  # person-months missing; negative above the quota
    due_months: Decimal  # those that are paid for, after the tier; 0 where nothing is
    before: Said
    after: Said
    due: str  # how the last sentence begins
    share: str  # ... and what stands in it between the wage and the result
    opening: str  # all that is said before the wage, without the sources
    closing: str  # ... and between a wage within the cap and the base of the amount
    cap: Decimal | None


class Levy(NamedTuple):
    """What is owed and what it is made of. Money in yuan to the fen; heads and ratios are exact."""

    case: LevyCase
    terms: Terms
    standing: Standing
    wage_base: Decimal
    payable_yuan: Decimal

    @property
    def tier(self) -> Tier:
        """How much of the full amount is asked for."""
        return self.standing.tier

    @property
    def headcount(self) -> Decimal:
        """Yearly average of in-service employees, persons."""
        return self.case.staff_months / _YEAR

    @property
    def required(self) -> Decimal:
        """Persons to be placed (应安排人数); 0 of a unit that the law does not name."""
        ratio: Decimal = self.terms.ratio.value
        return _ZERO if self.tier is Tier.NOT_OBLIGED else self.case.staff_months * ratio / _YEAR

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
        return _ZERO if self.tier is Tier.NOT_OBLIGED else max(self.standing.gap_months, _ZERO) / _YEAR

    @property
    def excess(self) -> Decimal:
        """Persons above the quota, of a unit that has one (超比例人数)."""
        return _ZERO if self.tier is Tier.NOT_OBLIGED else max(-self.standing.gap_months, _ZERO) / _YEAR

    @property
    def full_yuan(self) -> Decimal:
        """The amount before tier and exemption, half-up to the fen; for print, nothing is reckoned from it."""
        if self.tier in (Tier.NOT_OBLIGED, Tier.MET):
            return _NOTHING
        return (self.standing.gap_months * self.wage_base / _YEAR).quantize(FEN, ROUND_HALF_UP)

    @property
    def rate(self) -> Decimal | None:
        """The share of the full amount that is asked for; None where nothing is."""
        return _rate(self.tier, self.terms)

    @property
    def has_no_wage(self) -> bool:
        """Whether something is owed and nobody knows on which wage: an average of 0 is no wage that anybody pays."""
        return bool(self.standing.due) and not self.case.wage_yuan

    @property
    def is_provisional(self) -> bool:
        """Whether it is no bill yet: no wage is known, or a relief has lapsed and the city hasn't said what follows."""
        return self.has_no_wage or (self.terms.lapsed is not None and self.tier is Tier.FULL)

    @property
    def because(self) -> str:
        """All sentences in a row, without their sources."""
        return "".join(self.words)

    @property
    def words(self) -> tuple[str, ...]:
        """What `because` is put together of, always as many pieces, "" where there is nothing to say."""
        case, policy, standing, wage_base, payable = self
        if not standing.due:
            return standing.opening, "", "", ""
        if not case.wage_yuan:
            return _joined(standing.before), _NO_WAGE, _joined(standing.after), ""
        wage = base = money(case.wage_yuan)
        closing = standing.closing
        if wage_base is not case.wage_yuan:
            base, closing = money(wage_base), f"{_limits(policy)[1]}{_joined(standing.after)}{standing.due}"
        return standing.opening, wage, closing, f"{base}{standing.share}{money(payable)}元。"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sentences, each with the text it rests on and the days that text is in force."""
        return tuple(Step(text, _cited(figure)) for text, figure in self._said())

    @property
    def warnings(self) -> tuple[Step, ...]:
        """What may change the amount though no figure says so yet: a relief about to end or ended, a kind unknown."""
        return tuple(Step(text, _cited(figure)) for text, figure in _warned(self))

    def _said(self) -> Iterator[tuple[str, Figure]]:
        standing, policy = self.standing, self.terms
        yield from standing.before
        if not standing.due:
            return
        _, wage, _, amount = self.words
        limit = _limits(policy)[self.wage_base is not self.case.wage_yuan]
        yield f"{_WAGE}{wage}{limit}" if amount else _NO_WAGE, policy.multiple or policy.formula
        yield from standing.after
        if amount:
            yield f"{standing.due}{amount}", policy.formula


def levy_due(case: LevyCase, policy: Terms) -> Levy:
    """Say what a unit owes for one year.

    Returns:
        The levy; `payable_yuan` is half-up to 0.01, rounded once, never negative.
    Raises:
        ValueError: a headcount, a count or a wage is negative.
    Source: 财税〔2015〕72号 第八条; 财税〔2017〕18号; 财税〔2018〕39号; 财政部公告2019年第98号; 财政部公告2023年第8号.
    """
    return levy_of(case, policy, standing_of(case, policy))


def standing_of(case: LevyCase, policy: Terms) -> Standing:
    """Where a unit stands, which its wages don't change. Raises as `levy_due`, but for the wage."""
    books = _books(policy)
    return books.known.get(case[:3]) or books.standing_of(case)


def levy_of(case: LevyCase, policy: Terms, standing: Standing) -> Levy:
    """The levy of a unit whose standing is known. Raises as `levy_due`."""
    base, cap, payable = case.wage_yuan, standing.cap, _NOTHING
    if base < _ZERO:
        raise ValueError("工资不能是负数。")
    if cap is not None and base > cap:
        base = cap
    if standing.due:
        # The one division comes last: a fen on the edge must not hang on a quotient that was cut off before.
        payable = (standing.due_months * base / _YEAR).quantize(FEN, ROUND_HALF_UP)
    return _LEVY(Levy, (case, policy, standing, base, payable))


# A named tuple's own constructor takes as long as the reckoning itself.
_LEVY: Callable[..., Levy] = tuple.__new__


def explained(case: LevyCase, policy: Terms) -> Outcome[Levy]:
    """The levy with its sentences, as every rule answers. Raises as `levy_due`."""
    levy = levy_due(case, policy)
    return Outcome(levy, levy.steps)


def _rate(tier: Tier, policy: Terms) -> Decimal | None:
    if tier is Tier.UPPER:
        return policy.upper.value if policy.upper else None
    if tier is Tier.LOWER:
        return policy.lower.value if policy.lower else None
    return Decimal(1) if tier is Tier.FULL else None


def _is_new(registered_on: date | None, day: date) -> bool:
    """Whether it is within three years of its registration (自登记注册之日起三年内), their last day included."""
    return registered_on is not None and day <= months.later(registered_on, 36)


# ---------------------------------------------------------------- where units stand, and the words


class _Books:
    """What the units of one policy have in common, reckoned and written once for any number of them.

    In a city most units share their headcount and their placements with others; only the wages are their own.
    """

    __slots__ = ("_dated", "_obliged", "_policy", "_tiers", "cap", "known")

    def __init__(self, policy: Terms):
        self._policy = policy
        # Standings by kind, staff and placements; in years in which an enterprise's age matters they lie apart.
        self.known: dict[tuple[Any, ...], Standing] = {}
        self._dated: dict[tuple[Any, ...], Standing] = {}
        self._obliged = frozenset(policy.obliged.value)
        self._tiers = _tiers(policy)
        self.cap = policy.cap_yuan

    def standing_of(self, case: LevyCase) -> Standing:
        """Where a unit stands, remembered for the next of its size; what is in `known` need not be asked."""
        policy = self._policy
        kind, staff, counted, _, registered_on = case
        is_new, among = False, self.known
        key: tuple[Any, ...] = case[:3]
        if policy.small_new is not None:
            is_new = _is_new(registered_on, policy.day)
            among, key = self._dated, (*case[:3], is_new)
        found = among.get(key)
        if found is None:
            if staff < 0 or counted < 0:
                raise ValueError("人数和已安排人数不能是负数。")
            if len(among) >= _REMEMBERED:
                among.clear()
            found = among[key] = self._reckoned(kind, staff, counted, is_new)
        return found

    def _reckoned(self, kind: UnitKind, staff: Decimal, counted: Decimal, is_new: bool) -> Standing:
        policy = self._policy
        ratio: Decimal = policy.ratio.value
        gap = staff * ratio - counted
        if kind not in self._obliged:
            text = f"{KIND_LABELS[kind]}不在按比例安排残疾人就业的单位之列，不用缴。"
            return self._free(Tier.NOT_OBLIGED, gap, ((text, policy.obliged),))
        heads = _heads(staff)
        if gap > 0 and kind.is_enterprise and (free := self._exempt(staff, heads, is_new)):
            return self._free(Tier.EXEMPT, gap, (free,))
        required = f"年平均在职职工{heads}，{_required(staff, ratio)}"
        if gap <= 0:
            met = f"已安排{_heads(counted)}，达到比例，不用缴。"
            return self._free(Tier.MET, gap, ((required, policy.ratio), (met, policy.formula)))
        missing = gap / _YEAR
        is_exact = is_short(missing) or not is_short(gap)
        words = f"{plain(missing)}人" if is_exact else f"{plain(missing)}人（{exact(gap)}人月÷12）"
        before = ((required, policy.ratio), (f"已安排{_heads(counted)}，差{words}。", policy.formula))
        tier, rate, after, share = self._tier(staff, counted)
        due = f"应缴：{plain(missing)}人×" if is_exact else f"应缴：{exact(gap)}人月÷12×"
        closing = f"{_limits(policy)[0]}{_joined(after)}{due}"
        opening = f"{_joined(before)}{_WAGE}"
        return Standing(tier, gap, gap * rate, before, after, due, f"元{share}＝", opening, closing, self.cap)

    def _free(self, tier: Tier, gap: Decimal, said: Said) -> Standing:
        return Standing(tier, gap, _ZERO, said, (), "", "", _joined(said), "", self.cap)

    def _exempt(self, staff: Decimal, heads: str, is_new: bool) -> tuple[str, Figure] | None:
        small, new = self._policy.exempt, self._policy.small_new
        if small is not None and staff <= small.value * _YEAR:
            return f"企业年平均在职职工{heads}，不超过{exact(small.value)}人，免缴{_until(small)}。", small
        if new is not None and is_new and staff <= new.value * _YEAR:
            return f"年平均在职职工{heads}；成立不满三年、不超过{exact(new.value)}人的企业免缴{_until(new)}。", new
        return None

    def _tier(self, staff: Decimal, counted: Decimal) -> tuple[Tier, Decimal, Said, str]:
        policy = self._policy
        if self._tiers is None or policy.at_least is None:
            if policy.lapsed is None:
                return Tier.FULL, Decimal(1), (), ""
            text = f"{policy.lapsed.value}；按全额估算，须由市里确认后才能作数。"
            return Tier.FULL, Decimal(1), ((text, policy.lapsed),), ""
        tier, figure, words, share = self._tiers[counted >= staff * policy.at_least.value]
        text = f"安排比例{percent_reached(counted, staff) if counted else '0%'}{words}"
        return tier, figure.value, ((text, figure),), share


def _tiers(policy: Terms) -> tuple[tuple[Tier, Figure, str, str], tuple[Tier, Figure, str, str]] | None:
    """The lower tier and the upper one, each with its rate, the end of its sentence and its factor; None without tiers."""
    edge, upper, lower = policy.at_least, policy.upper, policy.lower
    if edge is None or upper is None or lower is None:
        return None
    limit, half, most = percent_of(edge.value), percent_of(upper.value), percent_of(lower.value)
    above = f"，达到{limit}、不到{percent_of(policy.ratio.value)}，按{half}缴{_until(upper)}。"
    below = f"，不到{limit}，按{most}缴{_until(lower)}。"
    return (Tier.LOWER, lower, below, f"×{most}"), (Tier.UPPER, upper, above, f"×{half}")


@lru_cache(maxsize=32)
def _books(policy: Terms) -> _Books:
    return _Books(policy)


@lru_cache(maxsize=32)
def _limits(policy: Terms) -> tuple[str, str]:
    """The end of the sentence about a wage within the cap, and about one above it."""
    if policy.cap_yuan is None or policy.multiple is None or policy.local_average is None:
        return "元。", "元。"
    cap = f"{money(policy.cap_yuan)}元"
    times = f"当地社会平均工资{money(policy.local_average.value)}元的{plain(policy.multiple.value)}倍"
    return f"元，没有超过{times}（{cap}）。", f"元，超过{times}，按{cap}算。"


def _joined(said: Said) -> str:
    return "".join([text for text, _ in said])


@lru_cache(maxsize=_REMEMBERED)
def _required(staff_months: Decimal, ratio: Decimal) -> str:
    required = staff_months * ratio / _YEAR
    return f"应安排{plain(staff_months / _YEAR)}人×{percent_of(ratio)}＝{plain(required)}人。"


@lru_cache(maxsize=_REMEMBERED)
def _heads(person_months: Decimal) -> str:
    """An average in persons, with the months behind it where it is no whole number, so that it can be reckoned again.

    Months that are themselves an estimate without end are left out.
    """
    heads = f"{plain(person_months / _YEAR)}人"
    return f"{heads}（{exact(person_months)}人月÷12）" if person_months % _YEAR and is_short(person_months) else heads


def _until(figure: Figure) -> str:
    end = figure.effective_to
    return f"（执行到{end.year}年{end.month}月{end.day}日）" if end else ""


def _warned(levy: Levy) -> Iterator[tuple[str, Figure]]:
    policy = levy.terms
    if levy.case.kind is UnitKind.OTHER:
        yield "单位性质没有来源，先按不在义务之列处理，请核实。", policy.obliged
    if levy.has_no_wage:
        yield _NO_WAGE, policy.formula
    if levy.tier is Tier.FULL and policy.lapsed is not None:
        yield f"{policy.lapsed.value}；这里是估算，须由市里确认。", policy.lapsed
    relief = {Tier.EXEMPT: policy.exempt or policy.small_new, Tier.UPPER: policy.upper, Tier.LOWER: policy.lower}
    ending = relief.get(levy.tier)
    if ending is None or ending.effective_to is None or policy.warn_months is None:
        return
    if months.later(policy.day, int(policy.warn_months.value)) >= ending.effective_to:
        end = ending.effective_to
        yield (
            f"这一减免到{end.year}年{end.month}月{end.day}日止，如不延续，同样情况应缴{levy.full_yuan:,}元。",
            ending,
        )


@lru_cache(maxsize=1024)
def _cited(figure: Figure) -> str:
    """The text a figure comes from, with the days it is in force and those on which it came out and was prolonged."""
    start = figure.effective_from.isoformat() if figure.effective_from else ""
    end = figure.effective_to.isoformat() if figure.effective_to else ""
    said = [figure.source]
    if start or end:
        said.append(f"{start or '…'}起" + (f"至{end}" if end else ""))
    if figure.published_at and figure.published_at != figure.effective_from:
        said.append(f"{figure.published_at.isoformat()}公布")
    if figure.extended_at:
        said.append(f"{figure.extended_at.isoformat()}延续")
    return "，".join(said)
