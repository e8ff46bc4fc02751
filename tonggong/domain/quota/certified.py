"""The certification of a year in the columns of the national network, one line a placement (全国联网认证)."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import xlsxwriter

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import unseal_many
from tonggong.domain.employers.choices import INDUSTRIES
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import DispatchAgreement, Spell
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.quota.trying import city_code
from tonggong.domain.quota.yearly import UnitQuota, quotas
from tonggong.rules import months
from tonggong.rules.quota.counting import Placement, Relation, YearCount
from tonggong.rules.quota.kinds import KIND_LABELS

_MONTH = ("工资", "养老", "医疗", "在岗", "银行发放", "计入")
HEADINGS = (
    "申报年度", "单位名称", "统一社会信用代码", "单位性质", "行业", "行政区划", "姓名", "身份证号", "残疾人证号", "残疾军人证号", "残疾军人证等级",
    "残疾类别", "残疾等级", "岗位", "用工形式", "合同开始日期", "合同结束日期", "是否无固定期限", "派遣协议编号", "关联单位统一社会信用代码", "关联原因",
    *(f"{month}月{part}" for month in range(1, 13) for part in _MONTH),
    "计入人月", "年度计入人数", "认定意见", "说明", "申报状态", "提交日期", "审核期限", "认定日期",
)  # fmt: skip


class Stand(NamedTuple):
    """How a unit's declaration stands: its state, the days of submission and decision, the last day of the term that runs."""

    state: str
    submitted_on: date | None = None
    due_on: date | None = None
    decided_on: date | None = None


