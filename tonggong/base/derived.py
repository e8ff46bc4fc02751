"""Answers that are worked out from facts and stored for quick lists, kept true when the facts move.

A service that changes facts about persons says so with `facts_changed`, in its own transaction; whoever keeps a stored
answer has registered what makes it anew. So a lower app need not know the higher one, and nothing happens behind a save.
"""

from collections.abc import Callable, Iterable

Refresh = Callable[[list[int] | None], None]
_refreshers: list[Refresh] = []


def register(refresh: Refresh) -> None:
    """Have `refresh(person_ids)` called when facts of persons have changed; None means of everybody."""
    if refresh not in _refreshers:
        _refreshers.append(refresh)


def facts_changed(person_ids: Iterable[int] | None) -> None:
    """Say that facts of some persons (None: of any number of them) have changed; stored answers follow at once."""
    ids = None if person_ids is None else sorted(set(person_ids))
    if ids == []:
        return
    for refresh in _refreshers:
        refresh(ids)
