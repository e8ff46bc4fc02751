"""The special channels on the dashboard: a figure each, which opens its register up to the same day."""

from dataclasses import dataclass

from tonggong.base.accounts.who import Who
from tonggong.domain.reliefs.choices import FROM_OFFICE
from tonggong.domain.reporting.channels import channel_figures
from tonggong.domain.reporting.dashboard import Dashboard
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


def channels_shown(who: Who, dash: Dashboard) -> list[tuple[Shown, str]]:
    """The figures of the channels on the dashboard's day and place, with where they open; none for who may not read them."""
    if not who.may("reliefs.read"):
        return []
    here = who.narrowed_to(dash.scope_code) if dash.scope_code and len(who.reach) <= 4 else who
    found = []
    for one in channel_figures(here, dash.as_of):
        said = words.with_days("".join(step.text for step in one.steps))
        url = "" if here is not who else address("federation:reliefs-channel", one.channel.value, on=dash.as_of)
        found.append((Shown(one.title, one.value, one.unit, said, FROM_OFFICE[one.channel], one.is_reported), url))
    return found
