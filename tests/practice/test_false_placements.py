"""False placements of a practice city, acted out by what people and firms do, each beside ten honest ones that look so."""

from collections import Counter, defaultdict

import pytest

from tonggong.practice import dates, truth
from tonggong.practice.acted import Pattern
from tonggong.practice.honest import FOR_EACH
from tonggong.practice.places import read_places
from tonggong.practice.world import build_world

SEEDS, PEOPLE = (31, 32, 33), 3000
KINDS = 3  # innocent explanations of each pattern, at least
NAMES = [pattern.name.lower() for pattern in Pattern]


@pytest.fixture(scope="module")
def told(pack):
    """The false placements and the look-alikes of each city."""
    cities = [build_world(seed, PEOPLE, 6, dates.month_number("2024-12"), read_places(pack)) for seed in SEEDS]
    return [
        (truth.false_placements(world).to_pylist(), truth.innocent_lookalikes(world).to_pylist()) for world in cities
    ]


def pairs(rows, name):
    return {(row["citizen_id"], row["unit_code"]) for row in rows if row["pattern"] == name}


@pytest.mark.parametrize("name", NAMES)
def test_each_pattern_is_acted_out_with_ten_look_alikes_for_each_that_is_false(told, name):
    for false, honest in told:
        persons = {person for person, _ in pairs(false, name)}
        assert len(persons) >= 1
        assert len(pairs(honest, name)) >= FOR_EACH * len(persons)


def test_look_alikes_have_several_innocent_explanations(told):
    for _, honest in told:
        kinds = defaultdict(set)
        for row in honest:
            kinds[row["pattern"]].add(row["why"])
        assert {name: those for name, those in kinds.items() if len(those) < KINDS} == {}


def test_nobody_is_both_false_and_honest_and_nobody_looks_like_two(told):
    for false, honest in told:
        alike = Counter((row["citizen_id"], row["unit_code"]) for row in honest)
        assert max(alike.values()) == 1
        assert not {row["citizen_id"] for row in false} & {row["citizen_id"] for row in honest}


def test_a_city_too_small_for_ten_has_some_of_each(pack):
    world = build_world(34, 700, 6, dates.month_number("2024-12"), read_places(pack))
    false = {row["pattern"] for row in truth.false_placements(world).to_pylist()}
    honest = Counter(row["pattern"] for row in truth.innocent_lookalikes(world).to_pylist())
    singles = [Pattern.DEAD, Pattern.CANCELLED, Pattern.EXPIRED, Pattern.CARE, Pattern.JOBLESS, Pattern.STRANGER]
    assert {pattern.name.lower() for pattern in singles} <= false
    assert {name for name in false if not honest[name]} == set()
