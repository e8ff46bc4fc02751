"""What every fact of the ledger carries: who said it, when it is true, when it was known (事实留痕).

A correction never overwrites: it ends what was known (`known_until`) and adds a new row of the same `thread`. So any
figure can be made again as it was known on a day.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q


class FactQuerySet(models.QuerySet):
    """Facts by what was known."""

    def standing(self):
        """Facts that stand now."""
        return self.filter(known_until=None)

    def known_at(self, instant: datetime | None):
        """Facts as they were known at an instant (None: now)."""
        if instant is None:
            return self.standing()
        return self.filter(known_from__lte=instant).filter(Q(known_until=None) | Q(known_until__gt=instant))


class Fact(models.Model):
    """One statement about a person or a unit, with its evidence and its known time."""

    thread = models.BigIntegerField("事实编号", null=True, help_text="同一事实各次更正的第一行的编号；空即自身")
    source_file = models.ForeignKey(
        "intake.SourceFile", models.PROTECT, null=True, verbose_name="来源文件", related_name="+"
    )
    source_row = models.IntegerField("来源行", null=True)
    said_by = models.CharField("说明人", max_length=60, blank=True, help_text="人工裁定或更正时的姓名")
    finding_id = models.BigIntegerField("依据的裁定", null=True)
    known_from = models.DateTimeField("得知时间")
    known_until = models.DateTimeField("采信至", null=True)

    objects = FactQuerySet.as_manager()

    FACT_COLUMNS = ("thread", "source_file_id", "source_row", "said_by", "finding_id", "known_from", "known_until")

    class Meta:
        abstract = True
