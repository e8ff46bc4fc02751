"""The life of a public notice (公示): drafted from the year's answers, issued by somebody else, frozen, corrections apart.

What may stand in it is a dated figure; names of persons can't. Issuing fixes rows, persons behind them and the file; what
the ledger says otherwise afterwards is listed beside it with the day on which it was noticed.
"""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from tonggong.base.accounts.who import Who, system_who
from tonggong.base.audit import services as audit
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_of, figures_on
from tonggong.base.privacy import seal, unseal
from tonggong.base.workflow.services import move
from tonggong.domain.persons.models import Person
from tonggong.domain.plan import queries as plans
from tonggong.domain.quota.folding import own_of, placed_people
from tonggong.domain.quota.leads import bodies
from tonggong.domain.quota.yearly import quotas
from tonggong.domain.reporting.document.content import Block, Body, Column, Run, Table
from tonggong.domain.reporting.document.render import MEDIA_TYPE, render_plain
from tonggong.domain.reporting.models import Notice, NoticeCorrection, NoticeObjection, NoticeRow
from tonggong.domain.reporting.notice_table import (
    KIND_TITLES,
    UNIT_TITLES,
    Line,
    by_kind,
    by_unit,
    met_words,
    person_words,
)
from tonggong.rules.days import in_words
from tonggong.rules.masking import mask_name
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.working_days import working_days_after

State, By, What = Notice.State, Notice.By, NoticeCorrection.What
FIELDS = {By.UNIT: "notice.fields_by_unit", By.KIND: "notice.fields_by_kind"}
TITLES = {By.UNIT: UNIT_TITLES, By.KIND: KIND_TITLES}
DAYS = "notice.days"
PUBLIC = (UnitKind.ORGAN.value, UnitKind.INSTITUTION.value)
_SEALED = "notice.objection"


class NoticeRefused(Exception):
    """A step with a notice can't be taken; the text says why."""


def notices(who: Who) -> QuerySet[Notice]:
    """Every notice, the latest year first."""
    return Notice.objects.order_by("-year", "-pk") if who.reach else Notice.objects.none()


def public_notices() -> QuerySet[Notice]:
    """What anybody may read: issued and not void."""
    return Notice.objects.filter(state=State.ISSUED).order_by("-issued_on", "-pk")


def draft_notice(who: Who, year: int, by: str) -> Notice:
    """Write a year's notice from the kept answers; a draft that is there already is written anew.

    Raises:
        NoticeRefused: not the whole city in reach, issued already, no answers of the year, they are older than the ledger,
            or the figure names a field that can't be public. FigureMissing: no field is allowed on the day.
    """
    by = By(by)
    if len(who.reach) > 4 or not who.reach:
        raise NoticeRefused("公示写全市的情况，由市级起草。")
    if Notice.objects.filter(year=year, by=by, state=State.ISSUED).exists():
        raise NoticeRefused(f"{year}年{by.label}的公示已经发布。要改，请先作废。")
    city = divisions.city()
    fields = list(figures_on(clock.today(), city.code if city else "")[FIELDS[by]].value)
    if wrong := [field for field in fields if field not in TITLES[by]]:
        raise NoticeRefused(f"参数“{FIELDS[by]}”里的栏目 {'、'.join(wrong)} 不能公示，请改参数。")
    answers = [row for row in bodies(who, year) if row.kind in PUBLIC]
    if not answers:
        raise NoticeRefused(f"{year}年还没有计算过，先在“按比例就业”里计算。")
    day = answers[0].on
    placed, _below = _as_known(year, day, [row.unit.code for row in answers])
    if old := [row.unit.name for row in answers if row.placed != len(placed.get(row.unit_id, ()))]:
        raise NoticeRefused(f"台账在计算以后变了（{old[0]}等 {len(old)} 家），先重新计算{year}年再起草。")
    with transaction.atomic():
        Notice.objects.filter(year=year, by=by, state=State.DRAFT).delete()
        notice = Notice.objects.create(
            year=year, by=by, state=State.DRAFT, title=f"{year}年度机关、事业单位安排残疾人就业情况公示", on=day, fields=fields,
            drafted_by=who.name, drafted_by_id=who.user_id, drafted_at=clock.now(),
        )  # fmt: skip
        NoticeRow.objects.bulk_create(
            NoticeRow(
                notice=notice, unit_id=row.unit_id, name=row.unit.name, kind=row.kind, level=row.level,
                county_code=row.county_code, posts=row.posts, placed=row.placed, is_below=row.is_below, lead=row.lead,
                people=sorted(placed.get(row.unit_id, ())),
            )
            for row in answers
        )  # fmt: skip
        audit.record("change", who=who, subject="reporting.Notice", ids=[notice.pk], step="draft", year=year)
    return notice


