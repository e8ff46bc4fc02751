"""Feed about posts: what units and personnel offices offer, one row a post."""

import re
from dataclasses import replace

from tonggong.base.intake.feeds.columns import (
    COUNTY,
    TOWNSHIP,
    UNIT_CODE,
    UNIT_NAME,
    YES_NO,
    choice,
    day,
    required,
    text,
)
from tonggong.base.intake.feeds.kinds import Cadence, Column, Feed, Kind

MOST = 9_999


def _places(word: str) -> str | None:
    """A number of places, "3" of 3, 3人 or 3.0; nought and what is no number mean nothing."""
    match = re.fullmatch(r"(\d{1,5})(?:\.0+)?[人名个]?", word.replace(",", ""))
    return str(int(match[1])) if match and 1 <= int(match[1]) <= MOST else None


POSTS = Feed(
    key="posts",
    title="招录（聘）岗位",
    says="哪个单位招几人、条件是什么、是否专设给残疾人。",
    legal_ground="残疾人就业条例第六条、第八条；机关、事业单位、国有企业带头安排残疾人就业办法",
    from_whom="市人社局、市委组织部",
    cadence=Cadence.CHANGES,
    due_day=10,
    columns=(
        required(UNIT_CODE),
        required(replace(UNIT_NAME, headings=(*UNIT_NAME.headings, "招聘单位", "招录单位", "招录机关", "招聘单位名称"))),
        required(text("title", "岗位名称", "职位名称", "岗位", "职位", "招聘岗位")),
        text("occupation", "岗位类别", "职业", "工种", "岗位类型", "职业类别"),
        required(
            Column(
                "places", "招聘人数", ("招聘人数", "招录人数", "人数", "招聘计划", "计划人数", "需求人数"), Kind.CHOICE, read=_places
            )
        ),
        required(
            choice(
                "is_reserved", "是否专设", "专设岗位", "是否残疾人专岗", "专岗", "是否定向残疾人", "是否预留",
                choices=YES_NO | {"专设": "是", "预留": "是", "定向": "是", "不专设": "否"},
            )
        ),
        required(text("workplace", "工作地点", "工作地址", "上班地点", "地点")),
        COUNTY,
        TOWNSHIP,
        text("hours", "工作时间", "工时", "上班时间", "班次"),
        Column("pay_from_yuan", "月薪下限", ("月薪下限", "最低月薪", "工资下限", "月薪从"), Kind.YUAN),
        Column("pay_to_yuan", "月薪上限", ("月薪上限", "最高月薪", "工资上限", "月薪到"), Kind.YUAN),
        text("duties", "工作内容", "岗位职责", "职责", "工作职责", "岗位说明"),
        text("conditions", "报考条件", "应聘条件", "岗位条件", "任职要求", "招聘条件", "条件要求", "其他条件"),
        text("helps", "合理便利", "便利条件", "无障碍条件", "便利"),
        required(text("apply_how", "报名方式", "报名办法", "联系方式", "联系人及电话")),
        required(day("open_from", "报名开始", "报名开始日期", "开始日期", "发布日期", "开始报名")),
        day("open_until", "报名截止", "报名截止日期", "截止日期", "截止报名"),
    ),
    needs=(("unit_code",), ("title",), ("places",)),
    row_key=("unit_code", "title", "open_from"),
    sender="市人社局",
    order=(("open_from", "open_until"), ("pay_from_yuan", "pay_to_yuan")),
)  # fmt: skip
