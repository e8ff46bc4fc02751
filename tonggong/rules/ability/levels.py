"""A level: which sentence fits, from which source, on which day. A dimension without one is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tonggong.rules.ability.catalogue import LEVELS, profile

# Who or what a level rests on, and from which depth on it may be named (能力等级的依据).
SOURCES = {
    "self": "本人陈述",
    "family": "家属陈述",
    "assessor": "评估观察",
    "instrument": "工具结果",
    "trial": "试工观察",
    "employer": "用人单位反馈",
}
OF_DEPTH = {
    "D1": ("self", "family"),
    "D2": ("self", "family", "assessor", "instrument"),
    "D3": ("self", "family", "assessor", "instrument", "trial", "employer"),
}
# How much help a step took in a trial (提示程度).
PROMPTS = ("独立完成", "提示一下", "说一遍", "做给看", "手把手", "全部代做")
# Instruments that may be evidence (评估工具); never their items.
INSTRUMENTS = {
    10: "国家残疾人职业能力评估系统",
    11: "职业兴趣测验",
    12: "一般能力倾向测验",
    13: "推理测验",
    14: "手部操作测验",
    15: "工作样本",
    16: "日常生活活动量表",
    17: "社会适应量表",
    18: "WHODAS 2.0",
    19: "自我效能量表",
    20: "功能性阅读和计算",
    21: "定向行走（盲人）",
    22: "沟通方式（聋人）",
    23: "情境观察表",
    99: "其他",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One dimension of one person: the level 0..4, what it rests on, the day; `prompt` is the help a trial took (0..5)."""

    dimension: str
    level: int
    source: str
    on: date
    note: str = ""
    prompt: int | None = None

    @property
    def sentence(self) -> str:
        """The anchor's sentence."""
        return profile().dimensions[self.dimension].anchors[self.level]

    @property
    def source_words(self) -> str:
        """What it rests on, in words; an old one that is not in the list any more stays as it was kept."""
        return SOURCES.get(self.source, self.source)


def levels_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Level]:
    """Turn what is stored into levels, in the order of the profile; a dimension that the profile no longer has is left out."""
    found = {}
    for key in profile().dimensions:
        row = kept.get(key)
        if row is not None and row.get("level") in LEVELS:
            on = row["on"] if isinstance(row["on"], date) else date.fromisoformat(str(row["on"]))
            found[key] = Level(key, row["level"], row["source"], on, row.get("note", ""), row.get("prompt"))
    return found


def faults(depth: str, levels: Iterable[Level], day: date) -> list[str]:
    """Say which levels can't be taken at a depth: a source that belongs to a deeper one, a day that is still to come."""
    said = []
    for one in levels:
        title = profile().dimensions[one.dimension].title
        if one.source not in OF_DEPTH[depth]:
            said.append(f"{title}：这种评估不能以“{one.source_words}”为依据")
        if one.on > day:
            said.append(f"{title}：评估日期 {one.on} 还没有到")
    return said


def suggested_level(qualifier: int) -> int:
    """Return the level that an ICF performance qualifier 0..4 suggests; one-way, the assessor decides.

    Raises:
        ValueError: there is no such qualifier.
    """
    if qualifier not in range(5):
        raise ValueError(f"国际功能分类的限定值应为 0 至 4，不是 {qualifier}")
    return 0 if qualifier == 4 else 3 - min(qualifier, 3)
