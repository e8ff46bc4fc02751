"""Job coaches: who they are, whom they stand by, at which stage, and what they did there."""

import json
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tonggong.practice import dates, names, units
from tonggong.practice.casework.contacts import DAYS_AFTER
from tonggong.practice.casework.standing import Standing
from tonggong.practice.dates import OPEN

COACHES_A_HOLDER = 19 / 40000
CASES_A_COACH = 12
OVER = (23, 22)  # cases of the two coaches who have taken on too many
EMPLOYERS = ("残疾人就业服务中心", "晨启职业培训学校", "辰和社工服务中心")
KINDS = ("federation", "contracted", "contracted")
SKILLS = (("sign",), ("psychosocial", "intellectual"), ("autism",), ("braille",), ())
TOPICS = ("权利与沟通", "任务分析与示范教学", "自然支持与合理便利", "精神障碍支持与危机处理")
POINTS = (7, 30, 90, 180)
NEXT = (*POINTS[1:], 365)
COMPARED = 10  # days of the next month after which a month's files are in the ledger
TASKS = ("分拣摆货", "清洁走廊", "装盒贴签", "录入单据", "备餐洗碗", "整理仓库")
CHECKS = {
    "S1": ("consent",), "S2": ("agreed",), "S3": ("task_analysis", "risks", "accommodations"), "S4": ("trial",), "S6": ("quality",)
}  # fmt: skip
LENGTHS = {"S1": 5, "S2": 14, "S3": 40, "S4": 9, "S5": 40, "S6": 90}  # days that a stage takes


class Table(dict):
    """Columns that grow a row at a time."""

    def add(self, **row) -> None:
        for name, value in row.items():
            self.setdefault(name, []).append(value)


@dataclass
class Coaching:
    """Tables as columns, ready to be written."""

    coaches: Table
    trainings: Table
    institutions: Table
    cases: Table
    moves: Table
    sessions: Table
    follow_ups: Table


def coaching(world, s: Standing) -> Coaching:
    """All coaches with their cases."""
    rng = world.rng("coaches")
    found = Coaching(*(Table() for _ in range(7)))
    people = _staff(rng, world)
    for k, one in enumerate(people):
        _coach(rng, s, found, k, one)
    _institutions(world, s, found, people)
    _cases(rng, world, s, found, people)
    _followed(rng, world, s, found)
    return found


def _staff(rng, world) -> list[dict]:
    """Coaches by county in turn; those whom the pack names stand first in theirs."""
    places = world.places
    count = max(len(places.counties), round(len(world.holder.person) * COACHES_A_HOLDER))
    sex = rng.integers(1, 3, count).astype(np.int8)
    called = names.full_names(rng, names.surnames(rng, count), sex)
    people: list[dict] = []
    for k in range(count):
        c = k % len(places.counties)
        code = places.counties[c]
        known = next(
            (one for one in places.coaches if one[2] == code[:6] and one[0] not in {p["user"] for p in people}), None
        )
        user, name = (
            (known[0], known[1]) if known else (f"c{code[2:6]}{k // len(places.counties) + 1:02d}", str(called[k]))
        )
        people.append({"user": user, "name": name, "division": code, "county": c})
    return people


def _coach(rng, s: Standing, found: Coaching, k: int, one: dict) -> None:
    began = s.last - int(rng.integers(200, 2400))
    found.coaches.add(
        user=one["user"], name=one["name"], division=one["division"], employer=EMPLOYERS[k % 3], kind=KINDS[k % 3], is_full_time=k % 5 != 4,
        skills=json.dumps(SKILLS[k % len(SKILLS)]), certificate_no=f"ZY{40703010000 + k * 37}" if k % 4 else "",
        certificate_until=began + 1800 if k % 4 else int(OPEN), supervisor="市残联就业指导中心", started_on=began,
    )  # fmt: skip
    add = lambda kind, on, hours, topic: found.trainings.add(  # noqa: E731
        user=one["user"], kind=kind, on=on, hours=hours, topic=topic, provider="省残疾人就业服务指导中心"
    )
    for part, hours in enumerate((20, 20, 20, 20 if k % 6 else 8)):
        add("outline", began + 3 + part * 7, hours, TOPICS[part])
    add("practice", began + 60, 40 if k % 6 else 24, "跟岗带教")
    for year in (0, 1):
        if began < s.last - 400 and (k + year) % 5:
            add("continuing", s.last - 365 * year - 100, 16 if (k + year) % 3 else 10, "案例研讨与复训")


def _institutions(world, s: Standing, found: Coaching, people: list[dict]) -> None:
    u = world.units
    for n, unit in enumerate(np.flatnonzero(u.role == units.SHELTERED).tolist()):
        near = [p for p in people if p["county"] == u.county[unit]] or people
        if n % 7 < 6:
            found.institutions.add(
                unit_code=str(u.code[unit]), user=near[n % len(near)]["user"], started_on=s.last - 300 + n % 90
            )


