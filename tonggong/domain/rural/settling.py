"""Settling the incomes that were said in a city's countryside, taken in at once from a file.

`incomes.parquet` has the shape of casework history (`casework.services.settling.shapes`): one row an income of one year.
"""

from pathlib import Path

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import insert_rows, next_ids
from tonggong.base.derived import facts_changed
from tonggong.base.installation.services import hold_ledger
from tonggong.domain.casework.services.settling import Settled
from tonggong.domain.casework.services.settling.reading import read_folder
from tonggong.domain.casework.services.settling.shapes import MUST_DAY, MUST_WHOLE, PERSON, Column, code
from tonggong.domain.rural.incomes import EARLIEST
from tonggong.domain.rural.models import IncomeRecord

NAME = "incomes"
SHAPES: dict[str, dict[str, Column]] = {
    NAME: PERSON
    | {
        "basis": code(IncomeRecord.Basis, True),
        "year": MUST_WHOLE,
        "yuan": MUST_WHOLE,
        "source": code(IncomeRecord.Source, True),
        "on": MUST_DAY,
    }
}
DAY_OF = {NAME: "on"}


@transaction.atomic
def settle(who: Who, folder: Path) -> Settled:
    """Take in the incomes that lie in a folder; a year's income that stands is left as it is.

    Raises:
        CaseworkUnreadable: the file is none of this shape; nothing is taken in.
    """
    hold_ledger()
    sheets, _desk = read_folder(folder, SHAPES, DAY_OF)
    s = sheets.get(NAME)
    if s is None:
        return Settled({}, {}, [])
    known = set(IncomeRecord.objects.standing().values_list("person", "basis", "year"))
    fresh = []
    for k in s.rows():
        key = (s.people[k], s["basis"][k], s["year"][k])
        if key in known:
            s.already += 1
        elif not EARLIEST <= s["year"][k] < s["on"][k].year or s["yuan"][k] < 0:
            s.refused[k] = "登记时这一年还没有过完，或收入小于 0"
        else:
            known.add(key)
            fresh.append(k)
    rows = [
        (pk, s.people[k], s["basis"][k], s["year"][k], s["yuan"][k], s["source"][k], s["on"][k], pk, None, None, s.workers[k][1], None,
         s.known[k], None)
        for pk, k in zip(next_ids(IncomeRecord, len(fresh)), fresh, strict=True)
    ]  # fmt: skip
    columns = ("id", "person_id", "basis", "year", "yuan", "source", "on", *IncomeRecord.FACT_COLUMNS)
    insert_rows(IncomeRecord, columns, rows)
    refused = [(NAME, row, why) for row, why in sorted(s.refused.items())]
    if rows:
        audit.record(
            "change", who=who, subject="rural.IncomeRecord", step="settle", added=len(rows), refused=len(refused)
        )
        facts_changed([row[1] for row in rows])
    return Settled({NAME: len(rows)}, {NAME: s.already}, refused)
