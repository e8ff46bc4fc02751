from django.db import models


class Delivery(models.Model):
    """What one sender says in one feed for one month (一次报送). It may come in several files: the first, then mended rows.

    Rows lie sealed in the vault, not here; a delivery counts from the moment its state is COMPLETE.
    """

    class State(models.TextChoices):
        INTERRUPTED = "interrupted", "中断，未收下"
        COMPLETE = "complete", "已收下"
        SUPERSEDED = "superseded", "已被新的一份代替"

    feed = models.CharField("数据种类", max_length=32)
    month = models.CharField("月份", max_length=7)
    sender = models.CharField("报送单位", max_length=60)
    state = models.CharField("状态", max_length=12, choices=State, default=State.INTERRUPTED)
    rows = models.IntegerField("行数", default=0)
    accepted = models.IntegerField("收下", default=0)
    unchanged = models.IntegerField("重复", default=0)
    refused = models.IntegerField("退回", default=0)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by", verbose_name="代替")
    difference = models.JSONField("与上一份相比", default=dict, help_text="新、改、少各几行")
    received_at = models.DateTimeField("收到时间")
    received_by = models.CharField("经办人", max_length=60)
    received_by_id = models.BigIntegerField("经办人编号", null=True, help_text="收报的人不能核准同一份")
    compared_at = models.DateTimeField("比对时间", null=True)
    changed_at = models.DateTimeField("最近变动", help_text="收下、补正或被代替的时间；晚于比对时间即待比对")
    forgotten_at = models.DateTimeField("无关行清除时间", null=True)

    class Meta:
        verbose_name = "报送"
        indexes = [
            models.Index(fields=["month", "feed"], name="delivery_by_month"),
            models.Index(fields=["feed", "month", "sender"], name="delivery_by_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_delivery_per_feed_month_sender",
                fields=["feed", "month", "sender"],
                condition=models.Q(state="complete"),
                violation_error_message="同一种数据、同一月份、同一单位只能有一份有效报送。",
            ),
        ]


class SourceFile(models.Model):
    """One file of a delivery: the first one, or mended rows sent later. Facts point here and give the row."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="files", verbose_name="报送")
    name = models.CharField("文件名", max_length=200)
    fingerprint = models.BinaryField("内容指纹", max_length=16, help_text="带密钥的摘要，用来认出同一份文件")
    is_mended = models.BooleanField("是补正", default=False)
    rows = models.IntegerField("行数", default=0)
    accepted = models.IntegerField("收下", default=0)
    layout = models.JSONField("读法", default=dict, help_text="表头在第几行、每列怎么理解、跳过了什么")
    vault_rows = models.CharField("密存：收下的行", max_length=64, blank=True)
    vault_refused = models.CharField("密存：退回的行", max_length=64, blank=True)
    vault_hashes = models.CharField("密存：行指纹", max_length=64, blank=True)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "来源文件"
