"""What the pages of reliefs have in common: the day asked for, the lines of a register, the words of a record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.urls import reverse

from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.policy.queries import figures_on
from tonggong.domain.reliefs.choices import RESULTS
from tonggong.domain.reliefs.queries import due
from tonggong.domain.reliefs.queries.channels import RECORDS, ChannelFigure
from tonggong.rules.figures import FigureMissing
from tonggong.rules.reliefs import licences
from tonggong.rules.reliefs.channels import CHANNEL_LABELS, Channel, kinds_of
from tonggong.rules.reliefs.licences import RENEWAL_LABELS, Renewal
from tonggong.rules.reliefs.reviews import REVIEW_LABELS, Review
from tonggong.web.components import parts, words
from tonggong.web.components.rows import address
from tonggong.web.federation.pages import name_for
from tonggong.web.federation.person_page import end_of, ledger_day
from tonggong.web.federation.quota_page import ledger_steps

REVIEW_TAGS = {
    Review.ENDED: "waiting", Review.OVERDUE: "overdue", Review.ENDS_FIRST: "warn", Review.COMING: "due", Review.LATER: "done",
    Review.NONE: "warn",
}  # fmt: skip
RENEWAL_TAGS = {
    Renewal.NOT_YET: "done", Renewal.COMING: "due", Renewal.LAST_DAYS: "overdue", Renewal.ENDED: "waiting",
}  # fmt: skip
RESULT_TAGS = {"granted": "done", "refused": "waiting", "pending": "running", "withdrawn": "waiting"}
RESULT_WORDS = dict(RESULTS)
WHAT_OF = {what: channel for channel, what in RECORDS.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: up to which day, as known on which day (None: now), in which county ("": the whole reach)."""

    day: date
    known_on: date | None
    place: str = ""

    @property
    def known_at(self) -> datetime | None:
        return end_of(self.known_on)

    def address(self, name: str, *args: Any, **said: Any) -> str:
        return address(name, *args, on=self.day, known=self.known_on, **said)


def asked(request: Request) -> Asked:
    """The day of an address; without one the ledger's. Raises Http404: it is no day, or still ahead."""
    known = _day(request.GET.get("known", ""))
    return Asked(_day(request.GET.get("on", "")) or ledger_day(), known, request.GET.get("place", ""))


def within(who: Who, place: str) -> Who:
    """The same reader with no more in sight than a county, "" for all. Raises Http404: it lies outside the reach."""
    try:
        return who.narrowed_to(place) if place else who
    except ValueError:
        raise Http404 from None


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= found.year <= ledger_day().year + 1:
        raise Http404
    return found


def channel_of(text: str) -> Channel:
    """A channel of an address. Raises Http404: there is none."""
    try:
        return Channel(text)
    except ValueError:
        raise Http404 from None


def kinds(what: str, channel: Channel) -> tuple[str, ...]:
    """The city's list of kinds; empty where it has none yet."""
    city = divisions.city()
    try:
        return kinds_of(
            channel if what != "points" else Channel.POINTS, figures_on(ledger_day(), city.code if city else "")
        )
    except FigureMissing:
        return ()


def places(who: Who) -> list[tuple[str, str]]:
    """The counties that somebody may enter records for."""
    return [(one.code, one.name) for one in divisions.counties() if who.covers(one.code)]


def place(row: Any) -> str:
    """Where a record lies, by name."""
    person = getattr(row, "person", None)
    code = person.county_code if person is not None else row.county_code
    return divisions.name_of(code) if code else "—"


