"""Rows of this app as the rules know them: the only bridge to `rules.reliefs`."""

from datetime import date
from decimal import Decimal

from tonggong.domain.reliefs.models import LicenceApplication, RecruitmentRound, Relief, ServicePoint
from tonggong.rules.reliefs.licences import Application, Result
from tonggong.rules.reliefs.money import Fee
from tonggong.rules.reliefs.points import Point
from tonggong.rules.reliefs.rounds import Round


def point(row: ServicePoint) -> Point:
    """A point, named by where it stands."""
    return Point(f"{row.title}（{row.address}）", row.built_on, row.posts, row.reserved)


def fee(row: Relief) -> Fee | None:
    """A relief as a lowered fee; None where it is worth no money or nobody said how much."""
    if row.month_yuan is None:
        return None
    whom = row.person_id or row.for_name
    return Fee((whom, row.kind, row.place), row.month_yuan, Decimal(0), row.started_on, row.until)


def application(row: LicenceApplication, day: date) -> Application:
    """An application as it stood on a day: what was decided later still waits then."""
    decided = row.decided_on is not None and row.decided_on <= day
    is_open = row.decided_on is not None and not decided
    return Application(
        row.applied_on, row.decided_on if decided else None, Result.PENDING if is_open else Result(row.result),
        "" if is_open else row.relaxed, row.normal_value, row.granted_value, row.measure, row.valid_until,
    )  # fmt: skip


def numbers(row: RecruitmentRound) -> Round:
    """The numbers of a round."""
    return Round(row.applicants, row.pwd_applicants, row.selected, row.pwd_selected)
