"""Circumstances that workers wrote down: retirement category, pension, where somebody lives, capacity, massage, hardship."""

import numpy as np

from tonggong.practice.casework.families import town_code
from tonggong.practice.casework.standing import NOW, Standing
from tonggong.practice.dates import OPEN, day

Row = tuple[str, np.ndarray, np.ndarray, np.ndarray]  # kind, rows of holders, values, days since


def circumstances(world, s: Standing) -> list[Row]:
    """What is known of each, by kind."""
    rng = world.rng("circumstances")
    h, n = world.holder, len(world.holder.person)
    age = (s.last - h.birth) / 365.25
    sp, row = world.spells, world.holder_row
    insured = np.zeros(n, bool)
    mine = sp.insured & (sp.end > s.last) & (row[sp.person] >= 0)
    insured[row[sp.person[mine]]] = True
    post = np.zeros(n, np.int64)
    post[row[sp.person[mine]]] = sp.form[mine]
    found: list[Row] = []

    known = np.flatnonzero(insured & (h.sex == 2) & (rng.random(n) < 0.72))
    clerk = np.isin(post[known], (11, 12, 42)) | (rng.random(len(known)) < 0.16)
    found.append(("retirement", known, np.where(clerk, "F55", "F50").astype(object), np.full(len(known), int(OPEN))))
    known = np.flatnonzero(insured & (h.sex == 1) & (age > 54) & (rng.random(n) < 0.5))
    found.append(("retirement", known, np.full(len(known), "M60", object), np.full(len(known), int(OPEN))))

    drawing = np.flatnonzero(
        (h.dies > s.last) & (age > np.where(h.sex == 1, 60.2, 55.2)) & (age < 72) & (rng.random(n) < 0.35)
    )
    since = (h.birth[drawing] + np.where(h.sex[drawing] == 1, 60, 55) * 365.25 + 30).astype(np.int64)
    found.append(
        ("pension", drawing, np.where(rng.random(len(drawing)) < 0.4, "employee", "resident").astype(object), since)
    )

    moved = np.flatnonzero(s.town != world.registers[world.last].town)
    found.append(
        ("residence", moved, town_code(world.places, s.town[moved]), s.last - rng.integers(100, 2500, len(moved)))
    )
    lost = np.flatnonzero(s.incapable)
    found.append(("capacity", lost, np.full(len(lost), "", object), s.last - rng.integers(60, 1500, len(lost))))
    blind = np.flatnonzero((h.kind == 3) & (post == 22))
    found.append(
        (
            "massage",
            blind,
            np.where(rng.random(len(blind)) < 0.15, "medical", "health").astype(object),
            s.last - rng.integers(200, 3000, len(blind)),
        )
    )

    since = s.registered[h.person]
    recognised = np.flatnonzero(s.base & (s.wish == NOW) & (since < s.last - 25) & (rng.random(n) < 0.45))
    home = s.families.zero[s.families.household_of(h.person[recognised])]
    near = age[recognised] > np.where(h.sex[recognised] == 1, 55, 50)
    group = np.where(home, "1", np.where(near & (rng.random(len(recognised)) < 0.3), "3", "4")).astype(
        object
    )  # of the official ten
    on = np.minimum(since[recognised] + rng.integers(12, 60, len(recognised)), s.last - 3)
    found.append(("hardship", recognised, group, np.maximum(on, day("2022-01-01"))))
    return found
