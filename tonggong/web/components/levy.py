"""The levy as pages show it: the ledger of its steps, the ways, the months. The sentences are the rules' own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tonggong.domain.quota.trying import Policy, Ways, by_month
from tonggong.rules.outcome import Step
from tonggong.rules.quota.alternatives import Alternative
from tonggong.rules.quota.levy import Levy, LevyCase
from tonggong.rules.quota.numbers import percent_of, plain
from tonggong.rules.quota.terms import Tier
from tonggong.web.components import parts
from tonggong.web.components.words import grouped, with_days

PER_HEAD, YUAN = "人", "元"


@dataclass(frozen=True, slots=True)
class Way:
    """One lawful way as a row: money in yuan, written."""

    title: str
    goal: str
    this_yuan: str
    next_yuan: str
    whole_yuan: str
    compared: str
    is_nobody: bool
    said: Step


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a levy: the amount and its sentence, the account, warnings, ways, the months."""

    year: int
    amount: str  # "" where the wage is not known
    verdict: str
    is_owed: bool
    is_provisional: bool
    account: Sequence[parts.Step]
    warnings: Sequence[Step]
    ways: Sequence[Way] = ()
    ways_year: int = 0
    ways_month: int = 0
    after: Sequence[Step] = ()  # what the ways come to when the reliefs end
    chart: parts.BarChart | None = None


def shown(
    year: int,
    levy: Levy,
    *,
    before: Iterable[parts.Step] = (),
    warnings: Iterable[Step] = (),
    ways: Ways | None = None,
    chart: parts.BarChart | None = None,
) -> Shown:
    """Put a levy into the words and rows of a page.

    Args:
        before: lines of the account that come before the levy's own, such as how the staff was averaged.
        warnings: what is to be said before the levy's own warnings.
    """
    told = ways.found.steps[len(ways.found.value) :] if ways else ()
    return Shown(
        year=year,
        amount="" if levy.has_no_wage else grouped(levy.payable_yuan),
        verdict=verdict(levy),
        is_owed=bool(levy.standing.due),
        is_provisional=levy.is_provisional,
        account=[*before, *account(year, levy)],
        warnings=[plain_step(one) for one in (*warnings, *levy.warnings)],
        ways=[_way(one, ways) for one in ways.found.value] if ways else (),
        ways_year=ways.year if ways else 0,
        ways_month=ways.from_month if ways else 0,
        after=[plain_step(one) for one in told],
        chart=chart,
    )


def verdict(levy: Levy) -> str:
    """The one sentence beside the amount."""
    if levy.tier is Tier.NOT_OBLIGED:
        return "不在应当安排的单位之列，不用缴。"
    if levy.tier is Tier.EXEMPT:
        return "人数少，免缴。"
    if levy.tier is Tier.MET:
        over = f"，超出{plain(levy.excess)}人" if levy.excess else ""
        return f"已达到规定比例{over}，不用缴。"
    if levy.has_no_wage:
        return f"还差{plain(levy.shortfall)}人。没有年平均工资，金额算不出。"
    return f"还差{plain(levy.shortfall)}人。"


def account(year: int, levy: Levy) -> list[parts.Step]:
    """The levy's own sentences as lines of an account, each with its name and the figure it comes to."""
    steps, standing = levy.steps, levy.standing
    if levy.tier in (Tier.NOT_OBLIGED, Tier.EXEMPT):
        return [_line("应缴", steps[0], "0.00", YUAN, is_total=True)]
    lines = [_line("应安排", steps[0], plain(levy.required), PER_HEAD)]
    if levy.tier is Tier.MET:
        return [*lines, _line(f"{year}年度应缴", steps[1], "0.00", YUAN, is_total=True)]
    lines.append(_line("还差", steps[1], plain(levy.shortfall), PER_HEAD))
    wage = "不详" if levy.has_no_wage else grouped(levy.wage_base)
    lines.append(_line("年平均工资", steps[2], wage, "" if levy.has_no_wage else YUAN))
    of_tier = steps[3 : 3 + len(standing.after)]
    rate = percent_of(levy.rate) if levy.rate is not None else ""
    due = grouped(levy.payable_yuan)
    lines += [_line("缴纳比例", one, rate) for one in of_tier]
    lines += [_line(f"{year}年度应缴", one, due, YUAN, is_total=True) for one in steps[3 + len(of_tier) :]]
    return lines


