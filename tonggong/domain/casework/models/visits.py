"""What a worker saw and a person said. Lists of codes and of small values are JSON: they are read whole, never joined."""

from django.db import models

from tonggong.base.facts import Fact
from tonggong.domain.casework.choices import (
    Communication,
    Method,
    NeedKind,
    NotEmployedReason,
    Present,
    ServiceKind,
    ServiceOutcome,
    VisitOutcome,
    Wish,
)
from tonggong.rules.contacts import NO_SERVICE

# A service with an outcome at which somebody was reached; without one it is an attempt.
COUNTING = models.Q(outcome__isnull=False) & ~models.Q(outcome__in=sorted(NO_SERVICE))


class Visit(Fact):
    """One attempt to reach somebody and what came of it (走访). `key` is made where it was recorded; sent twice it is one."""

    key = models.UUIDField("记录编号", db_index=True)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="visits")
    worker = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="走访人")
    method = models.CharField("方式", max_length=10, choices=Method)
    started_at = models.DateTimeField("开始")  # as the worker's device said
    ended_at = models.DateTimeField("结束", null=True)
    on = models.DateField("走访日期")
    present = models.CharField("谁在场", max_length=10, choices=Present, blank=True)
    communication = models.CharField("沟通方式", max_length=12, choices=Communication, blank=True)
    outcome = models.PositiveSmallIntegerField("结果", choices=VisitOutcome)
    is_changed = models.BooleanField("有变化", default=False)
    campaign_target_id = models.BigIntegerField("专项行动对象", null=True)
    satisfied = models.PositiveSmallIntegerField("满意程度", null=True, help_text="1至5")
    words = models.TextField("本人的话", blank=True)
    note = models.TextField("走访记录", blank=True)
    next_on = models.DateField("下次联系", null=True)
    was_offline = models.BooleanField("离线填写", default=False)
    was_clock_wrong = models.BooleanField("设备时间不对", default=False)  # `on` is then the day of the receipt

    class Meta:
        verbose_name = "走访"
        indexes = [
            models.Index(fields=["person", "known_until", "on"], name="visit_of_person"),
            models.Index(fields=["worker", "on"], name="visit_by_worker"),
            models.Index(fields=["campaign_target_id"], name="visit_of_target"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_visit_per_key",
                fields=["key"],
                condition=models.Q(known_until=None),
                violation_error_message="这次走访已经记下了。",
            ),
        ]


class Verification(Fact):
    """Basic information confirmed item by item (基础信息核对), by whom and how."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="verifications")
    visit_key = models.UUIDField("走访", null=True)
    on = models.DateField("核对日期")
    method = models.CharField("方式", max_length=10, choices=Method)
    answered_by = models.CharField("由谁确认", max_length=10, choices=Present)
    confirmed = models.JSONField("核对项", default=list)  # of Confirmed
    is_employed = models.BooleanField("说有工作", null=True)
    reason = models.PositiveSmallIntegerField("未就业原因", choices=NotEmployedReason, null=True)
    wish = models.CharField("就业意愿", max_length=10, choices=Wish, blank=True)
    conditions = models.JSONField("就业条件", default=list)  # of Condition
    not_employed_since = models.DateField("何时起没有工作", null=True)
    sought_last_month = models.BooleanField("上月找过工作", null=True)
    available_in_2_weeks = models.BooleanField("两周内能上岗", null=True)

    class Meta:
        verbose_name = "基础信息核对"
        indexes = [models.Index(fields=["person", "known_until", "on"], name="verification_of_person")]


class NeedRegistration(Fact):
    """What work somebody wants and what it takes (就业需求登记)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="need_registrations")
    visit_key = models.UUIDField("走访", null=True)
    on = models.DateField("登记日期")
    said_how = models.CharField("登记途径", max_length=10, choices=Method)
    jobs = models.JSONField("想做的工作", default=list)  # up to three, in words
    forms = models.JSONField("想要的就业形式", default=list)  # first digits of the forms of employment
    distance_km = models.PositiveSmallIntegerField("最远路程", null=True)
    hours_per_week = models.PositiveSmallIntegerField("每周小时", null=True)
    wage_yuan_from = models.DecimalField("最低月工资", max_digits=10, decimal_places=2, null=True)
    at_home = models.BooleanField("要在家做", null=True)
    available_from = models.DateField("何时能上岗", null=True)
    support = models.JSONField("需要的支持", default=list)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "就业需求登记"
        indexes = [models.Index(fields=["person", "known_until", "on"], name="need_registration_of_person")]


class Need(Fact):
    """One need until it is met (需求)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="needs")
    registration = models.BigIntegerField("需求登记", null=True)  # thread of the registration that named it
    kind = models.CharField("类别", max_length=10, choices=NeedKind)
    detail = models.CharField("内容", max_length=200, blank=True)
    said_on = models.DateField("提出日期")
    met_on = models.DateField("满足日期", null=True)
    met_by = models.BigIntegerField("由哪次服务满足", null=True)  # thread of a ServiceRecord
    dropped_on = models.DateField("撤回日期", null=True)

    class Meta:
        verbose_name = "需求"
        indexes = [
            models.Index(fields=["person", "known_until"], name="need_of_person"),
            models.Index(fields=["kind", "known_until", "met_on"], name="need_by_kind"),
        ]


class ServiceRecord(Fact):
    """One service with what came of it (就业服务)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="services")
    visit_key = models.UUIDField("走访", null=True)
    on = models.DateField("服务日期")
    kind = models.PositiveSmallIntegerField("类别", choices=ServiceKind)
    content = models.CharField("内容", max_length=200)
    outcome = models.PositiveSmallIntegerField("结果", choices=ServiceOutcome, null=True)
    provider = models.CharField("由谁提供", max_length=120, blank=True)
    need = models.BigIntegerField("回应的需求", null=True)  # thread of a Need
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "就业服务"
        indexes = [
            models.Index(fields=["person", "known_until", "on"], name="service_of_person"),
            models.Index(fields=["on"], name="service_by_day"),
        ]
