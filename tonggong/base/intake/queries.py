"""Questions about what came in: deliveries, what a file looks like to us, what is expected, late, refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.intake import remedies
from tonggong.base.intake.feeds import FEEDS, ORDER, Cadence, Feed, Kind, feed_of
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.reading import Sheet, read
from tonggong.base.intake.staged import kind_of_heading, original_row, rows_of
from tonggong.rules import months
from tonggong.rules.masking import mask_name, mask_names

__all__ = [
    "Expected",
    "Preview",
    "Quality",
    "deliveries",
    "deliveries_to_compare",
    "expected",
    "original_row",
    "preview",
    "quality",
    "rows_of",
]


def deliveries(who: Who, senders: Collection[str] | None = None) -> QuerySet[Delivery]:
    """Return the deliveries that `who` may see, newest first; with `senders` only theirs (a department's liaison)."""
    if not who.may("exchange.read"):
        return Delivery.objects.none()
    rows = Delivery.objects.order_by("-month", "-pk")
    return rows if senders is None else rows.filter(sender__in=senders)


def deliveries_as_json() -> list[dict[str, Any]]:
    """Return every delivery as the command prints it, oldest first."""
    names = ("feed", "month", "sender", "state", "rows", "accepted", "refused")
    rows = Delivery.objects.order_by("pk").values_list("pk", *names)
    return [dict(zip(("delivery", *names), row, strict=True)) for row in rows]


def deliveries_to_compare(month: str) -> list[Delivery]:
    """Return what the comparison of a month has to take: deliveries up to it that are new, mended or were superseded.

    Superseded ones that were never compared are left out. Months in order, within one registers first.
    """
    rows = Delivery.objects.filter(month__lte=month, state__in=[Delivery.State.COMPLETE, Delivery.State.SUPERSEDED])
    rows = rows.filter(Q(compared_at=None, state=Delivery.State.COMPLETE) | Q(changed_at__gt=F("compared_at")))
    return sorted(rows, key=lambda d: (d.month, ORDER[d.feed], d.pk))


@dataclass(slots=True)
class Preview:
    """What a file looks like to us before it is taken in; numbers of people only by their tail.

    Args:
        head: (row, what it is: "title", "blank", "header" or "row", cells).
        columns: (heading, our title, why).
        sentence: what was understood, in one line.
    """

    sheet: Sheet
    head: list[tuple[int, str, list[str]]] = field(default_factory=list)
    columns: list[tuple[str, str, str]] = field(default_factory=list)
    sentence: str = ""


def preview(feed: str, content: bytes, name: str, rows: int = 6) -> Preview:
    """Read a file and show how it begins and how each column is understood. Raises WrongFile, UnknownFeed."""
    declared = feed_of(feed)
    sheet = read(declared, content, name)
    layout = sheet.layout
    shown = Preview(sheet, columns=[(c.heading, c.title, c.why) for c in layout.columns if c.heading])
    titles = dict(layout.titles)
    for row in range(1, layout.header_rows[0]):
        shown.head.append((row, "title" if row in titles else "blank", [titles.get(row, "")]))
    shown.head += [(n, "header", list(cells)) for n, cells in zip(layout.header_rows, layout.header, strict=True)]
    kinds = [declared.column(c.field).kind if c.field else None for c in layout.columns]
    for n in range(min(rows, len(sheet))):
        cells = [column[n].as_py() or "" for column in sheet.columns]
        shown.head.append(
            (
                sheet.rows[n].as_py(),
                "row",
                [remedies.masked(k, c) if c else "" for k, c in zip(kinds, cells, strict=True)],
            )
        )
    shown.sentence = _sentence(layout)
    return shown


def _sentence(layout: Any) -> str:
    where = f"表头在第 {layout.header_rows[0]} 行" + ("（跨两行）" if len(layout.header_rows) == 2 else "")
    skipped = [f"{len(layout.titles)} 行标题"] if layout.titles else []
    skipped += [f"{layout.blank} 行空行"] if layout.blank else []
    skipped += [f"{len(layout.repeated)} 行重复的表头"] if layout.repeated else []
    skipped += [f"{len(layout.foot)} 行“{layout.foot[0][1]}”等"] if layout.foot else []
    how = f"{layout.how}；" if layout.how else ""
    return f"{how}{where}" + (f"；跳过 {'、'.join(skipped)}" if skipped else "") + "。现在什么都还没有写进台账。"


@dataclass(slots=True)
class Expected:
    """A feed that should come for a month: from whom, by when, and what came."""

    feed: Feed
    due_on: date
    senders: list[str]
    came: list[Delivery]

    @property
    def missing(self) -> list[str]:
        """Senders of whom nothing came."""
        came = {d.sender for d in self.came}
        return [s for s in self.senders if s not in came]

    def state(self, today: date) -> str:
        """Return "came", "late" or "waiting"."""
        if not self.missing and self.came:
            return "came"
        return "late" if today > self.due_on else "waiting"


def expected(month: str, calendar: Mapping[str, Mapping[str, Any]] | None = None) -> list[Expected]:
    """Return which feeds are expected for a month and what came.

    Args:
        calendar: of the city pack: feed -> {"due_day": 8, "senders": [...], "cadence": "每月"}; wins over the declaration.
            Without it the senders are those who sent the feed in the three months before.
    """
    came: dict[str, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(month=month, state=Delivery.State.COMPLETE).order_by("pk"):
        came.setdefault(delivery.feed, []).append(delivery)
    before = Delivery.objects.filter(month__gte=months.shift(month, -3), month__lt=month).exclude(
        state=Delivery.State.INTERRUPTED
    )
    known: dict[str, list[str]] = {}
    for name, sender in before.order_by("sender").values_list("feed", "sender").distinct():
        known.setdefault(name, []).append(sender)
    out = []
    for key, feed in FEEDS.items():
        said = (calendar or {}).get(key, {})
        cadence = said.get("cadence", feed.cadence)
        if cadence in (Cadence.ONCE, Cadence.YEARLY) and key not in came:
            continue
        if cadence == Cadence.QUARTERLY and key not in came:
            continue
        senders = list(said.get("senders") or known.get(key) or ([feed.sender] if feed.sender else []))
        due_day = int(said.get("due_day", feed.due_day))
        due_on = months.first_day(months.shift(month, 1)).replace(day=due_day)
        out.append(Expected(feed, due_on, senders, came.get(key, [])))
    return out


@dataclass(slots=True)
class Quality:
    """How well one office's files of a month are made."""

    sender: str
    feed: Feed
    delivery: int
    rows: int
    refused: int
    late_days: int
    unmatched: int | None

    @property
    def refused_share(self) -> float:
        """Refused rows of all, 0 to 1."""
        return self.refused / self.rows if self.rows else 0.0


def quality(
    month: str,
    unmatched: Mapping[int, int] | None = None,
    calendar: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Quality]:
    """Return the quality of each delivery of a month, worst first; `unmatched`: delivery -> rows that fit nobody."""
    from tonggong.base.installation import clock

    out = []
    for wanted in expected(month, calendar):
        for delivery in wanted.came:
            late = (clock.day_of(delivery.received_at) - wanted.due_on).days
            lost = (unmatched or {}).get(delivery.pk) if unmatched is not None else None
            out.append(
                Quality(delivery.sender, wanted.feed, delivery.pk, delivery.rows, delivery.refused, max(0, late), lost)
            )
    return sorted(out, key=lambda q: (-q.refused_share, -q.late_days, q.sender))


def months_delivered() -> list[str]:
    """Months of which anything was taken in, latest first."""
    rows = Delivery.objects.exclude(state=Delivery.State.INTERRUPTED)
    return list(rows.order_by("-month").values_list("month", flat=True).distinct())


def source_file(file_id: int) -> SourceFile | None:
    """One file with its delivery, None if there is none."""
    return SourceFile.objects.select_related("delivery").filter(pk=file_id).first()


def original_row_masked(file: SourceFile, row: int, *, names: bool = True) -> list[tuple[str, str]]:
    """One row as its sender wrote it, as a screen may show it: numbers only by their tail; [] once it is forgotten.

    Args:
        names: whether names are shown whole; else those that the row says are masked in its other cells too.
    """
    cells = [(heading, text, kind_of_heading(file, heading)) for heading, text in original_row(file.pk, row) if heading]
    said = [text for heading, text, kind in cells if text and (kind == Kind.NAME or "姓名" in heading)]
    shown = []
    for heading, text, kind in cells:
        hidden = text and not names and (kind == Kind.NAME or "姓名" in heading)
        written = mask_name(text) if hidden else remedies.masked(kind, text) if text else ""
        shown.append((heading, written if names or hidden else mask_names(written, said)))
    return shown


def reports_by(*unit_codes: str) -> QuerySet[Delivery]:
    """What the unit of some codes reported of its own people, newest first; the caller has asked who may know."""
    feeds = [key for key, feed in FEEDS.items() if feed.of_own_unit]
    sent = Q(pk=None)
    for code in unit_codes:
        sent |= Q(sender__endswith=f"（{code}）")
    return Delivery.objects.filter(sent, feed__in=feeds).order_by("-month", "-pk")
