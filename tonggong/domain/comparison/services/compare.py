"""Compare a month: read what came in, find what differs, let policy's facts in, and keep the questions.

All the work is done on the side; one short transaction writes it. Killed anywhere, the ledger is the one before or the
one after, and the next run does what is left.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Count, Q

from tonggong.base import derived
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks, no_collector
from tonggong.base.changes import Changes, LedgerMoved
from tonggong.base.divisions.queries import city
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger, ledger_moved, ledger_version
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.queries import deliveries_to_compare
from tonggong.base.intake.services import drop_old_hashes, mark_compared
from tonggong.base.intake.staged import rows_of
from tonggong.domain.comparison import forgetting, post_sums, sums
from tonggong.domain.comparison.duplicates import find_duplicates
from tonggong.domain.comparison.endings import delivery_for, find_endings
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side, tail
from tonggong.domain.comparison.incoming import is_about_our_people
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.matching import Matcher, Matches
from tonggong.domain.comparison.models import Finding, Month
from tonggong.domain.comparison.reading import ABOUT_UNITS, ENTERS_PEOPLE, NAMES_NOBODY, READERS
from tonggong.domain.comparison.returning import Returning, returning
from tonggong.domain.comparison.services.month import lapse_signatures
from tonggong.domain.comparison.withdrawal import withdraw

TRIES = 4
ORDER = {feed: n for n, feed in enumerate(READERS)}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """How the findings of a month stand: rows by result, what became facts, what waits for a person."""

    month: str
    confirmed: int
    new: int
    ended: int
    changed: int
    contradictory: int
    impossible: int
    unmatched: int
    became_facts: int
    queued: int

    def as_dict(self) -> dict[str, object]:
        """The same as a plain mapping."""
        return asdict(self)


def compare_month(who: Who, month: str, progress: Progress | None = None) -> Compared:
    """Take up every delivery up to a month that has not been compared as it stands now.

    Doing it twice changes nothing. What was forgotten of strangers can't be compared again.

    Args:
        month: "YYYY-MM".
        progress: called with what is being done, how much of it is done, and of how much.
    Raises:
        LedgerMoved: others kept writing so often that no quiet moment was found; nothing was changed.
    """
    began = time.monotonic()
    for attempt in range(TRIES):
        version = ledger_version()
        deliveries = _to_compare(month)
        if not deliveries:
            break
        try:
            with no_collector():
                work = _Work(deliveries, progress)
                work.do()
                _write(who, month, work, version, time.monotonic() - began)
            derived.facts_changed(work.changes.persons())
            break
        except LedgerMoved:
            if attempt == TRIES - 1:
                raise
    forgetting.forget_strangers(progress)
    return standing(month)


def standing(month: str, within: Q | None = None) -> Compared:
    """How the findings of a month stand now."""
    rows = Finding.objects.filter(within or Q(), month=month).exclude(state=State.LAPSED)
    by_result = dict(rows.order_by().values_list("result").annotate(Count("id")))
    by_state = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return Compared(
        month,
        **{r.value: by_result.get(r.value, 0) for r in Result},
        became_facts=by_state.get(State.FACT.value, 0),
        queued=by_state.get(State.OPEN.value, 0),
    )


def _to_compare(month: str) -> list[Delivery]:
    found = deliveries_to_compare(month)
    return sorted(found, key=lambda d: (d.month, ORDER[d.feed], d.pk))


class _Work:
    """Everything one run finds, before anything is written."""

    def __init__(self, deliveries: list[Delivery], progress: Progress | None):
        self.deliveries = deliveries
        self.progress = progress or (lambda *_: None)
        self.changes = Changes(clock.now())
        superseded = [d for d in deliveries if d.state == Delivery.State.SUPERSEDED]
        self.current = [d for d in deliveries if d.state == Delivery.State.COMPLETE]
        gone, again, self.lapsed = withdraw(superseded, self.changes)
        self.ledger = Ledger(self.changes, gone, again=again)
        self.matcher = Matcher(self.ledger)
        self.closed = _closed()
        found = city()
        self.home = found.code if found else ""
        self.sums: list[tuple] = []
        self.posts: list[tuple] = []
        # found so far, by month and feed: the next delivery of the feed must know it
        self.found_now: dict[tuple[str, str], set[tuple[bytes, str]]] = {}

    def do(self) -> None:
        """Read every delivery in the order of months and feeds, those that can be linked together at once."""
        done = 0
        for (month, _kind), batch in groupby(self.current, key=lambda d: (d.month, _linked_with(d.feed))):
            deliveries = list(batch)
            tables = {d.pk: rows_of(d) for d in deliveries}
            self.progress(f"{month} 认人", done, len(self.current))
            matches = self.matcher.match([tables[d.pk] for d in deliveries if d.feed not in ABOUT_UNITS])
            for delivery in deliveries:
                self.progress(f"{month} {delivery.feed} {delivery.sender}", done, len(self.current))
                self._take_up(delivery, tables.pop(delivery.pk), matches)
                done += 1
            if any(d.feed == "social-insurance" for d in deliveries):
                self._endings(month)
        if entering := [d for d in self.current if d.feed in ENTERS_PEOPLE]:
            find_duplicates(self.matcher, self.ledger, self._findings(entering[-1]))
        self.progress("写入台账", len(self.current), len(self.current))

    def _findings(self, delivery: Delivery, back: Returning | None = None) -> Findings:
        key = delivery.month, delivery.feed
        if key not in self.found_now:
            known = Finding.objects.filter(month=delivery.month, feed=delivery.feed).values_list("content", "result")
            self.found_now[key] = {(bytes(content), result) for content, result in known.iterator(20_000)}
        is_late = delivery.month in self.closed
        return Findings(self.changes, delivery, self.found_now[key], self.ledger.people, self.home, is_late, back)

    def _take_up(self, delivery: Delivery, rows: pa.Table, matches: Matches) -> None:
        out = self._findings(delivery, returning(delivery, rows))
        self.sums += sums.of_delivery(delivery, rows, self._place_of)
        self.posts += post_sums.of_delivery(delivery, rows, self._place_of)
        taken = (self._row(values, matches) for values in _ours(delivery.feed, rows, matches))
        fresh = (row for row in taken if not out.is_known(row))
        READERS[delivery.feed](
            [row for row in fresh if not self._ask_who(row, delivery, matches, out)], self.ledger, out
        )

    def _place_of(self, unit: str) -> str:
        firm = self.ledger.firms.get(unit)
        return firm.county_code if firm and firm.county_code else self.home

    def _row(self, values: dict, matches: Matches) -> Row:
        if (found := matches.accepted.get(values["row_id"])) is None:
            return Row(values)
        person, tier, score = found
        return Row(values, self.ledger.people[person], tier, score)

    def _ask_who(self, row: Row, delivery: Delivery, matches: Matches, out: Findings) -> bool:
        """Ask a person whose row it is, where linkage could only name candidates, or nobody at all."""
        if row.person is not None or delivery.feed in ABOUT_UNITS:
            return False
        number = row.text("citizen_id")
        if delivery.feed in NAMES_NOBODY and not number and not row.text("name"):
            return False
        if (known := self.ledger.by_number.get(number)) and self.ledger.people[known].name == row.text("name"):
            row.person, row.tier = self.ledger.people[known], "E1"  # entered by a row of the same files a moment ago
            return False
        candidates = matches.candidates.get(row.values["row_id"], [])
        if delivery.feed in ENTERS_PEOPLE and number not in self.ledger.by_number:
            return False  # somebody new: the register enters them, a look-alike is asked about as a possible duplicate
        if not candidates and number in self.ledger.by_number:
            reasons = ["号码就是台账里这个人的，姓名不同"]
            candidates = [
                {"person": self.ledger.by_number[number], "score": 0, "tier": "X", "bits": {}, "reasons": reasons}
            ]
        if not candidates and not is_about_our_people(delivery.feed):
            return True  # a stranger
        best = candidates[0] if candidates else None
        someone = self.ledger.people[best["person"]] if best else None
        sides = []
        if someone is not None:
            sides = [
                side("姓名", someone.name, row.text("name")),
                side("身份证尾号", tail(someone.citizen_id), tail(number)),
            ]
        because = "；".join(best["reasons"]) if best and best["reasons"] else "号码和姓名在台账里都找不到这个人。"
        holder = Row(row.values, someone, best["tier"] if best else "", best["score"] if best else None)
        out.add(
            holder,
            Result.UNMATCHED,
            State.OPEN,
            cause="who-is-it" if best else "not-in-ledger",
            because=because,
            sides=sides,
            plan={"act": "read", "candidates": candidates[:3]},
            of_city=len({self.ledger.people[c["person"]].county_code for c in candidates[:3]}) > 1,
        )
        return delivery.feed not in NAMES_NOBODY  # the round's numbers are true whoever the person is

    def _endings(self, month: str) -> None:
        delivery = delivery_for(month, self.current)
        if delivery is not None:
            find_endings(month, self.ledger, self._findings(delivery), self.sums)


def _linked_with(feed: str) -> str:
    """Feeds that enter people are linked one by one, for the next must know whom they entered; the others together."""
    return feed if feed in ENTERS_PEOPLE or feed in ABOUT_UNITS else "others"


def _ours(feed: str, rows: pa.Table, matches: Matches) -> Iterable[dict]:
    """Rows that may concern our people, as plain mappings."""
    if feed not in ENTERS_PEOPLE and feed not in ABOUT_UNITS and not is_about_our_people(feed):
        wanted = pa.array([*matches.accepted, *matches.candidates], pa.int64())
        rows = rows.filter(pc.is_in(rows["row_id"], wanted))
    names = rows.column_names
    return (
        dict(zip(names, values, strict=True)) for values in zip(*(c.to_pylist() for c in rows.columns), strict=True)
    )


def _closed() -> set[str]:
    return set(Month.objects.exclude(closed_at=None).values_list("month", flat=True))


@transaction.atomic
def _write(who: Who, month: str, work: _Work, version: int, seconds: float) -> None:
    if hold_ledger() != version or work.closed != _closed():
        raise LedgerMoved
    now = work.changes.now
    for chunk in in_chunks(work.lapsed):
        Finding.objects.filter(pk__in=chunk).update(state=State.LAPSED)
    sums.replace(work.changes, [d.pk for d in work.deliveries], work.sums)
    post_sums.replace(work.changes, [d.pk for d in work.deliveries], work.posts)
    work.changes.write()
    mark_compared(work.deliveries, now)
    drop_old_hashes(month)
    months = {month} | {d.month for d in work.current}
    for one in months:
        Month.objects.update_or_create(month=one, defaults={"compared_at": now, "compare_seconds": round(seconds, 1)})
    ids = [d.pk for d in work.deliveries]
    audit.record("change", who=who, subject="intake.Delivery", ids=ids, step="compare", month=month)
    lapse_signatures(who, months)
    ledger_moved()
