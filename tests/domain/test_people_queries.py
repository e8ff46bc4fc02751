"""Lists and the search box: who is found, by what, within which reach, at what cost; one person's standing."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import TAISHAN, XINGLONG
from tests.web.federation_people import add, numbered, some_people
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.employment.queries import with_work, work_of
from tonggong.domain.persons import queries, services
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.queries import Understood
from tonggong.domain.reporting.facts import Population
from tonggong.domain.reporting.figures import question
from tonggong.domain.reporting.rows import new_job_rows, rate_rows
from tonggong.domain.reporting.standing import standing_of
from tonggong.web.federation.person_page import end_of

pytestmark = pytest.mark.django_db
CITY, COUNTY, TOWN = system_who(reach="2111"), system_who(reach="211103"), system_who(reach="211103002")


@pytest.fixture
def people(practice):
    return some_people()


def names(found):
    return [one.name for one in found.people]


@pytest.mark.parametrize("words", ["淑珍", "王淑", "王淑珍", " 王 淑珍 "])
def test_any_two_neighbouring_characters_of_a_name_find_a_person(people, words):
    found = queries.search(CITY, words)

    assert (found.understood, names(found)) == (Understood.NAME, ["王淑珍"])


def test_a_former_name_still_finds_a_person(people):
    changes = Changes(clock.now(), "孙伟")
    services.change_name(changes, people.wang.pk, "王书真", (None, None))
    changes.write()

    assert names(queries.search(CITY, "王淑珍")) == ["王书真"]


def test_all_characters_of_longer_words_count(people):
    assert names(queries.search(CITY, "王淑芬")) == []


@pytest.mark.parametrize(
    ("what", "understood"),
    [("number", Understood.CITIZEN_ID), ("certificate", Understood.CERTIFICATE), ("phone", Understood.PHONE)],
)
def test_a_number_in_full_finds_its_person(people, what, understood):
    found = queries.search(CITY, getattr(people, what))

    assert (found.understood, names(found), found.is_exact) == (understood, ["王淑珍"], True)


def test_the_last_four_digits_of_a_phone_find_its_people(people):
    found = queries.search(CITY, "６０７１")

    assert (found.understood, names(found)) == (Understood.PHONE_TAIL, ["王淑珍"])


def test_part_of_a_citizen_number_finds_nobody(people):
    assert names(queries.search(CITY, people.number[:12])) == []


def test_one_character_is_asked_for_more_and_leaves_no_trace(people):
    before = Entry.objects.count()

    assert queries.search(CITY, "王").understood is Understood.TOO_SHORT
    assert Entry.objects.count() == before


@pytest.mark.parametrize("what", ["number", "certificate", "phone"])
def test_who_is_out_of_reach_is_found_by_nothing(people, what):
    elsewhere = system_who(reach="211102")

    assert names(queries.search(elsewhere, getattr(people, what))) == []
    assert names(queries.search(elsewhere, "王淑珍")) == []
    assert queries.person(elsewhere, people.wang.pk) is None


def test_the_trail_says_what_kind_of_question_it_was_and_whom_it_found_but_not_the_words(people):
    for words in (people.number, people.phone, "淑珍"):
        queries.search(CITY, words)

    entries = list(Entry.objects.filter(kind="search").order_by("seq"))
    said = [json.loads(entry.detail)["question"] for entry in entries]
    assert said == ["citizen id", "phone", "name"]
    assert {entry.subject_id for entry in entries} == {people.wang.pk}
    written = "".join(entry.detail for entry in entries)
    assert [words for words in (people.number, people.phone, "淑珍") if words in written] == []


def test_a_merged_row_is_found_only_as_the_person_it_was_merged_into(people):
    services.merge(CITY, people.wang, people.chen, "同一个人，已核对")

    assert names(queries.search(CITY, numbered(103))) == ["王淑珍"]
    assert names(queries.search(CITY, "桂兰")) == []


def test_pages_of_a_list_go_through_everybody_once(people):
    changes = Changes(clock.now())
    for n in range(200, 223):
        add(changes, n, "赵大勇", XINGLONG if n % 2 else TAISHAN)
    changes.write()
    for who, wanted in ((CITY, 26), (COUNTY, 13), (TOWN, 13)):
        seen, after = [], 0
        while after is not None:
            page, after = queries.page_of(queries.persons(who), after, size=5)
            seen += [one.pk for one in page]
        assert len(seen) == len(set(seen)) == wanted
        assert seen == sorted(seen)


def test_pages_of_a_search_go_through_everybody_once(people):
    changes = Changes(clock.now())
    for n in range(200, 212):
        add(changes, n, "赵大勇", XINGLONG)
    changes.write()
    seen, after = [], 0
    while after is not None:
        found = queries.search(CITY, "大勇", after, size=5)
        seen += [one.pk for one in found.people]
        after = found.next

    assert len(seen) == len(set(seen)) == 12


def test_a_list_can_be_narrowed_to_those_in_work_or_not(people):
    day = clock.today()
    everybody = queries.persons(CITY)

    assert [p.name for p in with_work(everybody, day, True)] == ["王淑珍"]
    assert [p.name for p in with_work(everybody, day, False)] == ["李国栋", "陈桂兰"]


def test_a_list_never_counts_everybody(people):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.page_of(queries.persons(COUNTY, kind="holder"))
        queries.search(COUNTY, "淑珍")

    assert [q["sql"] for q in asked if "COUNT(" in q["sql"].upper()] == []


@pytest.mark.parametrize("known_on", [None, "2024-07-01", "2024-12-31"])
def test_one_person_stands_where_the_citys_rows_put_her(people, known_on):
    from datetime import date

    day = date(2024, 12, 31)
    known_at = end_of(date.fromisoformat(known_on)) if known_on else None
    asked, _plan = question(day, known_at)
    population = Population(XINGLONG[0], known_at)
    rates = {row.person_id: row for row in rate_rows(population, asked)}
    jobs = {row.person_id: row for row in new_job_rows(population, asked)}
    for person in Person.objects.filter(county_code=XINGLONG[0]):
        record, work = queries.record_of(person, known_at), work_of(CITY, person, known_at)
        standing = standing_of(record, work, day, known_at)
        if person.pk not in rates:
            assert standing is None
            continue
        assert str(standing.status.value) == rates[person.pk].reason
        assert standing.status.because == rates[person.pk].because
        if person.pk in jobs:
            counted = jobs[person.pk].spell_id if jobs[person.pk].standing == "counted" else None
            assert standing.counted_spell == counted
    assert people.wang.pk in rates
    assert people.wang.pk in jobs
