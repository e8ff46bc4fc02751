"""Code sets of job coaching; stages and their words are `tonggong.rules.coaching`."""

from django.db.models import TextChoices


class CoachKind(TextChoices):
    """Who a coach works for (辅导员类别)."""

    FEDERATION = "federation", "残联"
    CONTRACTED = "contracted", "承接机构"
    EMPLOYER = "employer", "用人单位"
    VOLUNTEER = "volunteer", "志愿者"


class CoachStatus(TextChoices):
    """Whether a coach takes part at present."""

    ACTIVE = "active", "在岗"
    PAUSED = "paused", "暂停"
    LEFT = "left", "离开"


class CoachSkill(TextChoices):
    """What else a coach can do that some people need (语言和专长)."""

    SIGN = "sign", "手语"
    BRAILLE = "braille", "盲文"
    AUTISM = "autism", "孤独症支持"
    PSYCHOSOCIAL = "psychosocial", "精神障碍支持"
    INTELLECTUAL = "intellectual", "智力障碍支持"


class TrainingKind(TextChoices):
    """Of what kind a coach's hours of training were."""

    OUTLINE = "outline", "基础培训"
    PRACTICE = "practice", "带教实践"
    CONTINUING = "continuing", "继续教育"


class CaseKind(TextChoices):
    """Why somebody is supported: for the first time, or again after a job was lost."""

    FIRST = "first", "支持性就业"
    AGAIN = "again", "重新就业"


class Risk(TextChoices):
    """How safe a job seems to the coach."""

    NONE = "none", "平稳"
    WATCH = "watch", "留意"
    AT_RISK = "at_risk", "有风险"


class RiskReason(TextChoices):
    """What puts a job at risk, or cost it (facts: cases lost with cause)."""

    HEALTH = "health", "身体状况"
    PAY = "pay", "工资待遇"
    TRANSPORT = "transport", "上下班交通"
    CONFLICT = "conflict", "相处矛盾"
    TASK = "task", "任务变了或跟不上"
    FIRM = "firm", "单位经营困难"
    FAMILY = "family", "家庭原因"
    OTHER = "other", "其他"


class Place(TextChoices):
    """Where a session was held; only the workplace counts as time on site."""

    WORKPLACE = "workplace", "工作现场"
    HOME = "home", "家里"
    OFFICE = "office", "服务机构"
    PHONE = "phone", "电话"
    ELSEWHERE = "elsewhere", "其他地方"


class Activity(TextChoices):
    """What a coach did in a session (辅导活动)."""

    TEACH = "teach", "教任务"
    OBSERVE = "observe", "看着做"
    COLLEAGUE = "colleague", "带同事支持"
    EMPLOYER = "employer", "和单位沟通"
    FAMILY = "family", "和家人沟通"
    CRISIS = "crisis", "突发情况"
    PHONE = "phone", "电话跟进"


class FollowUpOutcome(TextChoices):
    """What came of a follow-up (跟进结果)."""

    STEADY = "steady", "在岗，平稳"
    AT_RISK = "at_risk", "在岗，有风险"
    LEFT = "left", "说已经离职"
    NOT_REACHED = "not_reached", "没有联系上"


class FollowUpMethod(TextChoices):
    """How somebody was followed up."""

    WORKPLACE = "workplace", "到单位"
    HOME = "home", "入户"
    PHONE = "phone", "电话"
    MESSAGE = "message", "短信或微信"


class Closing(TextChoices):
    """Why a follow-up is no longer owed, or a case ended."""

    JOB_ENDED = "job_ended", "工作已结束"
    WITHDRAWN = "withdrawn", "就业记录已撤回"
    STABLE = "stable", "稳定，结案"
    LOST_JOB = "lost_job", "失去工作"
    OWN_WISH = "own_wish", "本人不再需要"
    OTHER = "other", "其他"
