import json
from typing import Any

from django.db import models
from django.db.models import Q

from tonggong.base.privacy import seal, unseal
from tonggong.domain.casework.choices import Present
from tonggong.domain.testimony.choices import MatterResult, MatterState, Means, ReferralState, Result, Topic

WORD, RESULT, COMPLAINT = "testimony.word", "testimony.result", "testimony.complaint"


class StatementQuerySet(models.QuerySet):
    """Statements by whether they stand."""

    def standing(self):
        """Statements that were neither taken back nor followed by a newer one of the same voice."""
        return self.filter(withdrawn_at=None, followed_by=None)


class Statement(models.Model):
    """What a placed person said of one job, sealed. Only ever added; a newer one follows it, or she takes it back.

    It doesn't follow its person into a merge by itself: a merge's preview would tell that there is one. Queries look
    under every row that stands for a person.
    """

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    spell = models.BigIntegerField("就业记录", help_text="就业记录的事实编号")
    sealed = models.BinaryField("内容（密存）")
    voice = models.CharField("谁的话", max_length=10, choices=Present)  # her own, or her guardian's, marked as such
    means = models.CharField("方式", max_length=8, choices=Means)
    said_at = models.DateTimeField("说的时间")
    by = models.CharField("记下的人", max_length=60)
    by_id = models.BigIntegerField("记下的人编号", null=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "本人的话"
        indexes = [models.Index(fields=["person", "spell"], name="word_of_person")]
        constraints = [
            models.UniqueConstraint(
                name="one_first_word_of_a_voice",
                fields=["person", "spell", "voice"],
                condition=Q(follows=None, withdrawn_at=None),
                violation_error_message="刚刚已经送过一次。",
            ),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """What was said: answers, days_per_week, pay_yuan, told_pay_yuan, words, may_contact, beside, unit_*."""
        return json.loads(unseal(WORD, self.sealed))

    @staticmethod
    def seal(said: dict[str, Any]) -> bytes:
        """Seal what was said."""
        return seal(WORD, json.dumps(said, ensure_ascii=False))


class Matter(models.Model):
    """A thing that waits for whoever handles cases, as somebody said her job is not as recorded (待处理事项).

    It tells that there is a word, never which; a person takes it up by reading the statements of this voice.
    """

    MOVES = {
        MatterState.WAITING: (MatterState.TAKEN, MatterState.DONE, MatterState.WITHDRAWN),
        MatterState.TAKEN: (MatterState.DONE, MatterState.WITHDRAWN),
    }

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    spell = models.BigIntegerField("就业记录")
    voice = models.CharField("谁的话", max_length=10, choices=Present)
    opened_at = models.DateTimeField("提出时间")
    due_on = models.DateField("办理期限")
    state = models.CharField("状态", max_length=10, choices=MatterState, default=MatterState.WAITING)
    taken_by = models.CharField("接手的人", max_length=60, blank=True)
    result = models.CharField("结果", max_length=10, choices=MatterResult, blank=True)
    note_sealed = models.BinaryField("处理情况（密存）", null=True)
    done_by = models.CharField("处理人", max_length=60, blank=True)
    done_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = "本人的话待处理"
        indexes = [models.Index(fields=["state", "due_on"], name="matter_by_due")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_matter_for_a_voice",
                fields=["person", "spell", "voice"],
                condition=Q(state__in=(MatterState.WAITING, MatterState.TAKEN)),
                violation_error_message="这件事已经在等着处理。",
            ),
        ]

    @property
    def note(self) -> str:
        """What was done, in words."""
        return unseal(RESULT, self.note_sealed) if self.note_sealed is not None else ""

    @staticmethod
    def sealed_note(text: str) -> bytes:
        """Seal what was done."""
        return seal(RESULT, text)


class Referral(models.Model):
    """The way of a labour complaint to labour inspection and back (劳动投诉转办). The petition holds receipt and words."""

    MOVES = {
        ReferralState.WAITING: (ReferralState.SENT, ReferralState.CALLED_BACK),
        ReferralState.SENT: (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.CALLED_BACK),
        ReferralState.ACCEPTED: (ReferralState.DONE, ReferralState.CALLED_BACK),
    }

    petition = models.OneToOneField("casework.Petition", models.PROTECT, related_name="referral")
    topic = models.CharField("事项", max_length=16, choices=Topic)
    sealed = models.BinaryField("单位和联系办法（密存）")
    by = models.CharField("登记人", max_length=60)
    by_id = models.BigIntegerField("登记人编号", null=True)
    means = models.CharField("方式", max_length=8, choices=Means)
    state = models.CharField("状态", max_length=12, choices=ReferralState, default=ReferralState.WAITING)
    refer_by = models.DateField("转办期限")
    sent_on = models.DateField("转办日期", null=True)
    sent_by = models.CharField("转办人", max_length=60, blank=True)
    office = models.CharField("转到的部门", max_length=40, blank=True)
    accept_by = models.DateField("决定受理的期限", null=True)
    accepted_on = models.DateField("受理日期", null=True)
    result_by = models.DateField("办结期限", null=True)
    result = models.CharField("处理结果", max_length=12, choices=Result, blank=True)
    result_yuan = models.DecimalField("追回金额", max_digits=10, decimal_places=2, null=True)
    result_on = models.DateField("处理日期", null=True)

    class Meta:
        verbose_name = "劳动投诉转办"
        indexes = [models.Index(fields=["state", "refer_by"], name="referral_by_due")]

    @property
    def said(self) -> dict[str, Any]:
        """Which unit it is about and how she wants to be reached: unit_name, unit_code, contact."""
        return json.loads(unseal(COMPLAINT, self.sealed))

    @staticmethod
    def seal(said: dict[str, Any]) -> bytes:
        """Seal unit and contact."""
        return seal(COMPLAINT, json.dumps(said, ensure_ascii=False))


class Naming(models.Model):
    """Whether the unit may be told who complained: she agreed, or took it back (向单位说明本人身份的同意). The latest counts."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="namings")
    agreed = models.BooleanField("同意")
    voice = models.CharField("谁说的", max_length=10, choices=Present)
    means = models.CharField("方式", max_length=8, choices=Means)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "向单位说明身份的同意"
