"""Columns that several feeds share, with the headings that offices write."""

import re
from collections.abc import Mapping
from dataclasses import replace

from tonggong.base.intake.feeds.kinds import Bad, Column, Kind
from tonggong.rules.forms import read_form


def words(*pairs: str) -> dict[str, str]:
    """Make choices out of texts such as "视力 视力残疾": the first is our word, each of them may be written."""
    return {word: group.split()[0] for group in pairs for word in group.split()}


def required(column: Column) -> Column:
    """The same column, without which a row goes back."""
    return replace(column, required=True)


def lenient(column: Column) -> Column:
    """The same column, where a value that is not understood is left out: it only helps to find the person."""
    return replace(column, bad=Bad.BLANK)


def day(field: str, title: str, *headings: str, bad: Bad = Bad.REFUSE) -> Column:
    """A column of dates."""
    return Column(field, title, (title, *headings), Kind.DATE, bad=bad)


def text(field: str, title: str, *headings: str) -> Column:
    """A column of plain text."""
    return Column(field, title, (title, *headings))


def choice(field: str, title: str, *headings: str, choices: Mapping[str, str], bad: Bad = Bad.REFUSE) -> Column:
    """A column of words out of a list."""
    return Column(field, title, (title, *headings), Kind.CHOICE, choices=choices, bad=bad)


def _grade(most: int) -> dict[str, str]:
    names = "一二三四五六七八九十"
    roman = "Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ Ⅵ Ⅶ Ⅷ Ⅸ Ⅹ I II III IV V VI VII VIII IX X".split()
    found = {}
    for n in range(1, most + 1):
        ours = f"{names[n - 1]}级"
        for word in (
            ours,
            names[n - 1],
            str(n),
            f"{n}级",
            f"{n}.0",
            roman[n - 1],
            roman[n + 9],
            f"{roman[n - 1]}级",
            f"{roman[n + 9]}级",
        ):
            found[word] = ours
    return found


def _form(word: str) -> str | None:
    return word if read_form(word) else None


def _industry(word: str) -> str | None:
    """The letter of GB/T 4754-2017, of "A", "A农、林、牧、渔业" or the name alone."""
    word = re.sub(r"\s", "", word)
    if re.match(r"[A-Ta-t](?![A-Za-z])", word):
        return word[0].upper()
    bare = re.sub(r"[、，,和业的]", "", word)
    return next(
        (letter for name, letter in _SECTIONS.items() if name in bare or (len(bare) > 1 and bare in name)), None
    )


_SECTIONS = {
    "农林牧渔": "A",
    "采矿": "B",
    "制造": "C",
    "电力热力燃气及水生产供应": "D",
    "建筑": "E",
    "批发零售": "F",
    "交通运输仓储邮政": "G",
    "住宿餐饮": "H",
    "信息传输软件信息技术服务": "I",
    "金融": "J",
    "房地产": "K",
    "租赁商务服务": "L",
    "科学研究技术服务": "M",
    "水利环境公共设施管理": "N",
    "居民服务修理其他服务": "O",
    "教育": "P",
    "卫生社会工作": "Q",
    "文化体育娱乐": "R",
    "公共管理社会保障社会组织": "S",
    "国际组织": "T",
}