def staff_lines(steps: Sequence[Step], staff: Decimal, wage: Decimal | None, counted: Step) -> list[parts.Step]:
    """The account's first lines where the figures come from files: staff, wages paid, and who was placed."""
    lines = [_line("在职职工", steps[0], plain(staff), PER_HEAD)]
    if len(steps) > 1:
        lines.append(_line("平均工资的来源", steps[1], grouped(wage) if wage else "不详", YUAN if wage else ""))
    return [*lines, _line("已安排", counted, "")]


def plain_step(step: Step) -> Step:
    """The same with its days written as on a page."""
    return Step(with_days(step.text), with_days(step.source))


def _line(name: str, step: Step, value: str, unit: str = "", *, is_total: bool = False) -> parts.Step:
    said = plain_step(step)
    return parts.Step(name, value, unit, said.text, said.source, is_total)


def who_of(way: Alternative) -> str:
    """Whom a way places, in words."""
    if not way.persons:
        return "不再安排"
    return f"{way.persons}名{'重度' if way.is_severe else ''}残疾人"


def _way(one: Alternative, ways: Ways) -> Way:
    saving = one.saving_next_yuan
    compared = (
        "" if not one.persons else "一样" if not saving else f"{'少' if saving > 0 else '多'} {grouped(abs(saving))}"
    )
    policy = one.next_year.terms
    goal = (
        "" if one.goal is None else "达到规定比例" if one.goal == policy.ratio.value else f"达到{percent_of(one.goal)}"
    )
    return Way(
        who_of(one), goal, grouped(one.this_year.payable_yuan), grouped(one.next_year.payable_yuan),
        grouped(one.cost_next_yuan), compared, not one.persons, plain_step(one.said),
    )  # fmt: skip


def month_chart(case: LevyCase, policy: Policy) -> parts.BarChart | None:
    """What the year costs by the month from which one more person counts; None where nothing would be owed anyway."""
    found = by_month(case, policy)
    without = found[-1][1]
    if not without.payable_yuan:
        return None
    bars = [
        parts.Bar(
            f"{month}月" if month else "不安排", _ten_thousands(levy.payable_yuan),
            "behind" if levy.payable_yuan == without.payable_yuan or levy.tier in (Tier.LOWER, Tier.FULL) else "full",
            short=str(month) if month else "无",
        )
        for month, levy in found
    ]  # fmt: skip
    return parts.BarChart(
        _reading(policy.year, found), bars, ("从几月起安排", "应缴"), "万元",
        legend=(("full", "达到减缴界线"), ("behind", "没有达到")) if policy.terms.upper else (), low=True,
    )  # fmt: skip


def _ten_thousands(yuan: Decimal) -> Decimal:
    """Yuan in 万元 to the hundred, short enough to stand on a bar of a phone."""
    short = (yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return short.normalize() if short != int(short) else Decimal(int(short))


def _reading(year: int, found: Sequence[tuple[int | None, Levy]]) -> str:
    free = [month for month, levy in found if month and not levy.payable_yuan]
    january, december, without = found[0][1], found[-2][1], found[-1][1]
    begin = f"{year}年再安排1名残疾人（不是重度），"
    if free:
        text = f"{begin}最晚{max(free)}月起，一分不缴"
    else:
        text = f"{begin}1月起缴{grouped(january.payable_yuan)}元"
    return f"{text}；12月起缴{grouped(december.payable_yuan)}元，不安排缴{grouped(without.payable_yuan)}元。"
