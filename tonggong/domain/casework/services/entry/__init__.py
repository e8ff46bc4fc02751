"""An entry: what a form, a phone or the person's own page sends of one visit, read and checked before anything is written."""

from tonggong.domain.casework.services.entry.parts import (
    Changed,
    EndSaid,
    Entry,
    KindSaid,
    NeedSaid,
    PromiseSaid,
    ServiceSaid,
    VerificationSaid,
    WorkSaid,
    Wrong,
)
from tonggong.domain.casework.services.entry.reading import EntryWrong, read_entry

__all__ = [
    "Changed",
    "EndSaid",
    "Entry",
    "EntryWrong",
    "KindSaid",
    "NeedSaid",
    "PromiseSaid",
    "ServiceSaid",
    "VerificationSaid",
    "WorkSaid",
    "Wrong",
    "read_entry",
]
