"""Job coaching on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.web.casework.coaching.views.caseload import waiting_words
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register

COACHING = Entry(
    "就业辅导", "casework:coaching", "coaching.record", "服务", 40, waiting_words, "person", tab="辅导",
    covers=("casework:coaching*",),
)  # fmt: skip


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(COACHING)
    refusals.register(CoachingRefused)