def _as_known(year: int, day: date, codes: Iterable[str]) -> tuple[dict[int, set[int]], dict[int, bool | None]]:
    """Whom each unit has placed by the ledger as it is known now, and whether it is below the ratio, by the unit's key."""
    placed, below = {}, {}
    for found in quotas(year, codes=set(codes)):
        levy = own_of(found, day).levy
        placed[found.unit.id] = placed_people(found, day)
        below[found.unit.id] = levy.required > levy.counted if levy else None
    return placed, below


def lines_of(notice: Notice) -> tuple[list[str], list[Line]]:
    """The public table: headings, the name's first, and lines."""
    rows = list(notice.rows.order_by("pk"))
    if notice.by == By.UNIT:
        titles = [UNIT_TITLES[field] for field in notice.fields if field != "name"]
        return ["单位", *titles], by_unit(rows, notice.fields)
    return ["层级、性质", *(KIND_TITLES[field] for field in notice.fields)], by_kind(rows, notice.fields)


def issue_notice(who: Who, notice: Notice) -> Notice:
    """Put a draft out for the working days of the figure; its file is fixed.

    Raises:
        IncompatibleDuties: whoever drafted it may not. MoveRefused: it is no draft any more.
        FigureMissing: the term or the calendar of the year is not entered.
    """
    who.must_not_have_done("circular.draft", "circular.issue", notice.drafted_by_id)
    city, today = divisions.city(), clock.today()
    figures = figures_of(city.code if city else "")
    ends = working_days_after(today, int(figures(today)[DAYS].value), figures)
    document = as_docx(notice, in_words(today), in_words(ends))
    move(
        notice, State.ISSUED, who=who, reason="签发公示", issued_by=who.name, issued_on=today, ends_on=ends, document=document,
        file_hash=hashlib.sha256(document).hexdigest(),
    )  # fmt: skip
    return notice


def void_notice(who: Who, notice: Notice, reason: str) -> None:
    """Take an issued notice off the public pages; rows and file stay. Raises NoticeRefused: no reason; MoveRefused."""
    if not reason.strip():
        raise NoticeRefused("请写明作废的原因。")
    move(notice, State.VOID, who=who, reason=reason.strip())


def as_docx(notice: Notice, since: str = "", until: str = "") -> bytes:
    """The .docx: of an issued notice the very file that was issued."""
    if notice.document is not None:
        return bytes(notice.document)
    titles, lines = lines_of(notice)
    columns = (Column(titles[0], 3, "left"), *(Column(title, 2) for title in titles[1:]))
    rows = tuple((Run(line.name), *(Run(cell.text) for cell in line.cells)) for line in lines)
    office = plans.setting("committee") or plans.setting("federation")
    term = f"公示期：{since}至{until}。" if since else "公示期在签发时写。"
    contact = plans.setting("contact")
    blocks: list[Block] = [
        Body((Run(f"按规定，现将{notice.year}年度机关、事业单位安排残疾人就业情况予以公示，人数截至{in_words(notice.on)}。"),)),
        Body((Run(f"{term}对公示内容有异议的，请在公示期内以书面、电话或来访方式向{office}反映。{contact}"),)),
        Table("表　安排残疾人就业情况", columns, rows, notes=(NOTE,), summary="每行一家单位或一类单位"),
    ]  # fmt: skip
    return render_plain(notice.title, (office, since or "草稿"), blocks, office)


NOTE = "本公示不含个人信息；人数很少的，只写不足几人。"


