"""The administrators' pages on the rail."""

from tonggong.base.accounts.queries import locked_accounts
from tonggong.base.accounts.services import AccountRefused
from tonggong.base.accounts.who import Who
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _locked(who: Who) -> str:
    count = len(locked_accounts())
    return f"{count} 锁定" if count else ""


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(
        Entry(
            "账号和职责", "administration:accounts", "accounts.manage", "设置", 10, icon="person", tab="账号",
            covers=("administration:account*",),
        ),
        Entry(
            "登录和锁定", "administration:sign-ins", "security.read", "设置", 20, count=_locked, icon="search", tab="登录"
        ),
        Entry(
            "审计日志", "administration:audit", "audit.read", "设置", 30, icon="paper", tab="审计",
            covers=("administration:verify", "administration:person-trail"),
        ),
        Entry("运行状态", "administration:system", "system.read", "设置", 40, icon="progress", tab="运行"),
    )  # fmt: skip
    refusals.register(AccountRefused, "账号没有改动")
