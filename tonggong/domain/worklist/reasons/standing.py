"""Reasons that lie in the person's own dates: a certificate that ends, sixteen years, long silence."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from tonggong.base.prepared import prepared
from tonggong.domain.persons.choices import CertificateStatus
from tonggong.domain.persons.models import Certificate
from tonggong.domain.worklist.reasons.asked import (
    PEOPLE,
    Asked,
    Hit,
    Reason,
    day_words,
    months_passed,
    row_of,
    term_words,
)
from tonggong.rules.ages import birthday
from tonggong.rules.months import later

PAPERS = "papers"


@prepared
def _certificates() -> QuerySet[Any, Any]:
    rows = Certificate.objects.standing().filter(person__in=PEOPLE, status=CertificateStatus.VALID)
    rows = rows.filter(valid_until__isnull=False)
    return rows.values_list("person_id", "valid_until", "pk", "source_file_id", "source_row")


def certificate_ends(asked: Asked) -> dict[int, Hit]:
    """Certificates in force that end soon; of several the one that lasts longest counts."""
    window, end = asked.window("certificate_ends"), asked.ahead(asked.window("certificate_ends"))
    last: dict[int, tuple[Any, ...]] = {}
    for row in _certificates(people=asked.ids):
        known = last.get(row[0])
        if known is None or row[1:3] > known[1:3]:
            last[row[0]] = row
    found = {}
    for person, until, pk, file, line in last.values():
        if until > end:
            continue
        left = asked.left(until)
        words = f"残疾人证{day_words(until, asked.day)}到期，{term_words(left)}，提醒换证"
        source = (file, line) if file and line else None
        since = until - timedelta(days=window)
        found[person] = Hit(words, until, row_of("persons.Certificate", pk), left, since, PAPERS, source)
    return found


def turned_16(asked: Asked) -> dict[int, Hit]:
    """Who has just come of the age for work."""
    days, age = asked.number("today.turned_16_days"), asked.number("work_age.min")
    found: dict[int, Hit] = {}
    years = range(asked.back(days).year - age, asked.day.year - age + 1)
    for pk, (_, born, _, _, _) in asked.people.items():
        if born.year not in years:
            continue
        reached = birthday(born, age)
        if 0 <= -asked.left(reached) <= days:
            words = f"{day_words(reached, asked.day)}满 {age} 岁，问问上学和就业的打算"
            found[pk] = Hit(words, reached, row_of("persons.Person", pk), None, reached)
    return found


def situation_old(asked: Asked) -> dict[int, Hit]:
    """Of whom nobody has confirmed for a year whether they work."""
    found: dict[int, Hit] = {}
    limit = later(asked.day, -asked.number("today.situation_months"))
    outside, confirmed = asked.outside, asked.confirmed
    for pk, (_, _, known, _, _) in asked.people.items():
        if pk in outside:
            continue
        on = confirmed.get(pk)
        if (on or known) > limit:
            continue
        words = (
            f"上次核实就业状况是{day_words(on, asked.day)}，已过 {months_passed(on, asked.day)} 个月"
            if on
            else f"{day_words(known, asked.day)}入册，就业状况还没有核实过"
        )
        found[pk] = Hit(words, on or known, row_of("persons.Person", f"{pk}/{on or known}"))
    return found


def no_contact(asked: Asked) -> dict[int, Hit]:
    """With whom nobody has spoken for months."""
    found: dict[int, Hit] = {}
    limit, outside = later(asked.day, -asked.number("today.no_contact_months")), asked.outside
    for pk, (_, _, known, _, _) in asked.people.items():
        if pk in outside:
            continue
        on = asked.last_contact(pk)
        if (on or known) > limit:
            continue
        words = (
            f"{months_passed(on, asked.day)} 个月没有联系，上次是{day_words(on, asked.day)}"
            if on
            else f"{day_words(known, asked.day)}入册，还没有联系过"
        )
        found[pk] = Hit(words, on or known, row_of("persons.Person", f"{pk}/{on or known}"))
    return found


REASONS = (
    Reason("certificate_ends", "证件到期", certificate_ends, by_contact=True, is_ticked=True),
    Reason("turned_16", "满 16 岁", turned_16, by_contact=True, is_ticked=True),
    Reason("situation_old", "久未核实", situation_old),
    Reason("no_contact", "久未联系", no_contact),
)
