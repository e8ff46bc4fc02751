"""An ability assessment: with consent, by groups, signed, shown, commented; a category never makes a level or an advice."""

import random
from datetime import UTC, date, datetime

import pytest

from tests.domain.assessed import (
    HERE,
    KEYS,
    THERE,
    a_draft,
    a_person,
    a_worker,
    acting,
    figures,
    said,
    shown,
    signed,
    somebody,
    with_certificate,
)
from tonggong.base import derived
from tonggong.base.accounts.who import system_who
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assessment, Consent, ServiceRecord, Verification
from tonggong.domain.casework.queries import assessment_register as register
from tonggong.domain.casework.queries import assessments as queries
from tonggong.domain.casework.services import assessments, consents
from tonggong.domain.casework.services.assessments import AssessmentRefused
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.models import Certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(practice):
    figures()
    return acting(a_worker())


@pytest.fixture
def person(worker):
    return somebody()


# --- consent and reach -------------------------------------------------------------------------------------------------


def test_without_consent_nothing_begins_and_the_refusal_says_that_it_costs_nothing(worker):
    with pytest.raises(AssessmentRefused, match="不影响补贴"):
        assessments.begin(worker, somebody(agreed=False), depth="D1", purpose="four_ones")


def test_a_consent_taken_back_before_the_signature_stops_it(worker, person):
    draft = a_draft(worker, person)
    consents.withdraw(system_who(), person, "assess", "self")

    with pytest.raises(AssessmentRefused, match="还没有同意"):
        assessments.sign(worker, draft.thread)


def test_nobody_assesses_beyond_his_reach(worker):
    with pytest.raises(AssessmentRefused, match="不在您的片区"):
        assessments.begin(worker, somebody(owner=THERE), depth="D1", purpose="four_ones")


# --- a draft ---------------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_screen_by_screen_and_found_again(worker, person):
    row = assessments.begin(worker, person, depth="D1", purpose="four_ones", families=["bench"])
    assessments.keep(worker, row.thread, levels=said({"near_vision": 2, "sitting": 3}))
    assessments.keep(worker, row.thread, levels={**said({"grip": 1}), "sitting": None})
    again = assessments.begin(worker, person, depth="D2", purpose="training")

    assert again.pk == row.pk
    assert {key: one["level"] for key, one in again.levels.items()} == {"near_vision": 2, "grip": 1}
    assert "digital" not in again.asked
    assert Assessment.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": said({"near_vision": 5}, on=date(2024, 1, 1))},
        {"levels": said({"nose": 2}, on=date(2024, 1, 1))},
        {"levels": said({"near_vision": 2}, source="trial", on=date(2024, 1, 1))},
        {"accommodations": [{"key": "magic"}]},
        {"instruments": [{"code": 24, "on": "2024-01-01"}]},
        {"signed_on": date(2024, 1, 1)},
        {"on": date(2199, 1, 1)},
    ],
)
def test_a_draft_takes_only_what_the_profile_knows(worker, person, wrong):
    row = assessments.begin(worker, person, depth="D1", purpose="four_ones")

    with pytest.raises(AssessmentRefused):
        assessments.keep(worker, row.thread, **wrong)


def test_a_draft_is_its_assessors_alone_and_a_county_may_put_it_away(worker, person):
    draft, colleague, county = a_draft(worker, person), acting(a_worker()), acting(a_worker("county_staff", "211103"))
    for act in (assessments.sign, assessments.discard):
        with pytest.raises(AssessmentRefused):
            act(colleague, draft.thread)
    assessments.discard(county, draft.thread)

    assert queries.drafts_of(person) == []
    assert Assessment.objects.filter(pk=draft.pk).exists()


def test_what_is_missing_is_named_when_somebody_signs(worker, person):
    row = assessments.begin(worker, person, depth="D1", purpose="four_ones", families=["bench"])

    with pytest.raises(AssessmentRefused, match=r"评了 0 项.*还没有选建议"):
        assessments.sign(worker, row.thread)


# --- signed, shown, said ------------------------------------------------------------------------------------------------


def test_signed_and_shown_is_told_to_whoever_keeps_answers_and_the_thread_goes_on(worker, person, monkeypatch):
    told = []
    monkeypatch.setattr(derived, "_refreshers", [told.append])
    row = shown(worker, person)
    rows = list(Assessment.objects.filter(thread=row.thread).order_by("pk"))

    assert [one.known_until is None for one in rows] == [False, True]
    assert (row.signed_on, row.shown_on) == (clock.today(), clock.today())
    assert told == [[person.pk], [person.pk]]


def test_what_is_signed_is_never_changed(worker, person):
    row = signed(worker, person)

    for act in (
        lambda: assessments.keep(worker, row.thread, strengths="手巧"),
        lambda: assessments.discard(worker, row.thread),
    ):
        with pytest.raises(AssessmentRefused):
            act()


