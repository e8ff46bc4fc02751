"""Feeds about persons: certificates, households, injuries, deaths, schooling, low income, training."""

from dataclasses import replace

from tonggong.base.intake.feeds.columns import (
    BORN_ON,
    CERTIFICATE_NO,
    CITIZEN_ID,
    COUNTY,
    GRADE_OF_FOUR,
    GRADE_OF_TEN,
    NAME,
    PHONE,
    SEX,
    TOWNSHIP,
    UNIT_CODE,
    UNIT_NAME,
    choice,
    day,
    lenient,
    required,
    text,
    words,
)
from tonggong.base.intake.feeds.kinds import Bad, Cadence, Column, Feed, Kind

_CATEGORY = choice(
    "category",
    "残疾类别",
    "类别",
    "残疾类型",
    choices=words(
        "视力 视力残疾 1 盲 低视力 1.0",
        "听力 听力残疾 2 聋 2.0",
        "言语 言语残疾 3 3.0",
        "肢体 肢体残疾 4 4.0",
        "智力 智力残疾 5 5.0",
        "精神 精神残疾 6 6.0",
        "多重 多重残疾 7 7.0",
    ),
)
_STATUS = choice(
    "status",
    "证件状态",
    "状态",
    "残疾人证状态",
    "办证状态",
    choices=words(
        "有效 正常 在用 1", "过期 到期 已过期", "冻结 已冻结", "注销 已注销", "迁移中 迁出 迁移", "挂失 已挂失"
    ),
)
_RELATION = {
    **words(
        "户主 本人 本人或户主", "配偶 妻 夫 妻子 丈夫", "子 儿子 长子 次子 独生子 养子", "女 女儿 长女 次女 独生女 养女"
    ),
    **words(
        "父亲 父",
        "母亲 母",
        "孙子 孙",
        "孙女",
        "祖父 爷爷",
        "祖母 奶奶",
        "兄弟 兄 弟 哥哥 弟弟",
        "姐妹 姐 妹 姐姐 妹妹",
    ),
    **words("儿媳 媳", "女婿", "岳父 公公", "岳母 婆婆", "外孙子 外孙", "外孙女", "其他 其它 其他亲属 非亲属"),
}

CERTIFICATES = Feed(
    key="certificates",
    title="残疾人证",
    says="谁持有残疾人证，类别、等级、有效期和状态。",
    legal_ground="残疾人保障法第二条；残疾人证管理办法（残联发〔2017〕34号）",
    from_whom="各县区残联",
    cadence=Cadence.CHANGES,
    due_day=5,
    columns=(
        required(NAME),
        SEX,
        required(CITIZEN_ID),
        BORN_ON,
        required(CERTIFICATE_NO),
        required(_CATEGORY),
        required(GRADE_OF_FOUR),
        day("issued_on", "发证日期", "批准日期", "核发日期", "发证时间", "签发日期"),
        day("valid_until", "有效期至", "有效期止", "有效期限", "有效期", "有效截止日期", "有效期截止"),
        _STATUS,
        day("status_on", "状态日期", "状态变更日期", "变更日期", "状态时间"),
        COUNTY,
        TOWNSHIP,
        PHONE,
        replace(text("guardian", "监护人", "监护人姓名"), kind=Kind.NAME),
    ),
    needs=(("name",), ("citizen_id",), ("certificate_no",)),
    row_key=("certificate_no",),
    order=(("issued_on", "valid_until"),),
)

MILITARY_CERTIFICATES = Feed(
    key="military-certificates",
    title="残疾军人证",
    says="谁持有残疾军人证和等级：与残疾人证持有人同样计入按比例就业。",
    legal_ground="残疾人就业条例第二条；军人抚恤优待条例",
    from_whom="市退役军人事务局",
    cadence=Cadence.CHANGES,
    due_day=5,
    columns=(
        required(NAME),
        SEX,
        required(CITIZEN_ID),
        required(text("military_no", "残疾军人证号", "证书编号", "残疾军人证编号", "证书号", "证件编号", "军人证号")),
        required(GRADE_OF_TEN),
        day("issued_on", "发证日期", "批准日期", "评残日期", "签发日期"),
        _STATUS,
        COUNTY,
        TOWNSHIP,
        PHONE,
    ),
    needs=(("citizen_id",), ("military_no",)),
    row_key=("citizen_id", "military_no"),
    sender="市退役军人事务局",
)

