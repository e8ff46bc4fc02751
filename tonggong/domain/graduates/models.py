from django.db import models

from tonggong.base.facts import Fact
from tonggong.base.withdrawn import Withdrawable


class Destination(Fact):
    """Where a graduate of a class went (毕业去向), as somebody said with evidence."""

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="destinations")
    class_year = models.PositiveSmallIntegerField("届")
    code = models.CharField("去向", max_length=2)
    on = models.DateField("落实日期")
    evidence = models.CharField("凭据", max_length=200)

    class Meta:
        verbose_name = "毕业去向"
        indexes = [models.Index(fields=["class_year", "known_until"], name="destination_of_class")]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_destination",
                fields=["person", "class_year"],
                condition=models.Q(known_until=None),
                violation_error_message="此人这一届已有登记的去向，请用更正。",
            ),
        ]


class CollegeActivity(Withdrawable):
    """What was done with a college (对高校的指导): one of four kinds, each due once a year.

    It belongs to the place of whoever wrote it down; what the city did itself stands under the city's code.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", "政策宣讲"
        SKILLS = "skills", "技能培训"
        VACANCIES = "vacancies", "岗位推介"
        OUTLOOK = "outlook", "择业观教育"

    college = models.CharField("学校", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    on = models.DateField("日期")
    people = models.PositiveIntegerField("参加人数", null=True)
    note = models.CharField("情况", max_length=300, blank=True)
    county_code = models.CharField("县区", max_length=12, help_text="登记人的县区；市残联登记的是市代码")
    township_code = models.CharField("乡镇街道", max_length=12, blank=True, default="")
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "高校指导"
        indexes = [models.Index(fields=["county_code", "on"], name="college_activity_by_county")]
