"""Take a file in: read, check and seal first, then one short transaction switches the delivery in.

Killed anywhere before it, nothing was taken in and the delivery is listed as interrupted; the next import of it goes on
with the same number.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit.services import record
from tonggong.base.installation import clock
from tonggong.base.intake import refused, vault
from tonggong.base.intake.checking import Checked, Known, check
from tonggong.base.intake.feeds import Feed, feed_of
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.reading import Sheet, WrongFile, read
from tonggong.base.intake.services.report import Busy, NotKept, Report
from tonggong.base.intake.staged import Hashes, hashes_of, names_in_use
from tonggong.base.privacy.keys import key
from tonggong.base.privacy.logs import blotted
from tonggong.rules.months import number

State = Delivery.State
Progress = Callable[[str, float], None]


@dataclass(slots=True)
class _Sent:
    """One file on its way in."""

    who: Who
    feed: Feed
    month: str
    name: str
    path: Path | None
    content: bytes
    sheet: Sheet
    rehearse: bool
    progress: Progress
    sender: str = ""
    own_unit: str = ""  # code of the only unit whose rows may stand in it

    @property
    def fingerprint(self) -> bytes:
        return hashlib.blake2b(self.content, digest_size=16, key=key("rows")).digest()


def take_in(
    who: Who,
    feed: str,
    source: Path | bytes,
    month: str,
    *,
    sender: str | None = None,
    name: str | None = None,
    rehearse: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take in one file of a feed for a month.

    Args:
        source: where the file lies, or its content (an upload; then `name` is its name and no refused file is written:
            `refused.of_file` gives it).
        sender: which office sent it; None reads it from the sheet, from the file's name or takes the feed's only sender.
        rehearse: run everything, then roll back: what it promises is what will happen.
        progress: told what is being done and how far it is (0 to 1).

    Raises:
        UnknownFeed, ValueError: no such feed; not a month.
        WrongFile: not a file of this feed, or nobody knows who sent it; nothing changed.
        Busy: the same delivery was taken in by somebody else meanwhile; nothing changed.
        NotKept: the disk is full or read-only; nothing changed.
        PermissionDenied: it is not `who`'s duty.
    """
    declared = feed_of(feed)
    own_unit = "" if who.may("exchange.deliver") else _only_unit(who, declared, sender)
    number(month)
    path = source if isinstance(source, Path) else None
    label = blotted(name or (path.name if path else "上传的文件"))
    tell = progress or (lambda what, share: None)
    tell("读文件", 0.0)
    content = _content(source, label)
    sheet = read(declared, content, label)
    sent = _Sent(who, declared, month, label, path, content, sheet, rehearse, tell, own_unit=own_unit)
    tell("逐行核对", 0.4)
    try:
        if sheet.layout.delivery is not None:
            return _add_mended(sent)
        sent.sender = _sender(sent, sender)
        return _take_whole(sent)
    except OSError as error:
        raise NotKept(
            f"写不进去（{error.strerror or '磁盘出错'}）。请检查磁盘空间和目录权限，然后重送。什么都没有改变。"
        ) from None
    except IntegrityError:
        raise Busy(_BUSY) from None
    except DatabaseError as error:
        # not its text: a database's complaint may repeat a value of somebody's row
        raise NotKept(f"数据库暂时写不进去（{type(error).__name__}）。请稍后重送。什么都没有改变。") from None


def sender_of_unit(name: str, code: str) -> str:
    """Return under which sender a unit's own report stands: with its code, since names of units repeat."""
    return f"{name[:40]}（{code}）"


def _only_unit(who: Who, feed: Feed, sender: str | None) -> str:
    """Return the code of the unit that somebody may report for, and for no other. Raises PermissionDenied."""
    is_own = who.may("own.unit") and bool(who.unit_code) and (sender or "").endswith(f"（{who.unit_code}）")
    if not (is_own and feed.of_own_unit):
        raise PermissionDenied("没有报送文件的职责。")
    return who.unit_code


_BUSY = "同一份报送刚由别人收下或正在收下。请看报送清单，需要时再送一次。这次什么都没有改变。"


def _content(source: Path | bytes, label: str) -> bytes:
    if not isinstance(source, Path):
        return source
    try:
        return source.read_bytes()
    except FileNotFoundError:
        raise WrongFile(f"找不到文件“{label}”。") from None
    except IsADirectoryError:
        raise WrongFile(f"“{label}”是文件夹，不是文件。") from None
    except OSError as error:
        raise WrongFile(f"“{label}”读不出来：{error.strerror}。") from None


def _sender(sent: _Sent, given: str | None) -> str:
    found = (given or "").strip() or sent.sheet.layout.sender
    if not found:
        stem = Path(sent.name).stem
        if stem.startswith(f"{sent.feed.key}-"):
            found = re.sub(r"\.退回\d*$", "", stem.removeprefix(f"{sent.feed.key}-")).strip()
    found = found or sent.feed.sender
    if not found:
        raise WrongFile(f"看不出“{sent.name}”是哪个单位报送的。请在表格标题下写“填报单位：…”，或用 --sender 写明。")
    return found[:60]


