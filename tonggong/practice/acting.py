"""The false placements and their honest look-alikes of a city, and what follows for the other staff of those units."""

import zlib

import numpy as np

from tonggong.practice import falsehoods, lookalikes
from tonggong.practice.acted import Acted, Town
from tonggong.practice.insured import Jobs
from tonggong.practice.lives import Spells
from tonggong.practice.people import People

COME_WITH_THE_SEASON = 0.6  # of a firm's other staff
AT_THE_MINIMUM = 0.7  # of the other staff of a firm that pays little


def act(seed: int, spells: Spells, town: Town) -> Acted:
    """Act both out, each by a stream of its own: nobody else's life depends on it."""
    play = Acted(spells)
    falsehoods.act_out(_stream(seed, "falsehoods"), play, town)
    lookalikes.act_out(_stream(seed, "lookalikes"), play, town)
    return play


def other_staff(seed: int, play: Acted, jobs: Jobs, minimum: float) -> Jobs:
    """Let those without a certificate come with the season, go when the firm shuts, earn what a poor firm pays.

    `minimum`: the minimum wage in yuan a month.
    """
    rng = _stream(seed, "other staff")
    first, last, wage = jobs.first.copy(), jobs.last.copy(), jobs.wage.copy()
    draw = rng.random(len(first))
    for unit, month in play.season.items():
        first[(jobs.unit == unit) & (draw < COME_WITH_THE_SEASON)] = month
    last = np.maximum(last, first)
    for unit, month in play.closes.items():
        here = jobs.unit == unit
        first[here], last[here] = np.minimum(first[here], month), np.minimum(last[here], month)
    for unit, month in play.leaves.items():
        here = (jobs.unit == unit) & (draw < COME_WITH_THE_SEASON)
        last[here] = np.minimum(last[here], np.maximum(first[here], month))
    poor = np.isin(jobs.unit, list(play.low_pay)) & (draw < AT_THE_MINIMUM)
    wage[poor] = minimum
    return Jobs(jobs.person, jobs.unit, first, last, wage)


def phones(play: Acted, jobs: Jobs) -> dict[int, int]:
    """Whose phone is written for whom: families, go-betweens, and units that write their own for all."""
    found = dict(play.phones)
    for unit, clerk in play.units_phone.items():
        s = play.spells
        staff = np.concatenate([jobs.person[jobs.unit == unit], s.person[s.unit == unit]])
        found |= dict.fromkeys(staff.tolist(), clerk)
    return found


def name_alike(seed: int, everyone: People, play: Acted, elders: np.ndarray) -> None:
    """Give some of the elders who die the name of somebody who is well and at work."""
    free = _stream(seed, "namesakes").permutation(elders).tolist()
    for person in play.namesakes:
        other = next((one for one in free if everyone.sex[one] == everyone.sex[person]), None)
        if other is not None:
            free.remove(other)
            everyone.name[other] = everyone.name[person]


def _stream(seed: int, purpose: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])
