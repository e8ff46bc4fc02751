"""Rounds in which lottery agents are recruited: who was chosen of those with a disability and of the others (彩票代销者征召)."""

from dataclasses import dataclass
from decimal import Decimal

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step, percent

SOURCE = "方案第二项行动“征召彩票代销者……优先考虑”"


@dataclass(frozen=True, slots=True)
class Round:
    """How many applied and were chosen, in all and of those with a disability."""

    applicants: int
    pwd_applicants: int
    selected: int
    pwd_selected: int

    def __add__(self, other: "Round") -> "Round":
        return Round(
            self.applicants + other.applicants,
            self.pwd_applicants + other.pwd_applicants,
            self.selected + other.selected,
            self.pwd_selected + other.pwd_selected,
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """The shares that were chosen, None where nobody applied; `is_small`: too few to say anything."""

    pwd: Decimal | None
    others: Decimal | None
    is_small: bool


def selection(one: Round, figures: Figures) -> Outcome[Selection]:
    """Compare how often persons with a disability and the others were chosen.

    Raises:
        ValueError: the numbers don't fit together (see `round_problem`).
        FigureMissing: the least sample is not known on this day.
    """
    if problem := round_problem(one):
        raise ValueError(problem)
    rest, taken = one.applicants - one.pwd_applicants, one.selected - one.pwd_selected
    pwd = Decimal(one.pwd_selected) / one.pwd_applicants if one.pwd_applicants else None
    others = Decimal(taken) / rest if rest else None
    least = figures["reliefs.lottery.least_sample"]
    is_small = one.pwd_applicants < least.value
    steps = [
        Step(
            f"报名{one.applicants}人，其中残疾人{one.pwd_applicants}人；选中残疾人{one.pwd_selected}人（{percent(pwd)}），"
            f"其他人{taken}/{rest}（{percent(others)}）。",
            SOURCE,
        )
    ]
    if is_small and one.pwd_applicants:
        steps.append(Step(f"报名的残疾人少于{int(least.value)}人，比例只作参考。", least.source))
    return Outcome(Selection(pwd, others, is_small), tuple(steps))


def round_problem(one: Round) -> str:
    """Why the numbers of a round can't be true, "" where they fit."""
    if one.pwd_applicants > one.applicants:
        return f"报名残疾人{one.pwd_applicants}人，比报名总数{one.applicants}人还多。"
    if one.pwd_selected > one.pwd_applicants:
        return f"选中残疾人{one.pwd_selected}人，比报名残疾人{one.pwd_applicants}人还多。"
    if one.selected > one.applicants:
        return f"选中{one.selected}人，比报名{one.applicants}人还多。"
    if one.pwd_selected > one.selected:
        return f"选中残疾人{one.pwd_selected}人，比选中总数{one.selected}人还多。"
    if one.selected - one.pwd_selected > one.applicants - one.pwd_applicants:
        return "选中的其他人比报名的其他人还多。"
    return ""
