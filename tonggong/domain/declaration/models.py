from django.db import models
from django.db.models import F, Q

from tonggong.domain.employers.models import Unit


class Declaration(models.Model):
    """One version of a unit's declaration of one year."""

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "待审核"
        REVIEWING = "reviewing", "审核中"
        RETURNED = "returned", "退回补正"
        PASSED = "passed", "通过"
        PARTIAL = "partial", "部分认定"
        REVISED = "revised", "已被新认定代替"

    MOVES = {
        State.DRAFT: (State.SUBMITTED,),
        State.SUBMITTED: (State.DRAFT, State.REVIEWING),
        State.REVIEWING: (State.RETURNED, State.PASSED, State.PARTIAL),
        State.RETURNED: (State.SUBMITTED,),
        State.PASSED: (State.REVISED,),
        State.PARTIAL: (State.REVISED,),
        State.REVISED: (),
    }
    OPEN = (State.DRAFT, State.SUBMITTED, State.REVIEWING, State.RETURNED)
    DECIDED = (State.PASSED, State.PARTIAL)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    year = models.SmallIntegerField("年度")
    version = models.SmallIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField("建立时间")
    opened_by = models.CharField("建立人", max_length=60)
    submitted_at = models.DateTimeField("提交时间", null=True)
    submitted_by = models.CharField("提交人", max_length=60, blank=True)
    confirmed = models.SmallIntegerField("自动核对通过的人", default=0)
    due_on = models.DateField("审核期限", null=True)
    mend_by = models.DateField("补正期限", null=True)
    decided_on = models.DateField("认定日期", null=True)
    decided_by = models.CharField("认定人", max_length=60, blank=True)
    decided_by_id = models.BigIntegerField("认定人编号", null=True)
    reason = models.CharField("理由", max_length=400, blank=True)

    class Meta:
        verbose_name = "按比例就业申报"
        constraints = [
            models.UniqueConstraint(name="one_declaration_version", fields=["unit", "year", "version"]),
            models.UniqueConstraint(
                name="one_open_declaration_a_year",
                fields=["unit", "year"],
                condition=Q(state__in=("draft", "submitted", "reviewing", "returned")),
                violation_error_message="这一年的申报已经在办。",
            ),
        ]
        indexes = [models.Index(fields=["state", "county_code", "due_on"], name="declaration_by_state")]

    @property
    def receipt(self) -> str:
        """The number of the receipt and of the decision; it names no person."""
        return f"按比例{self.year}-{self.pk:06d}-{self.version}"


class Evidence(models.Model):
    """A file that a unit sent for a correction, sealed; only ever added."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="evidence")
    title = models.CharField("名称", max_length=80)
    media_type = models.CharField("格式", max_length=40)
    sealed = models.BinaryField("内容（加密）")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "申报凭据"


class Item(models.Model):
    """One thing to be decided: a correction that the unit asks for, or what the comparison flagged."""

    class Kind(models.TextChoices):
        HEADS = "heads", "某月职工人数"
        WAGES = "wages", "全年工资总额"
        CONTRACT = "contract", "合同"
        ON_DUTY = "on_duty", "实际在岗"
        BANK = "bank", "银行发放工资"
        WAGE = "wage", "当月工资"
        ELSEWHERE = "elsewhere", "在外地参保"
        AGREED = "agreed", "派遣协议由本单位计算"
        PERSON = "person", "补一个人"
        CERTIFICATE = "certificate", "提交时证件已失效"
        TWICE = "twice", "同一个月两个单位都有"
        BOTH = "both", "派遣单位和用工单位都算"

    class State(models.TextChoices):
        OPEN = "open", "待审核"
        ACCEPTED = "accepted", "采信"
        REFUSED = "refused", "不采信"

    FLAGS = (Kind.CERTIFICATE, Kind.TWICE, Kind.BOTH)
    SUMS = (Kind.HEADS, Kind.WAGES)

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="items")
    kind = models.CharField("事项", max_length=12, choices=Kind)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    number_sealed = models.BinaryField("所报证号（加密）", null=True)
    citizen_sealed = models.BinaryField("所报身份证号（加密）", null=True)
    citizen_index = models.BinaryField("身份证号索引", max_length=16, null=True)
    is_military = models.BooleanField("残疾军人证", default=False)
    first_month = models.CharField("首月", max_length=7)
    last_month = models.CharField("末月", max_length=7)
    amount = models.DecimalField("人数或元", max_digits=16, decimal_places=2, null=True)
    until = models.DateField("合同到期", null=True)
    other = models.CharField("参保地，或派遣单位代码", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=200)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    state = models.CharField("结果", max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField("审核理由", max_length=200, blank=True)
    answered_by = models.CharField("审核人", max_length=60, blank=True)
    answered_at = models.DateTimeField("审核时间", null=True)
    dropped_at = models.DateTimeField("撤掉时间", null=True)

    class Meta:
        verbose_name = "申报事项"
        constraints = [
            models.CheckConstraint(name="item_months_in_order", condition=Q(last_month__gte=F("first_month"))),
            models.CheckConstraint(
                name="answered_item_has_a_reason",
                condition=Q(state="open") | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="请写明理由。",
            ),
        ]

    @property
    def is_flag(self) -> bool:
        """Whether the comparison found it, not the unit."""
        return self.kind in self.FLAGS


class Objection(models.Model):
    """A unit's objection to a decision (异议); answered by another person than the one who decided."""

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        UPHELD = "upheld", "成立，重新认定"
        DISMISSED = "dismissed", "维持原认定"

    MOVES = {State.OPEN: (State.UPHELD, State.DISMISSED)}

    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="objection")
    reason = models.CharField("异议", max_length=400)
    made_at = models.DateTimeField("提出时间")
    made_by = models.CharField("提出人", max_length=60)
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField("答复", max_length=400, blank=True)
    answered_by = models.CharField("答复人", max_length=60, blank=True)

    class Meta:
        verbose_name = "认定异议"
