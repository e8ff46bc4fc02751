"""The page for work without a network. It holds nobody's name: it lies open on the phone, the list in it does not."""

import base64
import json
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from tonggong.base.accounts.pages import duty, public_page
from tonggong.base.accounts.who import Request, Who
from tonggong.base.audit.services import record
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.privacy.envelope import public_key
from tonggong.domain.casework.queries.offline import assigned_for_today, people_for_device
from tonggong.domain.casework.services import devices
from tonggong.domain.worklist import queries as worklist
from tonggong.domain.worklist.places import on_the_way, positions
from tonggong.web.visits.offline import shell

MOST = 20  # envelopes in one message
LEAST = 10  # people who come along on a day on which nobody has to be contacted
SHAPES = ("done", "running", "refused", "waiting", "warn", "info")


@require_GET
@public_page
def page(request: Request) -> HttpResponse:
    """Show the page; it opens also when nobody is signed in, for the phone opens it without us."""
    said = {**shell.form_choices(), "spoken": json.dumps(shell.spoken_now()), "kinds": SHAPES, "online": "visits:home"}
    answer = render(request, "visits/offline/page.html", said)
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@public_page
def worker(request: Request) -> HttpResponse:
    """Return the script that opens the page without a network, with the list of what belongs to it."""
    own = {"version": shell.version(shell.spoken_now()), "page": reverse("visits:offline"), "files": shell.addresses()}
    body = f"const SHELL = {json.dumps(own)};\n".encode() + shell.source(shell.WORKER)
    answer = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("visits:offline")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@public_page
def manifest(request: Request) -> HttpResponse:
    """Return what makes the page an application on the phone's first screen."""
    icons = [
        {"src": static(f"visits/offline/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for size in (192, 512)
        for use in ("any", "maskable")
    ]  # fmt: skip
    said = {
        "id": reverse("visits:offline"),
        "name": "同工 · 离线走访",
        "short_name": "走访",
        "lang": "zh-Hans",
        "start_url": reverse("visits:offline"),
        "scope": reverse("visits:offline"),
        "display": "standalone",
        "background_color": "#F4F1E8",
        "theme_color": "#073B36",
        "icons": icons,
    }
    answer = JsonResponse(said, content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@never_cache
@ensure_csrf_cookie
@duty("casework.record")
def state(request: Request) -> HttpResponse:
    """Say who is signed in; the page asks before it sends, for another one may be by now."""
    limits = {name: devices.figure(name) for name in ("pack_hours", "wrong_pins")}
    return JsonResponse({"user": request.who.user_id, "limits": limits})


@require_GET
@never_cache
@duty("casework.record")
def day(request: Request) -> HttpResponse:
    """Hand out the day's people; the phone seals them before it keeps them."""
    who, today = request.who, clock.today()
    reasons = _day_list(who, devices.figure("most_people"))
    ids = list(reasons) or assigned_for_today(who, today, LEAST)
    unrung = worklist.deaths_to_check(ids, today)
    people = [one | {"reasons": reasons.get(one["person"], [])} for one in people_for_device(who, ids, today, unrung)]
    record("view", who=who, subject="persons.Person", ids=[p["person"] for p in people], step="offline list")
    if called := [p["person"] for p in people if p["phone"]]:  # the whole number goes along
        record(
            "unmask", who=who, subject="persons.Person", ids=called, reason="带上离线走访名单，要打电话", what="phone"
        )
    key = public_key()
    return JsonResponse(
        {
            "user": who.user_id,
            "worker": who.name,
            "place": divisions.name_of(who.reach.ljust(12, "0")) if who.reach else "",
            "day": today.isoformat(),
            "token": devices.author_token(who),
            "server": {"name": _text(key.name), "point": _text(key.point)},
            "limits": {n: devices.figure(n) for n in ("pack_hours", "wrong_pins", "idle_minutes", "entry_kib")},
            "townships": _townships(who.reach),
            "people": people,
        }
    )


def _day_list(who: Who, most: int) -> dict[int, list[str]]:
    """Whom to contact today in an order that saves way, each with the reasons in words; the pressing ones if too many."""
    tasks = worklist.today(who).tasks[:most]
    way = on_the_way(tasks, who.reach.ljust(12, "0"), positions())
    return {task.person_id: [f.hit.sentence for f in task.found] for halt in way.halts for task in halt.tasks}


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _townships(reach: str) -> list[list[str]]:
    """The towns that somebody may have moved to: of the county, or of the city."""
    counties = [c.code for c in divisions.counties() if c.code.startswith(reach[:6])]
    return [[town.code, town.name] for county in counties for town in divisions.townships(county)]


@require_POST
@never_cache
@duty("casework.record")
def sync(request: Request) -> HttpResponse:
    """Take in what phones bring; each envelope gets its own answer, and what gets none is sent again."""
    sent = [(key, file) for key, files in request.FILES.lists() for file in files]
    if len(sent) > MOST:
        return JsonResponse({"answers": [], "said": f"一次最多送 {MOST} 条。"}, status=413)
    answers = [devices.take_file(request.who, key, file) for key, file in sent]
    return JsonResponse({"answers": [_answer(one) for one in answers]})


def _answer(one: devices.Answer) -> dict[str, Any]:
    received = one.received_at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds") if one.received_at else None
    return asdict(one) | {"received_at": received}
