from django.db import models
from django.db.models import Q

from tonggong.base.facts import Fact
from tonggong.domain.coaching.choices import Answer, Closing, FollowUpMethod, FollowUpOutcome, RiskReason


class FollowUp(models.Model):
    """A contact owed some days after a placement (跟进). Due day, person and closing are derived from the spell's facts.

    What was done stays, whatever becomes of the spell.
    """

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="follow_ups")
    spell = models.BigIntegerField("就业记录")
    point = models.PositiveIntegerField("第几天", help_text="365 以上是每年一次，按周年算")
    started_on = models.DateField("上岗日期")
    due_on = models.DateField("期限")
    closed_on = models.DateField("不再需要", null=True)
    closing = models.CharField("不再需要的原因", max_length=12, choices=Closing, blank=True)
    done_on = models.DateField("跟进日期", null=True)
    method = models.CharField("方式", max_length=10, choices=FollowUpMethod, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=FollowUpOutcome, blank=True)
    reason = models.CharField("原因", max_length=12, choices=RiskReason, blank=True)
    note = models.CharField("情况", max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField("没有联系上的次数", default=0)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="跟进人")
    by = models.CharField("跟进人姓名", max_length=60, blank=True)
    at = models.DateTimeField("记录时间", null=True)

    class Meta:
        verbose_name = "就业跟进"
        indexes = [
            models.Index(fields=["person", "due_on"], name="follow_up_of_person"),
            models.Index(fields=["due_on"], condition=Q(done_on=None, closed_on=None), name="follow_up_owed"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_follow_up_a_point",
                fields=["spell", "point"],
                violation_error_message="这一次跟进已经有了。",
            ),
        ]


class PlacementConfirmation(Fact):
    """What a placed person herself says of a job recorded for her (本人说明). The unit never sees it."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="placement_confirmations")
    spell = models.BigIntegerField("就业记录")
    unit_name = models.CharField("单位", max_length=120, blank=True)  # as it was shown to her
    answer = models.CharField("说明", max_length=10, choices=Answer)
    days_per_week = models.PositiveSmallIntegerField("每周几天", null=True)
    pay_yuan = models.DecimalField("每月拿到手", max_digits=10, decimal_places=2, null=True)
    words = models.CharField("想说的话", max_length=400, blank=True)
    on = models.DateField("说明日期")
    may_contact = models.BooleanField("可以联系我", default=False)

    class Meta:
        verbose_name = "本人就业说明"
        indexes = [models.Index(fields=["person", "spell", "known_until"], name="confirmation_of_person")]


class PlacementHandling(models.Model):
    """What county staff did about a statement that a job is not as recorded."""

    confirmation = models.OneToOneField(PlacementConfirmation, models.PROTECT, related_name="handling")
    result = models.CharField("处理情况", max_length=400)
    by = models.CharField("处理人", max_length=60)
    at = models.DateTimeField("处理时间")

    class Meta:
        verbose_name = "本人就业说明的处理"
