"""The words for what is wrong with a cell and how to mend it: what a clerk of the sending office reads."""

import re
from dataclasses import dataclass

from tonggong.base.intake.feeds import Column, Feed, Kind
from tonggong.rules.identifiers import unit_code_or_none


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row goes back.

    Args:
        row: its number as the sender sees it.
        heading: the sender's column, "整行" for the row as a whole.
        field: our name of the column.
        written: what stands there.
        why, remedy: in Chinese, one short sentence each.
    """

    row: int
    heading: str
    field: str
    written: str
    why: str
    remedy: str

    @property
    def sentence(self) -> str:
        """One line for the column 退回原因."""
        return f"{self.heading}：{self.why}。{self.remedy}"


_ID = {
    "scientific": ("号码被表格软件变成了科学记数，后几位已丢失", "把该列设为“文本”，从原系统重新导出"),
    "check": ("校验位不对，多半是抄错一位", "对照身份证原件改正"),
    "date": ("号码里的出生日期不存在", "对照身份证原件改正"),
    "length": ("不是 18 位身份证号", "对照身份证原件补全"),
    "missing": ("没有号码", "补上身份证号"),
}
_BAD = {
    Kind.CERTIFICATE: ("不是 20 位残疾人证号", "对照残疾人证补全"),
    Kind.USCC: ("不是正确的 18 位统一社会信用代码", "对照营业执照或法人证书改正"),
    Kind.PHONE: ("不是电话号码", "写成 11 位手机号或带区号的座机号"),
    Kind.DATE: ("不是日期", "写成 2024-03-01"),
    Kind.MONTH: ("不是月份", "写成 202403 或 2024年3月"),
    Kind.YUAN: ("不是金额", "只写数字，例如 4020"),
    Kind.SHARE: ("不是百分比", "写成 96%"),
    Kind.COUNT: ("不是整数", "只写数字，例如 12"),
    Kind.NUMBER: ("不是数字", "只写数字，例如 12 或 12.5"),
}


# How a word reads that a column's own reader takes, by the column.
_READ = {"form": "写全称，例如 按比例就业", "places": "写 1 到 9999 的整数，例如 3"}


def of_identity(state: str, *, has_name: bool = True) -> tuple[str, str]:
    """Why a row is refused for its citizen ID, by the ID's state."""
    why, remedy = _ID[state]
    return (why, remedy) if has_name else (f"{why}，也没有姓名", f"{remedy}，并补上姓名")


def of_unit(own: str) -> tuple[str, str]:
    """Why a row of another unit is refused when a unit reports its own people."""
    return "不是本单位的行", f"只报本单位的人，信用代码写 {own}"


def of_bad(column: Column, written: str, month: str) -> tuple[str, str]:
    """Why a cell that is written can't be taken, and how it should read."""
    if (
        column.kind is Kind.MONTH
        and (found := re.search(r"\d{4}\D{0,3}(\d\d?)(?!\d)", written))
        and not 1 <= int(found[1]) <= 12
    ):
        return f"没有 {int(found[1])} 月", f"改成 {month.replace('-', '')} 或 {_spoken(month)}"
    if column.kind is Kind.MONTH:
        return "不是月份", f"改成 {month.replace('-', '')} 或 {_spoken(month)}"
    if column.kind is Kind.CERTIFICATE and re.search(r"\d[eE]\+?\d", written):
        return "证号被表格软件变成了科学记数，后几位已丢失", "把该列设为“文本”，从原系统重新导出"
    if column.kind is Kind.CHOICE:
        if column.read:
            return (
                f"“{column.title}”里没有这种写法",
                _READ.get(column.field, "写国家标准里的名称"),
            )
        ours = list(dict.fromkeys(column.choices.values()))
        return f"“{column.title}”里没有这一项", f"写成 {'、'.join(ours[:10])} 之一"
    return _BAD.get(column.kind, ("写法认不出来", "请改正"))


def of_missing(column: Column) -> tuple[str, str]:
    """Why a blank cell is not enough."""
    return f"没有写{column.title}", f"补上{column.title}"


def of_month(written: str, month: str) -> tuple[str, str]:
    """Why a row of another month is refused."""
    return (
        f"这份是 {_spoken(month)} 的报送，此行是 {_spoken(written)}",
        f"改成 {month.replace('-', '')}，或在 {_spoken(written)} 的文件里报送",
    )


def of_order(earlier: Column, later: Column) -> tuple[str, str]:
    """Why two dates, or two amounts, in the wrong order are refused."""
    if later.kind is not Kind.DATE:
        return f"{later.title}小于{earlier.title}", "核对两个数"
    return f"{later.title}早于{earlier.title}", "核对两个日期"


def of_conflict(feed: Feed, row: int | None) -> tuple[str, str]:
    """Why a second row with the key of another one and other content is refused."""
    names = {
        "citizen_id": "同一人",
        "unit_code": "同一单位",
        "month": "同一月",
        "certificate_no": "同一证号",
        "household_no": "同一户",
    }
    same = "、".join(
        dict.fromkeys(names.get(f, f"同一{feed.column(f).title}") for f in feed.row_key if f != "unit_name")
    )
    whom = f"与第 {row} 行" if row else "与已经收下的一行"
    return f"{whom}是{same}，内容不同", "核对后只留一行"


def _spoken(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:7])}月"


# 20 characters in any column, also in that of the citizen ID: the tail would tell category and grade
_HOLDS_CERTIFICATE = re.compile(r"\d{17}[\dXx][1-7][1-4]")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def masked(field_kind: Kind | None, written: str) -> str:
    """What a screen may show of a cell: of an identifier or a phone only its tail, of a certificate number nothing."""
    if not written:
        return "空"
    bare = re.sub(r"\s", "", written)
    if field_kind is Kind.CERTIFICATE or _HOLDS_CERTIFICATE.search(bare):
        return "（证号）" if not re.search(r"\d[eE]\+?\d", written) else written[:7] + "…"
    if re.search(r"^\d\.\d+[eE]\+?\d+$", written.strip()):
        return f"{float(written):.5E}"
    if field_kind is Kind.USCC and unit_code_or_none(written):
        return written
    if field_kind in (Kind.CITIZEN_ID, Kind.PHONE) or len(re.sub(r"\D", "", written)) >= 15 or _MOBILE.search(bare):
        return f"尾号 {bare[-4:]}" if len(bare) > 4 else bare
    return written