NAME = Column(
    "name",
    "姓名",
    (
        "姓名",
        "名字",
        "职工姓名",
        "人员姓名",
        "学员姓名",
        "死者姓名",
        "学生姓名",
        "残疾人姓名",
        "参保人姓名",
        "纳税人姓名",
        "成员姓名",
    ),
    Kind.NAME,
)
CITIZEN_ID = Column(
    "citizen_id",
    "身份证号",
    (
        "身份证号", "公民身份号码", "身份证号码", "证件号码", "身份证", "居民身份证号", "居民身份证号码", "身份号码", "公民身份证号",
        "公民身份证号码", "身份证件号码", "证件号", "纳税人身份证号", "职工身份证号", "社会保障号码", "社会保障号",
    ),
    Kind.CITIZEN_ID,
)  # fmt: skip
PHONE = Column(
    "phone",
    "联系电话",
    ("联系电话", "手机号", "手机", "电话", "联系方式", "手机号码", "电话号码", "移动电话", "本人电话"),
    Kind.PHONE,
    bad=Bad.BLANK,
)
CONTACT = (
    text("contact_name", "联系人", "联系人姓名", "单位联系人", "联络人", "经办人"),
    text("contact_role", "联系人职务", "职务", "联系人岗位"),
    replace(
        PHONE, field="contact_phone", title="联系人电话",
        headings=("联系人电话", "联系电话", "联系方式", "单位电话", "联系人手机", "手机", "电话", "办公电话"),
    ),
)  # fmt: skip
SEX = choice("sex", "性别", choices=words("男 男性 1 M 1.0", "女 女性 2 F 2.0"), bad=Bad.BLANK)
BORN_ON = day("born_on", "出生日期", "出生年月日", "出生年月", "出生时间", "生日", bad=Bad.BLANK)
COUNTY = text("county", "县区", "所属县区", "参保地", "所在县区", "县(区)", "区县", "所属区县", "县/区", "参保县区")
TOWNSHIP = text(
    "township",
    "乡镇街道",
    "所属乡镇街道",
    "街道(乡镇)",
    "乡镇(街道)",
    "镇街",
    "乡镇",
    "街道",
    "所在乡镇街道",
    "乡镇/街道",
    "街道乡镇",
)
UNIT_NAME = text(
    "unit_name", "单位名称", "用人单位", "企业名称", "缴费单位", "扣缴单位", "用人单位名称", "工作单位", "缴费单位名称", "扣缴单位名称",
    "扣缴义务人名称", "就业单位", "单位全称", "参保单位", "参保单位名称", "机构名称",
)  # fmt: skip
UNIT_CODE = Column(
    "unit_code",
    "统一社会信用代码",
    (
        "统一社会信用代码", "社会信用代码", "信用代码", "单位代码", "纳税人识别号", "统一信用代码", "统一代码", "单位统一社会信用代码",
        "扣缴义务人识别号", "单位信用代码",
    ),
    Kind.USCC,
)  # fmt: skip
CERTIFICATE_NO = Column(
    "certificate_no",
    "残疾人证号",
    ("残疾人证号", "残疾证号", "证号", "残疾人证号码", "残疾人证编号", "残疾证号码"),
    Kind.CERTIFICATE,
)
FORM = Column("form", "就业形式", ("就业形式", "就业类型", "就业方式"), Kind.CHOICE, read=_form)
MONTH = Column(
    "month",
    "缴费月份",
    (
        "缴费月份",
        "费款所属期",
        "缴费年月",
        "所属月份",
        "缴费月",
        "费款所属月份",
        "所属期",
        "缴费所属期",
        "月份",
        "年月",
    ),
    Kind.MONTH,
    required=True,
)
WAGE_YUAN = Column(
    "wage_yuan", "月工资", ("月工资", "月工资(元)", "工资", "工资(元)", "月工资收入", "月薪", "工资标准"), Kind.YUAN
)
CONTRACT_KIND = text("contract_kind", "合同类型", "劳动合同", "劳动合同类型", "合同种类")
CONTRACT_UNTIL = day("contract_until", "合同到期日", "合同截止日期", "合同终止日期", "合同到期日期", "合同结束日期")
STARTED_ON = day("started_on", "就业时间", "入职日期", "开始日期", "就业日期", "入职时间", "上岗日期", "开始时间")
ENDED_ON = day("ended_on", "离职日期", "结束日期", "终止日期", "离职时间", "终止时间", "结束时间")
HOURS = choice(
    "hours",
    "用工形式",
    "用工类型",
    "工时形式",
    "工时",
    choices=words("全日制 全时 全职", "非全日制 非全时 小时工 钟点工"),
    bad=Bad.BLANK,
)
POST = text("post", "岗位", "职位", "岗位名称", "职位名称", "工种")
REMARK = text("remark", "备注", "说明", "备注说明")
GRADE_OF_FOUR = choice("grade", "残疾等级", "等级", "残疾级别", "级别", choices=_grade(4))
GRADE_OF_TEN = choice("grade", "残疾等级", "等级", "残疾级别", "级别", "伤残等级", choices=_grade(10))
INDUSTRY = Column(
    "industry", "行业门类", ("行业门类", "行业", "所属行业", "行业类别"), Kind.CHOICE, bad=Bad.BLANK, read=_industry
)
YES_NO = words("是 1 有 Y y √ 1.0", "否 0 无 N n × 0.0")