HOUSEHOLDS = Feed(
    key="households",
    title="家庭成员",
    says="谁与谁同户：零就业家庭、残疾人家庭的认定。",
    legal_ground="残疾人就业条例第六条；政务数据共享条例",
    from_whom="市民政局",
    cadence=Cadence.CHANGES,
    due_day=5,
    columns=(
        required(text("household_no", "户号", "户编号", "家庭编号", "户口簿号")),
        Column(
            "relation", "与户主关系", ("与户主关系", "关系", "家庭关系"), Kind.CHOICE, bad=Bad.KEEP, choices=_RELATION
        ),
        required(NAME),
        required(CITIZEN_ID),
        choice(
            "hukou_kind",
            "户口性质",
            "户籍性质",
            "户口类型",
            choices=words("农业 农业户口 农村", "非农业 非农 非农业户口 城镇 城镇户口"),
            bad=Bad.BLANK,
        ),
        COUNTY,
        TOWNSHIP,
    ),
    needs=(("household_no",), ("citizen_id",)),
    row_key=("household_no", "citizen_id"),
    sender="市民政局",
)

INJURED_WORKERS = Feed(
    key="injured-workers",
    title="工伤职工",
    says="谁因工致残、几级：一至四级退出岗位，五至十级留用或另行就业。",
    legal_ground="工伤保险条例；政务数据共享条例",
    from_whom="市人社局工伤保险科",
    cadence=Cadence.CHANGES,
    due_day=10,
    columns=(
        required(NAME),
        required(CITIZEN_ID),
        UNIT_NAME,
        UNIT_CODE,
        required(day("injured_on", "工伤日期", "受伤日期", "工伤时间", "事故日期")),
        required(replace(GRADE_OF_TEN, title="伤残等级")),
        day("concluded_on", "鉴定日期", "鉴定时间", "鉴定结论日期"),
        PHONE,
    ),
    needs=(("citizen_id",), ("injured_on",), ("grade",)),
    row_key=("citizen_id", "injured_on"),
    sender="市人社局工伤保险科",
)

DEATHS = Feed(
    key="deaths",
    title="死亡登记",
    says="谁已去世：停止其就业、补贴记录前须有人核对。",
    legal_ground="殡葬管理条例；政务数据共享条例",
    from_whom="市民政局",
    cadence=Cadence.MONTHLY,
    due_day=5,
    columns=(
        NAME,
        SEX,
        CITIZEN_ID,
        required(day("died_on", "死亡日期", "死亡时间", "去世日期")),
        day("registered_on", "登记日期", "注销日期", "火化日期", "登记时间", bad=Bad.BLANK),
        COUNTY,
        TOWNSHIP,
    ),
    needs=(("citizen_id",), ("died_on",)),
    row_key=("citizen_id",),
    sender="市民政局",
    about_everybody=True,
    keeps_suspects=True,
)

