from django.db import models
from django.db.models import F, Q

from tonggong.base.facts import Fact
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.choices import DIFFERENCES, LEADS, Settled, Standing


class Answer(models.Model):
    """What a stored answer of one unit and year carries; a batch run replaces it, nobody edits it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField("年度")
    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    kind = models.CharField("单位性质", max_length=24)
    placed = models.IntegerField("安排人数", help_text="年末或当前在职的持证人数，不加权")
    made_at = models.DateTimeField("计算时间")

    class Meta:
        abstract = True


class YearResult(Answer):
    """A unit's year: what a list of the city shows of it. Persons are yearly averages, money is yuan.

    With branches it is the answer of all of them together, and they carry `part_of`: they stand in no list and no total.
    """

    part_of = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="并入")
    branches = models.SmallIntegerField("并入的下属单位", default=0)
    months_known = models.SmallIntegerField("有参保数据的月数")
    headcount = models.DecimalField("在职职工", max_digits=14, decimal_places=4, null=True)
    required = models.DecimalField("应安排", max_digits=14, decimal_places=4, null=True)
    counted = models.DecimalField("已安排", max_digits=14, decimal_places=4)
    shortfall = models.DecimalField("差额", max_digits=14, decimal_places=4, null=True)
    wage_yuan = models.DecimalField("计费工资", max_digits=14, decimal_places=2, null=True)
    tier = models.CharField("分档", max_length=12)
    rate = models.DecimalField("按多少缴", max_digits=6, decimal_places=4, null=True)
    payable_yuan = models.DecimalField("估算应缴", max_digits=16, decimal_places=2, null=True)
    is_provisional = models.BooleanField("还不能作数")
    standing = models.CharField("状态", max_length=12, choices=Standing)
    award_yuan = models.DecimalField(
        "超比例奖励", max_digits=16, decimal_places=2, null=True, help_text="空：不能算，或没有超出"
    )
    award_because = models.CharField("奖励的理由", max_length=400, blank=True, help_text="只有超出比例的单位有")
    rule_version = models.CharField("规则版本", max_length=16)

    class Meta:
        verbose_name = "按比例就业年度结果"
        constraints = [models.UniqueConstraint(name="one_quota_result_a_year", fields=["unit", "year"])]
        indexes = [models.Index(fields=["year", "county_code", "id"], name="quota_result_by_place")]


class LeadResult(Answer):
    """Where a public body stands with its duty to lead (带头安排), as of the last day of the year or the day it was made."""

    on = models.DateField("截至")
    level = models.CharField("层级", max_length=10, blank=True)
    posts = models.IntegerField("编制数", null=True)
    posts_on = models.DateField("编制数的日期", null=True)
    is_school = models.BooleanField("中小学幼儿园")
    is_member = models.BooleanField("残工委成员单位")
    headcount = models.DecimalField("在职职工", max_digits=14, decimal_places=4, null=True)
    counted = models.DecimalField("已安排", max_digits=14, decimal_places=4, null=True)
    is_below = models.BooleanField("未达比例", null=True, help_text="空：职工人数不明")
    lead = models.CharField("带头安排", max_length=12, choices=LEADS)
    because = models.CharField("理由", max_length=400)

    class Meta:
        verbose_name = "带头安排结果"
        constraints = [models.UniqueConstraint(name="one_lead_result_a_year", fields=["unit", "year"])]
        indexes = [models.Index(fields=["year", "lead"], name="lead_result_by_lead")]


class LeadPlan(models.Model):
    """The plan that a unit owes once it must place somebody and has nobody; opened by the run that finds the breach."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    breach_on = models.DateField("发现之日")
    ended_on = models.DateField("了结之日", null=True, help_text="已安排，或不再有此义务")
    posts = models.SmallIntegerField("预留岗位", null=True)
    deadline = models.DateField("计划完成之日", null=True)
    measure = models.CharField("措施", max_length=400, blank=True)
    filed_on = models.DateField("报送之日", null=True)
    by = models.CharField("登记人", max_length=60, blank=True)
    by_id = models.BigIntegerField("登记人编号", null=True)
    at = models.DateTimeField("登记时间", null=True)

    class Meta:
        verbose_name = "带头安排计划"
        constraints = [
            models.UniqueConstraint(
                name="one_open_lead_plan_per_unit",
                fields=["unit"],
                condition=Q(ended_on=None),
                violation_error_message="这个单位已经有一份没有了结的计划。",
            ),
            models.CheckConstraint(
                name="filed_lead_plan_is_whole",
                condition=Q(filed_on=None) | (Q(posts__gte=1, deadline__gte=F("filed_on")) & ~Q(measure="")),
                violation_error_message="计划要写明岗位数、完成日期和措施。",
            ),
        ]


