"""One person's facts as a history: each with its evidence, when it was known, and what was believed before."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.employment.queries import WorkRecord, form_name
from tonggong.domain.persons.queries import Record, certificate_words, is_believed, sealed_phone_tail
from tonggong.web.components.parts import Evidence, Moment
from tonggong.web.components.words import grouped, long_day, month_name, short_day, yuan
from tonggong.web.federation.pages import link

WORK, PAPERS, CLASSES, HOME, OTHER = "work", "papers", "classes", "home", "other"
TITLES = {WORK: "就业", PAPERS: "证件", CLASSES: "培训", HOME: "家庭", OTHER: "情况"}
OPENING = "opening-ledger"  # what it says is old by nature: no delay is counted
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment with what it is sorted and chosen by; `order` keeps a start before an end of the same day."""

    topic: str
    on: date
    order: int
    moment: Moment


def spoken(text: str) -> str:
    """Write the days and months in a rule's sentence as a page writes them."""
    text = _ISO_DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)
    return _ISO_MONTH.sub(lambda m: f"{m[1]}年{int(m[2])}月", text)


def chip(file: Any, row: int | None) -> Evidence | None:
    """Return where a fact stands in a department's file, None where no file says it."""
    if file is None:
        return None
    delivery = file.delivery
    title = FEEDS[delivery.feed].title if delivery.feed in FEEDS else delivery.feed
    place = month_name(delivery.month) + (f" · 第 {grouped(row)} 行" if row else "")
    return Evidence(title, place, link("federation:evidence", file.pk, row) if row else "")


def evidence_of(fact: Any, more: Iterable[Any] = ()) -> list[Evidence]:
    """Return the chips of a fact: its file and row, further files that say the same, who said or decided it."""
    found = [chip(fact.source_file, fact.source_row), *(chip(one.source_file, one.source_row) for one in more)]
    chips = [one for one in found if one is not None]
    if fact.said_by:
        chips.append(Evidence("人工裁定", f"{fact.said_by} · {short_day(fact.known_from)}"))
    return chips


def known_words(fact: Any, happened_on: date | None = None, known_at: datetime | None = None) -> str:
    """Say when a fact became known, how late, and until when it was believed."""
    known_on = clock.day_of(fact.known_from)
    said = f"{short_day(known_on)}得知"
    is_monthly = fact.source_file is not None and fact.source_file.delivery.feed != OPENING
    if happened_on and is_monthly and (days := (known_on - happened_on).days) > 0:
        said += f"，晚 {days} 天"
    if not is_believed(fact, known_at):
        said += f"；到 {long_day(fact.known_until)}为止采信"
    return said


def _entry(
    topic: str, fact: Any, on: date | None, kind: str, title: str, detail: str = "", *,
    shape: str = "contact", more: Iterable[Any] = (), known_at: datetime | None = None, late: bool = True, order: int = 0,
) -> Entry:  # fmt: skip
    """One moment of a fact; a fact without a day of its own stands at the day on which it became known."""
    is_gone = not is_believed(fact, known_at)
    day = on or clock.day_of(fact.known_from)
    moment = Moment(
        long_day(day), "更正" if is_gone else kind, title, detail, "correction" if is_gone else shape,
        evidence_of(fact, more), known_words(fact, on if late else None, known_at), is_gone,
    )  # fmt: skip
    return Entry(topic, day, order, moment)


# --- work ----------------------------------------------------------------------------------------------------------


def _work(work: WorkRecord, counted: int | None, known_at: datetime | None) -> Iterable[Entry]:
    latest = _successors(work.spells)
    for spell in work.spells:
        where = work.unit_name(spell.unit_code, spell.unit_name)
        doing = f"，做{spell.post}" if spell.post else ""
        title = f"到 {where}{doing}" if where else f"{form_name(spell.form)}{doing}"
        if not is_believed(spell, known_at):
            wrong = _corrected(spell, latest.get(spell.pk), work)
            if wrong is not None:
                yield _entry(WORK, spell, spell.started_on, "更正", wrong or title, known_at=known_at, late=False)
            continue
        said = [form_name(spell.form)] if where else []
        if spell.contract_kind:
            until = f"，到 {long_day(spell.contract_until)}" if spell.contract_until else ""
            said.append(f"{spell.contract_kind}{until}")
        if spell.wage_yuan is not None:
            said.append(f"月工资 {yuan(spell.wage_yuan)}")
        if spell.channel:
            said.append(spell.channel)
        if spell.pk == counted:
            said.append("计入三年行动新增就业")
        more = work.evidence.get(spell.thread or spell.pk, ())
        detail = "，".join(said) + "。" if said else ""
        yield _entry(
            WORK, spell, spell.started_on, "就业开始", title, detail, shape="work", more=more, known_at=known_at
        )
        if spell.ended_on:
            left = f"离开 {where}" if where else f"不再{form_name(spell.form)}"
            reason = f"{spell.end_reason}。" if spell.end_reason else ""
            yield _entry(
                WORK, spell, spell.ended_on, "就业结束", left, reason, shape="work", known_at=known_at, order=1
            )


