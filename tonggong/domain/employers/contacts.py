"""Whom to call at a unit: as a register's file, the unit itself or staff say it; the number sealed, each look at it noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.base.privacy import blind_index, seal, unseal_many
from tonggong.domain.employers.models import Unit, UnitContact
from tonggong.domain.employers.own import speaks_for
from tonggong.rules.identifiers import IdentifierInvalid, read_phone

SEALED = "unit.contact_phone"
LEAST_REASON = 4  # characters, as for a person's number
_COLUMNS = ("unit_id", "name", "role", "phone_sealed", "phone_index", "is_own_word", "ground", "started_on")
Source = tuple[int | None, int | None]


class ContactRefused(Exception):
    """What somebody wrote of a contact can't stand, or a number is not shown; the message says why."""


# ---------------------------------------------------------------- by a file


@dataclass(frozen=True, slots=True)
class Written:
    """A contact as a file writes it; `phone` in clear or "", `since` the day that the row names."""

    name: str
    role: str
    phone: str
    since: date | None


class Filed:
    """The contacts of all units while a file is read. What it repeats changes nothing, also where somebody said otherwise since."""

    def __init__(self, changes: Changes, gone: Iterable[int] = ()):
        self._changes, self._gone = changes, set(gone)
        self._stands: dict[int, UnitContact] = {}
        self._said: dict[int, UnitContact] = {}
        for row in UnitContact.objects.order_by("pk").iterator():
            if row.pk in self._gone:
                continue
            if row.known_until is None:
                self._stands[row.unit_id] = row
            if row.source_file_id is not None:
                self._said[row.unit_id] = row

    def take(self, unit: int, said: Written, source: Source) -> tuple[str, str] | None:
        """Enter what a row says of a unit; (who stood, who stands now) where something is new, else None."""
        before, stands = self._said.get(unit), self._stands.get(unit)
        index = blind_index("phone", said.phone) if said.phone else None
        if any(one is not None and _says(one, said.name, said.role, index) for one in (before, stands)):
            return None
        if stands is not None and stands.pk:
            self._changes.end(UnitContact, stands.pk)
        values = _values(unit, said.name, said.role, said.phone, said.since)
        thread = (stands.thread or stands.pk) if stands is not None else None
        key = self._changes.add_fact(UnitContact, _COLUMNS, values, source, thread)
        now = UnitContact(pk=key, thread=thread or key, **dict(zip(_COLUMNS, values, strict=True)))
        self._stands[unit] = self._said[unit] = now
        return _words(stands.name, stands.role) if stands is not None else "", _words(said.name, said.role)


def _says(row: UnitContact, name: str, role: str, index: bytes | None) -> bool:
    kept = bytes(row.phone_index) if row.phone_index is not None else None
    return (row.name, row.role, kept) == (name, role, index)


def _values(
    unit: int, name: str, role: str, phone: str, since: date | None, *, is_own: bool = False, ground: str = ""
) -> tuple[Any, ...]:
    sealed = (seal(SEALED, phone), blind_index("phone", phone)) if phone else (None, None)
    return unit, name[:40], role[:40], *sealed, is_own, ground, since


def _words(name: str, role: str) -> str:
    return f"{name}（{role}）" if role else name


# ---------------------------------------------------------------- by hand


