"""Questions about stored papers: which there are of a person, and one by its key. Opening one is a service: it is noted."""

from collections.abc import Iterable

from django.db.models import Q

from tonggong.base.accounts.who import Who
from tonggong.domain.casework.models import Paper
from tonggong.domain.casework.queries.reach import served
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.own import own_keys, own_person


def papers_of(person: Person) -> list[Paper]:
    """Return the papers of a person that stand, the latest first."""
    rows = Paper.objects.standing().filter(person__in=own_keys(person))
    return list(rows.order_by("-on", "-pk"))


def papers_of_visit(visit_keys: Iterable[object]) -> dict[str, list[Paper]]:
    """Return the papers that stand, by the key of the visit that brought them."""
    found: dict[str, list[Paper]] = {}
    for paper in Paper.objects.standing().filter(visit_key__in=list(visit_keys)).order_by("pk"):
        found.setdefault(str(paper.visit_key), []).append(paper)
    return found


def paper(who: Who, pk: int) -> Paper | None:
    """Return a paper that stands, of a person within reach or of one's own; None says no more than that."""
    rows = Paper.objects.standing().filter(Q(pk=pk) | Q(thread=pk))  # a correction of its row keeps its address
    if who.may("casework.read"):
        return rows.filter(person__in=served(who).order_by().values("pk")).first()
    mine = own_person(who)
    return rows.filter(person__in=own_keys(mine)).first() if mine else None
