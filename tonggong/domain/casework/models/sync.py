"""What came in from a form or a phone: one receipt for each entry, and what two people said differently (回执、两边不同)."""

from django.db import models

from tonggong.base.privacy import seal, unseal

SEALED = "casework.conflict"


class EntryReceipt(models.Model):
    """That an entry was taken in, once. The same key sent again gets the same answer."""

    follows_person = True  # when two rows of persons become one

    key = models.UUIDField("记录编号", unique=True)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="entry_receipts")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by = models.CharField("记录人", max_length=60)
    received_at = models.DateTimeField("收到时间")  # by the server's clock: what order rests on
    content_index = models.BinaryField("内容摘要", max_length=16)  # keyed: tells another content under the same key
    said = models.JSONField("记下了什么", default=list)
    effect = models.JSONField("对台账的影响", default=dict)  # what taking it back needs
    taken_back_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "记录回执"
        indexes = [models.Index(fields=["user", "received_at"], name="receipt_of_user")]


class EntryConflict(models.Model):
    """An entry says otherwise than the ledger does by now: both are kept until somebody decides."""

    follows_person = True  # when two rows of persons become one

    class Field(models.TextChoices):
        PHONE = "phone", "联系电话"
        RESIDENCE = "residence", "常住地"
        WORK = "work", "就业"
        WORK_END = "work_end", "工作结束"
        NEED = "need", "就业需求"

    class State(models.TextChoices):
        OPEN = "open", "待定"
        TAKEN = "taken", "按走访记录"
        KEPT = "kept", "按台账"

    key = models.UUIDField("记录编号", db_index=True)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="entry_conflicts")
    field = models.CharField("项目", max_length=10, choices=Field)
    said_sealed = models.BinaryField("走访记录所说（密存）")  # JSON as the entry had it; may hold a phone number
    ledger_words = models.CharField("当时台账", max_length=300)  # as a page may show it
    said_words = models.CharField("走访所说", max_length=300)
    seen = models.CharField("填表时台账", max_length=120, blank=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by = models.CharField("记录人", max_length=60)
    at = models.DateTimeField("收到时间")
    state = models.CharField("状态", max_length=6, choices=State, default=State.OPEN)
    decided_by = models.CharField("裁定人", max_length=60, blank=True)
    decided_at = models.DateTimeField("裁定时间", null=True)

    class Meta:
        verbose_name = "两边不同"
        indexes = [
            models.Index(fields=["state", "at"], name="conflict_by_state"),
            models.Index(fields=["person", "state"], name="conflict_of_person"),
        ]

    @property
    def said_json(self) -> str:
        """What the entry said, in clear."""
        return unseal(SEALED, self.said_sealed)

    @staticmethod
    def sealed(text: str) -> bytes:
        """Seal what an entry said."""
        return seal(SEALED, text)
