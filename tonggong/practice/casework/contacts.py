"""A year of contacts: who was looked up, how, by whom, on which day, and what was confirmed."""

from dataclasses import dataclass, fields

import numpy as np

from tonggong.practice.casework.standing import DAYS_AFTER, LATER, NOW, WISHES, Standing
from tonggong.practice.dates import OPEN

VERIFIED = (0.985, 0.955, 0.975, 0.965)  # of the base set, by county in turn
METHODS = np.array(("home", "phone", "counter", "video", "online", "workplace"), object)
MET, PHONED, MOVED, AWAY, REFUSED, NOT_FOUND, DEAD, WRONG = 1, 2, 3, 4, 8, 9, 10, 11  # 5 and 6 are acted out
ALL_ITEMS = '["identity","contact","residence","certificate","work","reason","wish"]'
FEW_ITEMS = '["identity","certificate"]'
CONDITIONS = ("health", "care", "transport", "guardian", "benefit", "skills", "no_post")
OPEN_DAY = int(OPEN)
VERIFY, FOLLOW, FAIL, ELDER, EARLY, SERVE, GONE = range(7)  # why somebody was looked up


@dataclass
class Contacts:
    """One row a contact; `row` is a row of the holders."""

    row: np.ndarray
    why: np.ndarray
    on: np.ndarray
    recorded: np.ndarray
    method: np.ndarray
    outcome: np.ndarray
    present: np.ndarray
    minute: np.ndarray  # of the day
    minutes: np.ndarray
    satisfied: np.ndarray  # 0 where it was not asked
    offline: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def join(self, other: "Contacts") -> "Contacts":
        return Contacts(*(np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(Contacts)))


def contact(rng, s: Standing, world, row, why: int, on, recorded=None, method=None, outcome=None) -> Contacts:
    """Contacts of the given holders on the given days; some are entered late."""
    n = len(row)
    latest = s.last + DAYS_AFTER
    on = np.clip(on, s.first, latest)
    draw = rng.random(n)
    late = np.select([draw < 0.8, draw < 0.94], [0, rng.integers(1, 4, n)], rng.integers(5, 45, n))
    if method is None:
        method = METHODS[np.searchsorted(np.cumsum((0.55, 0.21, 0.18, 0.02)), rng.random(n))]
    if outcome is None:
        outcome = np.where(np.isin(method, ("phone", "video")), PHONED, MET)
    mind = np.isin(world.registers[world.last].category[row], (5, 6)) & (rng.random(n) < 0.7)
    reached = np.isin(outcome, (MET, PHONED))
    present = np.where(reached, np.where(mind, "guardian", "self"), np.where(outcome == DEAD, "family", "")).astype(
        object
    )
    score = np.where(reached & (rng.random(n) < 0.55), rng.choice((2, 3, 4, 5), n, p=(0.03, 0.15, 0.42, 0.4)), 0)
    return Contacts(
        np.asarray(row), np.full(n, why, np.int8), on, np.minimum(on + late, latest) if recorded is None else recorded, method,
        outcome, present, rng.integers(8 * 60 + 20, 17 * 60, n), np.where(reached, rng.integers(3, 28, n), rng.integers(1, 6, n)),
        score, (method == "home") & (rng.random(n) < 0.3),
    )  # fmt: skip


def verified_rows(rng, s: Standing, world) -> np.ndarray:
    """Which holders of the base set were verified in the twelve months."""
    share = np.array([VERIFIED[c % len(VERIFIED)] for c in range(len(world.places.counties))])[world.holder.county]
    late = s.idle_since > s.last - 40  # those who lost their work in the last weeks are mostly still owed it
    soon = s.idle_since > s.last - 12  # nobody has got round to them yet
    return np.flatnonzero(s.base & ~soon & (rng.random(len(share)) < np.where(late, 0.55, share)))


