from django.db import models


class Kind(models.TextChoices):
    """What happened."""

    SIGN_IN = "sign-in", "登录"
    SIGN_OUT = "sign-out", "退出"
    REFUSED = "refused", "被拒绝"
    VIEW = "view", "查看"
    UNMASK = "unmask", "查看明文"
    SEARCH = "search", "查找"
    CHANGE = "change", "变更"
    DECISION = "decision", "裁定"
    IMPORT = "import", "导入"
    EXPORT = "export", "导出"
    RELEASE = "release", "对外提供"
    SETUP = "setup", "安装设置"


class Entry(models.Model):
    """One thing that happened. Never updated, never deleted: the database itself refuses (see the migration's triggers).

    Everything is kept as text or whole numbers, so that the keyed sum is over exactly what the database holds on either
    engine. A migration that remakes this table on SQLite loses the triggers: it must call `triggers.install` again.
    """

    seq = models.BigAutoField("序号", primary_key=True, help_text="逐条加一，不跳号")
    at = models.CharField("时间", max_length=32, help_text="UTC，机器时钟")
    kind = models.CharField("事项", max_length=12, choices=Kind)
    actor_id = models.BigIntegerField("操作人编号", null=True, help_text="账号主键；命令行和后台任务为空")
    actor = models.CharField("操作人", max_length=80)
    actor_role = models.CharField("身份", max_length=40, blank=True)
    subject = models.CharField("对象种类", max_length=60, blank=True, help_text="例如 persons.Person")
    subject_id = models.BigIntegerField("对象编号", null=True, help_text="只有一个对象时")
    subject_ids = models.TextField("全部对象编号", help_text="主键的 JSON 列表")
    detail = models.TextField("内容", help_text="JSON；不含证件号码、电话")
    previous = models.CharField("上一条的校验值", max_length=80, blank=True)
    mac = models.CharField("校验值", max_length=80)

    class Meta:
        verbose_name = "审计日志"
        indexes = [
            models.Index(fields=["subject", "subject_id", "seq"], name="audit_by_subject"),
            models.Index(fields=["kind", "seq"], name="audit_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
