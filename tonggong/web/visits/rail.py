"""The pages of township workers and job coaches on the rail."""

from tonggong.base.accounts.who import Who
from tonggong.web.components.navigation import Entry, register


def works_elsewhere(who: Who) -> bool:
    """Say whether a post's daily work is not with the people of a list of its own."""
    return who.role not in ("township_worker", "job_coach")


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry("我的片区", "visits:home", "ledger.read", "工作", 5, icon="person", tab="片区", unless=works_elsewhere)
    )