def test_a_day_of_showing_lies_between_the_signature_and_today(worker, person):
    row = signed(worker, person)

    for day in (date(2020, 1, 1), date(2199, 1, 1)):
        with pytest.raises(AssessmentRefused, match="日期"):
            assessments.show(worker, row.thread, day)


def test_she_says_otherwise_through_her_own_door_and_it_calls_for_another_look(worker, person):
    row = shown(worker, person)
    herself = acting(a_worker("person", "", person_id=person.pk))
    assessments.comment(herself, row.thread, "我打字很快", ["fine_motor", "nose"])
    view = queries.own_assessments(person)[0]

    assert (view.comment, view.contested) == ("我打字很快", ("手指精细动作",))
    assert [one.title for one in view.levels if one.is_contested] == ["手指精细动作"]
    assert [one.pk for one in register.contested(worker)] == [Assessment.objects.standing().get(thread=row.thread).pk]
    assert "手指精细动作有异议" in register.reassessments_due(worker, clock.today())[0].because


def test_nobody_speaks_for_somebody_else(worker, person):
    row = shown(worker, person)
    stranger = acting(a_worker("person", "", person_id=a_person(HERE).pk))

    with pytest.raises(AssessmentRefused, match="没有找到"):
        assessments.comment(stranger, row.thread, "不对", [])


def test_a_view_names_no_category_grade_or_number(worker):
    person = somebody("6", 2)
    row = shown(worker, person)
    number = Certificate.objects.get(person=person).number_sealed.decode()
    (view,) = queries.own_assessments(person)

    assert len(view.levels) == len(row.levels)
    assert [word for word in ("精神", "二级", "残疾人证", number) if word in repr(view)] == []


# --- category and grade change neither level nor advice -----------------------------------------------------------------


def test_two_hundred_profiles_keep_levels_and_advice_when_category_and_grade_are_permuted(worker, monkeypatch):
    monkeypatch.setattr(derived, "_refreshers", [])  # what others keep is not asked here, and takes long for 200
    draws = random.Random(7)
    holders = [somebody(str(n % 7 + 1), n % 4 + 1, agreed=False) for n in range(200)]
    agreed = {"purpose": "assess", "given_by": "self", "given_on": date(2024, 1, 1), "by": "试验", "at": clock.now()}
    Consent.objects.bulk_create([Consent(person=person, **agreed) for person in holders])
    profiles = []
    for person in holders:
        levels = {key: draws.randint(0, 4) for key in draws.sample(KEYS, 26)}
        advice = draws.choice(["open", "supported", "sheltered", "training_first", "aids_first", "care_first"])
        draft = assessments.begin(worker, person, depth="D2", purpose="training")
        assert (draft.levels, draft.advice, draft.accommodations, draft.conditions) == ({}, "", [], {})
        assert sorted(draft.asked) == sorted(KEYS)  # none is left out for a category
        assessments.keep(worker, draft.thread, levels=said(levels, "assessor"), advice=advice, advice_because="见过",
                         sessions=[{"on": "2024-01-01", "minutes": 90}], instruments=[{"code": 10, "on": "2024-01-01"}])  # fmt: skip
        profiles.append((draft.thread, levels, advice))
    certificates = [(c, g) for c in "1234567" for g in (1, 2, 3, 4)]
    draws.shuffle(certificates)
    for n, person in enumerate(holders):
        category, grade = certificates[n % len(certificates)]
        Certificate.objects.filter(person=person).update(category=category, grade=grade)
    for thread, levels, advice in profiles:
        row = assessments.sign(worker, thread)
        assert {key: one["level"] for key, one in row.levels.items()} == levels
        assert row.advice == advice


# --- again ------------------------------------------------------------------------------------------------------------------


def test_a_new_assessment_keeps_the_old_one_and_the_change_is_told(worker, person):
    first = shown(worker, person, level=2)
    Assessment.objects.filter(thread=first.thread).update(on=date(2023, 1, 5))
    shown(worker, person, level=3)
    now, before = queries.own_assessments(person)

    assert before.on == date(2023, 1, 5)
    assert queries.changed_since(before, now).sentence.startswith(f"提高 {len(first.levels)} 项（近处视物")


