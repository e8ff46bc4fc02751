"""The truth of a practice city, laid apart: benches, tests and training read it, the product never."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.practice import dates
from tonggong.practice.acted import Pattern
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import labour


def write_truth(
    world, defects: list[tuple[str, np.ndarray, np.ndarray]], out: Path, casework: pa.Table
) -> dict[str, int]:
    """Write persons, spells, duplicates, defects, false placements and casework; the answer says how many rows each has."""
    folder = out / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "persons": persons(world),
        "spells": spells(world),
        "duplicates": duplicates(world),
        "defects": _defects(defects),
        "false_placements": false_placements(world),
        "innocent_lookalikes": innocent_lookalikes(world),
        "casework": casework,
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return {name: len(table) for name, table in tables.items()}


def persons(world) -> pa.Table:
    """All certificate holders, then those with a military certificate only and the registered injured workers."""
    register = world.registers[world.last]
    p = world.people
    others = np.unique(np.concatenate([world.groups["military"], world.groups["injured"]]))
    others = others[world.holder_row[others] < 0]
    who = np.concatenate([register.person, others])
    town = np.concatenate([register.town, p.town[others]])
    certificate = np.concatenate([register.numbers(p.number), np.full(len(others), None, object)])
    return pa.table(
        {
            "citizen_id": pa.array(p.number[who], pa.string()),
            "certificate_no": pa.array(certificate, pa.string()),
            "name": pa.array(p.name[who], pa.string()),
            "division": pa.array(np.array(world.places.towns, object)[town], pa.string()),
        }
    )


def shown_spells(world) -> np.ndarray:
    """Spells that stand in some delivered file."""
    s = world.spells
    shown = np.zeros(len(s), bool)
    shown[labour.ledger_spells(world)] = True
    part_time = np.isin(np.arange(len(s)), list(world.acted.part_time))
    for month in range(world.opening + 1, world.last + 1):
        shown |= s.insured & s.worked_in(month)
        shown |= part_time & s.worked_in(month)
        shown[labour.hire_spells(world, month)] = True
        shown[labour.recruit_spells(world, month, False)] = True
    shown[labour.recruit_spells(world, world.last - 1, True)] = True
    return np.flatnonzero(shown)


def spells(world) -> pa.Table:
    s, p = world.spells, world.people
    rows = shown_spells(world)
    rows = rows[np.lexsort((s.start[rows], s.person[rows]))]
    unit = s.unit[rows]
    end = np.where(s.end[rows] > dates.last_day(world.last), int(OPEN), s.end[rows])
    return pa.table(
        {
            "citizen_id": pa.array(p.number[s.person[rows]], pa.string()),
            "unit_code": pa.array(np.where(unit >= 0, world.units.code[unit], None), pa.string()),
            "form": pa.array(s.form[rows].astype(str)),
            "started_on": pa.array(dates.written(s.start[rows], "iso"), pa.string()),
            "ended_on": pa.array(dates.written(end, "iso"), pa.string()),
        }
    )


def duplicates(world) -> pa.Table:
    written = [t.number for t in world.twins]
    true = [world.people.number[t.person] for t in world.twins]
    return pa.table({"citizen_id": pa.array(written, pa.string()), "true_citizen_id": pa.array(true, pa.string())})


def false_placements(world) -> pa.Table:
    s = world.spells
    rows = shown_spells(world)
    rows = rows[s.false[rows] > 0]
    end = np.minimum(s.end[rows], dates.last_day(world.last))
    return pa.table(
        {
            "unit_code": pa.array(world.units.code[s.unit[rows]], pa.string()),
            "citizen_id": pa.array(world.people.number[s.person[rows]], pa.string()),
            "from_month": pa.array(dates.written(s.start[rows], "month"), pa.string()),
            "to_month": pa.array(dates.written(end, "month"), pa.string()),
            "certificate_no": pa.array(_certificates(world, s.person[rows]), pa.string()),
            "pattern": pa.array([Pattern(k).name.lower() for k in s.false[rows].tolist()], pa.string()),
        }
    )


def innocent_lookalikes(world) -> pa.Table:
    """Honest placements that show what a false one shows; `pattern` names which, `why` the innocent explanation."""
    s = world.spells
    shown = np.isin(world.acted.row, shown_spells(world))
    rows = np.array(world.acted.row, np.int64)[shown]
    end = np.minimum(s.end[rows], dates.last_day(world.last))
    return pa.table(
        {
            "unit_code": pa.array(world.units.code[s.unit[rows]], pa.string()),
            "citizen_id": pa.array(world.people.number[s.person[rows]], pa.string()),
            "from_month": pa.array(dates.written(s.start[rows], "month"), pa.string()),
            "to_month": pa.array(dates.written(end, "month"), pa.string()),
            "certificate_no": pa.array(_certificates(world, s.person[rows]), pa.string()),
            "pattern": pa.array(
                [Pattern(k).name.lower() for k in np.array(world.acted.pattern, np.int64)[shown].tolist()], pa.string()
            ),
            "why": pa.array(np.array(world.acted.why, object)[shown], pa.string()),
        }
    )


def _certificates(world, person: np.ndarray) -> np.ndarray:
    """The certificate numbers as they are at the end."""
    return labour.certificate_numbers(world, world.last, person)


def _defects(found: list[tuple[str, np.ndarray, np.ndarray]]) -> pa.Table:
    files = np.concatenate([np.full(len(rows), file, object) for file, rows, _ in found])
    rows = np.concatenate([rows for _, rows, _ in found]).astype(np.int64)
    kinds = np.concatenate([kinds for *_, kinds in found])
    return pa.table({"file": pa.array(files, pa.string()), "row": pa.array(rows), "kind": pa.array(kinds, pa.string())})
