"""How names and numbers are shown where the full ones must not be (公示和名单的脱敏)."""

import re
from collections.abc import Iterable

from tonggong.rules.identifiers import tidy

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 "
    "公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 "
    "拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 "
    "西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 归海".split()
)


def mask_name(name: str) -> str:
    """A name as a public notice shows it: 张* ; 张*三 ; 欧阳*明 ; first part of a name with a dot.

    Two characters hide the last, three the middle, more hide all but the first and the last; a compound surname
    stays whole. Source: 脱敏规则（姓名）.
    """
    name = name.strip()
    if dot := re.search("[·•・．.]", name):
        return name[: dot.start()] + "·" + "*" * (len(name) - dot.end())
    if len(name) <= 1:
        return "*" * len(name)
    surname = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    if len(name) - surname == 1:
        return f"{name[:surname]}*"
    return f"{name[:surname]}{'*' * (len(name) - surname - 1)}{name[-1]}"


def mask_names(text: str, names: Iterable[str]) -> str:
    """A text that somebody wrote, with each of these names as `mask_name` shows it; the longer name goes first.

    A name of one character stays: it would hide every word that it is part of.
    """
    known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=lambda name: (-len(name), name))
    if not known:
        return text
    return re.sub("|".join(map(re.escape, known)), lambda found: mask_name(found[0]), text)


def id_tail(citizen_id: str) -> str:
    """The last four characters of a citizen ID for internal lists: 尾号 123X. Never for a notice."""
    number = tidy(citizen_id)
    return f"尾号 {number[-4:]}" if len(number) == 18 else "尾号不明"


def mask_phone(phone: str) -> str:
    """A mobile phone as 138****5678; of a shorter number only the last two digits."""
    digits = re.sub(r"\D", "", phone)
    if not digits:
        return ""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else "*" * (len(digits) - 2) + digits[-2:]


def mask_certificate_no(certificate_no: str) -> str:
    """Never a digit: the tail of a certificate number tells category and grade."""
    return "有证（号码不显示）" if certificate_no.strip() else "无证"