@pytest.mark.parametrize("why", ["grade", "aid", "training", "term"])
def test_each_reason_calls_for_a_new_assessment_in_the_register_and_on_the_page(worker, person, why):
    row = shown(worker, person)
    Assessment.objects.filter(thread=row.thread).update(on=date(2023, 1, 5), next_due_on=date(2199, 1, 5))
    trained = {}
    if why == "grade":
        Certificate.objects.filter(person=person).update(known_until=datetime(2024, 5, 1, tzinfo=UTC))
        with_certificate(person, "4", 2, date(2024, 5, 1))
    elif why == "aid":
        ServiceRecord.objects.create(
            person=person, on=date(2024, 5, 1), kind=8, content="助听器", known_from=clock.now()
        )
    elif why == "training":
        trained = {person.pk: [date(2022, 5, 1), date(2024, 5, 1)]}
    else:
        Assessment.objects.filter(thread=row.thread).update(next_due_on=date(2024, 5, 1))
    found = register.reassessments_due(worker, clock.today(), trained)
    view = queries.own_assessments(person)[0]

    assert [(one.person_id, one.since) for one in found] == [(person.pk, date(2024, 5, 1))]
    assert queries.called_for(person, view, clock.today(), trained.get(person.pk, [])).because == found[0].because


def test_nothing_calls_for_a_new_assessment_while_the_last_one_holds(worker, person):
    shown(worker, person)

    assert register.reassessments_due(worker, clock.today()) == []


def test_the_certificates_of_before_are_no_change(worker, person):
    row = shown(worker, person)
    Assessment.objects.filter(thread=row.thread).update(on=date(2024, 6, 1))
    with_certificate(person, "4", 3, date(2024, 9, 1))

    assert register.reassessments_due(worker, clock.today()) == []


def test_who_wants_work_waits_for_the_first_one_until_it_was_shown(worker, person):
    other = somebody()
    for one, wishes in ((person, ["no", "now"]), (other, ["now", "no"])):
        for n, wish in enumerate(wishes):
            Verification.objects.create(
                person=one,
                on=date(2024, 3, n + 1),
                method="home",
                answered_by="self",
                wish=wish,
                known_from=clock.now(),
            )
    row = signed(worker, person)
    before = [one.pk for one in register.waiting_for_first(worker)]
    assert [one.pk for one in register.not_shown(worker)] == [row.pk]
    assessments.show(worker, row.thread)

    assert before == [person.pk]
    assert list(register.waiting_for_first(worker)) == []
    assert list(register.not_shown(worker)) == []


# --- a second pair of eyes -------------------------------------------------------------------------------------------------


def test_a_second_assessment_is_another_persons_and_counts_only_for_quality(worker, person, monkeypatch):
    monkeypatch.setattr(register, "drawn_for_second", lambda thread, share: True)
    first = shown(worker, person, depth="D2", level=2)
    second = acting(a_worker("county_staff", "211103"))
    with pytest.raises(AssessmentRefused, match="另一位"):
        assessments.begin_second(worker, first.thread)
    assert [one.thread for one in register.to_repeat(second, clock.today())] == [first.thread]
    check = assessments.begin_second(second, first.thread)
    assessments.keep(second, check.thread, levels=said(dict.fromkeys(KEYS, 3), "assessor"),
                     sessions=[{"on": "2024-01-01"}], instruments=[{"code": 10, "on": "2024-01-01"}])  # fmt: skip
    assessments.sign(second, check.thread)
    found = register.quality(second, clock.today())

    assert len(queries.own_assessments(person)) == 1
    assert register.to_repeat(second, clock.today()) == []
    assert [(one.name, one.signed, one.sheltered) for one in found.assessors] == [(worker.name, 1, 0)]
    assert (found.drawn, found.repeated) == (1, 1)
    assert [(one.pairs, one.same, one.verdict) for _, _, one in found.agreements] == [(1, 0, "few")] * 32
    with pytest.raises(AssessmentRefused, match="复评"):
        assessments.begin_second(acting(a_worker()), first.thread)


# --- many at once, and merged rows ---------------------------------------------------------------------------------------


def test_many_are_added_in_one_go_and_read_like_any_other(worker, person):
    changes = Changes(clock.now(), "批量")
    assessments.add_assessment(
        changes, person.pk,
        {"depth": "D1", "purpose": "four_ones", "on": date(2024, 2, 1), "levels": {"speech": {"level": 3, "source": "self", "on": "2024-02-01"}},
         "advice": "supported", "advice_because": "试过", "signed_on": date(2024, 2, 1), "shown_on": date(2024, 2, 2),
         "accommodations": [{"key": "text_first", "helps": "", "tried": True}]},
    )  # fmt: skip
    changes.write()
    view = queries.own_assessments(person)[0]

    assert (view.advice, [one.title for one in view.levels], view.helps[0].tried) == ("支持性就业", ["口头表达"], True)


def test_after_a_merge_the_assessments_and_the_consent_of_both_rows_are_hers(worker, person):
    shown(worker, person)
    kept = somebody(agreed=False)
    persons.merge(system_who(), kept, person, "同一个人")

    assert len(queries.own_assessments(kept)) == 1
    assert queries.may_assess(kept)
    assert assessments.begin(worker, kept, depth="D1", purpose="four_ones").signed_on is None
