from django.db import models
from django.db.models import Q

from tonggong.domain.cooperation.choices import ReportKind
from tonggong.domain.cooperation.models.partners import Entry


class CsrFiling(Entry):
    """An enterprise told of its placements in a report on social responsibility (社会责任报告)."""

    unit = models.ForeignKey("employers.Unit", models.PROTECT, related_name="+")
    year = models.SmallIntegerField("报告年度")
    kind = models.CharField("报告种类", max_length=8, choices=ReportKind)
    filed_on = models.DateField("发布日期")
    link = models.URLField("链接", max_length=300, blank=True)
    evidence = models.CharField("凭据", max_length=200)

    class Meta:
        verbose_name = "社会责任报告"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_report_a_year",
                fields=["unit", "year"],
                condition=Q(withdrawn_at=None),
                violation_error_message="这家单位这一年的报告已经登记。",
            ),
        ]


class Mailing(models.Model):
    """A yearly mailing of policy letters: to whom by which choice, made when and by whom (批量告知信)."""

    year = models.SmallIntegerField("年度")
    reach = models.CharField("范围", max_length=12)
    county = models.CharField("县区", max_length=12, blank=True)
    kind = models.CharField("单位性质", max_length=24, blank=True)
    tier = models.CharField("分档", max_length=12, blank=True)
    made_on = models.DateField("信上的日期")
    package = models.BinaryField("信件包", null=True, help_text="密存；一家一个 .docx，压成一个文件")
    letters_made = models.IntegerField("信件数", default=0)
    left_out = models.IntegerField("没有数、没有写信的单位", default=0)
    by = models.CharField("办理人", max_length=60)
    at = models.DateTimeField("办理时间")
    done_at = models.DateTimeField("做完时间", null=True)

    class Meta:
        verbose_name = "批量告知信"


class MailedLetter(models.Model):
    """One unit's letter of a mailing, with the figures that it states."""

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="letters")
    unit = models.ForeignKey("employers.Unit", models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=120)
    headcount = models.DecimalField("在职职工", max_digits=14, decimal_places=4, null=True)
    required = models.DecimalField("应安排", max_digits=14, decimal_places=4, null=True)
    counted = models.DecimalField("已安排", max_digits=14, decimal_places=4, null=True)
    payable_yuan = models.DecimalField("应缴", max_digits=16, decimal_places=2, null=True)

    class Meta:
        verbose_name = "告知信"
        constraints = [models.UniqueConstraint(name="one_letter_a_mailing", fields=["mailing", "unit"])]
