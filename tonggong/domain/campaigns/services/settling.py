"""Settling the public-welfare posts of a city and the terms granted on them, taken in at once from files.

The files have the shape of casework history (`casework.services.settling.shapes`), one parquet a table; a term names its post
by `unit_code` and `form`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks, insert_rows, next_ids
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.base.policy.queries import figures_on
from tonggong.domain.campaigns.models import Occupancy, PublicPost
from tonggong.domain.campaigns.queries import posts as queries
from tonggong.domain.casework.services.settling import Settled
from tonggong.domain.casework.services.settling.reading import Sheet, read_folder
from tonggong.domain.casework.services.settling.shapes import (
    MUST_DAY,
    MUST_TEXT,
    MUST_WHOLE,
    PERSON,
    TEXT,
    Column,
    code,
)
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.status.models import PersonStatus
from tonggong.rules.public_posts import LAWFUL, Held, may_hold

FORM = code(PublicPost.Form, True)
SHAPES: dict[str, dict[str, Column]] = {
    "public_posts": {
        "unit_code": MUST_TEXT,
        "unit_name": MUST_TEXT,
        "form": FORM,
        "title": MUST_TEXT,
        "funding": MUST_TEXT,
        "headcount": MUST_WHOLE,
        "place": MUST_TEXT,  # 12 digits, of a county or a township
        "since": MUST_DAY,
    },
    "post_terms": PERSON
    | {"unit_code": MUST_TEXT, "form": FORM, "started_on": MUST_DAY, "ends_on": MUST_DAY, "filed": TEXT},
}
DAY_OF = {"post_terms": "started_on"}


@transaction.atomic
def settle(who: Who, folder: Path) -> Settled:
    """Take in the posts and terms that lie in a folder; a second time changes nothing.

    A term that the rule does not allow is sent back with the rule's own words. The stored answers about persons must
    stand: the rule asks them.

    Raises:
        CaseworkUnreadable: a file is none of this shape; nothing is taken in.
        FigureMissing: a setting of the terms is not entered.
    """
    hold_ledger()
    sheets, _desk = read_folder(folder, SHAPES, DAY_OF)
    added: dict[str, int] = {}
    if (posts := sheets.get("public_posts")) is not None:
        added[posts.name] = _posts(who, posts)
    if (terms := sheets.get("post_terms")) is not None:
        people = _terms(terms)
        added[terms.name] = len(people)
        facts_changed(people)
    refused = [(name, row, why) for name, s in sheets.items() for row, why in sorted(s.refused.items())]
    if any(added.values()):
        audit.record(
            "change", who=who, subject="campaigns.PublicPost", step="settle", added=added, refused=len(refused)
        )
    return Settled(added, {name: s.already for name, s in sheets.items()}, refused)


def _posts(who: Who, s: Sheet) -> int:
    known = set(PublicPost.objects.filter(ended_on=None).values_list("unit_code", "form"))
    today, now, made = clock.today(), clock.now(), []
    for k in s.rows():
        place, key = s["place"][k], (s["unit_code"][k], s["form"][k])
        if key in known:
            s.already += 1
        elif not who.covers(place):
            s.refused[k] = "不在管辖的地方"
        elif s["headcount"][k] < 1 or s["since"][k] > today:
            s.refused[k] = "岗位数至少是 1，设立日期不能在今天之后"
        else:
            known.add(key)
            county, town = f"{place[:6]}000000", "" if place.endswith("000000") else place
            made.append(
                (s["title"][k][:60], key[1], key[0], s["unit_name"][k][:120], s["funding"][k][:80], s["headcount"][k], county, town,
                 s["since"][k], None, who.name, now)
            )  # fmt: skip
    columns = (
        "title", "form", "unit_code", "unit_name", "funding", "headcount", "county_code", "township_code", "since", "ended_on", "by", "at",
    )  # fmt: skip
    insert_rows(PublicPost, columns, made)
    return len(made)


def _terms(s: Sheet) -> list[int]:
    """Keep the terms that the rule allows; return whose they are."""
    posts = {(one.unit_code, one.form): one for one in PublicPost.objects.filter(ended_on=None)}
    standing = set(Occupancy.objects.standing().values_list("person", "post", "started_on"))
    asked = _Asked([s.people[k] for k in s.rows()])
    made = []
    for k in s.rows():
        post = posts.get((s["unit_code"][k], s["form"][k]))
        if post is None:
            s.refused[k] = "这个单位没有登记这一种岗位"
        elif (s.people[k], post.pk, s["started_on"][k]) in standing:
            s.already += 1
        elif s["ends_on"][k] < s["started_on"][k]:
            s.refused[k] = "结束日期早于开始日期"
        else:
            answer = asked.may_hold(s, k)
            if answer.value in LAWFUL:
                standing.add((s.people[k], post.pk, s["started_on"][k]))
                made.append((k, post.pk, answer))
            else:
                s.refused[k] = answer.because
    rows = [
        (pk, s.people[k], post, s["started_on"][k], s["ends_on"][k], answer.value.value, s["filed"][k][:60], answer.because[:400],
         pk, None, None, s.workers[k][1], None, s.known[k], None)
        for pk, (k, post, answer) in zip(next_ids(Occupancy, len(made)), made, strict=True)
    ]  # fmt: skip
    columns = (
        "id",
        "person_id",
        "post_id",
        "started_on",
        "ends_on",
        "ground",
        "filed",
        "because",
        *Occupancy.FACT_COLUMNS,
    )
    insert_rows(Occupancy, columns, rows)
    return [row[1] for row in rows]


class _Asked:
    """What the rule asks of those to whom terms are granted, gathered set-wise."""

    def __init__(self, people: Sequence[int]) -> None:
        self.held: Mapping[int, list[Held]] = queries.held_by(people)
        self.people: dict[int, Person] = {}
        self.status: dict[int, PersonStatus] = {}
        self.category: dict[int, str] = defaultdict(str)
        for chunk in in_chunks(people):
            self.people.update(Person.objects.in_bulk(chunk))
            self.status.update(PersonStatus.objects.in_bulk(chunk))
            facts = PersonFact.objects.standing().filter(person__in=chunk, kind=Circumstance.RETIREMENT)
            self.category.update(facts.order_by("pk").values_list("person", "value"))

    def may_hold(self, s: Sheet, k: int):
        """The rule's answer to a row."""
        pk = s.people[k]
        one = queries.holder(self.people[pk], self.status.get(pk), self.category[pk], s["filed"][k])
        figures = figures_on(clock.today(), self.people[pk].county_code)
        return may_hold(one, s["form"][k], self.held.get(pk, ()), s["started_on"][k], s["ends_on"][k], figures)
