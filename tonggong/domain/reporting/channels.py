"""The indicators of the special channels: one each, made of the records that its register opens; none of them counts persons.

Their rows are points, reliefs, applications and rounds and not people of the ledger, so they are reckoned when asked and
not kept with the figures of persons; of a day and an instant they come out the same again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.domain.reliefs.queries import channels as reliefs
from tonggong.domain.reliefs.queries.channels import ChannelFigure
from tonggong.domain.reporting.document.content import Run
from tonggong.rules.reliefs.channels import CHANNEL_LABELS, Channel


@dataclass(frozen=True, slots=True)
class ChannelIndicator:
    """A number that opens its records."""

    key: str
    channel: Channel

    @property
    def title(self) -> str:
        """What it is called."""
        return CHANNEL_LABELS[self.channel]

    def rows(self, who: Who, as_of: date, known_at: datetime | None = None) -> Any:
        """The records behind the number, within reach."""
        return reliefs.rows_of(who, self.channel, as_of, known_at)

    def figure(self, who: Who, as_of: date, known_at: datetime | None = None) -> ChannelFigure:
        """The number on a day, within reach. Raises FigureMissing."""
        return reliefs.figure_of(who, self.channel, as_of, known_at)


CHANNEL_INDICATORS = {f"reliefs.{one.value}": ChannelIndicator(f"reliefs.{one.value}", one) for one in Channel}


def channel_figures(who: Who, as_of: date, known_at: datetime | None = None) -> list[ChannelFigure]:
    """The figures of all channels on a day, within reach. Raises FigureMissing."""
    return [one.figure(who, as_of, known_at) for one in CHANNEL_INDICATORS.values()]


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
