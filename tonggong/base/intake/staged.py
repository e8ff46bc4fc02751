"""What lies sealed of a delivery: its rows for the comparison, their hashes, one row as its sender wrote it."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tonggong.base.intake import vault
from tonggong.base.intake.checking import HASH, RAW
from tonggong.base.intake.feeds import Kind, feed_of
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.understanding import column_type

HASHES = ["row_hash", "key_hash"]
DROPPED = "-"  # instead of the name of a file of hashes: they are forgotten too
SHIFT = 32  # row_id = number of the file, then the row's number in it: unique, and never kept


@dataclass(slots=True)
class Hashes:
    """Keyed hashes of a delivery's rows: key -> content; those of its first file apart."""

    contents: dict[bytes, bytes] = field(default_factory=dict)
    of_first: set[bytes] = field(default_factory=set)

    @property
    def rows(self) -> set[bytes]:
        """Hashes of whole rows."""
        return set(self.contents.values())

    @property
    def keys(self) -> set[bytes]:
        """Hashes of what tells rows apart."""
        return set(self.contents)

    def difference(self, table: pa.Table) -> dict[str, int]:
        """Count new (新), changed (改) and missing (少) rows of a newer delivery; nothing where this one is forgotten."""
        if not self.contents:
            return {}
        new = dict(zip(table["key_hash"].to_pylist(), table["row_hash"].to_pylist(), strict=True))
        old = self.contents
        common = new.keys() & old.keys()
        return {
            "新": len(new) - len(common),
            "改": sum(new[k] != old[k] for k in common),
            "少": len(old) - len(common),
        }


def hashes_of(delivery: Delivery) -> Hashes:
    """Return the hashes of a delivery's rows; empty once they are dropped."""
    found = Hashes()
    for file in delivery.files.order_by("pk"):
        name = file.vault_hashes or file.vault_rows
        if not name or name == DROPPED:
            continue
        table = vault.get(name, HASHES)
        pairs = dict(zip(table["key_hash"].to_pylist(), table["row_hash"].to_pylist(), strict=True))
        found.contents |= pairs
        if not file.is_mended:
            found.of_first = set(pairs.values())
    return found


def row_id(file_id: int, row: int) -> int:
    """Return the number of a row that is unique in the installation."""
    return file_id << SHIFT | row


def _schema(feed_key: str) -> pa.Schema:
    fields = [
        ("file_id", pa.int64()),
        ("source_row", pa.int64()),
        ("row_id", pa.int64()),
        ("row_hash", HASH),
        ("id_state", pa.string()),
    ]
    return pa.schema([*fields, *((c.field, column_type(c.kind)) for c in feed_of(feed_key).columns)])


def rows_of(delivery: Delivery) -> pa.Table:
    """Return all accepted rows of a delivery that are still kept, understood.

    Columns: file_id, source_row (as the sender sees it), row_id (unique), row_hash, id_state (ok, widened, check, date,
    length, missing; null where rows are units), then the feed's fields: dates date32, money decimal(14,2), shares
    decimal(14,4), counts int32, all else text. A citizen ID that isn't ok stays as written.
    """
    schema = _schema(delivery.feed)
    parts = []
    for file in delivery.files.order_by("pk"):
        if not file.vault_rows:
            continue
        kept = vault.get(file.vault_rows, [n for n in schema.names if n not in ("file_id", "row_id")])
        rows = kept["source_row"].cast(pa.int64())
        kept = kept.set_column(kept.schema.get_field_index("source_row"), "source_row", rows)
        kept = kept.append_column("file_id", pa.array([file.pk] * len(kept), pa.int64()))
        kept = kept.append_column("row_id", pc.add(rows, file.pk << SHIFT))
        for name in schema.names:  # a file that was sealed before the feed had the column says nothing in it
            if name not in kept.column_names:
                kept = kept.append_column(name, pa.nulls(len(kept), schema.field(name).type))
        parts.append(kept.select(schema.names).cast(schema))
    return pa.concat_tables(parts) if parts else schema.empty_table()


def original_row(file_id: int, row: int) -> list[tuple[str, str]]:
    """Return one row as its sender wrote it: heading and text of each column; [] once it is forgotten."""
    file = SourceFile.objects.filter(pk=file_id).first()
    if file is None or not file.vault_rows:
        return []
    table = vault.get(file.vault_rows)
    found = table.filter(pc.equal(table["source_row"], row))
    if not found.num_rows:
        return []
    cells = found.to_pylist()[0]
    headings = [column["heading"] for column in file.layout["columns"]]
    return [(heading, cells[f"{RAW}{n}"] or "") for n, heading in enumerate(headings)]


def kind_of_heading(file: SourceFile, heading: str) -> Kind | None:
    """Return how a sender's column is read, None if it is not used: decides what a screen may show of it."""
    name = next((c["field"] for c in file.layout["columns"] if c["heading"] == heading), "")
    return feed_of(file.delivery.feed).column(name).kind if name else None


def names_in_use() -> set[str]:
    """Return the names of all sealed files that a row names."""
    names = SourceFile.objects.values_list("vault_rows", "vault_refused", "vault_hashes")
    return {name for row in names for name in row if name and name != DROPPED}
