"""What changes the ledger of persons. Bulk verbs take a `Changes` (work first, write once); the rest take `who`."""

from tonggong.domain.persons.services.facts import (
    add_certificate,
    add_household,
    add_identity,
    add_member,
    add_person,
    change_name,
    change_phone,
    change_place,
    record_death,
    say,
)
from tonggong.domain.persons.services.merging import MergeRefused, merge, merge_preview, undo_merge
from tonggong.domain.persons.services.unmask import ReasonMissing, show_full_number, show_full_phone

__all__ = [
    "MergeRefused",
    "ReasonMissing",
    "add_certificate",
    "add_household",
    "add_identity",
    "add_member",
    "add_person",
    "change_name",
    "change_phone",
    "change_place",
    "merge",
    "merge_preview",
    "record_death",
    "say",
    "show_full_number",
    "show_full_phone",
    "undo_merge",
]