def _cases(rng, world, s: Standing, found: Coaching, people: list[dict]) -> None:
    """Cases: people in new jobs first, then people who look for one; two coaches get more than they should."""
    h, sp, row = world.holder, world.spells, world.holder_row
    recent = np.flatnonzero(
        sp.insured & (sp.false == 0) & (sp.end > s.last) & (sp.start > s.last - 420) & (sp.start <= s.last - 3)
    )
    recent = recent[(row[sp.person[recent]] >= 0)]
    recent = recent[s.counts[row[sp.person[recent]]]]
    recent = recent[np.argsort(h.able[row[sp.person[recent]]], kind="stable")]  # those with most to overcome
    taken: set[int] = set()
    seekers = s.wanting & ~s.pupil
    crowd = np.bincount(h.county[seekers], minlength=len(world.places.counties))
    busiest = sorted(
        people, key=lambda one: -int(crowd[one["county"]])
    )  # where most look for work; the others' order stays
    too_much = {one["user"]: cases for one, cases in zip(_of_each_county(busiest), OVER, strict=False)}
    for k, one in enumerate(sorted(people, key=lambda one: one["user"] not in too_much)):
        wanted = too_much.get(one["user"], CASES_A_COACH - 3 + k % 6)
        jobs = [
            r
            for r in recent.tolist()
            if h.county[row[sp.person[r]]] == one["county"] and int(row[sp.person[r]]) not in taken
        ]
        jobs = jobs[: wanted // 8 if one["user"] in too_much else wanted * 2 // 3]
        for spell in jobs:
            taken.add(int(row[sp.person[spell]]))
            _case(rng, world, s, found, one, int(row[sp.person[spell]]), spell)
        looking = np.flatnonzero(seekers & (h.county == one["county"]))
        looking = looking[np.argsort(s.wish[looking] + rng.random(len(looking)), kind="stable")]  # at once before later
        looking = [r for r in looking.tolist() if r not in taken][: wanted - len(jobs)]
        for r in looking:
            taken.add(r)
            _case(rng, world, s, found, one, r, -1)


def _of_each_county(people: list[dict]) -> list[dict]:
    """The first of each county, in the given order."""
    first: dict[int, dict] = {}
    for one in people:
        first.setdefault(one["county"], one)
    return list(first.values())


def _case(rng, world, s: Standing, found: Coaching, coach: dict, person: int, spell: int) -> None:
    sp, u = world.spells, world.units
    number = len(found.cases.get("ref", ()))
    if spell >= 0:
        start = int(sp.start[spell])
        age = s.last - start
        stage = "S5" if age < 50 else "S6" if age < 150 else "S7"
        begins = {
            "S4": start - 9,
            "S3": start - 49,
            "S2": start - 63,
            "S1": start - 68,
            "S5": start,
            "S6": start + 42,
            "S7": start + 140,
        }
    else:
        stage = ("S1", "S2", "S3", "S3", "S4")[int(rng.integers(0, 5))]
        day = s.last - int(rng.integers(2, LENGTHS[stage] * 2))
        begins = {stage: day}
        for before in range(int(stage[1]) - 1, 0, -1):
            day -= LENGTHS[f"S{before}"]
            begins[f"S{before}"] = day
    order = [f"S{k}" for k in range(1, int(stage[1]) + 1)]
    opened = begins["S1"]
    checks = {
        key: {"on": str(np.datetime64(begins[after], "D")), "by": coach["name"]}
        for before, after in pairwise(order)
        for key in CHECKS.get(before, ())
    }
    unit = int(sp.unit[spell]) if spell >= 0 else -1
    draw = rng.random()
    risk = "at_risk" if draw < 0.08 and spell >= 0 else "watch" if draw < 0.25 and spell >= 0 else "none"
    found.cases.add(
        ref=number, citizen_id=str(world.people.number[world.holder.person[person]]), worker=coach["user"], stage=stage, stage_since=begins[stage],
        checks=json.dumps(checks), unit_code=str(u.code[unit]) if unit >= 0 else "", unit_name=str(u.name[unit]) if unit >= 0 else "",
        spell_started_on=int(sp.start[spell]) if spell >= 0 else int(OPEN), post=TASKS[number % 6] if stage >= "S4" else "",
        supporter="同班组同事" if stage >= "S5" else "", hours_per_week=(20, 30, 40)[number % 3] if stage >= "S4" else 0,
        days_per_week=5 if stage >= "S4" else 0, risk=risk, risk_reason=("task", "transport", "conflict", "health")[number % 4] if risk == "at_risk" else "",
        risk_step="和班组长谈一次，调整任务" if risk == "at_risk" else "", next_on=s.last + int(rng.integers(-6, 20)), opened_on=opened,
    )  # fmt: skip
    for before, after in zip(["", *order], order, strict=False):
        found.moves.add(case=number, before=before, after=after, on=begins[after], reason="")
    _sessions(rng, s, found, coach, number, stage, begins)
    if spell >= 0:
        known = max(_known_on(world, int(sp.start[spell])), opened)
        for point in _points(int(sp.start[spell]), known):
            due = int(sp.start[spell]) + point
            if due <= s.last + DAYS_AFTER - 2 and rng.random() < 0.88:
                found.follow_ups.add(
                    citizen_id=found.cases["citizen_id"][-1], worker=coach["user"], unit_code=str(u.code[unit]), spell_started_on=int(sp.start[spell]),
                    point=point, done_on=min(due + int(rng.integers(-1, 4)), s.last + DAYS_AFTER), method=("phone", "workplace", "message")[number % 3],
                    outcome="at_risk" if risk == "at_risk" and due > s.last - 60 else "steady", reason="task" if risk == "at_risk" and due > s.last - 60 else "",
                    note="任务变了，有些跟不上" if risk == "at_risk" and due > s.last - 60 else "",
                )  # fmt: skip


def _known_on(world, start: int) -> int:
    """The day from which a job that began on a day stands in the ledger."""
    month = max(dates.month_of(start), world.opening)
    return int(dates.first_day(month + 1)) + COMPARED


def _points(start: int, known: int) -> list[int]:
    """The contacts that are owed after a start: those whose next one was not due yet when the job became known."""
    return [point for point, following in zip(POINTS, NEXT, strict=True) if start + following > known]


def _sessions(rng, s: Standing, found: Coaching, coach: dict, number: int, stage: str, begins: dict[str, int]) -> None:
    """Sessions: a few before the job, nearly daily while support is intensive, weekly while it fades, then now and then."""
    ends = {f"S{k}": begins.get(f"S{k + 1}", s.last + DAYS_AFTER) for k in range(1, 8)}
    for name in [f"S{k}" for k in range(1, int(stage[1]) + 1)]:
        step = {"S1": 30, "S2": 8, "S3": 16, "S4": 4, "S5": 2, "S6": 7, "S7": 28}[name]
        day = begins[name] + 1
        while day < min(ends[name], s.last + DAYS_AFTER):
            weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
            if weekday < 5 and (day > s.last - 400):
                _session(rng, found, coach, number, name, day, (day - begins[name]) / 42)
            day += step if weekday < 5 else 1


def _session(rng, found: Coaching, coach: dict, number: int, stage: str, day: int, progress: float) -> None:
    at_work = stage in ("S4", "S5", "S6")
    start = int(rng.integers(8 * 60, 14 * 60))
    length = int({"S4": 180, "S5": 210, "S6": 90}.get(stage, 40) * (0.7 + 0.6 * rng.random()))
    prompts, alone = {}, None
    if at_work:
        share = min(
            0.97, 0.3 + 0.55 * (progress if stage == "S5" else 0.1 if stage == "S4" else 1) + rng.normal(0, 0.05)
        )
        zero = int(np.clip(round(20 * share), 0, 20))
        one = (20 - zero) * 2 // 3
        prompts = {"0": zero, "1": one, "2": 20 - zero - one}
        alone = zero / 20
    found.sessions.add(
        case=number, worker=coach["user"], on=day, started=start, ended=start + length, travel_minutes=int(rng.integers(5, 45)),
        place="workplace" if at_work else ("phone" if stage == "S7" else "home"), stage=stage,
        activity=("teach" if stage in ("S4", "S5") else "observe") if at_work else ("phone" if stage == "S7" else "employer" if stage == "S3" else "family"),
        task=TASKS[number % 6] if at_work else "", prompts=json.dumps(prompts), independence=alone,
    )  # fmt: skip


def _followed(rng, world, s: Standing, found: Coaching) -> None:
    """Contacts after other placements of the federation, that its county staff or workers make."""
    from tonggong.practice.offices.labour import CHANNELS, hire_spells

    sp, u = world.spells, world.units
    done = set(zip(found.follow_ups.get("citizen_id", ()), found.follow_ups.get("spell_started_on", ()), strict=True))
    for month in range(world.opening + 1, world.last + 1):
        for spell in hire_spells(world, month).tolist():
            person = int(sp.person[spell])
            number = str(world.people.number[person])
            start = int(sp.start[spell])
            if (
                "残联" not in CHANNELS[person % len(CHANNELS)]
                or (number, start) in done
                or world.holder_row[person] < 0
            ):
                continue
            done.add((number, start))
            if start < dates.first_day(month) or sp.end[spell] <= s.last:  # reported as over, not as begun
                continue
            for point in _points(start, _known_on(world, start)):
                due = start + point
                if due <= s.last + DAYS_AFTER - 2 and rng.random() < 0.75:
                    found.follow_ups.add(
                        citizen_id=number, worker="", unit_code=str(u.code[sp.unit[spell]]) if sp.unit[spell] >= 0 else "", spell_started_on=start,
                        point=point, done_on=min(due + int(rng.integers(-1, 5)), s.last + DAYS_AFTER), method="phone",
                        outcome="steady", reason="", note="",
                    )  # fmt: skip
