"""The board of the four ones and the names behind each of its figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.assignments import worker_of
from tonggong.domain.casework.queries.reach import homes
from tonggong.domain.status import queries as status
from tonggong.rules.coverage import Coverage
from tonggong.rules.four_ones import One
from tonggong.web.components.parts import Choice, Page

PAGE = 100
ONES = {One.VERIFICATION: "信息核对", One.ASSESSMENT: "能力评估", One.NEED: "需求登记", One.SERVICE: "就业服务"}
STATES = {"overdue": "逾期", "open": "还没办", "done": "办了", "base": "应办"}
WAYS = {"county": "按县区", "town": "按乡镇街道", "worker": "按负责人"}


def link(name: str, *arguments: object) -> str:
    """Return the address of a page, "" where no desk has it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    """What of somebody's reach a page looks at: a county or a town of it, or all."""

    who: Who
    code: str

    @property
    def name(self) -> str:
        """The place in words."""
        return name_of(self.code or self.who.reach.ljust(12, "0"))

    @property
    def way(self) -> str:
        """By what this place falls into rows: counties, towns, workers."""
        return {4: "county", 6: "town"}.get(len(self.who.reach), "worker")


def _place(request: Request) -> Place:
    """The place of an address. Raises Http404 where it is none within reach."""
    code = request.GET.get("place", "")
    if not code:
        return Place(request.who, "")
    if not request.who.covers(code) or name_of(code) == code:
        raise Http404
    return Place(request.who.narrowed_to(code), code)


def _address(name: str, **said: Any) -> str:
    kept = {key: value for key, value in said.items() if value not in ("", None)}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


@dataclass(frozen=True, slots=True)
class Span:
    """The period that a page looks at, and those that it could."""

    chosen: status.KeptPeriod | None  # None where nothing is owed to anybody
    kept: list[status.KeptPeriod]
    today: date

    @property
    def key(self) -> str | None:
        """The period as queries take it; None is the current one."""
        return None if self.chosen is None or self.chosen.is_current else self.chosen.key

    @property
    def day(self) -> date:
        """The day by which it is read: today, or the last day of a period that is over."""
        return self.today if self.key is None or self.chosen is None else self.chosen.day(self.today)

    def choices(self, name: str, **said: Any) -> list[Choice]:
        """The switch between this period and the last one, none where only one is kept."""
        return [
            Choice(
                f"{'本期' if one.is_current else '上期'}（{one.name}）",
                _address(name, **said, period="" if one.is_current else one.key), one == self.chosen,
            )
            for one in self.kept
        ]  # fmt: skip


def _span(request: Request) -> Span:
    """The period of an address, the current one where it names none. Raises Http404 where it is not kept."""
    kept, key = status.periods(), request.GET.get("period", "")
    chosen = next((one for one in kept if (one.key == key if key else one.is_current)), None)
    if key and chosen is None:
        raise Http404
    return Span(chosen, kept, clock.today())


@require_GET
@duty("casework.read")
def board(request: Request) -> HttpResponse:
    """Show how far the four ones reach; those of whom nobody knows anything yet always stand beside it."""
    place, span = _place(request), _span(request)
    way = request.GET.get("by", "")
    way = way if way in WAYS else place.way
    groups = status.coverage(place.who, way, span.day, span.key)
    whole = status.total(groups)
    said = {"place": place.code, "period": span.key or ""}
    rows = [
        _row(group.name, group.coverage, said | _of(way, group.key), _inner(way, group.key, span)) for group in groups
    ]
    ways = [
        Choice(words, _address("casework:four-ones", **said, by=key), key == way)
        for key, words in WAYS.items()
        if list(WAYS).index(key) >= list(WAYS).index(place.way)
    ]
    page = {
        "place": place,
        "place_name": place.name,
        "day": span.day,
        "ways": ways,
        "periods": span.choices("casework:four-ones", place=place.code, by=request.GET.get("by", "")),
        "way": WAYS[way],
        "rows": rows,
        "total": _row("合计", whole, said, ""),
        "sentences": _sentences(whole),
        "period": span.chosen.name if span.chosen is not None else "",
        "home_url": _address("casework:four-ones", period=span.key),
    }
    return render(request, "casework/four_ones/board.html", page)


def _of(way: str, key: str) -> dict[str, str]:
    """What an address says of a row of the board."""
    return {"worker": key or "none"} if way == "worker" else {"place": key}


def _inner(way: str, key: str, span: Span) -> str:
    """The board one step further in."""
    return _address("casework:four-ones", place=key, period=span.key) if way != "worker" and key else ""


