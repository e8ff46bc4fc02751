"""What the address of a figure's page asks for."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from tonggong.base.accounts.who import Who
from tonggong.domain.plan import queries as plans
from tonggong.domain.reporting.figures import GROUPS
from tonggong.domain.reporting.opened import Opened, open_figure
from tonggong.web.committee.pages import is_day
from tonggong.web.components.asked import whole_number

COUNTED, BASE, UNKNOWN, EXCLUDED = "counted", "base", "unknown", "excluded"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `url` gives the address of the page with something else."""

    key: str
    as_of: str = ""
    known: str = ""
    plan: str = ""
    figure: str = ""
    scope: str = ""
    tab: str = COUNTED
    reason: str = ""
    by: str = "county"
    way: str = ""
    group: str = ""
    after: str = ""

    @classmethod
    def of(cls, key: str, query: QueryDict) -> "Asked":
        """Read a query. Raises Http404 for words that are none."""
        names = cls.__dataclass_fields__.keys() - {"key"}
        found = cls(key, **{name: str(query[name]) for name in names if query.get(name)})
        if "group" in query and found.way and not found.group:
            found = replace(found, group="-")
        if (
            found.tab not in (COUNTED, BASE, UNKNOWN, EXCLUDED)
            or found.by not in GROUPS
            or (found.way and found.way not in GROUPS)
            or (found.figure and whole_number(found.figure) is None)
            or (found.plan and plans.plan_by_key(found.plan) is None)
        ):
            raise Http404
        return found

    def query(self, **other: str) -> str:
        """The query of the page with something else; what is usual is left out."""
        usual = Asked(self.key)
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "key"} | other
        kept = {name: value for name, value in said.items() if value and value != getattr(usual, name)}
        return f"?{urlencode(kept)}" if kept else ""

    def url(self, page: str = "figure", **other: str) -> str:
        """The address of the page (or of a sister page) with something else."""
        return f"{reverse(f'committee:{page}', args=[self.key])}{self.query(**other)}"

    def opened(self, who: Who) -> Opened:
        """The figure asked for; raises as `open_figure`."""
        return open_figure(
            who,
            self.key,
            as_of=is_day(self.as_of),
            known_on=is_day(self.known),
            plan=self.plan or None,
            figure_id=int(self.figure) if self.figure else None,
            scope=self.scope,
        )
