"""Questions about persons: lists by keyset, the search box, one person with everything said of him."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.privacy import blind_index, unseal, unseal_many
from tonggong.domain.persons.choices import Category, CertificateKind, CertificateStatus, Circumstance, Kind, Sex
from tonggong.domain.persons.models import (
    Certificate,
    Household,
    HouseholdMember,
    Identity,
    Merge,
    NamePair,
    Person,
    PersonFact,
)
from tonggong.rules import ages
from tonggong.rules.identifiers import citizen_id_or_none, tidy

PAGE = 50
LEAST_CHARACTERS = 2
SEX, KIND, CATEGORY, STATUS = (dict(c.choices) for c in (Sex, Kind, Category, CertificateStatus))


# --- lists ---------------------------------------------------------------------------------------------------------


def persons(who: Who, *, county: str = "", township: str = "", kind: str = "") -> QuerySet[Person]:
    """Return the persons within reach, by key: every filter has an index that ends with it, so each page costs the same.

    Args:
        county, township: 12-digit codes; the narrower one decides.
        kind: one of choices.Kind.
    """
    rows = who.sees(Person.objects.in_ledger()).order_by("pk")
    if township:
        rows = rows.filter(township_code=township)
    elif county:
        rows = rows.filter(county_code=county)
    return rows.filter(kind=kind) if kind else rows


def page_of(rows: QuerySet[Person], after: int = 0, size: int = PAGE) -> tuple[list[Person], int | None]:
    """Return one page of persons in the order of their keys, and the key after which the next begins (None at the end)."""
    found = list(rows.filter(pk__gt=after)[: size + 1])
    return (found[:size], found[size - 1].pk) if len(found) > size else (found, None)


def person(who: Who, pk: int) -> Person | None:
    """Return one person within reach, also one that is merged into another; None says no more than that."""
    return who.sees(Person.objects.filter(pk=pk)).select_related("merged_into").first()


def id_tails(people: Sequence[Person]) -> dict[int, str]:
    """Return the last four characters of each citizen ID, by person: what a list may show."""
    numbers = unseal_many("person.citizen_id", [p.citizen_id_sealed for p in people])
    return {p.pk: (number or "")[-4:] for p, number in zip(people, numbers, strict=True)}


def phone_tails(people: Sequence[Person]) -> dict[int, str]:
    """Return the last four digits of each phone number, by person; "" where there is none."""
    numbers = unseal_many("person.phone", [p.phone_sealed for p in people])
    return {p.pk: (number or "")[-4:] for p, number in zip(people, numbers, strict=True)}


def sealed_phone_tail(sealed: bytes) -> str:
    """Return the last four digits of a phone number that a fact holds sealed."""
    return unseal("person.phone", sealed)[-4:]


def certificate_words(certificate: Certificate) -> str:
    """Return a certificate as 肢体三级, a military one as 残疾军人七级; never its number."""
    return _grade_words(certificate.kind, certificate.category, certificate.grade)


def _grade_words(kind: str, category: str, grade: int) -> str:
    written = "一二三四五六七八九十"[grade - 1] + "级"
    if kind == CertificateKind.MILITARY:
        return f"残疾军人{written}"
    return f"{CATEGORY.get(category, '类别不明')}{written}"


def certificates_in_words(people: Sequence[Person]) -> dict[int, str]:
    """Return what each person's standing certificate says, by person; one that is not in force says so."""
    found: dict[int, str] = {}
    rows = Certificate.objects.standing().filter(person__in=[p.pk for p in people]).order_by("pk")
    for pk, kind, category, grade, status in rows.values_list("person_id", "kind", "category", "grade", "status"):
        words = _grade_words(kind, category, grade)
        if status != CertificateStatus.VALID:
            words += f"（{STATUS[status]}）"
        elif pk in found and "（" not in found[pk]:
            continue  # of two in force the first one counts
        found[pk] = words
    return found


# --- the search box ------------------------------------------------------------------------------------------------


class Understood(StrEnum):
    """What the words in the search box were taken for; the value is written into the trail, the words never are."""

    NAME = "name"
    CITIZEN_ID = "citizen id"
    CERTIFICATE = "certificate"
    PHONE = "phone"
    PHONE_TAIL = "phone tail"
    TOO_SHORT = "too short"


