"""Two rows that are one person: the work done with either goes on with the one that stands, and comes apart again."""

import pytest

from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, entry, seen, somebody, verified
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.who import system_who
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, EntryConflict, ServicePlan
from tonggong.domain.casework.queries import reach
from tonggong.domain.casework.queries.conflicts import conflicts
from tonggong.domain.casework.services import corrections
from tonggong.domain.casework.services.assignments import assign, hand_over
from tonggong.domain.casework.services.conflicts import decide_conflict
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.status import queries as status
from tonggong.domain.status.standing import differences

pytestmark = pytest.mark.django_db
CITY = system_who(reach="2111")


@pytest.fixture
def ledger(practice):
    return Ledger()


@pytest.fixture
def two(ledger):
    return ledger.person(HOME), ledger.person(HOME)


def answers_for(who, person, kind="worker"):
    return Assignment.objects.create(
        person=person, kind=kind, user_id=who.user_id, started_on=clock.today(), by="测试", at=clock.now()
    )


def plan_of(who, person, kind):
    return ServicePlan.objects.create(
        person=person,
        kind=kind,
        goal="找到工作",
        owner_id=who.user_id,
        opened_on=clock.today(),
        review_on=clock.today(),
    )


def test_two_sides_of_a_row_that_was_merged_still_wait_and_can_be_decided(two):
    han, (kept, gone) = somebody(), two
    before = seen(gone)
    PersonFact.objects.create(person=gone, kind=Circumstance.PHONE, known_from=clock.now())
    assert record_entry(han, entry(gone, seen=before, changed={"phone": "13900001111"})).state == "conflict"

    merge = persons.merge(CITY, kept, gone, "同一个人")
    [row] = conflicts(han)
    decide_conflict(han, row, take=True)

    kept.refresh_from_db()
    assert kept.phone == "13900001111"
    persons.undo_merge(CITY, merge)
    assert EntryConflict.objects.get().person == gone


def test_whoever_answered_for_a_merged_row_answers_for_the_one_that_stands(ledger):
    han, kept, gone = somebody(), ledger.person(OTHER_TOWN), ledger.person(HOME)
    answers_for(han, gone)
    facts_changed(None)

    merge = persons.merge(CITY, kept, gone, "同一个人")

    assert reach.served_person(han, kept.pk) == kept
    assert [group.name for group in status.coverage(CITY, "worker")] == ["韩玉梅"]
    persons.undo_merge(CITY, merge)
    assert reach.served_person(han, kept.pk) is None
    assert Assignment.objects.get().person == gone


def test_what_both_rows_have_open_stays_apart_and_nothing_is_lost(two):
    han, wang, (kept, gone) = somebody(), somebody(username="wang", name="王专委"), two
    mine, other = answers_for(han, kept), answers_for(wang, gone)
    general, both = (
        plan_of(wang, gone, "general"),
        [plan_of(who, one, "rural") for who, one in ((han, kept), (wang, gone))],
    )

    merge = persons.merge(CITY, kept, gone, "同一个人")

    general.refresh_from_db()
    assert general.person == kept
    assert {row.person for row in Assignment.objects.filter(pk__in=[mine.pk, other.pk])} == {kept, gone}
    persons.undo_merge(CITY, merge)
    assert set(ServicePlan.objects.filter(person=gone)) == {general, both[1]}


def test_an_entry_taken_back_after_the_merge_changes_the_answers_of_the_one_that_stands(two):
    han, (kept, gone) = somebody(), two
    facts_changed(None)
    receipt = record_entry(han, entry(gone, verification=verified()))
    persons.merge(CITY, kept, gone, "同一个人")
    assert status.status_of(kept.pk).wish == "now"

    corrections.take_back(han, receipt.key)

    assert status.status_of(kept.pk).wish == ""
    assert list(differences()) == []


def test_a_list_with_somebody_who_only_lives_here_is_handed_over_by_the_county(ledger):
    county, han, xu = (
        somebody("county_staff", HOME[1][:6], "fang", "方"),
        somebody(),
        somebody(username="xu", name="徐专委"),
    )
    for one in (han, xu):
        Post.objects.create(
            user_id=one.user_id,
            role="township_worker",
            reach=HOME[1][:9],
            valid_from=clock.today(),
            appointed_by="测试",
        )
    guest = ledger.person(("210103000000", "210103001000"))
    PersonFact.objects.create(person=guest, kind=Circumstance.RESIDENCE, value=HOME[1], known_from=clock.now())
    assign(county, [guest.pk], "worker", han.user_id)

    assert hand_over(county, han.user_id, "worker", xu.user_id, "调离") == 1
    assert Assignment.objects.get(ended_on=None).user_id == xu.user_id
