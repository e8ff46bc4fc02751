from datetime import date

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    """Rows with days of validity."""

    def on(self, day: date):
        """Rows valid on a day, both ends included."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Dated(models.Model):
    """Something that exists from a day to a day; None is open."""

    valid_from = models.DateField("起日", null=True)
    valid_to = models.DateField("止日", null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Division(Dated):
    """One administrative division, down to streets and towns; the code has 12 digits."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省"
        CITY = "city", "市"
        COUNTY = "county", "县区"
        TOWNSHIP = "township", "乡镇街道"

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40)
    level = models.CharField("级别", max_length=10, choices=Level)
    kind = models.CharField("类型", max_length=20, blank=True, help_text="市辖区、县、街道、镇、类似乡级单位")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="former", verbose_name="并入或改为")
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="division_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="区划的止日不能早于起日。",
            )
        ]


class ReportingUnit(Dated):
    """A functional zone that reports by itself though its code lies in a county (功能区)."""

    key = models.CharField("键", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=60)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="所在区划")
    aliases = models.JSONField("其他写法", default=list)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "单独报数单位"
        ordering = ["key"]


class Department(Dated):
    """An office named by a plan; after its end its duties are its successor's, its history stays its own."""

    key = models.CharField("键", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="former", verbose_name="职责划入")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "部门"
        ordering = ["key"]
