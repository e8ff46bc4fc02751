from django.db import models
from django.db.models import F, Q

from tonggong.base.facts import Fact, FactQuerySet
from tonggong.domain.employment.pay_choices import PAY_DECIDED, PAYS, PayState


class SpellQuerySet(FactQuerySet):
    def on(self, day):
        """Spells in force on a day, both ends included."""
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))


class Spell(Fact):
    """One person at one unit (or on own account) in one form, from a day to a day."""

    class Evidence(models.TextChoices):
        """How well a spell is proven (凭据等级): a department's file, a paper, somebody's word."""

        FEED = "A", "部门数据"
        PAPER = "B", "书面材料"
        WORD = "C", "口头核实"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="spells", verbose_name="人员")
    unit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    unit_name = models.CharField("单位名称", max_length=120, blank=True, help_text="来文所写；没有代码时也留着")
    form = models.CharField("就业形式", max_length=2)
    started_on = models.DateField("开始")
    ended_on = models.DateField("结束", null=True)
    end_reason = models.CharField("结束原因", max_length=20, blank=True)
    contract_kind = models.CharField("合同类型", max_length=30, blank=True)
    contract_until = models.DateField("合同到期", null=True)
    wage_yuan = models.DecimalField("月工资", max_digits=10, decimal_places=2, null=True)
    post = models.CharField("岗位", max_length=60, blank=True)
    channel = models.CharField("就业途径", max_length=30, blank=True)
    evidence_level = models.CharField("凭据等级", max_length=1, choices=Evidence, default=Evidence.FEED)

    objects = SpellQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "就业记录"
        indexes = [
            models.Index(fields=["person", "known_until"], name="spell_of_person"),
            models.Index(fields=["unit_code", "known_until"], name="spell_at_unit"),
            models.Index(fields=["started_on"], name="spell_by_start"),
            models.Index(fields=["thread"], name="spell_thread"),
        ]
        constraints = [
            models.CheckConstraint(
                name="spell_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="离职日期不能早于入职日期。",
            ),
            models.UniqueConstraint(
                name="one_standing_spell_per_person_unit_form_start",
                fields=["person", "unit_code", "form", "started_on"],
                condition=Q(known_until=None),
                violation_error_message="此人在该单位已有同一天开始的记录。",
            ),
        ]


class SpellEvidence(models.Model):
    """A further file that says the same of a spell: the second chip under a fact."""

    thread = models.BigIntegerField("就业记录编号", db_index=True)
    source_file = models.ForeignKey("intake.SourceFile", models.PROTECT, related_name="+")
    source_row = models.IntegerField("来源行")
    known_from = models.DateTimeField("得知时间")

    class Meta:
        verbose_name = "佐证"


class Contribution(Fact):
    """Months in which somebody's insurance was paid at a unit, first to last, both included (参保缴费月)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="contributions")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    first_month = models.CharField("首月", max_length=7)
    last_month = models.CharField("末月", max_length=7)
    base_yuan = models.DecimalField("月缴费基数", max_digits=10, decimal_places=2, null=True)
    kinds = models.CharField("险种", max_length=40, blank=True, help_text="来文所写；空即来文没有分险种")
    is_arrears = models.BooleanField("补缴", default=False)

    class Meta:
        verbose_name = "参保缴费"
        indexes = [
            models.Index(fields=["person", "known_until"], name="contribution_of_person"),
            models.Index(fields=["source_file"], name="contribution_by_file"),
        ]


class WageMonth(Fact):
    """The wage that a unit declared for a person and month."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="wages")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    month = models.CharField("月份", max_length=7)
    wage_yuan = models.DecimalField("收入额", max_digits=10, decimal_places=2)
    post = models.CharField("岗位", max_length=60, blank=True, default="", db_default="")
    is_part_time = models.BooleanField("非全日制", null=True, help_text="空：来文没有写")

    class Meta:
        verbose_name = "工资申报"
        indexes = [models.Index(fields=["person", "month"], name="wage_of_person")]


class DispatchAgreement(Fact):
    """What a file says of a dispatch: which agency sends whom to which user, and which of the two counts him (派遣协议)."""

    class CountedBy(models.TextChoices):
        AGENCY = "agency", "派遣单位"
        USER = "user", "用工单位"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="dispatches")
    unit_code = models.CharField("派遣单位代码", max_length=18)
    unit_name = models.CharField("派遣单位", max_length=120, blank=True)
    user_code = models.CharField("用工单位代码", max_length=18)
    user_name = models.CharField("用工单位", max_length=120, blank=True)
    counted_by = models.CharField("由谁计算", max_length=6, choices=CountedBy)
    started_on = models.DateField("派遣起日")
    ended_on = models.DateField("派遣止日", null=True)
    number = models.CharField("协议编号", max_length=40, blank=True)
    signed_on = models.DateField("签订日期", null=True)

    class Meta:
        verbose_name = "派遣协议"
        indexes = [
            models.Index(fields=["person", "known_until"], name="dispatch_of_person"),
            models.Index(fields=["user_code", "known_until"], name="dispatch_to_user"),
            models.Index(fields=["source_file"], name="dispatch_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                name="dispatch_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="派遣止日不能早于起日。",
            )
        ]


