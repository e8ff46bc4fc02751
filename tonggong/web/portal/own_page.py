"""A person's own page: everything stored, from which office and month, and who looked. Nothing about anybody else."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.audit import queries as audit
from tonggong.base.divisions.queries import name_of
from tonggong.domain.employment.queries import form_name, work_of
from tonggong.domain.persons.own import own_keys
from tonggong.domain.persons.queries import certificate_words, is_believed, record_of, sealed_phone_tail
from tonggong.domain.training.queries import training_of
from tonggong.web.components.words import long_day, month_name, yuan

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is stored: what, since when, and who said it. `is_past`: it was corrected later."""

    what: str
    more: str
    source: str
    is_past: bool = False


def _source(fact: Any) -> str:
    if fact.source_file_id:
        delivery = fact.source_file.delivery
        return f"{delivery.sender}，{month_name(delivery.month)}"
    return fact.said_by or "残联"


def _line(fact: Any, what: str, more: str = "") -> Line:
    return Line(what, more, _source(fact), not is_believed(fact))


def _span(start: Any, end: Any) -> str:
    until = f"到{long_day(end)}" if end else "到现在"
    return f"{long_day(start)}{until}" if start else ("" if not end else until)


_CIRCUMSTANCES: dict[str, Callable[[Any], str]] = {
    "name": lambda fact: f"姓名 {fact.value}",
    "place": lambda fact: f"住在{name_of(fact.value)}",
    "phone": lambda fact: f"电话尾号 {sealed_phone_tail(fact.sealed)}" if fact.sealed is not None else "电话停用",
    "death": lambda fact: "登记去世",
    "school": lambda fact: f"在{fact.value}",
    "low_income": lambda fact: fact.value,
    "injury": lambda fact: fact.value or "工伤",
}


def stored(who: Who, person: Any) -> list[tuple[str, list[Line]]]:
    """Return what is stored of a person by topic, what stands first; topics without anything are left out."""
    record, work = record_of(person), work_of(who, person)
    papers = [
        _line(one, f"{one.get_kind_display()}，{certificate_words(one)}，{one.get_status_display()}",
              f"有效期至{long_day(one.valid_until)}" if one.valid_until else "")
        for one in record.certificates
    ]  # fmt: skip
    papers += [_line(one, f"以前的姓名 {one.name}" if one.name else "以前的身份证号") for one in record.identities]
    about = [_line(one, _CIRCUMSTANCES[one.kind](one), _span(one.started_on, one.ended_on) if one.started_on else "")
             for one in record.circumstances]  # fmt: skip
    about += [_line(one, f"户口本上是{one.relation}", f"{one.hukou_kind}户口" if one.hukou_kind else "")
              for one in record.memberships]  # fmt: skip
    jobs = [_line(one, f"{work.unit_name(one.unit_code, one.unit_name) or '自己做'}，{form_name(one.form)}",
                  _span(one.started_on, one.ended_on)) for one in work.spells]  # fmt: skip
    paid = [_line(run.latest, f"{run.unit_name}缴社保", f"{month_name(run.first_month)}到{month_name(run.last_month)}")
            for run in work.runs]  # fmt: skip
    wages = [_line(one, f"{work.unit_name(one.unit_code)}报的工资 {yuan(one.wage_yuan)}", month_name(one.month))
             for one in work.wages]  # fmt: skip
    classes = [_line(one, f"{one.class_name}{f'，{one.get_result_display()}' if one.result else ''}",
                     _span(one.started_on, one.ended_on)) for one in training_of(person)]  # fmt: skip
    topics = [("证件", papers), ("工作", jobs), ("社保", paid), ("工资", wages), ("培训", classes), ("其他", about)]
    return [(title, sorted(lines, key=lambda line: line.is_past)) for title, lines in topics if lines]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked, searched, changed or handed on: when, who, what, and why if he had to say it."""

    at: datetime
    who: str
    what: str
    why: str


_WHAT = {
    "view": "打开了您的信息",
    "unmask": "看了完整号码",
    "search": "查找时看到了您",
    "change": "改了您的信息",
    "decision": "核对了您的信息",
    "import": "收了部门的文件",
    "export": "导出的名单里有您",
    "release": "提供给了别的部门",
}


def looked(who: Who, person: Any, before: int | None = None) -> tuple[list[Look], int | None]:
    """Return who looked at a person's rows, newest first, and the entry before which more follow."""
    rows: list[Any] = []
    for key in own_keys(person):
        found = audit.entries_about("persons.Person", key)
        rows += list((found.filter(seq__lt=before) if before else found)[: SHOWN + 1])
    rows = sorted({row.seq: row for row in rows}.values(), key=lambda row: -row.seq)
    return list(_looks(who, rows[:SHOWN])), rows[SHOWN - 1].seq if len(rows) > SHOWN else None


def _looks(who: Who, rows: Iterable[Any]) -> Iterable[Look]:
    for row in rows:
        said = json.loads(row.detail or "{}")
        is_own = row.actor_id is not None and row.actor_id == who.user_id
        name = "您自己" if is_own else f"{row.actor_role} {row.actor}".strip() if row.actor_id else "系统"
        what = _WHAT.get(row.kind, "用到了您的信息")
        if row.kind == "view" and row.subject_id is None:
            what = "看的名单里有您"
        yield Look(datetime.fromisoformat(row.at), name, what, said.get("reason") or said.get("purpose") or "")