SAID = {
    Understood.NAME: "按姓名查找",
    Understood.CITIZEN_ID: "按身份证号查找",
    Understood.CERTIFICATE: "按证件号码查找",
    Understood.PHONE: "按电话号码查找",
    Understood.PHONE_TAIL: "按电话最后 4 位查找",
    Understood.TOO_SHORT: "",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Args:
        understood: what the words were taken for.
        people: within reach, those whose name is exactly the words first.
        next: the key after which more are found, None where this is all.
    """

    understood: Understood
    people: list[Person] = field(default_factory=list)
    next: int | None = None

    @property
    def said(self) -> str:
        """What was understood, in words."""
        return SAID[self.understood]

    @property
    def is_exact(self) -> bool:
        """Whether a whole number was asked for, which leads to one person."""
        return self.understood in (Understood.CITIZEN_ID, Understood.CERTIFICATE, Understood.PHONE)


def understand(text: str) -> tuple[Understood, str]:
    """Say what somebody typed into the search box: its kind, and the words as they are looked up.

    Four digits are the end of a phone number, 11 beginning with 1 a phone number; 15 or 18 characters that read as one
    are a citizen ID; any other number with at least four digits is a certificate's; the rest is a name.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if re.fullmatch(r"\d{4}", plain):
        return Understood.PHONE_TAIL, plain
    if re.fullmatch(r"1[3-9]\d{9}", plain):
        return Understood.PHONE, plain
    number = citizen_id_or_none(plain)
    if number is not None:
        return Understood.CITIZEN_ID, number.number
    if re.fullmatch(r"\d{17}[\dX]|\d{15}", tidy(plain)):
        return Understood.CITIZEN_ID, tidy(plain)  # wrong by its check digit, but it may be kept as another identity
    if len(re.findall(r"\d", plain)) >= 4:
        return Understood.CERTIFICATE, plain
    if len(plain) < LEAST_CHARACTERS:
        return Understood.TOO_SHORT, plain
    return Understood.NAME, plain


def search(who: Who, text: str, after: int = 0, size: int = PAGE) -> Found:
    """Find persons within reach by what somebody typed: two characters of a name, a number in full, a phone's last four.

    The trail keeps what kind of question it was and who was found, not the words.
    """
    understood, plain = understand(text)
    if understood is Understood.TOO_SHORT:
        return Found(understood)
    if understood is Understood.NAME:
        people, following = _named(who, plain, after, size)
    else:
        people, following = page_of(who.sees(_numbered(understood, plain)).order_by("pk"), after, size)
    audit.record(
        "search", who=who, subject="persons.Person", ids=[p.pk for p in people],
        question=understood.value, found=len(people), more=following is not None,
    )  # fmt: skip
    return Found(understood, people, following)


def _named(who: Who, words: str, after: int, size: int) -> tuple[list[Person], int | None]:
    """Persons with these characters in a row in a name, also in a former one: each pair of them is looked up."""
    rows = NamePair.objects.filter(pair=words[:2], person__merged_into=None, person_id__gt=after)
    for start in range(1, len(words) - 1):
        further = NamePair.objects.filter(pair=words[start : start + 2], person=OuterRef("person_id"))
        rows = rows.filter(Exists(further))
    found = list(who.sees(rows, "person").select_related("person").order_by("person_id")[: size + 1])
    following = found[size - 1].person_id if len(found) > size else None
    people = {row.person_id: row.person for row in found[:size]}.values()  # a former name may give a pair twice
    return sorted(people, key=lambda p: (p.name != words, p.pk)), following


def _numbered(understood: Understood, number: str) -> QuerySet[Person]:
    rows = Person.objects.in_ledger()
    if understood is Understood.PHONE_TAIL:
        return rows.filter(phone_tail_index=blind_index("phone_tail", number))
    if understood is Understood.PHONE:
        return rows.filter(phone_index=blind_index("phone", number))
    if understood is Understood.CITIZEN_ID:
        index = blind_index("citizen_id", number)
        others = Identity.objects.standing().filter(citizen_id_index=index).values("person")
        return rows.filter(Q(citizen_id_index=index) | Q(pk__in=others))
    return rows.filter(
        pk__in=Certificate.objects.filter(number_index=blind_index("certificate", number)).values("person")
    )


# --- one person ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the register says of one person, also what is no longer believed; work and training are other apps'."""

    person: Person
    certificates: list[Certificate]
    circumstances: list[PersonFact]
    identities: list[Identity]
    memberships: list[HouseholdMember]
    relatives: list[HouseholdMember]
    merges: list[Merge]

    @property
    def facts(self) -> tuple[list, ...]:
        """The facts, table by table."""
        return self.certificates, self.circumstances, self.identities, self.memberships


def known_by(rows: QuerySet, known_at: datetime | None) -> QuerySet:
    """Keep the facts that had been said at an instant (None: all), believed or not."""
    return rows if known_at is None else rows.filter(known_from__lte=known_at)


def record_of(person: Person, known_at: datetime | None = None) -> Record:
    """Return what the register says of a person, as known at an instant; a fixed number of queries."""
    facts = [
        list(known_by(model.objects.filter(person=person), known_at).order_by("pk"))
        for model in (Certificate, PersonFact, Identity, HouseholdMember)
    ]
    certificates, circumstances, identities, memberships = facts
    homes = {m.household_id for m in memberships if is_believed(m, known_at)}
    books = Q(household__in=homes, household__basis=Household.Basis.BOOK)
    relatives = HouseholdMember.objects.known_at(known_at).filter(books).exclude(person=person)
    merges = Merge.objects.filter(Q(kept=person) | Q(gone=person), undone_at=None).select_related("gone", "kept")
    return Record(
        person,
        certificates,
        circumstances,
        identities,
        memberships,
        list(relatives.select_related("person").order_by("pk")),
        list(merges.order_by("-at")),
    )


def is_believed(fact: object, known_at: datetime | None = None) -> bool:
    """Say whether a fact stands, or stood at an instant."""
    until = fact.known_until  # type: ignore[attr-defined]
    return until is None or (known_at is not None and until > known_at)


def names_of(person_ids: Iterable[int]) -> set[str]:
    """Return the names by which some persons are or were known, also what was taken back: to hide them in free text."""
    ids = list(person_ids)
    found = {*Person.objects.filter(pk__in=ids).values_list("name", flat=True)}
    found |= {*Identity.objects.filter(person__in=ids).values_list("name", flat=True)}
    found |= {*PersonFact.objects.filter(person__in=ids, kind=Circumstance.NAME).values_list("value", flat=True)}
    return found - {""}


def merge_by_id(who: Who, pk: int) -> Merge | None:
    """Return a merge whose kept person lies within reach."""
    return who.sees(Merge.objects.filter(pk=pk), "kept").select_related("kept", "gone").first()


def kinds() -> Iterable[tuple[str, str]]:
    """Why somebody stands in the ledger: (key, words)."""
    return Kind.choices


def age_on(person: Person, day: date) -> int:
    """Return a person's age in full years on a day, at the death where that was before."""
    return ages.age_on(person.born_on, min(day, person.died_on) if person.died_on else day)
