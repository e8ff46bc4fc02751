from django.db import models
from django.db.models import F, Q

from tonggong.base.facts import Fact
from tonggong.domain.casework.choices import VisitOutcome
from tonggong.rules import campaigns as rules


class Campaign(models.Model):
    """A campaign (专项行动): who is to be reached by a rule, from a day to a day."""

    class Kind(models.TextChoices):
        SURVEY = "survey", rules.KIND_LABELS[rules.Kind.SURVEY]
        MONTH = "month", rules.KIND_LABELS[rules.Kind.MONTH]

    kind = models.CharField("种类", max_length=8, choices=Kind)
    title = models.CharField("名称", max_length=80)
    rule = models.CharField("名单规则", max_length=40)  # a key of lists.RULES
    reach = models.CharField("范围", max_length=9)  # prefix of division codes
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    listed_on = models.DateField("名单确定日期", null=True)  # empty until the first day
    looked_on = models.DateField("名单核对日期", null=True)
    typed = models.JSONField("手工填报的数", default=dict)  # {key of a line of the month's table: number}
    closed_on = models.DateField("办结日期", null=True)
    closed_by = models.CharField("办结人", max_length=60, blank=True)
    by = models.CharField("发起人", max_length=60)
    at = models.DateTimeField("发起时间")

    class Meta:
        verbose_name = "专项行动"
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]


class CampaignTarget(models.Model):
    """One name on a campaign's list, with the outcome of the last attempt; it stays when she leaves the rule."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="campaign_targets")
    county_code = models.CharField("县区", max_length=12)  # where she was when the list was made
    township_code = models.CharField("乡镇街道", max_length=12)
    groups = models.JSONField("当时的就业困难情形", default=list)
    is_joiner = models.BooleanField("后来加入", default=False)
    added_on = models.DateField("进入名单日期")
    left_on = models.DateField("不再符合日期", null=True)
    left_reason = models.CharField("不再符合的原因", max_length=16, blank=True)  # of rules.target.Reason
    outcome = models.PositiveSmallIntegerField("结果", choices=VisitOutcome, null=True)
    outcome_on = models.DateField("结果日期", null=True)
    satisfied = models.PositiveSmallIntegerField("满意程度", null=True)
    visit = models.BigIntegerField("哪次走访", null=True)  # thread of a Visit
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # written when it is closed

    class Meta:
        verbose_name = "专项行动对象"
        constraints = [
            models.UniqueConstraint(
                name="once_on_a_list", fields=["campaign", "person"], violation_error_message="此人已在名单上。"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "county_code", "township_code"], name="target_by_place"),
            models.Index(fields=["campaign", "outcome"], name="target_by_outcome"),
        ]


class AidRegistration(Fact):
    """That somebody was registered or recognised at 人社, with what proves it (登记、认定)."""

    class Kind(models.TextChoices):
        UNEMPLOYED = "unemployed", "失业登记"
        HARDSHIP = "hardship", "就业困难人员认定"

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="aid_registrations")
    kind = models.CharField("登记种类", max_length=10, choices=Kind)
    group = models.CharField("认定的情形", max_length=8, blank=True)
    on = models.DateField("登记日期")
    evidence = models.CharField("凭据", max_length=200)
    fact = models.BigIntegerField("对应的情况")  # thread of the PersonFact that it wrote

    class Meta:
        verbose_name = "就业援助登记"
        indexes = [models.Index(fields=["person", "known_until"], name="aid_registration_of_person")]


class PublicPost(models.Model):
    """Posts of one kind at one unit (公益性岗位): how many, who pays for them."""

    class Form(models.TextChoices):
        HRSS = "41", "人社公益性岗位"
        FEDERATION = "42", "残联岗位（含专职委员）"
        RURAL = "43", "乡村公益性岗位"

    title = models.CharField("岗位名称", max_length=60)
    form = models.CharField("种类", max_length=2, choices=Form)
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    unit_name = models.CharField("用人单位", max_length=120)
    funding = models.CharField("资金来源", max_length=80)
    headcount = models.PositiveSmallIntegerField("岗位数")
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    since = models.DateField("设立日期")
    ended_on = models.DateField("撤销日期", null=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "公益性岗位"
        indexes = [models.Index(fields=["county_code", "form"], name="public_post_by_county")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_post_of_a_kind_at_a_unit",
                fields=["unit_code", "form"],
                condition=Q(ended_on=None),
                violation_error_message="这个单位已经登记了这一种岗位，请在那一条上改岗位数。",
            ),
        ]


class Occupancy(Fact):
    """The term that was granted to somebody on a post, on which ground (聘用期限); who holds posts is read from the spells."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="occupancies")
    post = models.ForeignKey(PublicPost, models.PROTECT, related_name="occupancies")
    started_on = models.DateField("起")
    ends_on = models.DateField("止")
    ground = models.CharField("依据", max_length=12)  # of rules.public_posts.Ground
    filed = models.CharField("省里备案文号", max_length=60, blank=True)
    because = models.CharField("理由", max_length=400)

    class Meta:
        verbose_name = "公益性岗位聘用"
        indexes = [models.Index(fields=["post", "known_until", "ends_on"], name="occupancy_of_post")]
