from django.db import models

from tonggong.base.facts import Fact


class Attendance(Fact):
    """One person in one class, with hours, share attended and result."""

    class Result(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"
        BROKEN_OFF = "broken_off", "未完成"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="training")
    class_name = models.CharField("班次", max_length=120)
    kind = models.CharField("培训类型", max_length=30)
    provider = models.CharField("培训机构", max_length=120, blank=True)
    started_on = models.DateField("开班")
    ended_on = models.DateField("结业", null=True)
    hours = models.DecimalField("课时", max_digits=6, decimal_places=1, null=True)
    attendance_share = models.DecimalField("出勤率", max_digits=5, decimal_places=4, null=True)
    result = models.CharField("结果", max_length=12, choices=Result, blank=True)

    class Meta:
        verbose_name = "培训结果"
        indexes = [
            models.Index(fields=["person", "known_until"], name="training_of_person"),
            models.Index(fields=["started_on"], name="training_by_start"),
        ]
