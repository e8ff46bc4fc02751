"""Where township workers and job coaches start: how many people live within reach, how many of them work."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.comparison.queries import open_count
from tonggong.domain.employment.queries import with_work
from tonggong.domain.persons.queries import persons


@require_GET
@duty("ledger.read")
def home(request: Request) -> HttpResponse:
    """Show the reach in three numbers, each with the way to its people."""
    who, today = request.who, clock.today()
    people, holders = reverse("federation:persons"), persons(who, kind="holder")
    total = holders.count()
    working = with_work(holders, today, is_working=True).count()
    waiting = open_count(who) if who.may("findings.read") else None
    page = {
        "place": divisions.name_of(who.reach.ljust(12, "0")) if who.reach else "",
        "day": today,
        "numbers": [("持证残疾人", total, f"{people}?kind=holder"), ("现在有工作", working, f"{people}?kind=holder&work=yes"),
                    ("现在没有工作", total - working, f"{people}?kind=holder&work=no")],
        "waiting": waiting,
        "queue_url": reverse("federation:queue"),
        "is_coach": who.role == "job_coach",
    }  # fmt: skip
    return render(request, "visits/home.html", page)
