"""The whole practice city before any office writes a line: who lives there, who works where, what happens to whom."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tonggong.practice import acted, acting, certificates, dates, insured, lives, people, schooling, units
from tonggong.practice.dates import OPEN
from tonggong.practice.places import Places

WORKERS_PER_HOLDER = 7.5
UNITS_PER_HOLDER = 0.225
BEGAN_IN_ORDER = (acted.Pattern.DEAD, acted.Pattern.CANCELLED, acted.Pattern.EXPIRED)  # the ledger took them in
PLAN_BEGAN = dates.month_number("2022-01")


@dataclass
class World:
    """Everything true in the city; offices see their part of it."""

    seed: int
    places: Places
    opening: int  # month of the registers and of the opening ledger
    last: int
    window: int  # first month the opening ledger covers
    people: people.People
    holder: lives.Holder
    holder_row: np.ndarray  # person -> row of holder, -1
    units: units.Units
    spells: lives.Spells
    jobs: insured.Jobs
    registers: dict[int, certificates.Register]
    dies: np.ndarray  # day of each person's death
    relative: np.ndarray  # a person of the same household, -1
    groups: dict[str, np.ndarray]  # elders, pupils, military, injured, spouses: rows of People
    pupil: np.ndarray  # persons at school
    poor_since: np.ndarray  # month a person's household came under 低保, a very late one if never
    acted: acted.Acted  # false placements and their look-alikes
    written_phone: dict[int, int]  # whose phone stands for a person
    classes: list
    known: np.ndarray  # spells the opening ledger knows
    reported: np.ndarray  # spells employers report
    twins: list = field(default_factory=list)  # holders entered twice, with the other number
    standing: Any = None  # who stands where on the last day (`casework.standing`): worked out from all the rest

    @property
    def months(self) -> range:
        """The opening month and the monthly ones."""
        return range(self.opening, self.last + 1)

    def rng(self, *words: str) -> np.random.Generator:
        """A stream of its own for each purpose, whatever else was drawn."""
        import zlib

        return np.random.default_rng([self.seed, *(zlib.crc32(word.encode()) for word in words)])


def minimum_wage(days: np.ndarray) -> np.ndarray:
    """Yuan a month in the practice city."""
    return np.where(days < dates.day("2024-05-01"), 1710, 1900)


def build_world(seed: int, holders: int, months: int, end: int, places: Places, tell=lambda words: None) -> World:
    """Make the city; the same seed makes the same city."""
    rng = np.random.default_rng([seed, 7])
    opening, window = end - 3, end - months + 1
    first = min(PLAN_BEGAN if end >= PLAN_BEGAN else window, window)
    today = dates.last_day(end)
    tell("居民与家庭")
    everyone, is_holder = people.holders_and_families(rng, holders, places, today)
    members = len(everyone)
    count_units = max(150, round(holders * UNITS_PER_HOLDER))
    workers = round(holders * WORKERS_PER_HOLDER)
    staff = units.make_units(rng, count_units, round(workers * 1.025), places, range(opening + 1, end + 1))

    tell("就业经历")
    who = np.flatnonzero(is_holder)
    age = (today - everyone.birth) / 365.25
    dies = np.full(members, int(OPEN))
    risk = np.where(age[who] < 60, 0.006, np.where(age[who] < 70, 0.018, 0.05))
    dies[who] = np.minimum(dates.first_day(first) + rng.exponential(1 / risk) * 365, OPEN).astype(np.int64)
    dies[who] = np.where(dies[who] > today, OPEN, dies[who])
    register, certified = certificates.first_register(rng, everyone, who, dies[who], opening, end)
    severe = register.grade <= 2
    kind = np.where(
        (register.category >= 5) & severe,
        2,
        np.where((register.category == 1) & severe, 3, places.rural[everyone.town[who]].astype(int)),
    )
    able = rng.beta(2, 1.2, len(who)) * np.array([0.35, 0.7, 1.0, 1.1])[register.grade - 1]
    # Whoever works keeps the certificate in order.
    holder = lives.Holder(
        who, everyone.birth[who], everyone.sex[who], everyone.county[who], kind, able, certified, dies[who]
    )
    spells = lives.live(rng, holder, lives.Pools(staff), staff.pay, range(first, end + 1), minimum_wage)
    far = np.roll(np.arange(len(places.counties)), 1)
    town = acted.Town(
        holder=holder, grade=register.grade, category=register.category, cancelled=register.status == certificates.CANCELLED,
        relative=_relatives(everyone.household), household=everyone.household, far=far, units=staff, opening=opening,
        last=end, minimum=minimum_wage,
    )  # fmt: skip
    play = acting.act(seed, spells, town)
    spells = play.spells
    for row, day in play.deaths.items():
        holder.dies[row] = dies[who[row]] = day

    tell("职工与其他居民")
    slots = np.repeat(
        np.arange(len(staff)),
        np.maximum(
            0, staff.staff - np.bincount(spells.unit[spells.insured & spells.worked_in(opening)], minlength=len(staff))
        ),
    )
    slots = rng.permutation(slots)
    working = ~is_holder & (age > 18) & (age < np.where(everyone.sex == 1, 60, 55)) & (rng.random(members) < 0.45)
    inside, inside_unit, rest = _fill(everyone.county, np.flatnonzero(working), slots, staff.county)
    groups: dict[str, np.ndarray] = {}
    sizes = {
        "elders": (0.012 * 3, (62, 96)),
        "pupils": (0.1, (6.5, 22)),
        "military": (0.003, (30, 75)),
        "spouses": (0.002 * 3, (24, 50)),
    }
    everyone = everyone.join(people.strangers(rng, staff.county[rest], (18.5, 59.5), places, today))
    outside = np.arange(members, len(everyone))
    for name, (share, ages) in sizes.items():
        count = max(8, round(holders * share))
        groups[name] = np.arange(len(everyone), len(everyone) + count)
        everyone = everyone.join(
            people.strangers(rng, rng.integers(0, len(places.counties), count), ages, places, today)
        )
    everyone.finish(rng, places)
    acting.name_alike(seed, everyone, play, groups["elders"])
    jobs = insured.make_jobs(
        rng, np.concatenate([inside, outside]), np.concatenate([inside_unit, rest]), staff, range(opening, end + 1)
    )
    jobs = acting.other_staff(seed, play, jobs, float(minimum_wage(np.array([today]))[0]))
    spells, jobs = _registered_workers(
        rng, spells, jobs, outside, groups, max(4, round(holders * 0.001)), is_holder, who, opening
    )

    dies = np.concatenate([dies, np.full(len(everyone) - members, int(OPEN))])
    elders = groups["elders"]
    dies[elders] = dates.first_day(opening + 1) + rng.integers(
        0, dates.last_day(end) - dates.first_day(opening + 1), len(elders)
    )
    old_members = np.flatnonzero((age[:members] > 74) & ~is_holder)
    taken = rng.choice(old_members, min(len(old_members), max(3, holders // 1300)), replace=False)
    dies[taken] = dates.first_day(opening + 1) + rng.integers(0, 90, len(taken))

    busy = np.isin(who, spells.person[spells.end >= OPEN])
    busy[list(play.keeps_cancelled)] = False
    registers = {opening: _repair(register, busy, dates.last_day(opening))}
    for month in range(opening + 1, end + 1):
        registers[month] = certificates.next_register(
            rng, registers[month - 1], certified, holder.dies, places, month, busy
        )
    certificates.play_cards(registers, play.cards)
    holder_row = np.full(len(everyone), -1)
    holder_row[who] = np.arange(len(who))
    insured_form = spells.insured
    world = World(
        seed=seed, places=places, opening=opening, last=end, window=window, people=everyone, holder=holder, holder_row=holder_row, units=staff,
        spells=spells, jobs=jobs, registers=registers, dies=dies, relative=_relatives(everyone.household), groups=groups,
        pupil=_pupils(rng, everyone, today, groups["pupils"], spells, play, opening),
        poor_since=_poor(rng, everyone, opening, end), acted=play, written_phone=acting.phones(play, jobs), classes=[],
        known=_known(rng, spells, holder_row, staff, opening),
        reported=(rng.random(len(spells)) < np.where(insured_form, 0.75, 0.96))
        | np.isin(np.arange(len(spells)), list(play.posts)),
    )  # fmt: skip
    world.classes = schooling.classes(rng, world, first)
    return world


def _pupils(rng, everyone: people.People, today: int, pupils, spells: lives.Spells, play: acted.Acted, opening: int):
    """Who is on a school's roll: nobody who has a unit's work, but the false and those who study beside it."""
    false = spells.person[spells.false == acted.Pattern.STUDENT]
    beside = np.array(sorted(play.part_students | play.on_leave | play.interns), np.int64)
    there = schooling.at_school(rng, everyone, today, pupils, np.concatenate([false, beside]))
    at_work = spells.person[spells.insured & (spells.end >= dates.first_day(opening))]
    return there[~np.isin(there, at_work) | np.isin(there, false) | np.isin(there, beside)]


def _known(rng, spells: lives.Spells, holder_row: np.ndarray, staff: units.Units, opening: int) -> np.ndarray:
    """What the federation knows at the opening: nearly all, of false placements and of those without its certificate less."""
    n = len(spells)
    known = rng.random(n) < np.where(spells.false > 0, 0.6, np.where(holder_row[spells.person] < 0, 0.3, 0.992))
    true = spells.insured & (spells.false == 0) & (holder_row[spells.person] >= 0)
    known[true] = True
    known[np.isin(spells.false, BEGAN_IN_ORDER)] = True
    begun_before = true & (spells.end >= OPEN) & (spells.start < dates.first_day(opening - 1))
    near = begun_before & (staff.county[spells.unit] < 2)  # some in the seat of the city, whatever its size
    for options, count in ((begun_before, round(true.sum() * 0.003)), (near, 4)):
        rows = np.flatnonzero(options)
        known[rng.choice(rows, min(len(rows), count), replace=False)] = False
    return known


def _fill(county: np.ndarray, persons: np.ndarray, slots: np.ndarray, county_of_unit: np.ndarray):
    """Give persons the posts of their county; the posts that remain come back last."""
    placed, at, rest = [], [], []
    for c in np.unique(county_of_unit):
        free = slots[county_of_unit[slots] == c]
        mine = persons[county[persons] == c][: max(0, len(free) - 1)]
        placed.append(mine)
        at.append(free[: len(mine)])
        rest.append(free[len(mine) :])
    return np.concatenate(placed), np.concatenate(at), np.concatenate(rest)


def _registered_workers(rng, spells, jobs, outside, groups, count, is_holder, who, opening):
    """Some of the military certificate holders and of the injured work: their jobs become spells."""
    row = rng.choice(
        np.flatnonzero(np.isin(jobs.person, outside) & (jobs.first < opening) & (jobs.last > opening + 3)),
        count,
        replace=False,
    )
    soldiers, hurt = row[: max(2, count // 3)], row[max(2, count // 3) :]
    groups["military"] = np.concatenate([groups["military"], jobs.person[soldiers]])
    at_work = spells.person[spells.insured & (spells.end >= OPEN) & (spells.false == 0)]
    groups["injured"] = np.concatenate(
        [jobs.person[hurt], rng.choice(np.unique(at_work[np.isin(at_work, who)]), max(5, count), replace=False)]
    )
    start = dates.first_day(opening) - rng.integers(500, 5000, count)
    extra = lives.Spells(
        jobs.person[row], jobs.unit[row], np.full(count, 14), start, np.full(count, int(OPEN)), np.full(count, int(OPEN)), jobs.wage[row],
        np.zeros(count, np.int8),
    )  # fmt: skip
    keep = np.setdiff1d(np.arange(len(jobs.person)), row)
    return spells.join(extra), insured.Jobs(*(getattr(jobs, k)[keep] for k in insured.Jobs.__dataclass_fields__))


def _repair(register, busy: np.ndarray, day: int):
    """Of those at work nearly all hold a valid certificate."""
    from dataclasses import replace

    wrong = busy & (register.status != certificates.VALID) & (np.arange(len(busy)) % 12 != 0)
    issued = np.where(wrong & (register.valid_until < day), day - 200, register.issued)
    until = np.where(wrong & (register.valid_until < day), dates.add_years(issued, 10), register.valid_until)
    return replace(
        register,
        status=np.where(wrong, certificates.VALID, register.status),
        issued=issued,
        valid_until=until,
        status_on=np.where(wrong, issued, register.status_on),
    )


def _relatives(household: np.ndarray) -> np.ndarray:
    """The next person of one's household (they stand one after the other), else the one before, else -1."""
    n = len(household)
    after = np.full(n, -1)
    same = (household[1:] == household[:-1]) & (household[1:] >= 0)
    after[:-1][same] = np.flatnonzero(same) + 1
    after[1:][same & (after[1:] < 0)] = np.flatnonzero(same & (after[1:] < 0))
    return after


def _poor(rng, everyone: people.People, opening: int, end: int) -> np.ndarray:
    households = int(everyone.household.max()) + 1
    draw = rng.random(households)
    since = np.where(draw < 0.12, opening - rng.integers(0, 90, households), 10**6)
    fresh = (draw > 0.997) | (np.arange(households) == 0)
    since = np.where(fresh, rng.integers(opening + 1, end + 1, households), since)
    since[:3] = np.arange(opening + 1, opening + 4)
    return np.where(everyone.household >= 0, since[np.maximum(everyone.household, 0)], 10**6)
