"""A ledger of any size, written straight into the tables: invented people with certificates, work, insurance, households."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.db import connection, transaction

from tonggong.base.bulk import insert_rows, next_ids
from tonggong.base.divisions import queries as divisions
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.privacy import blind_indexes, seal_many
from tonggong.domain.comparison.models import Month
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Contribution, Spell, WageMonth
from tonggong.domain.persons.models import Certificate, Household, HouseholdMember, NamePair, Person
from tonggong.practice.names import full_names, surnames
from tonggong.rules.identifiers import id_check_digit

CHUNK = 50_000
KNOWN = datetime(2024, 12, 20, 2, 0, tzinfo=UTC)
MONTH = "2024-12"
HOLDERS, WORKING = 0.45, 0.3  # of all persons; of the holders
FACT = ("source_file_id", "source_row", "said_by", "known_from", "known_until")


def fill(people: int, seed: int = 4711) -> None:
    """Write a ledger of so many persons; of a hundred 45 hold a certificate, and 30 of a hundred of those work."""
    rng = np.random.default_rng(seed)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-1048576")
            cursor.execute("PRAGMA synchronous=OFF")
    towns = [(c.code, t.code) for c in divisions.counties() for t in divisions.townships(c.code)]
    Month.objects.get_or_create(month=MONTH, defaults={"compared_at": KNOWN})
    file = _file("certificates", "盘山县残联"), _file("social-insurance", "市社保中心")
    units = _units(max(20, people // 100), towns)
    written = 0
    while written < people:
        with transaction.atomic():
            written += _some(rng, min(CHUNK, people - written), written, towns, units, file)
    if connection.vendor == "postgresql":  # it does so by itself after a while; SQLite and the product never do
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    connection.close()  # the next one has the product's own settings again


def _file(feed: str, sender: str) -> int:
    delivery = Delivery.objects.create(
        feed=feed, month=MONTH, sender=sender, state="complete", received_at=KNOWN, received_by="基准",
        changed_at=KNOWN, compared_at=KNOWN,
    )  # fmt: skip
    return SourceFile.objects.create(
        delivery=delivery, name=f"{feed}.xlsx", fingerprint=feed.encode()[:16], received_at=KNOWN
    ).pk


def _units(count: int, towns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    units = [(f"91211100BENCH{n:05d}"[:18], f"基准第{n}有限公司") for n in range(count)]
    columns = (
        "code", "name", "economic_kind", "industry", "county_code", "township_code", "status", "level", "supervisor",
        "is_school", "is_committee_member",
    )  # fmt: skip
    with transaction.atomic():
        rows = [
            (code, name, "企业", "C", *towns[n % len(towns)], "存续", "", "", False, False)
            for n, (code, name) in enumerate(units)
        ]
        insert_rows(Unit, columns, rows)
    return units


def _numbers(rng: np.random.Generator, first: int, born: list[date], county: list[str]) -> list[str]:
    """Citizen IDs that pass their check digit; the running number makes them differ."""
    out = []
    for n, (day, code) in enumerate(zip(born, county, strict=True), first):
        begin = f"{code[:6]}{day:%Y%m%d}{n % 1000:03d}"
        out.append(begin + id_check_digit(begin))
    return out


def _births(first: int, count: int) -> list[date]:
    """Birthdays 1944 to 2008 in turn: together with the running number no two persons share a citizen ID."""
    start = date(1944, 1, 1)
    return [start + timedelta((n // 1000 * 37) % 23700) for n in range(first, first + count)]


def _some(
    rng: np.random.Generator, count: int, first: int, towns: list[tuple[str, str]], units: list[tuple[str, str]],
    files: tuple[int, int],
) -> int:  # fmt: skip
    sex = rng.integers(1, 3, count)
    names = full_names(rng, surnames(rng, count), sex)
    place = [towns[n] for n in rng.integers(0, len(towns), count)]
    born = _births(first, count)
    numbers = _numbers(rng, first, born, [county for county, _ in place])
    phones = [
        f"139{n:08d}" if has else None
        for n, has in zip(rng.integers(0, 10**8, count), rng.random(count) < 0.7, strict=True)
    ]
    holds = rng.random(count) < HOLDERS
    ids = list(next_ids(Person, count))
    columns = (
        "id", "kind", "citizen_id_sealed", "citizen_id_index", "name", "sex", "born_on", "county_code", "township_code",
        "phone_sealed", "phone_index", "phone_tail_index", "first_known_at",
    )  # fmt: skip
    rows = zip(
        ids, np.where(holds, "holder", "member").tolist(), seal_many("person.citizen_id", numbers),
        blind_indexes("citizen_id", numbers), names.tolist(), [str(s) for s in sex], born, [c for c, _ in place],
        [t for _, t in place], seal_many("person.phone", phones), blind_indexes("phone", phones),
        blind_indexes("phone_tail", [p and p[-4:] for p in phones]), [KNOWN] * count, strict=True,
    )  # fmt: skip
    insert_rows(Person, columns, list(rows))
    pairs = [(name[n : n + 2], pk) for pk, name in zip(ids, names, strict=True) for n in range(len(name) - 1)]
    insert_rows(NamePair, ("pair", "person_id"), pairs)
    chosen = np.flatnonzero(holds).tolist()
    _certificates(rng, [(ids[n], numbers[n]) for n in chosen], files[0])
    _work(rng, [ids[n] for n in chosen if rng.random() < WORKING], units, files[1])
    _households(ids, place, files[0])
    return count


def _certificates(rng: np.random.Generator, holders: list[tuple[int, str]], file: int) -> None:
    kinds, grades = rng.integers(1, 8, len(holders)), rng.integers(1, 5, len(holders))
    numbers = [f"{number}{kind}{grade}" for (_, number), kind, grade in zip(holders, kinds, grades, strict=True)]
    columns = (
        "person_id", "kind", "number_sealed", "number_index", "category", "grade", "issued_on", "valid_until", "status", *FACT,
    )  # fmt: skip
    sealed, index = seal_many("certificate.number", numbers), blind_indexes("certificate", numbers)
    rows = [
        (pk, "disability", sealed[n], index[n], str(kinds[n]), int(grades[n]), date(2018, 3, 1), date(2028, 3, 1), "valid",
         file, n + 2, "", KNOWN, None)
        for n, (pk, _) in enumerate(holders)
    ]  # fmt: skip
    insert_rows(Certificate, columns, rows)


def _work(rng: np.random.Generator, people: list[int], units: list[tuple[str, str]], file: int) -> None:
    spells, paid, wages = [], [], []
    for n, pk in enumerate(people):
        code, name = units[int(rng.integers(0, len(units)))]
        began = date(2022, 1, 1) + timedelta(int(rng.integers(0, 1000)))
        ended = date(2024, 10, 31) if rng.random() < 0.2 else None
        wage = Decimal(int(rng.integers(1700, 6000)))
        said = (file, n + 2, "", KNOWN, None)
        spells.append((pk, code, name, "14", began, ended, "", "固定期限", None, wage, "", "", "A", *said))
        paid.append((pk, code, f"{began:%Y-%m}", "2024-10" if ended else MONTH, wage, "", False, *said))
        if not ended:
            wages += [(pk, code, f"2024-{month:02d}", wage, *said) for month in (10, 11, 12)]
    columns = (
        "person_id", "unit_code", "unit_name", "form", "started_on", "ended_on", "end_reason", "contract_kind",
        "contract_until", "wage_yuan", "post", "channel", "evidence_level", *FACT,
    )  # fmt: skip
    insert_rows(Spell, columns, spells)
    months = ("person_id", "unit_code", "first_month", "last_month", "base_yuan", "kinds", "is_arrears", *FACT)
    insert_rows(Contribution, months, paid)
    insert_rows(WageMonth, ("person_id", "unit_code", "month", "wage_yuan", *FACT), wages)


def _households(ids: list[int], place: list[tuple[str, str]], file: int) -> None:
    groups = list(_by_three(ids))
    keys = list(next_ids(Household, len(groups)))
    rows = [
        (key, "book", f"H{group[0]}", *place[n * 3]) for n, (key, group) in enumerate(zip(keys, groups, strict=True))
    ]
    insert_rows(Household, ("id", "basis", "number", "county_code", "township_code"), rows)
    relations = ("户主", "配偶", "子")
    members = [
        (key, pk, relations[n], "农业", file, pk, "", KNOWN, None)
        for key, group in zip(keys, groups, strict=True)
        for n, pk in enumerate(group)
    ]
    insert_rows(HouseholdMember, ("household_id", "person_id", "relation", "hukou_kind", *FACT), members)


def _by_three(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), 3):
        yield ids[start : start + 3]
