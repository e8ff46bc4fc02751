"""Names of persons who never were."""

from functools import cache

import numpy as np

from tonggong.practice.characters import DOTTED_FIRST, DOTTED_LAST, FEMALE, MALE, NEUTRAL, SURNAMES


def _ranked(length: int, softness: float) -> np.ndarray:
    weights = 1 / (np.arange(length) + softness)
    return weights.cumsum() / weights.sum()


@cache
def _tables() -> tuple:
    male = list(dict.fromkeys(MALE + NEUTRAL))
    female = list(dict.fromkeys(FEMALE + NEUTRAL))
    return np.array(SURNAMES, object), np.array(male, object), np.array(female, object)


def surnames(rng: np.random.Generator, n: int) -> np.ndarray:
    """Positions in the list of surnames, the common ones more often."""
    return np.searchsorted(_ranked(len(SURNAMES), 6.0), rng.random(n)).astype(np.int16)


def full_names(rng: np.random.Generator, surname: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """Names (object array): surname and one or two characters by sex (1 man, 2 woman); three in a thousand with a middle dot."""
    n = len(surname)
    families, male, female = _tables()
    names = np.empty(n, object)
    two = rng.random(n) < 0.68
    for mark, characters in ((1, male), (2, female)):
        rows = np.flatnonzero(sex == mark)
        steps = _ranked(len(characters), 40.0)
        first = characters[np.searchsorted(steps, rng.random(len(rows)))]
        second = np.where(two[rows], characters[np.searchsorted(steps, rng.random(len(rows)))], "")
        names[rows] = families[surname[rows]] + first + second
    dotted = np.flatnonzero(rng.random(n) < 0.003)
    starts, ends = np.array(DOTTED_FIRST, object), np.array(DOTTED_LAST, object)
    names[dotted] = (
        starts[rng.integers(0, len(starts), len(dotted))] + "·" + ends[rng.integers(0, len(ends), len(dotted))]
    )
    return names


@cache
def tables() -> tuple[list[str], list[str]]:
    """Surnames, and given characters with nothing at position 0, for names put together from positions."""
    _, male, female = _tables()
    return list(SURNAMES), ["", *dict.fromkeys([*male, *female])]


def given_positions(rng: np.random.Generator, sex: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and second given character as positions in `tables()`; the second is 0 where there is one only."""
    _, male, female = _tables()
    place = {character: n for n, character in enumerate(tables()[1])}
    first, second = np.zeros(len(sex), np.int16), np.zeros(len(sex), np.int16)
    for mark, characters in ((1, male), (2, female)):
        rows = np.flatnonzero(sex == mark)
        at = np.array([place[c] for c in characters], np.int16)
        steps = _ranked(len(characters), 40.0)
        first[rows] = at[np.searchsorted(steps, rng.random(len(rows)))]
        second[rows] = at[np.searchsorted(steps, rng.random(len(rows)))]
    second[rng.random(len(sex)) > 0.68] = 0
    return first, second
