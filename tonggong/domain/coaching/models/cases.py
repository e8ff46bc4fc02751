from django.db import models
from django.db.models import F, Q

from tonggong.base.withdrawn import Withdrawable
from tonggong.domain.coaching.choices import Activity, CaseKind, Closing, Place, Risk, RiskReason
from tonggong.domain.coaching.models.coaches import Coach
from tonggong.rules.coaching import STAGE_NAMES

STAGES = list(STAGE_NAMES.items())


class SupportCase(models.Model):
    """Supported employment of one person by one coach (支持性就业), from intake to closing.

    `person` stays the row that was supported; one that was merged is read through `merged_into`, so that a merge and its
    undoing both come out right. `spell` is the thread of the job, once there is one.
    """

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="support_cases")
    coach = models.ForeignKey(Coach, models.PROTECT, null=True, related_name="cases", verbose_name="辅导员")
    kind = models.CharField("类别", max_length=8, choices=CaseKind, default=CaseKind.FIRST)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_cases")
    lost_spell = models.BigIntegerField("失去的工作", null=True)  # thread of the spell whose end opened this case
    stage = models.CharField("阶段", max_length=2, choices=STAGES, default="S1")
    stage_since = models.DateField("进入阶段日期")
    checks = models.JSONField("已做到", default=dict)  # {key: {"on": day, "by": name}}; keys of rules.coaching
    spell = models.BigIntegerField("就业记录", null=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    post = models.CharField("岗位", max_length=60, blank=True)
    supporter = models.CharField("自然支持者", max_length=60, blank=True)
    hours_per_week = models.DecimalField("本人每周工作小时", max_digits=4, decimal_places=1, null=True)
    days_per_week = models.PositiveSmallIntegerField("每周工作天数", null=True)
    risk = models.CharField("风险", max_length=8, choices=Risk, default=Risk.NONE)
    risk_reason = models.CharField("风险原因", max_length=12, choices=RiskReason, blank=True)
    risk_step = models.CharField("下一步做什么", max_length=200, blank=True)
    next_on = models.DateField("下次联系", null=True)
    opened_on = models.DateField("立案日期")
    closed_on = models.DateField("结案日期", null=True)
    closing = models.CharField("结案原因", max_length=12, choices=Closing, blank=True)
    closing_note = models.CharField("结案说明", max_length=200, blank=True)
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("立案时间")

    class Meta:
        verbose_name = "支持性就业个案"
        indexes = [
            models.Index(fields=["person", "closed_on"], name="case_of_person"),
            models.Index(fields=["coach", "closed_on", "stage"], name="case_of_coach"),
            models.Index(fields=["spell"], name="case_of_spell"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_of_a_person",
                fields=["person"],
                condition=Q(closed_on=None),
                violation_error_message="此人已有一个没有结案的个案。",
            ),
            models.UniqueConstraint(
                name="a_lost_job_opens_one_case",
                fields=["lost_spell"],
                condition=Q(lost_spell__isnull=False),
                violation_error_message="这次失业已经重新立案。",
            ),
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="结案日期不能早于立案日期。",
            ),
        ]


class StageMove(models.Model):
    """A case went from one stage to another, forward or back; nothing is deleted."""

    case = models.ForeignKey(SupportCase, models.PROTECT, related_name="moves")
    before = models.CharField("原阶段", max_length=2, choices=STAGES, blank=True)
    after = models.CharField("新阶段", max_length=2, choices=STAGES)
    on = models.DateField("日期")
    reason = models.CharField("原因", max_length=200, blank=True)
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "阶段变化"


class Session(Withdrawable):
    """One time a coach worked for somebody (辅导记录); travel is kept apart. `key` is made by the form: sent twice it is one."""

    key = models.UUIDField("记录编号", unique=True)
    case = models.ForeignKey(SupportCase, models.PROTECT, related_name="sessions")
    coach = models.ForeignKey(Coach, models.PROTECT, related_name="sessions")
    on = models.DateField("日期")
    started_at = models.TimeField("开始")
    ended_at = models.TimeField("结束")
    travel_minutes = models.PositiveSmallIntegerField("路上分钟", default=0)
    place = models.CharField("地点", max_length=10, choices=Place)
    stage = models.CharField("阶段", max_length=2, choices=STAGES)
    activity = models.CharField("活动", max_length=10, choices=Activity)
    task = models.CharField("任务", max_length=120, blank=True)
    prompts = models.JSONField("各级提示的步数", default=dict)  # {"0": 12, "1": 5, …}: steps done at each prompt level
    independence = models.DecimalField("独立完成比例", max_digits=4, decimal_places=3, null=True)
    incident = models.CharField("安全事件", max_length=200, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    by = models.CharField("记录人", max_length=60)
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "辅导记录"
        indexes = [
            models.Index(fields=["case", "on"], name="session_of_case"),
            models.Index(fields=["coach", "on"], name="session_of_coach"),
        ]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ended_at__gt=F("started_at")),
                violation_error_message="结束时间要晚于开始时间。",
            ),
        ]


class FadeWeek(models.Model):
    """How many hours a coach decided to be on site in a week, beside what the rule advised (渐退计划)."""

    case = models.ForeignKey(SupportCase, models.PROTECT, related_name="weeks")
    week = models.DateField("周一")
    advised_hours = models.DecimalField("建议小时", max_digits=6, decimal_places=3, null=True)
    hours = models.DecimalField("决定小时", max_digits=6, decimal_places=3)
    reason = models.CharField("理由", max_length=200, blank=True)
    by = models.CharField("决定人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "渐退安排"
        constraints = [
            models.UniqueConstraint(
                name="one_decision_a_week",
                fields=["case", "week"],
                violation_error_message="这一周已经定过。",
            ),
        ]
