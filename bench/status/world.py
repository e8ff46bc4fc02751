"""A ledger of any size with a year of casework, written straight into the tables: invented people, holders all of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, models, transaction

from tonggong.base.bulk import insert_rows, next_ids
from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.choices import Confirmed
from tonggong.domain.casework.models import Assessment, NeedRegistration, ServiceRecord, Verification, Visit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Certificate, Household, HouseholdMember, Person, PersonFact

CHUNK = 50_000
KNOWN = datetime(2024, 6, 20, 2, 0, tzinfo=UTC)
DAY = date(2024, 6, 30)
_ITEMS = json.dumps([one.value for one in Confirmed])


def fill(people: int, seed: int = 4711) -> None:
    """Write so many persons: three of ten work, six of ten are verified, one of six of those is served; homes of three."""
    rng = np.random.default_rng(seed)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-1048576")
            cursor.execute("PRAGMA synchronous=OFF")
    towns = [(c.code, t.code) for c in divisions.counties() for t in divisions.townships(c.code)]
    for first in range(0, people, CHUNK):
        with transaction.atomic():
            _some(rng, min(CHUNK, people - first), first, towns)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def put(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows; columns that are not named get what their field has for empty."""
    others = [f for f in model._meta.concrete_fields if f.column not in columns and not f.primary_key]
    rest = [_empty(f) for f in others]
    insert_rows(model, (*columns, *(str(f.column) for f in others)), [(*row, *rest) for row in rows])


def _empty(field: models.Field) -> Any:
    if field.column == "known_from":
        return KNOWN
    if isinstance(field, models.JSONField):
        return json.dumps(field.get_default())
    return None if field.null else field.get_default()


def _some(rng: np.random.Generator, count: int, first: int, towns: list[tuple[str, str]]) -> None:
    ids = list(next_ids(Person, count))
    place = [towns[n] for n in rng.integers(0, len(towns), count)]
    born = [date(1948, 1, 1) + timedelta(int(n)) for n in rng.integers(0, 23_000, count)]
    sex = rng.integers(1, 3, count)
    put(
        Person,
        ("id", "kind", "citizen_id_sealed", "citizen_id_index", "name", "sex", "born_on", "county_code",
         "township_code", "first_known_at"),
        [
            (pk, "holder", b"", (first + n).to_bytes(16, "big"), "某人", str(sex[n]), born[n], *place[n], KNOWN)
            for n, pk in enumerate(ids)
        ],
    )  # fmt: skip
    put(
        Certificate,
        (
            "person_id",
            "kind",
            "number_sealed",
            "number_index",
            "category",
            "grade",
            "issued_on",
            "valid_until",
            "status",
        ),
        [
            (pk, "disability", b"", b"", "4", int(grade), date(2016, 3, 1), date(2026, 3, 1), "valid")
            for pk, grade in zip(ids, rng.integers(1, 5, count), strict=True)
        ],
    )
    chance = rng.random((6, count))
    put(
        Spell,
        ("person_id", "form", "started_on", "ended_on", "evidence_level"),
        [
            (pk, "14", date(2022, 1, 1) + timedelta(int(chance[5, n] * 800)),
             date(2024, 4, 30) if chance[1, n] < 0.2 else None, "A")
            for n, pk in enumerate(ids) if chance[0, n] < 0.3
        ],
    )  # fmt: skip
    put(
        PersonFact,
        ("person_id", "kind", "value", "started_on", "ended_on"),
        [
            *((pk, Circumstance.LOW_INCOME.value, "低保", date(2023, 1, 1), None) for n, pk in enumerate(ids) if chance[2, n] < 0.15),
            *((pk, Circumstance.UNEMPLOYED.value, "", date(2023, 5, 1), None) for n, pk in enumerate(ids) if chance[2, n] > 0.9),
            *((pk, Circumstance.SCHOOL.value, "某学院 大专 全日制", date(2021, 9, 1), date(2024, 7, 1))
              for n, pk in enumerate(ids) if born[n].year in (2002, 2003)),
        ],
    )  # fmt: skip
    _homes(ids, place)
    _casework(rng, [pk for n, pk in enumerate(ids) if chance[3, n] < 0.6], first)


def _homes(ids: list[int], place: list[tuple[str, str]]) -> None:
    groups = [ids[n : n + 3] for n in range(0, len(ids), 3)]
    keys = list(next_ids(Household, len(groups)))
    put(
        Household,
        ("id", "number", "basis", "county_code", "township_code"),
        [(key, f"H{group[0]}", "book", *place[n * 3]) for n, (key, group) in enumerate(zip(keys, groups, strict=True))],
    )
    relations = ("户主", "配偶", "子")
    put(
        HouseholdMember,
        ("household_id", "person_id", "relation", "hukou_kind"),
        [
            (key, pk, relations[n], "农业")
            for key, group in zip(keys, groups, strict=True)
            for n, pk in enumerate(group)
        ],
    )


def _casework(rng: np.random.Generator, people: list[int], first: int) -> None:
    days = [date(2024, 1, 2) + timedelta(int(n)) for n in rng.integers(0, 170, len(people))]
    keys = [UUID(int=first * 10_000 + n) for n in range(len(people))]
    as_kept = [key.hex if connection.vendor == "sqlite" else key for key in keys]
    outcomes = rng.choice([1, 2, 9], len(people), p=[0.7, 0.25, 0.05])
    wishes = rng.choice(["now", "later", "no", "cannot_say"], len(people), p=[0.15, 0.1, 0.65, 0.1])
    started = [KNOWN] * len(people)
    put(
        Visit,
        ("key", "person_id", "method", "started_at", "on", "outcome"),
        [
            (as_kept[n], pk, "home", started[n], days[n], int(outcomes[n]))
            for n, pk in enumerate(people)
        ],
    )  # fmt: skip
    put(
        Verification,
        ("person_id", "visit_key", "on", "method", "answered_by", "confirmed", "is_employed", "reason", "wish"),
        [
            (pk, as_kept[n], days[n], "home", "self", _ITEMS, False, 7, str(wishes[n]))
            for n, pk in enumerate(people)
        ],
    )  # fmt: skip
    wanting = [(pk, days[n]) for n, pk in enumerate(people) if wishes[n] in ("now", "later")]
    put(
        NeedRegistration,
        ("person_id", "on", "said_how", "jobs", "forms"),
        [(pk, day, "home", '["保洁"]', '["1"]') for pk, day in wanting],
    )
    put(
        Assessment,
        ("person_id", "profile_version", "depth", "purpose", "on", "signed_on", "shown_on"),
        [(pk, "1", "D1", "four_ones", day, day, day) for pk, day in wanting[::2]],
    )
    put(
        ServiceRecord,
        ("person_id", "on", "kind", "content", "outcome"),
        [(pk, day, 2, "推荐", (2, 3, None)[n % 3]) for n, (pk, day) in enumerate(wanting)],
    )
