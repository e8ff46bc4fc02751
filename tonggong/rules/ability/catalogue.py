"""The profile as data: read once from profile.yaml and talk.yaml, checked while reading."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LEVELS = (0, 1, 2, 3, 4)
SIDES = {"person": "本人用的", "workplace": "工作场所", "job": "工作安排", "service": "服务"}


class ProfileBroken(ValueError):
    """The data of the profile contradict themselves; the message says where."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that people do at work, with a sentence for each level 0..4; `bit` is its place for matching."""

    key: str
    bit: int
    group: str
    title: str
    anchors: tuple[str, ...]
    question: str
    icf: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accommodation:
    """Something that helps; `closes` are the dimensions whose demand it bridges, up to which level."""

    key: str
    bit: int
    title: str
    side: str
    cost_class: int
    closes: dict[str, int]
    needs: dict[str, int]
    lift: int | None
    where: tuple[str, ...]

    @property
    def side_words(self) -> str:
        """Where it is put in place, in words."""
        return SIDES[self.side]


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of work: the words by which a wish is recognised, and the dimensions that it touches."""

    key: str
    title: str
    words: tuple[str, ...]
    touches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the category of a certificate reminds an assessor of; no level stands here, and none may."""

    ask_first: tuple[str, ...]
    ask_aids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole profile of one version."""

    version: str
    groups: dict[str, str]
    dimensions: dict[str, Dimension]
    conditions: dict[str, str]
    accommodations: dict[str, Accommodation]
    prompts: dict[str, Prompt]  # by category: visual, hearing, …
    families: dict[str, Family]
    always: tuple[str, ...]
    scale: tuple[str, ...]  # what each level means in general
    sources: dict[str, str]

    def of_group(self, group: str) -> list[Dimension]:
        """The dimensions of one group, in the order of the profile."""
        return [one for one in self.dimensions.values() if one.group == group]


# Categories of GB/T 26341-2010 as certificates carry them.
CATEGORIES = {
    "1": "visual",
    "2": "hearing",
    "3": "speech",
    "4": "physical",
    "5": "intellectual",
    "6": "psychosocial",
    "7": "multiple",
}


@cache
def profile() -> Profile:
    """Return the profile in use.

    Raises:
        ProfileBroken: a name that there isn't, anchors missing, a level under the prompts.
    """
    return read(_load("profile.yaml"), _load("talk.yaml"))


def _load(name: str) -> dict[str, Any]:
    said: dict[str, Any] = yaml.load((HERE / name).read_text("utf-8"), Loader=FAST)
    return said


def _full_width(text: str) -> str:
    """Return Chinese words with the punctuation of Chinese print."""
    return text.translate(str.maketrans(",()", "，（）"))


def read(data: dict[str, Any], talk: dict[str, Any]) -> Profile:
    """Turn the data into a profile. Raises ProfileBroken as `profile`."""
    questions = talk["questions"]
    dimensions = {
        row["id"]: Dimension(
            row["id"], row["bit"], row["group"], _full_width(row["zh"]), tuple(map(_full_width, row["a"])), questions.get(row["id"], ""),
            tuple(row["refs"].get("icf", ())),
        )
        for row in data["dimensions"]
    }  # fmt: skip
    aids = {
        row["id"]: Accommodation(
            row["id"], row["bit"], _full_width(row["zh"]), row["side"], row["cost_class"], row["closes"], row["needs"], row.get("lift"),
            tuple(row["where"]),
        )
        for row in data["accommodations"]
    }  # fmt: skip
    found = Profile(
        version=str(data["version"]),
        groups={row["id"]: row["zh"] for row in data["groups"]},
        dimensions=dimensions,
        conditions={row["id"]: row["zh"] for row in data["conditions"]},
        accommodations=aids,
        prompts=_prompts(data["category_prompts"]),
        families={
            row["id"]: Family(row["id"], row["zh"], tuple(row["words"]), tuple(row["touches"]))
            for row in talk["families"]
        },
        always=tuple(talk["always"]),
        scale=tuple(data["scale"]["ability"][level]["zh"] for level in LEVELS),
        sources={key: str(text) for key, text in data["sources"].items()},
    )
    if faults := _faults(found, data, talk):
        raise ProfileBroken("；".join(faults))
    return found


def _prompts(data: dict[str, Any]) -> dict[str, Prompt]:
    """Read the prompts; several categories on one certificate are the union of the others."""
    single = {
        key: Prompt(tuple(row["ask_first"]), tuple(row["ask_aids"]))
        for key, row in data.items()
        if key in CATEGORIES.values() and key != "multiple"
    }
    first = dict.fromkeys(one for prompt in single.values() for one in prompt.ask_first)
    aids = dict.fromkeys(one for prompt in single.values() for one in prompt.ask_aids)
    return {**single, "multiple": Prompt(tuple(first), tuple(aids))}


def _faults(found: Profile, data: dict[str, Any], talk: dict[str, Any]) -> list[str]:
    """Say what is wrong: nothing in a sound profile."""
    said = [f"{one.key}：应有五句" for one in found.dimensions.values() if len(one.anchors) != len(LEVELS)]
    said += [f"{one.key}：没有问句" for one in found.dimensions.values() if not one.question]
    said += [f"{one.key}：没有这一组 {one.group}" for one in found.dimensions.values() if one.group not in found.groups]
    for rows in (data["dimensions"], data["accommodations"], data["conditions"]):
        if [row["bit"] for row in rows] != list(range(len(rows))):
            said.append(f"{rows[0]['id']} 起的编号不连续")
    named = [(f"支持 {a.key}", key) for a in found.accommodations.values() for key in (*a.closes, *a.needs)]
    named += [(f"工作 {f.key}", key) for f in found.families.values() for key in f.touches]
    named += [("问句", key) for key in (*talk["questions"], *found.always)]
    named += [(f"提示 {c}", key) for c, prompt in found.prompts.items() for key in prompt.ask_first]
    said += [f"{where}：没有这一项 {key}" for where, key in named if key not in found.dimensions]
    said += [
        f"提示 {c}：没有这项支持 {key}"
        for c, prompt in found.prompts.items()
        for key in prompt.ask_aids
        if key not in found.accommodations
    ]
    allowed = {"zh", "ask_first", "ask_aids", "rule"}
    said += [
        f"提示 {key}：只可排问题的先后，不可有 {sorted(row.keys() - allowed)}"
        for key, row in data["category_prompts"].items()
        if isinstance(row, dict) and row.keys() - allowed
    ]
    return said
