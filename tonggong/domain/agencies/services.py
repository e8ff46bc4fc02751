"""The life of a score sheet, and what is written down of support, contributions and exchanges."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import counties
from tonggong.base.installation import clock
from tonggong.domain.agencies.found import found
from tonggong.domain.agencies.models import Contribution, Exchange, Ground, Provider, ScoreRow, ScoreSheet, Support
from tonggong.domain.agencies.standard import raw_standard, read_standard
from tonggong.rules.scoring import Source, points

State = ScoreSheet.State


class SheetRefused(Exception):
    """A step with a sheet can't be taken; the text says why and what would help."""


def open_sheet(who: Who, year: int, county_code: str, agency: str) -> ScoreSheet:
    """Begin a county's sheet of a year with the standard in force, and fill in what the ledger knows.

    Raises:
        SheetRefused: not one's own county, or the year has a sheet.
        WrongStandard: the city's file of the sheet is not as it should be.
    """
    if not who.covers(county_code) or county_code not in {one.code for one in counties()}:
        raise SheetRefused("只能为本县区填写考评表。")
    if not agency.strip():
        raise SheetRefused("请写机构名称。")
    if not 2013 <= year <= clock.today().year:
        raise SheetRefused("年度不对：不能早于2013年，也不能填以后的年度。")
    kept = raw_standard()
    try:
        with transaction.atomic():
            sheet = ScoreSheet.objects.create(year=year, county_code=county_code, agency=agency.strip(), standard=kept)
            items = read_standard(kept).items
            ScoreRow.objects.bulk_create(
                ScoreRow(sheet=sheet, item=item.id, place=n) for n, item in enumerate(items, 1)
            )
            fill_in(who, sheet)
    except IntegrityError:
        raise SheetRefused(f"{year}年的考评表已经有了，请打开它。") from None
    audit.record("change", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], step="open", year=year)
    return sheet


@transaction.atomic
def fill_in(who: Who, sheet: ScoreSheet) -> None:
    """Ask the ledger anew for every item that it knows, as of the year's end or today if that is earlier.

    Raises:
        SheetRefused: the sheet was handed in; what it says is frozen.
    """
    _must_be(sheet, State.DRAFT)
    day = min(date(sheet.year, 12, 31), clock.today())
    standard = read_standard(sheet.standard)
    for row in sheet.rows.all():
        item = standard.item(row.item)
        if item.source != Source.AUTO:
            continue
        answer = found(who, item.figure, sheet.county_code, day)
        row.found = answer.kept()
        row.self_answer = answer.share
        row.self_score = points(item, answer.share).value if answer.share is not None else None
        row.save(update_fields=["found", "self_answer", "self_score"])
        Ground.objects.filter(row=row).delete()
        if answer.ground is not None:
            counted = answer.ground
            Ground.objects.create(row=row, kind=counted.kind, whole=counted.whole, lacking=sorted(counted.lacking))
    ScoreSheet.objects.filter(pk=sheet.pk).update(frozen_on=day)
    sheet.frozen_on = day


@transaction.atomic
def answer(who: Who, sheet: ScoreSheet, answers: Mapping[str, tuple[Decimal | None, str]]) -> None:
    """Write down what the institution says: {item: (answer, evidence)}; what the ledger knows is not asked.

    Raises:
        SheetRefused: it was handed in, or it is not one's own county.
        WrongAnswer: an answer does not fit its item; nothing is written.
    """
    _must_be(sheet, State.DRAFT)
    _must_cover(who, sheet)
    standard = read_standard(sheet.standard)
    rows = {row.item: row for row in sheet.rows.all()}
    for key, (value, evidence) in answers.items():
        row, item = rows[key], standard.item(key)
        if item.source == Source.AUTO:
            continue
        row.self_answer, row.evidence = value, evidence.strip()
        row.self_score = points(item, value).value if value is not None else None
        row.save(update_fields=["self_answer", "self_score", "evidence"])
    ScoreSheet.objects.filter(pk=sheet.pk).update(self_by=who.name, self_by_id=who.user_id, self_at=clock.now())
    audit.record("change", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], step="answer", items=sorted(answers))


