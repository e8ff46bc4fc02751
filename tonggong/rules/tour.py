"""An order of visits that saves way (顺路): nearest next, then 2-opt, within the hours at which people can be met.

Distances are straight lines in the unit of the positions; nothing is known of roads, and nothing is pretended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, inf

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to go to.

    Args:
        key: whatever names it.
        at: its position; all of a tour in one unit.
        opens, closes: minutes after the start of the day between which somebody can be met; None: at any time.
        minutes: how long one stays.
    """

    key: int | str
    at: Point
    opens: int | None = None
    closes: int | None = None
    minutes: int = 20


@dataclass(frozen=True, slots=True)
class Tour:
    """Stops in their order: the way with the return, how many minutes too late in all, and when each is reached."""

    stops: tuple[Stop, ...]
    way: float
    late_minutes: float
    arrivals: tuple[float, ...]


def distance(a: Point, b: Point) -> float:
    """Return the straight line between two positions."""
    return hypot(a[0] - b[0], a[1] - b[1])


def along(start: Point, stops: Sequence[Stop], *, leaves: int = 0, speed: float = 1.0) -> Tour:
    """Walk stops in the order given, from the start and back to it.

    Args:
        leaves: minutes after the start of the day.
        speed: units of the positions a minute; more than 0.
    """
    where, clock, way, late, arrivals = start, float(leaves), 0.0, 0.0, []
    for stop in stops:
        leg = distance(where, stop.at)
        way += leg
        clock += leg / speed
        if stop.opens is not None:
            clock = max(clock, stop.opens)
        if stop.closes is not None:
            late += max(0.0, clock - stop.closes)
        arrivals.append(clock)
        clock += stop.minutes
        where = stop.at
    return Tour(tuple(stops), way + distance(where, start), late, tuple(arrivals))


def tour(start: Point, stops: Sequence[Stop], *, leaves: int = 0, speed: float = 1.0) -> Tour:
    """Return the stops in an order that is never late where it can be helped, and has a short way.

    First least lateness, then the shortest way. Begun from nearest-next and from the order of closing hours; improved by
    turning pieces round (2-opt) and moving single stops until nothing helps. The same stops give the same tour.
    """
    if len(stops) < 2:
        return along(start, stops, leaves=leaves, speed=speed)
    fixed = sorted(stops, key=lambda one: str(one.key))
    has_hours = any(one.opens is not None or one.closes is not None for one in fixed)
    begins = [_nearest_next(start, fixed)]
    if has_hours:
        begins.append(sorted(fixed, key=lambda one: (one.closes if one.closes is not None else inf, one.opens or 0)))
    found = [_improved_with_hours(start, b, leaves, speed) if has_hours else _improved(start, b) for b in begins]
    tours = [along(start, order, leaves=leaves, speed=speed) for order in found]
    return min(tours, key=lambda one: (one.late_minutes, one.way))


def _nearest_next(start: Point, stops: Sequence[Stop]) -> list[Stop]:
    left, where, order = list(stops), start, []
    while left:
        nearest = min(left, key=lambda one: distance(where, one.at))
        left.remove(nearest)
        order.append(nearest)
        where = nearest.at
    return order


def _improved(start: Point, order: list[Stop]) -> list[Stop]:
    """2-opt and moves of one stop, by the change of the legs alone; ends, for each step shortens the way."""
    points = [start, *(one.at for one in order), start]
    order = [*order]
    better = True
    while better:
        better = False
        n = len(order)
        for i in range(n):
            for j in range(i + 1, n):
                gain = distance(points[i], points[i + 1]) + distance(points[j + 1], points[j + 2])
                gain -= distance(points[i], points[j + 1]) + distance(points[i + 1], points[j + 2])
                if gain > 1e-9:
                    order[i : j + 1] = order[i : j + 1][::-1]
                    points[i + 1 : j + 2] = points[i + 1 : j + 2][::-1]
                    better = True
        for i in range(n):
            here = points[i + 1]
            freed = distance(points[i], here) + distance(here, points[i + 2]) - distance(points[i], points[i + 2])
            for j in range(n + 1):
                if j in (i, i + 1):
                    continue
                cost = distance(points[j], here) + distance(here, points[j + 1]) - distance(points[j], points[j + 1])
                if freed - cost > 1e-9:
                    stop = order.pop(i)
                    order.insert(j if j < i else j - 1, stop)
                    points = [start, *(one.at for one in order), start]
                    better = True
                    break
    return order


def _improved_with_hours(start: Point, order: list[Stop], leaves: int, speed: float) -> list[Stop]:
    """The same moves, each tried by walking the whole tour: hours make a leg's cost depend on all before it."""

    def worth(stops: list[Stop]) -> tuple[float, float]:
        walked = along(start, stops, leaves=leaves, speed=speed)
        return round(walked.late_minutes, 6), round(walked.way, 9)

    best, better = worth(order), True
    while better:
        better = False
        n = len(order)
        for i in range(n):
            for j in range(n):
                if i == j:
                    continue
                moved = order[:i] + order[i + 1 :]
                moved.insert(j, order[i])
                tried = [moved]
                if i < j:
                    tried.append(order[:i] + order[i : j + 1][::-1] + order[j + 1 :])
                for other in tried:
                    if (found := worth(other)) < best:
                        order, best, better = other, found, True
    return order
