from django.db import models
from django.db.models import F, Q

from tonggong.domain.coaching.choices import CoachKind, CoachStatus, TrainingKind


class Coach(models.Model):
    """One job coach (就业辅导员), with an account or without. The number of the trade certificate is kept sealed."""

    user = models.OneToOneField("accounts.User", models.PROTECT, null=True, related_name="coach", verbose_name="账号")
    name = models.CharField("姓名", max_length=40)
    employer = models.CharField("所在单位", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=CoachKind)
    is_full_time = models.BooleanField("专职", default=True)
    county_code = models.CharField("县区", max_length=12)
    other_counties = models.JSONField("也服务的县区", default=list)  # 12-digit codes
    skills = models.JSONField("语言和专长", default=list)  # of CoachSkill
    certificate_sealed = models.BinaryField("职业证书编号（密存）", max_length=120, null=True)
    certificate_until = models.DateField("证书有效期至", null=True)
    supervisor = models.CharField("督导", max_length=40, blank=True)
    points_ceiling = models.DecimalField("个人工作量上限", max_digits=4, decimal_places=1, null=True)
    status = models.CharField("状态", max_length=8, choices=CoachStatus, default=CoachStatus.ACTIVE)
    started_on = models.DateField("开始辅导")
    left_on = models.DateField("离开", null=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "就业辅导员"
        indexes = [models.Index(fields=["county_code", "id"], name="coach_by_county")]
        constraints = [
            models.CheckConstraint(
                name="coach_leaves_after_the_start",
                condition=Q(left_on=None) | Q(left_on__gte=F("started_on")),
                violation_error_message="离开日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"辅导员 {self.pk}"


class CoachTraining(models.Model):
    """Hours in which a coach learnt (培训课时); continuing hours count by the year of the day."""

    coach = models.ForeignKey(Coach, models.PROTECT, related_name="trainings")
    kind = models.CharField("类别", max_length=12, choices=TrainingKind)
    on = models.DateField("日期")
    hours = models.DecimalField("课时", max_digits=5, decimal_places=1)
    topic = models.CharField("内容", max_length=120)
    provider = models.CharField("培训机构", max_length=120, blank=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "辅导员培训"
        indexes = [models.Index(fields=["coach", "on"], name="training_of_coach")]
        constraints = [
            models.CheckConstraint(
                name="coach_training_has_hours",
                condition=Q(hours__gt=0),
                violation_error_message="课时要大于 0。",
            ),
        ]


class InstitutionCoach(models.Model):
    """A coach who answers for the people of a sheltered institution, from a day to a day (机构辅导员)."""

    unit_code = models.CharField("统一社会信用代码", max_length=18)
    coach = models.ForeignKey(Coach, models.PROTECT, related_name="institutions")
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True)  # the first day on which it no longer holds
    by = models.CharField("分派人", max_length=60)
    at = models.DateTimeField("分派时间")

    class Meta:
        verbose_name = "机构辅导员"
        indexes = [models.Index(fields=["unit_code", "ended_on"], name="coach_of_institution")]
        constraints = [
            models.UniqueConstraint(
                name="a_coach_once_at_an_institution",
                fields=["unit_code", "coach"],
                condition=Q(ended_on=None),
                violation_error_message="这位辅导员已在这家机构。",
            ),
            models.CheckConstraint(
                name="institution_coach_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]
