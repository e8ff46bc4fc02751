from django.db import models
from django.db.models import Q


class Postponement(models.Model):
    """Somebody put a reason off to a day, or said that it is dealt with (改天、已办). Taking it back ends the row.

    What was ticked off is one reason with its own fact: another contract, another month's file asks anew.
    """

    follows_person = True  # when two rows of persons become one

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="postponements")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    reason_key = models.CharField("事由", max_length=24)
    fact = models.CharField("所依据的事实", max_length=60)  # what the reason rested on, as Hit.fact
    until = models.DateField("改到哪天", null=True)  # empty: dealt with
    why = models.CharField("说明", max_length=120, blank=True)
    batch = models.UUIDField("同一次操作")
    by = models.CharField("经办人姓名", max_length=60)
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "改天或已办"
        indexes = [
            models.Index(fields=["person", "undone_at"], name="postponement_of_person"),
            models.Index(fields=["batch"], name="postponement_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_postponement_of_a_reason",
                fields=["person", "reason_key", "fact"],
                condition=Q(undone_at=None),
                violation_error_message="这件事已经改天或办过。",
            ),
        ]
