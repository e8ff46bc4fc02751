"""Posts, incomes, needs of relatives and jobs written down by hand as files, and the truth of them."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.practice import dates
from tonggong.practice.casework import countryside, needs, placed, posts
from tonggong.practice.casework.columns import days, text
from tonggong.practice.casework.families import town_code
from tonggong.practice.casework.standing import Standing
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import labour

Tables = dict[str, pa.Table]


def _whose(world, person: np.ndarray, town: np.ndarray, recorded: np.ndarray) -> Tables:
    """The columns that every row about a person has; the worker is whoever answers for the town."""
    return {
        "citizen_id": text(world.people.number[person]),
        "township": text(town_code(world.places, town)),
        "worker": pa.nulls(len(person), pa.string()),
        "recorded_on": days(recorded),
    }


def write_livelihoods(world, s: Standing, folder: Path, asked: countryside.Asked, in_need: np.ndarray) -> Tables:
    """Write posts, terms, incomes, jobs and answers below `folder`; return the truth of posts and incomes.

    Args:
        asked: relatives who said what work they want. in_need: rows of the holders who did.
    """
    from tonggong.practice.truth import shown_spells

    made, terms = posts.posts_and_terms(world, s, shown_spells(world))
    said = countryside.incomes(world, s)
    for name, table in {
        "public_posts": _posts(world, made),
        "post_terms": _terms(world, s, terms),
        "incomes": _incomes(world, said),
    }.items():
        pq.write_table(table, folder / f"{name}.parquet")
    for month, (rows, recorded) in placed.placed(world, s).items():
        there = folder / "placed" / dates.month_text(month)
        there.mkdir(parents=True, exist_ok=True)
        pq.write_table(_placements(world, s, rows, recorded, month), there / "placements.parquet")
    back = folder / "receipts"
    back.mkdir(exist_ok=True)
    for county, content in countryside.answers(world, s, in_need, asked.person).items():
        (back / f"{county}.csv").write_bytes(content)
    return {"public_posts": _true_posts(world, made), "incomes": _true_incomes(world, said)}


def _posts(world, p: posts.Posts) -> pa.Table:
    u, places = world.units, world.places
    county = np.array(places.counties, object)[u.county[p.unit]]
    return pa.table(
        {
            "unit_code": text(u.code[p.unit]),
            "unit_name": text(u.name[p.unit]),
            "form": text(p.form.astype(str)),
            "title": text(p.title),
            "funding": text(p.funding),
            "headcount": pa.array(p.headcount, pa.int16()),
            "place": text(np.where(p.town >= 0, town_code(places, np.maximum(p.town, 0)), county)),
            "since": days(p.since),
        }
    )


def _terms(world, s: Standing, t: posts.Terms) -> pa.Table:
    return pa.table(
        _whose(world, world.holder.person[t.row], s.town[t.row], t.recorded)
        | {
            "unit_code": text(world.units.code[t.unit]),
            "form": text(t.form.astype(str)),
            "started_on": days(t.start),
            "ends_on": days(t.end),
            "filed": text(t.filed),
        }
    )


def _incomes(world, found: countryside.Incomes) -> pa.Table:
    k = np.flatnonzero(found.recorded < OPEN)
    person = found.person[k]
    return pa.table(
        _whose(world, person, world.people.town[person], found.recorded[k])
        | {
            "basis": text(np.full(len(k), "household", object)),
            "year": pa.array(found.year[k], pa.int16()),
            "yuan": pa.array(found.yuan[k], pa.int64()),
            "source": text(found.source[k]),
            "on": days(found.recorded[k]),
        }
    )


def _placements(world, s: Standing, rows: np.ndarray, recorded: np.ndarray, month: int) -> pa.Table:
    sp, u = world.spells, world.units
    person = sp.person[rows]
    by_hire = np.isin(rows, labour.hire_spells(world, month))
    channels = np.array(labour.CHANNELS, object)[person % len(labour.CHANNELS)]
    return pa.table(
        _whose(world, person, s.town[world.holder_row[person]], recorded)
        | {
            "unit_code": text(u.code[sp.unit[rows]]),
            "unit_name": text(u.name[sp.unit[rows]]),
            "form": text(sp.form[rows].astype(str)),
            "started_on": days(sp.start[rows]),
            "channel": text(np.where(by_hire, channels, "")),
        }
    )


def with_relatives(
    world, registered: pa.Table, wanted: pa.Table, asked: countryside.Asked
) -> tuple[pa.Table, pa.Table]:
    """Registrations and needs of the holders, with those of watched relatives after them."""
    n, first = len(asked.person), len(registered)
    own = _whose(world, asked.person, world.people.town[asked.person], asked.on)
    more = {
        "ref": np.arange(first, first + n), "visit_key": pa.nulls(n, pa.string()), **own, "on": days(asked.on), "said_how": text(["home"] * n),
        "jobs": text(asked.jobs), "forms": text(['["1","7"]'] * n), "distance_km": np.full(n, 5), "hours_per_week": np.full(n, 40),
        "wage_yuan_from": asked.wage, "at_home": pa.array(asked.at_home), "available_from": days(asked.on + 14), "support": text(["[]"] * n),
    }  # fmt: skip
    single = {
        "ref": np.arange(len(wanted), len(wanted) + n), **own, "registration": np.arange(first, first + n),
        "kind": text(needs.KINDS[asked.kind]), "detail": text(needs.DETAILS[asked.kind]), "said_on": days(asked.on),
        "met_on": days(np.full(n, int(OPEN))), "met_by": pa.nulls(n, pa.int64()),
    }  # fmt: skip
    join = lambda table, rows: pa.concat_tables([table, pa.table(rows).select(table.column_names).cast(table.schema)])  # noqa: E731
    return join(registered, more), join(wanted, single)


def _true_posts(world, p: posts.Posts) -> pa.Table:
    return pa.table(
        {
            "unit_code": text(world.units.code[p.unit]),
            "form": text(p.form.astype(str)),
            "headcount": pa.array(p.headcount, pa.int16()),
            "held": pa.array(p.held, pa.int16()),
        }
    )


def _true_incomes(world, found: countryside.Incomes) -> pa.Table:
    return pa.table(
        {
            "citizen_id": text(world.people.number[found.person]),
            "year": pa.array(found.year, pa.int16()),
            "yuan": pa.array(found.yuan, pa.int64()),
            "is_said": pa.array(found.recorded < OPEN),
        }
    )
