"""Numbers of persons on public pages: small ones stay closed, and nothing shown gives them away (小于 5 人不公开)."""

from collections.abc import Sequence

LEAST = 5  # persons in a part of a public total
LEAST_PAID = 3  # persons of a unit: of fewer a total or median would tell what one of them earns


def closed(counts: Sequence[int], least: int = LEAST) -> list[int | None]:
    """Return the parts of a total that may be shown, None for those that stay closed.

    A part of 1 to 4 persons is closed. Where the total is known and only one part is closed, the difference would tell it:
    then the smallest of the others that is not nought is closed too.
    """
    shown: list[int | None] = [None if 0 < count < least else count for count in counts]
    hidden = [place for place, value in enumerate(shown) if value is None]
    if len(hidden) == 1:
        others = [place for place, value in enumerate(shown) if value]
        if others:
            shown[min(others, key=lambda place: (counts[place], place))] = None
    return shown
