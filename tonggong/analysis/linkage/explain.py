"""Why a pair is believed, in sentences for the clerk who decides."""

from collections.abc import Mapping
from typing import Any

from .linking import weights

_WORDS = {
    "id": {
        "identifier_same": "身份证号完全相同",
        "identifier_one_edit": "身份证号只差一处（错一位、漏一位或相邻两位颠倒）",
        "identifier_two_edits": "身份证号差两处",
        "identifier_differs_broken": "来文身份证号有误，且与台账相差较大",
        "identifier_differs_valid": "身份证号是另一个有效号码",
    },
    "birth": {
        "birth_same": "出生日期相同",
        "birth_close": "出生日期只差一个数字或月日颠倒",
        "birth_differs": "出生日期不同",
    },
    "sex": {"sex_same": "性别相同", "sex_differs": "性别不同"},
    "county": {"county_same": "县区相同", "county_differs": "县区不同"},
    "phone": {"phone_same": "联系电话相同", "phone_same_named": "联系电话相同", "phone_differs": "联系电话不同"},
    "name": {"name_close": "姓名差一个字", "name_surname": "仅姓氏相同", "name_differs": "姓名不同"},
}


def explain(pair: Mapping[str, Any]) -> list[str]:
    """The reasons of one row of `link` or `find_duplicates`, in Chinese, the weightiest first; fields not given say nothing."""
    table = {key.lower(): value for key, value in weights().items()}
    found = [
        (bits, words)
        for field in _WORDS
        if (bits := int(pair[f"bits_{field}"])) and (words := _words(field, bits, pair, table))
    ]
    return [words for _, words in sorted(found, key=lambda reason: -abs(reason[0]))]


def _words(field: str, bits: int, pair: Mapping[str, Any], table: Mapping[str, float]) -> str | None:
    known = next((words for level, words in _WORDS[field].items() if table[level] == bits), None)
    if field != "name":
        return known
    if pair.get("name_level") == "sound":
        return "姓名读音相同、用字不同"
    if pair.get("name_level") == "same":
        return (
            f"姓名相同（在台账中约每 {2 ** (bits / 10):,.0f} 人一个）" if bits < table["name_same_most"] else "姓名相同"
        )
    return known
