"""Service plans: one for each graduate, household without work and watched family that wants work, and for others."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice.casework.contacts import Contacts
from tonggong.practice.casework.needs import Services, Wants, leaves_a_mark
from tonggong.practice.casework.standing import Standing
from tonggong.practice.dates import OPEN

GOALS = {
    "general": "找到离家近、能长期做的工作",
    "graduate": "毕业半年内落实工作",
    "zero_employment": "家里至少一人就业",
    "rural": "增加务工收入，防止返贫",
}
# Steps of each kind: kind as plans know it, words, days after the beginning.
STEPS = {
    "general": (("assessment", "职业能力评估", 30), ("vacancy", "推荐合适岗位", 60), ("other", "回访就业情况", 120)),
    "graduate": (
        ("policy", "讲一次就业政策", 20), ("service:1", "做一次职业指导", 40), ("vacancy", "推荐三个岗位", 75), ("service:3", "推荐一次培训或见习", 110)
    ),
    "zero_employment": (("service:5", "帮助申请就业困难认定", 15), ("vacancy", "推荐合适岗位", 20), ("other", "上岗后回访", 50)),
    "rural": (("vacancy", "联系乡村公益性岗位", 40), ("service:3", "推荐实用技术培训", 80), ("other", "了解收入变化", 150)),
}  # fmt: skip


@dataclass(frozen=True)
class Plans:
    """Plans, one row each."""

    row: np.ndarray
    kind: np.ndarray
    opened: np.ndarray
    review: np.ndarray
    agreed: np.ndarray
    closed: np.ndarray
    details: np.ndarray


@dataclass(frozen=True)
class Steps:
    """Steps; `plan` is a row of the plans, `service` a row of the services or -1."""

    plan: np.ndarray
    kind: np.ndarray
    text: np.ndarray
    due: np.ndarray
    state: np.ndarray
    done: np.ndarray
    outcome: np.ndarray
    service: np.ndarray


def plans_and_steps(world, s: Standing, c: Contacts, w: Wants, services: Services) -> tuple[Plans, Steps]:
    """Who has a plan, and how far it has come."""
    rng = world.rng("plans")
    n = len(world.holder.person)
    said = np.full(n, int(OPEN))
    said[w.row] = c.on[w.at]
    family = s.families
    home = family.household_of(world.holder.person)
    watched = np.isin(home, family.watched.household)
    year = int((np.int64(s.last).astype("M8[D]").astype("M8[Y]")).astype(int)) + 1970
    near = (s.class_of == year) | (s.class_of == year + 1)
    kind = np.select(
        [near & (s.wish <= 1), family.zero[home] & s.wanting, watched & s.wanting],
        ["graduate", "zero_employment", "rural"],
        "",
    ).astype(object)
    kind = np.where((kind == "") & (said < OPEN) & (rng.random(n) < 0.3), "general", kind)
    row = np.flatnonzero((kind != "") & s.base)
    m = len(row)
    began = np.where(said[row] < OPEN, said[row], s.last - 60)
    opened = np.minimum(began + rng.integers(0, 20, m), s.last - 2)
    review = np.maximum(opened + 30 * (1 + np.maximum(0, s.last - opened) // 30), s.last - 20 + rng.integers(0, 45, m))
    closed = np.where(
        (kind[row] == "general") & (rng.random(m) < 0.12) & (opened < s.last - 120),
        s.last - rng.integers(1, 60, m),
        int(OPEN),
    )
    details = np.array(
        [
            f'{{"class_year":{y},"level":"{level}","obstacles":[],"wish_place":"本市"}}' if k == "graduate" else "{}"
            for k, y, level in zip(kind[row].tolist(), s.class_of[row].tolist(), s.level[row].tolist(), strict=True)
        ],
        object,
    )
    plans = Plans(row, kind[row], opened, review, np.where(rng.random(m) < 0.85, opened, int(OPEN)), closed, details)
    return plans, _steps(rng, s, plans, c, services)


def _steps(rng, s: Standing, plans: Plans, c: Contacts, services: Services) -> Steps:
    served = leaves_a_mark(services)
    first = {int(r): int(k) for k, r in zip(np.flatnonzero(served)[::-1], services.row[served][::-1], strict=True)}
    made = []
    for k, (row, kind, opened, closed) in enumerate(
        zip(plans.row.tolist(), plans.kind.tolist(), plans.opened.tolist(), plans.closed.tolist(), strict=True)
    ):
        for step, text, days in STEPS[kind]:
            due = opened + days
            late = rng.random()
            done = due - int(rng.integers(0, 15)) + (25 if late > 0.93 else 0)
            by = first.get(row, -1) if step in ("vacancy", "service:1", "service:3") else -1
            if by >= 0:
                done = max(int(c.on[services.at[by]]), opened)
            state = "done" if done <= s.last and late > 0.08 else "open"
            if closed < OPEN and state == "open":
                state = "dropped"
            made.append(
                (k, step, text, due, state, done if state == "done" else int(OPEN), by if state == "done" else -1)
            )
    columns = list(zip(*made, strict=True)) if made else [()] * 7
    plan, kind, text, due, state, done, by = columns
    outcome = np.where(np.array(state, object) == "done", "已办", "") if made else np.zeros(0, object)
    return Steps(
        np.array(plan, np.int64), np.array(kind, object), np.array(text, object), np.array(due, np.int64), np.array(state, object),
        np.array(done, np.int64), outcome.astype(object), np.array(by, np.int64),
    )  # fmt: skip
