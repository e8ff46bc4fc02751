"""What leaves the house of the quota: the year of all units as one table, and the certification in the national columns."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import unseal_many
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.quota.folding import Line, Policies, account, groups, line_of, own_of
from tonggong.domain.quota.services.years import counting_day, parents_of_units
from tonggong.domain.quota.trying import city_code
from tonggong.domain.quota.yearly import UnitQuota, quotas
from tonggong.rules import months
from tonggong.rules.quota.counting import YearCount
from tonggong.rules.quota.kinds import KIND_LABELS
from tonggong.rules.quota.levy import Levy, Tier

BATCH = 5_000
SCHEMA = pa.schema(
    [
        ("unit_code", pa.string()),
        ("unit_kind", pa.string()),
        ("headcount", pa.float64()),
        ("required", pa.float64()),
        ("counted", pa.float64()),
        ("shortfall", pa.float64()),
        ("wage_base", pa.float64()),
        ("tier", pa.string()),
        ("payable", pa.float64()),
        ("because", pa.string()),
        ("months_known", pa.int8()),
        ("is_provisional", pa.bool_()),
    ]
)


def tier_word(levy: Levy | None) -> str:
    """The tier as the levy's worked examples write it: the share asked for, "exempt", "none", "not_obliged", "unknown"."""
    if levy is None:
        return "unknown"
    if levy.tier in (Tier.UPPER, Tier.LOWER, Tier.FULL):
        return f"{levy.rate.normalize():f}" if levy.rate is not None else ""
    return levy.tier.value


def write_quota(who: Who, year: int, out: Path) -> int:
    """Write the lines of a year to a Parquet file, a holding once with its branches; return how many. Audited.

    No person is in it. Raises FigureMissing where the city has not entered a figure, OSError where the file can't be.
    """
    rows, making = 0, out.with_name(f".{out.name}.part")
    try:
        rows = _write(who, year, making)
        making.replace(out)
    finally:
        making.unlink(missing_ok=True)
    audit.record("release", who=who, subject="employers.Unit", purpose="按比例就业年度结果", year=year, rows=rows)
    return rows


def _write(who: Who, year: int, out: Path) -> int:
    rows = 0
    with pq.ParquetWriter(out, SCHEMA) as writer:
        batch: list[dict[str, object]] = []
        for line in _lines(who, year):
            batch.append(line)
            rows += 1
            if len(batch) == BATCH:
                writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
                batch.clear()
        writer.write_table(pa.Table.from_pylist(batch, SCHEMA))
    return rows


def _lines(who: Who, year: int) -> Iterator[dict[str, object]]:
    """The lines as the desk lists them: units that stand alone by code, then holdings, each of them counted once."""
    day, parents, policies = counting_day(year), parents_of_units(), Policies(year)
    joined = {*parents, *parents.values()}
    waiting: dict[int, UnitQuota] = {}
    for found in quotas(year):
        if found.unit.id in joined:
            waiting[found.unit.id] = found
        elif who.covers(found.unit.county_code):
            yield _line([found], line_of([own_of(found, day)], policies))
    for head, members in groups([own_of(one, day) for one in waiting.values()], parents).items():
        if who.covers(waiting[head].unit.county_code):
            yield _line([waiting[own.unit.id] for own in members], line_of(members, policies))


def _line(members: list[UnitQuota], line: Line) -> dict[str, object]:
    head, levy = members[0], line.levy
    return {
        "unit_code": head.unit.code,
        "unit_kind": head.unit.kind.value,
        "headcount": float(levy.headcount) if levy else None,
        "required": float(levy.required) if levy else None,
        "counted": float(levy.counted if levy else line.counted),
        "shortfall": float(levy.shortfall) if levy else None,
        "wage_base": float(levy.wage_base) if levy and not levy.has_no_wage else None,
        "tier": tier_word(levy),
        "payable": float(levy.payable_yuan) if levy and not levy.has_no_wage else None,
        "because": "".join(step.text for step in account(head, line, [one.unit.name for one in members[1:]])),
        "months_known": line.months_known,
        "is_provisional": levy is None or line.is_provisional or any(one.staff.value.is_estimate for one in members),
    }


