"""Questions about the steps that a row has taken; they change nothing."""

from django.db import models
from django.db.models import QuerySet

from tonggong.base.workflow.models import Transition


def steps_of(row: models.Model) -> QuerySet[Transition]:
    """The steps of a row, the first first. Whoever may see the row may see its steps."""
    return Transition.objects.filter(subject=row._meta.label, subject_id=row.pk).order_by("pk")


def last_step(row: models.Model, to: str) -> Transition | None:
    """The latest step of a row into a state."""
    return steps_of(row).filter(after=to).last()