def _lay_down(sent: _Sent, checked: Checked) -> tuple[str, str]:
    """Seal what was accepted and what goes back; return their names in the vault."""
    sent.progress("加密存放", 0.75)
    rows = vault.put(checked.table)
    try:
        back = vault.put(refused.sealed_form(checked.refused_table, checked.refused)) if checked.refused else ""
    except OSError:
        vault.remove(rows)
        raise
    return rows, back


def _report(sent: _Sent, checked: Checked, delivery: Delivery | None, accepted: int, unchanged: int) -> Report:
    return Report(
        delivery=delivery.pk if delivery else None,
        feed=sent.feed.key,
        month=sent.month,
        sender=delivery.sender if delivery else sent.sender,
        rows=checked.rows,
        accepted=accepted,
        unchanged=unchanged,
        refused=len(checked.refused),
        refusals=checked.refused,
        layout=sent.sheet.layout,
        is_rehearsal=sent.rehearse,
    )


def _refused_file(sent: _Sent, checked: Checked, delivery: Delivery) -> Path | None:
    if not checked.refused or sent.path is None or sent.rehearse:
        return None
    content = refused.workbook(delivery, sent.sheet.layout.header, checked.refused_table, checked.refused)
    return refused.put_beside(sent.path, content)


def _standing(sent: _Sent, *, lock: bool = False) -> Delivery | None:
    rows = Delivery.objects.filter(feed=sent.feed.key, month=sent.month, sender=sent.sender, state=State.COMPLETE)
    return (rows.select_for_update() if lock else rows).first()


def _take_whole(sent: _Sent) -> Report:
    checked = check(sent.feed, sent.month, sent.sheet, own_unit=sent.own_unit)
    before = _standing(sent)
    old = hashes_of(before) if before else Hashes()
    if before and _is_the_same(sent, checked, before, old):
        report = _report(sent, checked, before, 0, checked.table.num_rows + checked.unchanged)
        report.refused_file = _refused_file(sent, checked, before)
        return report
    vault.sweep(names_in_use())
    draft, claim = (None, None) if sent.rehearse else _draft(sent)
    rows, back = _lay_down(sent, checked)
    report = _report(sent, checked, draft, checked.table.num_rows, checked.unchanged)
    written = None
    try:
        if draft:
            existed = _refused_names(sent)
            report.refused_file = _refused_file(sent, checked, draft)
            written = report.refused_file if report.refused_file and report.refused_file not in existed else None
        report.difference = old.difference(checked.table) if before else {}
        report.superseded = before.pk if before else None
        sent.progress("收下", 0.95)
        with transaction.atomic():
            _switch_in(sent, checked, draft, claim, before, rows, back, report.difference)
            transaction.set_rollback(sent.rehearse)
    except BaseException:
        _take_back(rows, back, written)
        raise
    if sent.rehearse:
        _take_back(rows, back, None)
    return report


def _refused_names(sent: _Sent) -> set[Path]:
    return set(sent.path.resolve().parent.glob("*.xlsx")) if sent.path else set()


def _take_back(rows: str, back: str, written: Path | None) -> None:
    vault.remove(rows)
    vault.remove(back)
    if written:
        written.unlink(missing_ok=True)


def _is_the_same(sent: _Sent, checked: Checked, before: Delivery, old: Hashes) -> bool:
    """Say whether a file, or its rows, came before: whole, or as the first file with its mended rows."""
    files = list(before.files.all())
    if any(bytes(f.fingerprint) == sent.fingerprint for f in files if not f.is_mended):
        return True
    new = set(checked.table["row_hash"].to_pylist())
    return bool(new) and new in (old.of_first, old.rows)


def _draft(sent: _Sent) -> tuple[Delivery, datetime]:
    """Note that a delivery is being taken in, going on with one that was interrupted; whoever notes it last may finish."""
    claim = clock.real_now()
    with transaction.atomic():
        draft = Delivery.objects.filter(
            feed=sent.feed.key, month=sent.month, sender=sent.sender, state=State.INTERRUPTED
        ).first()
        draft = draft or Delivery(feed=sent.feed.key, month=sent.month, sender=sent.sender)
        draft.received_at, draft.changed_at = claim, claim
        draft.received_by, draft.received_by_id = sent.who.name, sent.who.user_id
        draft.save()
    return draft, claim


