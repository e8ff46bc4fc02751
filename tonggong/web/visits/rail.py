"""The pages of township workers and job coaches on the rail."""

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.queries.conflicts import conflicts
from tonggong.domain.worklist.queries import NotYourList
from tonggong.rules.figures import FigureMissing
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register, register_tabs

WORKERS = ("township_worker", "job_coach")


def works_elsewhere(who: Who) -> bool:
    """Say whether a post's daily work is not with the people of a list of its own."""
    return who.role not in WORKERS


def conflicts_waiting(who: Who) -> str:
    """Say how many visits say otherwise than the ledger does."""
    count = conflicts(who).count()
    return f"{count} 待定" if count else ""


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry(
            "两边不同", "visits:conflicts", "casework.record", "服务", 50, conflicts_waiting, "decide",
            covers=("visits:conflict",),
        )
    )  # fmt: skip
    register(
        Entry(
            "今天", "visits:home", "casework.read", "工作", 5, icon="month", tab="今天", covers=("visits:today*",),
            unless=works_elsewhere,
        ),
        Entry("我的", "visits:mine", "casework.read", "工作", 8, icon="mine", tab="我的", unless=works_elsewhere),
        Entry("离线走访", "visits:offline", "casework.record", "工作", 9, icon="exchange", tab="待送", unless=works_elsewhere),
    )  # fmt: skip
    for role in WORKERS:
        register_tabs(role, "visits:home", "federation:persons", "visits:offline", "visits:mine")
    refusals.register(NotYourList)
    refusals.register(FigureMissing, "缺一个政策数值")
