"""The list behind a figure as a file that leaves the house: numbers masked, and written into the trail."""

import csv
import io
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.intake.models import SourceFile
from tonggong.base.privacy import unseal_many
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import Category, Sex
from tonggong.domain.persons.models import Person
from tonggong.domain.reporting.figures import Computed
from tonggong.domain.reporting.measures import BASE, COUNTED, UNKNOWN
from tonggong.domain.reporting.rows import Row
from tonggong.rules.forms import FORMS

HEADINGS = (
    "姓名", "身份证尾号", "性别", "县区", "乡镇街道", "残疾类别", "就业形式", "单位", "决定日期", "月份", "计入", "说明",
    "来源文件", "来源行",
)  # fmt: skip
_COUNTED = {COUNTED: "是", BASE: "否", UNKNOWN: "待核"}


def rows_csv(who: Who, figure: Computed, purpose: str = "核对指标") -> bytes:
    """Return the rows of a figure as CSV (UTF-8 with BOM, so that Excel reads it), and log the release.

    A count gives the persons counted; a share gives everybody of its denominator, with 计入 saying which.
    """
    standings = (COUNTED,) if figure.indicator.unit == "人" else (COUNTED, BASE, UNKNOWN)
    rows = [row for row in figure.rows if row.standing in standings]
    people, units, files = _people(rows), _units(rows), _files(rows)
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(HEADINGS)
    sexes, categories = dict(Sex.choices), dict(Category.choices)
    for row in sorted(rows, key=lambda row: (row.county_code, row.township_code, row.person_id)):
        name, tail = people[row.person_id]
        line: list[Any] = [
            name,
            tail,
            sexes.get(row.sex, ""),
            divisions.name_of(row.county_code),
            divisions.name_of(row.township_code) if row.township_code else "",
            categories.get(row.category, ""),
            FORMS[row.form].name if row.form else "",
            units.get(row.spell_id or 0, ""),
            row.fact_on.isoformat(),
            row.month,
            _COUNTED[row.standing],
            row.because,
            files.get(row.source_file_id or 0, ""),
            row.source_row or "",
        ]
        sheet.writerow([_harmless(cell) for cell in line])
    audit.record_release(
        who,
        (row.person_id for row in rows),
        figure=figure.indicator.key,
        as_of=figure.as_of.isoformat(),
        rows=len(rows),
        purpose=purpose,
    )
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    """Nothing that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _people(rows: list[Row]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for chunk in in_chunks([row.person_id for row in rows]):
        known = list(Person.objects.filter(pk__in=chunk).values_list("id", "name", "citizen_id_sealed"))
        numbers = unseal_many("person.citizen_id", [one[2] for one in known])
        found |= {one[0]: (one[1], str(number)[-4:]) for one, number in zip(known, numbers, strict=True)}
    return found


def _units(rows: list[Row]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in in_chunks([row.spell_id for row in rows if row.spell_id]):
        found |= dict(Spell.objects.filter(pk__in=chunk).values_list("id", "unit_name"))
    return found


def _files(rows: list[Row]) -> dict[int, str]:
    wanted = sorted({row.source_file_id for row in rows if row.source_file_id})
    found: dict[int, str] = {}
    for chunk in in_chunks(wanted):
        found |= dict(SourceFile.objects.filter(pk__in=chunk).values_list("id", "name"))
    return found
