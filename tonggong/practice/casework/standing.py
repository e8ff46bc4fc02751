"""Who stands where on the city's last day: who works, who wants to, why not, who is registered, who lives elsewhere."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates
from tonggong.practice.casework import families
from tonggong.practice.casework.families import Families
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import others

NOW, LATER, NO, CANNOT_SAY = range(4)
WISHES = np.array(("now", "later", "no", "cannot_say"), object)
SHARE_NOW, SHARE_LATER, SHARE_CANNOT_SAY = 0.155, 0.09, 0.06
IN_SCHOOL, RETIRED, NO_WISH, NO_SKILL, LOST_CAPACITY, LAND_TAKEN, OTHER = range(1, 8)
REGISTERED_OF = np.array([0.62, 0.25, 0.004, 0.02])  # of each wish, how many are registered as unemployed
CEASED = np.array(("就业", "连续三次未接受推荐", "丧失劳动能力", "参军、升学", "联系不上"), object)
HIGH = ("大专", "本科")
DAYS_AFTER = 9  # workers go on for so many days after the last month


@dataclass
class Standing:
    """Columns over holders, in the order of `world.holder`, but for those named otherwise."""

    last: int  # the last day
    first: int  # the first day of the twelve months before
    counts: np.ndarray  # alive, of working age, with a valid certificate
    employed: np.ndarray
    idle_since: np.ndarray  # day since which there was no work
    wish: np.ndarray  # of those without work
    reason: np.ndarray  # why not in work, 1..7; 0 for those who are
    incapable: np.ndarray  # a body for labour ability has said so
    town: np.ndarray  # where somebody lives, mostly the town of the certificate
    pupil: np.ndarray
    class_of: np.ndarray  # year in which a college lets somebody go, 0
    level: np.ndarray  # of that college
    registered: np.ndarray  # day of registration as unemployed; by row of People, OPEN where never
    ceased: np.ndarray  # day on which that ended; by row of People
    ceased_why: np.ndarray  # by row of People
    families: Families

    @property
    def base(self) -> np.ndarray:
        """Those to whom the four ones are owed: they count and have no work."""
        return self.counts & ~self.employed

    @property
    def wanting(self) -> np.ndarray:
        """Those of them who want work, now or later."""
        return self.base & (self.wish <= LATER)


def stand(world) -> Standing:
    """Look at everybody on the last day; the same world gives the same answer."""
    rng = world.rng("standing")
    h, p = world.holder, world.people
    n, last = len(h.person), dates.last_day(world.last)
    register = world.registers[world.last]
    birth = h.birth
    limit, of_age = dates.add_years(birth, np.where(h.sex == 1, 60, 55)), dates.add_years(birth, 16)
    counts = (h.dies > last) & (h.certified <= last) & register.holds(last)
    counts &= (of_age <= last) & (limit > last)
    employed, idle_since = _work(world, np.maximum(of_age, h.certified), last)
    pupil, learning, class_of, level = _schooling(world, last)

    base = counts & ~employed
    wish = np.full(n, NO, np.int8)
    rows = np.flatnonzero(base)
    order = rows[np.argsort(-(h.able[rows] + rng.normal(0, 0.45, len(rows))), kind="stable")]
    steps = (np.cumsum([SHARE_NOW, SHARE_LATER, SHARE_CANNOT_SAY]) * len(rows)).round().astype(int)
    wish[order[: steps[0]]], wish[order[steps[0] : steps[1]]] = NOW, LATER
    wish[order[steps[1] : steps[2]]] = CANNOT_SAY
    wish[pupil & (wish == NOW)] = LATER
    leaving = (class_of > 0) & base  # whoever leaves college wants work, but for a few who study on
    wish[leaving] = np.where(rng.random(n)[leaving] < 0.85, np.where(pupil, LATER, NOW)[leaving], NO)

    reason, incapable = _reasons(rng, world, base, wish, pupil, register, last)
    home = families.live_together(world, employed, learning, incapable, last)
    poor = home.zero[home.household_of(h.person)] & base & ~pupil
    wish[poor], reason[poor], incapable[poor] = NOW, np.where(reason[poor] == NO_SKILL, NO_SKILL, OTHER), False
    registered, ceased, why = _registered(rng, world, base, wish, idle_since, home, last)
    town = p.town[h.person].copy()
    town[:] = register.town
    moved = rng.random(n) < 0.03
    town[moved] = rng.integers(0, len(world.places.towns), int(moved.sum()))
    return Standing(
        last, dates.first_day(world.last - 11), counts, employed, idle_since, wish, np.where(base, reason, 0), incapable, town, pupil,
        class_of, level, registered, ceased, why, home,
    )  # fmt: skip


def _work(world, since: np.ndarray, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Who has work on the last day as the ledger can know it, and since when the others have none."""
    from tonggong.practice.truth import shown_spells

    s, row = world.spells, world.holder_row
    shown = shown_spells(world)
    mine = row[s.person[shown]]
    shown, mine = shown[mine >= 0], mine[mine >= 0]
    employed = np.zeros(len(since), bool)
    employed[mine[s.end[shown] > last]] = True
    idle = since.copy()
    over = s.end[shown] <= last
    np.maximum.at(idle, mine[over], s.end[shown[over]] + 1)
    return employed, np.minimum(idle, last)


