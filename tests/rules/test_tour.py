"""An order of visits: every stop once, never longer than it began, within the hours where that can be."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.rules.tour import Stop, along, distance, tour

OFFICE = (5.0, 5.0)


def town(seed, count=30, villages=8):
    """People in villages, named as names fall: alphabetical order knows nothing of where they live."""
    rng = random.Random(seed)
    centres = [(rng.uniform(0, 20), rng.uniform(0, 20)) for _ in range(villages)]
    return [
        Stop(f"{rng.randrange(10**6):06d}-{n}", (x + rng.gauss(0, 0.6), y + rng.gauss(0, 0.6)))
        for n in range(count)
        for x, y in [rng.choice(centres)]
    ]


@pytest.mark.parametrize("seed", range(20))
def test_it_saves_at_least_a_fifth_of_the_alphabetical_way(seed):
    stops = town(seed)
    plain = along(OFFICE, sorted(stops, key=lambda s: s.key))

    assert tour(OFFICE, stops).way <= 0.8 * plain.way


points = st.tuples(st.floats(0, 50), st.floats(0, 50))


@given(st.lists(points, max_size=14))
def test_every_stop_is_visited_once_and_the_way_is_no_longer_than_as_given(places):
    stops = [Stop(n, at) for n, at in enumerate(places)]
    found = tour(OFFICE, stops)

    assert sorted(s.key for s in found.stops) == list(range(len(places)))
    assert found.way <= along(OFFICE, sorted(stops, key=lambda s: str(s.key))).way + 1e-6


@given(st.lists(points, min_size=2, max_size=8), st.randoms())
def test_the_same_stops_give_the_same_tour_however_they_come(places, rng):
    stops = [Stop(n, at) for n, at in enumerate(places)]
    mixed = rng.sample(stops, len(stops))

    assert tour(OFFICE, mixed) == tour(OFFICE, stops)


def test_four_corners_are_walked_round():
    corners = [
        Stop(k, at) for k, at in (("a", (0.0, 0.0)), ("b", (10.0, 10.0)), ("c", (10.0, 0.0)), ("d", (0.0, 10.0)))
    ]
    found = tour((0.0, 5.0), corners)

    assert found.way == pytest.approx(40.0)


def test_who_is_at_home_only_in_the_morning_comes_first_though_she_lives_far():
    near, far = Stop("near", (6.0, 5.0)), Stop("far", (15.0, 5.0), opens=480, closes=510)
    found = tour(OFFICE, [near, far], leaves=480, speed=0.5)

    assert [s.key for s in found.stops] == ["far", "near"]
    assert found.late_minutes == 0


def test_an_hour_that_can_not_be_kept_is_said_in_minutes():
    found = tour(OFFICE, [Stop("x", (15.0, 5.0), closes=485), Stop("y", (5.0, 6.0))], leaves=480, speed=1.0)

    assert found.late_minutes == pytest.approx(5.0)


def test_one_waits_for_a_door_that_opens_later():
    found = along(OFFICE, [Stop("x", (6.0, 5.0), opens=540, minutes=30)], leaves=480)

    assert found.arrivals == (540,)


def test_nobody_and_somebody_need_no_order():
    assert tour(OFFICE, []).way == 0
    assert tour(OFFICE, [Stop("x", (8.0, 9.0))]).way == pytest.approx(2 * distance(OFFICE, (8.0, 9.0)))
