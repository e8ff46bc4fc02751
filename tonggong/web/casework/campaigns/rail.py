"""The room on the rail."""

from tonggong.base.accounts.who import Who
from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

CAMPAIGNS = Entry(
    "专项行动", "casework:campaigns", "campaigns.manage", "服务", 70, icon="month", covers=("casework:campaign*",),
)  # fmt: skip


def has_no_list(who: Who) -> bool:
    """Say whether a post has no names of its own to go to."""
    return who.role != "township_worker"


MINE = Entry(
    "专项行动", "casework:campaign-mine", "casework.read", "服务", 70, icon="month", covers=("casework:campaign*",),
    unless=has_no_list,
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(CAMPAIGNS, MINE)
    refusals.register(CampaignRefused)