@transaction.atomic
def submit(who: Who, sheet: ScoreSheet) -> None:
    """Hand the sheet in: what the ledger knows is asked a last time and stays as it is then.

    Raises:
        SheetRefused: an item is not answered, or points are claimed without evidence.
    """
    _must_be(sheet, State.DRAFT)
    _must_cover(who, sheet)
    fill_in(who, sheet)
    standard = read_standard(sheet.standard)
    open_items, bare = [], []
    for row in sheet.rows.order_by("place"):
        own = standard.item(row.item).source != Source.AUTO
        if own and row.self_answer is None:
            open_items.append(row.item)
        elif own and row.self_score and not row.evidence:
            bare.append(row.item)
    if open_items:
        raise SheetRefused(f"还有{len(open_items)}项没有填：{'、'.join(open_items)}。")
    if bare:
        raise SheetRefused(f"得分要有佐证，这些项还没有写：{'、'.join(bare)}。")
    _move(sheet, State.DRAFT, State.SUBMITTED, self_by=who.name, self_by_id=who.user_id, self_at=clock.now())
    audit.record("change", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], step="submit")


@transaction.atomic
def review(
    who: Who, sheet: ScoreSheet, answers: Mapping[str, tuple[Decimal | None, str]], vetoes: list[str], *, is_final: bool
) -> None:
    """The city looks at the sheet again: {item: (answer, reason)}. Where points differ from the institution's, a reason is due.

    Args:
        is_final: close the review; every item must then be looked at.
    Raises:
        SheetRefused: it was not handed in, the reviewer filled it in, an item or a reason is missing.
        WrongAnswer: an answer does not fit its item.
    """
    _must_be(sheet, State.SUBMITTED)
    if not who.covers(sheet.county_code) or len(who.reach) > 4:
        raise SheetRefused("考评由市里复核。")
    if who.user_id is not None and who.user_id == sheet.self_by_id:
        raise SheetRefused("自评和复核不能由同一个人办，请换一位同事。")
    standard = read_standard(sheet.standard)
    unknown = sorted(set(vetoes) - set(standard.vetoes))
    if unknown:
        raise SheetRefused(f"没有这种一票否决情形：{'、'.join(unknown)}。")
    without_reason, not_seen = [], []
    for row in sheet.rows.order_by("place"):
        item = standard.item(row.item)
        if row.item in answers:
            value, reason = answers[row.item]
            row.review_answer, row.reason = value, reason.strip()
            row.review_score = points(item, value).value if value is not None else None
        if row.review_score is None:
            if row.self_score is not None or item.source != Source.AUTO:
                not_seen.append(row.item)
        elif row.review_score != (row.self_score or Decimal(0)) and not row.reason:
            without_reason.append(row.item)
        row.save(update_fields=["review_answer", "review_score", "reason"])
    if without_reason:
        raise SheetRefused(f"与自评不一致的项要写理由：{'、'.join(without_reason)}。")
    if is_final and not_seen:
        raise SheetRefused(f"还有{len(not_seen)}项没有复核：{'、'.join(not_seen)}。")
    changed: dict[str, Any] = {"vetoes": vetoes, "review_by": who.name, "review_at": clock.now()}
    _move(sheet, State.SUBMITTED, State.REVIEWED if is_final else State.SUBMITTED, **changed)
    step = "reviewed" if is_final else "review"
    audit.record("change", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], step=step, items=sorted(answers))


def send_back(who: Who, sheet: ScoreSheet, reason: str) -> None:
    """Give a sheet back to the institution to be mended; what was reviewed so far stays.

    Raises:
        SheetRefused: it was not handed in, or no reason is given.
    """
    if not who.covers(sheet.county_code) or len(who.reach) > 4:
        raise SheetRefused("考评由市里复核。")
    if not reason.strip():
        raise SheetRefused("请写明退回的原因。")
    with transaction.atomic():
        _move(sheet, State.SUBMITTED, State.DRAFT)
        audit.record(
            "change", who=who, subject="agencies.ScoreSheet", ids=[sheet.pk], step="back", reason=reason.strip()
        )


