from datetime import date

from django.db import models
from django.db.models import F, Q

from tonggong.base.divisions.models import Department
from tonggong.domain.plan.choices import ClauseKind, Level, Period, PlanStatus, Scope


class City(models.Model):
    """The city of this installation and what its pack says of it beyond divisions and plans."""

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40)
    settings = models.JSONField("设置", help_text="发文机关、机关代字、电话、示意图等")

    class Meta:
        verbose_name = "城市"


class ExpectedFeed(models.Model):
    """One sender that owes one feed, and by which day of the following month."""

    feed = models.CharField("数据", max_length=40)
    sender = models.CharField("报送单位", max_length=60)
    county_code = models.CharField("县区代码", max_length=12, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name="部门")
    period = models.CharField("周期", max_length=10, choices=Period)
    due_day = models.PositiveSmallIntegerField("次月到期日")

    class Meta:
        verbose_name = "应报数据"
        ordering = ["feed", "sender"]
        constraints = [
            models.UniqueConstraint(
                name="one_line_per_feed_and_sender",
                fields=["feed", "sender"],
                violation_error_message="同一数据同一报送单位只能有一行。",
            )
        ]


class PlanQuerySet(models.QuerySet):
    """Versions of the plan."""

    def on(self, day: date):
        """Versions whose period holds a day, both ends included."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class Plan(models.Model):
    """One version of the plan with its period; versions stand side by side."""

    key = models.CharField("键", max_length=40, primary_key=True)
    title = models.CharField("标题", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("印发机关", max_length=60, blank=True)
    first_day = models.DateField("起日")
    last_day = models.DateField("止日")
    status = models.CharField("状态", max_length=20, choices=PlanStatus)
    note = models.CharField("说明", max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "方案"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_begins",
                condition=Q(last_day__gt=F("first_day")),
                violation_error_message="方案的止日不能早于起日。",
            )
        ]


class ParentDocument(models.Model):
    """A document that a plan or a clause carries out; `printed_number` is the plan's own slip of the number."""

    key = models.CharField("键", max_length=60, primary_key=True)
    title = models.CharField("标题", max_length=160)
    number = models.CharField("文号", max_length=60)
    printed_number = models.CharField("方案原文所印文号", max_length=60, blank=True)
    level = models.CharField("层级", max_length=10, choices=Level)

    class Meta:
        verbose_name = "上级文件"
        ordering = ["key"]


class Clause(models.Model):
    """One action or safeguard, in our own short words; `alias` is the right title where the plan has a slip."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses", verbose_name="方案")
    key = models.CharField("编号", max_length=8)
    kind = models.CharField("类别", max_length=10, choices=ClauseKind)
    position = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标题", max_length=60)
    alias = models.CharField("应为", max_length=60, blank=True)
    wording = models.TextField("要点")

    class Meta:
        verbose_name = "条款"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                name="one_clause_per_plan_and_key",
                fields=["plan", "key"],
                violation_error_message="同一方案里条款编号不能重复。",
            )
        ]


class ClauseDepartment(models.Model):
    """A department that answers for a clause; the order is the plan's."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="departments", verbose_name="条款")
    department = models.ForeignKey(Department, models.PROTECT, related_name="clauses", verbose_name="部门")
    position = models.PositiveSmallIntegerField("序号")

    class Meta:
        verbose_name = "责任部门"
        ordering = ["clause", "position"]


class ClauseParent(models.Model):
    """What a clause carries out: a document and the place in it."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="parents", verbose_name="条款")
    document = models.ForeignKey(ParentDocument, models.PROTECT, related_name="clauses", verbose_name="上级文件")
    place = models.CharField("位置", max_length=80, blank=True)

    class Meta:
        verbose_name = "对应关系"
        ordering = ["clause", "document"]


class Task(models.Model):
    """Something that a clause asks for again and again or once, with its owner, its day and its proof."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="方案")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="tasks", verbose_name="条款")
    key = models.CharField("编号", max_length=12)
    title = models.CharField("任务", max_length=80)
    owner = models.ForeignKey(Department, models.PROTECT, related_name="tasks", verbose_name="责任部门")
    scope = models.CharField("范围", max_length=8, choices=Scope)
    period = models.CharField("周期", max_length=10, choices=Period)
    proof = models.CharField("完成依据", max_length=120)
    due_source = models.CharField("期限依据", max_length=80)

    class Meta:
        verbose_name = "任务"
        ordering = ["plan", "key"]
        constraints = [
            models.UniqueConstraint(
                name="one_task_per_plan_and_key",
                fields=["plan", "key"],
                violation_error_message="同一方案里任务编号不能重复。",
            )
        ]


class TaskDue(models.Model):
    """One occurrence of a task: a period and, for a county's task, a county."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="dues", verbose_name="任务")
    label = models.CharField("期次", max_length=20, help_text="2024、2024上半年、2024年1季度、2024-03")
    county_code = models.CharField("县区代码", max_length=12, help_text="市级任务为市代码")
    owner = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="到期时的责任部门")
    due_on = models.DateField("到期日")
    done_on = models.DateField("完成日", null=True)
    done_by = models.CharField("办理人", max_length=60, blank=True)
    proof = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "任务期次"
        ordering = ["due_on", "task", "county_code"]
        constraints = [
            models.UniqueConstraint(
                name="one_due_per_task_period_and_county",
                fields=["task", "label", "county_code"],
                violation_error_message="同一任务同一期次同一县区只能有一行。",
            ),
            models.CheckConstraint(
                name="a_done_task_says_by_whom_and_on_what_proof",
                condition=Q(done_on=None) | (~Q(done_by="") & ~Q(proof="")),
                violation_error_message="办结任务须写明办理人和依据。",
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="plan_due_open")]


class Target(models.Model):
    """A number that the plan wants of an indicator; what its parts leave over is unsplit, never spread silently."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="方案")
    indicator = models.CharField("指标", max_length=60)
    title = models.CharField("名称", max_length=60)
    unit = models.CharField("单位", max_length=10)
    value = models.PositiveIntegerField("目标")
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = "目标"
        ordering = ["plan", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="one_target_per_plan_and_indicator",
                fields=["plan", "indicator"],
                violation_error_message="同一方案同一指标只能有一个目标。",
            )
        ]


class TargetPart(models.Model):
    """One part of a target: of a year, a county, a department, or a county's year."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="parts", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年度", null=True)
    county_code = models.CharField("县区代码", max_length=12, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name="部门")
    value = models.PositiveIntegerField("数值")
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = "目标分解"
        ordering = ["target", "year", "county_code"]
