"""The life of a circular (通报): drafted from a month's figures, issued with a number by somebody else, kept with its rows.

The number is given at issuing, by code word and year, without gaps; a void circular keeps its number. Issuing fixes the
figures and the file: years later both open as they were.
"""

import hashlib

from django.db import transaction
from django.db.models import Max, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock
from tonggong.domain.comparison import queries as comparison
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.circular_annexes import corrections, main_figures
from tonggong.domain.reporting.circular_content import JOBS, TRAINED, blocks, ground
from tonggong.domain.reporting.circular_stories import may_stand, with_struck
from tonggong.domain.reporting.document.content import Paper, figures_in, from_json, to_json
from tonggong.domain.reporting.document.render import render as lay_out
from tonggong.domain.reporting.figures import plan_on
from tonggong.domain.reporting.models import Circular, Figure
from tonggong.domain.reporting.queries import Difference, figures_on, later_corrections
from tonggong.domain.reporting.services import freeze, refresh_figures
from tonggong.rules import months

State = Circular.State


class CircularRefused(Exception):
    """A step with a circular can't be taken; the text says why."""


def circulars(who: Who) -> QuerySet[Circular]:
    """Every circular, latest month first; whoever reads figures may read what was published of them."""
    return Circular.objects.order_by("-month", "-pk") if who.reach else Circular.objects.none()


def circular_for(who: Who, month: str) -> Circular | None:
    """The circular of a month: the issued one, else the draft; None where nobody has begun it."""
    rows = circulars(who).filter(month=month, state__in=[State.ISSUED, State.DRAFT])
    return rows.order_by("-state").first()  # "issued" comes after "draft"


def paper(circular: Circular) -> Paper:
    """What a circular says, for the preview: blocks of runs, each number with the figure it opens.

    A typical case that may be told no more is struck out, in an issued circular too; its content and its file stay.
    """
    return with_struck(from_json(circular.content))


def render(circular: Circular) -> bytes:
    """The .docx: of an issued circular the very file that was issued, of a draft laid out now with the mark 草稿."""
    if circular.document is not None:
        return bytes(circular.document)
    return lay_out(paper(circular))


def draft_circular(who: Who, month: str) -> Circular:
    """Write a month's circular from its figures; a draft that is there already is written anew.

    A closed month speaks with the figures that closing fixed, an open one with the ledger as it is known now.

    Raises:
        CircularRefused: it is issued already, or the reach is not the whole city.
        NoPlan: no city pack is loaded. ValueError: not a month.
    """
    day = months.last_day(month)
    if len(who.reach) > 4 or not who.reach:
        raise CircularRefused("通报写全市的情况，由市级起草。")
    if Circular.objects.filter(month=month, state=State.ISSUED).exists():
        raise CircularRefused(f"{month}的通报已经印发。要更正，请先作废，或在下期列出后续更正。")
    row = comparison.month_row(month)
    figures = _fixed(who, month) if row is not None and row.closed_at else {}
    if not figures:
        refresh_figures(day)
        figures = figures_on(who, day)
    previous = _corrections(who, month)
    with transaction.atomic():
        content = _write(who, month, figures, previous)
        circular = Circular.objects.select_for_update().filter(month=month, state=State.DRAFT).first() or Circular(
            month=month, state=State.DRAFT
        )
        circular.title, circular.code_word, circular.year = "".join(content.title), content.code_word, content.year
        circular.content = to_json(content)
        circular.drafted_by, circular.drafted_by_id, circular.drafted_at = who.name, who.user_id, clock.now()
        circular.save()
        circular.figures.set(sorted(figures_in(content) | {figure.pk for figure in figures.values()}))
        audit.record("change", who=who, subject="reporting.Circular", ids=[circular.pk], step="draft", month=month)
    return circular


def _fixed(who: Who, month: str) -> dict[str, Figure]:
    """The figures that closing the month fixed, by key; of several the first, for that is what was closed with."""
    day = months.last_day(month)
    rows = Figure.objects.filter(as_of=day, is_frozen=True, plan__in=["", plan_on(day).key]).order_by(
        "-known_at", "-pk"
    )
    return {figure.key: figure for figure in rows}


def _corrections(who: Who, month: str) -> tuple[str, list[Difference]]:
    """What has changed of the last issued circular's two main figures: its month, and the differences."""
    last = Circular.objects.filter(state=State.ISSUED, month__lt=month).order_by("-month").first()
    if last is None:
        return "", []
    refresh_figures(months.last_day(last.month))
    stated = last.figures.filter(key__in=(JOBS, TRAINED), as_of=months.last_day(last.month)).order_by("key")
    found = [later_corrections(who, figure) for figure in stated]
    return last.month, [one for one in found if one]


