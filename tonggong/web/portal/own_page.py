"""A person's own page: everything stored, from which office and month, and who looked. Nothing about anybody else."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from tonggong.base.accounts.who import Who
from tonggong.base.audit import queries as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.privacy.logs import blotted
from tonggong.domain.casework.queries.file import casework_of
from tonggong.domain.casework.queries.petitions import (
    CERTIFICATE,
    CLASS,
    FACT,
    HOME,
    NAME,
    PHONE,
    RESIDENCE,
    SPELL,
    item_of,
)
from tonggong.domain.employment.queries import form_name, work_of
from tonggong.domain.persons.own import own_keys
from tonggong.domain.persons.queries import certificate_words, is_believed, record_of, sealed_phone_tail
from tonggong.domain.reliefs.queries.records import all_reliefs_of
from tonggong.domain.training.queries import training_of
from tonggong.web.components.words import long_day, month_name, yuan

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is stored: what, since when, and who said it.

    `is_past`: it was corrected later. `about`: the key by which a correction names it, "" where there is nothing to correct.
    """

    what: str
    more: str
    source: str
    is_past: bool = False
    about: str = ""


def _source(fact: Any) -> str:
    if fact.source_file_id:
        delivery = fact.source_file.delivery
        return f"{delivery.sender}，{month_name(delivery.month)}"
    return fact.said_by or "残联"


def _line(fact: Any, what: str, more: str = "", kind: str = "") -> Line:
    believed = is_believed(fact)
    return Line(what, more, _source(fact), not believed, f"{kind}:{fact.pk}" if kind and believed else "")


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
    "residence": lambda fact: f"现在住在{name_of(fact.value)}",
}


def _circumstance(fact: Any) -> str:
    words = _CIRCUMSTANCES.get(fact.kind)
    return words(fact) if words else f"{fact.get_kind_display()} {fact.value}".strip()


def stored(who: Who, person: Any) -> list[tuple[str, list[Line]]]:
    """Return what is stored of a person by topic, what stands first; topics without anything are left out."""
    record, work, training = record_of(person), work_of(who, person), training_of(person)
    for facts in (*record.facts, work.spells, work.wages, [run.latest for run in work.runs], training):
        prefetch_related_objects(facts, "source_file__delivery")
    papers = [
        _line(one, f"{one.get_kind_display()}，{certificate_words(one)}，{one.get_status_display()}",
              f"有效期至{long_day(one.valid_until)}" if one.valid_until else "", CERTIFICATE)
        for one in record.certificates
    ]  # fmt: skip
    papers += [_line(one, f"以前的姓名 {one.name}" if one.name else "以前的身份证号") for one in record.identities]
    about = [_line(one, _circumstance(one), _span(one.started_on, one.ended_on) if one.started_on else "", FACT)
             for one in record.circumstances]  # fmt: skip
    about += [_line(one, f"户口本上写的关系：{one.relation}{f'，{one.hukou_kind}户口' if one.hukou_kind else ''}", "", HOME)
              for one in record.memberships]  # fmt: skip
    jobs = [_line(one, f"{work.unit_name(one.unit_code, one.unit_name) or '自己做'}，{form_name(one.form)}",
                  _span(one.started_on, one.ended_on), SPELL) for one in work.spells]  # fmt: skip
    paid = [_line(run.latest, f"{run.unit_name}缴社保", f"{month_name(run.first_month)}到{month_name(run.last_month)}")
            for run in work.runs]  # fmt: skip
    wages = [_line(one, f"{work.unit_name(one.unit_code)}报的工资 {yuan(one.wage_yuan)}", month_name(one.month))
             for one in work.wages]  # fmt: skip
    classes = [_line(one, f"{one.class_name}{f'，{one.get_result_display()}' if one.result else ''}",
                     _span(one.started_on, one.ended_on), CLASS) for one in training]  # fmt: skip
    topics = [("证件", papers), ("工作", jobs), ("社保", paid), ("工资", wages), ("培训", classes), ("其他", about)]
    topics.append(("优惠", _reliefs(person)))
    topics += [
        (topic.title, [Line(blotted(row.what), long_day(row.on) if row.on else "", row.source or "残联", row.is_past) for row in topic.rows])
        for topic in casework_of(person)
    ]  # fmt: skip
    return [(title, sorted(lines, key=lambda line: line.is_past)) for title, lines in topics if lines]


