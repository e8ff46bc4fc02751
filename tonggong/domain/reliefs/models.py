from django.db import models
from django.db.models import F, Q

from tonggong.base.facts import Fact
from tonggong.domain.reliefs.choices import CHANNELS, RESULTS


class Placed(Fact):
    """A fact that lies somewhere; one about a person lies where she lives (`queries.reach`)."""

    county_code = models.CharField("县区", max_length=12, blank=True)
    township_code = models.CharField("乡镇街道", max_length=12, blank=True)
    ground = models.CharField("依据", max_length=200, blank=True, help_text="文件、批文，或更正的理由")

    class Meta:
        abstract = True


class Relief(Placed):
    """One relief granted (优惠): what, instead of which normal rule, for whom, worth how much, until when, reviewed when."""

    channel = models.CharField("渠道", max_length=8, choices=CHANNELS)
    kind = models.CharField("种类", max_length=40, help_text="本市清单里的种类")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="reliefs")
    for_name = models.CharField("给哪户、哪个单位", max_length=120, blank=True, help_text="不是给某个人的才填")
    place = models.CharField("在哪里、哪一件", max_length=200, blank=True)
    normal_rule = models.CharField("平常的规定", max_length=200, blank=True)
    normal_source = models.CharField("规定的出处", max_length=200, blank=True)
    normal_value = models.DecimalField("平常的数", max_digits=12, decimal_places=2, null=True)
    granted_value = models.DecimalField("给的数", max_digits=12, decimal_places=2, null=True)
    measure = models.CharField("单位", max_length=20, blank=True, help_text="元/月、米、户")
    month_yuan = models.DecimalField("每月值（元）", max_digits=12, decimal_places=2, null=True)
    months = models.PositiveSmallIntegerField("月数", null=True)
    worth_yuan = models.DecimalField("合计值（元）", max_digits=12, decimal_places=2, null=True)
    payer = models.CharField("谁承担", max_length=80, blank=True)
    started_on = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True)
    review_on = models.DateField("哪天复核", null=True)
    about = models.BigIntegerField("属于哪件许可、哪次征召", null=True, help_text="那条记录的事实编号")

    class Meta:
        verbose_name = "优惠与放宽"
        constraints = [
            models.CheckConstraint(
                name="relief_is_for_somebody",
                condition=~Q(person=None) | ~Q(for_name=""),
                violation_error_message="要写明给谁：台账里的人，或一户、一个单位。",
            ),
            models.CheckConstraint(
                name="relief_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("started_on")),
                violation_error_message="止日不能早于起日。",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "known_until"], name="relief_of_person"),
            models.Index(fields=["channel", "known_until"], name="relief_by_channel"),
            models.Index(fields=["thread"], name="relief_history"),
        ]


class ServicePoint(Placed):
    """A community point that was built (社区公共服务点), with its posts and the reserved ones."""

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=120)
    address = models.CharField("地址", max_length=200)
    builder = models.CharField("建设单位", max_length=120, blank=True)
    built_on = models.DateField("建成日期")
    posts = models.PositiveSmallIntegerField("岗位数")
    reserved = models.PositiveSmallIntegerField("预留岗位数")

    class Meta:
        verbose_name = "社区公共服务点"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_point_at_an_address",
                fields=["county_code", "address", "title"],
                condition=Q(known_until=None),
                violation_error_message="这个地址已登记了同名的服务点，请更正那一条。",
            ),
            models.CheckConstraint(
                name="reserved_posts_are_posts",
                condition=Q(reserved__lte=F("posts")),
                violation_error_message="预留岗位不能多于全部岗位。",
            ),
        ]
        indexes = [
            models.Index(fields=["built_on", "known_until"], name="point_by_day"),
            models.Index(fields=["thread"], name="point_history"),
        ]


class LicenceApplication(Placed):
    """An application for a tobacco retail licence by one of our people (烟草零售许可申请)."""

    number = models.CharField("申请编号", max_length=40)
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    shop = models.CharField("经营地址", max_length=200, blank=True)
    applied_on = models.DateField("申请日期")
    decided_on = models.DateField("决定日期", null=True)
    result = models.CharField("结果", max_length=10, choices=RESULTS)
    relaxed = models.CharField("放宽了什么", max_length=40, blank=True)
    normal_value = models.DecimalField("平常的数", max_digits=12, decimal_places=2, null=True)
    granted_value = models.DecimalField("放宽后的数", max_digits=12, decimal_places=2, null=True)
    measure = models.CharField("单位", max_length=20, blank=True)
    valid_until = models.DateField("许可证有效期至", null=True)

    class Meta:
        verbose_name = "烟草零售许可申请"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_application_per_number",
                fields=["number"],
                condition=Q(known_until=None),
                violation_error_message="这个申请编号已登记，请更正那一条。",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "known_until"], name="licence_of_person"),
            models.Index(fields=["thread"], name="licence_history"),
        ]


class RecruitmentRound(Placed):
    """A round in which lottery agents were recruited (彩票代销者征召), in numbers only."""

    seller = models.CharField("发行机构", max_length=60)
    title = models.CharField("批次", max_length=120)
    decided_on = models.DateField("确定日期")
    applicants = models.PositiveIntegerField("报名人数")
    pwd_applicants = models.PositiveIntegerField("报名残疾人数")
    selected = models.PositiveIntegerField("选中人数")
    pwd_selected = models.PositiveIntegerField("选中残疾人数")

    class Meta:
        verbose_name = "彩票代销者征召批次"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_round",
                fields=["seller", "title", "county_code"],
                condition=Q(known_until=None),
                violation_error_message="这个批次已登记，请更正那一条。",
            ),
        ]
        indexes = [
            models.Index(fields=["decided_on", "known_until"], name="round_by_day"),
            models.Index(fields=["thread"], name="round_history"),
        ]
