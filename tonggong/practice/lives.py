"""Working lives of certificate holders, month by month: hired, changing, ending, resting in winter, retired, dead."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.dates import OPEN

INSURED_FORMS = np.array([11, 12, 13, 14, 15, 16, 21, 22, 41])
# What holders do, per hundred, by kind of holder: urban, rural, severe mental, blind.
FORM_SHARES = {
    11: (1.2, 0.5, 0, 0.5),
    12: (3, 1.5, 0, 3),
    13: (6, 1.5, 0, 1),
    14: (24, 10, 6, 8),
    15: (1.5, 0.3, 0.5, 1),
    16: (3, 1, 0.5, 0.5),
    21: (5, 2, 6, 2),
    22: (0, 0, 0, 40),
    31: (13, 7, 1, 10),
    32: (1, 1, 0, 1),
    33: (2, 1.5, 0.5, 3),
    41: (9, 4, 4, 5),
    42: (2, 1.5, 0, 1),
    43: (0.3, 5, 1, 0),
    51: (1, 0.5, 25, 0.5),
    52: (1, 1, 22, 0.5),
    53: (1, 1, 12, 1),
    61: (1, 34, 14, 9),
    62: (1, 12, 4, 4),
    63: (1, 4, 1, 1),
    71: (8, 3, 3, 2),
    72: (5, 2, 0, 0),
    73: (3, 1.5, 3, 6),
    74: (7, 3, 3, 4),
    75: (3, 4, 2, 0),
}
FORMS = np.array(list(FORM_SHARES))
# Among those newly starting, some forms come more often, others less.
NEW_TASTE = {
    11: 0.4,
    12: 0.5,
    13: 0.5,
    14: 1.5,
    16: 1.8,
    41: 1.6,
    51: 1.3,
    61: 0.5,
    62: 0.7,
    71: 1.5,
    72: 2.0,
    73: 1.6,
    33: 1.6,
    75: 1.2,
}
LEAVING = {
    11: 0.0006,
    12: 0.0012,
    13: 0.0018,
    14: 0.0042,
    15: 0.0035,
    16: 0.006,
    21: 0.0035,
    22: 0.003,
    31: 0.0025,
    32: 0.002,
    33: 0.004,
}
LEAVING |= {41: 0.005, 42: 0.002, 43: 0.004, 51: 0.003, 52: 0.003, 53: 0.004, 61: 0.0013, 62: 0.0016, 63: 0.002, 71: 0.006, 72: 0.007, 73: 0.005, 74: 0.003, 75: 0.004}  # fmt: skip
FRESH_A_MONTH = 16.0  # newly starting persons of 40,000 holders
SEASON_OF_HIRING = (0.6, 0.4, 1.6, 1.4, 1.2, 1.0, 0.9, 0.9, 1.3, 1.2, 0.9, 0.6)
CHANGERS = 0.30  # of those who leave, how many have the next work within two months
EMPLOYED = 0.505  # of holders of working age, when the history begins


@dataclass
class Spells:
    """One row an employment of one person; `person` is a row of People, `unit` -1 where there is none."""

    person: np.ndarray
    unit: np.ndarray
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray
    until: np.ndarray  # day the contract runs out
    wage: np.ndarray
    false: np.ndarray  # 0, or the number of a pattern of false placement

    def __len__(self) -> int:
        return len(self.person)

    def join(self, other: "Spells") -> "Spells":
        return Spells(*(np.concatenate([getattr(self, k), getattr(other, k)]) for k in Spells.__dataclass_fields__))

    @property
    def insured(self) -> np.ndarray:
        return np.isin(self.form, INSURED_FORMS) & (self.unit >= 0)

    def worked_in(self, month: int) -> np.ndarray:
        """Whether the month's contributions are paid: begun by its end and not over within its first ten days."""
        return (self.start <= dates.last_day(month)) & (self.end >= dates.first_day(month) + 10)


