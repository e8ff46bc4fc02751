"""What was written down wrongly is withdrawn: its row stays, with when and by whom, and counts no more (撤回).

Facts of the ledger are corrected otherwise (`base.facts`). A row that its own author takes back unseen, and a sign-off,
carry less than this and have their own way.
"""

from typing import Any

from django.db import models, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.installation import clock


class WithdrawableQuerySet(models.QuerySet):
    """Rows by whether they were withdrawn."""

    def standing(self):
        """Rows that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Withdrawable(models.Model):
    """A row that can be withdrawn; never overwritten, never deleted."""

    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=60, blank=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        abstract = True


class WithdrawableForReason(Withdrawable):
    """A row that is withdrawn only with a reason, which stays beside it."""

    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        abstract = True


def withdraw(who: Who, row: Withdrawable, why: str = "", *, by: str = "", **more: Any) -> bool:
    """Withdraw a row and write it into the trail; who asks has been checked by the room that owns the row.

    Args:
        why: kept where the row has a place for it, cut to that.
        by: who did it, in words, where that is not the account's name.
        more: what else the trail is to say.
    Returns:
        False if it was withdrawn before; then nothing is written.
    """
    now = clock.now()
    said: dict[str, Any] = {"withdrawn_at": now, "withdrawn_by": (by or who.name)[:60]}
    if isinstance(row, WithdrawableForReason):
        said["withdrawn_why"] = why.strip()[:200]
    with transaction.atomic():
        standing = type(row)._default_manager.filter(pk=row.pk, withdrawn_at=None)
        if standing.update(**said) != 1:
            return False
        audit.record("change", who=who, subject=row._meta.label, ids=[row.pk], step="withdraw", **more)
    for name, value in said.items():
        setattr(row, name, value)
    return True
