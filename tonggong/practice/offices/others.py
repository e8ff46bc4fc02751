"""What other offices know: deaths, pupils, households on low income, training."""

import numpy as np

from tonggong.practice import dates, schooling
from tonggong.practice.acted import Pattern
from tonggong.practice.dates import OPEN
from tonggong.practice.offices import styles
from tonggong.practice.offices.delivery import Delivery
from tonggong.practice.offices.labour import certificate_numbers
from tonggong.practice.offices.registers import household_numbers, person_columns, phone_of
from tonggong.practice.sheets import Days, Sheet

GRADUATES = 0.0007  # of holders: whom a college lets go in a year


def deliveries(world) -> list[Delivery]:
    found = [
        Delivery(
            "school-enrolment",
            world.opening + 1,
            "市教育局",
            styles.school(),
            pupil_rows,
            last_touch=_enrolment_swapped,
            weight=len(world.pupil),
        )
    ]
    for month in world.months:
        rows = lambda w, rng, month=month: poor_rows(w, rng, month)  # noqa: E731
        found.append(Delivery("low-income", month, "市民政局社会救助科", styles.low_income(), rows))
        rows = lambda w, rng, month=month: training_rows(w, rng, month)  # noqa: E731
        found.append(Delivery("training", month, "市残联就业指导中心", styles.training(), rows))
        if month > world.opening:
            rows = lambda w, rng, month=month: death_rows(w, rng, month)  # noqa: E731
            found.append(Delivery("deaths", month, "市民政局", styles.deaths(), rows))
    return found


def death_rows(world, rng, month: int) -> Sheet:
    """Who died in the month, holders and others; a few are registered a month late."""
    late = np.arange(len(world.people)) % 17 == 0
    died = world.dies + np.where(late, 30, 0)
    who = np.flatnonzero((died >= dates.first_day(month)) & (died <= dates.last_day(month)))
    day = world.dies[who]
    columns = person_columns(world, who) | {
        "died_on": Days(day),
        "registered_on": Days(np.minimum(day + rng.integers(1, 12, len(who)), dates.last_day(month))),
    }
    return Sheet("deaths", month, "", columns, who)


def pupil_rows(world, rng) -> Sheet:
    left = graduated(world)
    who = np.concatenate([world.pupil, left])
    age = (dates.last_day(world.opening) - world.people.birth[who]) / 365.25
    level, years, number, mode = schooling.schooling(rng, age)
    is_out = np.arange(len(who)) >= len(world.pupil)
    mode[np.isin(who, list(world.acted.part_students))] = "非全日制"
    false = world.spells.person[world.spells.false == Pattern.STUDENT]
    away = np.isin(who, list(world.acted.on_leave))
    mode[np.isin(who, false) | away | np.isin(who, list(world.acted.interns))] = "全日制"
    level[is_out] = np.where(np.arange(len(left)) % 2 == 0, "大专", "本科")
    years[is_out] = np.where(level[is_out] == "大专", 3, 4)
    place = np.array(world.places.town_names, object)[world.people.town[who]]
    year = world.opening // 12 if world.opening % 12 >= 8 else world.opening // 12 - 1
    since = rng.integers(0, 6, len(who)) % years
    since = np.where(is_out, years, since)
    begun = np.array([dates.day(f"{y}-09-01") for y in range(year - 7, year + 1)])[7 - since]
    high = np.isin(level, ("大专", "本科"))
    school = np.where(
        high,
        np.array([f"辽宁第{k}职业学院" for k in range(12)], object)[number],
        place + np.array([f"第{k}" for k in range(12)], object)[number] + _words(level),
    )
    columns = person_columns(world, who) | {
        "school": school,
        "level": level,
        "enrolled_on": Days(begun),
        "leaves_on": Days(dates.add_years(begun, years) - 60),
        "status": np.where(is_out, "毕业", np.where(away | (rng.random(len(who)) > 0.975), "休学", "在读")).astype(
            object
        ),
        "mode": np.where(is_out, "全日制", mode).astype(object),
    }
    return Sheet("school-enrolment", world.opening + 1, "", columns, who)


def graduated(world) -> np.ndarray:
    """Holders whom a college let go last summer: not at school any more, and mostly not in work yet."""
    h = world.holder
    count = max(3, round(len(h.person) * GRADUATES))
    age = (dates.last_day(world.opening) - h.birth) / 365.25
    at_work = np.isin(h.person, world.spells.person[world.spells.end >= OPEN])
    fits = (
        (age > 20.5) & (age < 25) & (h.dies >= OPEN) & (h.certified < dates.first_day(world.opening)) & (h.able > 0.35)
    )
    options = np.flatnonzero(fits & ~np.isin(h.person, world.pupil) & ~(at_work & (h.person % 3 > 0)))
    return np.sort(h.person[world.rng("graduated").permutation(options)[:count]])


def _words(level: np.ndarray) -> np.ndarray:
    words = {"小学": "小学", "初中": "初级中学", "高中": "高级中学", "中职": "职业中专学校"}
    return np.array([words.get(one, "") for one in level], object)


def _enrolment_swapped(sheet, rng, defects, layout) -> None:
    days = dates.ymd(sheet.columns["born_on"].values)
    sheet.days_swapped = np.flatnonzero((days[2] <= 12) & (days[1] != days[2]) & (rng.random(len(sheet)) < 0.004))
    defects.add(sheet.days_swapped, "day_and_month_swapped")


def poor_rows(world, rng, month: int) -> Sheet:
    """All persons on assistance at the opening, later those newly granted it."""
    since = world.poor_since
    who = (
        np.flatnonzero((since <= month) & (since < 10**6)) if month == world.opening else np.flatnonzero(since == month)
    )
    kind = np.array(["低保", "低保", "低保", "低保边缘", "特困"], object)[world.people.household[who] % 5]
    columns = person_columns(world, who) | {
        "household_no": household_numbers(world.people.household[who]),
        "kind": kind,
        "since": np.array([dates.month_text(int(m)) for m in since[who]], object),
    }
    return Sheet("low-income", month, "", columns, who)


def training_rows(world, rng, month: int) -> Sheet:
    """Classes that ended in the month; at the opening all since the plan began."""
    last = dates.last_day(month)
    first = 0 if month == world.opening else dates.first_day(month)
    mine = [c for c in world.classes if first <= c.ended <= last]
    if not mine:  # a class that goes over the month's end is listed in the month it ends
        mine = [c for c in world.classes if c.ended <= last][-1:]
    size = [len(c.person) for c in mine]
    who = np.concatenate([c.person for c in mine])
    spread = lambda values: np.repeat(np.array(values, object), size)  # noqa: E731
    columns = person_columns(world, who) | {
        "class_name": spread([c.name for c in mine]),
        "kind": spread([c.kind for c in mine]),
        "provider": spread([c.provider for c in mine]),
        "started_on": Days(np.repeat([c.started for c in mine], size)),
        "ended_on": Days(np.repeat([c.ended for c in mine], size)),
        "certificate_no": certificate_numbers(world, month, who),
        "phone": phone_of(world, who),
        "hours": np.repeat([c.hours for c in mine], size),
        "attendance": np.array([f"{a:.0%}" if month % 2 else f"{a:.2f}" for c in mine for a in c.attendance], object),
        "result": np.concatenate([c.result for c in mine]),
    }
    return Sheet("training", month, "", columns, who)
