"""What was said of incomes in the countryside, what watched relatives asked for, and what the monitoring system answered."""

import io
from dataclasses import dataclass

import numpy as np

from tonggong.practice import dates
from tonggong.practice.casework import needs
from tonggong.practice.casework.standing import DAYS_AFTER, Standing
from tonggong.practice.dates import OPEN
from tonggong.practice.people import HEAD

OTHERS = 0.05  # of rural households that are not watched: their income is known too
SAID = (0.82, 0.86, 0.68)  # of incomes, by year, the last one written down when the year is over
FALLS, SAME = 0.14, 0.06  # of households, in the last year
ASKED = 0.85  # of watched relatives who could work: said what they want, who works already what to learn
RETURNED = 0.16
WHY = ("证件号码与监测系统不一致", "该户已消除风险，不再录入", "就业需求填写不明确", "不是本乡镇监测对象")
WORK, TRAINING = 0, 1  # positions in needs.KINDS
SILENT = 0.25  # of a list nothing has come back yet


@dataclass(frozen=True)
class Incomes:
    """A year's income of a household, one row each, said of one of its people; `recorded` is OPEN where nobody said it."""

    person: np.ndarray  # rows of People
    year: np.ndarray
    yuan: np.ndarray
    source: np.ndarray
    recorded: np.ndarray


@dataclass(frozen=True)
class Asked:
    """Relatives in watched households and what work they want."""

    person: np.ndarray
    on: np.ndarray
    kind: np.ndarray  # position in needs.KINDS
    jobs: np.ndarray
    at_home: np.ndarray
    wage: np.ndarray


def incomes(world, s: Standing) -> Incomes:
    """Three years of every watched household and of some others: most rose, some fell, some nobody asked about."""
    rng = world.rng("rural-incomes")
    p, watched = world.people, s.families.watched
    alive = world.dies > s.last
    holders = world.holder.person[world.places.rural[s.town] & alive[world.holder.person]]
    others = np.unique(p.household[holders][p.household[holders] >= 0])
    others = others[(rng.random(len(others)) < OTHERS) & ~np.isin(others, watched.household)]
    homes = np.sort(np.concatenate([watched.household, others]))
    here = np.flatnonzero(np.isin(p.household, homes) & alive)
    # Said of the head where he lives, else of whoever stands first in the book.
    here = here[np.lexsort((here, p.relation[here] != HEAD, p.household[here]))]
    homes, first, size = np.unique(p.household[here], return_index=True, return_counts=True)
    n, speaker = len(homes), here[first]
    poor = np.isin(homes, watched.household)
    base = size * np.where(poor, 9_000, 15_500) * np.exp(rng.normal(0, 0.3, n))
    grown = base * (1.04 + np.abs(rng.normal(0, 0.06, n)))
    draw = rng.random(n)
    turn = np.select(
        [draw < FALLS, draw < FALLS + SAME], [0.55 + 0.2 * rng.random(n), 1.0], 1.03 + 0.12 * rng.random(n)
    )
    yuan = np.round(np.stack([base, grown, np.round(grown / 100) * turn * 100]) / 100) * 100
    last_year = int(dates.ymd(np.array([s.last + 1]))[0][0]) - 1
    spring = s.first + rng.integers(30, 200, n)
    recorded = np.stack([spring, spring + rng.integers(0, 60, n), s.last + rng.integers(2, DAYS_AFTER, n)])
    recorded = np.where(rng.random((3, n)) < np.array(SAID)[:, None], recorded, int(OPEN))
    source = np.array(("self", "village", "monitoring", "paper"), object)[
        rng.choice(4, (3, n), p=(0.4, 0.3, 0.22, 0.08))
    ]
    return Incomes(
        np.tile(speaker, 3), np.repeat(np.arange(last_year - 2, last_year + 1), n), yuan.ravel().astype(np.int64),
        source.ravel(), recorded.ravel(),
    )  # fmt: skip


def asked(world, s: Standing) -> Asked:
    """Relatives of working age, of households still watched, who said what work they want or what they would learn."""
    rng = world.rng("rural-needs")
    p, watched = world.people, s.families.watched
    age = (s.last - p.birth[watched.person]) / 365.25
    able = np.isin(watched.skill, ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")) & (age > 18) & (age < 58)
    able &= (world.holder_row[watched.person] < 0) & (watched.gone[watched.row] >= OPEN)
    person = watched.person[able & (rng.random(len(able)) < ASKED)]
    n = len(person)
    jobs = np.array([f'["{needs.JOBS[k]}"]' for k in rng.integers(0, len(needs.JOBS), n).tolist()], object)
    return Asked(
        person, s.last - rng.integers(25, 220, n), np.where(s.families.works[person] | (rng.random(n) < 0.3), TRAINING, WORK), jobs, rng.random(n) < 0.3,
        rng.choice((1500, 1900, 2200, 2600), n),
    )  # fmt: skip


def answers(world, s: Standing, holders: np.ndarray, relatives: np.ndarray) -> dict[str, bytes]:
    """The lists that come back from the monitoring system, one file a county: taken, or returned with the reason.

    Args:
        holders: rows of the holders who said what they need. relatives: rows of People.
    """
    rng = world.rng("rural-receipts")
    p, watched = world.people, s.families.watched
    still = watched.person[watched.gone[watched.row] >= OPEN]
    person = still[np.isin(still, np.concatenate([world.holder.person[holders], relatives]))]
    came_back = rng.random(len(person)) < RETURNED
    why = rng.integers(0, len(WHY), len(person))
    silent = rng.random(len(person)) < SILENT
    found = {}
    for c, code in enumerate(world.places.counties):
        mine = np.flatnonzero(p.county[person] == c)
        mine = np.concatenate([mine[:1], mine[1:][~silent[mine[1:]]]])
        if not len(mine):
            continue
        out = io.StringIO()
        out.write("姓名,证件号码,录入结果,退回原因\r\n")
        for k in mine.tolist():
            words = ("退回", WHY[why[k]]) if came_back[k] else ("已录入", "")
            out.write(f"{p.name[person[k]]},{p.number[person[k]]},{words[0]},{words[1]}\r\n")
        found[code] = out.getvalue().encode("utf-8-sig")
    return found
