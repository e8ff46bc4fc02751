"""The sixteen signals in words: what each is called, what innocently looks the same, and what to ask (`facts.md` 3.4)."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How much a signal says by itself."""

    HARD = "hard"
    STRONG = "strong"
    MEDIUM = "medium"


STRENGTH_LABELS = {Strength.HARD: "硬", Strength.STRONG: "强", Strength.MEDIUM: "中"}


class Excuse(StrEnum):
    """An innocent fact that the files themselves hold."""

    SEEN = "seen"
    SAYS_WORKS = "says_works"
    PART_TIME = "part_time"
    EARLIER_UNIT = "earlier_unit"
    REMOTE = "remote"
    SEASON = "season"
    PAID_LATE_FOR_ALL = "paid_late_for_all"
    UNIT_CLOSED = "unit_closed"
    OTHERS_TOO = "others_too"
    POST_AT_MINIMUM = "post_at_minimum"
    ALL_LOW = "all_low"
    UNIT_PHONE = "unit_phone"
    FAMILY = "family"
    WORKSHOP = "workshop"
    LONG_THERE = "long_there"
    RENEWED = "renewed"
    BACK_FROM_ILLNESS = "back_from_illness"
    HELPER = "helper"
    MOVED_TOGETHER = "moved_together"
    CAME_FROM_WORK = "came_from_work"


EXCUSE_LABELS = {
    Excuse.SEEN: "有在岗痕迹",
    Excuse.SAYS_WORKS: "本人说在这里上班",
    Excuse.PART_TIME: "其中一份是非全日制",
    Excuse.EARLIER_UNIT: "这是先开始的一份，先核后开始的",
    Excuse.REMOTE: "写明居家或远程岗位",
    Excuse.SEASON: "单位其他职工也在同一时段进出，属季节性用工",
    Excuse.PAID_LATE_FOR_ALL: "单位当月为全体职工补缴",
    Excuse.UNIT_CLOSED: "单位停业或注销，大家一起离开",
    Excuse.OTHERS_TOO: "单位同时招进了其他职工",
    Excuse.POST_AT_MINIMUM: "公益性岗位或辅助性就业，按最低工资发放属正常",
    Excuse.ALL_LOW: "单位其他职工也多按最低工资发放",
    Excuse.UNIT_PHONE: "留的是单位统一的电话，其他职工也用",
    Excuse.FAMILY: "同一户家人共用",
    Excuse.WORKSHOP: "集中安置、盲人按摩或辅助性就业单位，重度比例高属正常",
    Excuse.LONG_THERE: "在这里参保已久",
    Excuse.RENEWED: "证件随后补办或换发",
    Excuse.BACK_FROM_ILLNESS: "病愈返岗",
    Excuse.HELPER: "岗位名称写明是辅助工作",
    Excuse.CAME_FROM_WORK: "从另一家单位转来，参保没有间断",
    Excuse.MOVED_TOGETHER: "同批人随即在同一家单位继续参保，像是整体转移",
}


@dataclass(frozen=True, slots=True)
class Words:
    """One signal for the reader."""

    title: str
    strength: Strength
    innocent: tuple[str, ...]
    ask: tuple[str, ...]
    needs: str  # whose data it rests on


