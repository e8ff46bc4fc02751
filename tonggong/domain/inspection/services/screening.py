"""Judge a year and keep what it shows: each run adds what is new or says something else, and marks what vanished."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.queries import carried
from tonggong.domain.inspection.choices import Ending
from tonggong.domain.inspection.facts import read
from tonggong.domain.inspection.freezing import fingerprint, frozen, rule_version
from tonggong.domain.inspection.models import Screening, Suspected
from tonggong.domain.inspection.suspicions import judged
from tonggong.rules import months
from tonggong.rules.signals import Level, Suspicion

Teller = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Screened:
    """What a run came to: suspicions that stand now, and of them new or changed; and how many vanished."""

    standing: int
    new: int
    changed: int
    vanished: int


def screen(who: Who, year: int, tell: Teller | None = None) -> Screened:
    """Judge all placements of a year and keep those that somebody should look at or keep in mind.

    Raises:
        FigureMissing: the city has not entered a figure for the signals; nothing is kept.
    """
    tell = tell or (lambda step, done, total: None)
    tell("读全年的台账", 0, 3)
    found = read(year)
    tell("逐个安排看迹象", 1, 3)
    told = [one for one in judged(found) if one.level is not Level.NONE]
    tell("写下结果", 2, 3)
    city = divisions.city()
    version = rule_version(figures_on(months.last_day(f"{year}-12"), city.code if city else ""))
    towns = dict(Unit.objects.exclude(township_code="").values_list("code", "township_code"))
    with transaction.atomic():
        run = Screening.objects.create(
            year=year, rule_version=version, placements=len(found.placements), by=who.name, by_id=who.user_id,
            at=clock.now(),
        )  # fmt: skip
        made = _keep(run, told, found.places, towns)
        audit.record(
            "change", who=who, subject="inspection.Screening", ids=[run.pk], year=year, standing=made.standing,
            new=made.new, changed=made.changed, vanished=made.vanished,
        )  # fmt: skip
    return made


def _keep(run: Screening, told: list[Suspicion], places: dict[str, str], towns: dict[str, str]) -> Screened:
    standing = Suspected.objects.filter(year=run.year, ended_in=None)
    before: dict[tuple[int, str], tuple[int, str]] = {}
    gone, joins = [], carried()
    rows = standing.order_by("-pk").values_list("pk", "person_id", "unit_code", "fingerprint")
    for key, person, unit, mark in sorted(rows, key=lambda row: row[2] in joins):
        pair = person, joins.get(unit, unit)
        if pair in before:
            gone.append(key)  # the same placement under a former code of the unit
        else:
            before[pair] = key, mark
    fresh, same, changed = [], [], []
    for one in told:
        pair, content = (int(str(one.person)), str(one.unit)), frozen(one)
        mark = fingerprint(content)
        known = before.pop(pair, None)
        if known is not None and known[1] == mark:
            same.append(known[0])
            continue
        if known is not None:
            changed.append(known[0])
        fresh.append(
            Suspected(
                year=run.year,
                person_id=pair[0],
                unit_code=pair[1],
                county_code=places[pair[1]],
                township_code=towns.get(pair[1], ""),
                score=one.score,
                level=one.level.value,
                codes=f" {' '.join(one.codes)} ",
                content=content,
                fingerprint=mark,
                first_seen=run,
                last_seen=run,
            )
        )
    gone += [key for key, _mark in before.values()]
    for keys, values in (
        (same, {"last_seen": run}),
        (changed, {"ended_in": run, "ending": Ending.CHANGED}),
        (gone, {"ended_in": run, "ending": Ending.VANISHED}),
    ):
        for chunk in in_chunks(keys):
            Suspected.objects.filter(pk__in=chunk).update(**values)
    Suspected.objects.bulk_create(fresh, batch_size=200)
    return Screened(len(told), len(fresh) - len(changed), len(changed), len(gone))