@transaction.atomic
def say_contact(who: Who, unit: Unit, *, name: str, role: str = "", phone: str = "", ground: str = "") -> None:
    """Say whom to call at a unit from today on; who was named before stays in its history.

    The unit itself may, of itself, and staff with the duty of its place, who name where they know it from. Of a unit that
    another one carries it is said of that one.

    Raises:
        PermissionDenied: neither the unit nor staff of its place.
        ContactRefused: no name, no number that reads as one, no ground, or nothing would change.
    """
    unit = unit.same_as or unit
    is_own = speaks_for(who, unit)
    if not is_own and not (who.may("quota.manage") and who.covers(unit.county_code)):
        raise PermissionDenied("不能登记这家单位的联系人。")
    name, role, ground = name.strip(), role.strip(), ground.strip()
    if not name:
        raise ContactRefused("请写联系人的姓名。")
    try:
        number = read_phone(phone)
    except IdentifierInvalid as wrong:
        raise ContactRefused(str(wrong)) from None
    if not is_own and not ground:
        raise ContactRefused("请写从哪里知道的，例如 单位来电。")
    Unit.objects.select_for_update().get(pk=unit.pk)
    stands = contact_of(unit)
    if stands is not None and _says(stands, name, role, blind_index("phone", number)):
        raise ContactRefused("现在登记的就是这样，没有改变。")
    changes = Changes(clock.now(), said_by=who.name[:60])
    mine = stands if stands is not None and stands.unit_id == unit.pk else None
    if mine is not None:
        changes.end(UnitContact, mine.pk)
    values = _values(unit.pk, name, role, number, clock.today(), is_own=is_own, ground=ground[:200])
    key = changes.add_fact(UnitContact, _COLUMNS, values, thread=(mine.thread or mine.pk) if mine else None)
    changes.write()
    audit.record("change", who=who, subject="employers.UnitContact", ids=[key], unit=unit.pk, step="say")


def show_phone(who: Who, contact: UnitContact, reason: str) -> str:
    """Return the whole number of a contact, "" where none is known, after writing who wanted it and why.

    Raises:
        PermissionDenied: without the duty, or the unit is out of reach.
        ContactRefused: no reason that somebody else can understand.
    """
    if not (who.may("ledger.unmask") and who.covers(contact.unit.county_code)):
        raise PermissionDenied("ledger.unmask")
    if len(reason.strip()) < LEAST_REASON:
        raise ContactRefused(f"请写明为什么要看完整号码，至少 {LEAST_REASON} 个字。")
    with transaction.atomic():
        audit.record(
            "unmask", who=who, subject="employers.UnitContact", ids=[contact.pk], reason=reason.strip(), what="phone"
        )
    return unseal_many(SEALED, [contact.phone_sealed])[0] or ""


# ---------------------------------------------------------------- questions


def contacts_of(units: Sequence[Unit]) -> dict[int, UnitContact]:
    """Return whom to call at some units, by key; of one that carries others their latest where it has none itself."""
    keys = {one.pk for one in units}
    rows = UnitContact.objects.standing().filter(unit__in=keys) | UnitContact.objects.standing().filter(
        unit__same_as__in=keys
    )
    found: dict[int, UnitContact] = {}
    for row in rows.select_related("unit").order_by("pk"):
        own = row.unit_id if row.unit_id in keys else row.unit.same_as_id
        if own is not None and (own not in found or row.unit_id == own or found[own].unit_id != own):
            found[own] = row
    return found


def contact_of(unit: Unit) -> UnitContact | None:
    """Return whom to call at one unit."""
    return contacts_of([unit]).get(unit.pk)


def addressed(unit: Unit) -> str:
    """Return to whose hands a letter to a unit goes, such as 王淑珍（办公室主任）; "" where nobody is known."""
    found = contact_of(unit)
    return _words(found.name, found.role) if found is not None else ""


def history_of(unit: Unit) -> list[UnitContact]:
    """Return everybody who was ever named for a unit, the latest first."""
    return list(UnitContact.objects.filter(unit=unit).select_related("unit").order_by("-known_from", "-pk"))


def tails(rows: Iterable[UnitContact]) -> dict[int, str]:
    """Return the last four digits of each number, by the contact's key; "" where there is none."""
    those = list(rows)
    numbers = unseal_many(SEALED, [row.phone_sealed for row in those])
    return {row.pk: (number or "")[-4:] for row, number in zip(those, numbers, strict=True)}


def own_numbers() -> dict[str, list[str]]:
    """Return the telephones that stand for units by their codes, as comparable tokens: of none the unit's word alone."""
    rows = UnitContact.objects.standing().filter(is_own_word=False).exclude(phone_index=None)
    found: dict[str, list[str]] = {}
    for code, index in rows.values_list("unit__code", "phone_index"):
        found.setdefault(code, []).append(bytes(index).hex())
    return found