SCHOOL_ENROLMENT = Feed(
    key="school-enrolment",
    title="学籍",
    says="谁在校就读、何时毕业：在校期间不计入应就业人数，毕业后进入就业服务。",
    legal_ground="残疾人教育条例；政务数据共享条例",
    from_whom="市教育局",
    cadence=Cadence.MONTHLY,
    due_day=10,
    columns=(
        NAME,
        SEX,
        CITIZEN_ID,
        BORN_ON,
        required(text("school", "学校名称", "学校", "就读学校", "院校名称")),
        choice(
            "level",
            "学段",
            "学历层次",
            "培养层次",
            "层次",
            choices={
                **words("小学", "初中", "高中 普通高中", "中职 中专 职高 技校 中等职业"),
                **words("大专 专科 高职", "本科 大学本科", "研究生 硕士 博士"),
            },
            bad=Bad.KEEP,
        ),
        day("enrolled_on", "入学日期", "入学年月", "入学时间", bad=Bad.BLANK),
        day("leaves_on", "预计毕业日期", "预计毕业年月", "预计毕业时间", "毕业日期", "毕业时间", bad=Bad.BLANK),
        choice(
            "status",
            "学籍状态",
            "状态",
            choices=words("在读 在校 在籍", "休学", "毕业 已毕业 结业", "退学 肄业"),
            bad=Bad.KEEP,
        ),
        choice(
            "mode",
            "学习形式",
            "办学形式",
            "就读方式",
            choices=words("全日制", "非全日制 函授 业余 远程"),
            bad=Bad.BLANK,
        ),
    ),
    needs=(("citizen_id",), ("school",)),
    row_key=("citizen_id", "school", "level"),
    sender="市教育局",
    about_everybody=True,
    keeps_suspects=True,
)

LOW_INCOME = Feed(
    key="low-income",
    title="低收入家庭",
    says="谁在低保、低保边缘或特困名册：就业帮扶的优先对象。",
    legal_ground="社会救助暂行办法；政务数据共享条例",
    from_whom="市民政局社会救助科",
    cadence=Cadence.MONTHLY,
    due_day=10,
    columns=(
        NAME,
        CITIZEN_ID,
        required(
            choice(
                "kind",
                "救助类别",
                "类别",
                "保障类别",
                "救助类型",
                choices={
                    **words("低保 最低生活保障 城市低保 农村低保 城乡低保", "低保边缘 低保边缘家庭 低收入 边缘家庭"),
                    **words("特困 特困供养 特困人员 五保"),
                },
            )
        ),
        text("household_no", "户号", "户编号", "家庭编号", "低保证号"),
        Column(
            "since",
            "起始月份",
            ("起始月份", "享受起始月", "起始月", "享受起始月份", "开始享受月份"),
            Kind.MONTH,
            bad=Bad.BLANK,
        ),
        COUNTY,
        TOWNSHIP,
    ),
    needs=(("citizen_id",), ("kind",)),
    row_key=("citizen_id", "kind"),
    sender="市民政局社会救助科",
    about_everybody=True,
    keeps_suspects=True,
)

TRAINING = Feed(
    key="training",
    title="培训结果",
    says="谁参加了哪个培训班、是否合格：计入残疾人职业技能培训人数。",
    legal_ground="残疾人就业条例第二十二条",
    from_whom="市残联就业指导中心",
    cadence=Cadence.MONTHLY,
    due_day=10,
    columns=(
        required(text("class_name", "班次名称", "培训班名称", "班次", "班级名称", "培训班", "培训名称")),
        text("kind", "培训类型", "培训类别", "培训种类", "类型"),
        text("provider", "培训机构", "培训单位", "承办单位", "承训机构", "培训机构名称"),
        required(day("started_on", "开班日期", "开始日期", "开班时间", "培训开始日期", "开始时间")),
        day("ended_on", "结业日期", "结束日期", "结业时间", "培训结束日期", "结束时间"),
        required(NAME),
        required(CITIZEN_ID),
        lenient(CERTIFICATE_NO),
        PHONE,
        Column("hours", "课时", ("课时", "学时", "培训课时", "课时数"), Kind.COUNT, bad=Bad.BLANK),
        Column("attendance", "出勤率", ("出勤率", "到课率", "出勤"), Kind.SHARE, bad=Bad.BLANK),
        choice(
            "result",
            "结果",
            "培训结果",
            "考核结果",
            "结业情况",
            "成绩",
            choices=words(
                "合格 通过 及格 优秀 良好 已结业 结业", "不合格 未通过 不及格", "未完成 中途退出 退训 未结业"
            ),
        ),
    ),
    needs=(("class_name",), ("citizen_id",)),
    row_key=("class_name", "citizen_id", "started_on"),
    sender="市残联就业指导中心",
    order=(("started_on", "ended_on"),),
)