class Pools:
    """Which units employ in which form, near by first."""

    def __init__(self, staff: units.Units):
        kind, role = staff.kind, staff.role
        plain = role == units.ORDINARY
        of = {
            11: kind == units.ORGAN,
            12: kind == units.INSTITUTION,
            13: kind == units.SOE,
            14: plain & np.isin(kind, (units.FIRM, units.COOPERATIVE, units.INDIVIDUAL)),
            15: plain & np.isin(kind, (units.SOCIAL,)),
            16: role == units.DISPATCH,
            21: role == units.CONCENTRATED,
            22: role == units.MASSAGE,
            41: plain & np.isin(kind, (units.INSTITUTION, units.ORGAN)),
            42: kind == units.MASS,
            43: role == units.VILLAGE,
            51: role == units.SHELTERED,
            52: role == units.SHELTERED,
        }
        self.rows = {form: np.flatnonzero(mask & (plain | (form not in (11,)))) for form, mask in of.items()}
        self.weight = np.sqrt(staff.staff.astype(float))
        self.county = staff.county

    def choose(self, rng: np.random.Generator, form: np.ndarray, county: np.ndarray) -> np.ndarray:
        unit = np.full(len(form), -1)
        near = rng.random(len(form)) < 0.85
        for one in np.unique(form):
            pool = self.rows.get(int(one))
            if pool is None:
                continue
            for c in np.unique(county):
                mine = np.flatnonzero((form == one) & (county == c))
                for rows, options in ((mine[near[mine]], pool[self.county[pool] == c]), (mine[~near[mine]], pool)):
                    options = options if len(options) else pool
                    p = self.weight[options]
                    unit[rows] = rng.choice(options, len(rows), p=p / p.sum())
        return unit


@dataclass(frozen=True)
class Holder:
    """What the simulation asks of certificate holders, all columns of one length."""

    person: np.ndarray
    birth: np.ndarray
    sex: np.ndarray
    county: np.ndarray
    kind: np.ndarray  # column of FORM_SHARES
    able: np.ndarray  # 0..1, how likely one works
    certified: np.ndarray  # day of the first certificate
    dies: np.ndarray


def live(rng: np.random.Generator, holders: Holder, pools: Pools, pay: np.ndarray, months: range, minimum) -> Spells:
    """All employments from the first to the last month; those open at the beginning keep their true older start."""
    n = len(holders.person)
    history = _History(rng, holders, pools, months)
    history.begin()
    for month in months:
        history.pass_month(month, FRESH_A_MONTH * n / 40000)
    return history.spells(pay, minimum)


