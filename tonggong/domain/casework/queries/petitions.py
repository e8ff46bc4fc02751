"""Questions about what persons asked for: one's own, and those that wait for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.prepared import prepared
from tonggong.domain.casework.models import Petition
from tonggong.domain.casework.queries.reach import served, served_among, standing_person
from tonggong.domain.employment.models import Spell
from tonggong.domain.employment.queries import form_name
from tonggong.domain.persons.models import Certificate, HouseholdMember, Person, PersonFact
from tonggong.domain.persons.own import own_keys
from tonggong.domain.persons.queries import certificate_words, sealed_phone_tail

NAME, PHONE, RESIDENCE, SPELL, CLASS = "name", "phone", "residence", "spell", "class"
CERTIFICATE, FACT, HOME, OTHER = "certificate", "fact", "home", "other"


def petitions(who: Who, state: str = "") -> QuerySet[Petition]:
    """Return what persons whom somebody serves asked for, what is due first in front; `state` one of Petition.State.

    Labour complaints stand in a list of their own (testimony), for fewer eyes.
    """
    rows = Petition.objects.exclude(kind=Petition.Kind.LABOUR).annotate(
        standing=Coalesce(F("person__merged_into"), F("person"))
    )
    rows = rows.filter(standing__in=served(who).order_by().values("pk")).select_related("person__merged_into")
    return (rows.filter(state=state) if state else rows).order_by("due_on", "pk")


def petition(who: Who, pk: int) -> Petition | None:
    """Return one of them; None says no more than that."""
    return petitions(who).filter(pk=pk).first()


def petitions_of(person: Person) -> list[Petition]:
    """Return what a person asked for, the latest first."""
    return list(Petition.objects.filter(person__in=own_keys(person)).order_by("-asked_at", "-pk"))


def petition_of(person: Person, number: str) -> Petition | None:
    """Return what a person asked for under a receipt number."""
    return Petition.objects.filter(person__in=own_keys(person), number=number).first()


@prepared
def _open() -> QuerySet[Any, Any]:
    rows = Petition.objects.filter(state=Petition.State.OPEN).exclude(kind=Petition.Kind.LABOUR).order_by()
    return rows.values_list(Coalesce(F("person__merged_into"), F("person")))


def waiting(who: Who) -> int:
    """How many wait for an answer."""
    persons = [pk for (pk,) in _open()]
    hers = served_among(who, set(persons))
    return sum(pk in hers for pk in persons)


def late(rows: Sequence[Petition], day: date) -> int:
    """How many of some petitions should have been answered before a day."""
    return sum(row.state == Petition.State.OPEN and row.due_on < day for row in rows)


@dataclass(frozen=True, slots=True)
class Item:
    """What a correction is about: its key as `Petition.about` keeps it, and the fact in words, "" where it is none."""

    key: str
    kind: str
    words: str
    spell: Spell | None = None


def item_of(person: Person, about: str) -> Item:
    """Return the item of a person that a key names; a key that names none of hers is about something else."""
    kind, _colon, number = about.partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if kind == NAME:
        return Item(NAME, NAME, f"姓名 {person.name}")
    if kind == PHONE:
        return Item(PHONE, PHONE, f"电话尾号 {person.phone[-4:]}" if person.phone else "没有登记电话")
    if kind == RESIDENCE:
        return Item(RESIDENCE, RESIDENCE, f"住址 {name_of(person.township_code)}")
    if kind == SPELL and (spell := Spell.objects.standing().filter(pk=pk, person=person).first()):
        unit = spell.unit_name or spell.unit_code or "自己做"
        return Item(about, SPELL, f"工作：{unit}，{form_name(spell.form)}", spell=spell)
    if kind == CLASS:  # of an app above: the page that shows it finds the words
        return Item(about, CLASS, "一次培训")
    if kind == CERTIFICATE and (paper := Certificate.objects.standing().filter(pk=pk, person=person).first()):
        return Item(about, CERTIFICATE, f"证件：{paper.get_kind_display()}，{certificate_words(paper)}")
    if kind == HOME and (home := HouseholdMember.objects.standing().filter(pk=pk, person=person).first()):
        return Item(about, HOME, f"家庭：{home.relation}")
    if kind == FACT and (fact := PersonFact.objects.standing().filter(pk=pk, person=person).first()):
        words = f"电话尾号 {sealed_phone_tail(fact.sealed)}" if fact.sealed is not None else fact.value
        return Item(about, FACT, f"{fact.get_kind_display()}：{words}")
    return Item(OTHER, OTHER, "")


def item_of_petition(row: Petition) -> Item:
    """Return what a petition is about, as the ledger says it now."""
    person = standing_person(row.person_id)
    return item_of(person, row.about) if person is not None else Item(OTHER, OTHER, "")
