"""The room on the rail."""

from tonggong.domain.campaigns.services.refusals import CampaignRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

CAMPAIGNS = Entry(
    "专项行动", "casework:campaigns", "campaigns.manage", "服务", 70, icon="month", covers=("casework:campaign*",),
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(CAMPAIGNS)
    refusals.register(CampaignRefused)
