"""Questions about declarations: the queue of those who decide, one declaration, the unit's own, the state of each unit."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.base.installation import clock
from tonggong.domain.declaration.models import Declaration, Evidence, Item, Objection
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import speaks_for
from tonggong.domain.employers.queries import keys_of
from tonggong.domain.quota.certified import Stand

PAGE = 30
OBJECTED, OVERDUE = "objected", "overdue"  # what the queue may be asked for beside a state


def declarations(who: Who) -> QuerySet[Declaration]:
    """Those that were submitted, within reach; a unit's draft is its own."""
    if not who.may("declarations.read"):
        return Declaration.objects.none()
    rows = Declaration.objects.exclude(state=Declaration.State.DRAFT).select_related("unit__same_as")
    return who.sees(rows)


def counts(who: Who, year: int) -> dict[str, dict[str, int]]:
    """How many stand in each state, by county."""
    found: dict[str, dict[str, int]] = {}
    rows = declarations(who).filter(year=year).order_by().values("county_code", "state").annotate(n=Count("pk"))
    for row in rows:
        found.setdefault(row["county_code"], {})[row["state"]] = row["n"]
    return found


def queue(who: Who, year: int, state: str = "", county: str = "") -> QuerySet[Declaration]:
    """The declarations of a year, those due first, with how many things wait in each."""
    rows = declarations(who).filter(year=year)
    if state == OBJECTED:
        rows = rows.filter(objection__state=Objection.State.OPEN)
    elif state == OVERDUE:
        rows = rows.filter(state__in=("submitted", "reviewing"), due_on__lt=clock.today())
    elif state:
        rows = rows.filter(state=state)
    if county:
        rows = rows.filter(county_code=county)
    waiting = Count("items", filter=Q(items__state=Item.State.OPEN, items__dropped_at=None))
    return rows.annotate(waiting=waiting).order_by("due_on", "pk")


def overdue(who: Who, day: date) -> QuerySet[Declaration]:
    """Those whose review should have ended before a day."""
    return declarations(who).filter(state__in=("submitted", "reviewing"), due_on__lt=day)


def years(who: Who) -> list[int]:
    """The years of which something was submitted, the latest first."""
    return list(declarations(who).order_by("-year").values_list("year", flat=True).distinct())


def declaration_of(who: Who, declaration_id: int) -> Declaration | None:
    """One that was submitted, within reach."""
    return declarations(who).filter(pk=declaration_id).first()


def item_of(declaration: Declaration, item_id: int) -> Item | None:
    """One thing of a declaration."""
    return items_of(declaration).filter(pk=item_id).first()


def waiting_count(who: Who) -> int:
    """How many wait for the review of somebody who decides."""
    return (
        declarations(who).filter(state__in=("submitted", "reviewing")).count() if who.may("declarations.decide") else 0
    )


def objected_counts(who: Who, year: int) -> dict[str, int]:
    """How many objections wait for their answer, by county."""
    rows = declarations(who).filter(year=year, objection__state=Objection.State.OPEN).order_by()
    return {row["county_code"]: row["n"] for row in rows.values("county_code").annotate(n=Count("pk"))}


def of_unit(unit: Unit, year: int) -> QuerySet[Declaration]:
    """All versions of a unit's declaration, the latest first, those under codes that it had before among them."""
    return Declaration.objects.filter(unit__in=keys_of(unit), year=year).select_related("unit__same_as").order_by("-pk")


def items_of(declaration: Declaration) -> QuerySet[Item]:
    """What stands to be decided, the unit's corrections first."""
    rows = declaration.items.filter(dropped_at=None).select_related("person", "evidence", "declaration__unit")
    return rows.order_by("pk")


def evidence_of(who: Who, evidence_id: int) -> Evidence | None:
    """A file of a declaration within reach, or of the own one."""
    found = Evidence.objects.filter(pk=evidence_id).select_related("declaration__unit").first()
    if found is None:
        return None
    mine = speaks_for(who, found.declaration.unit)
    sees = who.may("declarations.read") and who.covers(found.declaration.county_code)
    return found if mine or (sees and found.declaration.state != Declaration.State.DRAFT) else None


def states_of(who: Who, year: int) -> dict[str, Stand]:
    """How each unit's latest version stands, by code: for the certification's file.

    A unit that had another code stands once, under the code in use. A term stands only while it runs.
    """
    state, found = Declaration.State, {}
    for one in declarations(who).filter(year=year).order_by("pk"):
        due = one.mend_by if one.state == state.RETURNED else one.due_on
        found[one.unit.in_use.code] = Stand(
            one.get_state_display(),
            clock.day_of(one.submitted_at) if one.submitted_at else None,
            due if one.state in Declaration.OPEN else None,
            one.decided_on,
        )
    return found
