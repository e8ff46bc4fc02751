"""The start page of workers and coaches: the day's people in the declared order or on the way, put off with one tap."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.audit import services as audit
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.domain.casework.queries.reach import served_person
from tonggong.domain.comparison.queries import open_count
from tonggong.domain.employment.queries import with_work
from tonggong.domain.persons.queries import persons
from tonggong.domain.persons.services import show_full_phone
from tonggong.domain.worklist import queries, services
from tonggong.domain.worklist.mine import VOLUNTARY
from tonggong.domain.worklist.mine import mine as owed_of
from tonggong.domain.worklist.places import on_the_way, positions
from tonggong.domain.worklist.reasons import BY_KEY
from tonggong.web.components import rows
from tonggong.web.components.parts import Choice
from tonggong.web.components.words import short_day
from tonggong.web.visits.today.cards import CAMPAIGN, Shown, cards_of, for_campaign, weekday

SHOWN, ON_THE_WAY = 10, 30
ORDERS = {"": "先急后缓", "way": "顺路"}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@require_GET
@duty("casework.read")
def home(request: Request) -> HttpResponse:
    """Whom to contact today and why, first things first."""
    who, order = request.who, request.GET.get("order", "")
    order = order if order in ORDERS else ""
    found = queries.today(who)
    key = request.GET.get("reason", "")
    key = key if key in BY_KEY else ""
    tasks = [t for t in found.tasks if not key or any(f.reason.key == key for f in t.found)]
    after = _number(request.GET.get("after", "")) if not order else 0
    chosen = tasks[:ON_THE_WAY] if order else tasks[after : after + SHOWN]
    way = on_the_way(chosen, who.reach.ljust(12, "0"), positions()) if order else None
    if way is not None:
        chosen = [task for halt in way.halts for task in halt.tasks]
    common = Shown(who, found.day, get_token(request), request.get_full_path(), "h3" if order else "h2")
    cards = cards_of(common, chosen, after + 1)
    if chosen:
        audit.record("view", who=who, subject="persons.Person", ids=sorted(t.person_id for t in chosen), page="today")
    by_person = {task.person_id: card for task, card in zip(chosen, cards, strict=True)}
    groups = [(halt, [by_person[t.person_id] for t in halt.tasks]) for halt in way.halts] if way else []
    page = reverse("visits:home")
    shown = {
        "today": found, "weekday": weekday(found.day), "place": name_of(who.reach.ljust(12, "0")) if who.reach else "",
        "cards": cards, "groups": groups, "way": way, "total": len(tasks), "order": order, "reason": BY_KEY.get(key),
        "orders": _choices(page, key, order), "reasons": _reasons(page, found, key, order), "first": after + 1,
        "next": _address(page, key, order, after + SHOWN) if not order and len(tasks) > after + SHOWN else "",
        "left": len(tasks) - after - len(cards), "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "visits/today/today.html", shown)


def _address(page: str, reason: str, order: str, after: int = 0) -> str:
    parts = {"reason": reason, "order": order, "after": str(after) if after else ""}
    said = "&".join(f"{name}={value}" for name, value in parts.items() if value)
    return page + (f"?{said}" if said else "")


def _choices(page: str, reason: str, order: str) -> list[Choice]:
    return [Choice(words, _address(page, reason, key), key == order) for key, words in ORDERS.items()]


def _reasons(page: str, found: queries.Today, reason: str, order: str) -> list[Choice]:
    every = Choice("全部", _address(page, "", order), not reason, str(len(found.tasks)))
    others = (Choice(r.title, _address(page, r.key, order), r.key == reason, str(n)) for r, n in found.counts)
    return [every, *others]


def _back(request: Request) -> HttpResponse:
    """Return to the list as it was shown; nowhere else."""
    to = request.POST.get("back", "")
    is_ours = to.startswith(reverse("visits:home")) and url_has_allowed_host_and_scheme(to, {request.get_host()})
    return HttpResponseRedirect(to if is_ours else reverse("visits:home"))


def _whom(request: Request, person_id: int) -> str:
    """The name of somebody whom one serves. Raises Http404 where there is none."""
    person = served_person(request.who, person_id)
    if person is None:
        raise Http404
    return person.name


@require_POST
@duty("casework.record")
def later(request: Request, person_id: int) -> HttpResponse:
    """Put somebody off by the usual days; the list says until when and offers to take it back."""
    name = _whom(request, person_id)
    try:
        services.postpone(request.who, person_id)
    except services.PutOffRefused as refused:
        messages.warning(request, f"{name}：{refused}")
    return _back(request)


@require_POST
@duty("casework.record")
def done(request: Request, person_id: int) -> HttpResponse:
    """Say that one reason is dealt with; what only a record settles leads to the form of the visit."""
    name = _whom(request, person_id)
    reason = BY_KEY.get(request.POST.get("reason", ""))
    if reason is None:  # a page from before the reasons were others
        messages.warning(request, f"{name}：这一条已经变了，请看刷新后的名单。")
        return _back(request)
    if not reason.is_ticked:
        found = queries.reasons_of(request.who, person_id) if reason.key == CAMPAIGN else []
        return HttpResponseRedirect(reverse("visits:record", args=[person_id]) + for_campaign(found))
    try:
        services.tick_off(request.who, person_id, reason.key, request.POST.get("fact", ""))
    except services.PutOffRefused as refused:
        messages.warning(request, f"{name}：{refused}")
    return _back(request)


@require_POST
@duty("casework.record")
def undo(request: Request) -> HttpResponse:
    """Take one's own putting off or ticking off back."""
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Http404 from None
    if services.undo(request.who, batch) is None:
        messages.warning(request, "这一步已经撤回过，或不是您做的。")
    return _back(request)


