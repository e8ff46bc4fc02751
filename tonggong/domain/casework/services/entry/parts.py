"""The parts of an entry as values, once they are known to be right."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with an entry: where ("need.jobs"), what and how to mend it."""

    field: str
    title: str
    words: str

    def __str__(self) -> str:
        return f"{self.title}：{self.words}" if self.title else self.words


@dataclass(frozen=True, slots=True)
class Changed:
    """What of the ledger's contact is different now; None where nothing is."""

    phone: str | None = None
    residence: str | None = None  # 12-digit code of a township


@dataclass(frozen=True, slots=True)
class VerificationSaid:
    """Basic information as it was confirmed."""

    confirmed: tuple[str, ...]
    is_employed: bool | None = None
    reason: int | None = None
    wish: str = ""
    conditions: tuple[str, ...] = ()
    not_employed_since: date | None = None
    sought_last_month: bool | None = None
    available_in_2_weeks: bool | None = None


@dataclass(frozen=True, slots=True)
class EndSaid:
    """That a job of the ledger has ended; `spell` is the key of its standing row."""

    spell: int
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WorkSaid:
    """A job that the ledger doesn't know, the end of one that it does, or both."""

    form: str = ""
    unit_name: str = ""
    started_on: date | None = None
    wage_yuan: Decimal | None = None
    ended: EndSaid | None = None


@dataclass(frozen=True, slots=True)
class KindSaid:
    """One need by its kind."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """What work somebody wants, and what else is needed."""

    jobs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()  # first digits of the forms of employment
    distance_km: int | None = None
    hours_per_week: int | None = None
    wage_yuan_from: Decimal | None = None
    at_home: bool | None = None
    available_from: date | None = None
    support: tuple[str, ...] = ()
    note: str = ""
    kinds: tuple[KindSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceSaid:
    """One service; without an outcome it is kept and does not count."""

    kind: int
    content: str
    outcome: int | None = None
    need: int | None = None  # thread of the need that it answers
    meets: bool | None = None  # whether that need is met by it; None leaves it to the outcome
    provider: str = ""


@dataclass(frozen=True, slots=True)
class PromiseSaid:
    """What was promised, and until when."""

    text: str
    due_on: date
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt to reach somebody and all that came of it.

    `on` is the day the visit counts for; where the device's clock can't be right (`was_clock_wrong`) it is the day of
    the receipt, and `started_at` stays as the device said it.
    """

    key: UUID
    person: int
    started_at: datetime
    ended_at: datetime | None
    on: date
    was_clock_wrong: bool
    method: str
    outcome: int
    present: str = ""
    communication: str = ""
    offline: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    changed: Changed = Changed()
    verification: VerificationSaid | None = None
    work: WorkSaid | None = None
    need: NeedSaid | None = None
    services: tuple[ServiceSaid, ...] = ()
    promises: tuple[PromiseSaid, ...] = ()
    consents: tuple[str, ...] = ()
    papers: tuple[int, ...] = ()
    satisfied: int | None = None
    words: str = ""
    note: str = ""
    next_on: date | None = None
    campaign_target: int | None = None
