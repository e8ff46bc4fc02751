"""Whether placements last."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.installation import clock
from tonggong.domain.coaching.queries import stability as kept
from tonggong.domain.coaching.reach import coach_of
from tonggong.domain.employment.queries import form_name
from tonggong.rules.outcome import Rate, percent
from tonggong.rules.retention import STABILITY_LABELS, Stability
from tonggong.web.casework.coaching.pages import note_view, rooms

SHOWN = 200
STATES = {
    Stability.STABLE: "done",
    Stability.NOT_STABLE: "slow",
    Stability.UNKNOWN: "info",
    Stability.NOT_DUE: "waiting",
}


def rate_words(rate: Rate) -> str:
    """A rate with its bounds where something is unknown: 77.8%（70.0%—80.0%）."""
    if rate.known is None and rate.unknown == 0:
        return "—"
    bounds = f"（{percent(rate.lower)}—{percent(rate.upper)}）" if rate.unknown else ""
    return f"{percent(rate.known)}{bounds}"


def _rows(groups: list[kept.Rates]) -> list[tuple[str, int, list[tuple[int, str, Rate, int]]]]:
    return [
        (one.title, one.placements, [(n, rate_words(rate), rate, waiting) for n, rate, waiting in one.after])
        for one in groups
    ]


@require_GET
@never_cache
@duty("coaching.record", "coaching.manage")
def stability(request: Request) -> HttpResponse:
    """Show who was still in work after 6 and 12 months, by form, by coach and one by one."""
    who, day = request.who, clock.today()
    coach = coach_of(who) if not who.may("coaching.manage") else None
    rows = kept.placements(who, day, coach) if coach is not None or who.may("coaching.manage") else []
    shown = rows[:SHOWN]
    note_view(who, kept.followed_people(shown))
    page = {
        "rooms": rooms(who, "casework:coaching-stability"), "day": day, "by_form": _rows(kept.by_form(rows)),
        "by_coach": _rows(kept.by_coach(rows)) if coach is None else [], "total": len(rows), "shown": len(shown),
        "lines": [
            (one, form_name(one.spell.form), [(n, STATES[o.value], STABILITY_LABELS[o.value]) for n, o in one.after.items()])
            for one in shown
        ],
    }  # fmt: skip
    return render(request, "casework/coaching/stability.html", page)