def year_of_contacts(world, s: Standing) -> Contacts:
    """Everything but the contacts that come of a service."""
    rng = world.rng("contacts")
    h = world.holder
    n = len(h.person)
    span = s.last - s.first
    rows = verified_rows(rng, s, world)
    earliest = np.clip(np.maximum(s.idle_since[rows], h.certified[rows]) + 3, s.first, s.last - 12)
    when = earliest + (rng.beta(1.15, 1.25, len(rows)) * (s.last - 8 - earliest)).astype(np.int64)
    found = contact(rng, s, world, rows, VERIFY, when)

    # Of the unverified some were tried in vain; others are ticked off without anybody having been asked (see `ticked`).
    missing = np.setdiff1d(np.flatnonzero(s.base), rows)
    tried = missing[rng.random(len(missing)) < 0.6]
    tried = np.repeat(tried, rng.integers(1, 4, len(tried)))
    before = rows[rng.random(len(rows)) < 0.06]
    for who, low, high in ((tried, 0, span), (before, 0, span // 3)):
        outcome = rng.choice((MOVED, AWAY, REFUSED, NOT_FOUND, WRONG), len(who), p=(0.12, 0.14, 0.14, 0.32, 0.28))
        found = found.join(
            contact(rng, s, world, who, FAIL, s.first + rng.integers(low, high, len(who)), outcome=outcome)
        )

    at_work = np.flatnonzero(s.counts & s.employed & (rng.random(n) < 0.32))
    sp, row = world.spells, world.holder_row
    start = np.full(n, s.first)
    np.maximum.at(start, row[sp.person[row[sp.person] >= 0]], sp.start[row[sp.person] >= 0])
    when = np.clip(start[at_work] + 7, s.first, s.last - 9)
    when = when + (rng.random(len(at_work)) * (s.last - 8 - when)).astype(np.int64)
    method = np.array(("phone", "workplace", "home"), object)[rng.choice(3, len(at_work), p=(0.55, 0.25, 0.2))]
    false = np.isin(h.person[at_work], sp.person[sp.false > 0]) & (method == "workplace")
    for mine, why, outcome in ((~false, FOLLOW, None), (false, FAIL, NOT_FOUND)):  # nobody there knows a false one
        outcomes = None if outcome is None else np.full(int(mine.sum()), outcome)
        found = found.join(
            contact(rng, s, world, at_work[mine], why, when[mine], method=method[mine], outcome=outcomes)
        )
    found = _with_calls(found.join(_looked_in(world, s)), world, s)

    alive = (h.dies > s.last) & (h.certified <= s.first)
    old = np.flatnonzero(alive & ~s.counts & (rng.random(n) < 0.1))
    found = found.join(contact(rng, s, world, old, ELDER, s.first + rng.integers(0, span, len(old))))
    early = rows[(rng.random(len(rows)) < np.where(s.wish[rows] == NOW, 0.12, 0.015))]
    found = found.join(contact(rng, s, world, early, EARLY, s.last + 1 + rng.integers(0, DAYS_AFTER, len(early))))
    died = np.flatnonzero((h.dies < s.last - 15) & (h.dies > s.first) & (rng.random(n) < 0.25))
    when = np.minimum(h.dies[died] + rng.integers(3, 60, len(died)), s.last)
    return found.join(contact(rng, s, world, died, GONE, when, outcome=np.full(len(died), DEAD)))


def _looked_in(world, s: Standing) -> Contacts:
    """Visits at the workplace of honest people whose placements look false, in the months before the last day."""
    rng, sp = world.rng("looked in"), world.spells
    rows = np.array(sorted(world.acted.seen), np.int64)
    row = world.holder_row[sp.person[rows]]
    begin = np.maximum(sp.start[rows] + 5, s.first)
    end = np.minimum(sp.end[rows], s.last - 3)
    fits = (begin < end) & s.counts[row] & s.employed[row]
    row, begin, end = row[fits], begin[fits], end[fits]
    when = begin + (rng.random(len(row)) * (end - begin)).astype(np.int64)
    return contact(rng, s, world, row, FOLLOW, when, method=np.full(len(row), "workplace", object))


def _with_calls(found: Contacts, world, s: Standing) -> Contacts:
    """The visits that were acted out; nobody else looks those people up beside their work in the year."""
    calls, rng = world.acted.calls, world.rng("calls")
    row = world.holder_row[world.spells.person[[call.row for call in calls]]]
    others = np.flatnonzero(~(np.isin(found.row, row) & np.isin(found.why, (FOLLOW, FAIL))))
    found = Contacts(*(getattr(found, f.name)[others] for f in fields(Contacts)))
    on, outcome = np.array([call.day for call in calls], np.int64), np.array([call.outcome for call in calls])
    method = np.array([call.method for call in calls], object)
    return found.join(contact(rng, s, world, row, FAIL, on, method=method, outcome=outcome)) if calls else found


def ticked(world, s: Standing, contacts: Contacts) -> np.ndarray:
    """Holders whose information was "confirmed" in one go at a desk, without a contact: it must not count."""
    rng = world.rng("ticked")
    missing = np.setdiff1d(np.flatnonzero(s.base), contacts.row[contacts.why == VERIFY])
    return missing[rng.random(len(missing)) < 0.35]


def verifications(world, s: Standing, c: Contacts) -> dict[str, np.ndarray]:
    """What was confirmed at contacts that were verifications: columns beside the contact's row `at`."""
    rng = world.rng("verifications")
    at = np.flatnonzero(np.isin(c.why, (VERIFY, FOLLOW, EARLY)))
    row = c.row[at]
    works = s.employed[row]
    n = len(at)
    wish = np.where(works, "", WISHES[s.wish[row]])
    wants = ~works & (s.wish[row] <= LATER)
    draw = rng.random((n, len(CONDITIONS)))
    likely = np.array((0.2, 0.12, 0.15, 0.05, 0.12, 0.25, 0.2)) * np.where(wants, 1.0, 0.6)[:, None]
    marks = (draw < likely) @ (1 << np.arange(len(CONDITIONS)))
    texts = np.array([_listed(m) for m in range(1 << len(CONDITIONS))], object)
    known = ~works & (rng.random(n) < 0.8)
    return {
        "at": at,
        "row": row,
        "is_employed": works,
        "reason": np.where(works, 0, s.reason[row]),
        "wish": wish,
        "conditions": np.where(works, "[]", texts[marks]),
        "not_employed_since": np.where(known, np.minimum(s.idle_since[row], c.on[at]), np.int64(2_000_000_000)),
        "sought": np.where(
            works, -1, np.where(s.wish[row] == NOW, rng.random(n) < 0.6, rng.random(n) < 0.04).astype(int)
        ),
        "ready": np.where(
            works, -1, np.where(s.wish[row] == NOW, rng.random(n) < 0.7, rng.random(n) < 0.05).astype(int)
        ),
    }


def _listed(marks: int) -> str:
    return "[" + ",".join(f'"{word}"' for k, word in enumerate(CONDITIONS) if marks >> k & 1) + "]"
