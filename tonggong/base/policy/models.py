from django.db import models
from django.db.models import F, Q


class FigureValue(models.Model):
    """One value of one figure in one place over one period, with the text it comes from."""

    figure_id = models.CharField("编号", max_length=80)
    label = models.CharField("名称", max_length=80)
    scope = models.CharField("适用范围", max_length=6, help_text="CN 或六位区划代码")
    value = models.JSONField("数值", null=True, help_text="小数写成文本；空为尚待本市填报")
    is_date = models.BooleanField("是日期", default=False)
    unit = models.CharField("单位", max_length=80)
    effective_from = models.DateField("生效日", null=True)
    effective_to = models.DateField("失效日", null=True)
    published_at = models.DateField("公布日", null=True)
    extended_at = models.DateField("延期公布日", null=True)
    source = models.CharField("依据", max_length=300)
    mark = models.CharField("查证", max_length=1, blank=True, help_text="S 查到公开原文，K 据一般了解")
    confidence = models.CharField("把握", max_length=10, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    gap = models.CharField("空档原因", max_length=200, blank=True)
    practice = models.BooleanField("练习", default=False)
    origin = models.CharField("出处", max_length=120, help_text="文件与行号")

    class Meta:
        verbose_name = "政策数值"
        ordering = ["figure_id", "scope", "effective_from"]
        constraints = [
            models.CheckConstraint(
                name="figure_ends_after_it_begins",
                condition=Q(effective_to=None) | Q(effective_from=None) | Q(effective_to__gte=F("effective_from")),
                violation_error_message="失效日不能早于生效日。",
            ),
            models.CheckConstraint(
                name="figure_has_a_source",
                condition=~Q(source=""),
                violation_error_message="政策数值必须写明依据。",
            ),
            models.UniqueConstraint(
                name="one_value_per_figure_place_and_start",
                fields=["figure_id", "scope", "effective_from", "practice"],
                condition=Q(effective_from__isnull=False),
                violation_error_message="同一数值在同一地方同一天起有两行。",
            ),
            models.UniqueConstraint(
                name="one_open_value_per_figure_and_place",
                fields=["figure_id", "scope", "practice"],
                condition=Q(effective_from=None),
                violation_error_message="同一数值在同一地方有两行没有生效日。",
            ),
        ]
