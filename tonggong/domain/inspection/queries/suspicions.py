"""The stored suspicions of a year: the queue, its counts, one of them explained with its rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import codes_under
from tonggong.domain.inspection.freezing import thawed
from tonggong.domain.inspection.lines import Line, in_words
from tonggong.domain.inspection.models import Screening, Subject, Suspected
from tonggong.rules.signals import Level
from tonggong.rules.signals.cases import State
from tonggong.rules.signals.words import (
    CLUE_LABELS,
    OWN_WORD_CLUES,
    OWN_WORD_EXCUSES,
    SIGNALS,
    STRENGTH_LABELS,
)

PAGE = 50
HIDDEN = "依据是本人的话，只有案卷的承办人能看。"


class Wanted(NamedTuple):
    """What of the queue somebody wants to see; "" is everything. `level`: "check", "note"."""

    county: str = ""
    signal: str = ""
    level: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence with the lines of the ledger on which it rests."""

    text: str
    rows: list[str]


@dataclass(frozen=True, slots=True)
class Signal:
    """A hit in words: what speaks for it, what was found that excuses it, what else could, what to ask."""

    code: str
    title: str
    strength: str
    clue: str
    points: int
    counts: str
    evidence: list[Fact]
    innocent: list[Fact]
    readings: tuple[str, ...]
    ask: tuple[str, ...]
    is_own_word: bool


def years_screened(who: Who) -> list[int]:
    """The years of which suspicions are kept, latest first."""
    return list(Screening.objects.order_by("-year").values_list("year", flat=True).distinct()) if who.reach else []


def last_screening(year: int) -> Screening | None:
    """The latest run over a year."""
    return Screening.objects.filter(year=year).order_by("-pk").first()


def suspicions_of(who: Who, year: int, wanted: Wanted | None = None) -> QuerySet[Suspected]:
    """The suspicions of a year that stand within reach, the highest score first."""
    wanted = wanted or Wanted()
    rows = who.sees(Suspected.objects.filter(year=year, ended_in=None))
    if wanted.county:
        rows = rows.filter(county_code=wanted.county)
    if wanted.signal:
        rows = rows.filter(codes__contains=f" {wanted.signal} ")
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.unit:
        rows = rows.filter(unit_code__in=codes_under(wanted.unit))
    return rows.select_related("person").order_by("-score", "unit_code", "pk")


def with_case(rows: QuerySet[Suspected]) -> QuerySet[Suspected]:
    """The same, each with `is_in_case`: whether an open case looks into it."""
    open_ones = Subject.objects.filter(suspected=OuterRef("pk")).exclude(case__state=State.CLOSED)
    return rows.annotate(is_in_case=Exists(open_ones))


def page_of(rows: QuerySet[Suspected], after: int = 0, size: int = PAGE) -> tuple[list[Suspected], int | None]:
    """One page in the queue's order, after the row of a key; and the key after which the next begins."""
    keys = list(rows.values_list("pk", flat=True))
    start = keys.index(after) + 1 if after in keys else 0
    wanted = keys[start : start + size]
    found = {row.pk: row for row in with_case(rows.filter(pk__in=wanted))}
    return [found[key] for key in wanted], wanted[-1] if len(keys) > start + size else None


class Counts(NamedTuple):
    """How many suspicions are to be checked and how many to be kept in mind."""

    check: int = 0
    note: int = 0


def counts(who: Who, year: int) -> tuple[Counts, dict[str, Counts], dict[str, Counts]]:
    """All within reach; by signal; by county. Each counts exactly what `suspicions_of` shows for it."""
    whole: Counter[str] = Counter()
    by_signal: dict[str, Counter[str]] = {}
    by_county: dict[str, Counter[str]] = {}
    for level, codes, county in suspicions_of(who, year).values_list("level", "codes", "county_code"):
        whole[level] += 1
        by_county.setdefault(county, Counter())[level] += 1
        for code in codes.split():
            by_signal.setdefault(code, Counter())[level] += 1
    return _counts(whole), _each(by_signal), _each(by_county)


def _counts(found: Counter[str]) -> Counts:
    return Counts(found[Level.CHECK], found[Level.NOTE])


def _each(found: dict[str, Counter[str]]) -> dict[str, Counts]:
    return {key: _counts(found[key]) for key in sorted(found)}


def suspicion(who: Who, pk: int) -> Suspected | None:
    """One suspicion within reach, standing or not."""
    return (
        who.sees(Suspected.objects.filter(pk=pk))
        .select_related("person", "first_seen", "last_seen", "ended_in")
        .first()
    )


def earlier(row: Suspected) -> list[Suspected]:
    """What earlier screenings said of the same placement and year, latest first."""
    rows = Suspected.objects.filter(year=row.year, person=row.person_id, unit_code__in=codes_under(row.unit_code))
    rows = rows.exclude(pk=row.pk)
    return list(rows.select_related("first_seen", "ended_in").order_by("-pk"))


def others_of_unit(who: Who, row: Suspected) -> list[Suspected]:
    """The other standing suspicions of the same unit and year, within reach."""
    return list(with_case(suspicions_of(who, row.year, Wanted(unit=row.unit_code)).exclude(pk=row.pk)))


def unit_names(codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """(key, name) of registered units by their codes, also by those that they had before."""
    rows = Unit.objects.filter(code__in=set(codes)).select_related("same_as")
    return {one.code: ((one.same_as or one).pk, (one.same_as or one).name) for one in rows}


def titles(row: Suspected) -> list[str]:
    """The titles of the signals of a suspicion."""
    return [SIGNALS[code].title for code in row.codes.split()]


def explained(rows: Iterable[Suspected], *, own_words: bool) -> dict[int, list[Signal]]:
    """Each suspicion's signals in words, by key, with lines as somebody would look them up; one query for all.

    Args:
        own_words: whether the reader may see what rests on the person's own word.
    """
    kept = list(rows)
    words = in_words(line for row in kept for line in _lines(row.content))
    return {row.pk: [_signal(hit, words, own_words) for hit in row.content["hits"]] for row in kept}


def _lines(content: dict[str, Any]) -> Iterable[Line]:
    for hit in content["hits"]:
        for fact in (*hit["evidence"], *hit["innocent"]):
            yield from (thawed(line) for line in fact["rows"])


def _signal(hit: dict[str, Any], words: dict[Line, str], own_words: bool) -> Signal:
    said = SIGNALS[hit["code"]]
    is_own = hit["clue"] in OWN_WORD_CLUES
    evidence = [_fact(one, words) for one in hit["evidence"]] if own_words or not is_own else [Fact(HIDDEN, [])]
    innocent = [one for one in hit["innocent"] if own_words or one["excuse"] not in OWN_WORD_EXCUSES]
    return Signal(
        hit["code"], said.title, STRENGTH_LABELS[said.strength], "" if is_own and not own_words else CLUE_LABELS[hit["clue"]],
        hit["points"], f"{hit['counts']:g}", evidence, [_fact(one, words) for one in innocent], said.innocent, said.ask, is_own,
    )  # fmt: skip


def _fact(fact: dict[str, Any], words: dict[Line, str]) -> Fact:
    return Fact(fact["text"], list(dict.fromkeys(words[thawed(line)] for line in fact["rows"])))


def silent_titles(row: Suspected) -> list[str]:
    """The signals of which no source says anything for this placement: neither for nor against."""
    return [f"{code} {SIGNALS[code].title}（要{SIGNALS[code].needs}）" for code in row.content["silent"]]
