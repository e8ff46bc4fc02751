"""What the comparison made of somebody's own file: for a sender who sees no division."""

from collections.abc import Collection

from django.db.models import Count

from tonggong.domain.comparison.models import Finding


def of_deliveries(deliveries: Collection[int]) -> dict[int, dict[str, int]]:
    """Return, by delivery, how many rows came to each state; the caller names only deliveries of the one who asks."""
    rows = Finding.objects.filter(delivery__in=list(deliveries)).exclude(state=Finding.State.LAPSED)
    found: dict[int, dict[str, int]] = {}
    for delivery, state, count in rows.order_by().values_list("delivery_id", "state").annotate(Count("id")):
        found.setdefault(delivery, {})[state] = count
    return found
