"""Forget what concerns nobody of ours: after the comparison only keyed hashes stay, and these until the next month's.

(只留所需：政务数据共享中本系统只保留与残疾人有关的行。)
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from tonggong.base.installation import clock
from tonggong.base.intake import vault
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.staged import DROPPED, HASHES, SHIFT


def forget_strangers(delivery: Delivery, keep: Collection[int] | pa.Array) -> int:
    """Keep only these rows (`row_id`) of a delivery, and the hashes of all; return how many rows were forgotten.

    Call it in the transaction of the comparison: the old sealed files go when it commits.
    """
    wanted = keep if isinstance(keep, pa.Array) else pa.array(sorted(keep), pa.int64())
    gone = 0
    for file in delivery.files.exclude(vault_rows=""):
        table = vault.get(file.vault_rows)
        ids = pc.add(table["source_row"].cast(pa.int64()), file.pk << SHIFT)
        kept = table.filter(pc.is_in(ids, wanted))
        if not file.vault_hashes:
            file.vault_hashes = vault.put(table.select(HASHES))
        if kept.num_rows == table.num_rows:
            file.save(update_fields=["vault_hashes"])
            continue
        gone += table.num_rows - kept.num_rows
        old, file.vault_rows = file.vault_rows, vault.put(kept)
        file.save(update_fields=["vault_rows", "vault_hashes"])
        transaction.on_commit(partial(vault.remove, old))
    delivery.forgotten_at = clock.now()
    delivery.save(update_fields=["forgotten_at"])
    return gone


def mark_compared(deliveries: Collection[Delivery], at: datetime) -> None:
    """Note that the ledger has taken what deliveries say. Call it in the transaction of the comparison."""
    Delivery.objects.filter(pk__in=[d.pk for d in deliveries]).update(compared_at=at)


def drop_old_hashes(month: str) -> int:
    """Drop hashes and refused rows of compared deliveries of earlier months; return how many files were dropped.

    Call it in the transaction of the month's comparison. After it nobody can tell whether a changed old file's rows came
    before; the very same file is still known by its fingerprint.
    """
    files = SourceFile.objects.filter(delivery__month__lt=month, delivery__forgotten_at__isnull=False)
    names = []
    for file in files.exclude(vault_hashes=DROPPED):
        names += [n for n in (file.vault_hashes, file.vault_refused) if n]
        file.vault_hashes, file.vault_refused = DROPPED, ""
        file.save(update_fields=["vault_hashes", "vault_refused"])
    transaction.on_commit(partial(vault.remove_all, names))
    return len(names)
