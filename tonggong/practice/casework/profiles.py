"""Assessments: what people can do, measured with some noise; nobody looks at the certificate to say it."""

import json
from dataclasses import dataclass

import numpy as np

from tonggong.practice.casework import contacts
from tonggong.practice.casework.contacts import Contacts
from tonggong.practice.casework.needs import Wants
from tonggong.practice.casework.standing import Standing

PROFILE = "2026-11-candidate-1"
DIMENSIONS = (
    "near_vision far_vision hearing speech touch sitting standing walking bending balance_height travel reach grip fine_motor lifting stamina "
    "attention learning understanding planning problem_solving accuracy pace reading writing numeracy digital communication teamwork "
    "public_contact stress attendance"
).split()
# Which dimensions an impairment touches, and how much of it a person has left there; the certificate names only the impairment.
TOUCHES = {
    1: ("near_vision far_vision travel reading accuracy", 1.7),
    2: ("hearing communication public_contact", 1.8),
    3: ("speech communication public_contact", 1.7),
    4: ("standing walking bending balance_height lifting reach grip fine_motor stamina", 1.2),
    5: ("learning understanding planning problem_solving reading numeracy pace", 1.4),
    6: ("attention stress teamwork attendance pace planning", 1.2),
    7: ("hearing speech walking learning understanding stamina", 1.4),
}
ASSESSED = (0.9, 0.82, 0.87, 0.83)  # of those with need, by county in turn
HELPS = (
    ("near_vision", "screen_magnifier"), ("hearing", "text_first"), ("speech", "text_first"), ("walking", "ramp_lift"), ("standing", "sit_stand"),
    ("grip", "one_hand_tools"), ("lifting", "team_lift"), ("stamina", "extra_breaks"), ("learning", "picture_sop"), ("planning", "buddy"),
    ("stress", "quiet_place"), ("travel", "transport_support"), ("pace", "piece_pace"), ("attendance", "flexible_hours"),
)  # fmt: skip
STRENGTHS = np.array(
    ("做事认真，答应的事能做到", "手巧，学得快", "和人处得来", "肯吃苦，出勤稳定", "会用手机和电脑"), object
)
SOURCES = {"D1": "self", "D2": "assessor", "D3": "trial"}


@dataclass(frozen=True)
class Profiles:
    """Assessments, one row each; `levels`, `helps` are JSON."""

    row: np.ndarray
    on: np.ndarray
    recorded: np.ndarray
    depth: np.ndarray
    levels: np.ndarray
    helps: np.ndarray
    strengths: np.ndarray
    advice: np.ndarray
    signed: np.ndarray  # day, OPEN where not
    shown: np.ndarray


def latent(world) -> np.ndarray:
    """True abilities of all holders, holders by dimensions, on the scale 0..4 before rounding."""
    rng = world.rng("abilities")
    n = len(world.holder.person)
    register = world.registers[world.last]
    bodily, mental = rng.normal(0, 0.45, (2, n))
    value = 3.1 + rng.normal(0, 0.45, (n, len(DIMENSIONS)))
    value[:, :16] += bodily[:, None]
    value[:, 16:] += mental[:, None]
    depth = np.array((0, 2.0, 1.5, 1.0, 0.7))[register.grade] * rng.gamma(4, 0.25, n)
    for category, (names, weight) in TOUCHES.items():
        columns = [DIMENSIONS.index(name) for name in names.split()]
        mine = np.flatnonzero(register.category == category)
        hit = rng.random((len(mine), len(columns))) < 0.75
        value[np.ix_(mine, columns)] -= hit * (weight * depth[mine])[:, None]
    return np.clip(value, 0, 4)


def assessments(world, s: Standing, c: Contacts, w: Wants) -> Profiles:
    """Assessments of most of those with need; a few are not signed yet and count for nothing."""
    rng = world.rng("assessments")
    share = np.array([ASSESSED[k % len(ASSESSED)] for k in range(len(world.places.counties))])[
        world.holder.county[w.row]
    ]
    mine = np.flatnonzero(rng.random(len(w.row)) < share + 0.03)
    row = w.row[mine]
    n = len(row)
    on = np.minimum(c.on[w.at[mine]] + rng.integers(0, 45, n), s.last)
    depth = np.array(("D1", "D2", "D3"), object)[rng.choice(3, n, p=(0.8, 0.17, 0.03))]
    measured = np.clip(np.rint(latent(world)[row] + rng.normal(0, 0.35, (n, len(DIMENSIONS)))), 0, 4).astype(int)
    asked = rng.random((n, len(DIMENSIONS))) < np.where(depth == "D1", 0.42, 0.94)[:, None]
    unfinished = rng.random(n) < 0.035
    signed = np.where(unfinished, contacts.OPEN_DAY, np.minimum(on + rng.integers(0, 6, n), s.last))
    days = on.astype("M8[D]").astype(str)
    levels, helps = _texts(measured, asked, depth, days)
    mean = np.where(asked, measured, np.nan)
    mean = np.nanmean(np.column_stack([mean, np.full(n, 3.0)]), axis=1)
    draw = rng.random(n) * 0.4 + mean
    advice = np.select(
        [draw > 3.0, draw > 2.55, draw > 2.3], ["open", "training_first", "supported"], "sheltered"
    ).astype(object)
    return Profiles(
        row, on, on + rng.integers(0, 3, n), depth, levels, helps, STRENGTHS[rng.integers(0, len(STRENGTHS), n)], advice, signed, signed,
    )  # fmt: skip


def _texts(
    measured: np.ndarray, asked: np.ndarray, depth: np.ndarray, days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Levels with their source and day, and what helps where little is left, as JSON."""
    levels, helps = np.empty(len(depth), object), np.empty(len(depth), object)
    place = {name: n for n, name in enumerate(DIMENSIONS)}
    for k, (values, known, deep, day) in enumerate(
        zip(measured.tolist(), asked.tolist(), depth.tolist(), days.tolist(), strict=True)
    ):
        source = SOURCES[deep]
        parts = [
            f'"{name}":{{"level":{v},"source":"{source}","on":"{day}"}}'
            for name, v, a in zip(DIMENSIONS, values, known, strict=True)
            if a
        ]
        levels[k] = "{" + ",".join(parts) + "}"
        found = dict.fromkeys(key for name, key in HELPS if known[place[name]] and values[place[name]] <= 1)
        helps[k] = json.dumps([{"key": key, "helps": "", "tried": deep != "D1"} for key in found])
    return levels, helps
