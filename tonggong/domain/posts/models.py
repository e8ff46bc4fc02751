from datetime import date

from django.db import models
from django.db.models import F, Q

from tonggong.base.privacy import seal, unseal
from tonggong.domain.employers.models import Unit
from tonggong.domain.posts.choices import ConditionKind, ConditionState, HelpState, Source, State
from tonggong.domain.quota.models import LeadPlan, LeadRound

SEALED = "exam_request.words"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by what is so."""

    def open_on(self, day: date) -> "PostQuerySet":
        """Published posts for which one may apply on a day, both ends included."""
        rows = self.filter(state=State.PUBLISHED, open_from__lte=day)
        return rows.filter(Q(open_until=None) | Q(open_until__gte=day))


class Post(models.Model):
    """Places of one kind at one unit (岗位). What it asks of people stands in the dimensions of the ability profile."""

    MOVES = {
        State.DRAFT: (State.STOPPED, State.REVIEW, State.CLOSED),
        State.STOPPED: (State.REVIEW, State.DRAFT, State.CLOSED),
        State.REVIEW: (State.PUBLISHED, State.STOPPED, State.DRAFT, State.CLOSED),
        State.PUBLISHED: (State.FILLED, State.STOPPED, State.DRAFT, State.CLOSED),
        State.FILLED: (State.PUBLISHED, State.CLOSED),
        State.CLOSED: (),
    }

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="用人单位")
    is_public_body = models.BooleanField("机关事业单位", default=False)
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    title = models.CharField("岗位名称", max_length=60)
    occupation = models.CharField("职业", max_length=20)  # a key of rules.posts.occupations
    duties = models.CharField("工作内容", max_length=400, blank=True)
    places = models.PositiveSmallIntegerField("招几人")
    is_reserved = models.BooleanField("专设、预留给残疾人")
    workplace = models.CharField("工作地点", max_length=120)
    hours = models.CharField("工作时间", max_length=80, blank=True)
    pay_from_yuan = models.DecimalField("月薪从", max_digits=14, decimal_places=2, null=True)
    pay_to_yuan = models.DecimalField("月薪到", max_digits=14, decimal_places=2, null=True)
    apply_how = models.CharField("怎么报名", max_length=200)
    demands = models.JSONField("能力要求", default=dict, help_text="能力剖面的各项：0 到 4；没有写的是不知道")
    analysed_on = models.DateField("岗位分析日期", null=True)
    analysed_by = models.CharField("岗位分析人", max_length=60, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source)
    brought = models.BigIntegerField(
        "由谁带来", null=True
    )  # key of the partner or the campaign that the source speaks of
    plan = models.ForeignKey(LeadPlan, models.PROTECT, null=True, related_name="+", verbose_name="带头安排计划")
    round = models.ForeignKey(LeadRound, models.PROTECT, null=True, related_name="+", verbose_name="招录批次")
    source_file = models.ForeignKey("intake.SourceFile", models.PROTECT, null=True, related_name="+")
    source_row = models.IntegerField("来源行", null=True)
    open_from = models.DateField("开始报名")
    open_until = models.DateField("截止报名", null=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    published_on = models.DateField("公布日期", null=True)
    by = models.CharField("填报人", max_length=60)
    at = models.DateTimeField("填报时间")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        indexes = [
            models.Index(fields=["county_code", "id"], name="post_by_county"),
            models.Index(fields=["state", "open_until", "id"], name="post_by_state"),
            models.Index(fields=["unit", "id"], name="post_of_unit"),
            models.Index(
                fields=["source", "brought", "id"], name="post_brought_by", condition=Q(brought__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_post_of_a_name_and_day_at_a_unit",
                fields=["unit", "title", "open_from"],
                condition=~Q(state=State.CLOSED),
                violation_error_message="这个单位同一天开始报名的同名岗位已经登记过了。",
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(open_until=None) | Q(open_until__gte=F("open_from")),
                violation_error_message="截止报名不能早于开始报名。",
            ),
            models.CheckConstraint(
                name="post_has_places",
                condition=Q(places__gte=1),
                violation_error_message="至少招一人。",
            ),
            models.CheckConstraint(
                name="post_pay_goes_up",
                condition=Q(pay_from_yuan=None) | Q(pay_to_yuan=None) | Q(pay_to_yuan__gte=F("pay_from_yuan")),
                violation_error_message="月薪的高数不能小于低数。",
            ),
        ]


class PostCondition(models.Model):
    """A condition that a unit sets, and what became of it. It is never deleted: what was removed is shown as removed."""

    MOVES = {
        ConditionState.CLEAR: (ConditionState.REMOVED, ConditionState.QUESTIONED),
        ConditionState.QUESTIONED: (ConditionState.REMOVED, ConditionState.JUSTIFIED),
        ConditionState.JUSTIFIED: (ConditionState.REMOVED, ConditionState.QUESTIONED),
        ConditionState.REMOVED: (),
    }

    post = models.ForeignKey(Post, models.PROTECT, related_name="conditions")
    kind = models.CharField("种类", max_length=10, choices=ConditionKind)
    words = models.CharField("条件", max_length=400)
    duty = models.CharField("为哪项工作", max_length=200, blank=True)
    questions = models.JSONField("核对出的问题", default=list)  # keys of rules.posts.conditions
    state = models.CharField("状态", max_length=10, choices=ConditionState)
    answer = models.CharField("单位的说明", max_length=400, blank=True)
    answered_by = models.CharField("说明人", max_length=60, blank=True)
    answered_at = models.DateTimeField("说明时间", null=True)
    reason = models.CharField("决定的理由", max_length=400, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)
    decided_as = models.CharField("决定人的职责", max_length=40, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    by = models.CharField("填报人", max_length=60)
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "岗位条件"
        indexes = [models.Index(fields=["state", "id"], name="post_condition_by_state")]
        constraints = [
            models.CheckConstraint(
                name="decided_condition_has_a_reason",
                condition=~Q(state=ConditionState.JUSTIFIED) | (~Q(reason="") & ~Q(duty="")),
                violation_error_message="理由成立要写明理由，和它是哪项工作要的。",
            )
        ]


class PostHelp(models.Model):
    """Something that makes a post fit (便利): on hand, or needed, with what it costs. Only ever added or taken back."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="helps")
    what = models.CharField("便利", max_length=120)
    is_on_hand = models.BooleanField("已经有")
    cost_yuan = models.DecimalField("要花多少钱", max_digits=9, decimal_places=2, null=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "岗位便利"


class PostCount(models.Model):
    """How many applied for a post and how many were hired, on whose word. Only ever added; the latest holds."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="counts")
    on = models.DateField("截至")
    applicants = models.PositiveIntegerField("报名人数")
    hired = models.PositiveIntegerField("录用人数")
    evidence = models.CharField("凭据", max_length=200)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "报名和录用"
        indexes = [models.Index(fields=["post", "on", "id"], name="post_count_of_post")]
        constraints = [
            models.CheckConstraint(
                name="hired_are_among_applicants",
                condition=Q(hired__lte=F("applicants")),
                violation_error_message="录用人数不能多于报名人数。",
            )
        ]


class PostHire(models.Model):
    """Whom of the ledger a post was given to: a reference to her job there, no copy of anything."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="hires")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    spell = models.BigIntegerField("哪段就业")  # thread of a Spell
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "岗位录用的人"
        constraints = [
            models.UniqueConstraint(
                name="once_hired_on_a_post",
                fields=["post", "spell"],
                violation_error_message="这个人已经登记在这个岗位上。",
            )
        ]


class Exam(models.Model):
    """A recruiting exam: when, where, who holds it (招录考试)."""

    title = models.CharField("考试名称", max_length=100)
    organiser = models.CharField("组织单位", max_length=80)
    department = models.CharField("组织部门", max_length=40, blank=True)  # key; its liaison answers
    county_code = models.CharField("县区或市", max_length=12)
    place = models.CharField("考点", max_length=120)
    held_on = models.DateField("考试日期")
    ask_until = models.DateField("申请便利截止", null=True)
    round = models.ForeignKey(LeadRound, models.PROTECT, null=True, related_name="+", verbose_name="招录批次")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "招录考试"
        indexes = [models.Index(fields=["held_on", "id"], name="exam_by_day")]
        constraints = [
            models.UniqueConstraint(
                name="an_exam_stands_once",
                fields=["title", "organiser", "held_on"],
                violation_error_message="同一天的同名考试已经登记过了。",
            ),
            models.CheckConstraint(
                name="help_is_asked_before_the_exam",
                condition=Q(ask_until=None) | Q(ask_until__lte=F("held_on")),
                violation_error_message="申请便利截止不能晚于考试日期。",
            ),
        ]


class ExamRequest(models.Model):
    """What one person asks for in one exam (合理便利申请), the answer, and whether it was given on the day.

    Kept is what helps, never an illness; her words lie sealed.
    """

    MOVES = {
        HelpState.ASKED: (HelpState.GRANTED, HelpState.OTHER, HelpState.REFUSED, HelpState.WITHDRAWN),
        HelpState.REFUSED: (HelpState.GRANTED, HelpState.OTHER),
        HelpState.GRANTED: (HelpState.WITHDRAWN,),
        HelpState.OTHER: (HelpState.GRANTED, HelpState.WITHDRAWN),
        HelpState.WITHDRAWN: (),
    }

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="requests")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    kinds = models.JSONField("要哪几种", default=list)  # keys of the figure exam.help_kinds
    words_sealed = models.BinaryField("补充说明（密存）")
    entry_no = models.CharField("报名序号", max_length=30, blank=True)
    asked_on = models.DateField("申请日期")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.CharField("提出人", max_length=60, blank=True)  # "" herself or her guardian
    state = models.CharField("状态", max_length=10, choices=HelpState, default=HelpState.ASKED)
    answer = models.CharField("答复", max_length=400, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.CharField("答复人", max_length=60, blank=True)
    was_given = models.BooleanField("当天是否提供", null=True)
    given_note = models.CharField("提供情况", max_length=200, blank=True)
    given_by = models.CharField("记录人", max_length=60, blank=True)
    given_at = models.DateTimeField("记录时间", null=True)

    class Meta:
        verbose_name = "考试便利申请"
        constraints = [
            models.UniqueConstraint(
                name="one_request_in_an_exam",
                fields=["exam", "person"],
                condition=~Q(state=HelpState.WITHDRAWN),
                violation_error_message="这个人在这场考试已经申请过便利。",
            ),
            models.CheckConstraint(
                name="answered_request_has_words",
                condition=~Q(state=HelpState.REFUSED) | ~Q(answer=""),
                violation_error_message="不同意要写明理由。",
            ),
        ]

    @property
    def words(self) -> str:
        """What she added in her own words."""
        return unseal(SEALED, self.words_sealed)

    @staticmethod
    def sealed(text: str) -> bytes:
        """Seal what she added."""
        return seal(SEALED, text)
