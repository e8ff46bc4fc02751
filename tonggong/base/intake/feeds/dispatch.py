"""Feeds about dispatched workers and pay through banks: agreements, agencies' licences, what a bank paid out for a unit."""

from tonggong.base.intake.feeds.columns import (
    CERTIFICATE_NO,
    CITIZEN_ID,
    COUNTY,
    MONTH,
    NAME,
    REMARK,
    UNIT_CODE,
    UNIT_NAME,
    choice,
    day,
    lenient,
    required,
    text,
    words,
)
from tonggong.base.intake.feeds.kinds import Cadence, Column, Feed, Kind

BY_AGENCY, BY_USER = "派遣单位", "用工单位"
PAID, RETURNED = "成功", "退回"


def _code(field: str, title: str, whose: str, *more: str) -> Column:
    """The code of one of two units in a row; headings that could be either's are no headings of it."""
    said = (f"{whose}统一社会信用代码", f"{whose}社会信用代码", f"{whose}信用代码", f"{whose}代码")
    return Column(field, title, (*said, f"{whose}/统一社会信用代码", f"{whose}/信用代码", *more), Kind.USCC)


DISPATCH_AGREEMENTS = Feed(
    key="dispatch-agreements",
    title="劳务派遣协议",
    says="哪家派遣单位把谁派到哪家用工单位，从哪天到哪天，约定由哪一方计入按比例就业。",
    legal_ground="劳动合同法第五十九条；残疾人就业保障金征收使用管理办法（财税〔2015〕72号）第八条；政务数据共享条例",
    from_whom="市人社局",
    cadence=Cadence.YEARLY,
    due_day=20,
    columns=(
        text("number", "协议编号", "派遣协议编号", "协议号", "合同编号", "备案编号"),
        text("unit_name", "派遣单位", "派遣单位名称", "劳务派遣单位", "劳务派遣单位名称", "派遣单位/名称"),
        required(_code("unit_code", "派遣单位代码", "派遣单位", "劳务派遣单位代码", "劳务派遣单位统一社会信用代码")),
        text("user_name", "用工单位", "用工单位名称", "实际用工单位", "接受单位", "用工单位/名称"),
        required(_code("user_code", "用工单位代码", "用工单位", "实际用工单位统一社会信用代码", "接受单位代码")),
        required(NAME),
        required(CITIZEN_ID),
        lenient(CERTIFICATE_NO),
        required(
            day("started_on", "派遣起日", "派遣开始日期", "派遣起始日期", "协议开始日期", "派遣期限/起", "起始日期")
        ),
        day("ended_on", "派遣止日", "派遣结束日期", "派遣终止日期", "协议到期日期", "派遣期限/止", "截止日期"),
        required(
            choice(
                "counted_by",
                "由谁计算",
                "计入单位",
                "按比例就业计入方",
                "由哪方计入",
                "残疾人就业计入方",
                "约定计算单位",
                choices=words(f"{BY_AGENCY} 派遣 派遣方 甲方 劳务派遣单位", f"{BY_USER} 用工 用工方 乙方 实际用工单位"),
            )
        ),
        day("signed_on", "签订日期", "协议签订日期", "签约日期"),
        COUNTY,
        REMARK,
    ),
    needs=(("citizen_id",), ("unit_code",), ("user_code",), ("started_on",), ("counted_by",)),
    row_key=("citizen_id", "unit_code", "user_code", "started_on"),
    sender="市人社局",
    about_everybody=True,
    order=(("started_on", "ended_on"),),
)

DISPATCH_LICENCES = Feed(
    key="dispatch-licences",
    title="劳务派遣许可",
    says="哪些单位有劳务派遣许可，到哪天，是否注销。",
    legal_ground="劳动合同法第五十七条；劳务派遣行政许可实施办法；政务数据共享条例",
    from_whom="市人社局",
    cadence=Cadence.CHANGES,
    due_day=15,
    columns=(
        required(UNIT_CODE),
        required(UNIT_NAME),
        required(text("number", "许可证编号", "许可证号", "劳务派遣经营许可证编号", "编号", "证书编号")),
        required(day("valid_from", "有效期起", "发证日期", "许可日期", "有效期限/起", "起始日期")),
        required(day("valid_until", "有效期至", "有效期止", "到期日期", "有效期限/止", "截止日期")),
        choice(
            "status",
            "许可状态",
            "状态",
            "证件状态",
            choices=words("有效 正常 在用 存续", "注销 已注销", "吊销 已吊销", "撤销 已撤销", "过期 失效 已过期"),
        ),
        day("status_on", "状态日期", "注销日期", "变更日期"),
        COUNTY,
        REMARK,
    ),
    needs=(("unit_code",), ("number",), ("valid_until",)),
    row_key=("unit_code", "number"),
    sender="市人社局",
    order=(("valid_from", "valid_until"),),
)

BANK_PAYMENTS = Feed(
    key="bank-payments",
    title="银行代发工资",
    says="银行替哪个单位给谁发了哪个月的工资，多少，哪天到账，有没有退回。",
    legal_ground="各市按比例就业年审公告（工资通过金融机构发放）；残疾人就业保障金征收使用管理办法；个人信息保护法第十三条",
    from_whom="各代发银行",
    cadence=Cadence.YEARLY,
    due_day=31,
    columns=(
        required(UNIT_CODE),
        UNIT_NAME,
        required(NAME),
        required(CITIZEN_ID),
        Column(
            "month",
            "工资所属月份",
            ("工资所属月份", "代发月份", "工资月份", "所属月份", "发放月份", "月份", *MONTH.headings),
            Kind.MONTH,
            required=True,
        ),
        required(
            Column(
                "paid_yuan",
                "代发金额",
                ("代发金额", "代发金额(元)", "实发金额", "发放金额", "入账金额", "金额", "金额(元)", "交易金额"),
                Kind.YUAN,
            )
        ),
        required(day("paid_on", "入账日期", "发放日期", "到账日期", "代发日期", "交易日期")),
        choice(
            "result",
            "代发结果",
            "处理结果",
            "发放结果",
            "交易状态",
            choices=words(f"{PAID} 代发成功 已入账 交易成功", f"{RETURNED} 退票 失败 代发失败 退汇 交易失败"),
        ),
        REMARK,
    ),
    needs=(("citizen_id",), ("unit_code",), ("month",), ("paid_yuan",)),
    row_key=("citizen_id", "unit_code", "month", "paid_on", "paid_yuan"),
    about_everybody=True,
)