def _move(sheet: ScoreSheet, before: str, after: str, **changed: Any) -> None:
    if ScoreSheet.objects.filter(pk=sheet.pk, state=before).update(state=after, **changed) != 1:
        raise SheetRefused("这张表刚才已经有人办过了，请重新打开看看。")
    sheet.refresh_from_db()


def _must_be(sheet: ScoreSheet, state: str) -> None:
    if sheet.state != state:
        words = {State.DRAFT: "已经交上去了，要改请市里退回", State.SUBMITTED: "还没有交，或已经复核完"}
        raise SheetRefused(f"这张表{words[State(state)]}。")


def _must_cover(who: Who, sheet: ScoreSheet) -> None:
    if not who.covers(sheet.county_code):
        raise SheetRefused("只能填写本县区的考评表。")


# --- what was given, and what came of it -----------------------------------------------------------------------------


def add_provider(who: Who, *, name: str, kind: str, county_code: str, began_on: date) -> Provider:
    """Register an agency that the city works with.

    Raises:
        SheetRefused: it is registered, or lies outside the reach.
    """
    if not who.covers(county_code):
        raise SheetRefused("只能登记本辖区的机构。")
    try:
        with transaction.atomic():
            row = Provider.objects.create(name=name.strip(), kind=kind, county_code=county_code, began_on=began_on)
    except IntegrityError:
        raise SheetRefused("这个机构已经登记。") from None
    audit.record("change", who=who, subject="agencies.Provider", ids=[row.pk], step="add")
    return row


def add_support(
    who: Who, provider: Provider, *, kind: str, what: str, on: date, yuan: Decimal | None = None
) -> Support:
    """Write down what an agency was given. Raises SheetRefused outside the reach or for a day to come."""
    if not who.covers(provider.county_code):
        raise SheetRefused("只能登记本辖区机构的扶持。")
    _must_be_past(on)
    row = Support.objects.create(
        provider=provider, kind=kind, what=what.strip(), on=on, yuan=yuan, by=who.name, at=clock.now()
    )
    audit.record("change", who=who, subject="agencies.Support", ids=[row.pk], step="add")
    return row


def add_contribution(who: Who, county_code: str, **said: Any) -> Contribution:
    """Write down who gave what. Raises SheetRefused outside the reach or for a day to come."""
    if not who.covers(county_code):
        raise SheetRefused("只能登记本辖区收到的支持。")
    _must_be_past(said["on"])
    row = Contribution.objects.create(county_code=county_code, by=who.name, at=clock.now(), **said)
    audit.record("change", who=who, subject="agencies.Contribution", ids=[row.pk], step="add")
    return row


def add_exchange(who: Who, county_code: str, *, on: date, title: str, people: int, outcome: str) -> Exchange:
    """Write down an exchange of experience that was held. Raises SheetRefused outside the reach or for a day to come."""
    if county_code and not who.covers(county_code):
        raise SheetRefused("只能登记本辖区的交流。")
    if not county_code and len(who.reach) > 4:
        raise SheetRefused("全市的交流由市里登记。")
    _must_be_past(on)
    row = Exchange.objects.create(
        county_code=county_code, on=on, title=title.strip(), people=people, outcome=outcome.strip(), by=who.name,
        at=clock.now(),
    )  # fmt: skip
    audit.record("change", who=who, subject="agencies.Exchange", ids=[row.pk], step="add")
    return row


def withdraw(who: Who, row: Support | Contribution | Exchange) -> None:
    """Take back what was written down wrongly; the row stays, struck out.

    Raises:
        SheetRefused: it lies outside the reach, or was taken back already.
    """
    county = row.provider.county_code if isinstance(row, Support) else row.county_code
    if not (who.covers(county) if county else len(who.reach) == 4):
        raise SheetRefused("只能撤回本辖区的记录。")
    if not withdrawn.withdraw(who, row):
        raise SheetRefused("这条记录已经撤回了。")


def _must_be_past(on: date) -> None:
    if on > clock.today():
        raise SheetRefused("日期还没有到。")
