from django.db import models
from django.db.models import Q

from tonggong.base.facts import Fact
from tonggong.base.privacy import unseal
from tonggong.domain.persons.choices import (
    Category,
    CertificateKind,
    CertificateStatus,
    Circumstance,
    Kind,
    Sex,
)


class PersonQuerySet(models.QuerySet):
    def in_ledger(self):
        """Persons that stand for themselves, not merged into another."""
        return self.filter(merged_into=None)

    def holders(self):
        """Certificate holders and registered injured workers: those whom the plan is about."""
        return self.in_ledger().exclude(kind=Kind.MEMBER)


class Person(models.Model):
    """One human being. Name, place and phone here repeat the standing facts, for quick lists; `Circumstance` decides."""

    kind = models.CharField("台账类别", max_length=8, choices=Kind)
    citizen_id_sealed = models.BinaryField("身份证号（密存）", max_length=64)
    citizen_id_index = models.BinaryField("身份证号索引", max_length=16, unique=True)
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    born_on = models.DateField("出生日期")
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12)
    phone_sealed = models.BinaryField("联系电话（密存）", max_length=64, null=True)
    phone_index = models.BinaryField("电话索引", max_length=16, null=True)
    phone_tail_index = models.BinaryField("电话尾号索引", max_length=16, null=True)
    died_on = models.DateField("死亡日期", null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", verbose_name="并入")
    first_known_at = models.DateTimeField("入册时间")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        indexes = [
            models.Index(fields=["county_code", "id"], name="person_by_county"),
            models.Index(fields=["township_code", "id"], name="person_by_township"),
            models.Index(fields=["phone_tail_index"], name="person_by_phone_tail"),
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(fields=["kind", "id"], name="person_by_kind"),
        ]

    def __str__(self) -> str:
        return f"人员 {self.pk}"  # never a name or a number: this text reaches logs

    @property
    def citizen_id(self) -> str:
        """The citizen ID in clear: for comparison and for a shown reason, never for a page, URL or log."""
        return unseal("person.citizen_id", self.citizen_id_sealed)

    @property
    def id_tail(self) -> str:
        """The last four characters of the citizen ID, which a page may show."""
        return self.citizen_id[-4:]

    @property
    def phone(self) -> str | None:
        """The phone number in clear, None if there is none."""
        return unseal("person.phone", self.phone_sealed) if self.phone_sealed is not None else None


class NamePair(models.Model):
    """Two neighbouring characters of a name: finds 淑珍 in 王淑珍 by an index, on either database."""

    pair = models.CharField(max_length=2)
    person = models.ForeignKey(Person, models.CASCADE, related_name="name_pairs")

    class Meta:
        indexes = [models.Index(fields=["pair", "person"], name="name_pair")]


class Identity(Fact):
    """Another number or name by which a person is known (曾用号码、曾用名): wrongly typed once, old, or of a merged row."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities")
    citizen_id_sealed = models.BinaryField(max_length=64, null=True)
    citizen_id_index = models.BinaryField(max_length=16, null=True, db_index=True)
    name = models.CharField("姓名", max_length=40, blank=True)

    class Meta:
        verbose_name = "其他身份"


class PersonFact(Fact):
    """A circumstance of a person: name, place, phone, death, school, low income, injury."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="facts")
    kind = models.CharField("种类", max_length=12, choices=Circumstance)
    value = models.CharField("内容", max_length=200, blank=True)
    sealed = models.BinaryField("内容（密存）", max_length=120, null=True)
    started_on = models.DateField("起", null=True)
    ended_on = models.DateField("止", null=True)

    class Meta:
        verbose_name = "情况"
        indexes = [
            models.Index(fields=["person", "kind"], name="person_fact"),
            models.Index(fields=["kind", "known_until"], name="person_fact_by_kind"),
        ]


class Certificate(Fact):
    """A certificate of disability as it was known (残疾人证、残疾军人证). Its number changes with the grade."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    kind = models.CharField("证件种类", max_length=12, choices=CertificateKind)
    number_sealed = models.BinaryField("证号（密存）", max_length=64)
    number_index = models.BinaryField("证号索引", max_length=16, db_index=True)
    category = models.CharField("类别", max_length=1, choices=Category, blank=True)
    grade = models.PositiveSmallIntegerField("等级")
    issued_on = models.DateField("发证日期", null=True)
    valid_until = models.DateField("有效期至", null=True)
    status = models.CharField("状态", max_length=12, choices=CertificateStatus)
    status_on = models.DateField("状态日期", null=True)

    class Meta:
        verbose_name = "证件"
        indexes = [models.Index(fields=["person", "known_until"], name="certificate_of_person")]
        constraints = [
            models.CheckConstraint(
                name="certificate_grade_in_range",
                condition=Q(grade__gte=1) & Q(grade__lte=10),
                violation_error_message="残疾人证等级为一至四级，残疾军人证为一至十级。",
            ),
        ]


class Household(models.Model):
    """Persons that one book of household registration holds together (户口簿), or that live together (共同生活)."""

    class Basis(models.TextChoices):
        """What makes them a household; both may differ, and then both are shown."""

        BOOK = "book", "户口簿"
        LIVING = "living", "共同生活"

    basis = models.CharField("依据", max_length=6, choices=Basis, default=Basis.BOOK)
    number = models.CharField("户号", max_length=40, unique=True)
    county_code = models.CharField("县区", max_length=12)
    township_code = models.CharField("乡镇街道", max_length=12)

    class Meta:
        verbose_name = "家庭"


class HouseholdMember(Fact):
    """A person's place in a household."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    relation = models.CharField("与户主关系", max_length=20)
    hukou_kind = models.CharField("户口性质", max_length=10, blank=True)

    class Meta:
        verbose_name = "家庭成员"
        indexes = [models.Index(fields=["person", "known_until"], name="household_of_person")]


class Merge(models.Model):
    """Two rows found to be one person (合并), with all that is needed to take it back."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges_kept")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merges_gone")
    moved = models.JSONField("移动的行", default=dict)
    reason = models.CharField("理由", max_length=200)
    by = models.CharField("经办人", max_length=60)
    at = models.DateTimeField("时间")
    undone_by = models.CharField("撤销人", max_length=60, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "合并"
