"""Certificates of the holders: what they say at the opening, and what changes in the months after."""

from dataclasses import dataclass, replace

import numpy as np

from tonggong.practice import dates
from tonggong.practice.acted import Card
from tonggong.practice.people import People
from tonggong.practice.places import Places

CATEGORY_SHARES = (0.11, 0.09, 0.02, 0.55, 0.09, 0.10, 0.04)
CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
GRADE_SHARES = (0.12, 0.28, 0.32, 0.28)
GRADES = ("一级", "二级", "三级", "四级")
VALID, EXPIRED, FROZEN, CANCELLED, MOVING, LOST = range(6)
STATUSES = ("有效", "过期", "冻结", "注销", "迁移中", "挂失")


@dataclass(frozen=True)
class Register:
    """The registry on the last day of a month, one row a holder in the order of `person`; `touched` says who changed in it."""

    person: np.ndarray
    category: np.ndarray  # 1..7
    grade: np.ndarray  # 1..4
    issued: np.ndarray
    valid_until: np.ndarray
    status: np.ndarray
    status_on: np.ndarray
    county: np.ndarray
    town: np.ndarray
    copies: np.ndarray  # how often the card was issued again: the number then ends in B1, B2
    touched: np.ndarray
    kind: np.ndarray  # of the change: "", new, grade, renewed, status, moved

    def holds(self, day: int) -> np.ndarray:
        """Whose certificate is valid on a day near the month's end; a lost card and one that moves stay so."""
        return np.isin(self.status, (VALID, LOST, MOVING)) & (self.valid_until >= day)

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        """Certificate numbers: ID + category + grade, with B and a counter where the card was issued again."""
        mark = np.array([f"{c}{g}" for c in range(10) for g in range(10)], object)[self.category * 10 + self.grade]
        again = np.array(["", "B1", "B2", "B3"], object)[self.copies]
        return ids[self.person] + mark + again


def first_register(
    rng: np.random.Generator, people: People, holders: np.ndarray, dies: np.ndarray, opening: int, last: int
) -> tuple[Register, np.ndarray]:
    """The registry at the opening, and each holder's day of the first certificate (later than the opening for a few)."""
    n = len(holders)
    birth = people.birth[holders]
    day = dates.last_day(opening)
    certified = np.maximum(
        dates.day("2009-03-01") + rng.beta(1.3, 1.6, n) * (day - dates.day("2009-03-01")), birth + 700
    )
    fresh = rng.random(n) < 0.0018 * (last - opening)
    certified = np.where(fresh, rng.integers(day + 1, dates.last_day(last) - 2, n), certified).astype(np.int64)
    issued, until = certified.copy(), dates.add_years(certified, 10)
    for _ in range(2):
        again = (until < day - 20) & (rng.random(n) < 0.97)
        issued = np.where(again, np.minimum(until - rng.integers(0, 90, n), day - 1), issued)
        until = np.where(again, dates.add_years(issued, 10), until)
    draw = rng.random(n)
    status = np.where(until < day, EXPIRED, np.where(draw < 0.008, FROZEN, np.where(draw < 0.011, LOST, VALID)))
    status = np.where(draw > 0.991, CANCELLED, status)
    gone = dies <= day - 30
    status = np.where(gone & (rng.random(n) < 0.93), CANCELLED, status)
    status = np.where(fresh, VALID, status)
    on = np.where(status == EXPIRED, until + 1, np.where(gone, dies + 20, day - rng.integers(5, 600, n)))
    on = np.where(
        status == VALID, issued, np.minimum(np.maximum(on, issued), day)
    )  # what was cancelled had been issued
    return Register(
        person=holders,
        category=rng.choice(np.arange(1, 8), n, p=CATEGORY_SHARES),
        grade=rng.choice(np.arange(1, 5), n, p=GRADE_SHARES),
        issued=issued,
        valid_until=until,
        status=status,
        status_on=on,
        county=people.county[holders],
        town=people.town[holders],
        copies=(rng.random(n) < 0.03).astype(np.int8),
        touched=certified <= day,
        kind=np.full(n, "", object),
    ), certified


def next_register(
    rng: np.random.Generator, before: Register, certified, dies, places: Places, month: int, busy: np.ndarray
) -> Register:
    """One month later: new, regraded and renewed certificates, moves, cancelled for death. The busy keep a valid one."""
    n = len(before.person)
    begin, end = dates.first_day(month), dates.last_day(month)
    draw = rng.random(n)
    alive = (dies > end) & (certified < begin)
    sound = alive & (before.status == VALID)
    grade, status, on, issued, until = (
        a.copy() for a in (before.grade, before.status, before.status_on, before.issued, before.valid_until)
    )
    county, town, copies = before.county.copy(), before.town.copy(), before.copies.copy()
    kind = np.full(n, "", object)
    day = begin + rng.integers(0, end - begin + 1, n)

    regraded = sound & (draw < 0.0014)
    grade[regraded] = np.clip(grade[regraded] + np.where(rng.random(regraded.sum()) < 0.6, -1, 1), 1, 4)
    regraded &= grade != before.grade
    renewed = sound & ~regraded & (until <= end + 30) & (busy | (rng.random(n) < 0.9))
    for mask in (regraded, renewed):
        issued[mask], until[mask] = day[mask], dates.add_years(day[mask], 10)
    on = np.where(regraded | renewed, issued, on)
    expired = sound & (until < begin) & ~renewed & ~regraded
    status[expired], on[expired] = EXPIRED, until[expired] + 1
    lost = sound & (draw > 0.9994)
    copies[lost], issued[lost] = copies[lost] + 1, day[lost]
    frozen = sound & ~busy & (draw > 0.4) & (draw < 0.4003)
    status[frozen] = FROZEN
    cancelled = (before.status != CANCELLED) & (dies <= end - 12) & (rng.random(n) < 0.7) & (certified < begin)
    status[cancelled] = CANCELLED
    moved = sound & ~regraded & (draw > 0.5) & (draw < 0.5016)
    town[moved] = rng.integers(0, len(places.towns), moved.sum())
    county[moved] = places.county_of[town[moved]]
    status[moved & (county != before.county) & (rng.random(n) < 0.15)] = MOVING
    changed = (status != before.status) & ~expired
    on[changed] = day[changed]
    new = (certified >= begin) & (certified <= end)
    for mask, word in (
        (moved, "moved"),
        (frozen | expired | cancelled, "status"),
        (lost, "lost"),
        (renewed, "renewed"),
        (regraded, "grade"),
        (new, "new"),
    ):
        kind[mask] = word
    return replace(
        before, grade=grade, issued=issued, valid_until=until, status=status, status_on=on, county=county, town=town, copies=copies,
        touched=kind != "", kind=kind,
    )  # fmt: skip


def play_cards(registers: dict[int, Register], cards: dict[int, list[Card]]) -> None:
    """Let the certificates of some holders (rows) become what was acted out for them, whatever chance made of them."""
    first = registers[min(registers)]
    grade, copies = first.grade.copy(), first.copies.copy()
    for month, register in sorted(registers.items()):
        for row, those in cards.items():
            since = [card for card in those if card.month <= month]
            if not since:
                continue
            now = since[-1]
            register.status[row], register.status_on[row] = now.status, now.status_on
            register.issued[row], register.valid_until[row] = now.issued, now.valid_until
            register.grade[row], register.copies[row] = grade[row] + now.regraded, copies[row] + now.again
            if register is not first:
                register.touched[row] = now.month == month
                register.kind[row] = now.word if now.month == month else ""
