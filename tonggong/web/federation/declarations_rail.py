"""Declarations on the rail, and the refusals whose sentence is meant for the user."""

from tonggong.base.accounts.who import Who
from tonggong.domain.declaration import queries
from tonggong.domain.declaration.services import DeclarationRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, register


def _waiting(who: Who) -> str:
    count = queries.waiting_count(who)
    return f"{count:,} 待审" if count else ""


DECLARATIONS = Entry(
    "申报与认定", "federation:declarations", "declarations.read", "用人单位", 14, icon="decide", count=_waiting,
    covers=("federation:declaration",),
)  # fmt: skip


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(DECLARATIONS)
    refusals.register(DeclarationRefused)
