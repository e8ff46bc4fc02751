from django.db import models


class Transition(models.Model):
    """One step of one row from a state to the next. Only ever added; undoing a step is another step."""

    subject = models.CharField("对象", max_length=60, help_text="例如 inspection.Case")
    subject_id = models.BigIntegerField("对象编号")
    before = models.CharField("原状态", max_length=20)
    after = models.CharField("新状态", max_length=20)
    by = models.CharField("经办人", max_length=60)
    by_id = models.BigIntegerField("经办人编号", null=True)
    reason = models.CharField("理由", max_length=400)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "办理步骤"
        indexes = [models.Index(fields=["subject", "subject_id", "id"], name="transition_of_subject")]
