from django.db import models
from django.db.models import Q

from tonggong.base.withdrawn import Withdrawable


class ScoreSheet(models.Model):
    """One institution's yearly sheet (规范化建设考评表). The standard is kept with it, so that a later one changes nothing."""

    class State(models.TextChoices):
        DRAFT = "draft", "自评中"
        SUBMITTED = "submitted", "待复核"
        REVIEWED = "reviewed", "已复核"

    year = models.PositiveSmallIntegerField("年度")
    county_code = models.CharField("县区", max_length=12)
    agency = models.CharField("机构", max_length=120)
    standard = models.JSONField("标准", default=dict)
    vetoes = models.JSONField("一票否决情形", default=list)  # found by the review
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    frozen_on = models.DateField("系统数据截至", null=True)
    self_by = models.CharField("自评人", max_length=60, blank=True)
    self_by_id = models.BigIntegerField("自评人编号", null=True)
    self_at = models.DateTimeField("自评时间", null=True)
    review_by = models.CharField("复核人", max_length=60, blank=True)
    review_at = models.DateTimeField("复核时间", null=True)

    class Meta:
        verbose_name = "考评表"
        constraints = [
            models.UniqueConstraint(
                name="one_sheet_a_year",
                fields=["year", "county_code"],
                violation_error_message="这一年的考评表已经有了。",
            ),
        ]


class ScoreRow(models.Model):
    """One item of a sheet: what was answered, what it scores, what the review found instead and why."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="rows")
    item = models.CharField("项目", max_length=8)
    place = models.PositiveSmallIntegerField("顺序")
    self_answer = models.DecimalField("自评所填", max_digits=8, decimal_places=4, null=True)
    self_score = models.DecimalField("自评分", max_digits=5, decimal_places=1, null=True)
    evidence = models.CharField("佐证", max_length=300, blank=True)
    found = models.JSONField("系统数据", default=dict)  # {"sentence", "yes", "of", "missing": [person], "figure": id}
    review_answer = models.DecimalField("复核所填", max_digits=8, decimal_places=4, null=True)
    review_score = models.DecimalField("复核分", max_digits=5, decimal_places=1, null=True)
    reason = models.CharField("不一致的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "考评项目"
        constraints = [
            models.UniqueConstraint(
                name="an_item_stands_once", fields=["sheet", "item"], violation_error_message="这一项已经有了。"
            ),
        ]


class Ground(models.Model):
    """The rows that the ledger's figure of an item was counted from, by their keys; frozen with the sheet."""

    class Kind(models.TextChoices):
        PERSON = "person", "人"
        OWED = "owed", "应办事项"
        FOLLOW_UP = "follow_up", "就业跟进"
        FINDING = "finding", "比对差异"

    row = models.OneToOneField(ScoreRow, models.PROTECT, related_name="ground")
    kind = models.CharField("数的是什么", max_length=10, choices=Kind)
    whole = models.JSONField("全部", default=list)
    lacking = models.JSONField("没有做到的", default=list)

    class Meta:
        verbose_name = "考评数据明细"


class Provider(models.Model):
    """A social service agency or a human-resources agency that serves persons with disabilities (社会服务机构、人力资源机构)."""

    class Kind(models.TextChoices):
        SOCIAL = "social", "社会服务机构"
        LABOUR = "labour", "人力资源服务机构"

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=8, choices=Kind)
    county_code = models.CharField("县区", max_length=12)
    began_on = models.DateField("开始合作")
    ended_on = models.DateField("结束合作", null=True)

    class Meta:
        verbose_name = "合作机构"
        constraints = [
            models.UniqueConstraint(
                name="a_provider_stands_once", fields=["name"], violation_error_message="这个机构已经登记。"
            ),
        ]


class Support(Withdrawable):
    """What was given to an agency (扶持): money, a place, training."""

    class Kind(models.TextChoices):
        PURCHASE = "purchase", "购买服务"
        GRANT = "grant", "资金扶持"
        PLACE = "place", "场地"
        TRAINING = "training", "培训"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="supports")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    yuan = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True)
    on = models.DateField("日期")
    what = models.CharField("内容", max_length=200)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "扶持"


class Contribution(Withdrawable):
    """Who gave what for the employment of persons with disabilities (各方合力): a place, an order, money, people, goods."""

    class Giver(models.TextChoices):
        STREET = "street", "街道"
        COMMUNITY = "community", "社区"
        RELATIVE = "relative", "亲友"
        CHARITY = "charity", "慈善组织"
        FIRM = "firm", "爱心企业"

    class Kind(models.TextChoices):
        PLACE = "place", "场地"
        ORDER = "order", "订单"
        MONEY = "money", "资金"
        PEOPLE = "people", "人力"
        GOODS = "goods", "物资"

    giver = models.CharField("提供方", max_length=120)
    giver_kind = models.CharField("提供方类别", max_length=10, choices=Giver)
    kind = models.CharField("类别", max_length=8, choices=Kind)
    yuan = models.DecimalField("折合金额（元）", max_digits=12, decimal_places=2, null=True)
    what = models.CharField("内容", max_length=200)
    used_for = models.CharField("用于", max_length=120, blank=True)  # for an order: the institution that works on it
    county_code = models.CharField("县区", max_length=12)
    on = models.DateField("日期")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "各方支持"
        indexes = [models.Index(fields=["county_code", "on"], name="contribution_by_day")]


class Exchange(Withdrawable):
    """An exchange of experience in employment services that was held (就业服务交流)."""

    on = models.DateField("日期")
    title = models.CharField("主题", max_length=120)
    county_code = models.CharField("县区", max_length=12, blank=True)  # empty: the city's own
    people = models.PositiveIntegerField("参加人数")
    outcome = models.TextField("收获")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "服务交流"
        indexes = [models.Index(fields=["on"], condition=Q(withdrawn_at=None), name="exchange_by_day")]
