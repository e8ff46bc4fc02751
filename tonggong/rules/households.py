"""The family as a unit: nobody in work, several certificate holders, an old parent with a disabled child.

A household is one book (户口簿) or people who live together (共同生活). The same questions are asked of both; where the
answers differ both are shown and the town decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonggong.rules.ages import Use, age_on, working_age
from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step

LAW = "就业促进法 第五十六条"
_GENERATION = {
    "户主": 0, "配偶": 0, "兄弟": 0, "姐妹": 0, "子": 1, "女": 1, "儿媳": 1, "女婿": 1, "父亲": -1, "母亲": -1, "父": -1, "母": -1,
    "公婆": -1, "岳父母": -1, "公公": -1, "婆婆": -1, "岳父": -1, "岳母": -1, "孙子": 2, "孙女": 2, "外孙子": 2, "外孙女": 2, "祖父": -2, "祖母": -2,
}  # fmt: skip


class Basis(StrEnum):
    """What makes people a household."""

    BOOK = "book"
    LIVING = "living"


BASIS_LABELS = {Basis.BOOK: "户口簿", Basis.LIVING: "共同生活"}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a household as of a day."""

    key: int
    sex: str
    born_on: date
    relation: str = ""  # to the head
    is_employed: bool = False  # any work, own business included; of who holds no certificate also insurance by a unit
    is_registered: bool = False  # as unemployed, with 人社
    in_school: bool = False
    is_retired: bool = False
    lost_capacity: bool = False
    wish: str = ""  # now, later, no, cannot_say; empty: not known
    holds_certificate: bool = False


def zero_employment(members: Sequence[Member], day: date, figures: Figures) -> Outcome[bool]:
    """Whether nobody of a household is in work though somebody could and would be (零就业家庭).

    Nobody has work or a business; those of working age who are able and willing are registered unemployed, and there is
    at least one. Students, retired and those who lost the capacity to work are left out, and who said that she does not
    want to work. Of whom nobody knows whether she wants to, the law's "all of them unemployed" is not known either: the
    answer stays no until she was asked, and the reason says so.

    Raises:
        FigureMissing: no range of age is in force on the figures' day.
    Source: 就业促进法 第五十六条.
    """
    working = [one for one in members if one.is_employed]
    if working:
        return Outcome(False, (Step(f"家庭中有{len(working)}人就业或经营。", LAW),))
    able = [one for one in members if _is_able(one, day, figures)]
    registered = [one for one in able if one.is_registered]
    wanting = [one for one in able if not one.is_registered and one.wish in ("now", "later")]
    if not registered:
        return Outcome(False, (Step("家庭中无人就业，也没有人失业登记。", LAW),))
    if wanting:
        return Outcome(False, (Step(f"家庭中有{len(wanting)}人想就业但没有失业登记。", LAW),))
    unknown = [one for one in able if not one.is_registered and one.wish != "no"]
    text = f"家庭中无人就业，{len(registered)}人失业登记"
    if unknown:
        text += f"；另有{len(unknown)}人没有失业登记、意愿未核实，核实后才能认定。"
        return Outcome(False, (Step(text, LAW),))
    return Outcome(True, (Step(f"{text}。", LAW),))


def _is_able(one: Member, day: date, figures: Figures) -> bool:
    if one.in_school or one.is_retired or one.lost_capacity:
        return False
    return working_age(Use.STATISTICS, one.sex, one.born_on, day, figures).value


def several_holders(members: Sequence[Member], figures: Figures) -> Outcome[bool]:
    """Whether two or more members hold a valid certificate (一户多残).

    Raises:
        FigureMissing: the number is not entered.
    """
    figure = figures["hardship.several_holders"]
    count = sum(one.holds_certificate for one in members)
    return Outcome(count >= figure.value, (Step(f"家庭中{count}人持证。", figure.source),))


def generation(relation: str) -> int | None:
    """How many generations below the head a relation stands, parents above are negative; None where it is not clear."""
    return _GENERATION.get(relation)


def old_and_disabled(members: Sequence[Member], key: int, day: date, figures: Figures) -> Outcome[bool]:
    """Whether a certificate holder lives with a parent of 60 or more (老残一体).

    Args:
        key: the holder.
    Raises:
        FigureMissing: the age is not entered.
    """
    figure = figures["hardship.elder_years"]
    own = next((one for one in members if one.key == key), None)
    stands = generation(own.relation) if own is not None else None
    if own is None or stands is None or not own.holds_certificate:
        return Outcome(False, ())
    for one in members:
        above = generation(one.relation)
        if above is not None and above == stands - 1 and age_on(one.born_on, day) >= figure.value:
            return Outcome(True, (Step(f"与{age_on(one.born_on, day)}周岁的父母同户。", figure.source),))
    return Outcome(False, ())