def whom(who: Who, row: Any) -> str:
    """For whom a record is, as somebody may read it."""
    person = getattr(row, "person", None)
    return name_for(who, person.name) if person is not None else getattr(row, "for_name", "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a register. `cells`: (heading, text, is a number); `tag`: kind and word of its state, None for none."""

    row: Any
    name: str
    url: str
    sub: str
    cells: tuple[tuple[str, str, bool], ...]
    tag: tuple[str, str] | None
    because: str = ""


def amount(value: Any) -> str:
    """800.00 as 800 ; a dash where nobody knows."""
    return "—" if value is None else words.grouped(value, 2).removesuffix(".00")


def _point(who: Who, row: Any, day: date) -> Line:
    cells = (
        ("地址", row.address, False), ("建成", words.long_day(row.built_on), False), ("岗位", f"{row.posts}", True),
        ("预留", f"{row.reserved}", True),
    )  # fmt: skip
    tag = ("done", "预留了") if row.reserved else ("warn", "没有预留")
    return Line(row, row.title, "", f"{row.kind}　{place(row)}", cells, tag)


def _grant(who: Who, row: Any, day: date) -> Line:
    if row.measure == "元/月":
        change = f"{amount(row.normal_value)}→{amount(row.granted_value)}元/月"
    else:
        change = licences.in_words("", row.normal_value, row.granted_value, row.measure)
    cells = (
        ("减免", f"{row.kind}{'　' if change else ''}{change}", False),
        ("合计（元）", amount(row.worth_yuan), True),
        (
            "期限",
            f"{words.long_day(row.started_on)}起" + (f"，到{words.long_day(row.until)}" if row.until else ""),
            False,
        ),
    )
    found = due.review_of(row, day)
    tag = (REVIEW_TAGS[found.value.state], REVIEW_LABELS[found.value.state])
    return Line(
        row, whom(who, row), "", f"{row.place or '—'}　{place(row)}", cells, tag, words.with_days(found.because)
    )


def _licence(who: Who, row: Any, day: date) -> Line:
    took = "—" if row.decided_on is None else f"{(row.decided_on - row.applied_on).days} 天"
    relaxed = licences.in_words(row.relaxed, row.normal_value, row.granted_value, row.measure) if row.relaxed else "—"
    cells = (
        ("申请", words.long_day(row.applied_on), False), ("用时", took, True), ("放宽", relaxed, False),
        ("有效期至", words.long_day(row.valid_until) if row.valid_until else "—", False),
    )  # fmt: skip
    tag, because = (RESULT_TAGS[row.result], RESULT_WORDS[row.result]), ""
    if waits := due.decision_of(row):
        because = words.with_days(waits.because)
        if waits.value < day:
            tag = ("overdue", "该决定的日子已过")
    return Line(row, whom(who, row), "", f"{row.number}　{place(row)}", cells, tag, because)


def _round(who: Who, row: Any, day: date) -> Line:
    cells = (
        ("确定", words.long_day(row.decided_on), False),
        ("报名", f"{row.applicants:,}", True), ("其中残疾人", f"{row.pwd_applicants:,}", True),
        ("选中", f"{row.selected:,}", True), ("其中残疾人选中", f"{row.pwd_selected:,}", True),
    )  # fmt: skip
    return Line(row, row.title, "", f"{row.seller}　{place(row)}", cells, None)


_LINES: dict[str, Callable[[Who, Any, date], Line]] = {
    "points": _point, "grants": _grant, "licences": _licence, "rounds": _round,
}  # fmt: skip
HEADS = {"points": "服务点", "grants": "给谁", "licences": "申请人", "rounds": "批次"}


def line(who: Who, what: str, row: Any, day: date) -> Line:
    """A record as a line of its register."""
    made = _LINES[what](who, row, day)
    url = reverse("federation:reliefs-record", args=[what, row.thread or row.pk])
    return Line(made.row, made.name or "—", url, made.sub, made.cells, made.tag, made.because)


def renewal_line(who: Who, one: Any, day: date) -> Line:
    """A licence in the list of renewals."""
    made = line(who, "licences", one.row, day)
    cells = (
        ("许可证有效期至", words.long_day(one.row.valid_until), False),
        ("最晚提出延续", words.long_day(one.found.value.ask_by), False),
    )
    tag = (RENEWAL_TAGS[one.found.value.state], RENEWAL_LABELS[one.found.value.state])
    return Line(made.row, made.name, made.url, made.sub, cells, tag, words.with_days(one.found.because))


def steps_of(figure: ChannelFigure) -> list[parts.Step]:
    """The rule's sentences as an account."""
    return ledger_steps(figure.steps)


# What a record says, by column, in the order of its page; (column, words, how it is written).
SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "points": (("kind", "种类"), ("title", "名称"), ("address", "地址"), ("builder", "建设单位"), ("built_on", "建成"),
               ("posts", "岗位（个）"), ("reserved", "预留（个）")),
    "grants": (("kind", "种类"), ("place", "在哪里"), ("normal_rule", "平常的规定"), ("normal_source", "出处"),
               ("normal_value", "平常"), ("granted_value", "给的"), ("month_yuan", "每月值（元）"), ("months", "月数"),
               ("worth_yuan", "合计（元）"), ("payer", "谁承担"), ("started_on", "从"), ("until", "到"), ("review_on", "复核")),
    "licences": (("number", "申请编号"), ("shop", "经营地址"), ("applied_on", "申请"), ("decided_on", "决定"), ("result", "结果"),
                 ("relaxed", "放宽"), ("normal_value", "平常"), ("granted_value", "放宽后"), ("valid_until", "有效期至")),
    "rounds": (("seller", "发行机构"), ("title", "批次"), ("decided_on", "确定"), ("applicants", "报名"),
               ("pwd_applicants", "其中残疾人"), ("selected", "选中"), ("pwd_selected", "其中残疾人选中")),
}  # fmt: skip


def said(what: str, row: Any) -> list[tuple[str, str]]:
    """What a statement says, in words; what it leaves open is left out."""
    found = []
    for column, title in SAID[what]:
        value = getattr(row, column)
        if value in (None, ""):
            continue
        if column == "result":
            value = RESULT_WORDS[value]
        elif isinstance(value, date):
            value = words.long_day(value)
        elif column in ("normal_value", "granted_value"):
            value = f"{amount(value)}{' ' if row.measure else ''}{row.measure}"
        elif not isinstance(value, str):
            value = amount(value)
        found.append((title, value))
    return found


def changed(what: str, row: Any, before: Any) -> str:
    """What a statement says otherwise than the one before it, in one sentence; "" for the first."""
    if before is None:
        return ""
    new, old = dict(said(what, row)), dict(said(what, before))
    parts_of = [
        f"{title}由{old.get(title, '没有')}改为{new.get(title, '没有')}"
        for title in dict.fromkeys([*old, *new])
        if old.get(title) != new.get(title)
    ]
    return "；".join(parts_of) or "内容相同"


def title_of(channel: Channel) -> str:
    """A channel's name."""
    return CHANNEL_LABELS[channel]