class LeadRound(models.Model):
    """A recruiting round that a unit with a plan filed (招录批次). Only ever added."""

    plan = models.ForeignKey(LeadPlan, models.PROTECT, related_name="rounds")
    held_on = models.DateField("招录日期")
    posts = models.SmallIntegerField("岗位数")
    note = models.CharField("说明", max_length=200)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "招录批次"


class CadreCount(models.Model):
    """Cadres of one federation on a day (残联机关干部). Only ever added; the latest of a day holds."""

    division_code = models.CharField("残联", max_length=12)
    on = models.DateField("截至")
    cadres = models.SmallIntegerField("干部")
    with_disability = models.SmallIntegerField("残疾人干部")
    ground = models.CharField("凭据", max_length=200)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "残联干部人数"
        constraints = [
            models.CheckConstraint(
                name="cadres_hold_those_with_disability",
                condition=Q(with_disability__gte=0, with_disability__lte=F("cadres")),
                violation_error_message="残疾人干部不能多于干部。",
            )
        ]


class LevyCollected(Fact):
    """What the tax office says that it collected of a unit for one levy year; a later file's row ends an earlier one's."""

    unit_code = models.CharField("统一社会信用代码", max_length=18)
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    county_code = models.CharField("县区", max_length=12, blank=True)
    year = models.SmallIntegerField("费款所属年度")
    headcount = models.DecimalField("申报职工人数", max_digits=14, decimal_places=4, null=True)
    counted = models.DecimalField("申报安排人数", max_digits=14, decimal_places=4, null=True)
    wage_yuan = models.DecimalField("申报年平均工资", max_digits=14, decimal_places=2, null=True)
    relief_yuan = models.DecimalField("减免金额", max_digits=16, decimal_places=2, null=True)
    payable_yuan = models.DecimalField("应缴金额", max_digits=16, decimal_places=2, null=True)
    paid_yuan = models.DecimalField("实缴金额", max_digits=16, decimal_places=2)
    paid_on = models.DateField("缴款日期", null=True)
    status = models.CharField("缴纳情况", max_length=8, blank=True)

    class Meta:
        verbose_name = "残保金征收"
        indexes = [models.Index(fields=["year", "unit_code"], name="levy_collected_of_year")]


class LevyDifference(models.Model):
    """The year's estimate of a unit against what was collected: the class, both sums, and where its handling stands.

    A run replaces what it says; its handling stays while class and sums stay, and each step is kept (`base.workflow`). What a
    run finds no more stays with when it went and by which file, and with what was decided of it.
    """

    MOVES = {state: [other for other in Settled.values if other != state] for state in Settled.values}

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    year = models.SmallIntegerField("年度")
    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    kind = models.CharField("差异类别", max_length=20, choices=DIFFERENCES)
    also = models.CharField("一起才能解释的", max_length=80, blank=True, help_text="逗号分开，不止一项时才有")
    estimate_yuan = models.DecimalField("估算", max_digits=16, decimal_places=2, null=True)
    paid_yuan = models.DecimalField("实缴", max_digits=16, decimal_places=2)
    because = models.CharField("理由", max_length=600)
    state = models.CharField("处理", max_length=10, choices=Settled, default=Settled.OPEN)
    made_at = models.DateTimeField("比对时间")
    gone_at = models.DateTimeField("不再有的时间", null=True)
    gone_file = models.ForeignKey(
        "intake.SourceFile", models.PROTECT, null=True, verbose_name="哪份文件之后没有", related_name="+"
    )

    class Meta:
        verbose_name = "残保金估算与征收差异"
        constraints = [models.UniqueConstraint(name="one_levy_difference_a_year", fields=["unit_code", "year"])]
        indexes = [models.Index(fields=["year", "kind"], name="levy_difference_by_kind")]
