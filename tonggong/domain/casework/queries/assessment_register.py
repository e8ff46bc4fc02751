"""The register of assessments within reach: whose is due again, who waits for the first, what is unfinished, how alike assessors see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tonggong.base.accounts.who import Who
from tonggong.base.installation.services import current
from tonggong.base.policy.queries import figures_on
from tonggong.domain.casework.choices import Advice, Depth, ServiceKind, Wish
from tonggong.domain.casework.models import Assessment, ServiceRecord, Verification
from tonggong.domain.casework.queries.assessments import grade_changed
from tonggong.domain.persons.models import Certificate, Person
from tonggong.rules.ability import (
    Agreement,
    Since,
    agreement,
    drawn_for_second,
    levels_of,
    profile,
    reassessment,
    stands_out,
)
from tonggong.rules.months import later

COLUMNS = ("person_id", "thread", "on", "next_due_on", "contested", "person__name", "person__township_code", "depth")


@dataclass(frozen=True, slots=True)
class Due:
    """A person whose last assessment is due again: `since` is None while it is only soon; `because` says every reason."""

    person_id: int
    name: str
    township_code: str
    thread: int
    on: date
    next_due_on: date | None
    since: date | None
    because: str


def _signed(who: Who) -> QuerySet[Assessment]:
    rows = Assessment.objects.standing().filter(double_of=None, person__merged_into=None, person__died_on=None)
    return who.sees(rows.exclude(signed_on=None), "person")


def reassessments_due(
    who: Who, day: date, trained: Mapping[int, Iterable[date]] | None = None, person_ids: Iterable[int] | None = None
) -> list[Due]:
    """Return whose last assessment is due again or soon, the longest overdue first; a fixed number of queries.

    Args:
        trained: the last days of each person's classes, which lie above this app.
        person_ids: only these.
    Raises:
        FigureMissing: a term is not entered.
    """
    rows = _signed(who)
    if person_ids is not None:
        rows = rows.filter(person__in=list(person_ids))
    last = {row["person_id"]: row for row in rows.order_by("person_id", "on", "thread").values(*COLUMNS)}
    figures = figures_on(day, _city())
    soon = day + timedelta(days=int(figures["assessment.soon_days"].value))
    certificates, aids = _certificates(rows), _aids(rows)
    found = []
    for pk, row in last.items():
        aid_days = [on for on in aids.get(pk, ()) if on > row["on"]]
        classes = [on for on in (trained or {}).get(pk, ()) if on > row["on"]]
        titles = [profile().dimensions[key].title for key in row["contested"] if key in profile().dimensions]
        since = Since(
            grade_changed(certificates.get(pk, []), row["on"]),
            min(classes, default=None),
            min(aid_days, default=None),
            titles,
        )
        answer = reassessment(row["on"], row["next_due_on"], since, day, figures)
        is_soon = row["next_due_on"] is not None and row["next_due_on"] <= soon
        if answer.value is not None or is_soon:
            because = answer.because or f"上次评估到 {row['next_due_on']:%Y-%m-%d} 满期。"
            found.append(Due(pk, row["person__name"], row["person__township_code"], row["thread"], row["on"], row["next_due_on"],
                             answer.value, because))  # fmt: skip
    return sorted(found, key=lambda one: (one.since is None, one.since or one.next_due_on or day, one.person_id))


def _city() -> str:
    row = current()
    return row.city_code if row is not None else ""


def _certificates(rows: QuerySet[Assessment]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    facts = Certificate.objects.filter(person__in=rows.values("person"))
    for pk, *row in facts.values_list("person_id", "category", "grade", "issued_on", "known_from", "known_until"):
        found[pk].append(tuple(row))
    return found


def _aids(rows: QuerySet[Assessment]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    given = ServiceRecord.objects.standing().filter(kind=ServiceKind.AIDS, person__in=rows.values("person"))
    for pk, on in given.values_list("person_id", "on"):
        found[pk].append(on)
    return found


# --- unfinished ----------------------------------------------------------------------------------------------------


def waiting_for_first(who: Who) -> QuerySet[Person]:
    """Return the persons who said that they want work and have no assessment that was signed and shown, by key."""
    latest = Verification.objects.standing().filter(person=OuterRef("pk")).order_by("-on", "-pk").values("wish")[:1]
    done = Assessment.objects.standing().filter(person=OuterRef("pk"), double_of=None)
    rows = who.sees(Person.objects.in_ledger().filter(died_on=None)).annotate(wish=Subquery(latest))
    rows = rows.filter(wish__in=[Wish.NOW, Wish.LATER])
    return rows.exclude(Exists(done.exclude(signed_on=None).exclude(shown_on=None))).order_by("pk")


def drafts(who: Who) -> QuerySet[Assessment]:
    """Return the drafts within reach, the oldest first."""
    rows = who.sees(Assessment.objects.standing().filter(signed_on=None), "person")
    return rows.select_related("person", "assessor").order_by("on", "pk")


def not_shown(who: Who) -> QuerySet[Assessment]:
    """Return what is signed and was not yet explained to the person, the oldest first."""
    rows = _signed(who).filter(shown_on=None)
    return rows.select_related("person", "assessor").order_by("signed_on", "pk")


def contested(who: Who) -> list[Assessment]:
    """Return the assessments that the person sees otherwise in some dimension and that no later one has answered."""
    rows = _signed(who).exclude(contested=[]).select_related("person", "assessor").order_by("on", "pk")
    newer = Assessment.objects.standing().filter(person=OuterRef("person"), double_of=None, on__gt=OuterRef("on"))
    return list(rows.exclude(Exists(newer.exclude(signed_on=None))))


def to_repeat(who: Who, day: date) -> list[Assessment]:
    """Return the assessments of the last twelve months that are drawn for a second assessor and have none yet."""
    share = figures_on(day, _city())["assessment.double_share"].value
    rows = _signed(who).filter(depth=Depth.ASSESSOR, signed_on__gt=later(day, -12))
    second = Assessment.objects.standing().exclude(double_of=None).exclude(signed_on=None)
    done = set(second.values_list("double_of", flat=True))
    threads = rows.values_list("thread", flat=True)
    drawn = [one for one in threads if one and one not in done and drawn_for_second(one, share)]
    return list(rows.filter(thread__in=drawn).select_related("person", "assessor").order_by("pk"))


# --- quality -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """What one assessor (account 0: not known) signed in twelve months; `unknown` counts dimensions that stay unknown.

    `apart`: the share of sheltered advice lies beyond chance.
    """

    assessor_id: int
    name: str
    signed: int
    unknown: int
    unknown_share: float
    sheltered: int
    apart: bool | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How assessing goes in twelve months: assessors, agreement by (key, title) of the dimension, doubles drawn and done."""

    assessors: list[AssessorLine]
    agreements: list[tuple[str, str, Agreement]]
    drawn: int
    repeated: int


