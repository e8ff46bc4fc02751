"""Feeds of the special channels: community points, lowered fees, tobacco licences, lottery agents; a file a channel."""

from tonggong.base.intake.feeds.columns import (
    CERTIFICATE_NO,
    CITIZEN_ID,
    COUNTY,
    NAME,
    REMARK,
    TOWNSHIP,
    YES_NO,
    choice,
    day,
    lenient,
    required,
    text,
    words,
)
from tonggong.base.intake.feeds.kinds import Bad, Cadence, Column, Feed, Kind


def _count(field: str, title: str, *headings: str) -> Column:
    return Column(field, title, (title, *headings), Kind.COUNT)


def _yuan(field: str, title: str, *headings: str) -> Column:
    return Column(field, title, (title, *headings), Kind.YUAN)


PLACE_OF_BUSINESS = ("经营地址", "摊位地址", "店面地址", "经营场所", "摊位(店面)地址", "地点")

SERVICE_POINTS = Feed(
    key="service-points",
    title="社区公共服务点",
    says="新建了哪些邮政报刊零售亭、便民服务点，各有几个岗位，给残疾人预留了几个。",
    legal_ground="残疾人就业条例第三条；促进残疾人就业三年行动方案；政务数据共享条例",
    from_whom="市邮政管理局、各县区",
    cadence=Cadence.QUARTERLY,
    due_day=15,
    columns=(
        required(text("kind", "服务点种类", "种类", "类型", "网点类型", "服务点类型")),
        text("title", "服务点名称", "网点名称", "名称", "亭名"),
        required(text("address", "地址", "详细地址", "设置地点", "建设地点", "所在地址")),
        text("builder", "建设单位", "管理单位", "主办单位"),
        required(day("built_on", "建成日期", "投用日期", "建成时间", "启用日期", "投入使用日期")),
        required(_count("posts", "岗位数", "岗位总数", "设置岗位", "岗位个数")),
        required(_count("reserved", "预留岗位数", "预留残疾人岗位", "预留岗位", "残疾人岗位数")),
        COUNTY,
        TOWNSHIP,
        REMARK,
    ),
    needs=(("address",), ("built_on",), ("reserved",)),
    row_key=("county", "address", "title"),
    named_by="address",
)

FEE_RELIEFS = Feed(
    key="fee-reliefs",
    title="摊位费、租赁费减免",
    says="给谁减免了摊位费、租赁费，或免费提供了店面：减前减后各多少，到哪天，谁承担。",
    legal_ground="残疾人保障法第三十四条；促进残疾人就业三年行动方案；政务数据共享条例",
    from_whom="市邮政管理局、各县区",
    cadence=Cadence.MONTHLY,
    due_day=10,
    columns=(
        required(NAME),
        required(CITIZEN_ID),
        lenient(CERTIFICATE_NO),
        required(text("kind", "减免种类", "优惠种类", "减免项目", "减免类型")),
        text("place", *PLACE_OF_BUSINESS),
        required(_yuan("before_yuan", "减免前月费用", "减免前(元/月)", "原收费标准", "减免前金额", "原月租金")),
        required(_yuan("after_yuan", "减免后月费用", "减免后(元/月)", "现收费标准", "减免后金额", "现月租金")),
        required(day("started_on", "减免起日", "减免开始日期", "起始日期", "减免起始日期")),
        day("until", "减免止日", "减免截止日期", "终止日期", "减免到期日"),
        _count("months", "减免月数", "月数"),
        text("payer", "费用承担单位", "承担单位", "由谁承担", "减免单位"),
        day("review_on", "复核日期", "下次复核日期", "复核时间"),
        text("normal_rule", "收费依据", "收费标准依据", "原收费依据"),
        COUNTY,
        REMARK,
    ),
    needs=(("citizen_id",), ("kind",), ("before_yuan",), ("started_on",)),
    row_key=("citizen_id", "kind", "place", "started_on"),
    order=(("started_on", "until"),),
)

