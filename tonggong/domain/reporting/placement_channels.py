"""Of those newly employed in a year: by which channel and at which kind of unit, for the shares of the organised and of private firms."""

from collections.abc import Iterator

from tonggong.base.bulk import in_chunks
from tonggong.domain.cooperation.models import PartnerPlacement
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.reporting.facts import Population
from tonggong.domain.reporting.measures import BASE, COUNTED, UNKNOWN
from tonggong.domain.reporting.rows import LONGEST, Question, Row, new_in_year_rows
from tonggong.rules import channels


def channel_rows(population: Population, question: Question) -> Iterator[Row]:
    """The newly employed of the year; counted where an association or its like brought them, unknown where nothing says it."""
    figures = question.figures_on(question.as_of)
    labels = channels.channel_labels(figures)
    rows = [row for row in new_in_year_rows(population, question) if row.standing == COUNTED]
    said: dict[int, tuple[int, str]] = {}
    for chunk in in_chunks([row.spell_id for row in rows if row.spell_id is not None]):
        for pk, thread, text in Spell.objects.filter(pk__in=chunk).values_list("pk", "thread", "channel"):
            said[pk] = (thread or pk, text)
    brought = _brought(population, [thread for thread, _text in said.values()])
    for row in rows:
        thread, text = said.get(row.spell_id or 0, (0, ""))
        found = channels.channel_of(text, brought.get(thread, ""), figures)
        organised = channels.is_organised(found.value, figures)
        standing = UNKNOWN if found.value == channels.UNKNOWN else COUNTED if organised else BASE
        yield row._replace(
            standing=standing, reason=labels.get(found.value, found.value), because=found.because[:LONGEST]
        )


def _brought(population: Population, threads: list[int]) -> dict[int, str]:
    """The kind of the partner that brought each employment, as it was known."""
    found: dict[int, str] = {}
    for chunk in in_chunks(threads):
        links = PartnerPlacement.objects.filter(thread__in=chunk)
        if population.known_at is None:
            links = links.standing()
        else:
            links = links.filter(at__lte=population.known_at).exclude(withdrawn_at__lte=population.known_at)
        found |= dict(links.values_list("thread", "partner__kind"))
    return found


def unit_kind_rows(population: Population, question: Question) -> Iterator[Row]:
    """The newly employed of the year; counted where they came to a private firm, unknown where the unit is."""
    figures = question.figures_on(question.as_of)
    rows = [row for row in new_in_year_rows(population, question) if row.standing == COUNTED]
    codes: dict[int, str] = {}
    for chunk in in_chunks([row.spell_id for row in rows if row.spell_id is not None]):
        codes |= dict(Spell.objects.filter(pk__in=chunk).values_list("pk", "unit_code"))
    words: dict[str, str] = {}
    for chunk in in_chunks(sorted({code for code in codes.values() if code})):
        words |= dict(Unit.objects.filter(code__in=chunk).values_list("code", "economic_kind"))
    for row in rows:
        code = codes.get(row.spell_id or 0, "")
        found = channels.private_standing(code, words.get(code, ""), figures)
        kind, is_private = found.value
        standing = UNKNOWN if is_private is None else COUNTED if is_private else BASE
        yield row._replace(standing=standing, reason=kind, because=found.because[:LONGEST])
