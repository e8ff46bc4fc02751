"""Certificates over time: who holds which on a day (残疾人证, 残疾军人证)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DISABILITY = "pwd"
MILITARY = "military"


@dataclass(frozen=True, slots=True)
class CertificatePeriod:
    """One stretch in which a certificate was valid; both days inclusive, None open."""

    valid_from: date | None
    valid_to: date | None
    county: str  # code of the issuing county (any length from six digits), "" where unknown
    kind: str = DISABILITY
    grade: int | None = None

    def on(self, day: date) -> bool:
        """Whether it was valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def valid_on(
    periods: Iterable[CertificatePeriod], day: date, military_grades: tuple[int, ...]
) -> CertificatePeriod | None:
    """The certificate that counts on a day: a 残疾人证 before a 残疾军人证 of a countable grade; None without one."""
    military = None
    for period in periods:
        if not period.on(day):
            continue
        if period.kind == DISABILITY:
            return period
        if period.grade in military_grades:
            military = period
    return military
