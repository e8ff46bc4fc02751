"""Who acts: what every query and service takes first, so that reach and trace cannot be forgotten."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from tonggong.base.accounts.duties import DUTIES, SAME_THING
from tonggong.base.installation.services import current

Rows = TypeVar("Rows", bound=QuerySet[Any])


class IncompatibleDuties(PermissionDenied):
    """The same person may not do both (谁报送谁不得核收，谁起草谁不得签发)."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody acting in a post.

    Args:
        user_id: primary key of the account; None for the command line and background work.
        name: as shown and as written into the trail.
        role, role_title: key and Chinese title of the role.
        reach: prefix of the division codes in sight: "2111" city, "211103" county, "211103001" township; "" sees nothing.
        duties: what the post may do.
        department: key of the department that a liaison speaks for.
        unit_code, provider, person_id: what an employer, a training provider, a person or guardian is tied to.
    """

    user_id: int | None
    name: str
    role: str
    role_title: str
    reach: str
    duties: frozenset[str]
    department: str = ""
    unit_code: str = ""
    provider: str = ""
    person_id: int | None = None
    post_id: int | None = None

    def may(self, duty: str) -> bool:
        """Say whether the post has a duty.

        Raises:
            KeyError: there is no such duty.
        """
        return DUTIES[duty].key in self.duties

    def covers(self, code: str | None) -> bool:
        """Say whether a division, by its 12-digit code, lies within reach."""
        return bool(self.reach) and bool(code) and str(code).startswith(self.reach)

    def narrowed_to(self, code: str) -> "Who":
        """Return the same post with no more in sight than one county or township of its reach, by its 12-digit code.

        Raises:
            ValueError: the division lies outside, or the code is none of a county or a township.
        """
        if len(code) != 12 or not self.covers(code):
            raise ValueError("the division lies outside the reach")
        return replace(self, reach=code[:6] if code.endswith("000000") else code[:9])

    def sees(self, rows: Rows, path: str = "", *, county: str = "county_code", township: str = "township_code") -> Rows:
        """Keep the rows whose division lies within reach.

        Args:
            rows: of a model that has 12-digit division codes, itself or behind `path`.
            path: how to get there: "" or "person" or "spell__person".
            county, township: names of the columns there. A county and a township are found by equality, so that an
                index (code, id) serves; a city by the beginning of its counties' codes.
        """
        way = f"{path.removesuffix('__')}__" if path else ""
        if len(self.reach) == 9:
            return rows.filter(**{f"{way}{township}": f"{self.reach}000"})
        if len(self.reach) == 6:
            return rows.filter(**{f"{way}{county}": f"{self.reach}000000"})
        if len(self.reach) in (2, 4):
            return rows.filter(**{f"{way}{county}__startswith": self.reach})
        return rows.none()

    def must_not_have_done(self, first: str, second: str, by_user_id: int | None) -> None:
        """Refuse to let one person do two steps that are kept apart with the same thing.

        Args:
            first: the duty of the earlier step, as "exchange.deliver".
            second: the duty of the step now wanted, as "exchange.accept".
            by_user_id: whose account did the earlier step; None where no account did (command line).

        Raises:
            IncompatibleDuties: it was this person.
            KeyError: the pair is not one that is kept apart: a slip in the code.
        """
        if (first, second) not in SAME_THING:
            raise KeyError((first, second))
        if self.user_id is not None and self.user_id == by_user_id:
            raise IncompatibleDuties(
                f"“{DUTIES[first].title}”和“{DUTIES[second].title}”不能由同一个人办，请换一位同事。"
            )


class Request(HttpRequest):
    """A request as a view gets it: with who acts, set by ActingMiddleware."""

    who: Who
    user: Any
    htmx: Any  # what django-htmx knows of it


NOBODY = Who(None, "", "", "", "", frozenset())


def system_who(name: str = "命令行", reach: str | None = None) -> Who:
    """Return who acts when the machine's owner gives a command or a background task runs: every duty, the whole city.

    Args:
        name: written into the trail, as "命令行" or "后台任务".
        reach: None takes the installation's city; before its city pack is loaded nothing is in sight.
    """
    if reach is None:
        row = current()
        reach = row.city_code[:4] if row else ""
    return Who(None, name, "system", name, reach, frozenset(DUTIES))
