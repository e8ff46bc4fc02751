"""The practice city's hires of a half-year at public bodies: what the bodies report and what the personnel office's roster says.

Most agree; some are known to one side only, one is dated long after the other, one stands under another body. The same seed,
bodies and people give the same file and the same reports.
"""

import csv
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FEED, SENDER = "recruitment", "市人社局事业单位人事管理科"
HEADINGS = ("序号", "姓名", "身份证号", "单位名称", "统一社会信用代码", "录(聘)用日期", "招聘方式", "岗位", "人员类别")
PLANTED = (  # what both sides say of one person each; at the first body, whose account shows it, and at the others
    ("agree", 3, 3), ("roster_lacks", 1, 1), ("not_reported", 1, 1), ("other_day", 1, 0), ("other_body", 0, 1),
)  # fmt: skip
WANTED = sum(first + others for _kind, first, others in PLANTED)
APART = 80  # days between the two days of "other_day": more than one hire's may lie apart
ORGANS = ("综合窗口", "档案管理员", "数据录入员")
INSTITUTIONS = ("图书管理员", "心理咨询师", "化验员")


@dataclass(frozen=True, slots=True)
class Body:
    """A public body of the register."""

    code: str
    name: str
    is_organ: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a valid certificate."""

    citizen_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A hire as its body reports it."""

    body: Body
    person: Somebody
    hired_on: date
    post: str
    ground: str


def write_roster(
    seed: int, year: int, bodies: Sequence[Body], people: Sequence[Somebody], path: Path
) -> tuple[list[Reported], dict[str, str]]:
    """Write the roster of a year's first half; return what the bodies report, and what is so by citizen ID.

    Too few bodies (two are needed) or people: as much as there is of them.
    """
    rng = np.random.default_rng([seed, year, zlib.crc32(b"roster")])
    free = [people[n] for n in rng.permutation(len(people))[:WANTED]]
    first, others = bodies[0], bodies[1:]
    reports, rows, truth = [], [], {}
    wanted = [(kind, n < own) for kind, own, more in PLANTED for n in range(own + more if others else own)]
    for n, ((kind, is_own), person) in enumerate(zip(wanted, free, strict=False)):
        body = first if is_own else others[int(rng.integers(len(others)))]
        day = date(year, 1, 8) + timedelta(int(rng.integers(60)))
        post = (ORGANS if body.is_organ else INSTITUTIONS)[n % 3]
        truth[person.citizen_id] = kind
        if kind != "not_reported":
            reported_on = day + timedelta(APART) if kind == "other_day" else day
            reports.append(Reported(body, person, reported_on, post, f"录用通知〔{year}〕{n + 1}号"))
        if kind == "roster_lacks":
            continue
        named = first if kind == "other_body" else body
        rows.append((person, named, day, post))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(HEADINGS)
        for number, (person, body, day, post) in enumerate(rows, 1):
            how, whom = ("公开招录", "公务员") if body.is_organ else ("公开招聘", "事业单位工作人员")
            out.writerow((number, person.name, person.citizen_id, body.name, body.code, day, how, post, whom))
    return reports, truth
