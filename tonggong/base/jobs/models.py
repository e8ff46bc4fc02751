from django.db import models
from django.db.models import Q


class Run(models.Model):
    """One piece of long work, from the wish to its result. No row of it names a person of the ledger."""

    class State(models.TextChoices):
        PREPARED = "prepared", "等人点头"
        QUEUED = "queued", "排队"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "没有做成"

    kind = models.CharField("工作", max_length=20)
    subject = models.CharField("对象", max_length=160, help_text="同一对象同时只做一件，例如 2024-09")
    title = models.CharField("标题", max_length=120)
    state = models.CharField("状态", max_length=10, choices=State)
    step = models.CharField("正在做", max_length=160, blank=True)
    done = models.IntegerField("已做", default=0)
    total = models.IntegerField("共", default=0)
    unit = models.CharField("单位", max_length=8, default="步")
    payload = models.JSONField("交代", default=dict, help_text="做这件事要知道的，不含个人信息")
    words = models.CharField("结果", max_length=400, blank=True)
    result_url = models.CharField("结果页", max_length=200, blank=True)
    by = models.CharField("经办人", max_length=60)
    by_id = models.BigIntegerField("经办人编号", null=True)
    post_id = models.BigIntegerField("岗位编号", null=True)
    asked_at = models.DateTimeField("提出")
    seen_at = models.DateTimeField("最近动静")
    finished_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = "后台工作"
        indexes = [models.Index(fields=["kind", "subject", "-id"], name="run_of_subject")]
        constraints = [
            models.UniqueConstraint(
                name="one_run_at_a_time_per_subject",
                fields=["kind", "subject"],
                condition=Q(state__in=["queued", "running"]),
                violation_error_message="这件事正在做。",
            ),
        ]