TOBACCO_LICENCES = Feed(
    key="tobacco-licences",
    title="烟草零售许可",
    says="残疾人申请烟草专卖零售许可证的结果：放宽了什么，从多少到多少，用了几天，到哪天期满。",
    legal_ground="烟草专卖许可证管理办法；促进残疾人就业三年行动方案；政务数据共享条例",
    from_whom="市烟草专卖局",
    cadence=Cadence.QUARTERLY,
    due_day=15,
    columns=(
        required(text("number", "申请编号", "受理编号", "受理号", "申请号", "受理单号")),
        required(NAME),
        required(CITIZEN_ID),
        lenient(CERTIFICATE_NO),
        text("shop", *PLACE_OF_BUSINESS),
        required(day("applied_on", "申请日期", "受理日期", "申请时间", "受理时间")),
        day("decided_on", "决定日期", "办结日期", "发证日期", "决定时间"),
        required(
            choice(
                "result",
                "办理结果",
                "审批结果",
                "结果",
                "许可结果",
                choices=words(
                    "准予 批准 同意 准予许可 已发证",
                    "不予 不批准 不予许可 驳回",
                    "办理中 受理中 在办",
                    "撤回 撤件 已撤回",
                ),
            )
        ),
        choice(
            "relaxed",
            "放宽内容",
            "放宽事项",
            "放宽条件",
            choices=words(
                "间距放宽 间距 距离 放宽间距 放宽距离",
                "数量放宽 数量 放宽数量",
                "间距和数量都放宽 间距和数量 间距、数量",
                "无 否 没有 未放宽 不放宽 /",
            ),
            bad=Bad.KEEP,
        ),
        _count("normal_value", "平常标准", "原标准", "规定标准", "规定间距", "规定间距(米)"),
        _count("granted_value", "放宽后标准", "放宽后", "实际标准", "放宽后间距", "放宽后间距(米)"),
        day("valid_until", "许可证有效期至", "有效期至", "有效期限", "许可证到期日"),
        COUNTY,
        REMARK,
    ),
    needs=(("citizen_id",), ("number",), ("applied_on",), ("result",)),
    row_key=("number",),
    sender="市烟草专卖局",
    order=(("applied_on", "decided_on"), ("decided_on", "valid_until")),
)

LOTTERY_ROUNDS = Feed(
    key="lottery-rounds",
    title="彩票代销者征召",
    says="每个批次有多少人报名、选中多少人，其中残疾人各多少，优先了谁。没有残疾人报名的批次也报一行。",
    legal_ground="彩票管理条例；促进残疾人就业三年行动方案；政务数据共享条例",
    from_whom="市民政局",
    cadence=Cadence.QUARTERLY,
    due_day=15,
    columns=(
        required(
            choice(
                "seller",
                "发行机构",
                "彩票种类",
                "彩票机构",
                "销售机构",
                choices=words("福利彩票 福彩 福彩中心 市福彩中心", "体育彩票 体彩 体彩中心 市体彩中心"),
                bad=Bad.KEEP,
            )
        ),
        required(text("title", "征召批次", "批次", "征召公告", "批次名称")),
        required(day("decided_on", "确定日期", "公示日期", "选定日期", "确定时间")),
        required(_count("applicants", "报名人数", "报名总数", "申请人数")),
        required(_count("pwd_applicants", "报名残疾人数", "其中残疾人报名", "残疾人报名人数")),
        required(_count("selected", "选中人数", "入选人数", "选定人数")),
        required(_count("pwd_selected", "选中残疾人数", "其中残疾人选中", "残疾人入选人数")),
        text("priority", "优先方式", "优先办法", "照顾方式"),
        NAME,
        CITIZEN_ID,
        lenient(CERTIFICATE_NO),
        choice("is_selected", "是否选中", "是否入选", "选中", choices=YES_NO),
        day("until", "代销合同到期日", "合同到期日", "代销期满日"),
        COUNTY,
        REMARK,
    ),
    needs=(("title",), ("applicants",), ("pwd_selected",)),
    row_key=("seller", "title", "county", "citizen_id"),
    sender="市民政局",
    named_by="title",
    may_name_nobody=True,
)
