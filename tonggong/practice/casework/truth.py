"""The truth behind the casework of a practice city, one row a holder: benches, tests and training read it, the product never."""

import numpy as np
import pyarrow as pa

from tonggong.practice import dates
from tonggong.practice.casework import contacts, needs
from tonggong.practice.casework.columns import days, text
from tonggong.practice.casework.families import town_code
from tonggong.practice.casework.standing import (
    CANNOT_SAY,
    IN_SCHOOL,
    LATER,
    LOST_CAPACITY,
    NO,
    RETIRED,
    WISHES,
    Standing,
)
from tonggong.practice.dates import OPEN


def truth(world, s: Standing, c, wanted, services, levels) -> pa.Table:
    """What is true of each holder at the end: who counts, what each wishes, what was owed in the year and done.

    Of what only a verification can tell it is what was told: whoever was not asked has no reason but "wish_unknown".
    """
    h, family = world.holder, s.families
    n = len(h.person)
    home = family.household_of(h.person)

    def first(rows: np.ndarray, on: np.ndarray) -> pa.Array:
        day = np.full(n, int(OPEN))
        np.minimum.at(day, rows, on)
        return days(day)

    year = c.on <= s.last
    checked = (c.why == contacts.VERIFY) & year
    told = wanted.registration >= 0
    counted = needs.leaves_a_mark(services)
    signed = levels.signed < OPEN
    asked = np.zeros(n, bool)
    asked[c.row[checked]] = True
    registered = (s.registered <= s.last) & (s.ceased > s.last)
    quiet = np.zeros(len(world.people), bool)
    cannot = asked & np.isin(s.reason, (IN_SCHOOL, RETIRED, LOST_CAPACITY))
    quiet[h.person] = asked & (s.wish == NO) | cannot
    out = np.zeros(len(world.people), bool)
    out[h.person] = cannot
    alive = h.dies > s.last
    in_ = lambda rows: alive & np.isin(h.person, rows)  # noqa: E731
    hardship = {
        "disabled": s.base & registered[h.person],
        "long_term": s.base & registered[h.person] & (dates.add_years(s.registered[h.person], 1) <= s.last),
        "planted_zero_by_book": s.counts & family.zero[home],
        "zero_by_book": in_(family.without_work("book", registered & ~out, quiet)),
        "zero_by_living": in_(family.without_work("living", registered & ~out, quiet)),
        "several": in_(np.union1d(family.several("book"), family.several("living"))),
    }
    lost = s.incapable | (asked & (s.reason == LOST_CAPACITY))
    reason = np.select(
        [~s.counts, s.employed, s.pupil | (asked & (s.reason == IN_SCHOOL)), asked & (s.reason == RETIRED), lost, ~asked,
         s.wish <= LATER, s.wish == CANNOT_SAY],
        ["", "employed", "in_school", "retired", "lost_capacity", "wish_unknown", "target", "cannot_say"], "no_wish",
    )  # fmt: skip
    kinds = [",".join(k for k, mask in hardship.items() if mask[r]) for r in range(n)]
    gone = family.watched.gone[
        np.minimum(np.searchsorted(family.watched.household, home), max(0, len(family.watched.household) - 1))
    ]
    return pa.table(
        {
            "citizen_id": text(world.people.number[h.person]),
            "certificate_no": text(world.registers[world.last].numbers(world.people.number)),
            "division": text(town_code(world.places, world.registers[world.last].town)),
            "residence": text(town_code(world.places, s.town)),
            "counts": pa.array(s.counts),
            "employed": pa.array(s.employed),
            "base": pa.array(s.base),
            "wish": text(np.where(s.base, WISHES[s.wish], "")),
            "reason": pa.array(s.reason, pa.int16()),
            "target_reason": text(reason.astype(object)),
            "class_year": pa.array(s.class_of, pa.int16(), mask=s.class_of == 0),
            "hardship": text(kinds),
            "monitored": pa.array(alive & np.isin(home, family.watched.household) & (gone >= OPEN)),
            "unemployed_since": days(np.where(s.ceased[h.person] < OPEN, int(OPEN), s.registered[h.person])),
            "verified_on": first(c.row[checked], c.on[checked]),
            "assessed_on": first(levels.row[signed], np.maximum(levels.on, levels.shown)[signed]),
            "need_on": first(wanted.row[told], wanted.said[told]),
            "served_on": first(services.row[counted], c.on[services.at[counted]]),
        }
    )  # fmt: skip
