"""The federation's pages on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.accounts.who import Who
from tonggong.base.intake.reading import WrongFile
from tonggong.base.intake.services import Busy, NotKept, UploadGone
from tonggong.domain.comparison.queries import open_count
from tonggong.domain.comparison.services import DecisionRefused, MonthRefused
from tonggong.domain.reporting.figures import NoPlan
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _waiting(who: Who) -> str:
    count = open_count(who)
    return f"{count:,}" if count else ""


MONTH = Entry(
    "本月", "federation:month", "month.read", "工作", 10, icon="month", tab="本月", key="m",
    covers=("federation:month-of", "federation:findings", "federation:run"),
)  # fmt: skip
EXCHANGE = Entry(
    "数据交换", "federation:exchange", "exchange.read", "台账", 30, icon="exchange", key="d",
    covers=("federation:delivery", "federation:upload", "federation:upload-look"),
    unless=lambda who: bool(who.department),  # a liaison has them at the departments' desk
)  # fmt: skip
QUEUE = Entry(
    "差异裁定", "federation:queue", "findings.read", "台账", 40, count=_waiting, icon="decide", tab="裁定", key="q",
    covers=("federation:finding", "federation:evidence"),
)  # fmt: skip


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(MONTH, EXCHANGE, QUEUE)
    for refusal in (DecisionRefused, MonthRefused, NoPlan, Busy, NotKept, WrongFile):
        refusals.register(refusal)
    refusals.register(UploadGone, "这份上传已经不在了")