def _reliefs(person: Any) -> list[Line]:
    """What was waived, relaxed or preferred for her, and until when."""
    rows = all_reliefs_of(person)
    prefetch_related_objects(rows, "source_file__delivery")
    return [
        _line(one, f"{one.kind}{f'，{one.place}' if one.place else ''}", _span(one.started_on, one.until))
        for one in rows
    ]


def correctable(who: Who, person: Any) -> list[tuple[str, str]]:
    """Return what a person may ask to have corrected, as (key, words)."""
    found = [(key, item_of(person, key).words) for key in (NAME, PHONE, RESIDENCE)]
    for _title, lines in stored(who, person):
        found += [(line.about, line.what) for line in lines if line.about]
    return found


def about_words(who: Who, person: Any, about: str) -> str:
    """Return in words what a petition is about, "" where it names nothing, or nothing that still stands."""
    item = item_of(person, about)
    if item.kind == CLASS:
        return next((words for key, words in correctable(who, person) if key == about), item.words)
    return item.words


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

_STEPS = {
    "visit": "记下了一次联系",
    "paper stored": "存了一份材料",
    "paper removed": "删了材料",
    "consent given": "记下了您的同意",
    "consent withdrawn": "撤回了您的同意",
    "petition": "提了一件诉求",
    "petition answered": "答复了您的诉求",
    "pass given": "做了一张支持需求通行证",
    "pass opened": "打开了您的支持需求通行证",
    "pass taken back": "收回了一张支持需求通行证",
}


def looked(who: Who, person: Any, before: int | None = None) -> tuple[list[Look], int | None]:
    """Return who looked at a person's rows, newest first, and the entry before which more follow.

    One's own looking is left out: it would push everybody else's off the page. `own_looks` says how often it was.
    """
    rows: list[Any] = []
    for key in own_keys(person):
        found = _of_others(who, audit.entries_about("persons.Person", key))
        rows += list((found.filter(seq__lt=before) if before else found)[: SHOWN + 1])
    rows = sorted({row.seq: row for row in rows}.values(), key=lambda row: -row.seq)
    return list(_looks(who, rows[:SHOWN])), rows[SHOWN - 1].seq if len(rows) > SHOWN else None


def _of_others(who: Who, rows: Any) -> Any:
    """Leave out what somebody opened himself; entries of nobody's account stay."""
    return rows if who.user_id is None else rows.exclude(kind="view", actor_id=who.user_id, actor_id__isnull=False)


def own_looks(who: Who, person: Any) -> int:
    """Return how often somebody opened his own rows."""
    if who.user_id is None:
        return 0
    seen = (audit.entries_about("persons.Person", key) for key in own_keys(person))
    return sum(rows.filter(kind="view", actor_id=who.user_id).count() for rows in seen)


def _looks(who: Who, rows: Iterable[Any]) -> Iterable[Look]:
    for row in rows:
        said = json.loads(row.detail or "{}")
        is_own = row.actor_id is not None and row.actor_id == who.user_id
        name = "您自己" if is_own else f"{row.actor_role} {row.actor}".strip() if row.actor_id else "系统"
        what = _WHAT.get(row.kind, "用到了您的信息")
        if row.kind == "view" and row.subject_id is None:
            what = "看的名单里有您"
        elif "paper" in said and row.kind == "view":
            what = f"打开了您的材料“{said['paper']}”"
        elif said.get("step") in _STEPS:
            what = _STEPS[said["step"]]
        elif said.get("what") == "personal file":
            what = "打印了您的档案"
        yield Look(datetime.fromisoformat(row.at), name, what, said.get("reason") or said.get("purpose") or "")
