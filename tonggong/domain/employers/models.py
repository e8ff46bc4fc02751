from django.db import models

from tonggong.base.facts import Fact


class Unit(models.Model):
    """One unit. Name, status, parent and `same_as` repeat the standing facts, for quick lists; `UnitFact` keeps the history."""

    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=120)
    economic_kind = models.CharField("主体类型", max_length=30, blank=True)
    industry = models.CharField("行业门类", max_length=1, blank=True)
    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    status = models.CharField("登记状态", max_length=12, blank=True)
    registered_on = models.DateField("成立日期", null=True)
    level = models.CharField("层级", max_length=10, blank=True)
    supervisor = models.CharField("主管部门", max_length=80, blank=True)
    posts = models.IntegerField("编制数", null=True)
    is_school = models.BooleanField("中小学幼儿园", default=False)
    is_committee_member = models.BooleanField("残工委成员单位", default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="上级单位", related_name="branches")
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="现用代码的单位", related_name="carried"
    )

    class Meta:
        verbose_name = "用人单位"
        indexes = [models.Index(fields=["county_code", "id"], name="unit_by_county")]

    def __str__(self) -> str:
        return self.name

    @property
    def in_use(self) -> "Unit":
        """The unit under the code in use: itself, or the one that carries it."""
        return self.same_as or self


class UnitFact(Fact):
    """Something said of a unit: name, status, posts, and the unit that it is a branch of."""

    class Kind(models.TextChoices):
        NAME = "name", "名称"
        STATUS = "status", "登记状态"
        POSTS = "posts", "编制数"
        PARENT = "parent", "上级单位"
        SAME = "same", "同一单位，现用代码"  # the value is the code of the unit that carries this one
        LICENCE = "licence", "劳务派遣许可"  # the value is its number; from `started_on` to `ended_on`, both included

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facts")
    kind = models.CharField("种类", max_length=8, choices=Kind)
    value = models.CharField("内容", max_length=160)
    ground = models.CharField(
        "凭据", max_length=200, blank=True, default="", db_default="", help_text="人工填写时的依据"
    )
    started_on = models.DateField("起", null=True)
    ended_on = models.DateField("止", null=True)

    class Meta:
        verbose_name = "单位情况"
        indexes = [models.Index(fields=["unit", "kind"], name="unit_fact")]


class UnitContact(Fact):
    """Whom to call at a unit (联系人), as it was known; the number is sealed, and shown whole only for a reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    name = models.CharField("联系人", max_length=40)
    role = models.CharField("职务", max_length=40, blank=True)
    phone_sealed = models.BinaryField("联系电话（密存）", max_length=64, null=True)
    phone_index = models.BinaryField("电话索引", max_length=16, null=True)
    is_own_word = models.BooleanField("单位自己填写", default=False)
    ground = models.CharField("凭据", max_length=200, blank=True)
    started_on = models.DateField("起", null=True)

    class Meta:
        verbose_name = "单位联系人"
        indexes = [models.Index(fields=["unit", "known_until"], name="contact_of_unit")]

    def __str__(self) -> str:
        return f"单位联系人 {self.pk}"  # never a name or a number: this text reaches logs


class UnitMonth(models.Model):
    """What is kept of everybody's rows once a month is compared: sums by unit, no person (只留合计)."""

    unit_code = models.CharField("统一社会信用代码", max_length=18)
    month = models.CharField("月份", max_length=7)
    feed = models.CharField("数据种类", max_length=32)
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, verbose_name="报送")
    heads = models.IntegerField("人数")
    total_yuan = models.DecimalField("合计", max_digits=16, decimal_places=2, null=True)
    median_yuan = models.DecimalField("中位数", max_digits=12, decimal_places=2, null=True)
    # Empty where the sums were made before these were kept, or where the feed does not say it.
    back_paid = models.IntegerField("补缴人数", null=True)
    paid = models.IntegerField("有工资人数", null=True)
    at_minimum = models.IntegerField("恰为最低工资人数", null=True)
    phones = models.JSONField("多人共用的电话", null=True, help_text="带密钥的索引：人数；一人自用的电话不留")

    class Meta:
        verbose_name = "单位月合计"
        indexes = [models.Index(fields=["unit_code", "month"], name="unit_month")]


class PostMonth(models.Model):
    """What is kept of everybody's pay at one post of a unit: heads and median, and nothing of a post of too few people."""

    unit_code = models.CharField("统一社会信用代码", max_length=18)
    month = models.CharField("月份", max_length=7)
    post = models.CharField("岗位", max_length=60)
    is_part_time = models.BooleanField("非全日制")
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, verbose_name="报送")
    heads = models.IntegerField("人数")
    median_yuan = models.DecimalField("中位数", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "单位岗位月合计"
        indexes = [models.Index(fields=["unit_code", "month", "post"], name="post_month")]
