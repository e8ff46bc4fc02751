from django.db import models
from django.db.models import Q

from tonggong.base.withdrawn import WithdrawableForReason
from tonggong.domain.employers.models import Unit
from tonggong.domain.hires.choices import MATCHES, Form, State


class HireReport(WithdrawableForReason):
    """A hire that a public body reports, entered by itself or by staff; taken back, it stays with who and why."""

    year = models.SmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    citizen_id_sealed = models.BinaryField("身份证号（密存）", max_length=64)
    citizen_id_index = models.BinaryField("身份证号索引", max_length=16)
    name = models.CharField("姓名", max_length=40)
    hired_on = models.DateField("录（聘）用日期")
    post = models.CharField("岗位", max_length=60, blank=True)
    form = models.CharField("用工形式", max_length=8, choices=Form, blank=True)
    ground = models.CharField("凭据", max_length=200)
    by = models.CharField("登记人", max_length=60)
    by_id = models.BigIntegerField("登记人编号", null=True)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "录聘用报告"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_hire_report_a_year",
                fields=["year", "unit", "citizen_id_index"],
                condition=Q(withdrawn_at=None),
                violation_error_message="这个单位这一年已经报过此人。",
            )
        ]

    @property
    def receipt(self) -> str:
        """The number of the receipt; it names no person."""
        return f"录聘{self.year}-{self.pk:06d}"


class HireCase(models.Model):
    """One person at one public body in one year, as the four sides say it; a run brings it up to date, people decide it."""

    State = State
    # a run goes back to open or to agreed when what the sides say has changed; the rest are people's steps
    MOVES = {
        State.AGREED: (State.OPEN, State.GONE),
        State.OPEN: (State.COUNTED, State.LEFT_OUT, State.AGREED, State.GONE),
        State.COUNTED: (State.OPEN, State.AGREED, State.GONE),
        State.LEFT_OUT: (State.OPEN, State.AGREED, State.GONE),
        State.GONE: (State.OPEN, State.AGREED),
    }

    year = models.SmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    identity = models.BinaryField("身份证号索引", max_length=16)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    kind = models.CharField("单位性质", max_length=24)
    level = models.CharField("层级", max_length=10, blank=True)
    match = models.CharField("核对结果", max_length=12, choices=MATCHES)
    state = models.CharField("状态", max_length=8, choices=State)
    because = models.CharField("理由", max_length=300)
    reported_on = models.DateField("单位报的日期", null=True)
    hired_on = models.DateField("人事部门的日期", null=True)
    report = models.ForeignKey(HireReport, models.PROTECT, null=True, related_name="+")
    report_file = models.ForeignKey("intake.SourceFile", models.PROTECT, null=True, related_name="+")
    report_row = models.IntegerField("单位报告的来源行", null=True)
    hire_file = models.ForeignKey("intake.SourceFile", models.PROTECT, null=True, related_name="+")
    hire_row = models.IntegerField("人事部门的来源行", null=True)
    made_at = models.DateTimeField("核对时间")

    class Meta:
        verbose_name = "录聘用核对"
        constraints = [models.UniqueConstraint(name="one_hire_case_a_year", fields=["year", "unit", "identity"])]
        indexes = [models.Index(fields=["year", "state", "county_code"], name="hire_case_by_state")]
