"""Persons and households: certificate holders, those they live with, and strangers, in one table."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from tonggong.practice import names, numbers
from tonggong.practice.places import Places

HEAD, SPOUSE, CHILD, PARENT = range(4)
# Who lives together, and how often: about 2.6 persons a household.
HOUSEHOLDS = (
    ((HEAD,), 0.10),
    ((HEAD, SPOUSE), 0.28),
    ((HEAD, SPOUSE, CHILD), 0.29),
    ((HEAD, CHILD), 0.07),
    ((HEAD, PARENT), 0.06),
    ((HEAD, SPOUSE, CHILD, PARENT), 0.13),
    ((HEAD, SPOUSE, CHILD, CHILD), 0.07),
)
AGE_BANDS = (
    (3, 16, 0.04),
    (16, 25, 0.05),
    (25, 35, 0.09),
    (35, 45, 0.13),
    (45, 55, 0.19),
    (55, 60, 0.12),
    (60, 70, 0.22),
    (70, 90, 0.16),
)
SEVERAL_HOLDERS = 0.07  # share of households with a second holder


@dataclass
class People:
    """One row a person; `household` is -1 for strangers."""

    sex: np.ndarray  # 1 man, 2 woman
    birth: np.ndarray  # day
    county: np.ndarray
    town: np.ndarray
    surname: np.ndarray
    household: np.ndarray
    relation: np.ndarray
    phone: np.ndarray
    name: np.ndarray | None = None
    front: np.ndarray | None = None  # first 17 digits of the ID
    number: np.ndarray | None = None  # the ID

    def __len__(self) -> int:
        return len(self.sex)

    def join(self, other: "People") -> "People":
        return People(
            **{f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)[:8]}
        )

    def finish(self, rng: np.random.Generator, places: Places) -> None:
        """Give everyone a name and a number, no two persons the same number."""
        self.name = names.full_names(rng, self.surname, self.sex)
        prefix = numbers.prefixes(rng, self.county, self.birth, places.id_codes)
        self.front = numbers.distinct_fronts(rng, prefix, self.birth, self.sex)
        self.number = np.array(numbers.id_array(self.front).to_pylist(), object)


def _born(rng: np.random.Generator, age: np.ndarray, today: int) -> np.ndarray:
    return (today - age * 365.25 - rng.integers(0, 365, len(age))).astype(np.int64)


def holders_and_families(
    rng: np.random.Generator, holders: int, places: Places, today: int
) -> tuple[People, np.ndarray]:
    """So many certificate holders with their households; the second result marks the holders."""
    alone = round(holders / (1 + SEVERAL_HOLDERS))
    low, high, share = (np.array(column) for column in zip(*AGE_BANDS, strict=True))
    band = rng.choice(len(share), alone, p=share / share.sum())
    age = rng.uniform(low[band], high[band])
    role = np.where(age < 24, CHILD, np.where(rng.random(alone) < 0.62, HEAD, SPOUSE))
    role = np.where((age >= 24) & (age < 48) & (rng.random(alone) < 0.2), CHILD, role)
    role = np.where((age > 58) & (rng.random(alone) < 0.25), PARENT, role)
    parts = []
    for wanted in range(4):
        anchors = np.flatnonzero(role == wanted)
        options = [(roles, weight) for roles, weight in HOUSEHOLDS if wanted in roles]
        weights = np.array([weight for _, weight in options])
        choice = rng.choice(len(options), len(anchors), p=weights / weights.sum())
        for n, (roles, _) in enumerate(options):
            parts.append(_families(rng, anchors[choice == n], age, wanted, roles))
    household, relation, ages, sex, is_holder = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(household, kind="stable")
    household, relation, ages, sex, is_holder = (
        column[order] for column in (household, relation, ages, sex, is_holder)
    )
    others = np.flatnonzero(~is_holder & (ages > 5))
    first_of = np.unique(household[rng.permutation(others)], return_index=True)[1]
    seconds = rng.permutation(rng.permutation(others)[first_of])  # at most a few households get two more
    is_holder[seconds[: holders - alone]] = True
    town_of = rng.choice(len(places.towns), alone, p=_town_weights(rng, places))
    town_of[: len(places.towns)] = np.arange(min(alone, len(places.towns)))  # nowhere is empty
    town = town_of[household]
    surname_of = names.surnames(rng, alone)
    own_name = (relation == SPOUSE) | ((relation == PARENT) & (sex == 2))
    surname = np.where(own_name, names.surnames(rng, len(household)), surname_of[household])
    shared = rng.random(len(household)) < 0.3
    phone = np.where(shared, numbers.phones(rng, alone)[household], numbers.phones(rng, len(household)))
    people = People(sex, _born(rng, ages, today), places.county_of[town], town, surname, household, relation, phone)
    return people, is_holder


def _families(rng, anchors, age, wanted, roles):
    """Households of one make-up around holders of one role: columns flattened person by person."""
    n, width = len(anchors), len(roles)
    place = roles.index(wanted)
    head = age[anchors] + {HEAD: 0, SPOUSE: 1, CHILD: 27, PARENT: -26}[wanted]
    ages, sexes = np.empty((n, width)), np.empty((n, width), np.int8)
    head_sex = np.where(rng.random(n) < 0.72, 1, 2)
    for k, role in enumerate(roles):
        shift = {HEAD: 0.0, SPOUSE: -1.0, CHILD: -27.0, PARENT: 26.0}[role]
        ages[:, k] = np.clip(head + shift + rng.normal(0, 2.5, n), 0.2, 97)
        sexes[:, k] = {HEAD: head_sex, SPOUSE: 3 - head_sex}.get(role, np.where(rng.random(n) < 0.53, 1, 2))
    ages[:, place] = age[anchors]
    holder = np.zeros((n, width), bool)
    holder[:, place] = True
    return (
        np.repeat(anchors, width),
        np.tile(np.array(roles, np.int8), n),
        ages.reshape(-1),
        sexes.reshape(-1),
        holder.reshape(-1),
    )


def _town_weights(rng: np.random.Generator, places: Places) -> np.ndarray:
    weights = rng.lognormal(0, 0.35, len(places.towns)) * np.where(
        np.char.endswith(np.array(places.towns), "400000"), 0.1, 1.0
    )
    return weights / weights.sum()


def strangers(
    rng: np.random.Generator, county: np.ndarray, age: tuple[float, float], places: Places, today: int
) -> People:
    """Persons of the given counties who have nothing to do with any holder."""
    n = len(county)
    town = np.zeros(n, np.int64)
    for c in range(len(places.counties)):
        rows = np.flatnonzero(county == c)
        town[rows] = rng.choice(places.towns_of(c), len(rows))
    sex = np.where(rng.random(n) < 0.54, 1, 2).astype(np.int8)
    birth = _born(rng, rng.uniform(*age, n), today)
    nobody = np.full(n, -1)
    return People(
        sex, birth, county, town, names.surnames(rng, n), nobody, nobody.astype(np.int8), numbers.phones(rng, n)
    )


def text_of(phone: np.ndarray) -> np.ndarray:
    return np.array(pa.array(phone).cast(pa.string()).to_pylist(), object)
