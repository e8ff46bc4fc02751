"""Suspicions and cases on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.accounts.who import Who
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.inspection.queries.cases import open_count
from tonggong.domain.inspection.services.refusals import CaseRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _open(who: Who) -> str:
    count = open_count(who)
    return f"{count:,} 在办" if count else ""


SUSPICIONS = Entry(
    "安排疑点",
    "federation:suspicions",
    "signals.read",
    "用人单位",
    16,
    icon="decide",
    covers=("federation:suspicion*",),
)
CASES = Entry(
    "核查案卷",
    "federation:cases",
    "signals.read",
    "用人单位",
    17,
    icon="paper",
    count=_open,
    covers=("federation:case*",),
)


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(SUSPICIONS, CASES)
    refusals.register(CaseRefused)
    refusals.register(MoveRefused)
