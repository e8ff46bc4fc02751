"""Exactly one answers for a person: given, taken over, handed over whole, with history and nobody left behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.domain.reporting_ledger import TAISHAN
from tests.domain.today_city import TODAY, Town, a_user, noon, on
from tonggong.base.accounts.models import Post
from tonggong.base.audit.models import Entry
from tonggong.domain.casework.models import Assignment, PlanEvent, PlanStep, ServicePlan
from tonggong.domain.casework.queries import assignments as queries
from tonggong.domain.casework.services.assignments import Assigned, AssignmentRefused, assign, hand_over
from tonggong.domain.persons.models import Person, PersonFact
from tonggong.domain.persons.services import merge, undo_merge


@pytest.fixture
def town(practice):
    with on():
        yield Town()


@pytest.fixture
def county(town):
    return town.who(town.county)


@pytest.fixture
def other(town):
    return a_user("lining", "李宁")


def standing(kind="worker"):
    return dict(queries.standing(kind).values_list("stands_for", "user_id"))


def test_a_whole_town_is_given_at_once(town, county):
    people = [town.person() for _ in range(5)]
    free = list(queries.picked(county, "worker", township=people[0].township_code, free=True))

    assert assign(county, [p.pk for p in free], "worker", town.worker.pk) == Assigned(5, 0, 0)
    assert standing() == {p.pk: town.worker.pk for p in people}
    assert queries.towns(county)[0].without == 0
    assert Entry.objects.filter(kind="change", subject="persons.Person").count() == 1


def test_giving_somebody_to_another_ends_the_first_and_keeps_it(town, county, other):
    person = town.somebody("王")

    assert assign(county, [person.pk], "worker", other.pk, "片区调整") == Assigned(0, 1, 0)
    rows = list(queries.history_of(county, person.pk).values_list("user_id", "started_on", "ended_on", "reason"))
    assert rows == [(other.pk, TODAY, None, "片区调整"), (town.worker.pk, date(2024, 1, 1), TODAY, "")]


def test_giving_again_to_the_same_changes_nothing(town, county):
    person = town.somebody("王")

    assert assign(county, [person.pk], "worker", town.worker.pk) == Assigned(0, 0, 1)
    assert Assignment.objects.count() == 1


def test_a_worker_and_a_coach_answer_side_by_side(town, county):
    person, coach = town.somebody("王"), a_user("chenxi", "陈曦", "job_coach", "211103")
    assign(county, [person.pk], "coach", coach.pk)

    assert (standing("worker"), standing("coach")) == ({person.pk: town.worker.pk}, {person.pk: coach.pk})


def test_the_database_itself_allows_no_second_one(town, other):
    person = town.somebody("王")
    with pytest.raises(IntegrityError), transaction.atomic():
        town.give(person, other)


def test_a_list_of_nine_is_handed_over_in_one_action_and_nobody_is_left(town, county, other):
    people = [town.somebody(f"毕业生{n}") for n in range(9)]
    plan = town.plan(people[0])
    step = town.step(plan, date(2024, 12, 9))
    Post.objects.filter(user=town.worker).update(valid_to=date(2024, 11, 30))

    assert [(one.name, one.people) for one in queries.load(county) if one.is_gone] == [("韩玉梅", 9)]
    assert hand_over(county, town.worker.pk, "worker", other.pk, "调离") == 9
    assert standing() == {p.pk: other.pk for p in people}
    assert queries.unassigned(county).count() == 0
    assert queries.moves_of(county, town.worker.pk).count() == 9
    assert ServicePlan.objects.get().owner == PlanStep.objects.get(pk=step.pk).owner == other
    assert PlanEvent.objects.filter(what="负责人交接：调离").count() == 2
    assert "韩玉梅" not in [one.name for one in queries.load(county)]


def test_a_hand_over_wants_a_reason_a_list_and_somebody_else(town, county, other):
    with pytest.raises(AssignmentRefused, match="没有需要交接的人"):
        hand_over(county, town.worker.pk, "worker", other.pk, "调离")
    town.somebody("王")
    with pytest.raises(AssignmentRefused, match="写明为什么"):
        hand_over(county, town.worker.pk, "worker", other.pk, " ")
    with pytest.raises(AssignmentRefused, match="同一个人"):
        hand_over(county, town.worker.pk, "worker", town.worker.pk, "调离")


def test_only_who_works_where_a_person_lives_may_answer_for_her(town, county):
    person, elsewhere = town.somebody("王"), a_user("zhangli", "张丽", reach="211103001")
    with pytest.raises(AssignmentRefused, match="1 人不住在张丽的片区"):
        assign(county, [person.pk], "worker", elsewhere.pk)

    PersonFact.objects.create(person=person, kind="residence", value="211103001000", known_from=noon(TODAY))
    assert assign(county, [person.pk], "worker", elsewhere.pk) == Assigned(0, 1, 0)


@pytest.mark.parametrize("role", ["committee_office", "job_coach"])
def test_who_has_no_such_post_can_not_be_given_people(town, county, role):
    person, user = town.person(), a_user("zhaomin", "赵敏", role, "2111" if role == "committee_office" else "211103")
    with pytest.raises(AssignmentRefused, match="没有在任的专职委员职责"):
        assign(county, [person.pk], "worker", user.pk)


def test_people_out_of_reach_are_refused_whole(town, county):
    near, far = town.person(), town.person(TAISHAN)
    with pytest.raises(AssignmentRefused, match="1 人不在您的范围内"):
        assign(county, [near.pk, far.pk], "worker", town.worker.pk)
    assert Assignment.objects.count() == 0


def test_a_worker_may_not_assign(town, other):
    with pytest.raises(PermissionDenied):
        assign(town.who(), [town.person().pk], "worker", other.pk)
    with pytest.raises(PermissionDenied):
        hand_over(town.who(), town.worker.pk, "worker", other.pk, "调离")


def test_the_dead_fall_off_the_list_and_are_not_handed_over(town, county, other):
    alive, dead = town.somebody("王"), town.somebody("李")
    Person.objects.filter(pk=dead.pk).update(died_on=date(2024, 11, 1))

    assert list(queries.list_of(county, town.worker.pk)) == [alive]
    assert hand_over(county, town.worker.pk, "worker", other.pk, "退休") == 1
    assert Assignment.objects.filter(user=town.worker, ended_on=None).count() == 0


def test_a_merge_leaves_exactly_one_and_taking_it_back_brings_both_again(town, county, other):
    kept, gone = town.somebody("王"), town.somebody("王", worker=other)
    row = merge(county, kept, gone, "同一个人")
    assert standing() == {kept.pk: town.worker.pk}

    undo_merge(county, row)
    assert standing() == {kept.pk: town.worker.pk, gone.pk: other.pk}


def test_a_merged_row_hands_its_worker_on_to_the_one_that_stands(town, county, other):
    kept, gone = town.person(), town.somebody("王")
    merge(county, kept, gone, "同一个人")

    assert standing() == {kept.pk: town.worker.pk}
    assert kept not in queries.unassigned(county)
    assert assign(county, [kept.pk], "worker", other.pk) == Assigned(0, 1, 0)
    assert standing() == {kept.pk: other.pk}


def test_load_counts_people_and_steps_that_are_due(town, county, other):
    person = town.somebody("王")
    plan = town.plan(person)
    town.step(plan, date(2024, 11, 30))
    town.step(plan, date(2024, 12, 30))

    assert [(one.name, one.people, one.steps) for one in queries.load(county)] == [("李宁", 0, 0), ("韩玉梅", 1, 1)]