def _switch_in(
    sent: _Sent,
    checked: Checked,
    draft: Delivery | None,
    claim: datetime | None,
    before: Delivery | None,
    rows: str,
    back: str,
    difference: dict[str, int],
) -> None:
    """The one short transaction: the older delivery steps back, this one stands, and the trail says so."""
    now = clock.now()
    standing = _standing(sent, lock=True)
    if (standing and (standing.pk, standing.changed_at)) != (before and (before.pk, before.changed_at)):
        raise Busy(_BUSY)
    if standing:
        _step_back(standing, now)
    if draft is None:
        draft = Delivery(feed=sent.feed.key, month=sent.month, sender=sent.sender)
    elif claim is None or not Delivery.objects.filter(pk=draft.pk, state=State.INTERRUPTED, received_at=claim).exists():
        raise Busy(_BUSY)
    draft.state = State.COMPLETE
    draft.rows, draft.accepted = checked.rows, checked.table.num_rows
    draft.unchanged, draft.refused = checked.unchanged, len(checked.refused)
    draft.supersedes, draft.difference = standing, difference
    draft.received_at = draft.changed_at = now
    draft.received_by, draft.received_by_id = sent.who.name, sent.who.user_id
    draft.save()
    _add_file(sent, checked, draft, rows, back, now)
    record(
        "import",
        who=sent.who,
        subject="intake.Delivery",
        ids=[draft.pk],
        feed=sent.feed.key,
        month=sent.month,
        sender=sent.sender,
        rows=draft.rows,
        accepted=draft.accepted,
        refused=draft.refused,
        superseded=standing.pk if standing else None,
    )


def _step_back(standing: Delivery, now: datetime) -> None:
    standing.state, standing.changed_at = State.SUPERSEDED, now
    standing.save(update_fields=["state", "changed_at"])
    if standing.compared_at is None:  # nobody ever used its rows
        files = list(standing.files.all())
        names = [n for f in files for n in (f.vault_rows, f.vault_refused, f.vault_hashes)]
        standing.files.update(vault_rows="", vault_refused="", vault_hashes="")
        transaction.on_commit(partial(vault.remove_all, names))


def _add_file(
    sent: _Sent, checked: Checked, delivery: Delivery, rows: str, back: str, now: datetime, *, is_mended: bool = False
) -> SourceFile:
    return SourceFile.objects.create(
        delivery=delivery,
        name=sent.name[:200],
        fingerprint=sent.fingerprint,
        is_mended=is_mended,
        rows=checked.rows,
        accepted=checked.table.num_rows,
        layout=sent.sheet.layout.as_json(),
        vault_rows=rows,
        vault_refused=back,
        received_at=now,
    )


def _delivery_named(sent: _Sent) -> Delivery:
    """Return the delivery whose number mended rows carry. Raises WrongFile when they can't be added to it."""
    layout = sent.sheet.layout
    named = Delivery.objects.filter(pk=layout.delivery or 0).first()
    if named is not None and sent.own_unit and not named.sender.endswith(f"（{sent.own_unit}）"):
        named = None  # of another unit: as if it were not there
    if named is None or (layout.installation and layout.installation != refused.installation_mark()):
        raise WrongFile(f"这份退回清单写的报送编号 {layout.delivery} 不是这里的。请送回给出清单的那一处。")
    if (named.feed, named.month) != (sent.feed.key, sent.month):
        raise WrongFile(
            f"这份退回清单属于“{feed_of(named.feed).title}”{named.month} 的报送 {named.pk}，请按那个种类和月份送。"
        )
    if named.state != State.COMPLETE:
        raise WrongFile(f"报送 {named.pk} {State(named.state).label}，退回清单补不进去。请送完整的文件。")
    return named


def _add_mended(sent: _Sent) -> Report:
    """Add mended rows to the delivery whose number they carry; rows that are still wrong go back again."""
    delivery = _delivery_named(sent)
    held = hashes_of(delivery)
    checked = check(sent.feed, sent.month, sent.sheet, Known(frozenset(held.rows), frozenset(held.keys)), sent.own_unit)
    added = checked.table.num_rows
    report = _report(sent, checked, delivery, added, checked.unchanged)
    existed = _refused_names(sent)
    report.refused_file = _refused_file(sent, checked, delivery)
    if not added:
        return report
    written = report.refused_file if report.refused_file not in existed else None
    rows, back = _lay_down(sent, checked)
    try:
        with transaction.atomic():
            now = clock.now()
            locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if (locked.state, locked.changed_at) != (delivery.state, delivery.changed_at):
                raise Busy(_BUSY)
            locked.accepted += added
            locked.refused = max(0, locked.refused - added)
            locked.rows = locked.accepted + locked.unchanged + locked.refused
            locked.changed_at = now
            locked.save(update_fields=["accepted", "refused", "rows", "changed_at"])
            _add_file(sent, checked, locked, rows, back, now, is_mended=True)
            record(
                "import",
                who=sent.who,
                subject="intake.Delivery",
                ids=[locked.pk],
                feed=locked.feed,
                month=locked.month,
                sender=locked.sender,
                mended=added,
                refused=len(checked.refused),
            )
            transaction.set_rollback(sent.rehearse)
    except BaseException:
        _take_back(rows, back, written)
        raise
    if sent.rehearse:
        _take_back(rows, back, None)
    return report
