"""Feeds about units: the business register, the posts of organs and institutions, the levy that was collected."""

import re
from dataclasses import replace

from tonggong.base.intake.feeds.columns import (
    CONTACT,
    COUNTY,
    INDUSTRY,
    TOWNSHIP,
    UNIT_CODE,
    UNIT_NAME,
    YES_NO,
    choice,
    day,
    required,
    text,
    words,
)
from tonggong.base.intake.feeds.kinds import Bad, Cadence, Column, Feed, Kind

BUSINESSES = Feed(
    key="businesses",
    title="市场主体登记",
    says="有哪些企业、个体工商户，改了什么名、是否存续。",
    legal_ground="市场主体登记管理条例；政务数据共享条例",
    from_whom="市市场监管局",
    cadence=Cadence.CHANGES,
    due_day=5,
    columns=(
        required(UNIT_CODE),
        required(replace(UNIT_NAME, headings=(*UNIT_NAME.headings, "主体名称", "市场主体名称", "名称"))),
        text("former_name", "曾用名", "原名称", "曾用名称", "变更前名称"),
        text("kind", "主体类型", "市场主体类型", "企业类型", "类型"),
        INDUSTRY,
        COUNTY,
        TOWNSHIP,
        choice(
            "status",
            "登记状态",
            "状态",
            "经营状态",
            "主体状态",
            choices=words(
                "存续 在业 开业 正常 存续(在营、开业、在册)", "注销 已注销", "吊销 已吊销 吊销未注销", "迁出 已迁出"
            ),
        ),
        day("registered_on", "成立日期", "登记日期", "注册日期", "成立时间"),
        day("changed_on", "变更日期", "核准日期", "变更时间"),
        *CONTACT,
    ),
    needs=(("unit_code",), ("unit_name",)),
    row_key=("unit_code",),
    sender="市市场监管局",
)

ESTABLISHMENT = Feed(
    key="establishment",
    title="机构编制",
    says="机关、事业单位有多少编制：带头安排残疾人就业的基数。",
    legal_ground="机关、事业单位、国有企业带头安排残疾人就业办法；政务数据共享条例",
    from_whom="市委编办",
    cadence=Cadence.CHANGES,
    due_day=5,
    columns=(
        required(UNIT_CODE),
        required(UNIT_NAME),
        choice(
            "unit_kind",
            "单位性质",
            "机构类别",
            "机构性质",
            choices=words("机关 行政机关 党政机关", "事业单位 事业 参公事业单位", "团体 群团 群众团体 人民团体"),
        ),
        choice(
            "level",
            "层级",
            "机构层级",
            "级别",
            choices=words("市级 市 市直", "县级 县 区 县区 区县 县区级 区县级", "乡级 乡镇 乡镇级 镇街 街道"),
        ),
        required(Column("posts", "编制数", ("编制数", "核定编制", "编制", "核定编制数", "编制人数"), Kind.COUNT)),
        day("as_of", "统计日期", "截止日期", "统计时间"),
        text("supervisor", "主管部门", "主管单位", "举办单位"),
        choice(
            "is_school",
            "是否中小学幼儿园",
            "中小学幼儿园",
            "是否中小学、幼儿园",
            "是否学校",
            choices=YES_NO,
            bad=Bad.BLANK,
        ),
        choice(
            "is_member",
            "是否残工委成员单位",
            "残工委成员单位",
            "残工委成员",
            "是否残工委成员",
            choices=YES_NO,
            bad=Bad.BLANK,
        ),
        COUNTY,
        *CONTACT,
    ),
    needs=(("unit_code",), ("unit_name",), ("posts",)),
    row_key=("unit_code",),
    sender="市委编办",
)


def _levy_year(word: str) -> str | None:
    """A year since the levy's formula of 2015, written "2024", "2024年", "2024年度" or, by a table, "2024.0"."""
    found = re.fullmatch(r"(20(?:1[5-9]|[2-9]\d))(?:\.0+)?(?:年度?)?", re.sub(r"\s", "", word))
    return found[1] if found else None


LEVY_COLLECTED = Feed(
    key="levy-collected",
    title="残保金征收",
    says="税务部门向每个单位征收了多少残疾人就业保障金：与估算逐家比对。",
    legal_ground="残疾人就业保障金征收使用管理办法（财税〔2015〕72号）第十二条；政务数据共享条例",
    from_whom="市税务局",
    cadence=Cadence.YEARLY,
    due_day=20,
    columns=(
        required(UNIT_CODE),
        required(replace(UNIT_NAME, headings=(*UNIT_NAME.headings, "纳税人名称", "缴费人名称"))),
        required(
            Column(
                "year", "费款所属年度", ("费款所属年度", "所属年度", "年度", "征收年度"), Kind.CHOICE, read=_levy_year
            )
        ),
        Column(
            "headcount",
            "申报职工人数",
            ("申报职工人数", "在职职工人数", "上年在职职工人数", "职工人数", "年平均在职职工人数"),
            Kind.NUMBER,
        ),
        Column(
            "counted",
            "申报安排人数",
            ("申报安排人数", "实际安排残疾人就业人数", "已安排人数", "安排残疾人人数"),
            Kind.NUMBER,
        ),
        Column(
            "wage_yuan",
            "年平均工资",
            ("年平均工资", "上年在职职工年平均工资", "计费工资", "在职职工年平均工资", "年平均工资(元)"),
            Kind.YUAN,
        ),
        Column("relief_yuan", "减免金额", ("减免金额", "减免费额", "本期减免额", "减免金额(元)"), Kind.YUAN),
        Column("payable_yuan", "应缴金额", ("应缴金额", "应缴费额", "本期应纳费额", "应缴金额(元)"), Kind.YUAN),
        required(Column("paid_yuan", "实缴金额", ("实缴金额", "已缴金额", "入库金额", "实缴金额(元)"), Kind.YUAN)),
        day("paid_on", "缴款日期", "入库日期", "缴费日期"),
        choice(
            "status",
            "缴纳情况",
            "征收状态",
            "缴费状态",
            choices=words("正常 已缴 按期", "逾期 逾期缴纳 滞纳", "欠缴 未缴 欠费", "免缴 免征 减免"),
        ),
        COUNTY,
    ),
    needs=(("unit_code",), ("year",), ("paid_yuan",)),
    row_key=("unit_code", "year"),
    sender="市税务局",
)
