"""Which conditions of a post are questioned, with the words to say and what a justification must show (合理确定体检条件).

The list is data (`conditions.yaml`). A question is no verdict: it stops the post until somebody decides.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tonggong.rules.outcome import Outcome, Step

FILE = Path(__file__).with_name("conditions.yaml")


class ConditionsWrong(ValueError):
    """The list of conditions can't be used; the text says which entry and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of condition that is questioned.

    Args:
        heading: the class in words (与岗位无关的体检条件). is_final: it can't be justified, only taken out.
        everywhere: looked for in the description of the duties too. work: kinds of work to which it belongs by itself.
    """

    key: str
    heading: str
    title: str
    says: str
    asks: str
    source: str
    since: date
    until: date | None
    words: re.Pattern[str]
    apart: re.Pattern[str] | None
    work: tuple[str, ...]
    is_final: bool
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A condition that is questioned: by which rule, and the words that it was found by, as they were written."""

    rule: Rule
    found: str

    @property
    def sentence(self) -> str:
        """What the unit is told."""
        return f"{self.rule.heading}：“{self.found}”是{self.rule.says}。要保留，请{self.rule.asks}。" if not (
            self.rule.is_final
        ) else f"{self.rule.heading}：“{self.found}”是{self.rule.says}。{self.rule.asks}。"  # fmt: skip


def plain(words: str) -> str:
    """Words as they are looked through: half width, lower case, without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).lower()


def read_rules(text: str) -> tuple[Rule, ...]:
    """Understand the list.

    Raises:
        ConditionsWrong: an entry lacks a field, names no class there is, stands twice, or its words are no expression.
    """
    said = yaml.safe_load(text)
    found: dict[str, Rule] = {}
    for row in said["rules"]:
        key = str(row.get("key", "?"))
        for field in ("title", "words", "says", "asks", "source", "effective_from", "mark"):
            if not row.get(field):
                raise ConditionsWrong(f"{key}：没有写 {field}。")
        if key in found or row.get("class") not in said["classes"]:
            raise ConditionsWrong(f"{key}：重复，或没有这一类 {row.get('class')}。")
        found[key] = _rule(key, row, said["classes"][row["class"]])
    return tuple(found.values())


def _rule(key: str, row: dict[str, Any], heading: str) -> Rule:
    try:
        words = re.compile("|".join(f"(?:{one})" for one in row["words"]))
        apart = re.compile("|".join(f"(?:{one})" for one in row["apart"])) if row.get("apart") else None
    except re.error as wrong:
        raise ConditionsWrong(f"{key}：{wrong}。") from None
    return Rule(
        key, heading, row["title"], row["says"], row["asks"], row["source"], row["effective_from"], row.get("effective_to"),
        words, apart, tuple(row.get("unless_work", ())), bool(row.get("final")), bool(row.get("everywhere")),
    )  # fmt: skip


@cache
def rules() -> dict[str, Rule]:
    """The list that comes with the product, by key."""
    return {one.key: one for one in read_rules(FILE.read_text("utf-8"))}


def questions(words: str, day: date, *, work: str = "", is_description: bool = False) -> Outcome[tuple[Question, ...]]:
    """Which questions some words raise on a day; none where they may stand.

    Args:
        words: a condition as it is written, or a description of the duties (`is_description`): what such a text may well
            name as work, a check-up that somebody arranges, is not looked for there.
        work: the post's name and occupation: a licence belongs to a driver.
    """
    text, what = plain(words), plain(work)
    found = []
    for rule in rules().values():
        if day < rule.since or (rule.until is not None and day > rule.until):
            continue
        if (is_description and not rule.everywhere) or any(one in what for one in rule.work):
            continue
        # what is taken apart leaves a mark, so that the words on both sides of it don't run together
        looked = rule.apart.sub("／", text) if rule.apart else text
        if match := rule.words.search(looked):
            found.append(Question(rule, match[0]))
    steps = tuple(Step(one.sentence, one.rule.source) for one in found)
    return Outcome(tuple(found), steps or (Step("没有和岗位无关的条件。", "岗位条件清单"),))
