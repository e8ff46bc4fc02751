from django.db import models
from django.db.models import Q

from tonggong.base.facts import Fact
from tonggong.base.privacy import seal, unseal
from tonggong.domain.casework.choices import ConsentPurpose, PaperKind, Present

SEALED = "casework.petition"


class Consent(models.Model):
    """Somebody agreed to something, and may take it back (同意)."""

    follows_person = True  # when two rows of persons become one

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="consents")
    purpose = models.CharField("事项", max_length=20, choices=ConsentPurpose)
    given_by = models.CharField("由谁同意", max_length=10, choices=Present)
    given_on = models.DateField("同意日期")
    how = models.CharField("方式", max_length=60, blank=True)
    visit_key = models.UUIDField("走访", null=True)
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=60, blank=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "同意"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_consent_for_a_purpose",
                fields=["person", "purpose"],
                condition=Q(withdrawn_on=None),
                violation_error_message="这件事已经同意过了。",
            ),
        ]


class Paper(Fact):
    """A photo, scan or voice note, kept encrypted beside the database (材料)."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="papers")
    visit_key = models.UUIDField("走访", null=True)
    kind = models.CharField("类别", max_length=12, choices=PaperKind)
    title = models.CharField("名称", max_length=120)
    media_type = models.CharField("格式", max_length=40)
    size = models.PositiveIntegerField("字节数")
    content_hash = models.BinaryField(
        "内容摘要", max_length=32
    )  # keyed, so that a copy is recognised and nothing is told
    place = models.CharField("存放处", max_length=64)  # name of the sealed file
    on = models.DateField("日期")

    class Meta:
        verbose_name = "材料"
        indexes = [models.Index(fields=["person", "known_until"], name="paper_of_person")]


class Petition(models.Model):
    """What a person asks for through her own door (诉求): a correction, a need, a complaint. Each gets an answer."""

    follows_person = True  # when two rows of persons become one

    class Kind(models.TextChoices):
        CORRECTION = "correction", "申请更正"
        NEED = "need", "提出需求"
        COMPLAINT = "complaint", "投诉建议"
        PLACEMENT = "placement", "说明就业情况"
        LABOUR = "labour", "劳动投诉"  # its way to labour inspection and back: testimony

    class State(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "已办结"
        REFUSED = "refused", "不予更正"

    number = models.CharField("回执号", max_length=16, unique=True)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="petitions")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    about = models.CharField("关于", max_length=40, blank=True)
    text_sealed = models.BinaryField("内容（密存）")  # people write their new phone number here
    by_role = models.CharField("提出人", max_length=10, choices=Present)
    asked_at = models.DateTimeField("提出时间")
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField("答复", blank=True)
    answered_by = models.CharField("答复人", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "诉求"
        indexes = [models.Index(fields=["state", "due_on"], name="petition_by_due")]

    @property
    def text(self) -> str:
        """What was asked for, in the person's own words."""
        return unseal(SEALED, self.text_sealed)

    @staticmethod
    def sealed(text: str) -> bytes:
        """Seal what was asked for."""
        return seal(SEALED, text)
