"""Casework as files: what settling takes in, and the truth beside it."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tonggong.practice.casework import coaches, contacts, countryside, facts, needs, plans, profiles
from tonggong.practice.casework.columns import days, text
from tonggong.practice.casework.families import town_code
from tonggong.practice.casework.livelihoods import with_relatives, write_livelihoods
from tonggong.practice.casework.standing import Standing
from tonggong.practice.casework.truth import truth
from tonggong.practice.dates import OPEN

CHINA_HOURS = 8


def write_casework(world, out: Path) -> tuple[pa.Table, dict[str, int]]:
    """Write `casework/*` into a city's folder; return the truth of its holders, to be laid apart, and how many rows the
    other tables of the truth have, which are laid apart here.
    """
    s: Standing = world.standing
    folder = out / "casework"
    folder.mkdir(parents=True, exist_ok=True)
    c = contacts.year_of_contacts(world, s)
    told = contacts.verifications(world, s, c)
    w = needs.registrations(world, s, c)
    ticked = contacts.ticked(world, s, c)
    c, wanted, services = needs.needs_and_services(world, s, c, w)
    levels = profiles.assessments(world, s, c, w)
    made, steps = plans.plans_and_steps(world, s, c, w, services)
    keys = _keys(world.rng("keys"), len(c))
    relatives = countryside.asked(world, s)
    registered, single = with_relatives(
        world, _registrations(world, s, c, w, keys), _needs(world, s, wanted), relatives
    )
    tables = {
        "visits": _visits(world, s, c, keys),
        "verifications": _verifications(world, s, c, told, keys, ticked),
        "need_registrations": registered,
        "needs": single,
        "services": _services(world, s, c, services, keys),
        "assessments": _assessments(world, s, levels),
        "plans": _plans(world, s, made),
        "plan_steps": _steps(steps),
        "facts": _facts(world, s),
        "living": _living(world, s),
        "assignments": _assignments(world, s),
        "consents": _consents(world, s, c, w, levels, keys),
    } | _coaching(world, s)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    apart = write_livelihoods(world, s, folder, relatives, w.row)
    (out / "truth").mkdir(exist_ok=True)
    for name, table in apart.items():
        pq.write_table(table, out / "truth" / f"{name}.parquet")
    return truth(world, s, c, wanted, services, levels), {name: len(table) for name, table in apart.items()}


def _keys(rng, n: int) -> np.ndarray:
    """Keys as random UUIDs are written, without dashes."""
    raw = rng.integers(0, 256, (n, 16), dtype=np.uint8)
    raw[:, 6] = raw[:, 6] & 0x0F | 0x40
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    text = raw.tobytes().hex()
    return np.array([text[k : k + 32] for k in range(0, 32 * n, 32)], object)


def _ids(world, row: np.ndarray) -> pa.Array:
    return text(world.people.number[world.holder.person[row]])


def _where(world, s: Standing, row: np.ndarray) -> pa.Array:
    return text(town_code(world.places, s.town[row]))


def _nobody(n: int) -> pa.Array:
    """The worker is whoever answers for the town."""
    return pa.nulls(n, pa.string())


def _person(world, s: Standing, row: np.ndarray) -> dict:
    return {"citizen_id": _ids(world, row), "township": _where(world, s, row), "worker": _nobody(len(row))}


def _visits(world, s: Standing, c, keys) -> pa.Table:
    deaf = world.registers[world.last].category[c.row] == 2
    signing = deaf & (c.minute % 3 > 0)
    started = c.on * 1440 + c.minute - CHINA_HOURS * 60
    minutes = pa.array(started * 60, pa.int64()).cast(pa.timestamp("s", "UTC"))
    ended = pa.array((started + c.minutes) * 60, pa.int64()).cast(pa.timestamp("s", "UTC"))
    reached = np.isin(c.outcome, (1, 2))
    return pa.table(
        {"key": text(keys)}
        | _person(world, s, c.row)
        | {
            "method": text(c.method),
            "on": days(c.on),
            "started_at": minutes,
            "ended_at": ended,
            "recorded_on": days(c.recorded),
            "present": text(c.present),
            "communication": text(
                np.where(reached, np.where(signing, "sign", np.where(deaf, "writing", "speech")), "")
            ),
            "outcome": pa.array(c.outcome, pa.int16()),
            "satisfied": pa.array(c.satisfied, pa.int16(), mask=c.satisfied == 0),
            "was_offline": pa.array(c.offline),
        }
    )


def _verifications(world, s: Standing, c, told: dict, keys, ticked: np.ndarray) -> pa.Table:
    at, row = told["at"], told["row"]
    n, k = len(at), len(ticked)
    both = lambda values, rest: np.concatenate([values, np.full(k, rest, values.dtype)])  # noqa: E731
    rows = np.concatenate([row, ticked])
    desk = s.last - 45
    on, recorded = both(c.on[at], desk), both(c.recorded[at], desk)
    yes_no = lambda values: pa.array(both(values, -1) == 1, mask=both(values, -1) < 0)  # noqa: E731
    return pa.table(
        {"visit_key": pa.array(both(keys[at], None), pa.string())}
        | _person(world, s, rows)
        | {
            "on": days(on),
            "recorded_on": days(recorded),
            "method": text(both(c.method[at], "counter")),
            "answered_by": text(both(c.present[at], "other")),
            "confirmed": text(
                np.concatenate([np.full(n, contacts.ALL_ITEMS, object), np.full(k, contacts.FEW_ITEMS, object)])
            ),
            "is_employed": pa.array(both(told["is_employed"], False), mask=np.arange(n + k) >= n),
            "reason": pa.array(both(told["reason"], 0), pa.int16(), mask=both(told["reason"], 0) == 0),
            "wish": text(both(told["wish"], "")),
            "conditions": text(both(told["conditions"], "[]")),
            "not_employed_since": days(both(told["not_employed_since"], int(OPEN))),
            "sought_last_month": yes_no(told["sought"]),
            "available_in_2_weeks": yes_no(told["ready"]),
        }
    )


def _registrations(world, s: Standing, c, w, keys) -> pa.Table:
    n = len(w.row)
    return pa.table(
        {"ref": np.arange(n), "visit_key": text(keys[w.at])}
        | _person(world, s, w.row)
        | {
            "on": days(c.on[w.at]),
            "recorded_on": days(c.recorded[w.at]),
            "said_how": text(c.method[w.at]),
            "jobs": text(w.jobs),
            "forms": text(w.forms),
            "distance_km": pa.array(w.distance, pa.int16()),
            "hours_per_week": pa.array(w.hours, pa.int16()),
            "wage_yuan_from": pa.array(w.wage, pa.int32()),
            "at_home": pa.array(w.at_home),
            "available_from": days(c.on[w.at] + 14),
            "support": text(w.support),
        }
    )


def _needs(world, s: Standing, found) -> pa.Table:
    n = len(found.row)
    return pa.table(
        {"ref": np.arange(n)}
        | _person(world, s, found.row)
        | {
            "registration": pa.array(found.registration, pa.int64(), mask=found.registration < 0),
            "kind": text(needs.KINDS[found.kind]),
            "detail": text(needs.DETAILS[found.kind]),
            "said_on": days(found.said),
            "recorded_on": days(found.said),
            "met_on": days(found.met),
            "met_by": pa.array(found.met_by, pa.int64(), mask=found.met_by < 0),
        }
    )


def _services(world, s: Standing, c, found, keys) -> pa.Table:
    words = np.array([needs.CONTENT.get(k, "") for k in range(100)], object)
    n = len(found.row)
    return pa.table(
        {"ref": np.arange(n), "visit_key": text(keys[found.at])}
        | _person(world, s, found.row)
        | {
            "on": days(c.on[found.at]),
            "recorded_on": days(c.recorded[found.at]),
            "kind": pa.array(found.kind, pa.int16()),
            "content": text(np.where(found.outcome == 0, needs.LEAFLET, words[found.kind])),
            "outcome": pa.array(found.outcome, pa.int16(), mask=found.outcome == 0),
            "need": pa.array(found.need, pa.int64(), mask=found.need < 0),
        }
    )


def _assessments(world, s: Standing, a) -> pa.Table:
    return pa.table(
        _person(world, s, a.row)
        | {
            "on": days(a.on),
            "recorded_on": days(a.recorded),
            "profile_version": text(np.full(len(a.row), profiles.PROFILE, object)),
            "depth": text(a.depth),
            "levels": text(a.levels),
            "accommodations": text(a.helps),
            "strengths": text(a.strengths),
            "advice": text(a.advice),
            "advice_because": text(np.full(len(a.row), "按本人意愿和各项能力综合考虑", object)),
            "signed_on": days(a.signed),
            "shown_on": days(a.shown),
            "next_due_on": days(np.where(a.signed < OPEN, a.on + 730, int(OPEN))),
        }
    )


def _plans(world, s: Standing, p) -> pa.Table:
    goals = np.array([plans.GOALS[k] for k in p.kind.tolist()], object)
    return pa.table(
        {"ref": np.arange(len(p.row))}
        | _person(world, s, p.row)
        | {
            "kind": text(p.kind),
            "goal": text(goals),
            "opened_on": days(p.opened),
            "review_on": days(p.review),
            "agreed_on": days(p.agreed),
            "closed_on": days(p.closed),
            "closed_reason": text(np.where(p.closed < OPEN, "已稳定，转为一般跟踪", "")),
            "details": text(p.details),
        }
    )


def _steps(found) -> pa.Table:
    return pa.table(
        {
            "plan": pa.array(found.plan, pa.int64()),
            "kind": text(found.kind),
            "text": text(found.text),
            "due_on": days(found.due),
            "state": text(found.state),
            "done_on": days(found.done),
            "outcome": text(found.outcome),
            "service": pa.array(found.service, pa.int64(), mask=found.service < 0),
        }
    )


def _facts(world, s: Standing) -> pa.Table:
    found = facts.circumstances(world, s)
    row = np.concatenate([r for _, r, *_ in found])
    since = np.concatenate([d for *_, d in found])
    rng = world.rng("facts")
    recorded = s.first + rng.integers(0, s.last - s.first, len(row))
    return pa.table(
        _person(world, s, row)
        | {
            "kind": text(np.repeat([k for k, *_ in found], [len(r) for _, r, *_ in found])),
            "value": text(np.concatenate([v for _, _, v, _ in found])),
            "started_on": days(since),
            "ended_on": days(np.full(len(row), int(OPEN))),
            "recorded_on": days(np.where(since < OPEN, np.maximum(since, recorded), recorded)),
        }
    )


def _living(world, s: Standing) -> pa.Table:
    living = s.families.living
    return pa.table(
        {
            "household": text([f"L{n:06d}" for n in living.number.tolist()]),
            "citizen_id": text(world.people.number[living.person]),
            "township": text(town_code(world.places, living.town)),
            "worker": _nobody(len(living.person)),
            "relation": text(living.relation),
            "recorded_on": days(np.full(len(living.person), s.last - 100)),
        }
    )


def _assignments(world, s: Standing) -> pa.Table:
    """Graduates have one who answers for them; everybody else is the town's worker's, by the town."""
    year = 1970 + int(np.int64(s.last).astype("M8[D]").astype("M8[Y]").astype(int))
    row = np.flatnonzero(np.isin(s.class_of, (year, year + 1)) & s.counts)
    n = len(row)
    return pa.table(
        _person(world, s, row)
        | {
            "kind": text(np.full(n, "graduate", object)),
            "started_on": days(np.full(n, s.last - 80)),
            "reason": text(np.full(n, "教育部门毕业生名单", object)),
        }
    )


def _consents(world, s: Standing, c, w, levels, keys) -> pa.Table:
    """What people agreed to at the first contact, by purpose; a few took it back."""
    rng = world.rng("consents")
    met = np.flatnonzero((c.why == contacts.VERIFY) & (c.method != "phone"))
    parts = [("share_departments", met[rng.random(len(met)) < 0.45])]
    parts += [("recommend", w.at[rng.random(len(w.at)) < 0.8])]
    at_of = np.full(len(world.holder.person), -1)
    at_of[w.row] = w.at
    parts += [("assess", at_of[levels.row])]
    at = np.concatenate([a for _, a in parts])
    back = np.where(rng.random(len(at)) < 0.004, np.minimum(c.on[at] + 40, s.last), int(OPEN))
    return pa.table(
        {"visit_key": text(keys[at])}
        | _person(world, s, c.row[at])
        | {
            "purpose": text(np.repeat([p for p, _ in parts], [len(a) for _, a in parts])),
            "given_by": text(np.where(c.present[at] == "", "self", c.present[at])),
            "given_on": days(c.on[at]),
            "recorded_on": days(c.recorded[at]),
            "withdrawn_on": days(back),
        }
    )


DAY_COLUMNS = frozenset(
    "certificate_until started_on on stage_since spell_started_on next_on opened_on done_on".split()
)


def _coaching(world, s: Standing) -> dict[str, pa.Table]:
    found = coaches.coaching(world, s)
    keys = _keys(world.rng("sessions"), len(found.sessions.get("case", ())))
    found.sessions["key"] = keys
    named = {
        "coaches": found.coaches,
        "coach_trainings": found.trainings,
        "institution_coaches": found.institutions,
        "support_cases": found.cases,
        "stage_moves": found.moves,
        "coach_sessions": found.sessions,
        "follow_ups": found.follow_ups,
    }
    return {
        name: pa.table({k: days(np.array(v)) if k in DAY_COLUMNS else pa.array(v) for k, v in columns.items()})
        for name, columns in named.items()
    }
