"""What those who want work asked for, and what was done for them."""

from dataclasses import dataclass

import numpy as np

from tonggong.practice.casework import contacts
from tonggong.practice.casework.contacts import Contacts
from tonggong.practice.casework.standing import Standing
from tonggong.practice.dates import OPEN

SERVED = (0.965, 0.93, 0.95, 0.935)  # of those with need, by county in turn, so that what they got counts
KINDS = np.array(("work", "training", "startup", "aids", "access", "transport", "care", "subsidy"), object)
KIND_SHARES = (0.44, 0.2, 0.05, 0.09, 0.03, 0.07, 0.05, 0.07)
DETAILS = np.array(
    (
        "离家近的岗位",
        "想学一门手艺",
        "开网店缺设备",
        "轮椅、助行器",
        "门口坡道",
        "上班接送",
        "白天有人照看老人",
        "社保补贴怎么办",
    ),
    object,
)
ANSWERED_BY = np.array((2, 3, 4, 8, 8, 99, 9, 5), np.int64)  # the service that fits each kind of need
JOBS = "保洁 包装 仓库理货 客服 收银 手工编织 数据标注 按摩 门卫 绿化 厨工 缝纫 分拣 网店运营 养殖 打字录入".split()
SUPPORT = ("工位离卫生间近", "手语沟通", "弹性时间", "有人带一段时间", "接送", "图示流程")
CONTENT = {
    1: "谈了想做什么、能做什么，讲了求职办法", 2: "推荐了合适岗位，约了用人单位", 3: "介绍了培训班，帮助报名", 4: "讲了开业手续和扶持政策",
    5: "讲了补贴政策，帮助准备材料", 7: "陪同参加招聘会", 8: "联系辅具适配", 9: "和家人谈了照料安排", 99: "联系了接送",
}  # fmt: skip
LEAFLET = "发了宣传单，打了电话"
OUTCOMES = {
    1: (5, 6), 2: (1, 2, 2, 5, 7), 3: (3, 3, 5, 7), 4: (5, 4), 5: (4, 5), 7: (2, 5), 8: (6, 5), 9: (5, 6), 99: (5, 6)
}  # fmt: skip


@dataclass(frozen=True)
class Wants:
    """Registrations of needs, one row each, in the order of `row`; jobs and so on are JSON."""

    row: np.ndarray
    at: np.ndarray  # the contact at which it was said
    jobs: np.ndarray
    forms: np.ndarray
    distance: np.ndarray
    hours: np.ndarray
    wage: np.ndarray
    at_home: np.ndarray
    support: np.ndarray


@dataclass
class Needs:
    """Single needs: which registration named it (-1 none), its kind, when it was met and by which service (-1)."""

    row: np.ndarray
    registration: np.ndarray
    kind: np.ndarray  # position in KINDS
    said: np.ndarray
    met: np.ndarray
    met_by: np.ndarray


@dataclass
class Services:
    """Services: at which contact, of which kind, with which outcome (0 none), for which need (-1)."""

    row: np.ndarray
    at: np.ndarray
    kind: np.ndarray
    outcome: np.ndarray
    need: np.ndarray


def registrations(world, s: Standing, c: Contacts) -> Wants:
    """Everybody verified who wants work said so in full."""
    rng = world.rng("registrations")
    at = np.flatnonzero((c.why == contacts.VERIFY) & s.wanting[c.row])
    row = c.row[at]
    n = len(at)
    listed = lambda words, k: np.array([_json(words[j] for j in set(line)) for line in k], object)  # noqa: E731
    forms = rng.choice(("1", "4", "7", "6", "5", "3"), (n, 2), p=(0.34, 0.24, 0.2, 0.1, 0.07, 0.05))
    support = np.where(
        rng.random(n) < 0.4, np.array([_json([w]) for w in SUPPORT], object)[rng.integers(0, len(SUPPORT), n)], "[]"
    )
    return Wants(
        row, at, listed(JOBS, rng.integers(0, len(JOBS), (n, 2)).tolist()), np.array([_json(sorted(set(f))) for f in forms], object),
        rng.choice((1, 2, 3, 5, 10, 20), n), rng.choice((20, 24, 30, 40, 40), n), rng.choice((1500, 1900, 2000, 2200, 2500, 3000), n),
        rng.random(n) < 0.22, support,
    )  # fmt: skip


def _json(words) -> str:
    return "[" + ",".join(f'"{word}"' for word in words) + "]"


