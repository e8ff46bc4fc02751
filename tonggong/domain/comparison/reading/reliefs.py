"""The special channels: community points, lowered fees, tobacco licences, lottery agents; each row is a fact at once.

What can't be true waits for a person. A row that corrects an earlier one of the same thing ends it and takes its thread.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tonggong.base.divisions.queries import city
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.reliefs.models import LicenceApplication, Placed, RecruitmentRound, Relief, ServicePoint
from tonggong.domain.reliefs.services import entries
from tonggong.rules.reliefs import licences, money, points, rounds
from tonggong.rules.reliefs.channels import Channel
from tonggong.rules.reliefs.licences import RESULT_LABELS, Application
from tonggong.rules.reliefs.rounds import Round

NOTHING_RELAXED = "无"
_RESULTS = {label: result.value for result, label in RESULT_LABELS.items()}
Values = dict[str, Any]


class _Standing:
    """What a table says now, by what tells one thing from another; changed as rows are read."""

    def __init__(self, ledger: Ledger, model: type[Placed], key: Callable[[Mapping[str, Any]], Any], **only: Any):
        self.ledger, self.model, self.key = ledger, model, key
        self.columns = entries.columns_of(model)
        gone, again = ledger.gone.get(model, set()), ledger.again.get(model, {})
        rows: Any = model._default_manager
        self.known: dict[Any, tuple[int, int, Values]] = {}
        found = [(row.pk, row) for row in rows.standing().filter(**only) if row.pk not in gone]
        found += [(again[row.pk], row) for row in rows.filter(pk__in=list(again), **only)]
        for pk, row in found:
            values = {c: getattr(row, c) for c in self.columns}
            self.known[key(values)] = pk, row.thread or pk, values

    def say(self, row: Row, values: Values, labels: Mapping[str, str]) -> tuple[Result, list[dict[str, Any]], int]:
        """Say something of a thing, or anew where it was said otherwise: (result, both sides, thread)."""
        old = self.known.get(self.key(values))
        if old is None:
            values = entries.with_worth(self.model, values)
            fact = entries.add(self.ledger.changes, self.model, values, row.source)
            self.known[self.key(values)] = fact, fact, values
            return Result.NEW, [], fact
        sides = differing(old[2], values, labels)
        if not sides:
            return Result.CONFIRMED, [], old[1]
        merged = entries.with_worth(self.model, old[2] | said(values))
        self.ledger.changes.end(self.model, old[0])
        fact = entries.add(self.ledger.changes, self.model, merged, row.source, old[1])
        self.known[self.key(values)] = fact, old[1], merged
        return Result.CHANGED, sides, old[1]


def said(values: Mapping[str, Any]) -> Values:
    """What a row does say: a cell that it leaves empty takes nothing back."""
    return {column: value for column, value in values.items() if value not in (None, "")}


def differing(old: Mapping[str, Any], new: Mapping[str, Any], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Both sides of what a row says otherwise."""
    told = said(new)
    return [
        side(title, old.get(column), told[column])
        for column, title in labels.items()
        if column in told and old.get(column) != told[column]
    ]


def _add(out: Findings, row: Row, result: Result, sides: list[dict[str, Any]]) -> None:
    state = State.SETTLED if result == Result.CONFIRMED else State.FACT
    out.add(row, result, state, sides=sides)


def _doubted(out: Findings, row: Row, problem: str) -> bool:
    """Ask a person about a row that can't be true, unless somebody already insists on it."""
    if not problem or row.insist:
        return False
    out.add(row, Result.IMPOSSIBLE, State.OPEN, cause="relief-contradicts-itself", because=problem)
    return True


def _is_dead(out: Findings, row: Row, day: Any) -> bool:
    someone = row.person
    if someone is None or row.insist or not someone.died_on or someone.died_on >= day:
        return False
    out.add(row, Result.IMPOSSIBLE, State.OPEN, cause="dead", because="台账说此人在这以前已经去世。")
    return True