SIGNALS = {
    "F01": Words(
        "同一人同月在两个单位按全日制计算", Strength.HARD,
        ("换工作时两边各缴了一个月", "其中一份是非全日制，只缴工伤保险", "派遣单位与用工单位没有约定由谁计算"),
        ("两份工作各是几点到几点？", "请两个单位各提供考勤和工资银行流水。"), "社保、认证名册",
    ),
    "F02": Words(
        "已死亡或证件已注销、过期后仍在计算", Strength.HARD,
        ("死亡当月的工资和保险次月结清", "证件到期后正在换发，随后有效"),
        ("单位何时知道？何时停的工资？", "请本人或家属确认最后上班的一天。"), "民政死亡信息、残疾人证",
    ),
    "F03": Words(
        "全日制在校期间在单位按全日制就业", Strength.STRONG,
        ("非全日制学习，边工作边上学", "已毕业、休学，学籍未更新", "顶岗实习"),
        ("学校的课表和单位的排班能否对上？", "是实习还是就业？有没有三方协议？"), "教育学籍",
    ),
    "F04": Words(
        "长期住院、全日托养期间仍记在岗", Strength.STRONG,
        ("短期住院后返岗，病假期间单位照缴保险", "居家或远程工作", "机构就是工作的地方"),
        ("哪些天请了病假？医疗期内工资怎么发？",), "走访记录；医保住院、托养补贴",
    ),
    "F05": Words(
        "单位安排的残疾人工资都恰为最低工资", Strength.MEDIUM,
        ("岗位本来就按最低工资发放，其他职工也一样", "公益性岗位、辅助性就业", "试用期、计件保底"),
        ("同岗位其他职工工资是多少？", "工资由哪家银行发放？请提供流水。"), "税务工资申报",
    ),
    "F06": Words(
        "只在核查月份参保，或集中补缴", Strength.MEDIUM,
        ("季节性用工，旺季就在这几个月", "单位资金紧张，为全体职工补缴", "病愈返岗、新招用", "刚从另一家单位转来"),
        ("其余月份在做什么？", "补缴由谁提出？为什么只补这几个月、这几个人？"), "社保",
    ),
    "F07": Words(
        "不同家庭的多人留同一个电话或开户点", Strength.STRONG,
        ("一家人共用一部电话", "单位或车间统一留联系电话", "社区、村委会代为联系"),
        ("这个号码是谁的？怎么认识这家单位的？", "工资卡在谁手里？"), "社保、税务联系方式，银行",
    ),
    "F08": Words(
        "居住地与工作地相距远，没有远程岗位说明", Strength.MEDIUM,
        ("住单位宿舍或租住单位附近", "居家远程岗位，合同未写明", "每天通勤"),
        ("平时住在哪里？怎么上班？",), "户籍或居住地、单位地址",
    ),
    "F09": Words(
        "重度智力、精神残疾却安排在需持证、驾驶、高处作业的岗位", Strength.MEDIUM,
        ("岗位名称写错，实际做辅助工作", "评定已变更"), ("实际做哪些活？有没有上岗证？",), "岗位、残疾评定",
    ),
    "F10": Words(
        "安排的残疾人中一、二级比例远高于一般", Strength.MEDIUM,
        ("确有适合重度残疾人的车间", "集中安置、盲人按摩、辅助性就业单位"),
        ("他们各做什么？谁带班？",), "残疾人证、认证名册",
    ),
    "F11": Words(
        "整批进、整批出，或人数年年恰好等于应安排数且全部更换", Strength.MEDIUM,
        ("新开或关停车间，其他职工也一起进出", "项目用工到期", "车间整体转到另一家单位"),
        ("这批人由谁介绍来？离开后去了哪里？",), "社保、历年认证",
    ),
    "F12": Words(
        "本人说不在那里工作，或走访时单位查无此人", Strength.HARD,
        ("本人没听清单位全称，只知道用工单位", "走访当天轮休", "家属代答"),
        ("不经单位，单独再问一次本人。", "给本人看单位名称和地址，请他说出班组和带班人。"), "走访、本人门户",
    ),
    "F13": Words(
        "参保期间同时登记失业、领失业金或申报无工资", Strength.STRONG,
        ("刚入职，失业登记还没注销", "临时歇业后返岗"), ("何时开始上班？有没有去注销失业登记？",), "人社、民政",
    ),
    "F14": Words(
        "不同城市的两个单位同月参保", Strength.STRONG,
        ("跨市调动当月两地都缴", "异地分支机构代缴"), ("人在哪个城市上班？",), "外地社保",
    ),
    "F15": Words(
        "工资发放后回流单位或中介", Strength.HARD,
        ("归还借支、代缴个人部分", "家属代管账户"), ("转出的每一笔是什么款？",), "银行线索、举报",
    ),
    "F16": Words(
        "派遣无许可、两边都计算，或派遣机构几乎只有持证人", Strength.HARD,
        ("许可在换发", "专做残疾人就业的机构，确有用工单位"), ("派到哪些单位？各用工单位能否说出人名和岗位？",), "派遣许可、社保",
    ),
}  # fmt: skip

CLUE_LABELS = {
    "two_units": "同月在两个单位", "dead": "死亡后仍参保", "cancelled": "证件注销后仍计算", "expired": "证件过期后仍计算",
    "school": "全日制在校", "care": "住院或托养期间", "wage_all": "全部恰为最低工资", "wage_all_contrast": "全部恰为最低工资，其他职工不是",
    "wage_one": "本人恰为最低工资", "wage_one_contrast": "本人恰为最低工资，其他职工不是", "assessment_only": "只在核查月份参保",
    "paid_in_bulk": "集中补缴", "shared_phone": "多户共用电话", "shared_account": "多户共用开户点或账户", "far": "居住地与工作地相距远",
    "post": "岗位与残疾状况不相称", "severe": "重度比例偏高", "cohort": "整批进出", "quota_to_the_head": "人数年年恰好且全部更换",
    "denied": "本人否认", "not_found": "走访没有找到", "benefit": "同时登记失业等", "other_city": "外地同月参保",
    "flows_back": "工资回流", "no_licence": "派遣无许可", "both_count": "两边都计算", "only_such": "几乎只有持证人",
}  # fmt: skip
"""What each clue is called, beside its points in the figures."""

OWN_WORD_CLUES = frozenset({"denied"})
OWN_WORD_EXCUSES = frozenset({Excuse.SAYS_WORKS.value})
"""What rests on the person's own word: for who handles the case alone, never for the unit."""
