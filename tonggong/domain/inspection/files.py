"""What leaves the house of the signals: each placement that somebody should look at, with its evidence and what excuses it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from tonggong.base.accounts.who import Who
from tonggong.base.among import among
from tonggong.base.audit import services as audit
from tonggong.base.privacy import unseal_many
from tonggong.domain.inspection.facts import read
from tonggong.domain.inspection.lines import Line, in_words
from tonggong.domain.inspection.suspicions import judged
from tonggong.domain.persons.choices import CertificateKind
from tonggong.domain.persons.models import Certificate
from tonggong.rules.signals import Level, Suspicion
from tonggong.rules.signals.words import SIGNALS


def released(who: Who, year: int, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """The year's placements to check or to keep in mind, within reach, the highest score first; audited with the persons.

    What shows next to nothing stays in the house. `certificate_no` is in clear, for this list alone: that of the person's
    disability certificate, of the military one where there is no other, "" where none is known. Evidence names files,
    rows and days, never a person. `innocent`: the facts found that speak for an innocent reading, with their rows, then
    the readings that each signal leaves open and nobody has looked into yet.

    Raises:
        FigureMissing: the city has not entered a figure for the signals.
    """
    found = read(year, known_at)
    told = [
        one
        for one in judged(found)
        if one.level is not Level.NONE and who.covers(found.places[str(one.unit)])
    ]  # fmt: skip
    people = {cast(int, one.person) for one in told}
    cards, words = _cards(people), in_words(line for one in told for line in _lines(one))
    audit.record_release(who, people, purpose="核查虚假安排残疾人就业的迹象", year=year, rows=len(told))
    return [
        {
            "unit_code": str(one.unit),
            "certificate_no": cards.get(cast(int, one.person), ""),
            "signals": list(one.codes),
            "score": one.score,
            "evidence": [
                {"signal": hit.code, "text": evidence.text, "rows": _said(evidence.rows, words)}
                for hit in one.hits
                for evidence in hit.evidence
            ],
            "innocent": [
                *({"text": fact.text, "rows": _said(fact.rows, words), "found": True} for fact in one.innocent),
                *({"text": text, "rows": [], "found": False} for code in one.codes for text in SIGNALS[code].innocent),
            ],
        }
        for one in told
    ]


def _lines(one: Suspicion) -> Iterator[Line]:
    for hit in one.hits:
        rows = [row for evidence in hit.evidence for row in evidence.rows]
        rows += [row for fact in hit.innocent for row in fact.rows]
        yield from (cast(Line, row) for row in rows)


def _said(rows: Iterable[object], words: dict[Line, str]) -> list[str]:
    return list(dict.fromkeys(words[cast(Line, row)] for row in rows))


def _cards(people: set[int]) -> dict[int, str]:
    """The newest certificate's number of each person, a disability certificate before a military one."""
    rows = Certificate.objects.standing().filter(person__in=among(people)).order_by("issued_on", "pk")
    kept = sorted(rows, key=lambda row: row.kind == CertificateKind.DISABILITY)
    clear = unseal_many("certificate.number", [row.number_sealed for row in kept])
    return {row.person_id: str(number) for row, number in zip(kept, clear, strict=True)}
