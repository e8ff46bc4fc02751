"""The day's people for a phone that will be without a network: only what a visit needs, nothing by which to search."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.privacy import unseal_many
from tonggong.domain.casework.choices import NeedKind, NotEmployedReason
from tonggong.domain.casework.queries.assignments import people_of
from tonggong.domain.casework.queries.prefill import Prefill, prefills
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.choices import Category
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.persons.queries import certificates_in_words
from tonggong.rules.ages import age_on
from tonggong.rules.forms import FORMS

BY_TEXT = {Category.HEARING, Category.SPEECH}  # whom one writes to instead of ringing up


def assigned_for_today(who: Who, day: date, most: int) -> list[int]:
    """Return whom a worker answers for, those longest without contact first, at most so many."""
    if who.user_id is None:
        return []
    ids = people_of(who.user_id)
    last = {pk: one.last_visit.on for pk, one in prefills(ids, day).items() if one.last_visit}
    return sorted(ids, key=lambda pk: (last.get(pk, date.min), pk))[:most]


def people_for_device(who: Who, ids: Sequence[int], day: date, unrung: Collection[int] = ()) -> list[dict[str, Any]]:
    """Return each person within reach as the phone keeps her (sealed there), in the order asked for.

    Each: person, name, age, place, phone (whole for whoever may see whole numbers, else ""), by_text, facts ([label, words]),
    believes (what the form is filled in with), seen (marks by which a change made meanwhile is noticed), jobs ([key,
    words]), needs (words).

    Args:
        unrung: who is not to be rung; their numbers stay at home.
    """
    people = {p.pk: p for p in served(who).filter(pk__in=ids, died_on=None)}
    rows = [people[pk] for pk in ids if pk in people]
    known, words = prefills(people, day), certificates_in_words(rows)
    phones = unseal_many("person.phone", [p.phone_sealed for p in rows])
    whole = who.may("ledger.unmask")
    hearing = Certificate.objects.standing().filter(person__in=people, category__in=BY_TEXT)
    by_text = set(hearing.values_list("person_id", flat=True))
    return [
        _one(p, known[p.pk], phone or "", whole and p.pk not in unrung, words.get(p.pk, ""), p.pk in by_text, day)
        for p, phone in zip(rows, phones, strict=True)
    ]


def _one(
    person: Person, known: Prefill, phone: str, whole: bool, certificate: str, by_text: bool, day: date
) -> dict[str, Any]:
    place = name_of(known.residence or person.township_code)
    jobs = [(spell.pk, _job(spell.unit_name, spell.form, spell.started_on)) for spell in known.spells]
    before = known.verification
    facts = [
        ["姓名", person.name],
        ["电话", (phone if whole else f"尾号 {phone[-4:]}") if phone else "没有登记"],
        ["住在", place or "没有登记"],
        ["证件", certificate or "没有证件"],
        ["工作", "；".join(words for _, words in jobs) or "没有工作"],
    ]
    if before is not None and before.reason and not jobs:
        facts.append(["原因", NotEmployedReason(before.reason).label])
    return {
        "person": person.pk,
        "name": person.name,
        "age": age_on(person.born_on, day),
        "place": place,
        "phone": phone if whole else "",
        "by_text": by_text,
        "last_on": known.last_visit.on.isoformat() if known.last_visit else "",
        "facts": facts,
        "jobs": jobs,
        "needs": [NeedKind(need.kind).label + (f"（{need.detail}）" if need.detail else "") for need in known.needs],
        "seen": known.seen,
        "believes": {
            "is_employed": bool(jobs),
            "verified": None
            if before is None
            else {
                "wish": before.wish,
                "reason": before.reason,
                "conditions": before.conditions,
                "not_employed_since": before.not_employed_since.isoformat() if before.not_employed_since else "",
                "sought_last_month": before.sought_last_month,
                "available_in_2_weeks": before.available_in_2_weeks,
            },
        },
    }


def _job(unit: str, form: str, started_on: date) -> str:
    known = FORMS.get(form)
    where = unit or (known.name if known else "有工作")
    return f"{where}（{started_on.year}年{started_on.month}月起）"