class _History:
    def __init__(self, rng, holders: Holder, pools: Pools, months: range):
        self.rng, self.holders, self.pools = rng, holders, pools
        self.first, self.last = dates.first_day(months[0]), dates.last_day(months[-1])
        n = len(holders.person)
        self.now = np.full(n, -1)  # row of the present employment
        self.idle_since = np.full(n, -(10**6))
        self.next_start = np.full(n, int(OPEN))
        self.next_form = np.zeros(n, np.int64)
        self.rests = rng.random(n) < 0.12  # among season workers, those who stay at home in winter
        shares = np.array(list(FORM_SHARES.values()), float)
        self.stock_steps = (shares / shares.sum(0)).cumsum(0)
        taste = shares * np.array([NEW_TASTE.get(int(f), 1.0) for f in FORMS])[:, None]
        self.fresh_steps = (taste / taste.sum(0)).cumsum(0)
        self.leaving = np.zeros(100)
        self.leaving[list(LEAVING)] = list(LEAVING.values())
        self.limit = dates.add_years(holders.birth, np.where(holders.sex == 1, 60, 55))
        self.of_age = dates.add_years(holders.birth, 16)
        self.blocks: list[tuple] = []
        self.form = np.zeros(0, np.int64)
        self.start = np.zeros(0, np.int64)
        self.end = np.zeros(0, np.int64)

    def _forms(self, who: np.ndarray, steps: np.ndarray) -> np.ndarray:
        draw, kind = self.rng.random(len(who)), self.holders.kind[who]
        form = np.zeros(len(who), np.int64)
        for k in range(4):
            rows = kind == k
            form[rows] = FORMS[np.minimum(np.searchsorted(steps[:, k], draw[rows]), len(FORMS) - 1)]
        return form

    def _add(self, who: np.ndarray, form: np.ndarray, start: np.ndarray) -> None:
        unit = self.pools.choose(self.rng, form, self.holders.county[who])
        self.now[who] = len(self.form) + np.arange(len(who))
        self.next_start[who] = OPEN
        self.blocks.append((who, unit))
        self.form = np.concatenate([self.form, form])
        self.start = np.concatenate([self.start, start])
        self.end = np.concatenate([self.end, np.full(len(who), int(OPEN))])

    def begin(self) -> None:
        """The stock at the first day."""
        h, rng = self.holders, self.rng
        of_age = np.flatnonzero((self.of_age + 300 < self.first) & (self.limit > self.first) & (h.dies > self.first))
        wanted = round(EMPLOYED * len(of_age))
        able = h.able[of_age] * (h.certified[of_age] < self.first)
        who = np.sort(of_age[_weighted(rng, able, wanted)])
        tenure = np.minimum(
            rng.exponential(2600, len(who)) + rng.uniform(20, 900, len(who)), self.first - self.of_age[who] - 200
        )
        self._add(who, self._forms(who, self.stock_steps), (self.first - np.maximum(tenure, 5)).astype(np.int64))

    def pass_month(self, month: int, fresh: float) -> None:
        h, rng = self.holders, self.rng
        begin, end = dates.first_day(month), dates.last_day(month)
        at_work = np.flatnonzero(self.now >= 0)
        row = self.now[at_work]
        form = self.form[row]
        risk = self.leaving[form] * np.where(begin - self.start[row] < 200, 2.2, 1.0)
        leaves = rng.random(len(at_work)) < risk
        over = (h.dies[at_work] <= end) | (
            (self.limit[at_work] <= end) & ~(np.isin(form, (31, 32, 61, 62, 63)) & (h.able[at_work] > 0.5))
        )
        winter = (month % 12 == 11) & (form == 75) & self.rests[at_work]
        gone = leaves | over | winter
        who, row = at_work[gone], row[gone]
        last = begin + rng.integers(0, end - begin + 1, len(who))
        last = np.where(leaves[gone] & (rng.random(len(who)) < 0.5), end, last)
        last = np.where(winter[gone], begin + rng.integers(11, 25, len(who)), last)
        last = np.where(over[gone], np.minimum(np.minimum(h.dies[who], self.limit[who]), last), last)
        last = np.maximum(last, self.start[row] + 3)
        self.end[row], self.now[who], self.idle_since[who] = last, -1, last
        goes_on = ~over[gone] & (winter[gone] | (rng.random(len(who)) < CHANGERS))
        again = np.where(winter[gone], last + rng.integers(70, 84, len(who)), last + rng.integers(2, 56, len(who)))
        next_form = np.where(winter[gone], 75, self._forms(who, self.fresh_steps))
        self.next_start[who[goes_on]], self.next_form[who[goes_on]] = again[goes_on], next_form[goes_on]

        ready = np.flatnonzero((self.next_start <= end) & (self.now < 0) & (h.dies > end) & (self.limit > end))
        self._add(ready, self.next_form[ready], np.maximum(self.next_start[ready], begin))

        count = rng.poisson(fresh * SEASON_OF_HIRING[month % 12])
        free = (self.now < 0) & (self.next_start >= OPEN) & (self.idle_since < begin - 95) & (h.dies > end + 60)
        free &= (self.of_age + 300 < begin) & (self.limit > end + 400) & (h.certified < begin - 20)
        options = np.flatnonzero(free)
        who = np.sort(options[_weighted(rng, h.able[options], min(count, len(options)))])
        start = begin + rng.integers(0, end - begin + 1, len(who))
        start = np.where(rng.random(len(who)) < 0.3, begin, start)
        self._add(who, self._forms(who, self.fresh_steps), start)

    def spells(self, pay: np.ndarray, minimum) -> Spells:
        rng = self.rng
        who, unit = (np.concatenate(column) for column in zip(*self.blocks, strict=True))
        n = len(who)
        years = np.where(np.isin(self.form, (16, 21)), 2, rng.choice((1, 2, 3, 3, 5), n))
        until = dates.add_years(self.start, years) - 1
        reached = np.minimum(self.end, self.last)  # a contract that ran out while the work went on was made again
        until = dates.add_years(
            until, years * np.maximum(0, np.ceil((reached - until) / (365.25 * years))).astype(np.int64)
        )
        chance = rng.random(n)
        until = np.where((self.end < OPEN) & (chance < 0.5), self.end, until)
        until = np.where((chance > 0.9) | ~np.isin(self.form // 10, (1, 2, 4)) | (self.form == 11), int(OPEN), until)
        floor = minimum(self.start)
        around = np.where(unit >= 0, np.maximum(pay[unit] * 0.72, floor * 1.08), 1500.0)
        wage = np.round(around * np.exp(rng.normal(0, 0.16, n)) / 10) * 10
        under = rng.random(n) < 0.012
        wage = np.where(np.isin(self.form, INSURED_FORMS) & ~under, np.maximum(wage, 1900), wage)
        return Spells(
            self.holders.person[who], unit, self.form, self.start, self.end, until, wage, np.zeros(n, np.int8)
        )


def _weighted(rng: np.random.Generator, weight: np.ndarray, count: int) -> np.ndarray:
    """Positions drawn without putting back, the heavier ones sooner (exponential keys)."""
    count = int(min(count, np.count_nonzero(weight)))
    with np.errstate(divide="ignore"):
        keys = rng.exponential(1.0, len(weight)) / weight
    return np.argsort(keys, kind="stable")[:count]
