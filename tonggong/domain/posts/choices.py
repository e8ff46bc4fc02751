from django.db import models


class State(models.TextChoices):
    """Where a post stands."""

    DRAFT = "draft", "草稿"
    STOPPED = "stopped", "停在条件上"
    REVIEW = "review", "待核"
    PUBLISHED = "published", "已公布"
    FILLED = "filled", "已招满"
    CLOSED = "closed", "已关闭"


class Source(models.TextChoices):
    """By whom a post came."""

    EMPLOYER = "employer", "用人单位填报"
    PLAN = "plan", "带头安排计划"
    PARTNER = "partner", "合作单位介绍"
    CAMPAIGN = "campaign", "专项行动征集"
    FILE = "file", "部门文件"


class ConditionKind(models.TextChoices):
    """What a condition is about, as the unit says."""

    EDUCATION = "education", "学历、专业"
    SKILL = "skill", "技能、证书"
    EXPERIENCE = "experience", "经历"
    BODY = "body", "身体、体检"
    OTHER = "other", "其他"


class ConditionState(models.TextChoices):
    """Whether a condition may stand."""

    CLEAR = "clear", "可以保留"
    QUESTIONED = "questioned", "待说明"
    REMOVED = "removed", "已删去"
    JUSTIFIED = "justified", "理由成立"


class HelpState(models.TextChoices):
    """What became of a request for help in an exam."""

    ASKED = "asked", "待答复"
    GRANTED = "granted", "同意"
    OTHER = "other", "商定用别的办法"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "本人撤回"


ANSWERS = (HelpState.GRANTED, HelpState.OTHER, HelpState.REFUSED)