# ---------------------------------------------------------------- certification

_MONTH = ("工资", "养老", "医疗", "计入")
HEADINGS = (
    "申报年度", "单位名称", "统一社会信用代码", "单位性质", "姓名", "身份证号", "残疾人证号", "残疾军人证等级", "残疾类别", "残疾等级",
    "岗位", "用工形式", "合同开始日期", "合同结束日期", "是否无固定期限",
    *(f"{month}月{part}" for month in range(1, 13) for part in _MONTH),
    "计入人月", "年度计入人数", "认定意见", "说明", "申报状态", "提交日期", "认定日期",
)  # fmt: skip
States = tuple[str, date | None, date | None]
_RELATIONS = {"established": "在编", "contract": "劳动合同", "dispatch": "劳务派遣", "agreement": "劳动协议"}


def certification(who: Who, year: int, states: Mapping[str, States] | None = None) -> tuple[bytes, int]:
    """The year's certification as a workbook in the columns of the national network, one line a placement; audited.

    Holds names and numbers: for the certification alone. Returns the workbook and how many lines it has.

    Args:
        states: of each unit that declared, by code: the state of its declaration, the days of submission and of decision.

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
    names, cards, posts = _names(people), _cards(people), _posts(people)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(f"{year}年度")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        sheet.freeze_panes(1, 5)
        sheet.set_row(0, 32)
        sheet.set_column(1, 2, 26)
        sheet.set_column(4, 6, 22)
        sheet.set_column(HEADINGS.index("说明"), HEADINGS.index("说明"), 60)
        sheet.write_row(0, 0, HEADINGS, bold)
        for n, (found, person, one) in enumerate(lines, 1):
            line = _cells(year, found, one, names[person], cards, person, posts)
            sheet.write_row(n, 0, [*line, *_declared(states or {}, found.unit.code)])
    audit.record_release(who, people, purpose="按比例就业联网认证", year=year, rows=len(lines))
    return stream.getvalue(), len(lines)


def _cells(
    year: int,
    found: UnitQuota,
    one: YearCount,
    named: tuple[str, str],
    cards: dict[int, dict[str, tuple[str, str, int]]],
    person: int,
    posts: dict[object, str],
) -> Iterator[str | float]:
    placement, card = one.placement, cards.get(person, {})
    number, category, grade = card.get(CertificateKind.DISABILITY.value, ("", "", 0))
    military = card.get(CertificateKind.MILITARY.value)
    yield from (str(year), found.unit.name, found.unit.code, KIND_LABELS[found.unit.kind])
    yield from (*named, number, f"{military[2]}级" if military else "", category, f"{grade}级" if grade else "")
    yield from (
        posts.get(placement.key, ""),
        _RELATIONS[placement.relation.value],
        placement.started_on.isoformat(),
        placement.contract_until.isoformat() if placement.contract_until else "",
        "是" if placement.is_open_ended else "否",
    )
    wages = {month.month: month for month in placement.months}
    results = {month.month: month for month in one.months}
    for month in months.between(f"{year}-01", f"{year}-12"):
        known, result = wages.get(month), results.get(month)
        wage = known.wage_yuan if known else None
        yield float(wage) if wage is not None else ""
        yield from (_paid(known.pension if known else None), _paid(known.medical if known else None))
        yield float(result.weight) if result is not None else ""
    yield float(one.weighted_months)
    yield round(float(one.weighted_months) / 12, 4)
    yield _opinion(one)
    yield "".join(step.text for step in one.steps)


def _declared(states: Mapping[str, States], code: str) -> Iterator[str]:
    state, *days = states.get(code, ("没有申报", None, None))
    yield state
    yield from (day.isoformat() if day else "" for day in days)


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
