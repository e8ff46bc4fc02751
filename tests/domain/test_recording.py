"""A visit is taken in whole, once, by who may, and nothing that somebody else said is overwritten unseen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, acting, entry, seen, somebody, verified
from tonggong.base.audit.models import Entry as Trail
from tonggong.base.changes import Changes
from tonggong.base.derived import _refreshers, register
from tonggong.base.installation import clock
from tonggong.base.policy import queries as policy
from tonggong.base.policy.models import FigureValue
from tonggong.domain.casework.models import (
    Assignment,
    Consent,
    EntryConflict,
    Need,
    NeedRegistration,
    PlanStep,
    ServicePlan,
    ServiceRecord,
    Verification,
    Visit,
)
from tonggong.domain.casework.queries import reach
from tonggong.domain.casework.queries.conflicts import conflicts
from tonggong.domain.casework.services import corrections
from tonggong.domain.casework.services.conflicts import ConflictRefused, decide_conflict
from tonggong.domain.casework.services.plans import review_within
from tonggong.domain.casework.services.recording import receipt_of, record_entry
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import Person, PersonFact

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(practice):
    return Ledger()


@pytest.fixture
def han(ledger):
    return somebody()


@pytest.fixture
def chen(ledger):
    return ledger.person(HOME)


def wrongs(receipt):
    return {w.field for w in receipt.wrongs}


# --- whole, and once ----------------------------------------------------------------------------------------------


def test_everything_a_visit_can_say_becomes_a_fact_of_its_own(han, chen):
    today = clock.today()
    receipt = record_entry(han, entry(
        chen, verification=verified(conditions=["care"]), satisfied=5, words="愿意学", note="家里有老人",
        need={"jobs": ["保洁"], "forms": ["7"], "distance_km": 5, "kinds": [{"kind": "work"}, {"kind": "care", "detail": "白天"}]},
        services=[{"kind": 1, "content": "讲了低保渐退", "outcome": 5}], consents=["store", "recommend"],
        promises=[{"text": "联系社区保洁岗", "due_on": (today + timedelta(days=9)).isoformat()}],
        changed={"phone": "13900001111"}, next_on=(today + timedelta(days=30)).isoformat(),
    ))  # fmt: skip

    assert receipt.state == "recorded"
    assert (Visit.objects.get().person, Visit.objects.get().next_on) == (chen, today + timedelta(days=30))
    assert Verification.objects.get().wish == "now"
    assert NeedRegistration.objects.get().jobs == ["保洁"]
    assert set(Need.objects.values_list("kind", "registration")) == {
        (k, NeedRegistration.objects.get().pk) for k in ("work", "care")
    }
    assert ServiceRecord.objects.get().by_user_id == han.user_id
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"store", "recommend"}
    assert (PlanStep.objects.get().plan.kind, PlanStep.objects.get().owner_id) == ("general", han.user_id)
    assert Person.objects.get(pk=chen.pk).phone == "13900001111"
    assert {v.said_by for v in (Visit.objects.get(), Need.objects.first(), PersonFact.objects.get())} == {"韩玉梅"}


def test_the_same_entry_sent_again_writes_nothing_and_gets_the_same_answer(han, chen):
    sent = entry(chen, verification=verified(), services=[{"kind": 1, "content": "讲政策", "outcome": 5}])
    first, again = record_entry(han, sent), record_entry(han, dict(reversed(sent.items())))

    assert (again.state, again.said) == ("already", first.said)
    assert (Visit.objects.count(), Verification.objects.count(), ServiceRecord.objects.count()) == (1, 1, 1)


def test_another_content_under_a_used_key_is_refused_and_not_lost_unseen(han, chen):
    sent = entry(chen)
    record_entry(han, sent)
    receipt = record_entry(han, {**sent, "note": "后来加的一句"})

    assert (receipt.state, wrongs(receipt)) == ("refused", {"key"})
    assert Visit.objects.get().note == ""


def test_an_entry_with_faults_writes_nothing_and_names_each_of_them(han, chen):
    receipt = record_entry(han, entry(
        chen, changed={"phone": "1390000111", "residence": "999999999999"}, satisfied=6, colour="red",
        verification=verified(wish="maybe"), need={"jobs": ["a", "b", "c", "d"]},
        services=[{"kind": 1, "content": "", "outcome": 5}], promises=[{"text": "办证"}],
    ))  # fmt: skip

    assert receipt.state == "refused"
    assert wrongs(receipt) == {
        "changed.phone", "changed.residence", "satisfied", "colour", "verification.wish", "need.jobs", "services.0.content",
        "promises.0.due_on",
    }  # fmt: skip
    assert "联系电话：手机号是 11 位，现在 10 位，少 1 位" in receipt.said
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"key": "1"}, "key"),
        ({"key": None}, "key"),
        ({"started_at": "昨天"}, "started_at"),
        ({"method": None}, "method"),
        ({"outcome": 12}, "outcome"),
        ({"outcome": True}, "outcome"),
        ({"on": "2024-02-30"}, "on"),
        ({"on": "2999-01-01"}, "on"),
        ({"outcome": 9, "verification": verified()}, "verification"),
        ({"present": None, "verification": verified()}, "present"),
        ({"verification": verified(confirmed=[])}, "verification.confirmed"),
        ({"verification": verified(is_employed=None)}, "verification.is_employed"),
        ({"verification": verified(reason=None)}, "verification.reason"),
        ({"verification": verified(is_employed=True)}, "verification.reason"),
        ({"verification": verified(wish="")}, "verification.wish"),
        ({"need": {"note": " "}}, "need"),
        ({"need": {"kinds": [{"kind": "other"}]}}, "need.kinds.0.detail"),
        ({"need": {"hours_per_week": 0}}, "need.hours_per_week"),
        ({"need": {"wage_yuan_from": "一千"}}, "need.wage_yuan_from"),
        ({"work": {"form": "99", "started_on": "2024-01-01"}}, "work.form"),
        ({"work": {"unit_name": "面馆"}}, "work.form"),
        ({"work": {"ended": {"spell": 1}}}, "work.ended.on"),
        ({"present": "family", "consents": ["store"]}, "consents"),
        ({"services": [{"kind": 1, "content": "x", "need": 5}]}, "services.0.need"),
        ({"services": [{"kind": 1, "content": "x", "meets": True}]}, "services.0.meets"),
        ({"papers": [77]}, "papers"),
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"seen": {"colour": "1"}}, "seen.colour"),
        ({"note": "字" * 4001}, "note"),
    ],
)
def test_each_fault_is_named_where_it_stands(han, chen, parts, field):
    receipt = record_entry(han, entry(chen, **parts))

    assert receipt.state == "refused"
    assert field in wrongs(receipt)
    assert not Visit.objects.exists()


def test_what_is_no_entry_at_all_is_refused_too(han, chen):
    assert [record_entry(han, what).state for what in ("x", [], None, {}, {**entry(chen), "person": "七"})] == [
        "refused"
    ] * 5


# --- who ----------------------------------------------------------------------------------------------------------


def test_nobody_is_recorded_outside_of_ones_people_and_the_answer_does_not_tell_whether_she_exists(han, ledger):
    far = record_entry(han, entry(ledger.person(OTHER_TOWN)))
    nobody = record_entry(han, entry(987654))

    assert (far.state, far.said) == (nobody.state, nobody.said)
    assert far.state == "refused"


def test_a_post_without_the_duty_records_nothing(han, chen):
    with pytest.raises(PermissionDenied):
        record_entry(acting(han, duties=frozenset({"casework.read"})), entry(chen))


def test_a_visit_made_before_a_hand_over_still_comes_in(han, ledger):
    far, today = ledger.person(OTHER_TOWN), clock.today()
    Assignment.objects.create(
        person=far, kind="worker", user_id=han.user_id, started_on=today - timedelta(days=90), ended_on=today,
        by="县残联", at=clock.now(),
    )  # fmt: skip

    assert record_entry(han, entry(far, offline=True)).state == "recorded"


def test_the_worker_of_the_town_where_she_lives_serves_her_as_well(han, ledger):
    guest = ledger.person(OTHER_TOWN)
    PersonFact.objects.create(person=guest, kind=Circumstance.RESIDENCE, value=HOME[1], known_from=clock.now())
    other = somebody(reach=OTHER_TOWN[1][:9], username="liwei", name="李伟")

    assert record_entry(han, entry(guest)).state == "recorded"
    assert record_entry(other, entry(guest)).state == "recorded"
    assert guest in reach.served(acting(han, reach="211103"))
    PersonFact.objects.update(ended_on=clock.today())
    assert guest not in reach.served(han)


def test_an_entry_of_a_row_merged_meanwhile_belongs_to_the_one_that_stands(han, ledger, chen):
    twin = ledger.person(HOME)
    persons.merge(acting(han, duties=han.duties | {"ledger.merge"}), chen, twin, "重复")

    assert record_entry(han, entry(twin)).state == "recorded"
    assert Visit.objects.get().person == chen


def test_a_person_says_by_herself_what_she_needs_and_nothing_that_the_office_says(han, chen):
    herself = acting(somebody("person", "", "xiaochen", "陈"), person_id=chen.pk)
    sent = entry(chen, method="online", outcome=1, need={"jobs": ["客服"], "at_home": True})
    done = record_entry(herself, sent)
    more = record_entry(herself, entry(chen, method="online", services=[{"kind": 1, "content": "x", "outcome": 1}]))

    assert (done.state, Visit.objects.get().worker_id) == ("recorded", None)
    assert (more.state, wrongs(more)) == ("refused", {"services"})


# --- clocks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [timedelta(days=400), timedelta(days=-900), timedelta(hours=3)])
def test_a_device_whose_clock_is_wrong_is_believed_in_everything_but_the_day(han, chen, off):
    started = clock.now() + off
    receipt = record_entry(han, entry(chen, started_at=started.isoformat(), offline=True))
    visit = Visit.objects.get()

    assert receipt.state == "recorded"
    assert (visit.was_clock_wrong, visit.on, visit.started_at) == (True, clock.today(), started)


def test_a_visit_of_last_week_sent_today_counts_for_last_week(han, chen):
    started = clock.now() - timedelta(days=7)
    record_entry(han, entry(chen, started_at=started.isoformat(), offline=True))

    assert (Visit.objects.get().on, Visit.objects.get().was_clock_wrong) == (clock.day_of(started), False)


# --- needs and services -------------------------------------------------------------------------------------------


def test_a_need_said_twice_stays_one_and_a_service_with_its_outcome_meets_it(han, chen):
    need = {"jobs": ["保洁"], "kinds": [{"kind": "training"}]}
    record_entry(han, entry(chen, need=need))
    record_entry(han, entry(chen, need={**need, "kinds": [{"kind": "training", "detail": "面点"}]}))
    thread = Need.objects.standing().get().thread
    record_entry(han, entry(chen, services=[{"kind": 3, "content": "报了面点班", "outcome": 3, "need": thread}]))
    met = Need.objects.standing().get()

    assert (met.detail, met.met_on, met.thread) == ("面点", clock.today(), thread)
    assert met.met_by == ServiceRecord.objects.get().thread
    assert NeedRegistration.objects.standing().count() == 2


@pytest.mark.parametrize(("said", "is_met"), [({"outcome": 8}, False), ({"outcome": 5}, False), ({"outcome": 5, "meets": True}, True),
                                              ({"outcome": 1, "meets": False}, False)])  # fmt: skip
def test_a_need_is_met_by_an_outcome_that_meets_it_or_by_the_workers_word(han, chen, said, is_met):
    record_entry(han, entry(chen, need={"kinds": [{"kind": "aids", "detail": "轮椅"}]}))
    thread = Need.objects.get().thread
    record_entry(han, entry(chen, services=[{"kind": 8, "content": "联系辅具中心", "need": thread, **said}]))

    assert (Need.objects.standing().get().met_on is not None) == is_met


def test_which_outcomes_meet_a_need_by_themselves_is_the_citys_figure(han, chen):
    FigureValue.objects.filter(figure_id="needs.met_by_outcomes").update(value=[2])
    policy.forget()
    record_entry(han, entry(chen, need={"kinds": [{"kind": "work"}]}))
    thread = Need.objects.get().thread
    record_entry(han, entry(chen, services=[{"kind": 2, "content": "推荐", "need": thread, "outcome": 1}]))
    before = Need.objects.standing().get().met_on
    record_entry(han, entry(chen, services=[{"kind": 2, "content": "推荐", "need": thread, "outcome": 2}]))

    assert (before, Need.objects.standing().get().met_on) == (None, clock.today())


def test_after_which_outcomes_something_was_said_is_the_citys_figure(han, chen):
    FigureValue.objects.filter(figure_id="visits.spoken_outcomes").update(value=[2])
    policy.forget()
    receipt = record_entry(han, entry(chen, outcome=1, need={"kinds": [{"kind": "work"}]}))

    assert (receipt.state, wrongs(receipt)) == ("refused", {"need"})


def test_promises_go_into_the_plan_that_is_open(han, chen):
    due = (clock.today() + timedelta(days=5)).isoformat()
    for text in ("办证", "送表"):
        record_entry(han, entry(chen, promises=[{"text": text, "due_on": due}]))

    assert ServicePlan.objects.count() == 1
    assert set(PlanStep.objects.values_list("text", flat=True)) == {"办证", "送表"}


def test_a_plan_made_for_a_promise_is_looked_at_again_as_soon_as_any_other(han, chen):
    due = (clock.today() + timedelta(days=5)).isoformat()
    record_entry(han, entry(chen, promises=[{"text": "办证", "due_on": due}]))
    plan = ServicePlan.objects.get()

    assert plan.review_on == plan.opened_on + review_within(chen, clock.today())


# --- work ---------------------------------------------------------------------------------------------------------


def test_a_job_that_somebody_tells_of_is_believed_on_her_word_alone(han, chen):
    record_entry(
        han, entry(chen, work={"form": "71", "unit_name": "老王面馆", "started_on": "2026-06-01", "wage_yuan": 1800})
    )
    again = record_entry(han, entry(chen, work={"form": "71", "unit_name": "老王面馆", "started_on": "2026-06-02"}))
    spell = Spell.objects.standing().get()

    assert (spell.evidence_level, spell.wage_yuan, spell.ended_on) == ("C", 1800, None)
    assert "台账里已有这份工作，没有重复记" in again.said


def test_a_job_on_somebodys_word_ends_on_somebodys_word(han, chen):
    record_entry(han, entry(chen, work={"form": "71", "unit_name": "老王面馆", "started_on": "2026-06-01"}))
    spell = Spell.objects.standing().get()
    record_entry(han, entry(chen, work={"ended": {"spell": spell.pk, "on": "2026-07-01", "reason": "本人辞职"}}))
    now = Spell.objects.standing().get()

    assert (now.ended_on, now.end_reason, now.thread) == (date(2026, 7, 1), "本人辞职", spell.thread)
    assert Spell.objects.get(pk=spell.pk).known_until is not None


def test_a_job_that_a_departments_file_stands_for_waits_for_the_county(han, chen, ledger):
    spell = ledger.spell(chen, date(2024, 1, 1))
    receipt = record_entry(han, entry(chen, work={"ended": {"spell": spell.pk, "on": "2026-07-01"}}))
    waiting = conflicts(han).get()

    assert receipt.state == "conflict"
    assert Spell.objects.standing().get().ended_on is None
    with pytest.raises(ConflictRefused):
        decide_conflict(han, waiting, take=True)
    decide_conflict(somebody("county_staff", "211103", "zhaomin", "赵敏"), waiting, take=True)
    assert Spell.objects.standing().get().ended_on == date(2026, 7, 1)
    assert not conflicts(han).exists()


# --- both sides ---------------------------------------------------------------------------------------------------


def other_phone(person, phone="13900002222"):
    changes = Changes(clock.now(), "赵敏")
    persons.change_phone(changes, person.pk, phone, (None, None))
    changes.write()


def test_what_somebody_else_changed_meanwhile_is_never_overwritten_unseen(han, chen):
    sent = entry(chen, seen=seen(chen), changed={"phone": "13900001111"}, verification=verified(), offline=True)
    other_phone(chen)
    receipt = record_entry(han, sent)

    assert receipt.state == "conflict"
    assert [(c["field"], c["ledger"], c["said"]) for c in receipt.conflicts] == [("phone", "尾号 2222", "尾号 1111")]
    assert Person.objects.get(pk=chen.pk).phone == "13900002222"
    assert Verification.objects.exists()  # the rest of the entry is recorded
    assert record_entry(han, sent).conflicts == receipt.conflicts


@pytest.mark.parametrize(("take", "phone"), [(True, "13900001111"), (False, "13900002222")])
def test_both_sides_stay_until_somebody_decides(han, chen, take, phone):
    sent = entry(chen, seen=seen(chen), changed={"phone": "13900001111"})
    other_phone(chen)
    record_entry(han, sent)
    waiting = conflicts(han).get()
    decide_conflict(han, waiting, take)

    assert Person.objects.get(pk=chen.pk).phone == phone
    assert EntryConflict.objects.get().decided_by == "韩玉梅"
    with pytest.raises(ConflictRefused):
        decide_conflict(han, waiting, not take)


def test_two_devices_that_register_different_needs_keep_both(han, chen):
    before = seen(chen)
    record_entry(han, entry(chen, seen=before, need={"jobs": ["保洁"]}))
    second = record_entry(han, entry(chen, seen=before, need={"jobs": ["客服"], "wage_yuan_from": 1500}))

    assert second.state == "conflict"
    assert [r.jobs for r in NeedRegistration.objects.standing()] == [["保洁"]]
    decide_conflict(han, conflicts(han).get(), take=True)
    assert [r.jobs for r in NeedRegistration.objects.order_by("pk")] == [["保洁"], ["客服"]]


def test_a_phone_number_that_waits_lies_sealed(han, chen):
    sent = entry(chen, seen=seen(chen), changed={"phone": "13900001111"})
    other_phone(chen)
    record_entry(han, sent)

    row = EntryConflict.objects.get()
    assert b"13900001111" not in bytes(row.said_sealed)
    assert "13900001111" not in f"{row.ledger_words}{row.said_words}{Trail.objects.order_by('-seq').first().detail}"


def test_a_new_home_says_where_she_lives_and_leaves_the_certificates_place(han, chen):
    record_entry(han, entry(chen, changed={"residence": OTHER_TOWN[1]}))
    record_entry(han, entry(chen, changed={"residence": HOME[1]}))
    facts = list(PersonFact.objects.filter(kind=Circumstance.RESIDENCE).order_by("pk"))

    assert Person.objects.get(pk=chen.pk).township_code == HOME[1]
    assert [(f.value, f.known_until is None) for f in facts] == [(OTHER_TOWN[1], False), (HOME[1], True)]
    assert len({f.thread for f in facts}) == 1


# --- mended -------------------------------------------------------------------------------------------------------


def test_an_entry_is_taken_back_whole_on_its_day_by_who_sent_it(han, chen):
    record_entry(han, entry(chen, need={"kinds": [{"kind": "work"}]}))
    thread = Need.objects.get().thread
    sent = entry(
        chen, changed={"phone": "13900001111"}, verification=verified(), consents=["store"],
        services=[{"kind": 2, "content": "推荐到面馆", "outcome": 1, "need": thread}],
        work={"form": "71", "unit_name": "面馆", "started_on": "2026-06-01"},
        promises=[{"text": "送表", "due_on": (clock.today() + timedelta(days=3)).isoformat()}],
    )  # fmt: skip
    key = record_entry(han, sent).key
    with pytest.raises(corrections.CorrectionRefused):
        corrections.take_back(somebody(username="liwei", name="李伟"), key)
    corrections.take_back(han, key)

    assert Person.objects.get(pk=chen.pk).phone is None
    assert not any(m.objects.standing().filter(visit_key=key).exists() for m in (Verification, ServiceRecord))
    assert not Spell.objects.standing().exists()
    assert Need.objects.standing().get().met_on is None
    assert (PlanStep.objects.get().state, ServicePlan.objects.get().closed_on) == ("dropped", clock.today())
    assert Consent.objects.get().withdrawn_on == clock.today()
    assert receipt_of(han, key) is None
    assert Visit.objects.filter(key=key).count() == 1  # the history stays


def test_yesterdays_entry_is_corrected_and_no_longer_taken_back(han, chen):
    yesterday = clock.now() - timedelta(days=1)
    with clock.pretend(yesterday):
        key = record_entry(han, entry(chen, verification=verified())).key
    with pytest.raises(corrections.CorrectionRefused):
        corrections.take_back(han, key)
    corrections.correct_visit(han, key, {"note": "补一句"}, {"wish": "later"}, "听错了")

    assert [v.note for v in Visit.objects.order_by("pk")] == ["", "补一句"]
    assert Verification.objects.standing().get().wish == "later"
    assert Verification.objects.count() == 2


@pytest.mark.parametrize(("visit", "reason"), [({}, "改错"), ({"note": "x"}, ""), ({"outcome": 9}, "没找到")])
def test_a_correction_says_why_and_what_and_contradicts_nothing(han, chen, visit, reason):
    key = record_entry(han, entry(chen, verification=verified())).key

    with pytest.raises(corrections.CorrectionRefused):
        corrections.correct_visit(han, key, visit, {}, reason)


def test_the_day_of_a_visit_takes_along_what_was_said_on_it(han, chen):
    key = record_entry(han, entry(
        chen, verification=verified(), need={"jobs": ["保洁"]}, services=[{"kind": 1, "content": "讲政策", "outcome": 5}]
    )).key  # fmt: skip
    day = clock.today() - timedelta(days=2)

    corrections.correct_visit(han, key, {"on": day}, {}, "记错了一天")

    for model in (Visit, Verification, NeedRegistration, ServiceRecord):
        assert model.objects.standing().get().on == day, model


@pytest.mark.parametrize(
    ("visit", "verification", "words"),
    [
        ({"on": date(2020, 1, 1)}, {}, "不能比记下的那天早"),
        ({"on": date(2099, 1, 1)}, {}, "不能晚于今天"),
        ({"next_on": date(2020, 1, 1)}, {}, "下次联系不能早于"),
        ({"present": ""}, {}, "谁回答的"),
        ({}, {"is_employed": None}, "有工作或没有工作"),
        ({}, {"wish": ""}, "请选一种"),
        ({}, {"reason": None}, "未就业原因，请选一种"),
        ({}, {"is_employed": True}, "有工作就不填没有工作的原因"),
    ],
)
def test_a_correction_says_nothing_that_recording_would_have_refused(han, chen, visit, verification, words):
    key = record_entry(han, entry(chen, verification=verified())).key

    with pytest.raises(corrections.CorrectionRefused, match=words):
        corrections.correct_visit(han, key, visit, verification, "改错")


def test_a_visit_on_which_needs_were_told_was_no_failed_attempt(han, chen):
    key = record_entry(han, entry(chen, need={"jobs": ["保洁"]})).key

    with pytest.raises(corrections.CorrectionRefused, match="没有谈成"):
        corrections.correct_visit(han, key, {"outcome": 9}, {}, "没找到")


def test_what_has_been_corrected_since_is_not_taken_back(han, chen):
    key = record_entry(han, entry(chen, changed={"phone": "13900001111"})).key
    other_phone(chen)

    with pytest.raises(corrections.CorrectionRefused):
        corrections.take_back(han, key)
    assert Person.objects.get(pk=chen.pk).phone == "13900002222"


def test_stored_answers_are_told_of_every_entry(han, chen):
    told = []
    register(told.append)
    try:
        record_entry(han, entry(chen))
    finally:
        _refreshers.remove(told.append)

    assert told == [[chen.pk]]
