"""Families: who lives with whom, beside the books; households without anybody in work; those watched by the countryside."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates
from tonggong.practice.people import CHILD, HEAD, PARENT
from tonggong.practice.places import Places

ZERO_A_HOLDER = 0.0013  # planted households without anybody in work, a holder
STILL_INSURED = 2  # months after the last one paid in which family counts as at work
APART = 0.004  # of households: a grown child lives by itself
WATCHED = 0.008  # of rural households
KINDS = np.array(("脱贫不稳定户", "边缘易致贫户", "突发严重困难户"), object)
RISKS = np.array(("因病", "因残", "因学", "因灾", "务工收入减少", "缺劳动力", "自付医疗费用高"), object)
SKILLS = np.array(("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"), object)
REGIONS = np.array(("乡（镇）内", "县内", "市内", "省内", "省外"), object)
POSTS = np.array(("保洁员", "护林员", "护路员", "水管员", "照料护理员"), object)


@dataclass(frozen=True)
class Living:
    """People who live together, one row a member; `number` tells the households apart."""

    number: np.ndarray
    person: np.ndarray
    relation: np.ndarray
    town: np.ndarray


@dataclass(frozen=True)
class Watched:
    """Households under watch against falling back into poverty; members one row each, `row` is their household."""

    household: np.ndarray
    kind: np.ndarray
    since: np.ndarray
    risk: np.ndarray
    gone: np.ndarray  # day on which the risk was found gone, OPEN
    person: np.ndarray
    row: np.ndarray
    skill: np.ndarray
    region: np.ndarray
    months: np.ndarray  # of work away in the year
    post: np.ndarray
    post_months: np.ndarray


@dataclass(frozen=True)
class Families:
    """Households, and of each row of People what tells whether nobody of a household works though somebody could.

    `zero` has one place more, False, for those who have no household.
    """

    place: np.ndarray  # household of each row of People, the last place where there is none
    zero: np.ndarray  # planted: by the book nobody works, and all who could and would are registered
    willing: np.ndarray  # rows of People: those of the planted households who could work
    living: Living
    watched: Watched
    works: np.ndarray  # at work as the ledger can know it: of family who were insured lately
    holds: np.ndarray  # a valid certificate
    able: np.ndarray  # of working age, neither at school nor found to have lost the capacity

    def household_of(self, who: np.ndarray) -> np.ndarray:
        """Position in the flags."""
        return self.place[who]

    def by(self, basis: str) -> tuple[np.ndarray, np.ndarray, int]:
        """Members (rows of People) with the household of each, by book or by living together, and how many there are."""
        if basis == "living":
            return self.living.person, self.living.number, int(self.living.number.max(initial=0)) + 1
        member = np.flatnonzero(self.place < len(self.zero) - 1)
        return member, self.place[member], len(self.zero)

    def several(self, basis: str) -> np.ndarray:
        """Rows of People in whose household two or more hold a certificate."""
        member, home, n = self.by(basis)
        return member[(np.bincount(home[self.holds[member]], minlength=n) >= 2)[home]]

    def without_work(self, basis: str, registered: np.ndarray, quiet: np.ndarray) -> np.ndarray:
        """Rows of People in whose household nobody works and all who could, and are known to want to, are registered.

        Args:
            registered: of all rows of People, as unemployed.
            quiet: who said that she does not want to work, or can't.
        """
        member, home, n = self.by(basis)
        count = lambda mask: np.bincount(home[mask[member]], minlength=n)  # noqa: E731
        sure = (count(self.works) == 0) & (count(self.able & registered) > 0)
        return member[(sure & (count(self.able & ~registered & ~quiet) == 0))[home]]


def live_together(world, employed, learns, incapable, last: int) -> Families:
    """Work out the families; `employed` and `incapable` are columns of holders, `learns` of everybody."""
    rng = world.rng("families")
    p = world.people
    households = int(p.household.max()) + 1
    place = np.where(p.household >= 0, p.household, households)
    count = lambda mask: np.bincount(place[mask], minlength=households + 1)[: households + 1]  # noqa: E731
    holder = world.holder.person
    works, cannot, is_holder = (np.zeros(len(p), bool) for _ in range(3))
    works[holder], cannot[holder] = employed, incapable
    works[world.jobs.person[(world.jobs.last >= world.last - STILL_INSURED) & (world.jobs.first <= world.last)]] = True
    register = world.registers[world.last]
    is_holder[register.person] = (world.holder.dies > last) & (world.holder.certified <= last) & register.holds(last)
    age = (last - p.birth) / 365.25
    works &= world.dies > last
    able = (dates.add_years(p.birth, 16) <= last) & (dates.add_years(p.birth, np.where(p.sex == 1, 60, 55)) > last)
    able &= ~learns & ~cannot & (world.dies > last)
    head_town = np.zeros(households + 1, np.int64)
    head_town[place] = p.town
    urban = ~world.places.rural[head_town]
    fits = (count(able) >= 1) & (count(works) == 0) & (count(able & is_holder) >= 1) & urban
    fits[-1] = False
    options = np.flatnonzero(fits & (count(able) >= 2))
    if len(options) < 4:
        options = np.flatnonzero(fits)
    wanted = min(len(options), max(4, round(len(holder) * ZERO_A_HOLDER)))
    chosen = np.sort(rng.choice(options, wanted, replace=False))
    zero = np.zeros(households + 1, bool)
    zero[chosen] = True
    willing = np.flatnonzero(zero[place] & able)
    living = _living(rng, world, place, chosen, works, age, last)
    watched = _watched(rng, world, place, works, age, cannot, last)
    return Families(place, zero, willing, living, watched, works, is_holder, able)


def _living(rng, world, place, zero: np.ndarray, works, age, last: int) -> Living:
    """Who lives with whom: in households without work as looked into, with some an uncle of another book who earns; and
    children who have moved out.
    """
    p = world.people
    rows: list[tuple[int, np.ndarray, np.ndarray]] = []
    size = np.bincount(place)
    alone = np.flatnonzero((size[place] == 1) & works & (age > 45) & (age < 59) & (p.sex == 1) & (world.dies > last))
    number = 1
    for n, household in enumerate(zero.tolist()):
        members = np.flatnonzero(place == household)
        relations = _relations(p, members)
        near = alone[(p.town[alone] == p.town[place == household][0])]
        near = near if len(near) else alone
        near = near if len(near) else alone
        if n < max(1, len(zero) // 12) and len(near):
            uncle = near[0]
            alone = alone[alone != uncle]
            members, relations = np.append(members, uncle), np.append(relations, "其他")
        rows.append((number, members, relations))
        number += 1
    grown = np.flatnonzero((p.relation == CHILD) & (age > 24) & (age < 50) & (p.household >= 0) & (world.dies > last))
    grown = grown[rng.random(len(grown)) < APART * 4]
    grown = grown[~np.isin(place[grown], zero)]
    _, first = np.unique(place[grown], return_index=True)
    for child in grown[np.sort(first)].tolist():
        members = np.flatnonzero(place == place[child])
        rest = members[members != child]
        rows.append((number, np.array([child]), np.array(["户主"], object)))
        if len(rest):
            rows.append((number + 1, rest, _relations(p, rest)))
        number += 2
    counts = [len(who) for _, who, _ in rows]
    empty = np.zeros(0, np.int64)
    who = np.concatenate([w for _, w, _ in rows]) if rows else empty
    numbers = np.repeat([n for n, _, _ in rows], counts) if rows else empty
    relation = np.concatenate([r for *_, r in rows]) if rows else np.zeros(0, object)
    first_of = np.unique(numbers, return_index=True)[1]
    town = p.town[who[first_of]][np.searchsorted(numbers[first_of], numbers)] if len(who) else empty
    return Living(numbers, who, relation, town)


def _relations(p, members: np.ndarray) -> np.ndarray:
    relation = p.relation[members]
    child, parent = np.where(p.sex[members] == 1, "子", "女"), np.where(p.sex[members] == 1, "父亲", "母亲")
    return np.select([relation == HEAD, relation == CHILD, relation == PARENT], ["户主", child, parent], "配偶").astype(
        object
    )


def _watched(rng, world, place, works, age, cannot, last: int) -> Watched:
    p, places = world.people, world.places
    options = np.unique(place[(p.household >= 0) & places.rural[p.town] & (world.holder_row >= 0)])
    wanted = min(len(options), max(6, round(len(options) * WATCHED)))
    household = np.sort(rng.choice(options, wanted, replace=False)) if wanted else options
    n = len(household)
    since = last - rng.integers(20, 1100, n)
    gone = np.where(rng.random(n) < 0.35, np.minimum(since + rng.integers(90, 700, n), last - 5), int(dates.OPEN))
    gone = np.where(gone <= since + 60, int(dates.OPEN), gone)
    first, second = rng.choice(len(RISKS), n), rng.choice(len(RISKS), n)
    risk = np.where(
        (rng.random(n) < 0.3) & (first != second), RISKS[first] + "、" + RISKS[second], RISKS[first]
    ).astype(object)
    person = np.flatnonzero(np.isin(place, household) & (world.dies > last))
    m = len(person)
    a, holds = age[person], world.holder_row[person] >= 0
    draw = rng.random(m)
    skill = np.select(
        [(a < 16) | (a > 75), a > 62, cannot[person], holds & (draw < 0.12), holds & (draw < 0.7), draw < 0.2],
        [4, 2, 3, 3, 2, 1],
        0,
    )
    months = np.where(
        works[person], rng.integers(4, 13, m), np.where((draw > 0.9) & (skill < 3), rng.integers(1, 6, m), 0)
    )
    post = np.where((rng.random(m) < 0.12) & (skill <= 2) & (months == 0), POSTS[rng.integers(0, len(POSTS), m)], None)
    return Watched(
        household, KINDS[rng.choice(3, n, p=(0.35, 0.35, 0.3))], since, risk, gone, person, np.searchsorted(household, place[person]),
        SKILLS[skill], np.where(months > 0, REGIONS[rng.integers(0, len(REGIONS), m)], None), months, post,
        np.where(post == None, 0, rng.integers(2, 13, m)),  # noqa: E711
    )  # fmt: skip


def town_code(places: Places, town: np.ndarray) -> np.ndarray:
    """12-digit codes of towns."""
    return np.array(places.towns, object)[town]
