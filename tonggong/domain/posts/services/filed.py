"""Posts that an office's file says: on a `Changes`, without a person in between; nothing is published by a file."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tonggong.base.changes import Changes
from tonggong.base.workflow.models import Transition
from tonggong.domain.posts.choices import ConditionKind, ConditionState, Source, State
from tonggong.domain.posts.models import Post, PostCondition, PostHelp
from tonggong.domain.posts.services.entering import work_of
from tonggong.rules.posts.conditions import Question, questions
from tonggong.rules.posts.occupations import occupations, read_occupation

POST = (
    "unit_id", "is_public_body", "county_code", "township_code", "title", "occupation", "duties", "places", "is_reserved",
    "workplace", "hours", "pay_from_yuan", "pay_to_yuan", "apply_how", "demands", "analysed_on", "analysed_by", "source",
    "plan_id", "round_id", "source_file_id", "source_row", "open_from", "open_until", "state", "published_on", "by", "at",
)  # fmt: skip
CONDITION = ("post_id", "kind", "words", "duty", "questions", "state", "answer", "answered_by", "answered_at", "reason",
             "decided_by", "decided_as", "decided_at", "by", "at")  # fmt: skip
HELP = ("post_id", "what", "is_on_hand", "cost_yuan", "by", "at", "ended_at")
STEP = ("subject", "subject_id", "before", "after", "by", "by_id", "reason", "at")
# What a later file may change in a post that is there already.
SAID = ("places", "workplace", "hours", "pay_from_yuan", "pay_to_yuan", "apply_how", "open_until")
_PARTS = re.compile(r"[；;\n]+")
_COST = re.compile(r"(.+?)[（(]约?(\d+(?:\.\d{1,2})?)元[）)]")


class Filed:
    """The posts there are, and what a file adds to them.

    Args:
        stamp: the instant as a row is written with it.
    """

    def __init__(self, changes: Changes, sender: str, day: date) -> None:
        self.changes, self.sender, self.day = changes, sender[:60], day
        rows = Post.objects.exclude(state=State.CLOSED)
        self.known: dict[tuple[int, str, date], Post | int] = {(p.unit_id, p.title, p.open_from): p for p in rows}
        said = PostCondition.objects.filter(post__in=rows.values("pk")).values_list("post_id", "words")
        self.conditions = set(said)

    def take(
        self, unit: int, is_public: bool, place: tuple[str, str], source: tuple[int, int], said: dict[str, Any]
    ) -> tuple[bool, list[tuple[str, Any, Any]]]:
        """Take one row: (it is new, what it changed as (column, before, after))."""
        key = (unit, said["title"], said["open_from"])
        there = self.known.get(key)
        if there is None:
            self.known[key] = self._add(unit, is_public, place, source, said)
            return True, []
        if isinstance(there, int):  # twice in one file
            return False, []
        return False, self._follow(there, said)

    def _add(
        self, unit: int, is_public: bool, place: tuple[str, str], source: tuple[int, int], said: dict[str, Any]
    ) -> int:
        kind = read_occupation(said["occupation"])
        if kind == "other":
            kind = read_occupation(said["title"])
        asks: list[tuple[str, list[Question]]] = [
            (words, self._asked(words, said["title"], kind)) for words in said["conditions"]
        ]
        duties = said["duties"]
        hidden = questions(duties, self.day, work=work_of(said["title"], kind), is_description=True).value
        if hidden:  # the description sets conditions: it is looked at as one, and the public does not see it before
            asks, duties = [*asks, (duties, list(hidden))], ""
        questioned = [one for _words, found in asks for one in found]
        state = State.STOPPED if questioned else State.REVIEW
        pk = self.changes.add(
            Post, POST,
            (unit, is_public, *place, said["title"], kind, duties, said["places"], said["is_reserved"], said["workplace"],
             said["hours"], said["pay_from_yuan"], said["pay_to_yuan"], said["apply_how"],
             json.dumps(occupations()[kind].demands), None, "", Source.FILE.value, None, None, *source, said["open_from"],
             said["open_until"], state.value, None, self.sender, self.changes.stamp),
        )  # fmt: skip
        for words, found in asks:
            self._condition(pk, words, found)
        for what, cost in _helps(said["helps"]):
            self.changes.add(PostHelp, HELP, (pk, what, cost is None, cost, self.sender, self.changes.stamp, None))
        because = "".join(one.sentence for one in questioned) or "文件报来，条件没有疑问。"
        self._step(pk, State.DRAFT, state, because)
        return pk

    def _asked(self, words: str, title: str, kind: str) -> list[Question]:
        return list(questions(words, self.day, work=work_of(title, kind)).value)

    def _condition(self, post: int, words: str, found: list[Question]) -> None:
        self.conditions.add((post, words))
        kind = ConditionKind.BODY if any("体检" in one.rule.heading for one in found) else ConditionKind.OTHER
        state = ConditionState.QUESTIONED if found else ConditionState.CLEAR
        keys = json.dumps([one.rule.key for one in found])
        self.changes.add(
            PostCondition, CONDITION,
            (post, kind.value, words, "", keys, state.value, "", "", None, "", "", "", None, self.sender, self.changes.stamp),
        )  # fmt: skip

    def _step(self, post: int, before: str, after: str, because: str) -> None:
        row = ("posts.Post", post, str(before), str(after), self.sender, None, because[:400], self.changes.stamp)
        self.changes.add(Transition, STEP, row)

    def _follow(self, there: Post, said: dict[str, Any]) -> list[tuple[str, Any, Any]]:
        """What a later file says otherwise; a new condition that is questioned stops a post that is published."""
        sides = [(name, getattr(there, name), said[name]) for name in SAID if said[name] not in ("", None)]
        sides = [one for one in sides if one[1] != one[2]]
        fresh = [words for words in said["conditions"] if (there.pk, words) not in self.conditions]
        questioned: list[Question] = []
        for words in fresh:
            found = self._asked(words, there.title, there.occupation)
            questioned += found
            self._condition(there.pk, words, found)
            sides.append(("conditions", "", words))
        values = {name: after for name, _before, after in sides if name != "conditions"}
        if questioned and there.state in (State.PUBLISHED, State.REVIEW):
            self._step(there.pk, there.state, State.STOPPED, "".join(one.sentence for one in questioned))
            values["state"] = State.STOPPED.value
        if values:
            self.changes.update(Post, there.pk, **values)
        return sides


def conditions_in(text: str) -> list[str]:
    """The conditions of one cell, parted by semicolons or lines, each once."""
    return list(dict.fromkeys(part.strip(" 　。")[:400] for part in _PARTS.split(text) if part.strip(" 　。")))


def _helps(text: str) -> Iterator[tuple[str, Decimal | None]]:
    """What makes a post fit, of one cell: 放大屏（320元） is needed and costs so much, 坡道 alone is on hand."""
    for part in conditions_in(text):
        match = _COST.fullmatch(part)
        yield (match[1][:120], Decimal(match[2])) if match else (part[:120], None)