NOT_DECLARED = Stand("没有申报")
_RELATIONS = {"established": "在编", "contract": "劳动合同", "dispatch": "劳务派遣", "agreement": "劳动协议"}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines ask of persons and units beside the year itself, each by its key."""

    names: dict[int, tuple[str, str]]
    cards: dict[int, dict[str, tuple[str, str, int]]]
    posts: dict[object, str]
    industries: dict[str, str]
    sent: dict[tuple[int, str], list[tuple[str, str]]]  # by person and agency: user and number of the agreement


def certification(who: Who, year: int, states: Mapping[str, Stand] | None = None) -> tuple[bytes, int]:
    """The year's certification as a workbook in the columns of the national network, one line a placement; audited.

    Holds names and numbers: for the certification alone. Returns the workbook and how many lines it has.

    Args:
        states: of each unit that declared, by code: how its declaration stands.

    Raises:
        FigureMissing: the city has not entered a figure that is asked for.
    """
    lines = [
        (found, person, one)
        for found in quotas(year)
        if who.covers(found.unit.county_code)
        for person, one in found.placements
        if one.months
    ]
    people = sorted({person for _, person, _ in lines})
    known = _Known(_names(people), _cards(people), _posts(people), _industries(), _sent(people, year))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(f"{year}年度")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        sheet.freeze_panes(1, HEADINGS.index("姓名") + 1)
        sheet.set_row(0, 32)
        sheet.set_column(1, 2, 26)
        sheet.set_column(HEADINGS.index("姓名"), HEADINGS.index("残疾军人证号"), 22)
        sheet.set_column(HEADINGS.index("说明"), HEADINGS.index("说明"), 60)
        sheet.write_row(0, 0, HEADINGS, bold)
        for n, (found, person, one) in enumerate(lines, 1):
            line = _cells(year, found, one, person, known)
            sheet.write_row(n, 0, [*line, *_declared((states or {}).get(found.unit.code, NOT_DECLARED))])
    audit.record_release(who, people, purpose="按比例就业联网认证", year=year, rows=len(lines))
    return stream.getvalue(), len(lines)


def _cells(year: int, found: UnitQuota, one: YearCount, person: int, known: _Known) -> Iterator[str | float]:
    placement, card, unit = one.placement, known.cards.get(person, {}), found.unit
    number, category, grade = card.get(CertificateKind.DISABILITY.value, ("", "", 0))
    military = card.get(CertificateKind.MILITARY.value)
    place = name_of(unit.county_code) if unit.county_code else ""
    yield from (str(year), unit.name, unit.code, KIND_LABELS[unit.kind], known.industries.get(unit.code, ""), place)
    yield from (*known.names[person], number, military[0] if military else "", f"{military[2]}级" if military else "")
    yield from (category, f"{grade}级" if grade else "")
    yield from (
        known.posts.get(placement.key, ""),
        _RELATIONS[placement.relation.value],
        placement.started_on.isoformat(),
        placement.contract_until.isoformat() if placement.contract_until else "",
        "是" if placement.is_open_ended else "否",
    )
    yield from _related(placement, known.sent, person)
    work = {month.month: month for month in placement.months}
    results = {month.month: month for month in one.months}
    for month in months.between(f"{year}-01", f"{year}-12"):
        said, result = work.get(month), results.get(month)
        wage = said.wage_yuan if said else None
        yield float(wage) if wage is not None else ""
        for state in (said.pension, said.medical, said.on_duty, said.bank) if said else (None,) * 4:
            yield _paid(state)
        yield float(result.weight) if result is not None else ""
    yield float(one.weighted_months)
    yield round(float(one.weighted_months) / 12, 4)
    yield _opinion(one)
    yield "".join(step.text for step in one.steps)


def _related(
    placement: Placement, sent: Mapping[tuple[int, str], list[tuple[str, str]]], person: int
) -> tuple[str, str, str]:
    """The agreement of somebody who is sent out, the other unit of it, and why it stands there; empty elsewhere."""
    if placement.dispatched_by not in ("", placement.unit):
        numbers = [number for user, number in sent.get((person, placement.dispatched_by), ()) if user == placement.unit]
        return "、".join(filter(None, numbers)), placement.dispatched_by, "劳务派遣：派遣单位"
    those = sent.get((person, placement.unit), ()) if placement.relation is Relation.DISPATCH else ()
    users = {user for user, _ in those} | {placement.agreed_to} - {"", placement.unit}
    numbers = [number for _, number in those]
    return "、".join(filter(None, numbers)), "、".join(sorted(users)), "劳务派遣：用工单位" if users else ""


def _declared(stand: Stand) -> Iterator[str]:
    yield stand.state
    yield from (day.isoformat() if day else "" for day in stand[1:])


def _paid(paid: bool | None) -> str:
    return "" if paid is None else ("是" if paid else "否")


def _opinion(one: YearCount) -> str:
    """What the comparison says before anybody decides: confirmed by files, some paper wanted, or not."""
    if not any(month.counts for month in one.months):
        return "不计入"
    asked = figures_on(months.last_day(one.months[-1].month), one.placement.place or city_code())["quota.papers_asked"]
    if any(
        finding.condition.value in asked.value for month in one.months if month.counts for finding in month.unproved
    ):
        return "待补材料"
    return "自动核对通过" if all(month.counts for month in one.months) else "部分月份计入"


def _names(people: list[int]) -> dict[int, tuple[str, str]]:
    rows = list(Person.objects.filter(pk__in=among(people)).values_list("id", "name", "citizen_id_sealed"))
    clear = unseal_many("person.citizen_id", [row[2] for row in rows])
    return {row[0]: (row[1], str(number)) for row, number in zip(rows, clear, strict=True)}


def _cards(people: list[int]) -> dict[int, dict[str, tuple[str, str, int]]]:
    """The newest certificate of each kind: (number, category, grade)."""
    rows = Certificate.objects.standing().filter(person__in=among(people)).order_by("issued_on", "pk")
    found: dict[int, dict[str, tuple[str, str, int]]] = defaultdict(dict)
    kept = list(rows)
    clear = unseal_many("certificate.number", [row.number_sealed for row in kept])
    for row, number in zip(kept, clear, strict=True):
        found[row.person_id][row.kind] = (str(number), row.get_category_display(), row.grade)
    return found


def _posts(people: list[int]) -> dict[object, str]:
    rows = Spell.objects.standing().filter(person__in=among(people)).values_list("id", "thread", "post")
    return {thread or key: post for key, thread, post in rows}


def _industries() -> dict[str, str]:
    rows = Unit.objects.exclude(industry="").values_list("code", "industry")
    return {code: INDUSTRIES.get(industry, "") for code, industry in rows}


def _sent(people: list[int], year: int) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """Agreements that a file says, of some day of the year."""
    rows = DispatchAgreement.objects.standing().filter(person__in=among(people), started_on__lte=date(year, 12, 31))
    rows = rows.exclude(ended_on__lt=date(year, 1, 1)).order_by("started_on", "pk")
    found: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for person, agency, user, number in rows.values_list("person_id", "unit_code", "user_code", "number"):
        found[person, agency].append((user, number))
    return found