def corrections_since(who: Who, circular: Circular) -> list[Difference]:
    """What has changed of a circular's two main figures since it fixed them; those that have not are left out."""
    stated = circular.figures.filter(key__in=(JOBS, TRAINED), as_of=months.last_day(circular.month)).order_by("key")
    found = [later_corrections(who, figure) for figure in stated]
    return [one for one in found if one]


def figure_keys(circular: Circular) -> dict[int, str]:
    """Which indicator each figure is of that a circular states, by the figure's primary key."""
    return dict(circular.figures.values_list("pk", "key"))


def _write(who: Who, month: str, figures: dict[str, Figure], previous: tuple[str, list[Difference]]) -> Paper:
    of = ground(who, month, figures, plan_on(months.last_day(month)))
    annexes = [main_figures(who, of)]
    if (later := corrections(*previous)) is not None:
        annexes.append(later)
    office = plans.setting("committee") or plans.setting("issuer")
    return Paper(
        head=f"{office}文件",
        code_word=plans.setting("code_word"),
        year=clock.today().year,
        seq=None,
        title=(f"关于{of.as_of.year}年{of.as_of.month}月全市残疾人就业", "工作进展情况的通报"),
        addressee="，".join(plans.setting("recipients", [])),
        blocks=tuple(blocks(who, of)),
        issuer=office,
        date="",
        annexes=tuple(annexes),
        note="此件依申请公开",
        copies=plans.setting("federation"),
        printer=office,
    )


@transaction.atomic
def issue_circular(who: Who, circular: Circular) -> Circular:
    """Sign a draft: it gets its number and date, its figures and its file are fixed.

    Raises:
        CircularRefused: it is no draft any more, or it names a typical case that may be told no more.
        IncompatibleDuties: whoever drafted it may not issue it.
    """
    circular = Circular.objects.select_for_update().get(pk=circular.pk)
    if circular.state != State.DRAFT:
        raise CircularRefused("这份通报已经签发或作废，请刷新后再看。")
    who.must_not_have_done("circular.draft", "circular.issue", circular.drafted_by_id)
    if not may_stand(from_json(circular.content)):
        raise CircularRefused("草稿里写到的典型案例有的已经不能再讲（撤回了同意或已下架）。请先重写草稿，再签发。")
    today = clock.today()
    written = f"{today.year}年{today.month}月{today.day}日"
    same = Circular.objects.filter(code_word=circular.code_word, year=today.year)
    number = (same.aggregate(Max("seq"))["seq__max"] or 0) + 1
    content = circular.content | {
        "year": today.year,
        "seq": number,
        "date": written,
        "printed_on": written,
        "is_draft": False,
    }
    document = lay_out(from_json(content))
    circular.state, circular.year, circular.seq, circular.content = State.ISSUED, today.year, number, content
    circular.issued_by, circular.issued_at = who.name, clock.now()
    circular.document, circular.file_hash = document, hashlib.sha256(document).hexdigest()
    circular.save()
    freeze(circular.figures.values_list("pk", flat=True))
    audit.record(
        "change", who=who, subject="reporting.Circular", ids=[circular.pk], step="issue", number=circular.number
    )
    return circular


@transaction.atomic
def void_circular(who: Who, circular: Circular, reason: str) -> Circular:
    """Declare a circular void. It keeps its number, its text and its figures; the month may be drafted again.

    Raises:
        CircularRefused: no reason is given, or it is void already.
    """
    if not reason.strip():
        raise CircularRefused("请写明作废的原因。")
    circular = Circular.objects.select_for_update().get(pk=circular.pk)
    if circular.state == State.VOID:
        raise CircularRefused("这份通报已经作废。")
    circular.state = State.VOID
    circular.voided_by, circular.voided_at, circular.void_reason = who.name, clock.now(), reason.strip()
    circular.save(update_fields=["state", "voided_by", "voided_at", "void_reason"])
    audit.record(
        "change", who=who, subject="reporting.Circular", ids=[circular.pk], step="void", reason=circular.void_reason
    )
    return circular


def handed_out(who: Who, circular: Circular) -> bytes:
    """The file as somebody takes it out of the house, which is written down."""
    content = render(circular)
    audit.record(
        "export", who=who, subject="reporting.Circular", ids=[circular.pk], month=circular.month, state=circular.state
    )
    return content


__all__ = [
    "CircularRefused",
    "circular_for",
    "circulars",
    "corrections_since",
    "draft_circular",
    "figure_keys",
    "handed_out",
    "issue_circular",
    "paper",
    "render",
    "void_circular",
]
