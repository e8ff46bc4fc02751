"""A certificate's row as the days on which it was valid: one reading of status and dates for every rule."""

from datetime import date, timedelta

from tonggong.domain.persons.choices import CertificateKind, CertificateStatus
from tonggong.rules import certificates as rules
from tonggong.rules.certificates import CertificatePeriod

_ENDS = (CertificateStatus.CANCELLED.value, CertificateStatus.FROZEN.value)
_KINDS = {CertificateKind.DISABILITY.value: rules.DISABILITY, CertificateKind.MILITARY.value: rules.MILITARY}
_DAY = timedelta(1)


def certificate_period(
    kind: str,
    status: str,
    issued: date | None,
    until: date | None,
    status_on: date | None,
    grade: int | None,
    county: str = "",
) -> CertificatePeriod | None:
    """The days on which a certificate was valid; None where it is invalid since nobody knows when: it proves nothing."""
    if status in _ENDS:
        if status_on is None:
            return None
        before = status_on - _DAY
        until = before if until is None else min(before, until)
    return CertificatePeriod(issued, until, county, _KINDS[kind], grade)