class BankPayment(Fact):
    """A wage of a month that a bank paid out for a unit, or that came back to it (银行代发)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="bank_payments")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    month = models.CharField("工资月份", max_length=7)
    paid_yuan = models.DecimalField("代发金额", max_digits=12, decimal_places=2)
    paid_on = models.DateField("入账日期")
    is_returned = models.BooleanField("退回", default=False)

    class Meta:
        verbose_name = "银行代发"
        indexes = [
            models.Index(fields=["person", "month"], name="bank_payment_of_person"),
            models.Index(fields=["source_file"], name="bank_payment_by_file"),
        ]


class PayCheck(models.Model):
    """Somebody's pay at a unit in a quarter beside the unit's same post; a run brings it up to date, people decide flags."""

    State = PayState
    MOVES = {
        PayState.QUIET: (PayState.OPEN,),
        PayState.OPEN: (*PAY_DECIDED, PayState.QUIET),
        PayState.EXPLAINED: (PayState.OPEN, PayState.QUIET),
        PayState.CORRECTED: (PayState.OPEN, PayState.QUIET),
        PayState.HANDED_ON: (PayState.OPEN, PayState.QUIET),
    }

    quarter = models.CharField("季度", max_length=6, help_text="例如 2024Q3")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    post = models.CharField("岗位", max_length=60, blank=True)
    pay = models.CharField("核对结果", max_length=16, choices=PAYS)
    state = models.CharField("状态", max_length=10, choices=PayState)
    share = models.DecimalField("与同岗中位数之比", max_digits=8, decimal_places=4, null=True)
    heads = models.IntegerField("同岗人数", null=True)
    because = models.CharField("理由", max_length=500)
    months = models.JSONField(
        "各月", default=list, help_text="[{month, pay, post, heads, median, file, row}]，核对时的数"
    )
    made_at = models.DateTimeField("核对时间")

    class Meta:
        verbose_name = "同工同酬核对"
        constraints = [
            models.UniqueConstraint(name="one_pay_check_a_quarter", fields=["quarter", "person", "unit_code"])
        ]
        indexes = [models.Index(fields=["quarter", "state", "id"], name="pay_check_by_state")]


class Attested(Fact):
    """What a decision accepted, or did not count, of somebody's work at a unit, month by month (认定采信).

    It adds to what the files say or stands above it; a later decision of the same kind ends it and adds another. A
    declaration's decision leaves what a case found, and a case what a declaration's decision said.
    """

    class Kind(models.TextChoices):
        DECLARED = "declared", "单位申报的在岗职工"
        CONTRACT = "contract", "合同"
        ON_DUTY = "on_duty", "实际在岗"
        BANK = "bank", "银行发放工资"
        WAGE = "wage", "工资"
        ELSEWHERE = "elsewhere", "在外地参保"
        AGREED = "agreed", "派遣协议：由用工单位计算"
        STRUCK = "struck", "不计入"
        CASE = "case", "核查后不计入"

    AGAINST = (Kind.STRUCK, Kind.CASE)

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="attested")
    unit_code = models.CharField("申报单位", max_length=18)
    kind = models.CharField("事项", max_length=10, choices=Kind)
    first_month = models.CharField("首月", max_length=7)
    last_month = models.CharField("末月", max_length=7)
    yuan = models.DecimalField("月工资", max_digits=10, decimal_places=2, null=True)
    until = models.DateField("合同到期", null=True, help_text="空：无固定期限")
    other = models.CharField("参保地、派遣单位代码，或案卷编号", max_length=60, blank=True)
    ground = models.CharField("依据", max_length=200)
    decided_on = models.DateField("认定日期")

    class Meta:
        verbose_name = "认定采信的用工情况"
        indexes = [
            models.Index(fields=["person", "known_until"], name="attested_of_person"),
            models.Index(fields=["unit_code", "known_until"], name="attested_at_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="attested_months_in_order",
                condition=Q(last_month__gte=F("first_month")),
                violation_error_message="末月不能早于首月。",
            )
        ]


class AttestedSum(Fact):
    """The heads of a month, or the wages of a year, that a decision on a unit's declaration put in place of the files'."""

    class Kind(models.TextChoices):
        HEADS = "heads", "职工人数"
        WAGES = "wages", "工资总额"

    unit_code = models.CharField("申报单位", max_length=18)
    kind = models.CharField("事项", max_length=5, choices=Kind)
    period = models.CharField("月份或年度", max_length=7)
    amount = models.DecimalField("人数或元", max_digits=16, decimal_places=2)
    ground = models.CharField("依据", max_length=200)
    decided_on = models.DateField("认定日期")

    class Meta:
        verbose_name = "认定采信的人数和工资"
        indexes = [models.Index(fields=["unit_code", "known_until"], name="attested_sum_at_unit")]
