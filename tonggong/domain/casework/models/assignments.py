from django.db import models
from django.db.models import F, Q

from tonggong.domain.casework.choices import AssignmentKind


class Assignment(models.Model):
    """Who answers for a person, from a day to a day; handing over ends one and begins the next, nothing is deleted."""

    follows_person = True  # when two rows of persons become one

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="assignments")
    kind = models.CharField("分派类别", max_length=10, choices=AssignmentKind)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="assignments", verbose_name="负责人")
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True)  # the first day on which it no longer holds
    by = models.CharField("分派人", max_length=60)
    at = models.DateTimeField("分派时间")
    reason = models.CharField("原因", max_length=120, blank=True)

    class Meta:
        verbose_name = "分派"
        indexes = [models.Index(fields=["user", "kind", "ended_on"], name="assignment_of_user")]
        constraints = [
            models.UniqueConstraint(
                name="exactly_one_answers_for_a_person",
                fields=["person", "kind"],
                condition=Q(ended_on=None),
                violation_error_message="此人已有负责人，请用交接。",
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="交接日期不能早于接手日期。",
            ),
        ]
