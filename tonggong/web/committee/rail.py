"""The committee's pages on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.accounts.who import IncompatibleDuties, Who
from tonggong.base.installation import clock
from tonggong.domain.plan import queries as plans
from tonggong.domain.plan.services import TaskClosed
from tonggong.domain.reporting.circulars import CircularRefused
from tonggong.domain.reporting.figures import NoPlan
from tonggong.domain.reporting.notices import NoticeRefused
from tonggong.rules.figures import FigureMissing
from tonggong.web.committee.pages import WrongDay
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _overdue(who: Who) -> str:
    if len(who.reach) == 9:  # tasks are the city's and the counties': a town has none of its own
        return ""
    count = plans.tasks_overdue(who, clock.today()).count()
    return f"{count:,} 逾期" if count else ""


PROGRESS = Entry(
    "三年行动进展", "committee:dashboard", "figures.read", "工作", 20, icon="progress", tab="进展", key="j",
    covers=("committee:figure", "committee:changes"),
)  # fmt: skip
TASKS = Entry(
    "任务与方案", "committee:tasks", "tasks.read", "工作", 30, count=_overdue, icon="task", key="t",
    covers=("committee:task", "committee:plan"),
)  # fmt: skip
CIRCULARS = Entry(
    "通报", "committee:circulars", "figures.read", "工作", 40, icon="paper", covers=("committee:circular*",)
)
NOTICES = Entry("公示", "committee:notices", "figures.read", "工作", 41, icon="paper", covers=("committee:notice*",))


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(PROGRESS, TASKS, CIRCULARS, NOTICES)
    refusals.register(CircularRefused)
    refusals.register(NoticeRefused)
    refusals.register(TaskClosed)
    refusals.register(IncompatibleDuties, "这一步要换一位同事")
    refusals.register(WrongDay, "日期不对")
    refusals.register(NoPlan, "还没有方案")
    refusals.register(FigureMissing, "缺一个政策参数")
