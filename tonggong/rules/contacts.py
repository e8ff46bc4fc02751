"""What an attempt to reach somebody came to (走访结果) and what a service came to (服务结果): each answer in one place.

Three questions are asked of an attempt, and they differ: is it known where she is, did anybody answer, was there a talk
about her life. Lists, counts and rules all ask here. Codes are those of the two code sets.
"""

from functools import lru_cache

from tonggong.rules.figures import Figures

MET, BY_PHONE, MOVED, REFUSED, NOT_FOUND, DEAD, WRONG_CONTACT = 1, 2, 3, 8, 9, 10, 11

# It is known where she is: 1 to 7. By a refusal or a death nobody was found.
FOUND = frozenset(range(1, 8))
# Somebody answered, so a talk that was due is settled: a refusal and the news of a death too, an old address not.
ANSWERED = FOUND - {MOVED} | {REFUSED, DEAD}
# Outcomes of a service with which it does not count; so does one without an outcome.
NO_SERVICE = frozenset({8})  # not reached


@lru_cache(maxsize=64)
def spoken(figures: Figures) -> frozenset[int]:
    """The outcomes of a visit at which somebody was spoken with, so that it can carry a verification or needs.

    Raises:
        FigureMissing: they are not entered.
    """
    return frozenset(int(code) for code in figures["visits.spoken_outcomes"].value)


def service_came_to_something(outcome: int | None) -> bool:
    """Whether a service had an outcome other than "not reached"."""
    return outcome is not None and outcome not in NO_SERVICE
