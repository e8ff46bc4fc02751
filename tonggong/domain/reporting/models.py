from django.db import models


class Figure(models.Model):
    """One indicator as of a day, as known at an instant, with its value, its groups and what was left out and why."""

    key = models.CharField("指标", max_length=40)
    plan = models.CharField("方案", max_length=40, blank=True)
    as_of = models.DateField("截至")
    known_at = models.DateTimeField("按何时所知")
    ledger_version = models.BigIntegerField("台账版本")
    unit = models.CharField("单位", max_length=10)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4, null=True)
    lower = models.DecimalField("下限", max_digits=14, decimal_places=4, null=True)
    upper = models.DecimalField("上限", max_digits=14, decimal_places=4, null=True)
    numerator = models.IntegerField("分子", null=True)
    denominator = models.IntegerField("分母", null=True)
    beside = models.JSONField("并列的数", default=dict, help_text="例如人次")
    groups = models.JSONField("分组", default=dict, help_text="{分组方式: {组: 数}}")
    excluded = models.JSONField("没有计入", default=dict, help_text="{原因: 人数}")
    rows_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="measured_too", verbose_name="名单", help_text="空即自己的名单"
    )
    is_frozen = models.BooleanField("已固定", default=False, help_text="关账或通报用过，永不再改")

    class Meta:
        verbose_name = "数字"
        indexes = [models.Index(fields=["key", "as_of", "known_at"], name="figure_by_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.as_of}"


class FigureRow(models.Model):
    """One person behind a figure: counted, or left out with the reason, or not known yet."""

    class Standing(models.TextChoices):
        COUNTED = "counted", "计入"
        BASE = "base", "只计入分母"
        UNKNOWN = "unknown", "待核"
        EXCLUDED = "excluded", "没有计入"

    # the indexes below begin with the figure; single ones would only make writing a hundred thousand rows slower
    figure = models.ForeignKey(Figure, models.CASCADE, related_name="rows", db_index=False)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+", db_index=False)
    standing = models.CharField("是否计入", max_length=8, choices=Standing)
    reason = models.CharField("原因", max_length=40, blank=True, help_text="规则给出的原因的键")
    because = models.CharField("说明", max_length=200, blank=True)
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12)
    month = models.CharField("月份", max_length=7, blank=True)
    form = models.CharField("就业形式", max_length=2, blank=True)
    category = models.CharField("残疾类别", max_length=1, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    fact_on = models.DateField("决定日期", help_text="没有决定性事实的，为指标的截至日")
    spell_id = models.BigIntegerField("就业记录", null=True)
    amount = models.DecimalField("量", max_digits=10, decimal_places=2, null=True, help_text="人次、工资倍数等")
    source_file = models.ForeignKey("intake.SourceFile", models.PROTECT, null=True, related_name="+", db_index=False)
    source_row = models.IntegerField("来源行", null=True)

    class Meta:
        verbose_name = "数字背后的人"
        indexes = [
            models.Index(fields=["figure", "standing", "county_code", "fact_on", "id"], name="figure_rows_of_county"),
            models.Index(fields=["figure", "person"], name="figure_row_person"),
            models.Index(fields=["figure", "standing", "fact_on", "id"], name="figure_rows_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.pk}"  # never a name: this text reaches logs


class Circular(models.Model):
    """A circular (通报) with the very figures it states."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已印发"
        VOID = "void", "作废"

    month = models.CharField("月份", max_length=7)
    state = models.CharField("状态", max_length=8, choices=State)
    title = models.CharField("标题", max_length=120)
    code_word = models.CharField("机关代字", max_length=20)
    year = models.IntegerField("年份")
    seq = models.IntegerField("序号", null=True, help_text="签发后编号，年内连续，作废的号保留")
    content = models.JSONField("内容", default=dict, help_text="各部分文字和表格；每个数字带着它的编号")
    figures = models.ManyToManyField(Figure, related_name="circulars")
    file_hash = models.CharField("文件摘要", max_length=64, blank=True)
    drafted_by = models.CharField("拟稿人", max_length=60)
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_at = models.DateTimeField("拟稿时间")
    issued_by = models.CharField("签发人", max_length=60, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True)
    document = models.BinaryField("文件", null=True, help_text="签发时的 .docx，此后不再重排")
    voided_by = models.CharField("作废人", max_length=60, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "通报"
        indexes = [models.Index(fields=["month", "state"], name="circular_by_month")]
        constraints = [
            models.UniqueConstraint(
                name="one_draft_and_one_issued_circular_per_month",
                fields=["month", "state"],
                condition=models.Q(state__in=["draft", "issued"]),
                violation_error_message="这个月已经有一份通报。",
            ),
            models.UniqueConstraint(
                name="one_number_per_code_word_and_year",
                fields=["code_word", "year", "seq"],
                violation_error_message="这个文号已经用过。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.number}"

    @property
    def number(self) -> str:
        """The document number (发文字号), "" while it is a draft."""
        return f"{self.code_word}〔{self.year}〕{self.seq}号" if self.seq is not None else ""


class Notice(models.Model):
    """A public notice (公示) of what public bodies place in a year, with the very rows and figures that it states."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已公示"
        VOID = "void", "作废"

    class By(models.TextChoices):
        UNIT = "unit", "按单位"
        KIND = "kind", "按类别"

    MOVES = {State.DRAFT: (State.ISSUED,), State.ISSUED: (State.VOID,)}

    year = models.SmallIntegerField("年度")
    by = models.CharField("公示方式", max_length=4, choices=By)
    state = models.CharField("状态", max_length=8, choices=State)
    title = models.CharField("标题", max_length=120)
    on = models.DateField("人数截至")
    fields = models.JSONField("栏目", default=list, help_text="按当天的参数；此外什么也不公布")
    drafted_by = models.CharField("拟稿人", max_length=60)
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_at = models.DateTimeField("拟稿时间")
    issued_by = models.CharField("签发人", max_length=60, blank=True)
    issued_on = models.DateField("公示之日", null=True)
    ends_on = models.DateField("公示期满", null=True)
    document = models.BinaryField("文件", null=True, help_text="签发时的 .docx，此后不再重排")
    file_hash = models.CharField("文件摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "公示"
        constraints = [
            models.UniqueConstraint(
                name="one_draft_and_one_issued_notice",
                fields=["year", "by", "state"],
                condition=models.Q(state__in=["draft", "issued"]),
                violation_error_message="这一年已经有一份同样的公示。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.by}"


class NoticeRow(models.Model):
    """One body as the notice knew it: what its figures rest on, whole; what of it is public decides the notice's fields."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="rows")
    unit = models.ForeignKey("employers.Unit", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("性质", max_length=24)
    level = models.CharField("层级", max_length=10, blank=True)
    county_code = models.CharField("县区", max_length=12, blank=True)
    posts = models.IntegerField("编制数", null=True)
    placed = models.IntegerField("安排人数")
    is_below = models.BooleanField("未达比例", null=True)
    lead = models.CharField("带头安排", max_length=12)
    people = models.JSONField("在岗的人", default=list, help_text="人员编号，签发时固定")

    class Meta:
        verbose_name = "公示的单位"
        indexes = [models.Index(fields=["notice", "id"], name="notice_rows")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.pk}"


class NoticeCorrection(models.Model):
    """A figure of an issued notice that the ledger says otherwise since (后续更正). Only ever added."""

    class What(models.TextChoices):
        PLACED = "placed", "安排人数"
        BELOW = "is_below", "是否达到比例"

    row = models.ForeignKey(NoticeRow, models.PROTECT, related_name="corrections")
    what = models.CharField("更正的栏目", max_length=8, choices=What)
    before = models.CharField("原来", max_length=12)
    after = models.CharField("现在", max_length=12)
    noticed_at = models.DateTimeField("发现时间")

    class Meta:
        verbose_name = "公示更正"

    def __str__(self) -> str:
        return f"{self.row_id} {self.what}"


class NoticeObjection(models.Model):
    """What somebody said against a notice, and what came of it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    received_on = models.DateField("收到之日")
    way = models.CharField("来自", max_length=20)
    text_sealed = models.BinaryField("内容（密存）", max_length=2000)
    answer = models.CharField("处理结果", max_length=300, blank=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")
    answered_by = models.CharField("答复人", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "公示异议"

    def __str__(self) -> str:
        return f"{self.notice_id} {self.pk}"
