from django.db import models
from django.db.models import F, Q

from tonggong.domain.cooperation.choices import MeetingState


class Meeting(models.Model):
    """A consultation meeting (会商会). What it says is frozen when its minutes are issued."""

    MOVES = {MeetingState.PLANNED: (MeetingState.HELD,), MeetingState.HELD: (MeetingState.ISSUED,)}

    title = models.CharField("会议名称", max_length=120)
    county_code = models.CharField("区划", max_length=12, help_text="全市性的填市的代码")
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=120)
    state = models.CharField("状态", max_length=8, choices=MeetingState, default=MeetingState.PLANNED)
    minutes = models.JSONField("纪要", null=True, help_text="印发时的内容，此后不变")
    issued_at = models.DateTimeField("印发时间", null=True)
    issued_by = models.CharField("印发人", max_length=60, blank=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "会商会"
        indexes = [models.Index(fields=["county_code", "on"], name="meeting_by_day")]


class Topic(models.Model):
    """A new item of the agenda (议题); open decisions of earlier meetings stand before them by themselves."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="topics")
    text = models.CharField("议题", max_length=200)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "议题"


class Attendance(models.Model):
    """Who was there: an organisation and in which capacity (参会单位)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    partner = models.ForeignKey("cooperation.Partner", models.PROTECT, null=True, related_name="+")
    organisation = models.CharField("单位", max_length=120)
    attendee = models.CharField("参会人", max_length=60, help_text="姓名和职务")

    class Meta:
        verbose_name = "参会单位"
        constraints = [
            models.UniqueConstraint(
                name="an_organisation_attends_once",
                fields=["meeting", "organisation"],
                violation_error_message="这个单位已经记在参会名单里。",
            ),
        ]


class Decision(models.Model):
    """What a meeting decided, who sees to it and by when (议定事项)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    text = models.CharField("议定事项", max_length=300)
    owner = models.CharField("负责单位", max_length=120)
    due_on = models.DateField("办结期限")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")
    closed_on = models.DateField("办结日期", null=True)
    result = models.CharField("办结情况", max_length=300, blank=True)
    closed_by = models.CharField("办结登记人", max_length=60, blank=True)
    closed_at = models.DateTimeField("办结登记时间", null=True)

    class Meta:
        verbose_name = "议定事项"
        constraints = [
            models.CheckConstraint(
                name="closed_decision_has_a_result",
                condition=Q(closed_on=None) | ~Q(result=""),
                violation_error_message="办结要写明情况。",
            ),
        ]


class Carried(models.Model):
    """An earlier decision that was open when a meeting was held and so opened its agenda (结转事项)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="carried")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="carried")
    place = models.PositiveSmallIntegerField("顺序")
    was_overdue = models.BooleanField("当时已逾期")

    class Meta:
        verbose_name = "结转事项"
        ordering = [F("place").asc()]
        constraints = [models.UniqueConstraint(name="carried_once_a_meeting", fields=["meeting", "decision"])]