def _row(name: str, found: Coverage, of: dict[str, str], url: str) -> dict[str, Any]:
    def names(one: One | None, state: str) -> str:
        return _address("casework:four-ones-names", **of, one=one.value if one else "", state=state)

    ones = []
    for one, title in ONES.items():
        ones.append({
            "title": title, "done": found.done(one), "owed": found.owed(one), "rate": found.rate(one),
            "cautious": found.cautious(one),
            "done_url": names(one, "done"), "open": found.owed(one) - found.done(one), "open_url": names(one, "open"),
        })  # fmt: skip
    return {
        "name": name, "url": url, "base": found.owed(One.VERIFICATION), "base_url": names(One.VERIFICATION, "base"),
        "unverified": found.unverified, "unverified_url": names(One.VERIFICATION, "open"),
        "wanting": found.owed(One.ASSESSMENT), "wanting_url": names(One.ASSESSMENT, "base"), "ones": ones,
        "overdue": found.overdue, "overdue_url": names(None, "overdue"),
    }  # fmt: skip


def _sentences(found: Coverage) -> str:
    """What the board says, in words."""
    if not found.owed(One.VERIFICATION):
        return "这一期间没有应办的人。"
    words = f"应核对 {found.owed(One.VERIFICATION):,} 人，还有 {found.unverified:,} 人没有核对"
    if found.unverified:
        words += "，他们想不想就业还不知道，后三项的比率只算已核对的"
    return f"{words}；已知想就业的 {found.owed(One.ASSESSMENT):,} 人。"


@require_GET
@duty("casework.read")
def names(request: Request) -> HttpResponse:
    """Show who is owed what, the earliest due first, and who answers for them."""
    place, span, today = _place(request), _span(request), clock.today()
    one, state = request.GET.get("one", ""), request.GET.get("state", "")
    one = one if one in list(One) else ""
    state = state if state in STATES else "open"
    rows = _narrowed(status.in_base(status.owed(place.who, one or None, span.key)), state, span.day)
    worker = request.GET.get("worker", "")
    is_number = worker.isascii() and worker.isdigit() and len(worker) < 19
    if worker == "none" or is_number:
        rows = status.names_of_worker(rows, int(worker) if is_number else None)
    start = _start(request)
    found = list(rows.select_related("person").order_by("due_on", "person_id", "one")[start : start + PAGE + 1])
    shown = found[:PAGE]
    people = {row.person_id for row in shown}
    workers, live = worker_of(people), homes(today) if people else {}
    if people:
        audit.record("view", who=request.who, subject="persons.Person", ids=sorted(people))
    said = {"place": place.code, "one": one, "worker": worker, "period": span.key}
    page = {
        "rows": [_line(row, span.day, workers, live) for row in shown],
        "title": "、".join(filter(None, (place.name, ONES.get(One(one)) if one else "四个一", STATES[state]))),
        "states": [
            Choice(words, _address("casework:four-ones-names", **said, state=key), key == state)
            for key, words in STATES.items()
        ],
        "periods": span.choices("casework:four-ones-names", place=place.code, one=one, worker=worker, state=state)
        if len(span.kept) > 1
        else [],
        "day": span.day,
        "is_over": span.key is not None,
        "board_url": _address("casework:four-ones", place=place.code, period=span.key),
        "paging": Page(
            f"第 {start + 1}—{start + len(shown)} 条" if shown else "",
            _address("casework:four-ones-names", **said, state=state, start=start + PAGE) if len(found) > PAGE else "",
            _address("casework:four-ones-names", **said, state=state) if start else "",
        ),
        "may_record": span.key is None and request.who.may("casework.record"),
        "assign_url": link("casework:assignments") if request.who.may("casework.assign") else "",
    }
    return render(request, "casework/four_ones/names.html", page)


def _start(request: Request) -> int:
    text = request.GET.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _narrowed(rows: Any, state: str, today: date) -> Any:
    if state == "done":
        return rows.exclude(done_on=None)
    if state == "base":
        return rows
    rows = rows.filter(done_on=None)
    return rows.filter(due_on__lt=today) if state == "overdue" else rows


def _line(row: Any, today: date, workers: dict[int, tuple[int, str]], live: dict[int, str]) -> dict[str, Any]:
    person = row.person
    late = (today - row.due_on).days
    if row.done_on:
        tag = ("done", "办了")
    else:
        tag = ("overdue", f"逾期 {late} 天") if late > 0 else ("waiting", "还没办")
    home = live.get(person.pk, "")
    place = name_of(person.township_code)
    return {
        "person": person, "one": row.get_one_display(), "due_on": row.due_on, "done_on": row.done_on, "tag": tag,
        "worker": workers.get(person.pk, (0, ""))[1], "is_done": bool(row.done_on),
        "place": f"{place}，现住{name_of(home)}" if home and home != person.township_code else place,
        "record_url": link("visits:record", person.pk),
    }  # fmt: skip
