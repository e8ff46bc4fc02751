from django.db import models
from django.db.models import Q

from tonggong.domain.coaching.choices import Closing, FollowUpMethod, FollowUpOutcome, RiskReason


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
