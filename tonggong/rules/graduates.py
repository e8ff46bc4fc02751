"""Graduates with disabilities: which class, where they went, and the first-employment rate with its three denominators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Rate, Step
from tonggong.rules.schooling import is_full_time

COLLEGE = ("大专", "本科", "研究生")
_FILE = Path(__file__).parent / "graduate_destinations.yaml"


class Group(StrEnum):
    """What a destination means for the rates."""

    EMPLOYED = "employed"
    ARMY = "army"
    STUDY = "study"
    UNABLE = "unable"
    WAITING = "waiting"
    UNWILLING = "unwilling"
    UNKNOWN = "unknown"


GROUP_LABELS = {
    Group.EMPLOYED: "已就业",
    Group.ARMY: "参军",
    Group.STUDY: "升学、出国",
    Group.UNABLE: "丧失劳动能力",
    Group.WAITING: "想就业还没有就业",
    Group.UNWILLING: "暂不就业",
    Group.UNKNOWN: "去向不明",
}


@dataclass(frozen=True, slots=True)
class Destination:
    """One code of the ministry's list."""

    code: str
    name: str
    group: Group


@cache
def destinations() -> Mapping[str, Destination]:
    """The codes, from the data file."""
    kept = yaml.safe_load(_FILE.read_text("utf-8"))
    return {d["code"]: Destination(d["code"], d["name"], Group(d["group"])) for d in kept["destinations"]}


@cache
def source() -> str:
    """Where the codes come from."""
    return str(yaml.safe_load(_FILE.read_text("utf-8"))["source"])


@dataclass(frozen=True, slots=True)
class Schooling:
    """One stay at a school, as the education department's file says; days inclusive, `level` "" where not named."""

    school: str
    level: str
    mode: str
    status: str
    enrolled_on: date | None
    leaves_on: date | None

    @property
    def is_college(self) -> bool:
        """Whether it is a full-time stay at a college or university that was not broken off."""
        return self.level in COLLEGE and self.status != "退学" and is_full_time(self.mode)

    @property
    def class_year(self) -> int | None:
        """The class that it belongs to: the year of leaving."""
        return self.leaves_on.year if self.is_college and self.leaves_on else None


def read_schooling(words: str, enrolled_on: date | None, leaves_on: date | None) -> Schooling:
    """Understand what the ledger keeps of a stay: school, level, mode and status in one text."""
    levels = ("小学", "初中", "高中", "中职", *COLLEGE)
    parts = words.split()
    place = next((n for n, part in enumerate(parts) if part in levels), len(parts))
    after = parts[place + 1 :]
    mode = next((p for p in after if "全日制" in p), "")
    status = next((p for p in after if p in ("在读", "休学", "毕业", "退学")), "")
    return Schooling(" ".join(parts[:place]), parts[place] if place < len(parts) else "", mode, status, enrolled_on, leaves_on)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GraduateCase:
    """What is known of one graduate on the class's cut-off.

    Args:
        code: destination that somebody wrote down with its evidence, "" without one.
        works: a spell is held on the cut-off. own_account: it is an own business.
        studies: enrolled at another school after leaving. lost_capacity: concluded by a labour-ability body.
        wish: what the last verification says, "" where it was not asked.
    """

    code: str = ""
    works: bool = False
    own_account: bool = False
    studies: bool = False
    lost_capacity: bool = False
    wish: str = ""


def destination(case: GraduateCase) -> Outcome[str]:
    """The code of where a graduate went; what was written down with evidence before what the ledger shows; "" not known.

    Source: graduate_destinations.yaml.
    """
    if case.code:
        return Outcome(case.code, (Step(f"登记的去向：{destinations()[case.code].name}。", source()),))
    if case.works:
        code = "75" if case.own_account else "11"
        return Outcome(code, (Step("截止日台账上有在职记录。", source()),))
    if case.studies:
        return Outcome("80", (Step("离校后又有学籍。", source()),))
    if case.lost_capacity:
        return Outcome("99", (Step("经鉴定丧失劳动能力。", source()),))
    if case.wish in ("now", "later"):
        return Outcome("70", (Step("最近一次核对说想就业，截止日还没有工作。", source()),))
    if case.wish == "no":
        return Outcome("72", (Step("最近一次核对说不想就业。", source()),))
    return Outcome("", (Step("没有登记去向，台账上也看不出来。", source()),))


def group_of(code: str) -> Group:
    """What a code means for the rates; "" is not known."""
    return destinations()[code].group if code else Group.UNKNOWN


@dataclass(frozen=True, slots=True)
class Groups:
    """Who stands in the numerator of a rate and who in its denominator; those not known stand in every denominator."""

    yes: frozenset[Group]
    whole: frozenset[Group]


RATES = {
    "all": Groups(frozenset({Group.EMPLOYED, Group.ARMY}), frozenset(Group)),
    "should": Groups(frozenset({Group.EMPLOYED}), frozenset(Group) - {Group.STUDY, Group.ARMY, Group.UNABLE}),
    "willing": Groups(frozenset({Group.EMPLOYED}), frozenset({Group.EMPLOYED, Group.WAITING, Group.UNKNOWN})),
    "settled": Groups(frozenset({Group.EMPLOYED, Group.ARMY, Group.STUDY}), frozenset(Group)),
}


@dataclass(frozen=True, slots=True)
class ClassRates:
    """First employment of a class; in each rate those whose destination is not known stay unknown.

    Args:
        all: employed (and in the army) among all. should: employed among those who should work: without study, army and
            lost capacity. willing: employed among those employed or wanting work. settled: employed, army or study among all.
    """

    counts: Mapping[Group, int]
    all: Rate
    should: Rate
    willing: Rate
    settled: Rate


def class_rates(groups: Iterable[Group]) -> ClassRates:
    """Rates of a class from the destination of each graduate."""
    counts = dict.fromkeys(Group, 0)
    for group in groups:
        counts[group] += 1

    def rate(of: Groups) -> Rate:
        yes, whole = (sum(counts[group] for group in part) for part in (of.yes, of.whole))
        return Rate(yes, whole - yes - counts[Group.UNKNOWN], counts[Group.UNKNOWN])

    return ClassRates(counts, *(rate(RATES[name]) for name in ("all", "should", "willing", "settled")))


def cutoff(class_year: int, figures: Figures) -> date:
    """The day on which a class is read. Raises FigureMissing: no day is set."""
    month, day = str(figures["graduate.cutoff"].value).split("-")
    return date(class_year, int(month), int(day))


def services_from(class_year: int, figures: Figures) -> date:
    """The day from which services to a class count. Raises FigureMissing: no day is set."""
    month, day = str(figures["graduate.services_from"].value).split("-")
    return date(class_year - 1, int(month), int(day))


SERVICES = {"policy_briefing": "政策宣讲", "guidance": "职业指导", "vacancies": "岗位推荐", "training_or_trainee_post": "培训或见习"}  # fmt: skip


def services_owed(done: Mapping[str, int], figures: Figures) -> Outcome[dict[str, int]]:
    """What an unemployed graduate is still owed of the least services, by kind; {} when all was done.

    Raises:
        FigureMissing: the least services are not set.
    """
    figure = figures["graduate.min_services"]
    least = {kind: int(times) for kind, times in figure.value.items()}
    missing = {kind: times - done.get(kind, 0) for kind, times in least.items() if done.get(kind, 0) < times}
    words = "、".join(f"{SERVICES[kind]}还差{times}次" for kind, times in missing.items()) or "最少的服务都做到了"
    return Outcome(missing, (Step(f"{words}。", figure.source),))
