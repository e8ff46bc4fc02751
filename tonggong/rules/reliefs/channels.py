"""The channels and the kinds of relief that each of them knows."""

from enum import StrEnum

from tonggong.rules.figures import Figures


class Channel(StrEnum):
    """A way to work that is kept open by a named office."""

    POINTS = "points"
    FEES = "fees"
    TOBACCO = "tobacco"
    LOTTERY = "lottery"


CHANNEL_LABELS = {
    Channel.POINTS: "社区服务点预留岗位",
    Channel.FEES: "摊位费、租赁费减免",
    Channel.TOBACCO: "烟草零售许可放宽",
    Channel.LOTTERY: "彩票代销优先",
}


def kinds_of(channel: Channel, figures: Figures) -> tuple[str, ...]:
    """The kinds of relief of a channel, or of points for POINTS, as the city's list has them; a list is never closed.

    Raises:
        FigureMissing: there is no list on this day.
    """
    if channel is Channel.POINTS:
        return tuple(figures["reliefs.point_kinds"].value)
    return tuple(figures["reliefs.kinds"].value.get(channel.value, ()))