def _schooling(world, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Who sits in a school (holders; rows of People), and whom a college lets go in which year: as education writes it."""
    n = len(world.holder.person)
    learning = np.zeros(len(world.people), bool)
    pupil, class_of, level = np.zeros(n, bool), np.zeros(n, np.int64), np.full(n, "", object)
    sheet = others.pupil_rows(world, world.rng(dates.month_text(world.opening + 1), "school-enrolment"))
    row, c = world.holder_row[sheet.people], sheet.columns
    leaves = c["leaves_on"].values
    there = (c["status"] != "毕业") & (leaves > last) & (c["mode"] == "全日制")
    learning[sheet.people[there]] = True
    ours = row >= 0
    row, leaves = row[ours], leaves[ours]
    pupil[row[there[ours]]] = True
    high = np.isin(c["level"][ours], HIGH)
    class_of[row[high]] = dates.ymd(leaves[high])[0]
    level[row[high]] = c["level"][ours][high]
    return pupil, learning, class_of, level


def _reasons(rng, world, base, wish, pupil, register, last) -> tuple[np.ndarray, np.ndarray]:
    h = world.holder
    n = len(base)
    draw = rng.random(n)
    severe = register.grade <= 2
    older = last - h.birth > np.where(h.sex == 1, 57, 50) * 365.25
    refusing = np.select(
        [draw < np.where(severe, 0.38, 0.08), draw < np.where(older, 0.62, 0.4), draw < 0.9, draw < 0.93, draw < 0.95],
        [LOST_CAPACITY, np.where(older, RETIRED, NO_WISH), NO_WISH, NO_SKILL, LAND_TAKEN],
        OTHER,
    )
    wanting = np.select([draw < 0.5, draw < 0.55], [NO_SKILL, LAND_TAKEN], OTHER)
    reason = np.where(pupil, IN_SCHOOL, np.where(wish <= LATER, wanting, refusing))
    concluded = base & (reason == LOST_CAPACITY) & (rng.random(n) < 0.3)
    return reason, concluded


def _has_work_still(spells, rows: np.ndarray) -> np.ndarray:
    """Which employments begin while the same person has another one: whoever has work isn't registered."""
    start, person = spells.start[rows], spells.person[rows]
    others: dict[int, list[int]] = {}
    for row in np.flatnonzero(np.isin(spells.person, person)).tolist():
        others.setdefault(int(spells.person[row]), []).append(row)
    goes_on = lambda row, n: any(  # noqa: E731
        spells.start[other] < start[n] <= spells.end[other] for other in others[int(person[n])] if other != row
    )
    return np.array([goes_on(row, n) for n, row in enumerate(rows.tolist())], bool)


def _registered(rng, world, base, wish, idle_since, home: Families, last: int):
    """Registration as unemployed with the labour office, of holders and of their families."""
    m = len(world.people)
    registered, ceased, why = np.full(m, int(OPEN)), np.full(m, int(OPEN)), np.full(m, None, object)
    h = world.holder
    n = len(h.person)
    chosen = base & (rng.random(n) < REGISTERED_OF[wish]) | (
        base & home.zero[home.household_of(h.person)] & (wish == NOW)
    )
    began = np.maximum(idle_since, last - 900)
    since = (began + rng.beta(1.0, 1.6, n) * np.maximum(last - 3 - began, 0)).astype(np.int64)
    registered[h.person[chosen]] = since[chosen]
    kin = home.willing[registered[home.willing] >= OPEN]
    registered[kin] = last - rng.integers(20, 700, len(kin))
    others_at_home = np.flatnonzero((world.holder_row < 0) & (world.people.household >= 0))
    some = others_at_home[rng.random(len(others_at_home)) < 0.006]
    age = (last - world.people.birth[some]) / 365.25
    some = some[(age > 18) & (age < 50) & (registered[some] >= OPEN)]
    some = some[~np.isin(some, world.jobs.person)]
    registered[some] = last - rng.integers(10, 500, len(some))

    for person, since in world.acted.still_registered.items():  # insured somewhere, and at home all the while
        registered[person] = since

    # Whoever found work in the last months had been registered; a few stopped for another reason.
    s = world.spells
    fresh = np.flatnonzero((s.start > dates.last_day(world.opening)) & (s.start <= last) & (s.false == 0))
    fresh = fresh[(world.holder_row[s.person[fresh]] >= 0) & (rng.random(len(fresh)) < 0.45)]
    fresh = fresh[registered[s.person[fresh]] >= OPEN]
    fresh = fresh[~_has_work_still(s, fresh)]
    who = s.person[fresh]
    since = s.start[fresh] - rng.integers(40, 600, len(fresh))
    before = np.zeros(m, np.int64)  # the end of the work before: nobody is registered while there is work
    for person, end in zip(s.person[s.end < last].tolist(), s.end[s.end < last].tolist(), strict=True):
        before[person] = max(before[person], end)
    registered[who] = np.where(before[who] < s.start[fresh], np.maximum(since, before[who] + 1), since)
    ceased[who], why[who] = np.minimum(s.start[fresh] + rng.integers(0, 20, len(fresh)), last), CEASED[0]
    for person, (since, until) in world.acted.registered.items():  # the office hears late of the new work
        registered[person], ceased[person], why[person] = since, until, CEASED[0]
    given_up = np.flatnonzero((registered < dates.first_day(world.opening)) & (ceased >= OPEN) & (rng.random(m) < 0.03))
    given_up = given_up[~home.zero[home.household_of(given_up)]]
    ceased[given_up] = last - rng.integers(0, 85, len(given_up))
    why[given_up] = CEASED[1 + np.arange(len(given_up)) % 4]
    return registered, ceased, why
