"""Who is insured where in a month: holders through their spells, and everybody else the units employ."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice.lives import Spells
from tonggong.practice.units import Units

AVERAGE = 7250.0  # yuan a month; the contribution base lies between 60 and 300 per cent of it
FLOOR, CEILING = 4350, 21750


@dataclass(frozen=True)
class Jobs:
    """Jobs of persons who hold no certificate: from the first to the last month, both inclusive."""

    person: np.ndarray
    unit: np.ndarray
    first: np.ndarray
    last: np.ndarray
    wage: np.ndarray


@dataclass(frozen=True)
class MonthOfWork:
    """One row a contribution of the month, in the order of units."""

    person: np.ndarray
    unit: np.ndarray
    wage: np.ndarray
    spell: np.ndarray  # row of Spells, -1 for those who hold no certificate

    @property
    def base(self) -> np.ndarray:
        return np.clip(self.wage, FLOOR, CEILING).astype(np.int64)


def make_jobs(rng: np.random.Generator, person: np.ndarray, unit: np.ndarray, staff: Units, months: range) -> Jobs:
    """A job for each person at a unit; about one in a hundred comes and one goes each month."""
    n = len(person)
    draw = rng.random(n)
    begin, end = months[0], months[-1]
    first = np.where(draw < 0.024, begin + 1 + (draw * 1e6).astype(np.int64) % max(1, len(months) - 1), begin - 60)
    last = np.where(draw > 0.976, begin + (draw * 1e6).astype(np.int64) % max(1, len(months) - 1), end + 60)
    wage = np.maximum(np.round(staff.pay[unit] * np.exp(rng.normal(0, 0.28, n)) / 10) * 10, 1900)
    return Jobs(person, unit, first, last, wage)


def month_of_work(jobs: Jobs, spells: Spells, month: int, part_time=()) -> MonthOfWork:
    """Who is paid for in a month; `part_time` are further rows of spells, insured against accidents only."""
    insured = spells.insured
    insured[list(part_time)] = True
    there = np.flatnonzero((jobs.first <= month) & (jobs.last >= month))
    rows = np.flatnonzero(insured & spells.worked_in(month))
    person = np.concatenate([jobs.person[there], spells.person[rows]])
    unit = np.concatenate([jobs.unit[there], spells.unit[rows]])
    wage = np.concatenate([jobs.wage[there], spells.wage[rows]])
    spell = np.concatenate([np.full(len(there), -1), rows])
    order = np.lexsort((person, unit))
    return MonthOfWork(person[order], unit[order], wage[order].astype(np.int64), spell[order])
