"""What the offices of the special channels know: points that were built, fees that were lowered, licences, lottery rounds."""

import numpy as np

from tonggong.practice import dates, mistakes
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.offices.labour import certificate_numbers
from tonggong.practice.offices.registers import person_columns
from tonggong.practice.sheets import Days, Sheet

QUARTER = 3
POINTS, LICENCES, ROUNDS, FEWEST = 26, 16, 3, 8
KINDS = ("邮政报刊零售亭", "便民服务点", "快递驿站", "邮政报刊零售亭")
STREETS = ("石油大街", "兴隆台街", "双台子街", "泰山路", "市府大街", "向海大道", "新工街")
FEES = (("摊位费减收", 800, 400), ("租金减免", 1500, 900), ("店面免费", 1200, 0), ("管理费免收", 200, 0))
BY_THE_OFFICE = "市邮政管理局"
FROM_MARCH = 59  # days from New Year: applications come in the spring, decisions within twenty working days


def deliveries(world) -> list[Delivery]:
    """Points, licences and rounds once a quarter; lowered fees as they are granted, at the opening by each county."""
    found = []
    for month in world.months:
        if (month - world.opening) % QUARTER == 0:
            found += [
                _of("service-points", month, BY_THE_OFFICE, styles.service_points(), point_rows, _day_missing),
                _of("tobacco-licences", month, "市烟草专卖局", styles.tobacco_licences(), licence_rows, _undecided),
                _of("lottery-rounds", month, "市民政局", styles.lottery_rounds(), round_rows, None),
            ]
        if month == world.opening:
            for n, county in enumerate(world.places.county_names):
                rows = lambda w, rng, n=n, month=month: fee_rows(w, rng, month, n)  # noqa: E731
                layout = styles.fee_reliefs(f"{county}人民政府")
                found.append(
                    Delivery("fee-reliefs", month, f"{county}人民政府", layout, rows, named=True, last_touch=_in_words)
                )
        else:
            found.append(
                _of("fee-reliefs", month, BY_THE_OFFICE, styles.fee_reliefs(BY_THE_OFFICE), fee_rows, _in_words)
            )
    return found


def _of(feed: str, month: int, sender: str, layout, make, touch) -> Delivery:
    return Delivery(feed, month, sender, layout, lambda w, rng: make(w, rng, month), last_touch=touch)


def _new_year(month: int) -> int:
    return dates.first_day(month - month % 12)


def point_rows(world, rng, month: int) -> Sheet:
    """What was built in the year up to the month; a point in each county reserves something, the others nothing."""
    chance = world.rng("service points")
    county = np.arange(POINTS) % len(world.places.county_names)
    built = _new_year(world.opening) + chance.integers(10, 330, POINTS)
    rows = np.flatnonzero(built <= dates.last_day(month))
    reserves = np.arange(POINTS) < len(world.places.county_names) // 2
    names = np.array(world.places.county_names, object)[county]
    streets = np.array([f"{STREETS[k % len(STREETS)]}{8 + 13 * k}号" for k in range(POINTS)], object)
    columns = {
        "kind": np.array([KINDS[k % len(KINDS)] for k in range(POINTS)], object),
        "title": np.array([f"{name[:-1]}第{k + 1}服务点" for k, name in enumerate(names)], object),
        "address": streets,
        "builder": np.array(["盘锦邮政" if k % 4 != 1 else "街道办事处" for k in range(POINTS)], object),
        "built_on": Days(built),
        "posts": 1 + np.arange(POINTS) % 2,
        "reserved": reserves.astype(np.int64),
        "county": names,
    }
    return Sheet("service-points", month, "", columns, np.full(POINTS, -1)).take(rows)


