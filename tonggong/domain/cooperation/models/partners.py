from django.db import models
from django.db.models import F, Q

from tonggong.base.withdrawn import WithdrawableForReason
from tonggong.domain.cooperation.choices import How


class Entry(WithdrawableForReason):
    """Something written down; a slip is taken back with its row kept, never overwritten."""

    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True


class Partner(models.Model):
    """An organisation that the federation works with for placements (合作单位); its kind is one of the city's list."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("种类", max_length=30)
    county_code = models.CharField("区划", max_length=12, help_text="全市性的填市的代码")
    began_on = models.DateField("开始合作")
    ended_on = models.DateField("结束合作", null=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "合作单位"
        constraints = [
            models.UniqueConstraint(
                name="a_partner_stands_once", fields=["name"], violation_error_message="这个合作单位已经登记。"
            ),
            models.CheckConstraint(
                name="partner_ends_after_it_began",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                violation_error_message="结束合作的日期不能早于开始。",
            ),
        ]


class Agreement(Entry):
    """A cooperation agreement with its dates (合作协议)."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    title = models.CharField("名称", max_length=120)
    signed_on = models.DateField("签订日期")
    from_on = models.DateField("起")
    until_on = models.DateField("止")
    evidence = models.CharField("凭据", max_length=200)

    class Meta:
        verbose_name = "合作协议"
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(until_on__gte=F("from_on")),
                violation_error_message="协议的止日不能早于起日。",
            ),
        ]


class Contact(Entry):
    """Somebody of the federation spoke with a partner (联系记录)."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contacts")
    on = models.DateField("日期")
    how = models.CharField("方式", max_length=8, choices=How)
    said = models.CharField("说了什么", max_length=400)

    class Meta:
        verbose_name = "联系记录"
        indexes = [models.Index(fields=["partner", "on"], name="contact_of_partner")]


class BroughtPost(Entry):
    """Posts of one kind at one unit that a partner brought (带来岗位)."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="posts")
    on = models.DateField("提供日期")
    unit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    unit_name = models.CharField("用人单位", max_length=120)
    title = models.CharField("岗位", max_length=60)
    posts = models.PositiveSmallIntegerField("个数")
    evidence = models.CharField("凭据", max_length=200)

    class Meta:
        verbose_name = "带来的岗位"
        constraints = [
            models.CheckConstraint(
                name="at_least_one_post_was_brought",
                condition=Q(posts__gte=1),
                violation_error_message="岗位至少 1 个。",
            ),
        ]


class PartnerPlacement(Entry):
    """A partner brought somebody into work: an employment of the ledger with the evidence for it (带来就业)."""

    follows_person = True  # when two rows of persons become one

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="placements")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    thread = models.BigIntegerField("就业记录编号")
    started_on = models.DateField("就业开始")
    evidence = models.CharField("凭据", max_length=200)

    class Meta:
        verbose_name = "带来的就业"
        constraints = [
            models.UniqueConstraint(
                name="one_partner_per_placement",
                fields=["thread"],
                condition=Q(withdrawn_at=None),
                violation_error_message="这条就业已经登记了合作单位。",
            ),
        ]
