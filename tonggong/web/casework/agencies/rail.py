"""The room on the rail."""

from tonggong.domain.agencies.services import SheetRefused
from tonggong.domain.agencies.standard import WrongStandard
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

AGENCIES = Entry(
    "服务机构", "casework:agencies", "agencies.read", "服务", 90, icon="employer",
    covers=("casework:agency-*", "casework:provider*", "casework:contribution*", "casework:exchange*"),
)  # fmt: skip


def register_all() -> None:
    """Put the room in its place."""
    register(AGENCIES)
    refusals.register(SheetRefused)
    refusals.register(WrongStandard, "考评标准文件不对")
