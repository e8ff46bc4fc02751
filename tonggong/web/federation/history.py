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
from tonggong.base.intake.models import SourceFile
from tonggong.domain.employment.queries import WorkRecord, form_name
from tonggong.domain.persons.queries import Record, certificate_words, is_believed, sealed_phone_tail
from tonggong.web.components.parts import Evidence, Moment
from tonggong.web.components.words import grouped, long_day, month_name, short_day, yuan
from tonggong.web.federation.pages import link

WORK, PAPERS, CLASSES, HOME, OTHER = "work", "papers", "classes", "home", "other"
TITLES = {WORK: "就业", PAPERS: "证件", CLASSES: "培训", HOME: "家庭", OTHER: "情况"}
WORTH_SAYING = 366  # days of delay; what is older was simply not asked for then
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


class Sources:
    """Of which feed and month the files are that some facts come from: one query for a page."""

    def __init__(self, *rows: Iterable[Any]) -> None:
        keys = {fact.source_file_id for facts in rows for fact in facts} - {None}
        columns = ("pk", "delivery__feed", "delivery__month")
        found = SourceFile.objects.filter(pk__in=keys).values_list(*columns)
        self._known: dict[int, tuple[str, str]] = {pk: (feed, month) for pk, feed, month in found}

    def feed(self, fact: Any) -> str:
        """The feed that says a fact, "" where a person says it."""
        return self._known.get(fact.source_file_id, ("", ""))[0]

    def chip(self, fact: Any) -> Evidence | None:
        """Return where a fact stands in a department's file, None where no file says it."""
        feed, month = self._known.get(fact.source_file_id, ("", ""))
        if not month:
            return None
        row = fact.source_row
        title = FEEDS[feed].title if feed in FEEDS else feed
        place = month_name(month) + (f" · 第 {grouped(row)} 行" if row else "")
        return Evidence(title, place, link("federation:evidence", fact.source_file_id, row) if row else "")


def evidence_of(fact: Any, sources: Sources, more: Iterable[Any] = ()) -> list[Evidence]:
    """Return the chips of a fact: its file and row, further files that say the same, who said or decided it."""
    chips = [found for one in (fact, *more) if (found := sources.chip(one)) is not None]
    if fact.said_by:
        chips.append(Evidence("人工裁定", f"{fact.said_by} · {short_day(fact.known_from)}"))
    return chips


def known_words(fact: Any, sources: Sources, happened_on: date | None = None, *, until: datetime | None = None) -> str:
    """Say when a fact became known, how late, and until when it was believed (None: it still is)."""
    known_on = clock.day_of(fact.known_from)
    said = f"{short_day(known_on)}得知"
    is_monthly = sources.feed(fact) not in ("", OPENING)
    if happened_on and is_monthly and 0 < (days := (known_on - happened_on).days) <= WORTH_SAYING:
        said += f"，晚 {days} 天"
    if until is not None:
        said += f"；到 {long_day(until)}为止采信"
    return said


def _entry(
    sources: Sources, topic: str, fact: Any, on: date | None, kind: str, title: str, detail: str = "", *,
    shape: str = "contact", more: Iterable[Any] = (), known_at: datetime | None = None, late: bool = True, order: int = 0,
    said_first: Any | None = None,
) -> Entry:  # fmt: skip
    """One moment of a fact; a fact without a day of its own stands at the day on which it became known.

    Args:
        late: whether a delay since the day is worth saying.
        said_first: an earlier statement of the same that later ones only added to: its evidence is shown.
    """
    is_gone, by = not is_believed(fact, known_at), said_first or fact
    day = on or clock.day_of(fact.known_from)
    known = known_words(by, sources, on if late else None, until=fact.known_until if is_gone else None)
    moment = Moment(
        long_day(day), "更正" if is_gone else kind, title, detail, "correction" if is_gone else shape,
        evidence_of(by, sources, more), known, is_gone,
    )  # fmt: skip
    return Entry(topic, day, order, moment)


# --- work ----------------------------------------------------------------------------------------------------------


