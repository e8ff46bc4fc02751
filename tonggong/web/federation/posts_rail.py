"""Posts and help in exams on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.accounts.who import Who
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.posts.queries import waiting_count
from tonggong.domain.posts.services import PostRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _waiting(who: Who) -> str:
    if not who.may("posts.review"):
        return ""
    count = waiting_count(who)
    return f"{count} 待核" if count else ""


POSTS = Entry(
    "岗位", "federation:posts", "posts.read", "用人单位", 20, icon="employer", count=_waiting,
    covers=("federation:posts-*", "federation:post", "federation:post-*"),
)  # fmt: skip
EXAMS = Entry(
    "考试便利",
    "federation:exams",
    "posts.read",
    "用人单位",
    37,
    icon="paper",
    covers=("federation:exam", "federation:exam-*"),
)


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(POSTS, EXAMS)
    refusals.register(PostRefused)
    refusals.register(MoveRefused)
