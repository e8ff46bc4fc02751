"""The practice city's registers say whom to call at a unit; two firms stand in the business register under a second code.

Sent beside the city's own files, by an office of its own and by the establishment office, so that those stay as they are.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tonggong.practice import names, numbers

BUSINESSES, ESTABLISHMENT = "businesses", "establishment"
SENDERS = {BUSINESSES: "市行政审批局", ESTABLISHMENT: "市委编办"}
TWICE = 2  # firms that changed their code and stand in the register under the old one as well
_FIRM = ("统一社会信用代码", "主体名称", "县区", "登记状态", "联系人", "联系人职务", "联系电话")
_BODY = ("统一社会信用代码", "机构名称", "核定编制数", "统计日期", "联系人", "职务", "办公电话")
_ROLES = ("办公室主任", "人事专员", "综合科科长", "行政主管", "财务负责人")


@dataclass(frozen=True)
class Listed:
    """A unit as the register has it; `posts` are the established ones of a public body, None of a firm."""

    code: str
    name: str
    county: str
    posts: int | None = None


def write_contacts(
    seed: int, month: str, units: Sequence[Listed], folder: Path
) -> tuple[list[Path], list[tuple[str, str]]]:
    """Write the files of a month; return their paths, and (old code, code in use) of each firm that stands there twice.

    The same seed and units write the same bytes.
    """
    rng = np.random.default_rng([seed, 21])
    known = sorted(units, key=lambda one: one.code)
    sex = rng.integers(1, 3, len(known))
    people = names.full_names(rng, names.surnames(rng, len(known)), sex)
    roles = rng.integers(0, len(_ROLES), len(known))
    called = [
        (str(name), _ROLES[role], str(number))
        for name, role, number in zip(people, roles, numbers.phones(rng, len(known)), strict=True)
    ]
    firms = [(one, call) for one, call in zip(known, called, strict=True) if one.posts is None]
    bodies = [(one, call) for one, call in zip(known, called, strict=True) if one.posts is not None]
    twice = [one for one, _call in firms if one.code[:2] == "91"][:TWICE]
    old = numbers.uscc(rng, ["91"] * len(twice), [one.code[2:8] for one in twice])
    rows = [(one.code, one.name, one.county, "存续", *call) for one, call in firms]
    rows += [(str(code), one.name, one.county, "存续", "", "", "") for code, one in zip(old, twice, strict=True)]
    paths = [
        _write(folder / month, BUSINESSES, _FIRM, rows),
        _write(
            folder / month, ESTABLISHMENT, _BODY,
            [(one.code, one.name, str(one.posts), f"{month}-31", *call) for one, call in bodies],
        ),
    ]  # fmt: skip
    return paths, [(str(code), one.code) for code, one in zip(old, twice, strict=True)]


def _write(place: Path, feed: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{feed}-{SENDERS[feed]}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path