@require_POST
@never_cache
@duty("ledger.unmask")
def call(request: Request, person_id: int) -> HttpResponse:
    """Show the phone number of somebody who is on the list of the day, for the reason that puts her there; the trail says so."""
    person = served_person(request.who, person_id)
    if person is None:
        raise Http404
    if queries.deaths_to_check([person.pk]):  # a list from before the report came in
        messages.warning(
            request, f"{person.name}：部门文件登记此人已去世，请先向村（社区）或家属核实，不要打本人电话。"
        )
        return HttpResponseRedirect(reverse("visits:home"))
    found = queries.reasons_of(request.who, person.pk)
    if not found:
        return HttpResponseRedirect(f"{reverse('federation:person-number', args=[person.pk])}?what=phone")
    why = found[0].hit.sentence
    number = show_full_phone(request.who, person, f"今日联系：{why}")
    shown = {"person": person, "number": number, "why": why, "way": queries.ways([person.pk])[person.pk]}
    shown["campaign"] = for_campaign(found)
    return render(request, "visits/today/call.html", shown)


@require_GET
@duty("casework.read")
def order(request: Request) -> HttpResponse:
    """Say why the list is in the order it is: every reason with its weight and from when it is shown."""
    shown = {"weights": queries.weights(clock.today()), "can_read_policy": request.who.may("policy.read")}
    return render(request, "visits/today/order.html", shown)


@require_GET
@duty("casework.read")
def mine(request: Request) -> HttpResponse:
    """What one owes this month by name, the own reach in numbers, and the box to find somebody."""
    who, found = request.who, owed_of(request.who)
    holders, page = persons(who, kind="holder"), reverse("federation:persons")
    total = holders.count()
    working = with_work(holders, found.day, is_working=True).count()
    numbers = [
        ("持证残疾人", total, f"{page}?kind=holder"), ("现在有工作", working, f"{page}?kind=holder&work=yes"),
        ("现在没有工作", total - working, f"{page}?kind=holder&work=no"),
    ]  # fmt: skip
    if found.debts:
        audit.record(
            "view", who=who, subject="persons.Person", ids=sorted(d.person_id for d in found.debts), page="mine"
        )

    def opens(one: str = "", state: str = "") -> str:
        return rows.address("visits:mine-rows", one=one, state=state, on=found.day)

    counts = [(one, *(opens(one.one, state) for state in ("done", "owed", "overdue"))) for one in found.counts]
    shown = {
        "mine": found, "counts": counts, "people_url": opens(), "voluntary_url": opens(VOLUNTARY), "numbers": numbers, "waiting": open_count(who) if who.may("findings.read") else None,
        "until": short_day(found.until), "place": name_of(who.reach.ljust(12, "0")) if who.reach else "",
        "can_record": who.may("casework.record"),
    }  # fmt: skip
    return render(request, "visits/today/mine.html", shown)
