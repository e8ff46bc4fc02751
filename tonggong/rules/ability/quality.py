"""Whether two assessors see the same, and whether somebody's advice stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from tonggong.rules.ability.catalogue import LEVELS
from tonggong.rules.figures import Figures


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return Cohen's kappa with squared weights of pairs of levels 0..4; None where it can't be said.

    1 is full agreement, 0 what chance alone would give, below 0 worse. Where both always gave one and the same level
    nothing can be expected of chance, and nothing is said. Source: Cohen 1968, weights (i - j)².
    """
    if not pairs:
        return None
    count, top = len(pairs), LEVELS[-1]
    first = [sum(a == level for a, _ in pairs) for level in LEVELS]
    second = [sum(b == level for _, b in pairs) for level in LEVELS]
    seen = sum((a - b) ** 2 for a, b in pairs) / (count * top**2)
    chance = sum(first[i] * second[j] * (i - j) ** 2 for i in LEVELS for j in LEVELS) / (count**2 * top**2)
    return None if chance == 0 else 1 - seen / chance


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two assessors agree on one dimension; `verdict`: good, low, few (pairs), none (no spread)."""

    pairs: int
    kappa: float | None
    same: int
    verdict: str

    @property
    def words(self) -> str:
        """The verdict in words."""
        return {"good": "一致", "low": "不够一致，再培训", "few": "太少，不下结论", "none": "都一样，算不出"}[
            self.verdict
        ]


def agreement(pairs: Sequence[tuple[int, int]], figures: Figures) -> Agreement:
    """Judge the pairs of levels of one dimension.

    Raises:
        FigureMissing: a threshold is not entered.
    """
    kappa = weighted_kappa(pairs)
    same = sum(a == b for a, b in pairs)
    if len(pairs) < figures["assessment.kappa_least_pairs"].value:
        verdict = "few"
    elif kappa is None:
        verdict = "none"
    else:
        verdict = "good" if kappa >= figures["assessment.kappa_least"].value else "low"
    return Agreement(len(pairs), kappa, same, verdict)


def stands_out(own: int, own_all: int, rest: int, rest_all: int, figures: Figures) -> bool | None:
    """Say whether somebody's share (own of own_all) lies apart from all others' (rest of rest_all); None: too few to say.

    Raises:
        FigureMissing: a threshold is not entered.
    """
    least = figures["assessment.outlier_least"].value
    if own_all < least or rest_all < least:
        return None
    together = (own + rest) / (own_all + rest_all)
    error = sqrt(together * (1 - together) * (1 / own_all + 1 / rest_all))
    return (
        error > 0 and abs(own / own_all - rest / rest_all) > float(figures["assessment.outlier_errors"].value) * error
    )
