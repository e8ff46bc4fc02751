from django.db.models import TextChoices


class Answer(TextChoices):
    """What a placed person says of the job that is recorded for her; several may be said together."""

    WORKS = "works", "我在那里上班"
    NOT_REAL = "not_real", "这份工作不是真的"
    UNDERPAID = "underpaid", "工资跟同事不一样"
    NO_CONTRACT = "no_contract", "没有签合同"
    PAPERS_HELD = "papers_held", "证被扣着"
    NOT_SAYING = "not_saying", "不想说"


class Means(TextChoices):
    """How a statement came (方式)."""

    PORTAL = "portal", "网上自己说"
    PHONE = "phone", "电话里说"
    DOOR = "door", "上门时说"
    DESK = "desk", "到柜台说"


class Beside(TextChoices):
    """Who was there while she spoke (在场的人). With somebody of the unit there nobody asks."""

    ALONE = "alone", "只有本人"
    FAMILY = "family", "家里人"
    GUARDIAN = "guardian", "监护人"
    VILLAGE = "village", "村、社区的人"
    UNIT = "unit", "单位的人"


class MatterState(TextChoices):
    """Where a matter stands that a statement caused."""

    WAITING = "waiting", "待处理"
    TAKEN = "taken", "有人在办"
    DONE = "done", "办完"
    WITHDRAWN = "withdrawn", "本人撤回"


class MatterResult(TextChoices):
    """What came of such a matter."""

    INSPECTED = "inspected", "转虚假安排核查"
    LABOUR = "labour", "转劳动保障监察"
    SETTLED = "settled", "已协调解决"
    NOT_FOUND = "not_found", "没有查到问题"
    LEFT = "left", "本人不愿再查"


class Topic(TextChoices):
    """What a labour complaint is about (劳动投诉事项)."""

    WAGES = "wages", "拖欠、克扣工资"
    CONTRACT = "contract", "不签合同，或者乱辞退"
    DISCRIMINATION = "discrimination", "因为残疾受歧视"
    INSURANCE = "insurance", "不缴社保"
    OTHER = "other", "别的劳动问题"


class ReferralState(TextChoices):
    """Where a labour complaint stands (办理状态)."""

    WAITING = "waiting", "等着转"
    SENT = "sent", "已转劳动保障监察"
    ACCEPTED = "accepted", "已受理"
    DECLINED = "declined", "不予受理"
    DONE = "done", "办结"
    CALLED_BACK = "called_back", "本人撤回"


class Result(TextChoices):
    """What labour inspection found (处理结果)."""

    PAID = "paid", "责令支付，已付清"
    ORDERED = "ordered", "责令改正"
    MEDIATED = "mediated", "双方谈好了"
    ARBITRATION = "arbitration", "应走劳动仲裁"
    NOT_FOUND = "not_found", "没有查到违法"