def find_corrections(notice: Notice) -> int:
    """Note where the ledger says otherwise than an issued notice last did; return how many are new."""
    rows = list(notice.rows.select_related("unit"))
    placed, below = _as_known(notice.year, notice.on, [row.unit.code for row in rows])
    last: dict[tuple[int, str], str] = {}
    for one in NoticeCorrection.objects.filter(row__notice=notice).order_by("pk"):
        last[one.row_id, one.what] = one.after
    fresh = []
    for row in rows:
        now = {What.PLACED: str(len(placed.get(row.unit_id, ()))), What.BELOW: met_words(below.get(row.unit_id))}
        stated = {What.PLACED: str(row.placed), What.BELOW: met_words(row.is_below)}
        for what, after in now.items():
            before = last.get((row.pk, what), stated[what])
            if before != after:
                fresh.append(NoticeCorrection(row=row, what=what, before=before, after=after, noticed_at=clock.now()))
    if fresh:
        with transaction.atomic():
            NoticeCorrection.objects.bulk_create(fresh)
            audit.record(
                "change",
                who=system_who(),
                subject="reporting.Notice",
                ids=[notice.pk],
                step="correction",
                rows=len(fresh),
            )
    return len(fresh)


def find_all_corrections() -> int:
    """The same for every issued notice, after the ledger has moved."""
    return sum(find_corrections(notice) for notice in public_notices())


def corrections(notice: Notice, *, is_public: bool) -> list[tuple[str, NoticeCorrection, str, str]]:
    """(unit, correction, before, after) in the order in which they were noticed; public ones of public fields alone."""
    rows = NoticeCorrection.objects.filter(row__notice=notice).select_related("row").order_by("pk")
    field = {What.PLACED: "placed", What.BELOW: "ratio_met"}
    found = []
    for one in rows:
        if is_public and field[What(one.what)] not in notice.fields:
            continue
        words = person_words if is_public and one.what == What.PLACED else str
        found.append(
            (
                one.row.name if notice.by == By.UNIT or not is_public else "有关单位",
                one,
                words(one.before),
                words(one.after),
            )
        )
    return found


def record_objection(who: Who, notice: Notice, *, received_on: date, way: str, text: str) -> NoticeObjection:
    """Write down what somebody said against a notice in its term.

    Raises:
        NoticeRefused: the notice is not out, the day lies outside its term, or nothing is said.
    """
    if notice.state != State.ISSUED or notice.issued_on is None or notice.ends_on is None:
        raise NoticeRefused("公示还没有发布，或已经作废。")
    if not notice.issued_on <= received_on <= min(notice.ends_on, clock.today()):
        raise NoticeRefused(
            f"收到之日要在公示期内（{in_words(notice.issued_on)}至{in_words(notice.ends_on)}），不能在今天以后。"
        )
    if not text.strip() or not way.strip():
        raise NoticeRefused("写明是怎么来的，说了什么。")
    with transaction.atomic():
        row = NoticeObjection.objects.create(
            notice=notice, received_on=received_on, way=way.strip()[:20], text_sealed=seal(_SEALED, text.strip()[:400]),
            by=who.name, at=clock.now(),
        )  # fmt: skip
        audit.record("change", who=who, subject="reporting.NoticeObjection", ids=[row.pk], notice=notice.pk)
    return row


def answer_objection(who: Who, row: NoticeObjection, answer: str) -> None:
    """Write down what came of an objection, once. Raises NoticeRefused: nothing said, or answered already."""
    if not answer.strip():
        raise NoticeRefused("请写明处理结果。")
    with transaction.atomic():
        open_ones = NoticeObjection.objects.filter(pk=row.pk, answered_at=None)
        if not open_ones.update(answer=answer.strip()[:300], answered_by=who.name, answered_at=clock.now()):
            raise NoticeRefused("这条异议已经处理过。")
        audit.record("change", who=who, subject="reporting.NoticeObjection", ids=[row.pk], step="answer")


def objections(notice: Notice) -> list[tuple[NoticeObjection, str]]:
    """What was said against a notice, the latest first, with its words."""
    return [(row, unseal(_SEALED, row.text_sealed)) for row in notice.objections.order_by("-received_on", "-pk")]


def masked_people(row: NoticeRow) -> dict[int, str]:
    """The persons behind a body's figure as they were frozen, by key, with masked names; the caller notes the view."""
    names = Person.objects.filter(pk__in=row.people).values_list("pk", "name")
    return {key: mask_name(name) for key, name in sorted(names)}


def note_release(who: Who, notice: Notice) -> None:
    """Note that the file was handed out; it names nobody."""
    audit.record("release", who=who, subject="reporting.Notice", ids=[notice.pk], what="notice")


__all__ = ["MEDIA_TYPE", "NoticeRefused", "as_docx", "draft_notice", "find_corrections", "issue_notice", "lines_of"]
