"""The pages of units and training providers on the rail."""

from tonggong.base.accounts.who import Who
from tonggong.domain.declaration.services import DeclarationRefused
from tonggong.domain.hires.queries import may_report_own
from tonggong.domain.inspection.own import waiting_count
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _asked(who: Who) -> str:
    count = waiting_count(who)
    return f"{count} 待答" if count else ""


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    refusals.register(DeclarationRefused, "申报没有办成")
    register(
        Entry("本单位", "employer:home", "own.unit", "工作", 10, icon="employer", tab="本单位"),
        Entry(
            "报安置情况", "employer:upload", "own.unit", "工作", 20, icon="exchange", tab="报送",
            covers=("employer:upload-look", "employer:report"),
        ),
        Entry(
            "录（聘）用", "employer:hires", "own.unit", "工作", 25, icon="person", covers=("employer:hire", "employer:hire-*"),
            unless=lambda who: not may_report_own(who),
        ),
        Entry("按比例就业", "employer:quota", "own.unit", "工作", 30, icon="progress", tab="残保金", covers=("employer:quota-*",)),
        Entry("申报", "employer:declaration", "own.unit", "工作", 32, icon="paper", covers=("employer:declaration-*",)),
        Entry("岗位", "employer:posts", "own.unit", "工作", 35, icon="task", tab="岗位", covers=("employer:post", "employer:post-*")),
        Entry("社会责任报告", "employer:csr", "own.unit", "工作", 38, icon="paper", covers=("employer:csr-*",)),
        Entry("核查问题", "employer:checks", "own.unit", "工作", 40, count=_asked, icon="decide", covers=("employer:check-*",)),
        Entry("我的班次", "employer:classes", "own.classes", "工作", 10, icon="paper", tab="班次", covers=("employer:class",)),
    )  # fmt: skip
