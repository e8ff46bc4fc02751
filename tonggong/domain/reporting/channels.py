"""The figures of the special channels in sentences, for the dashboard and the circular; none of them counts persons.

Their indicators stand in `records`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from tonggong.base.accounts.who import Who
from tonggong.domain.reliefs.queries import channels as reliefs
from tonggong.domain.reliefs.queries.channels import ChannelFigure
from tonggong.domain.reporting.document.content import Run


def channel_figures(who: Who, as_of: date, known_at: datetime | None = None) -> list[ChannelFigure]:
    """The figures of all channels on a day, within reach. Raises FigureMissing."""
    return reliefs.figures_of(who, as_of, known_at)


def sentences(who: Who, as_of: date, known_at: datetime | None = None) -> Sequence[Run]:
    """One sentence a channel for a paper, each with its number; true also of a channel that nobody reported."""
    runs: list[Run] = []
    for one in channel_figures(who, as_of, known_at):
        if not one.is_reported:
            runs.append(Run(one.sentence))
            continue
        rest = one.sentence.removeprefix(one.title)
        runs += [Run(one.title), Run(f"{one.value}{one.unit}", channel=one.channel.value), Run(rest)]
    return runs
