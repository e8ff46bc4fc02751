"""The personal file: everything in the ledger about one person, with its sources, on a page or as a .docx.

For the person herself with her own numbers in full; for staff masked, and noted as handed out with the reason they gave.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.installation.services import current
from tonggong.base.privacy import unseal
from tonggong.base.privacy.logs import blotted
from tonggong.domain.casework.queries.file import casework_of
from tonggong.domain.casework.queries.words import day_words
from tonggong.domain.employment.queries import form_name, work_of
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.queries import Record, certificate_words, is_believed, record_of, sealed_phone_tail
from tonggong.domain.reporting.document.content import Block, Body, Column, Heading, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.domain.training.queries import training_of

__all__ = ["MEDIA_TYPE", "PersonalFile", "Section", "as_docx", "note_release", "personal_file"]

WHEN, WHAT, SOURCE, STANDS = "时间", "内容", "来源", "是否采信"
COLUMNS = (Column(WHEN, 3), Column(WHAT, 7, "left"), Column(SOURCE, 4, "left"), Column(STANDS, 2))
_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is kept: when it was or holds, what it says, who said it, whether it is still believed."""

    when: str
    what: str
    source: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The things of one kind."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """All of it.

    Args:
        about: what identifies her, as (label, words); masked unless her own.
        as_of: the day on which it was put together.
    """

    name: str
    city: str
    as_of: date
    is_own: bool
    about: list[tuple[str, str]]
    sections: list[Section]

    @property
    def title(self) -> str:
        """The title of the paper."""
        return f"{self.name}的就业服务档案"


def personal_file(who: Who, person: Person, *, is_own: bool) -> PersonalFile:
    """Put everything together that is kept about a person, what is no longer believed included; a fixed number of queries.

    Args:
        is_own: for herself, with her numbers in full; else they are masked wherever they stand.
    """
    record, work, city = record_of(person), work_of(who, person), current()
    training = training_of(person)
    runs = [run.latest for run in work.runs]
    for facts in (*record.facts, work.spells, work.wages, runs, training):
        prefetch_related_objects(facts, "source_file__delivery")
    registered = [
        Section("证件", [_line(f, _span(f.issued_on, f.valid_until), _certificate(f, is_own)) for f in record.certificates]),
        Section("情况", [_line(f, _span(f.started_on, f.ended_on), _circumstance(f, is_own)) for f in record.circumstances]),
        Section("其他姓名和号码", [_line(f, "", _identity(f, is_own)) for f in record.identities]),
        Section("家庭", [_line(f, "", _joined(f.relation, f.hukou_kind)) for f in record.memberships]),
        Section("就业", [
            _line(s, _span(s.started_on, s.ended_on),
                  _joined(work.unit_name(s.unit_code, s.unit_name) or "自己做", form_name(s.form), s.post, s.end_reason))
            for s in work.spells
        ]),
        Section("社会保险", [
            _line(run.latest, f"{run.first_month} 至 {run.last_month}", f"{run.unit_name}缴费") for run in work.runs
        ]),
        Section("工资申报", [
            _line(w, w.month, f"{work.unit_name(w.unit_code)}：{w.wage_yuan:,.2f} 元") for w in work.wages
        ]),
        Section("培训", [
            _line(t, _span(t.started_on, t.ended_on), _joined(t.class_name, t.provider, t.get_result_display()))
            for t in training
        ]),
    ]  # fmt: skip
    worked = [
        Section(topic.title, [
            Line(day_words(row.on), row.what if is_own else blotted(row.what), row.source or "残联", not row.is_past)
            for row in topic.rows
        ])
        for topic in casework_of(person)
    ]  # fmt: skip
    sections = [section for section in (*registered, *worked) if section.lines]
    return PersonalFile(
        person.name, city.city_name if city else "", clock.today(), is_own, _about(person, record, is_own), sections
    )


def note_release(who: Who, person: Person, reason: str) -> None:
    """Note that the file was handed out, to whom and why; the person reads it in her log."""
    audit.record("release", who=who, subject="persons.Person", ids=[person.pk], what="personal file", reason=reason)


def as_docx(file: PersonalFile) -> bytes:
    """Lay the file out as a .docx: a heading for each kind, a table with a heading row, the language named."""
    blocks: list[Block] = [Body((Run(f"{label}：{words}"),)) for label, words in file.about]
    for n, section in enumerate(file.sections, 1):
        blocks.append(Heading(f"{_chinese(n)}、{section.title}"))
        rows = tuple(
            (Run(line.when or "—"), Run(line.what), Run(line.source), Run("是" if line.stands else "已更正"))
            for line in section.lines
        )
        summary = f"{file.name}的{section.title}，{len(rows)} 行，每行写明时间、内容、来源和是否采信"
        blocks.append(Table(section.title, COLUMNS, rows, summary=summary))
    if not file.sections:
        blocks.append(Body((Run("台账里没有别的记录。"),)))
    own = "本人查阅，号码为全号。" if file.is_own else "号码已遮盖。请勿转交无关人员。"
    lines = (f"{file.city}残疾人联合会　{day_words(file.as_of)}", own)
    return render_plain(file.title, lines, blocks, f"{file.city}残疾人联合会")


def _line(fact: Any, when: str, what: str) -> Line:
    return Line(when, what, _source(fact), is_believed(fact))


def _source(fact: Any) -> str:
    if fact.source_file_id:
        delivery = fact.source_file.delivery
        return f"{delivery.sender}，{delivery.month}"
    return fact.said_by or "残联"


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    return f"{day_words(start) or '不详'}至{day_words(end) or '今'}"


def _joined(*parts: str) -> str:
    return "，".join(filter(None, parts))


def _certificate(fact: Any, is_own: bool) -> str:
    number = unseal("certificate.number", fact.number_sealed) if is_own else ""
    return _joined(fact.get_kind_display(), certificate_words(fact), number, fact.get_status_display())


def _circumstance(fact: PersonFact, is_own: bool) -> str:
    label = fact.get_kind_display()
    if fact.sealed is not None:
        whole = unseal("person.phone", fact.sealed) if is_own else f"尾号 {sealed_phone_tail(bytes(fact.sealed))}"
        return f"{label} {whole}"
    value = name_of(fact.value) if fact.kind in ("place", "residence") else fact.value
    return f"{label} {value}".strip()


def _identity(fact: Any, is_own: bool) -> str:
    number = unseal("person.citizen_id", fact.citizen_id_sealed) if fact.citizen_id_sealed is not None else ""
    shown = number if is_own or not number else f"身份证尾号 {number[-4:]}"
    return _joined(fact.name, shown)


def _about(person: Person, record: Record, is_own: bool) -> list[tuple[str, str]]:
    phone = person.phone or ""
    shown = phone if is_own else f"尾号 {phone[-4:]}" if phone else ""
    number = person.citizen_id if is_own else f"尾号 {person.id_tail}"
    found = [
        ("姓名", person.name), ("性别", person.get_sex_display()), ("出生", day_words(person.born_on)), ("身份证", number),
        ("电话", shown), ("所属", f"{name_of(person.county_code)}{name_of(person.township_code)}"),
        ("去世", day_words(person.died_on)),
    ]  # fmt: skip
    standing = [certificate_words(c) for c in record.certificates if is_believed(c) and c.status == "valid"]
    found.append(("残疾", "、".join(standing)))
    return [(label, words) for label, words in found if words]


def _chinese(n: int) -> str:
    """Return 1 to 99 as 一 to 九十九."""
    tens, ones = divmod(n, 10)
    return ("十" if tens == 1 else f"{_NUMBERS[tens - 1]}十" if tens else "") + (_NUMBERS[ones - 1] if ones else "")
