"""Whether two units of the register may be one and the same, and by what; a clerk decides, never the rule."""

import unicodedata
from typing import NamedTuple

from tonggong.rules.outcome import Step

_ORGANISATION = slice(8, 17)  # places 9 to 17 of a credit code are the organisation code
_SET_APART = str.maketrans("", "", " \t\u3000-·()[]〔〕【】")
_CODE = "GB 32100-2015（统一社会信用代码第9到17位是组织机构代码）"
_NAME = "本系统：名称去掉空格、括号和全半角的差别再比"


class Registered(NamedTuple):
    """A unit as two are held side by side; `county` "" where nobody knows it."""

    code: str
    name: str
    county: str


def organisation_code(code: str) -> str:
    """The nine places of the organisation code in a credit code, or an old organisation code itself; "" where there is none."""
    bare = code.replace("-", "").upper()
    return bare[_ORGANISATION] if len(bare) == 18 else bare if len(bare) == 9 else ""


def plain_name(name: str) -> str:
    """A name without what differs by the hand that wrote it: spaces, brackets, wide and narrow letters."""
    return unicodedata.normalize("NFKC", name).translate(_SET_APART).upper()


def why_same(one: Registered, other: Registered) -> Step | None:
    """The reason to hold two units for one, None where there is none."""
    mine = organisation_code(one.code)
    if mine and mine == organisation_code(other.code):
        return Step(f"组织机构代码相同，都是{mine}。", _CODE)
    if one.county == other.county and plain_name(one.name) and plain_name(one.name) == plain_name(other.name):
        return Step("同一县区，名称相同。", _NAME)
    return None