def _work(sources: Sources, work: WorkRecord, counted: int | None, known_at: datetime | None) -> Iterable[Entry]:
    latest = _successors(work.spells)
    for spell in work.spells:
        where = work.unit_name(spell.unit_code, spell.unit_name)
        doing = f"，做{spell.post}" if spell.post else ""
        title = f"到 {where}{doing}" if where else f"{form_name(spell.form)}{doing}"
        if not is_believed(spell, known_at):
            wrong = _corrected(spell, latest.get(spell.pk), work)
            if wrong is not None:
                yield _entry(
                    sources, WORK, spell, spell.started_on, "更正", wrong or title, known_at=known_at, late=False
                )
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
            sources,
            WORK,
            spell,
            spell.started_on,
            "就业开始",
            title,
            detail,
            shape="work",
            more=more,
            known_at=known_at,
            said_first=next(
                one
                for one in sorted(work.spells, key=lambda one: one.pk)
                if (one.thread or one.pk) == (spell.thread or spell.pk) and _same_start(one, spell)
            ),
        )
        if spell.ended_on:
            left = f"离开 {where}" if where else f"不再{form_name(spell.form)}"
            reason = f"{spell.end_reason}。" if spell.end_reason else ""
            yield _entry(
                sources, WORK, spell, spell.ended_on, "就业结束", left, reason, shape="work", known_at=known_at, order=1
            )


def _same_start(one: Any, other: Any) -> bool:
    return (one.started_on, one.unit_code, one.form) == (other.started_on, other.unit_code, other.form)


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


def _papers(sources: Sources, record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.certificates:
        words = f"{one.get_kind_display()}，{certificate_words(one)}"
        said = f"有效期至 {long_day(one.valid_until)}。" if one.valid_until else ""
        status = one.get_status_display()
        day = one.status_on if one.status_on and status != "有效" else one.issued_on
        yield _entry(sources, PAPERS, one, day, "证件", f"{words}，{status}", said, known_at=known_at, late=False)
    for other in record.identities:
        title = f"曾用名 {other.name}" if other.name and other.name != record.person.name else "曾用另一个身份证号"
        yield _entry(sources, PAPERS, other, None, "身份", title, known_at=known_at)


def _home(sources: Sources, record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.memberships:
        kind = f"，{one.hukou_kind}户口" if one.hukou_kind else ""
        yield _entry(sources, HOME, one, None, "户籍", f"户内关系：{one.relation}{kind}", known_at=known_at)


def _phone(fact: Any) -> str:
    return f"联系电话尾号 {sealed_phone_tail(fact.sealed)}" if fact.sealed is not None else "联系电话停用"


_RETIREMENT = {"M60": "男职工", "F55": "女干部、管理和技术岗位", "F50": "女工人岗位"}
_PENSION = {"employee": "职工", "resident": "城乡居民"}
_CIRCUMSTANCES: dict[str, Callable[[Any], str]] = {
    "name": lambda fact: f"姓名改为 {fact.value}",
    "place": lambda fact: f"迁到 {name_of(fact.value)}",
    "phone": _phone,
    "death": lambda fact: "去世",
    "school": lambda fact: f"在 {fact.value}",
    "low_income": lambda fact: f"{fact.value}对象",
    "injury": lambda fact: fact.value or "工伤",
    "retirement": lambda fact: f"退休类别登记为{_RETIREMENT.get(fact.value, fact.value)}",
    "pension": lambda fact: f"领取{_PENSION.get(fact.value, '')}养老金",
    "unemployed": lambda fact: f"失业登记，{fact.value}" if fact.value else "失业登记",
    "monitored": lambda fact: fact.value,
    "residence": lambda fact: f"常住{name_of(fact.value)}",
    "capacity": lambda fact: "劳动能力鉴定为完全丧失劳动能力",
    "massage": lambda fact: f"盲人{'医疗' if fact.value == 'medical' else '保健'}按摩人员",
    "hardship": lambda fact: "认定为就业困难人员",
}


def _others(sources: Sources, record: Record, known_at: datetime | None) -> Iterable[Entry]:
    for one in record.circumstances:
        title = _CIRCUMSTANCES[one.kind](one)
        until = f"到 {long_day(one.ended_on)}。" if one.ended_on and one.kind != "death" else ""
        yield _entry(
            sources, OTHER, one, one.started_on, one.get_kind_display(), title, until, known_at=known_at, late=False
        )


def _classes(sources: Sources, training: Sequence[Any], known_at: datetime | None) -> Iterable[Entry]:
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
        yield _entry(
            sources, CLASSES, one, day, "培训", f"{one.class_name}{result}", "，".join(said) + "。", known_at=known_at
        )


def history(
    sources: Sources,
    record: Record,
    work: WorkRecord,
    training: Sequence[Any],
    counted: int | None,
    known_at: datetime | None,
) -> list[Entry]:
    """Return everything that is known of a person, the latest first."""
    entries = [
        *_work(sources, work, counted, known_at),
        *_papers(sources, record, known_at),
        *_classes(sources, training, known_at),
        *_home(sources, record, known_at),
        *_others(sources, record, known_at),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.order), reverse=True)
