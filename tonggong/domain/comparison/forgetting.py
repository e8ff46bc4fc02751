"""Once a month is compared, rows of people who are not ours are forgotten (只留所需).

Kept of a file are the rows that a fact or a finding points to. What was kept is decided by the database alone, so a
run that was killed before forgetting is finished by the next one.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from tonggong.base.intake import services
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.staged import row_id
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.withdrawal import fact_tables
from tonggong.domain.employment.models import SpellEvidence


def forget_strangers(progress: Callable[[str, int, int], None] | None = None) -> int:
    """Forget strangers' rows of every delivery compared since it last changed; return how many deliveries."""
    taken = [Delivery.State.COMPLETE, Delivery.State.SUPERSEDED]
    waiting = Delivery.objects.filter(compared_at__gte=F("changed_at"), state__in=taken).filter(
        Q(forgotten_at=None) | Q(forgotten_at__lt=F("changed_at"))
    )
    done = 0
    for delivery in waiting.order_by("month", "pk"):
        if progress:
            progress(f"清除无关行 {delivery.month} {delivery.feed}", done, 0)
        with transaction.atomic():
            services.forget_strangers(delivery, _kept(delivery))
        done += 1
    return done


def _kept(delivery: Delivery) -> set[int]:
    """Rows that something points to, by their number in the installation."""
    kept: set[int] = set()
    files = list(delivery.files.values_list("id", flat=True))
    tables: tuple[type[Any], ...] = (*fact_tables(), SpellEvidence, Finding)
    for model in tables:
        rows = model._default_manager.filter(source_file_id__in=files).values_list("source_file_id", "source_row")
        kept.update(row_id(file, row) for file, row in rows.iterator(20_000))
    return kept
