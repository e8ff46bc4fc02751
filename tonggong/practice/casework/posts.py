"""Public-welfare posts: which units have how many, who pays for them, and the terms granted to those who hold them."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates, units
from tonggong.practice.casework.standing import Standing
from tonggong.practice.dates import OPEN

HRSS, FEDERATION, RURAL = 41, 42, 43
ENTERED = 0.88  # of units with holders: the others' posts nobody has entered yet
YEARS = 3  # of a limited term
OLDER = (50, 40)  # men, women: from that age a second term is lawful
FUNDING = {
    HRSS: ("就业补助资金", "就业补助资金和县区财政配套"),
    FEDERATION: ("残疾人就业保障金", "县区财政"),
    RURAL: ("乡村振兴衔接补助资金", "村集体收入"),
}
TITLES = {
    HRSS: ("保洁员", "门卫", "档案整理", "窗口引导", "社区协管"),
    FEDERATION: ("残疾人专职委员",),
    RURAL: ("村保洁员", "护林员", "水管员", "农家书屋管理员"),
}


@dataclass(frozen=True)
class Posts:
    """Posts of one kind at one unit, one row each; `town` is -1 where the post is the county's."""

    unit: np.ndarray
    form: np.ndarray
    title: np.ndarray
    funding: np.ndarray
    headcount: np.ndarray
    held: np.ndarray  # true holders on the last day
    town: np.ndarray
    since: np.ndarray


@dataclass(frozen=True)
class Terms:
    """Terms granted, one row each; `row` is a row of the holders."""

    row: np.ndarray
    unit: np.ndarray
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray
    filed: np.ndarray
    recorded: np.ndarray


def posts_and_terms(world, s: Standing, shown: np.ndarray) -> tuple[Posts, Terms]:
    """The posts of the city on its last day; `shown` are the spells that the ledger can know."""
    rng = world.rng("public-posts")
    sp = world.spells
    held = shown[(sp.unit[shown] >= 0) & np.isin(sp.form[shown], (HRSS, FEDERATION, RURAL)) & (sp.end[shown] > s.last)]
    held = held[world.holder_row[sp.person[held]] >= 0]
    return _posts(rng, world, s, held), _terms(rng, world, s, held)


def _posts(rng, world, s: Standing, held: np.ndarray) -> Posts:
    sp, u = world.spells, world.units
    keys, place, count = np.unique(sp.unit[held] * 100 + sp.form[held], return_inverse=True, return_counts=True)
    first = np.full(len(keys), s.last)
    np.minimum.at(first, place, sp.start[held])
    entered = rng.random(len(keys)) < ENTERED
    entered[: len(world.places.counties)] = True  # some in the smallest city too
    unit, form, count, first = (keys // 100)[entered], (keys % 100)[entered], count[entered], first[entered]
    # In every county a unit has got posts that nobody holds yet.
    free = np.flatnonzero((u.kind == units.INSTITUTION) & (u.role == units.ORDINARY))
    free = free[~np.isin(free, keys // 100)]
    new = np.array([rng.choice(free[u.county[free] == c]) for c in np.unique(u.county[free]).tolist()], np.int64)
    unit, form = np.concatenate([unit, new]), np.concatenate([form, np.full(len(new), HRSS)])
    count = np.concatenate([count, np.zeros(len(new), np.int64)])
    first = np.concatenate([first, np.full(len(new), s.last - 20)])
    n = len(unit)
    spare = np.where(count == 0, rng.integers(1, 4, n), rng.choice((0, 0, 0, 1, 1, 2), n))
    draw = rng.integers(0, 1000, n).tolist()
    of = lambda words: np.array([words[f][d % len(words[f])] for f, d in zip(form.tolist(), draw, strict=True)], object)  # noqa: E731
    return Posts(
        unit, form, of(TITLES), of(FUNDING), count + spare, count, np.where(form == RURAL, u.town[unit], -1),
        first - rng.integers(10, 200, n),
    )  # fmt: skip


def _terms(rng, world, s: Standing, held: np.ndarray) -> Terms:
    """The first term of three years, or a second one that was filed; of posts without a term a contract by the year."""
    sp, h = world.spells, world.holder
    row, form, start = world.holder_row[sp.person[held]], sp.form[held], sp.start[held]
    n = len(held)
    third = dates.add_years(start, YEARS)
    again = third + 4
    limited, is_over = form == HRSS, third <= s.last
    severe = world.registers[world.last].grade[row] <= 2
    older = (again - h.birth[row]) / 365.25 >= np.where(h.sex[row] == 1, *OLDER) + 0.1
    second = limited & is_over & (severe | older) & (dates.add_years(again, YEARS) > s.last) & (again <= s.last)
    years = np.maximum(1, np.ceil((s.last + 1 - start) / 365.25)).astype(np.int64)
    contract = dates.add_years(start, years) - 1
    contract = np.where(contract < s.last, dates.add_years(start, years + 1) - 1, contract)
    begin = np.where(second, again, start)
    end = np.where(second, dates.add_years(again, YEARS) - 1, np.where(limited, third - 1, contract))
    wanted = (~limited | ~is_over | second) & (rng.random(n) < np.where(limited, 0.88, 0.6))
    number = rng.integers(1, 90, n)
    year = dates.ymd(begin)[0]
    filed = np.array([f"辽人社公岗备〔{y}〕{k}号" for y, k in zip(year.tolist(), number.tolist(), strict=True)], object)
    recorded = np.minimum(begin + rng.integers(0, 15, n), s.last)
    keep = np.flatnonzero(wanted & (end < int(OPEN)))
    return Terms(
        row[keep], sp.unit[held][keep], form[keep], begin[keep], end[keep], np.where(second, filed, "")[keep],
        recorded[keep],
    )  # fmt: skip