def needs_and_services(world, s: Standing, c: Contacts, w: Wants) -> tuple[Contacts, Needs, Services]:
    """The needs, the services that answered some of them, and the contacts at which that was done (joined to the others)."""
    rng = world.rng("services")
    n = len(w.row)
    count = rng.choice((1, 2, 3), n, p=(0.5, 0.37, 0.13))
    registration = np.repeat(np.arange(n), count)
    kind = rng.choice(len(KINDS), len(registration), p=KIND_SHARES)
    first = np.unique(registration, return_index=True)[1]
    kind[first] = np.where(rng.random(n) < 0.75, 0, kind[first])
    fresh = np.unique(registration * 100 + kind, return_index=True)[1]
    registration, kind = registration[fresh], kind[fresh]
    rest = np.setdiff1d(np.flatnonzero(s.counts), w.row)  # some who work, or want no work, need something too
    rest = rest[rng.random(len(rest)) < 0.02]
    at_rest = np.full(len(world.holder.person), -1)
    at_rest[c.row[np.isin(c.why, (contacts.VERIFY, contacts.FOLLOW))]] = np.flatnonzero(
        np.isin(c.why, (contacts.VERIFY, contacts.FOLLOW))
    )
    rest = rest[at_rest[rest] >= 0]
    needs = Needs(
        np.concatenate([w.row[registration], rest]),
        np.concatenate([registration, np.full(len(rest), -1)]),
        np.concatenate([kind, rng.choice((3, 4, 5, 6, 7), len(rest))]),
        np.concatenate([c.on[w.at[registration]], c.on[at_rest[rest]]]),
        np.full(len(registration) + len(rest), int(OPEN)),
        np.full(len(registration) + len(rest), -1),
    )
    # Each registration gets one to three services, answering its needs in turn; a few get a leaflet, or nothing.
    share = np.array([SERVED[k % len(SERVED)] for k in range(len(world.places.counties))])[world.holder.county[w.row]]
    served = rng.random(n) < share
    times = np.where(served, rng.choice((1, 2, 3), n, p=(0.5, 0.33, 0.17)), 0)
    leaflet = ~served & (rng.random(n) < 0.55)
    times[leaflet] = 1
    of = np.repeat(np.arange(n), times)
    place = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
    start, size = np.unique(registration, return_index=True)[1], np.bincount(registration, minlength=n)
    need = np.where(place < size[of], start[of] + np.minimum(place, size[of] - 1), -1)
    service = np.where(need >= 0, ANSWERED_BY[needs.kind[np.maximum(need, 0)]], rng.choice((1, 2, 7), len(of)))
    service = np.where((service == 2) & (rng.random(len(of)) < 0.3), 1, service)
    outcome = np.zeros(len(of), np.int64)
    for one, options in OUTCOMES.items():
        mine = service == one
        outcome[mine] = rng.choice(options, int(mine.sum()))
    outcome[rng.random(len(of)) < 0.04] = 8
    outcome[leaflet[of]] = 0
    counted = served[of] & (place == 0)
    outcome[counted & (outcome == 8)] = 5
    outcome[(outcome == 1) & (s.idle_since[w.row[of]] <= s.last)] = (
        2  # whoever is out of work now was not placed for good
    )
    said = c.on[w.at[of]]
    when = said + np.where(place == 0, rng.integers(0, 35, len(of)), rng.integers(30, 150, len(of)))
    when = np.where(place == 0, np.minimum(when, np.maximum(said, s.last - 1)), when)
    keep = when <= s.last
    of, place, need, service, outcome, when = (a[keep] for a in (of, place, need, service, outcome, when))
    same_day = when == c.on[w.at[of]]
    row = w.row[of]
    method = np.array(("phone", "counter", "home"), object)[rng.choice(3, len(of), p=(0.5, 0.3, 0.2))]
    extra = contacts.contact(rng, s, world, row[~same_day], contacts.SERVE, when[~same_day], method=method[~same_day])
    at = w.at[of].copy()
    at[~same_day] = len(c) + np.arange(len(extra))
    answers = np.isin(outcome, (2, 3, 4, 6)) & (need >= 0) & (rng.random(len(of)) < 0.85)
    needs.met[need[answers]], needs.met_by[need[answers]] = when[answers], np.flatnonzero(answers)
    return c.join(extra), needs, Services(row, at, service, outcome, need)


def leaves_a_mark(services: Services) -> np.ndarray:
    """Services that count: with an outcome that is not "not reached"."""
    return (services.outcome > 0) & (services.outcome != 8)
