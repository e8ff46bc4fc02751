from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tonggong.base.withdrawn import WithdrawableForReason
from tonggong.domain.inspection.choices import RESULTS, STATES, VERDICTS, Asked, Ending
from tonggong.domain.persons.models import Person
from tonggong.rules.signals import cases


class Screening(models.Model):
    """One run over a year of the ledger (筛查)."""

    year = models.SmallIntegerField("年度")
    rule_version = models.CharField("规则版本", max_length=16)
    placements = models.IntegerField("看过的安排")
    by = models.CharField("经办人", max_length=60)
    by_id = models.BigIntegerField("经办人编号", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "筛查"


class Suspected(models.Model):
    """What a screening found of one placement, frozen with its ground; a rerun adds a row and marks this one, never edits it.

    `content`: {hits: [{code, clue, points, counts, evidence, innocent}], silent, steps}; rows as in `lines.Line`.
    """

    follows_person = True

    year = models.SmallIntegerField("年度")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    county_code = models.CharField("单位所在县区", max_length=12)
    township_code = models.CharField("单位所在乡镇街道", max_length=12, blank=True)
    score = models.SmallIntegerField("分数")
    level = models.CharField("程度", max_length=8)
    codes = models.CharField("迹象", max_length=80, help_text="编号，两边各有一个空格，例如“ F01 F05 ”")
    content = models.JSONField("依据")
    fingerprint = models.CharField("指纹", max_length=64)
    first_seen = models.ForeignKey(Screening, models.PROTECT, related_name="+", verbose_name="第一次出现")
    last_seen = models.ForeignKey(Screening, models.PROTECT, related_name="+", verbose_name="最近一次出现")
    ended_in = models.ForeignKey(Screening, models.PROTECT, null=True, related_name="+", verbose_name="不再如此")
    ending = models.CharField("怎么不再如此", max_length=8, choices=Ending, blank=True)

    class Meta:
        verbose_name = "疑点"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_suspicion_per_placement_and_year",
                fields=["year", "person", "unit_code"],
                condition=Q(ended_in=None),
                violation_error_message="这个人在这家单位这一年已经有一条疑点。",
            ),
        ]
        indexes = [models.Index(fields=["year", "ended_in", "-score"], name="suspected_queue")]


class Case(models.Model):
    """A case that a person opened from suspicions of one unit and year (核查案卷). Nothing in it follows from a score."""

    MOVES = cases.MOVES

    unit_code = models.CharField("统一社会信用代码", max_length=18)
    unit_name = models.CharField("单位名称", max_length=120)
    year = models.SmallIntegerField("年度")
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    state = models.CharField("状态", max_length=10, choices=STATES, default=cases.State.LOOKING.value)
    reason = models.CharField("立案理由", max_length=400)
    owner = models.CharField("承办人", max_length=60)
    owner_id = models.BigIntegerField("承办人编号", null=True)
    opened_by = models.CharField("立案人", max_length=60)
    opened_by_id = models.BigIntegerField("立案人编号", null=True)
    opened_at = models.DateTimeField("立案时间")

    class Meta:
        verbose_name = "核查案卷"
        indexes = [models.Index(fields=["unit_code"], name="case_of_unit")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_per_unit_and_year",
                fields=["unit_code", "year"],
                condition=~Q(state="closed"),
                violation_error_message="这家单位这一年已经有一个没有办结的案卷。",
            )
        ]


class Subject(models.Model):
    """A suspicion that a case looks into."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="subjects")
    suspected = models.ForeignKey(Suspected, models.PROTECT, related_name="subjects")
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "案卷里的疑点"
        constraints = [models.UniqueConstraint(name="suspicion_once_in_a_case", fields=["case", "suspected"])]


class Entry(WithdrawableForReason):
    """What every entry of a case carries. What was wrong is withdrawn with a reason and stays; the right one is a new row."""

    by = models.CharField("记录人", max_length=60)
    by_id = models.BigIntegerField("记录人编号", null=True)
    at = models.DateTimeField("记录时间")

    class Meta:
        abstract = True


class Task(Entry):
    """Something to be done by a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    text = models.CharField("要办的事", max_length=200)
    due_on = models.DateField("期限")
    done_on = models.DateField("办完", null=True)
    done_by = models.CharField("谁办的", max_length=60, blank=True)
    note = models.CharField("结果", max_length=400, blank=True)

    class Meta:
        verbose_name = "核查事项"


class SiteVisit(Entry):
    """What was seen at the unit (到单位核查)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    on = models.DateField("日期")
    seen = models.CharField("看到的情况", max_length=1000)
    company = models.CharField("一同去的人", max_length=100, blank=True)

    class Meta:
        verbose_name = "到单位核查"


class Question(Entry):
    """A question and its answer. The unit sees those asked of it, nothing else of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    asked = models.CharField("问谁", max_length=8, choices=Asked)
    text = models.CharField("问题", max_length=300)
    due_on = models.DateField("答复期限")
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.CharField("谁答复的", max_length=60, blank=True)
    is_own_word = models.BooleanField("本人私下说的", default=False, help_text="只有承办人看得到")

    class Meta:
        verbose_name = "核查问题"


class HearingLetter(Entry):
    """The unit is told what is asked and may state its view until a day (听取意见)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    sent_on = models.DateField("发函日期")
    due_on = models.DateField("陈述期限")
    text = models.TextField("函的内容", max_length=2000)
    people = models.JSONField("涉及的人", help_text="编号")
    statement = models.TextField("单位的陈述", max_length=4000, blank=True)
    stated_on = models.DateField("陈述日期", null=True)
    stated_by = models.CharField("陈述人", max_length=60, blank=True)
    silent_on = models.DateField("记下期满未陈述", null=True)

    class Meta:
        verbose_name = "听取意见"
        constraints = [
            models.CheckConstraint(
                name="silence_only_after_the_term",
                condition=Q(silent_on=None) | Q(silent_on__gt=F("due_on")),
                violation_error_message="期限没有过，不能记未陈述。",
            )
        ]


class PersonFinding(Entry):
    """What was found of one person's placement; the latest that was not withdrawn holds."""

    follows_person: ClassVar[bool] = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField("认定", max_length=10, choices=VERDICTS)
    reason = models.CharField("理由", max_length=600)
    evidence = models.CharField("依据", max_length=400)

    class Meta:
        verbose_name = "逐人认定"


class Result(Entry):
    """What is proposed to come of a case, and who of the others confirmed it; the latest that was not withdrawn holds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="results")
    ending = models.CharField("结论", max_length=12, choices=RESULTS)
    months = models.JSONField("不计入的月份", default=dict, help_text="按人的编号：[月份]")
    offices = models.JSONField("移送", default=list)
    reason = models.CharField("理由", max_length=600)
    confirmed_by = models.CharField("复核人", max_length=60, blank=True)
    confirmed_by_id = models.BigIntegerField("复核人编号", null=True)
    confirmed_at = models.DateTimeField("复核时间", null=True)

    class Meta:
        verbose_name = "核查结论"