def quality(who: Who, day: date) -> Quality:
    """Return how assessing goes within reach in the twelve months up to a day.

    Raises:
        FigureMissing: a threshold is not entered.
    """
    figures = figures_on(day, _city())
    signed: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    size = len(profile().dimensions)
    rows = _lately(who, day).order_by("assessor__name", "assessor")
    for pk, name, levels, advice in rows.values_list("assessor", "assessor__name", "levels", "advice"):
        signed[pk or 0, name or "不明"].append((size - len(levels_of(levels)), advice))
    total = sum(len(one) for one in signed.values())
    sheltered = {key: sum(advice == Advice.SHELTERED for _, advice in one) for key, one in signed.items()}
    unknown = {key: sum(count for count, _ in one) for key, one in signed.items()}
    together = sum(sheltered.values())
    lines = [
        AssessorLine(
            *key, len(one), unknown[key], unknown[key] / (size * len(one)), sheltered[key],
            stands_out(sheltered[key], len(one), together - sheltered[key], total - len(one), figures),
        )
        for key, one in signed.items()
    ]  # fmt: skip
    pairs = _pairs(who, day)
    agreements = [
        (key, one.title, agreement([levels for _, *levels in pairs[key]], figures))  # type: ignore[misc]
        for key, one in profile().dimensions.items()
        if key in pairs
    ]
    drawn = _drawn(who, day)
    return Quality(lines, agreements, len(drawn), len(_repeated(drawn, day)))


def _lately(who: Who, day: date) -> QuerySet[Assessment]:
    return _signed(who).filter(signed_on__gt=later(day, -12), signed_on__lte=day)


def _drawn(who: Who, day: date) -> list[int]:
    share = figures_on(day, _city())["assessment.double_share"].value
    of_assessor = _lately(who, day).filter(depth=Depth.ASSESSOR).values_list("thread", flat=True)
    return [one for one in of_assessor if one and drawn_for_second(one, share)]


def _repeated(drawn: Iterable[int], day: date) -> set[int]:
    rows = Assessment.objects.standing().filter(double_of__in=drawn, signed_on__lte=day)
    return {one for one in rows.values_list("double_of", flat=True) if one}


def _pairs(who: Who, day: date) -> dict[str, list[tuple[int, int, int]]]:
    """Return what two assessors gave for each dimension that both know: (thread of the first, its level, the other's)."""
    second = who.sees(Assessment.objects.standing().exclude(double_of=None), "person")
    second = second.filter(signed_on__gt=later(day, -12), signed_on__lte=day)
    checks = dict(second.values_list("double_of", "levels"))
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    first = Assessment.objects.standing().filter(thread__in=list(checks)).values_list("thread", "levels")
    for thread, levels in first:
        one, other = levels_of(levels), levels_of(checks[thread])
        for key in one.keys() & other.keys():
            found[key].append((thread or 0, one[key].level, other[key].level))
    return found


JUDGED = {
    "signed": "签字的", "unknown": "签字的，各有几项未知", "sheltered": "建议辅助性就业的", "drawn": "抽中复评的",
    "repeated": "复评过的", "pairs": "两个人都评了的", "same": "两个人评得一样的",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """One assessment that `quality` counts; `levels` are those of both assessors, of one dimension, None where not asked."""

    row: Assessment
    unknown: int
    levels: tuple[int, int] | None = None

    @property
    def thread(self) -> int:
        """What its page is called by."""
        return self.row.thread or 0


def judged(who: Who, day: date, which: str, of: str = "") -> list[Judged]:
    """Return the assessments behind a figure of `quality`.

    Args:
        which: one of JUDGED. of: whose, the account's number, "0" where it is not known; for pairs the dimension.
    Raises:
        FigureMissing: a threshold is not entered.
    """
    levels: dict[int, tuple[int, int]] = {}
    if which in ("pairs", "same"):
        levels = {t: (a, b) for t, a, b in _pairs(who, day).get(of, []) if which == "pairs" or a == b}
        rows = Assessment.objects.standing().filter(thread__in=list(levels))
    elif which in ("drawn", "repeated"):
        drawn = _drawn(who, day)
        rows = _lately(who, day).filter(thread__in=drawn if which == "drawn" else _repeated(drawn, day))
    else:
        rows = _lately(who, day).filter(assessor=None if of == "0" else int(of))
        rows = rows.filter(advice=Advice.SHELTERED) if which == "sheltered" else rows
    size = len(profile().dimensions)
    return [
        Judged(one, size - len(levels_of(one.levels)), levels.get(one.thread or 0))
        for one in rows.select_related("person", "assessor")
    ]
