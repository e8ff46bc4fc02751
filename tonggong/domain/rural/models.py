from django.db import models
from django.db.models import Q

from tonggong.base.facts import Fact


class Batch(models.Model):
    """One list handed out to the monitoring system (送出的一批), with the very file, sealed."""

    version = models.CharField("列的版本", max_length=20)
    rows = models.PositiveIntegerField("行数")
    content_sealed = models.BinaryField("文件（密存）")
    reach = models.CharField("范围", max_length=12)  # of who sent it
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("送出时间")

    class Meta:
        verbose_name = "送出的名单"
        indexes = [models.Index(fields=["at"], name="rural_batch_by_time")]


class ExchangeRow(models.Model):
    """One need of one person on its way into the monitoring system; each need is sent once and again only if it came back."""

    class State(models.TextChoices):
        """Where it stands."""

        PREPARED = "prepared", "待送"
        SENT = "sent", "已送，等回执"
        RECEIPTED = "receipted", "已录入"
        RETURNED = "returned", "退回"
        CORRECTED = "corrected", "已改正，待送"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    need = models.BigIntegerField("需求登记")  # thread of the registration
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREPARED)
    reason = models.CharField("退回原因", max_length=200, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="lines", verbose_name="最近一批")
    changed_at = models.DateTimeField("变动时间")

    class Meta:
        verbose_name = "监测系统交换行"
        constraints = [
            models.UniqueConstraint(
                name="one_exchange_row_per_need",
                fields=["person", "need"],
                violation_error_message="此人的这次需求已经在名单里。",
            ),
            models.CheckConstraint(
                name="returned_says_why",
                condition=~Q(state="returned") | ~Q(reason=""),
                violation_error_message="退回要写原因。",
            ),
        ]
        indexes = [
            models.Index(fields=["need"], name="exchange_row_by_need"),
            models.Index(fields=["state", "id"], name="exchange_row_by_state"),
        ]

    @property
    def key(self) -> str:
        """How the row is named in the file: the other side sends it back, instead of an identifier."""
        return f"TG{self.pk:07d}"

    @property
    def stands(self) -> int:
        """The key of the person whom it is about now; rows of a person that was merged follow her."""
        return self.person.merged_into_id or self.person_id


class ExchangeEvent(models.Model):
    """What happened to a row, when and by whom; never changed."""

    row = models.ForeignKey(ExchangeRow, models.PROTECT, related_name="events")
    state = models.CharField("状态", max_length=10, choices=ExchangeRow.State)
    note = models.CharField("说明", max_length=200, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "交换经过"
        indexes = [models.Index(fields=["at"], name="exchange_event_by_time")]


class IncomeRecord(Fact):
    """A year's income of a household or a person, as somebody said it (收入)."""

    class Basis(models.TextChoices):
        HOUSEHOLD = "household", "家庭"
        PERSON = "person", "个人"

    class Source(models.TextChoices):
        SELF = "self", "本人说"
        VILLAGE = "village", "村里核实"
        MONITORING = "monitoring", "防返贫监测系统"
        PAPER = "paper", "工资条、流水等材料"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="incomes")
    basis = models.CharField("口径", max_length=10, choices=Basis)
    year = models.PositiveSmallIntegerField("年度")
    yuan = models.DecimalField("收入（元）", max_digits=12, decimal_places=2)
    source = models.CharField("来源", max_length=10, choices=Source)
    on = models.DateField("登记日期")

    class Meta:
        verbose_name = "收入"
        indexes = [models.Index(fields=["person", "known_until", "year"], name="income_of_person")]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_income_a_year",
                fields=["person", "basis", "year"],
                condition=Q(known_until=None),
                violation_error_message="此人这一年已有登记的收入，请用更正。",
            ),
            models.CheckConstraint(
                name="income_not_negative", condition=Q(yuan__gte=0), violation_error_message="收入不能小于 0。"
            ),
        ]


class CapacityDecision(Fact):
    """What a person decided where the monitoring system and our own record differ on the capacity to work.

    It changes neither side; it says who is right and what is to be done, and holds while both say what they said.
    """

    class Choice(models.TextChoices):
        HERE = "here", "以我们核对的为准，请对方更正"
        THERE = "there", "对方说得对，下次走访重新核对"
        ASSESS = "assess", "都拿不准，申请劳动能力鉴定"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    there = models.CharField("监测系统", max_length=60)
    here = models.CharField("我们的记录", max_length=60)
    choice = models.CharField("处理", max_length=8, choices=Choice)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "劳动能力不一致的处理"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_capacity_decision",
                fields=["person"],
                condition=Q(known_until=None),
                violation_error_message="此人的不一致已经处理。",
            ),
        ]
