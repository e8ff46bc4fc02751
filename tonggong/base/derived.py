"""Answers that are worked out from facts and stored for quick lists, kept true when the facts move.

A service that changes facts about persons says so with `facts_changed`, in its own transaction; whoever keeps a stored
answer has registered what makes it anew. So a lower app need not know the higher one, and nothing happens behind a save.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.module_loading import import_string

Refresh = Callable[[list[int] | None], None]
_refreshers: list[Refresh | str] = []
_waiting: ContextVar[list[set[int] | None] | None] = ContextVar("waiting", default=None)


def register(refresh: Refresh | str) -> None:
    """Have `refresh(person_ids)` called when facts of persons have changed; None means of everybody.

    Args:
        refresh: the function, or where it lies ("package.module.name"): imported with the first change, so that whoever
            changes nothing, as most commands, need not wait for it.
    """
    if refresh not in _refreshers:
        _refreshers.append(refresh)


def facts_changed(person_ids: Iterable[int] | None) -> None:
    """Say that facts of some persons (None: of any number of them) have changed; stored answers follow at once."""
    ids = None if person_ids is None else sorted(set(person_ids))
    if ids == []:
        return
    if (waiting := _waiting.get()) is not None:
        waiting.append(None if ids is None else set(ids))
        return
    for refresh in _refreshers:
        (import_string(refresh) if isinstance(refresh, str) else refresh)(ids)


@contextmanager
def gathered(*, at_end: bool = True) -> Iterator[None]:
    """Let stored answers follow once, at the end of a block in which many facts change; not at all if it fails.

    Args:
        at_end: False leaves them as they are: the caller makes all of them anew himself.
    """
    if _waiting.get() is not None:  # the outer block will
        yield
        return
    waiting: list[set[int] | None] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting and at_end:
        facts_changed(None if None in waiting else {key for some in waiting if some is not None for key in some})
