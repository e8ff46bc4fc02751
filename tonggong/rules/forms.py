"""Forms of employment (就业形式): the fine code set, how offices write it, the main form of a month.

The first digit of every code is the national form 1–7 (动态更新 R17). A code ending in 0 says that the source told
only the national form. 19 is any new form of quota placement: what it is called, where, since when and with which weight
it counts is data (figure `quota.extra_forms`); without such a row it counts nowhere.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NATIONAL = {
    "1": "按比例就业",
    "2": "集中就业",
    "3": "个体就业（含自主创业）",
    "4": "公益性岗位就业",
    "5": "辅助性就业",
    "6": "农村种养加",
    "7": "灵活就业（含社区、居家就业）",
}
FINE = {
    "11": "机关",
    "12": "事业单位",
    "13": "国有企业",
    "14": "其他企业",
    "15": "社会组织、社会服务机构",
    "16": "劳务派遣",
    "19": "本地认可的新形式",
    "21": "集中安置单位",
    "22": "盲人按摩机构",
    "31": "个体工商户",
    "32": "创办企业、合作社、社会服务机构",
    "33": "网店、主播",
    "41": "人社公益性岗位",
    "42": "残疾人专职委员等残联岗位",
    "43": "乡村公益性岗位",
    "51": "辅助性就业机构",
    "52": "残疾人之家、阳光家园",
    "53": "居家辅助性就业",
    "61": "种植",
    "62": "养殖",
    "63": "加工",
    "71": "非全日制",
    "72": "平台劳动",
    "73": "居家就业",
    "74": "社区就业",
    "75": "临时、季节工",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of employment."""

    code: str
    name: str
    national: str  # "1" … "7"
    is_contract_based: bool  # a unit employs and insures: months are proved by contributions
    needs_months: bool  # counts as new employment only after months of log, season or income


FORMS: dict[str, Form] = {
    code: Form(code, name, code[0], code[0] in "12", code[0] in "567")
    for code, name in sorted(FINE.items() | {(f"{n}0", f"{name}（未细分）") for n, name in NATIONAL.items()})
}
CONTRACT_BASED = frozenset(code for code, form in FORMS.items() if form.is_contract_based)
MAIN_ORDER = "1243576"  # which form wins a tie of income and hours

_WORDS: tuple[tuple[str, str], ...] = (
    ("本地认可的新形式", "19"),
    ("机关", "11"),
    ("公务员", "11"),
    ("事业单位", "12"),
    ("事业编", "12"),
    ("国有企业", "13"),
    ("国企", "13"),
    ("劳务派遣", "16"),
    ("派遣", "16"),
    ("盲人按摩", "22"),
    ("盲人保健按摩", "22"),
    ("盲人医疗按摩", "22"),
    ("集中安置", "21"),
    ("福利企业", "21"),
    ("集中就业", "20"),
    ("个体工商户", "31"),
    ("个体户", "31"),
    ("创办", "32"),
    ("合作社", "32"),
    ("自主创业", "30"),
    ("网店", "33"),
    ("主播", "33"),
    ("电商", "33"),
    ("个体就业", "30"),
    ("个体", "30"),
    ("专职委员", "42"),
    ("残联岗位", "42"),
    ("乡村公益", "43"),
    ("公益性岗位就业", "40"),
    ("人社公益", "41"),
    ("公益性岗位", "40"),
    ("公益岗", "40"),
    ("居家辅助", "53"),
    ("残疾人之家", "52"),
    ("阳光家园", "52"),
    ("辅助性就业机构", "51"),
    ("辅助性", "50"),
    ("辅助就业", "50"),
    ("种养加", "60"),
    ("种植", "61"),
    ("养殖", "62"),
    ("加工", "63"),
    ("农村就业", "60"),
    ("非全日制", "71"),
    ("平台", "72"),
    ("骑手", "72"),
    ("居家", "73"),
    ("社区就业", "74"),
    ("摊点", "74"),
    ("临时", "75"),
    ("季节", "75"),
    ("灵活", "70"),
    ("社会组织", "15"),
    ("社会服务机构", "15"),
    ("民办非企业", "15"),
    ("民非", "15"),
    ("其他企业", "14"),
    ("民营企业", "14"),
    ("企业", "14"),
    ("按比例", "10"),
)
# Words that say no more than the national form are taken before the finer words they contain.
_COARSE = {re.sub(r"（.*", "", name): f"{code}0" for code, name in NATIONAL.items()} | {
    name: f"{code}0" for code, name in NATIONAL.items()
}


def read_form(text: object, unit_code: str | None = None, economic_kind: str = "") -> str | None:
    """The form that an office's words mean, None where they mean none.

    "按比例就业" of a known unit takes the unit's kind (11 to 15); without a unit it stays 10.
    """
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text or ""))).replace("(", "（").replace(")", "）")
    words = words.removesuffix("（未细分）")
    if words in FORMS:
        return words
    if words in NATIONAL:
        words = NATIONAL[words]
    code = _COARSE.get(words) or next((code for word, code in _WORDS if word in words), None)
    if code == "10" and unit_code:
        of_unit = form_of_unit(unit_code, economic_kind)
        return of_unit if of_unit[0] == "1" else "10"
    return code


def form_of_unit(unit_code: str, economic_kind: str = "") -> str:
    """The form of a person known only through a unit's contributions.

    Args:
        unit_code: unified social credit code; its first characters tell who registered the unit.
        economic_kind: the business register's words, which alone tell a state enterprise.
    Returns:
        11 organ, 12 institution, 13 state enterprise, 15 organisation, else 14 (also staff of an individual business:
        they are employed by it, not in business themselves).
    """
    prefix = unit_code[:2].upper()
    if prefix == "11":
        return "11"
    if prefix == "12":
        return "12"
    if prefix == "13" or prefix[:1] == "5":
        return "15"
    return "13" if "国有" in economic_kind or "国企" in economic_kind else "14"


@dataclass(frozen=True, slots=True)
class FormMonth:
    """What one spell brought in one month; None where it is not known."""

    form: str
    income_yuan: Decimal | None = None
    hours: Decimal | None = None


def main_form(parts: Iterable[FormMonth]) -> str:
    """The form under which a person of several spells counts in a month: one person, one form.

    Largest income; where incomes are unknown most hours; on a tie the order 1, 2, 4, 3, 5, 7, 6.

    Raises:
        ValueError: there is no spell.
    """
    return min(parts, key=_weight).form


def _weight(part: FormMonth) -> tuple[Decimal, Decimal, int, str]:
    return (-(part.income_yuan or Decimal(0)), -(part.hours or Decimal(0)), MAIN_ORDER.index(part.form[0]), part.form)