def _people(world) -> tuple[np.ndarray, ...]:
    """Who has dealings with these offices: three groups of holders of working age who live, none in two of them."""
    h = world.holder
    age = (dates.last_day(world.opening) - h.birth) / 365.25
    fits = (age > 24) & (age < 54) & (h.dies >= OPEN) & (h.certified < _new_year(world.opening)) & (h.able > 0.3)
    who = world.rng("special channels").permutation(np.flatnonzero(fits))
    fees = max(FEWEST, len(h.person) // 120)
    cuts = np.cumsum([fees, LICENCES, 2 * ROUNDS * 3])
    return tuple(h.person[part] for part in np.split(who, cuts)[:3])


def fee_rows(world, rng, month: int, county: int | None = None) -> Sheet:
    """Fees lowered by then: a county's at the opening, later those that began in the month and one that is told again."""
    who = _people(world)[0]
    chance = world.rng("lowered fees")
    kind = chance.integers(0, len(FEES), len(who))
    started = _new_year(world.opening) + 31 * chance.integers(0, 12, len(who))
    year, of_year, _day = dates.ymd(started)
    started = np.array([dates.first_day(int(y) * 12 + int(m) - 1) for y, m in zip(year, of_year, strict=True)])
    length = np.where(kind == 2, 24, 12)
    until = np.array(
        [dates.first_day(_month_of(s) + n) - 1 for s, n in zip(started.tolist(), length.tolist(), strict=True)]
    )
    looked = np.where(
        np.arange(len(who)) % 4 == 3, until + 30, until - 45
    )  # some are to be looked at only once they ended
    if county is not None:
        rows = np.flatnonzero((world.people.county[who] == county) & (started <= dates.last_day(month)))
    else:
        begun = (started >= dates.first_day(month)) & (started <= dates.last_day(month))
        rows = np.flatnonzero(begun | (np.arange(len(who)) == month % len(who)) & (started <= dates.last_day(month)))
    columns = person_columns(world, who) | {
        "certificate_no": certificate_numbers(world, month, who),
        "kind": np.array([FEES[k][0] for k in kind], object),
        "place": np.array([f"{STREETS[n % len(STREETS)]}市场{n + 1}号" for n in range(len(who))], object),
        "before_yuan": np.array([FEES[k][1] for k in kind]),
        "after_yuan": np.array([FEES[k][2] for k in kind]),
        "started_on": Days(started),
        "until": Days(until),
        "months": length - (np.arange(len(who)) == 1),  # one office counts wrongly
        "payer": np.array(["市场管理公司" if k % 2 else "街道办事处" for k in kind], object),
        "review_on": Days(looked),
        "normal_rule": np.full(len(who), "市场收费标准", object),
    }
    return Sheet("fee-reliefs", month, "", columns, who).take(rows)


def _month_of(day: int) -> int:
    year, month, _ = dates.ymd(np.array([day]))
    return int(year[0]) * 12 + int(month[0]) - 1


def licence_rows(world, rng, month: int) -> Sheet:
    """Applications of the year up to the month, as they stand then; some licences end soon."""
    who = _people(world)[1]
    n = np.arange(len(who))
    chance = world.rng("licences")
    end = dates.last_day(month)
    applied = _new_year(world.opening) + FROM_MARCH + chance.integers(0, 240, len(who))
    decided = applied + chance.integers(6, 24, len(who))
    granted, relaxed = n % 7 != 5, n % 3 != 2
    is_open = decided > end
    valid = np.where(n % 5 == 0, end + 20 + 9 * n, dates.add_years(decided, 5) - 1)
    known = granted & ~is_open
    columns = person_columns(world, who) | {
        "certificate_no": certificate_numbers(world, month, who),
        "number": np.array([f"PJYC{world.opening // 12}{k + 1:04d}" for k in n], object),
        "shop": np.array([f"{STREETS[k % len(STREETS)]}{3 + 7 * k}号" for k in n], object),
        "applied_on": Days(applied),
        "decided_on": Days(np.where(is_open, OPEN, decided)),
        "result": np.where(is_open, "办理中", np.where(granted, "准予", "不予")).astype(object),
        "relaxed": np.where(known & relaxed, np.where(n % 8 == 3, "数量", "间距"), "无").astype(object),
        "normal_value": np.where(known & relaxed & (n % 8 != 3), "50米", None),
        "granted_value": np.where(known & relaxed & (n % 8 != 3), "30米", None),
        "valid_until": Days(np.where(known, valid, OPEN)),
    }
    return Sheet("tobacco-licences", month, "", columns, who).take(np.flatnonzero(applied <= end))


def round_rows(world, rng, month: int) -> Sheet:
    """A round each spring, summer and autumn, with a row for each of our people who applied."""
    who = _people(world)[2]
    of = np.arange(len(who)) // 6  # six of our people a round
    chance = world.rng("rounds")
    decided = _new_year(world.opening) + 100 + 85 * of
    applicants, others = 28 + chance.integers(0, 20, ROUNDS), 7 + chance.integers(0, 5, ROUNDS)
    taken = np.arange(len(who)) % 6 < np.array([4, 2, 3])[of % ROUNDS]
    chosen = np.array([int(taken[of == k].sum()) for k in range(ROUNDS)])
    size = np.array([int((of == k).sum()) for k in range(ROUNDS)])
    rows = np.flatnonzero(decided <= dates.last_day(month))
    columns = person_columns(world, who) | {
        "certificate_no": certificate_numbers(world, month, who),
        "seller": np.array(["福彩中心" if k % 2 == 0 else "体彩中心" for k in of], object),
        "title": np.array([f"{world.opening // 12}年第{k + 1}批征召" for k in of], object),
        "decided_on": Days(decided),
        "applicants": applicants[of % ROUNDS],
        "pwd_applicants": size[of % ROUNDS],
        "selected": (others + chosen)[of % ROUNDS],
        "pwd_selected": chosen[of % ROUNDS],
        "priority": np.full(len(who), "同等条件优先", object),
        "is_selected": np.where(taken, "是", "否").astype(object),
        "until": Days(np.where(taken, dates.add_years(decided, 2), OPEN)),
    }
    del columns["county"], columns["township"]  # a round is the city's
    return Sheet("lottery-rounds", month, "", columns, who).take(rows)


def _in_words(sheet, rng, defects, layout) -> None:
    mistakes.wages_in_words(sheet, rng, defects, "before_yuan", 1)


def _day_missing(sheet, rng, defects, layout) -> None:
    rows = np.flatnonzero(np.arange(len(sheet)) == len(sheet) - 1)
    sheet.columns["built_on"].values[rows] = OPEN
    defects.add(rows, "day_missing")


def _undecided(sheet, rng, defects, layout) -> None:
    """A licence that was granted on no day."""
    rows = np.flatnonzero(sheet.columns["result"] == "准予")[-1:]
    sheet.columns["decided_on"].values[rows] = OPEN
    defects.add(rows, "day_missing")
