"""The special channels on the dashboard: a figure each, which opens its register up to the same day."""

from dataclasses import dataclass

from tonggong.base.accounts.who import Who
from tonggong.domain.reliefs.choices import FROM_OFFICE
from tonggong.domain.reporting.channels import channel_figures
from tonggong.domain.reporting.dashboard import Dashboard
from tonggong.domain.reporting.records import RECORDS, written
from tonggong.rules.figures import FigureMissing
from tonggong.web.committee.pages import figure_url
from tonggong.web.components import words
from tonggong.web.components.rows import address


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel's figure as it is printed; `words` is the rule's reasoning, `office` who reports it."""

    title: str
    value: str
    unit: str
    words: str
    office: str
    is_reported: bool


TOLD = ("complaints.received", "complaints.in_time", "complaints.closed", "words.said")


def _within(who: Who, dash: Dashboard) -> Who:
    return who.narrowed_to(dash.scope_code) if dash.scope_code and len(who.reach) <= 4 else who


def records_shown(who: Who, dash: Dashboard) -> list[tuple[str, str, str, str, str]]:
    """Complaints and words on the dashboard's day and place: title, value, unit, the figure's own page, how it counts."""
    if not who.may("figures.rows"):
        return []
    here, found = _within(who, dash), []
    for key in TOLD:
        one = RECORDS[key]
        try:
            number = one.figure(here, dash.as_of)
        except FigureMissing:
            continue
        url = figure_url(who, key, as_of=dash.as_of) if here is who else ""
        found.append((one.title, written(number), "" if number.unit == "%" else number.unit, url, one.definition))
    return found


def channels_shown(who: Who, dash: Dashboard) -> list[tuple[Shown, str]]:
    """The figures of the channels on the dashboard's day and place, with where they open; none for who may not read them."""
    if not who.may("reliefs.read"):
        return []
    here = _within(who, dash)
    found = []
    for one in channel_figures(here, dash.as_of):
        said = words.with_days("".join(step.text for step in one.steps))
        url = "" if here is not who else address("federation:reliefs-channel", one.channel.value, on=dash.as_of)
        found.append((Shown(one.title, one.value, one.unit, said, FROM_OFFICE[one.channel], one.is_reported), url))
    return found