def _home() -> str:
    found = city()
    return found.code if found else ""


POINT = {"kind": "种类", "builder": "建设单位", "built_on": "建成日期", "posts": "岗位数", "reserved": "预留岗位数"}


def service_points(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """社区公共服务点: which were built, with how many posts and reserved ones."""
    standing = _Standing(ledger, ServicePoint, lambda v: (v["county_code"], v["address"], v["title"]))
    for row in rows:
        if _doubted(out, row, points.point_problem(row["posts"], row["reserved"])):
            continue
        county, township = row.place
        values = {
            "county_code": county or _home(), "township_code": township, "kind": row.text("kind")[:40],
            "title": (row.text("title") or row.text("kind"))[:120], "address": row.text("address")[:200],
            "builder": row.text("builder")[:120], "built_on": row["built_on"], "posts": row["posts"],
            "reserved": min(row["reserved"], row["posts"]), "ground": row.text("remark")[:200],
        }  # fmt: skip
        _add(out, row, *standing.say(row, values, POINT)[:2])


FEE = {
    "normal_value": "减免前（元/月）", "granted_value": "减免后（元/月）", "until": "止日", "review_on": "复核日", "payer": "谁承担",
    "normal_rule": "收费依据",
}  # fmt: skip


def fee_reliefs(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """摊位费、租赁费减免: a relief of one of our people, worth what the rule says."""
    standing = _Standing(
        ledger, Relief, lambda v: (v["person_id"], v["kind"], v["place"], v["started_on"]), channel=Channel.FEES.value
    )
    for row in rows:
        someone = row.person
        if someone is None or _is_dead(out, row, row["started_on"]):
            continue
        before, after = row["before_yuan"], row["after_yuan"]
        if _doubted(out, row, money.fee_problem(before, after, row["started_on"], row["until"], row["months"])):
            continue
        values = {
            "channel": Channel.FEES.value, "kind": row.text("kind")[:40], "person_id": someone.id,
            "county_code": someone.county_code, "township_code": someone.township_code, "place": row.text("place")[:200],
            "normal_rule": (row.text("normal_rule") or "原收费标准")[:200], "normal_value": before,
            "granted_value": min(after, before), "measure": "元/月", "payer": row.text("payer")[:80],
            "started_on": row["started_on"], "until": row["until"], "review_on": row["review_on"],
            "ground": row.text("remark")[:200],
        }  # fmt: skip
        _add(out, row, *standing.say(row, values, FEE)[:2])


LICENCE = {
    "person_id": "申请人", "applied_on": "申请日期", "decided_on": "决定日期", "result": "结果", "relaxed": "放宽内容",
    "normal_value": "平常标准", "granted_value": "放宽后", "valid_until": "有效期至", "shop": "经营地址",
}  # fmt: skip


def tobacco_licences(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """烟草零售许可: an application of one of our people, and the relief where something was relaxed for it."""
    standing = _Standing(ledger, LicenceApplication, lambda v: v["number"])
    brought = _Standing(ledger, Relief, lambda v: v["about"], channel=Channel.TOBACCO.value)
    for row in rows:
        someone = row.person
        if someone is None or _is_dead(out, row, row["applied_on"]):
            continue
        relaxed = row.text("relaxed")
        values: Values = {
            "number": row.text("number")[:40], "person_id": someone.id, "county_code": someone.county_code,
            "township_code": someone.township_code, "shop": row.text("shop")[:200], "applied_on": row["applied_on"],
            "decided_on": row["decided_on"], "result": _RESULTS[row.text("result")],
            "relaxed": "" if relaxed == NOTHING_RELAXED else relaxed[:40], "normal_value": _decimal(row["normal_value"]),
            "granted_value": _decimal(row["granted_value"]), "measure": _measure(relaxed), "valid_until": row["valid_until"],
            "ground": row.text("remark")[:200],
        }  # fmt: skip
        case = Application(
            values["applied_on"], values["decided_on"], licences.Result(values["result"]), values["relaxed"],
            values["normal_value"], values["granted_value"],
        )  # fmt: skip
        if _doubted(out, row, licences.application_problem(case)):
            continue
        old = standing.known.get(values["number"])
        if old is not None and old[2]["person_id"] != someone.id and not row.insist:
            because = "同一个申请编号，台账里是另一个人的申请。"
            out.add(row, Result.CONTRADICTORY, State.OPEN, cause="licence-of-another", because=because)
            continue
        sides = differing(old[2], values, LICENCE) if old else []
        if old is not None and not sides:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        now = values if old is None else old[2] | said(values)
        relief = brought.known.get(old[1]) if old else None
        kept = {
            "id": old[0], "thread": old[1], "relief_id": relief[0] if relief else None, "relief_thread": relief[1] if relief else None,
        } if old else None  # fmt: skip
        fact, brings = entries.say_licence(ledger.changes, now, row.source, kept)
        thread = old[1] if old else fact
        standing.known[now["number"]] = fact, thread, now
        brought.known.pop(thread, None)
        if brings is not None:
            brought.known[thread] = brings, relief[1] if relief else brings, {}
        _add(out, row, Result.CHANGED if old else Result.NEW, sides)


def _measure(relaxed: str) -> str:
    return "米" if "间距" in relaxed else "户" if "数量" in relaxed else ""


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


ROUND = {
    "decided_on": "确定日期", "applicants": "报名人数", "pwd_applicants": "报名残疾人数", "selected": "选中人数",
    "pwd_selected": "选中残疾人数",
}  # fmt: skip
PREFERRED = {"kind": "优先方式", "until": "到期日"}


def lottery_rounds(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """彩票代销者征召: the numbers of a round, and who of our people was chosen with preference.

    Several rows may tell of one round, one a person; they must agree on its numbers.
    """
    standing = _Standing(ledger, RecruitmentRound, lambda v: (v["seller"], v["title"], v["county_code"]))
    brought = _Standing(ledger, Relief, lambda v: (v["person_id"], v["about"]), channel=Channel.LOTTERY.value)
    told: dict[Any, Round] = {}
    for row in rows:
        numbers = Round(row["applicants"], row["pwd_applicants"], row["selected"], row["pwd_selected"])
        if _doubted(out, row, rounds.round_problem(numbers)):
            continue
        values = {
            "seller": row.text("seller")[:60], "title": row.text("title")[:120], "county_code": row.place[0] or _home(),
            "township_code": "", "decided_on": row["decided_on"], "applicants": numbers.applicants,
            "pwd_applicants": numbers.pwd_applicants, "selected": numbers.selected, "pwd_selected": numbers.pwd_selected,
            "ground": row.text("remark")[:200] if row.person is None else "",
        }  # fmt: skip
        key = standing.key(values)
        if told.setdefault(key, numbers) != numbers and not row.insist:
            because = "同一批次，这一行的人数和前面的行不同。请来源单位说明以哪个为准。"
            out.add(row, Result.CONTRADICTORY, State.OPEN, cause="round-told-twice", because=because)
            continue
        result, sides, thread = standing.say(row, values, ROUND)
        if row.person is not None and row.text("is_selected") == "是":
            relief = {
                "channel": Channel.LOTTERY.value, "kind": (row.text("priority") or "同等条件优先")[:40], "person_id": row.person.id,
                "county_code": row.person.county_code, "township_code": row.person.township_code,
                "place": f"{values['seller']}代销点（{values['title']}）"[:200], "normal_rule": "按公告的条件择优选定",
                "normal_source": "彩票管理条例；征召公告", "started_on": row["decided_on"], "until": row["until"],
                "review_on": row["until"], "about": thread,
            }  # fmt: skip
            own, more, _thread = brought.say(row, relief, PREFERRED)
            result, sides = (own, more) if result == Result.CONFIRMED else (result, sides + more)
        if row.person is not None or not row.text("name"):  # of whom nobody knows who it is, that is the finding
            _add(out, row, result, sides)
