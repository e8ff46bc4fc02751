"""The departments' pages on the rail."""

from tonggong.base.accounts.who import Who
from tonggong.domain.testimony.queries.complaints import handed_words, is_inspection_office
from tonggong.web.components.navigation import Entry, register
from tonggong.web.departments.pages import returned


def _waiting(who: Who) -> str:
    count = returned(who).count()
    return f"{count:,} 条" if count else ""


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry(
            "我的报送", "departments:home", "department.answer", "工作", 10, icon="exchange", tab="报送",
            covers=("departments:upload*", "departments:delivery", "departments:run"),
        ),
        Entry(
            "要答复的", "departments:returned", "department.answer", "工作", 20, count=_waiting, icon="decide", tab="答复",
            covers=("departments:answer",),
        ),
        Entry(
            "劳动投诉", "departments:complaints", "complaints.handle", "工作", 25, count=handed_words, icon="task", tab="投诉",
            covers=("departments:complaint",), unless=lambda who: not is_inspection_office(who),
        ),
        Entry("数据质量", "departments:quality", "department.answer", "工作", 30, icon="progress", tab="质量"),
    )  # fmt: skip
