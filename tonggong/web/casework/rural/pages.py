"""What all pages of the room share: the tabs, a number and a town asked for."""

from django.http import Http404
from django.urls import reverse

from tonggong.base.accounts.who import Request, Who
from tonggong.base.divisions import queries as divisions
from tonggong.web.components.asked import whole_number
from tonggong.web.components.parts import Choice

TABS = (
    ("rural", "家庭", "casework.read"),
    ("rural-alerts", "返贫预警", "casework.read"),
    ("rural-work", "就业", "casework.read"),
    ("rural-income", "收入", "casework.read"),
    ("rural-exchange", "监测系统交换", "rural.exchange"),
    ("rural-capacity", "劳动能力不一致", "rural.exchange"),
)


def tabs(request: Request, current: str) -> list[Choice]:
    """The pages of the room that somebody may open."""
    return [
        Choice(title, reverse(f"casework:{name}"), name == current)
        for name, title, duty in TABS
        if request.who.may(duty)
    ]


def number_asked(request: Request, name: str) -> int:
    """A whole number of the address, 0 where it is none."""
    return whole_number(request.GET.get(name)) or 0


def place_asked(who: Who, code: str) -> tuple[Who, list[tuple[str, str]]]:
    """Narrow somebody to a county or town within reach, and say which there are. Raises Http404: it lies outside."""
    if len(who.reach) == 4:
        places = [(one.code, one.name) for one in divisions.counties()]
    elif len(who.reach) == 6:
        places = [(one.code, one.name) for one in divisions.townships(f"{who.reach}000000")]
    else:
        places = []
    if not code:
        return who, places
    if code not in dict(places):
        raise Http404
    return who.narrowed_to(code), places
