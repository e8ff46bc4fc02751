"""Answers of the rules, stored for quick lists. Nobody types them in: `services.refresh` makes them from the facts."""

from django.db import models

from tonggong.domain.status.choices import One


class PersonStatus(models.Model):
    """Who somebody is by rule on a day (身份): every answer with its reason in words."""

    person = models.OneToOneField("persons.Person", models.CASCADE, primary_key=True, related_name="status")
    day = models.DateField("判断日期")
    is_working_age = models.BooleanField("在统计就业年龄段")
    is_employed = models.BooleanField("已就业")
    form = models.CharField("就业形式", max_length=2, blank=True)  # the main one, empty when not employed
    is_target = models.BooleanField("方案服务对象")
    target_reason = models.CharField("是或不是的理由", max_length=16)  # of rules.target.Reason
    wish = models.CharField("就业意愿", max_length=10, blank=True)  # empty: not verified
    hardship = models.JSONField("就业困难情形", default=list)  # codes of rules.hardship.Group
    is_rural = models.BooleanField("农村")
    is_monitored = models.BooleanField("防止返贫监测对象")
    is_graduate = models.BooleanField("高校毕业生")
    massage = models.CharField("盲人按摩", max_length=10, blank=True)  # medical or health
    is_injured_only = models.BooleanField("只有工伤身份")  # in service without a certificate, counted apart
    retire_month = models.CharField("法定退休月份", max_length=7, blank=True)  # empty: retirement category not known
    because = models.JSONField("理由", default=dict)  # {question: sentences}
    rule_version = models.CharField("规则版本", max_length=16)
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = "身份"
        indexes = [
            models.Index(fields=["is_target", "person"], name="status_by_target"),
            models.Index(fields=["target_reason", "person"], name="status_by_reason"),
        ]


class Owed(models.Model):
    """One of the four that a person is owed in a period: until when, done with which evidence, or left and why.

    Kept for the period of the day and for the one before, which stands as on its last day.
    """

    person = models.ForeignKey("persons.Person", models.CASCADE, related_name="owed")
    one = models.CharField("哪一项", max_length=12, choices=One)
    period = models.CharField("期间", max_length=16)  # "2024", or the plan's key where the figure says plan
    is_current = models.BooleanField("本期", default=True)  # else of the period before
    owed_from = models.DateField("应办起")
    due_on = models.DateField("期限")
    done_on = models.DateField("办结日期", null=True)
    evidence = models.BigIntegerField(
        "凭据", null=True
    )  # thread of the verification, assessment, registration, service
    left_on = models.DateField("退出日期", null=True)
    left_reason = models.CharField("退出原因", max_length=16, blank=True)  # of rules.four_ones.Left
    is_voluntary = models.BooleanField("超龄自愿", default=False)  # over the statistics age; counted apart

    class Meta:
        verbose_name = "应办事项"
        constraints = [
            models.UniqueConstraint(
                name="owed_once_in_a_period",
                fields=["person", "one", "period"],
                violation_error_message="此人这一期间已有这一项。",
            ),
        ]
        indexes = [models.Index(fields=["is_current", "one", "done_on", "due_on"], name="owed_by_due")]
