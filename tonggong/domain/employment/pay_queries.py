"""Questions about checks of equal pay: a quarter's rows within reach, how many of each, one with its months."""

from django.db.models import Count, Q, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.employment.models import PayCheck
from tonggong.domain.employment.pay_choices import PAY_DECIDED, PayState
from tonggong.rules.equal_pay import Pay

# What a number counts, and so what it opens.
PAY_GROUPS = {
    "": Q(),
    "flags": ~Q(state=PayState.QUIET),
    "open": Q(state=PayState.OPEN),
    "decided": Q(state__in=PAY_DECIDED),
    **{pay.value: Q(pay=pay.value) for pay in Pay},
}


def quarters(who: Who) -> list[str]:
    """The quarters that were checked, the latest first."""
    rows = who.sees(PayCheck.objects.all(), "person")
    return list(rows.order_by("-quarter").values_list("quarter", flat=True).distinct())


def checks(who: Who, quarter: str, group: str = "", county: str = "") -> QuerySet[PayCheck]:
    """Checks of a quarter of persons within reach, by key. Raises KeyError: there is no such group."""
    rows = who.sees(PayCheck.objects.filter(PAY_GROUPS[group], quarter=quarter, person__merged_into=None), "person")
    if county:
        rows = rows.filter(person__county_code=county)
    return rows.select_related("person").order_by("pk")


def counts(who: Who, quarter: str, county: str = "") -> dict[str, int]:
    """How many checks each group counts."""
    rows = checks(who, quarter, county=county).select_related(None).order_by()
    return rows.aggregate(**{key or "all": Count("pk", filter=group) for key, group in PAY_GROUPS.items()})


def check(who: Who, pk: int) -> PayCheck | None:
    """One check of somebody within reach."""
    return who.sees(PayCheck.objects.filter(pk=pk), "person").select_related("person").first()
