"""Two codes of one unit joined and parted, with what is kept of every year worked out again at once."""

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.domain.employers import joining
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.models import YearResult
from tonggong.domain.quota.services.years import make_unit
from tonggong.rules.figures import FigureMissing


def join_units(who: Who, unit: Unit, kept: Unit, ground: str) -> None:
    """Say that a unit is the same as another one. Raises `joining.JoinRefused`."""
    with transaction.atomic():
        joining.join(who, unit, kept, ground)
        _make_again(who, kept)


def part_units(who: Who, unit: Unit, ground: str) -> None:
    """Take that back. Raises `joining.JoinRefused`."""
    with transaction.atomic():
        kept = joining.part(who, unit, ground)
        _make_again(who, kept, unit)


def _make_again(who: Who, *units: Unit) -> None:
    """Every year of which answers are kept; one that can't be worked out now keeps its answer, shown as outdated."""
    for year in YearResult.objects.order_by("year").values_list("year", flat=True).distinct():
        for unit in units:
            try:
                make_unit(who, unit, year)
            except FigureMissing:
                continue
