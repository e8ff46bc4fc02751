from django.db import models
from django.db.models import Q

from tonggong.domain.casework.choices import PlanKind, StepState


class ServicePlan(models.Model):
    """One person, one plan (一人一策): a goal, steps with owner and date, a day on which it is looked at again."""

    follows_person = True  # when two rows of persons become one

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="plans")
    kind = models.CharField("类别", max_length=16, choices=PlanKind)
    goal = models.CharField("目标", max_length=200)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="负责人")
    opened_on = models.DateField("制定日期")
    review_on = models.DateField("下次复查")
    agreed_on = models.DateField("本人同意日期", null=True)
    closed_on = models.DateField("结束日期", null=True)
    closed_reason = models.CharField("结束原因", max_length=200, blank=True)
    details = models.JSONField("其他内容", default=dict)  # what a kind adds: class year, school, obstacles, wish place

    class Meta:
        verbose_name = "服务计划"
        indexes = [
            models.Index(fields=["person", "closed_on"], name="plan_of_person"),
            models.Index(fields=["owner", "closed_on", "review_on"], name="plan_by_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_plan_of_a_kind",
                fields=["person", "kind"],
                condition=Q(closed_on=None),
                violation_error_message="此人已有一份没有结束的同类计划。",
            ),
        ]


class PlanStep(models.Model):
    """One thing to be done for somebody, by whom and until when."""

    plan = models.ForeignKey(ServicePlan, models.PROTECT, related_name="steps")
    kind = models.CharField("类别", max_length=24)  # of the template; a service kind, an assessment, a follow-up
    text = models.CharField("内容", max_length=200)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="由谁办")
    due_on = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=StepState, default=StepState.OPEN)
    done_on = models.DateField("办结日期", null=True)
    outcome = models.CharField("结果", max_length=200, blank=True)
    service = models.BigIntegerField("对应的服务", null=True)  # thread of a ServiceRecord

    class Meta:
        verbose_name = "计划步骤"
        indexes = [models.Index(fields=["owner", "state", "due_on"], name="step_by_due")]


class PlanEvent(models.Model):
    """What was done to a plan, by whom and when; never changed."""

    plan = models.ForeignKey(ServicePlan, models.PROTECT, related_name="events")
    step = models.ForeignKey(PlanStep, models.PROTECT, null=True, related_name="events")
    what = models.CharField("做了什么", max_length=200)
    before = models.JSONField("之前", default=dict)
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "计划经过"
