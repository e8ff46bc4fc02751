"""The ledger of work as one table, for a stated purpose."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.privacy import unseal_many
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.persons.models import Certificate

SCHEMA = pa.schema(
    [
        ("certificate_no", pa.string()),
        ("unit_code", pa.string()),
        ("form", pa.string()),
        ("started_on", pa.date32()),
        ("ended_on", pa.date32()),
        ("source_file", pa.string()),
        ("source_row", pa.int32()),
        ("known_from", pa.timestamp("us", "UTC")),
        ("known_until", pa.timestamp("us", "UTC")),
    ]
)


class PurposeMissing(Exception):
    """Nothing leaves the house without a purpose."""


def export_ledger(who: Who, out: Path, purpose: str) -> int:
    """Write every statement of a spell within reach, with what has been withdrawn, to a Parquet file; return how many.

    A person merged into another goes by the kept one's certificate.

    Raises:
        PurposeMissing: no purpose was stated.
    """
    if not purpose.strip():
        raise PurposeMissing("请用 --purpose 写明导出做什么用。")
    numbers = _numbers()
    columns: list[list] = [[] for _ in SCHEMA]
    people: set[int] = set()
    for row in _rows(who):
        people.add(row[0])
        for column, value in zip(columns, (numbers.get(row[0]), *row[1:]), strict=True):
            column.append(value)
    table = pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
    with transaction.atomic():
        audit.record_release(who, people, purpose=purpose.strip(), rows=table.num_rows, file=out.name)
        pq.write_table(table, out)
    return table.num_rows


def _rows(who: Who) -> Iterator[tuple]:
    rows = who.sees(Spell.objects.all(), "person").order_by("pk")
    names = ("person_id", "unit_code", "form", "started_on", "ended_on", "source_file__name", "source_row")
    return rows.values_list(*names, "known_from", "known_until").iterator(20_000)


def _numbers() -> dict[int, str]:
    """The standing certificate number of each holder."""
    rows = list(
        Certificate.objects.standing()
        .filter(kind=CertificateKind.DISABILITY)
        .order_by("pk")
        .values_list("person_id", "number_sealed")
    )
    clear = unseal_many("certificate.number", [r[1] for r in rows])
    return {row[0]: str(number) for row, number in zip(rows, clear, strict=True)}
