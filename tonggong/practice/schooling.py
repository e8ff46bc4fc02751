"""Schools and training classes."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates

KINDS = (
    (
        "就业技能培训",
        ("电子商务运营", "中式面点", "手工编织", "计算机应用", "客户服务", "家政服务", "文创产品制作"),
        (60, 120),
    ),
    ("岗位技能提升培训", ("仓储管理", "保洁技能提升", "缝纫技能提升", "数据标注提升"), (24, 48)),
    ("创业培训", ("网店创业", "SYB创业", "直播电商创业"), (40, 80)),
    ("农村实用技术培训", ("河蟹养殖", "水稻种植", "棚菜栽培", "家禽养殖", "食用菌栽培"), (16, 40)),
    ("盲人保健按摩培训", ("盲人保健按摩初级", "盲人保健按摩中级"), (120, 240)),
)
PROVIDERS = (
    "盘锦市残疾人就业培训基地",
    "晨启职业培训学校",
    "远帆职业技能培训学校",
    "辰和电商实训基地",
    "禾丰农业技术培训中心",
)
TRAINED_A_MONTH = 34.5  # persons of 40,000 holders
REPEATERS = 0.14


@dataclass(frozen=True)
class TrainingClass:
    """One class with those who sat in it (rows of People)."""

    name: str
    kind: str
    provider: str
    hours: int
    started: int
    ended: int
    person: np.ndarray
    attendance: np.ndarray
    result: np.ndarray


def at_school(rng: np.random.Generator, everyone, today: int, pupils: np.ndarray, surely: np.ndarray) -> np.ndarray:
    """Persons on a school's roll: most of the young of the households, other pupils, and the given ones."""
    age = (today - everyone.birth) / 365.25
    share = np.select([age < 6, age < 15.5, age < 19, age < 22.5], [0, 0.93, 0.7, 0.105], 0.0)
    there = (rng.random(len(everyone)) < share) & (everyone.household >= 0)
    there[pupils] = True
    there[surely] = True
    return np.flatnonzero(there)


def classes(rng: np.random.Generator, world, first: int) -> list[TrainingClass]:
    """Classes from the plan's first month to the last, of working-age holders alive then."""
    holder = world.holder
    per_month = TRAINED_A_MONTH * len(holder.person) / 40000
    size = 26 if per_month > 20 else max(6, round(per_month * 2.5))
    trained = np.zeros(len(holder.person), bool)
    made: list[TrainingClass] = []
    owed = 0.0
    for month in range(first, world.last + 1):
        owed += per_month * (1 + REPEATERS) * (0.3 if month % 12 in (0, 1) else 1.14)
        while (
            owed >= size * 0.6
            or month == world.opening
            or (month > world.opening and not any(c.started >= dates.first_day(month) for c in made))
        ):
            count = max(4, int(rng.integers(round(size * 0.8), round(size * 1.25) + 1)))
            owed -= count
            made.append(_class(rng, world, month, count, trained, len(made)))
            if owed < size * 0.6:
                break
    return made


def _class(rng, world, month: int, count: int, trained: np.ndarray, number: int) -> TrainingClass:
    holder = world.holder
    begin, end = dates.first_day(month), dates.last_day(month)
    kind, subjects, hours = KINDS[int(rng.choice(5, p=(0.38, 0.14, 0.13, 0.28, 0.07)))]
    age = (begin - holder.birth) / 365.25
    fits = (
        (age > 17) & (age < np.where(holder.sex == 1, 59, 54)) & (holder.certified < begin) & (holder.dies > end + 60)
    )
    if kind == KINDS[4][0]:
        fits &= (holder.kind == 3) | (holder.able > 0.85)
    again = np.flatnonzero(fits & trained)
    new = np.flatnonzero(fits & ~trained)
    repeated = rng.choice(again, min(len(again), rng.binomial(count, REPEATERS)), replace=False)
    rows = np.concatenate(
        [
            repeated,
            rng.choice(
                new, min(len(new), count - len(repeated)), replace=False, p=holder.able[new] / holder.able[new].sum()
            ),
        ]
    )
    trained[rows] = True
    taught = int(rng.integers(hours[0] // 4, hours[1] // 4 + 1)) * 4
    length = min(max(3, taught // 7), 24)
    started = begin + int(rng.integers(0, max(1, end - begin - length)))
    present = np.clip(rng.normal(0.95, 0.05, len(rows)), 0.6, 1.0).round(2)
    draw = rng.random(len(rows))
    result = np.where(draw < 0.93, "合格", np.where(draw < 0.965, "不合格", "未完成")).astype(object)
    present = np.where(result == "未完成", rng.uniform(0.2, 0.55, len(rows)).round(2), present)
    subject = subjects[int(rng.integers(len(subjects)))]
    year, of_year = month // 12, month % 12 + 1
    provider = PROVIDERS[4] if kind == KINDS[3][0] else PROVIDERS[int(rng.integers(0, 4))]
    name = f"{year}年{of_year}月第{number + 1}期{subject}培训班"
    order = rng.permutation(len(rows))
    return TrainingClass(
        name,
        kind,
        provider,
        taught,
        started,
        started + length - 1,
        holder.person[rows[order]],
        present[order],
        result[order],
    )


def schooling(rng: np.random.Generator, age: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Level, years it lasts, school number and kind of study of persons at school, by age."""
    n = len(age)
    level = np.select(
        [age < 12.5, age < 15.5, age < 18.8],
        ["小学", "初中", np.where(rng.random(n) < 0.6, "高中", "中职")],
        np.where(rng.random(n) < 0.5, "大专", "本科"),
    )
    years = np.select([level == "小学", np.isin(level, ("初中", "高中", "中职", "大专"))], [6, 3], 4)
    return (
        level.astype(object),
        years,
        rng.integers(1, 12, n),
        np.where(rng.random(n) < 0.97, "全日制", "非全日制").astype(object),
    )
