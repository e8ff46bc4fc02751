"""An upload from the choice of a file to the yes of its sender: looked at first (nothing is written), then taken in.

Both steps may take long; small files are done at once, large ones by a task, with the same code.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tonggong.base.accounts.who import Who
from tonggong.base.intake import remedies, vault
from tonggong.base.intake.feeds import UnknownFeed, feed_of
from tonggong.base.intake.queries import preview
from tonggong.base.intake.reading import WrongFile
from tonggong.base.intake.services import Busy, NotKept, Report, UploadGone, keep_upload, kept_upload, take_in
from tonggong.base.intake.services.taking import Progress
from tonggong.base.jobs import services as jobs
from tonggong.base.jobs.models import Run
from tonggong.base.privacy.logs import blotted

KIND = "upload"
AT_ONCE = 1_500_000  # bytes: up to this size a page answers at once, above it a task does the work
SHOWN = 60  # refused rows on the preview; all of them are in the workbook
REFUSALS = (WrongFile, UnknownFeed, Busy, NotKept, UploadGone, ValueError)


def keep(who: Who, feed: str, month: str, sender: str, name: str, content: bytes) -> Run:
    """Seal what was uploaded and note that it waits. Raises NotKept."""
    name = blotted(name)  # a clerk may have named the file after somebody's number
    word = keep_upload(who, name, content)
    payload = {"feed": feed, "month": month, "sender": sender, "name": name, "word": word, "size": len(content)}
    title = f"{feed_of(feed).title} {month}"
    return jobs.prepare(who, KIND, f"{feed} {month} {sender or name}", title, payload)


def look(who: Who, run: Run, progress: Progress | None = None) -> None:
    """Read and check an upload as if it were taken in, roll back, and keep sealed what the preview shows.

    Raises:
        WrongFile, Busy, NotKept, UploadGone: as `take_in`; nothing was changed.
    """
    said = run.payload
    name, content = kept_upload(who, said["word"])
    report = take_in(
        who, said["feed"], content, said["month"], sender=said["sender"] or None, name=name, rehearse=True,
        progress=progress,
    )  # fmt: skip
    shown = json.dumps(_shown(said["feed"], content, name, report), ensure_ascii=False).encode()
    old = said.get("shown", "")
    run.payload = {**said, "shown": vault.put_bytes(shown), "rows": report.rows, "accepted": report.accepted}
    run.save(update_fields=["payload"])
    vault.remove(old)


def take(who: Who, run: Run, progress: Progress | None = None) -> Report:
    """Take in an upload that was looked at. Raises as `look`."""
    said = run.payload
    name, content = kept_upload(who, said["word"])
    report = take_in(
        who, said["feed"], content, said["month"], sender=said["sender"] or None, name=name, progress=progress
    )
    drop(run)
    return report


def drop(run: Run) -> None:
    """Forget an upload: it was taken in, or its sender chose another file."""
    vault.remove_all([run.payload.get("word", ""), run.payload.get("shown", "")])
    Run.objects.filter(pk=run.pk).update(payload={**run.payload, "word": "", "shown": ""})


@dataclass(frozen=True, slots=True)
class Looked:
    """What a preview shows of an upload; numbers of people only by their tail."""

    sender: str
    sentence: str
    head: list[tuple[int, str, list[str]]]
    columns: list[tuple[str, str, str]]
    rows: int
    accepted: int
    unchanged: int
    refused: int
    refusals: list[dict[str, Any]]
    reasons: list[tuple[str, int]]
    supersedes: int | None
    difference: dict[str, int]
    mends: int | None


def looked_at(run: Run) -> Looked | None:
    """Return what was found when the upload was looked at; None when it is no longer kept."""
    try:
        return Looked(**json.loads(vault.get_bytes(run.payload.get("shown", ""))))
    except FileNotFoundError:
        return None


def _shown(feed: str, content: bytes, name: str, report: Report) -> dict[str, Any]:
    declared = feed_of(feed)
    kinds = {column.field: column.kind for column in declared.columns}
    seen = preview(feed, content, name)
    flat = [r for refusals in report.refusals.values() for r in refusals]
    reasons = Counter(r.why for r in flat)
    flat.sort(key=lambda r: (-reasons[r.why], r.why, r.row))
    return {
        "sender": report.sender,
        "sentence": seen.sentence,
        "head": seen.head,
        "columns": seen.columns,
        "rows": report.rows,
        "accepted": report.accepted,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "refusals": [
            {
                "row": r.row,
                "heading": r.heading,
                "written": remedies.masked(kinds.get(r.field), r.written),
                "why": r.why,
                "remedy": r.remedy,
            }
            for r in flat[:SHOWN]
        ],
        "reasons": reasons.most_common(),
        "supersedes": report.superseded,
        "difference": report.difference,
        "mends": report.layout.delivery if report.layout else None,
    }
