from django.db import models
from django.db.models import Q


class Month(models.Model):
    """One month of work (本月), from the departments' files to the circular."""

    month = models.CharField("月份", max_length=7, primary_key=True)
    compared_at = models.DateTimeField("比对完成", null=True)
    compare_seconds = models.FloatField("用时（秒）", null=True)
    closed_at = models.DateTimeField("关账时间", null=True)
    closed_by = models.CharField("关账人", max_length=60, blank=True)

    class Meta:
        verbose_name = "月份"


class SignOff(models.Model):
    """A county says that its part of a month is settled (县区签字)."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="sign_offs")
    county_code = models.CharField("县区", max_length=12)
    signed_at = models.DateTimeField("签字时间")
    signed_by = models.CharField("签字人", max_length=60)
    withdrawn_at = models.DateTimeField("收回时间", null=True)

    class Meta:
        verbose_name = "县区签字"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_sign_off_per_county_and_month",
                fields=["month", "county_code"],
                condition=Q(withdrawn_at=None),
                violation_error_message="这个县区本月已经签字。",
            ),
        ]


class Finding(models.Model):
    """What one row of a department's file says against the ledger, or what a file does not say any more.

    `content` is the keyed hash of the row (or of what is missing): the same content in the same month is the same
    finding, so a decision stays with what it was made on.
    """

    class Result(models.TextChoices):
        """The seven classes of a comparison."""

        CONFIRMED = "confirmed", "一致"
        NEW = "new", "新出现"
        ENDED = "ended", "疑似离岗"
        CHANGED = "changed", "有变化"
        CONTRADICTORY = "contradictory", "互相矛盾"
        IMPOSSIBLE = "impossible", "不可能"
        UNMATCHED = "unmatched", "对不上人"

    class State(models.TextChoices):
        SETTLED = "settled", "无需裁定"
        FACT = "fact", "已按规定入账"
        OPEN = "open", "待裁定"
        ACCEPTED = "accepted", "采信来文"
        REJECTED = "rejected", "不采信"
        RETURNED = "returned", "已退回来源"
        ANSWERED = "answered", "来源已答复"
        LAPSED = "lapsed", "已不存在"

    month = models.CharField("月份", max_length=7)
    feed = models.CharField("数据种类", max_length=32)
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, verbose_name="报送")
    source_file = models.ForeignKey("intake.SourceFile", models.PROTECT, null=True, related_name="+")
    source_row = models.IntegerField("来源行", null=True)
    content = models.BinaryField("内容指纹", max_length=16)
    result = models.CharField("比对结果", max_length=16, choices=Result)
    state = models.CharField("状态", max_length=10, choices=State)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="findings")
    name = models.CharField("来文姓名", max_length=40, blank=True)
    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    unit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    tier = models.CharField("认人方式", max_length=4, blank=True)
    score = models.IntegerField("得分（十分之一比特）", null=True)
    cause = models.CharField("原因", max_length=80, blank=True, help_text="同一原因可以一并裁定")
    because = models.CharField("为什么交给人看", max_length=300, blank=True)
    sides = models.JSONField("两边所说", default=list, help_text="[{项目, 台账, 来文, 相同}]，不含号码")
    plan = models.JSONField("采信后怎么改台账", default=dict)
    is_late = models.BooleanField("关账后才到", default=False)
    found_at = models.DateTimeField("发现时间")
    decided_at = models.DateTimeField("裁定时间", null=True)
    decided_by = models.CharField("裁定人", max_length=60, blank=True)
    answer = models.CharField("来源答复", max_length=300, blank=True)

    class Meta:
        verbose_name = "差异"
        indexes = [
            # not a partial index: bound parameters keep SQLite from seeing that one would do
            models.Index(fields=["state", "county_code", "month"], name="finding_queue"),
            models.Index(fields=["month", "result", "county_code"], name="finding_by_result"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_finding_per_content",
                fields=["month", "feed", "content", "result"],
                violation_error_message="同一内容在同一月份只比对一次。",
            ),
        ]


class Decision(models.Model):
    """Somebody decided a finding (裁定); undoing adds to the row, it never goes away."""

    class Choice(models.TextChoices):
        ACCEPT = "accept", "采信来文"
        REJECT = "reject", "不采信"
        RETURN = "return", "退回来源"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="decisions")
    choice = models.CharField("裁定", max_length=8, choices=Choice)
    chosen_person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.CharField("裁定人", max_length=60)
    by_id = models.BigIntegerField("裁定人编号", null=True)
    at = models.DateTimeField("时间")
    batch = models.CharField("批次", max_length=24, blank=True, help_text="一并裁定的同一批，一并撤销")
    effect = models.JSONField("对台账的改动", default=dict, help_text="新增和停用的行，撤销时照此还原")
    undone_by = models.CharField("撤销人", max_length=60, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "裁定"
        indexes = [models.Index(fields=["batch"], name="decision_batch")]