def _successors(facts: Sequence[Any]) -> dict[int, Any]:
    """Return, by key, the fact that came in the place of each that is no longer believed."""
    threads: dict[int, list[Any]] = {}
    for fact in sorted(facts, key=lambda f: (f.known_from, f.pk)):
        threads.setdefault(fact.thread or fact.pk, []).append(fact)
    return {old.pk: new for rows in threads.values() for old, new in pairwise(rows)}


def _corrected(spell: Any, new: Any | None, work: WorkRecord) -> str | None:
    """Say what of a spell turned out wrong; "" where all of it did, None where a later statement only added to it."""
    if new is None:
        return ""
    days: list[tuple[str, str]] = [
        ("started_on", "开始日期"),
        ("ended_on", "结束日期"),
        ("contract_until", "合同到期日"),
    ]
    said = [
        f"{title} {long_day(old)}"
        for name, title in days
        if (old := getattr(spell, name)) and old != getattr(new, name)
    ]
    if spell.unit_code and spell.unit_code != new.unit_code:
        said.append(f"单位 {work.unit_name(spell.unit_code, spell.unit_name)}")
    if spell.form != new.form:
        said.append(f"形式 {form_name(spell.form)}")
    if spell.wage_yuan is not None and spell.wage_yuan != new.wage_yuan:
        said.append(f"月工资 {yuan(spell.wage_yuan)}")
    return "，".join(said) or None


# --- certificates, household, circumstances, classes -----------------------------------------------------------------


def _papers(record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.certificates:
        words = f"{one.get_kind_display()}，{certificate_words(one)}"
        said = f"有效期至 {long_day(one.valid_until)}。" if one.valid_until else ""
        status = one.get_status_display()
        day = one.status_on if one.status_on and status != "有效" else one.issued_on
        yield _entry(PAPERS, one, day, "证件", f"{words}，{status}", said, known_at=known_at, late=False)
    for one in record.identities:
        title = f"曾用名 {one.name}" if one.name and one.name != record.person.name else "曾用另一个身份证号"
        yield _entry(PAPERS, one, None, "身份", title, known_at=known_at)


def _home(record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.memberships:
        kind = f"，{one.hukou_kind}户口" if one.hukou_kind else ""
        yield _entry(HOME, one, None, "户籍", f"户内关系：{one.relation}{kind}", known_at=known_at)


def _phone(fact: Any) -> str:
    return f"联系电话尾号 {sealed_phone_tail(fact.sealed)}" if fact.sealed is not None else "联系电话停用"


_CIRCUMSTANCES: dict[str, Callable[[Any], str]] = {
    "name": lambda fact: f"姓名改为 {fact.value}",
    "place": lambda fact: f"迁到 {name_of(fact.value)}",
    "phone": _phone,
    "death": lambda fact: "去世",
    "school": lambda fact: f"在 {fact.value}",
    "low_income": lambda fact: f"{fact.value}对象",
    "injury": lambda fact: fact.value or "工伤",
}


def _others(record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.circumstances:
        title = _CIRCUMSTANCES[one.kind](one)
        until = f"到 {long_day(one.ended_on)}。" if one.ended_on and one.kind != "death" else ""
        yield _entry(OTHER, one, one.started_on, one.get_kind_display(), title, until, known_at=known_at, late=False)


def _classes(training: Sequence[Any], known_at: datetime | None) -> Iterable[Entry]:
    for one in training:
        result = f"，{one.get_result_display()}" if one.result else ""
        said = [one.kind]
        if one.provider:
            said.append(one.provider)
        if one.hours is not None:
            said.append(f"{one.hours.normalize():f} 课时")
        if one.attendance_share is not None:
            said.append(f"出勤 {float(one.attendance_share):.0%}")
        day = one.ended_on or one.started_on
        yield _entry(CLASSES, one, day, "培训", f"{one.class_name}{result}", "，".join(said) + "。", known_at=known_at)


def history(
    record: Record, work: WorkRecord, training: Sequence[Any], counted: int | None, known_at: datetime | None
) -> list[Entry]:
    """Return everything that is known of a person, the latest first."""
    entries = [
        *_work(work, counted, known_at),
        *_papers(record, known_at),
        *_classes(training, known_at),
        *_home(record, known_at),
        *_others(record, known_at),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.order), reverse=True)
