"""The refused rows as a workbook: the sender's own columns as written, the reason last, the delivery's number on top."""

import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from tonggong.base.home import home
from tonggong.base.installation.services import current
from tonggong.base.intake.checking import RAW
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.remedies import Refusal, masked

REASON = "退回原因"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp: the same rows give the same file, so that a resend adds no second one


def installation_mark() -> str:
    """Return whose numbers of deliveries are written into files that go out."""
    row = current()
    return row.number if row else ""


def sealed_form(table: pa.Table, refused: Mapping[int, Sequence[Refusal]]) -> pa.Table:
    """Return the refused rows with their reasons, to be sealed."""
    reasons = [
        json.dumps([asdict(r) for r in refused[row]], ensure_ascii=False) for row in table["source_row"].to_pylist()
    ]
    return table.append_column("reasons", pa.array(reasons, pa.string()))


def reasons_of(sealed: pa.Table) -> dict[int, list[Refusal]]:
    """Return why each row goes back, from what `sealed_form` made."""
    rows, reasons = sealed["source_row"].to_pylist(), sealed["reasons"].to_pylist()
    return {row: [Refusal(**r) for r in json.loads(said)] for row, said in zip(rows, reasons, strict=True)}


def workbook(
    delivery: Delivery, header: Sequence[Sequence[str]], table: pa.Table, refused: Mapping[int, Sequence[Refusal]]
) -> bytes:
    """Write the refused rows as .xlsx, every cell as text so that no number is damaged again."""
    from tonggong.base.intake.feeds import feed_of

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"退回清单 {delivery.pk}", "created": _MADE})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bad = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#F6E3DF"})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E3EEE9", "border": 1, "text_wrap": True})
    sheet = book.add_worksheet("退回清单")
    title = (
        f"退回清单　报送编号：{delivery.pk}　{delivery.sender}　{feed_of(delivery.feed).title}　{delivery.month}　"
        f"照“{REASON}”改好后直接送回，只补这些行；不要改动本行"
    )
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    width = sum(name.startswith(RAW) for name in table.column_names)
    for n, row in enumerate(header, 1):
        cells = [*row, *[""] * (width - len(row))][:width]
        for k, cell in enumerate([*cells, REASON if n == 1 else ""]):
            sheet.write_string(n, k, cell, head) if cell else sheet.write_blank(n, k, None, head)
    labels = [
        " / ".join(p for p in dict.fromkeys(" ".join(r[k].split()) for r in header if k < len(r)) if p)
        for k in range(width)
    ]
    for n, row in enumerate(table.to_pylist(), len(header) + 1):
        reasons = refused[row["source_row"]]
        faulty = {reason.heading for reason in reasons}
        for k in range(width):
            value = row[f"{RAW}{k}"] or ""
            form = bad if labels[k] in faulty or any(h.endswith(labels[k]) for h in faulty if labels[k]) else text
            sheet.write_string(n, k, value, form) if value else sheet.write_blank(n, k, None, form)
        sheet.write_string(n, width, "；".join(reason.sentence for reason in reasons), text)
    sheet.set_column(0, max(0, width - 1), 16, text)
    sheet.set_column(width, width, 60, text)
    sheet.freeze_panes(len(header) + 1, 0)
    hidden = book.add_worksheet("_报送编号")
    hidden.write_row(0, 0, ["报送编号", str(delivery.pk), installation_mark()])
    hidden.very_hidden()
    book.close()
    return sink.getvalue()


def of_file(file: SourceFile) -> bytes:
    """Write again the refused rows of one file of a delivery.

    Raises:
        FileNotFoundError: it had none, or they are forgotten by now.
    """
    from tonggong.base.intake import vault

    sealed = vault.get(file.vault_refused)
    return workbook(file.delivery, file.layout["header"], sealed, reasons_of(sealed))


def shown_of(file: SourceFile) -> list[dict[str, Any]]:
    """What a screen shows of the refused rows of a file, by reason, numbers only by their tail; [] once forgotten."""
    from tonggong.base.intake import vault
    from tonggong.base.intake.feeds import feed_of

    try:
        sealed = vault.get(file.vault_refused, ["source_row", "reasons"])
    except FileNotFoundError:
        return []
    kinds = {column.field: column.kind for column in feed_of(file.delivery.feed).columns}
    flat = [reason for reasons in reasons_of(sealed).values() for reason in reasons]
    often = Counter(reason.why for reason in flat)
    flat.sort(key=lambda r: (-often[r.why], r.why, r.row))
    return [
        {
            "row": r.row,
            "heading": r.heading,
            "written": masked(kinds.get(r.field), r.written),
            "why": r.why,
            "remedy": r.remedy,
        }
        for r in flat
    ]


def put_beside(path: Path, content: bytes) -> Path | None:
    """Write the refused rows beside the file they came from and return where; never into the home, never over another one.

    Raises:
        OSError: nothing can be written there.
    """
    place = path.resolve().parent
    if home() in (place, *place.parents):
        place = Path.cwd()
        if home() in (place, *place.parents):
            return None
    stem = re.sub(r"\.退回\d*$", "", path.stem)
    n = 1
    while True:
        target = place / f"{stem}.退回{n if n > 1 else ''}.xlsx"
        if not target.exists():
            break
        if target.read_bytes() == content:
            return target
        n += 1
    draft = target.with_name(f".{target.name}.draft")
    try:
        draft.write_bytes(content)
        draft.rename(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return target
