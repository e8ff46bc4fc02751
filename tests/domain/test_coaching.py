"""Job coaching: follow-ups that follow the facts, cases that open again, ceilings, sessions, stability, own statements."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.coached_people import HOURS, START, Coached, noon, session, somebody, steps
from tests.domain.reporting_ledger import TAISHAN, XINGLONG
from tonggong.base.audit.models import Entry
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, EntryConflict, ServicePlan
from tonggong.domain.coaching.models import Coach, FollowUp, Session, SupportCase
from tonggong.domain.coaching.queries import cases_of, follow_ups_due
from tonggong.domain.coaching.queries.cases import case_page, caseload
from tonggong.domain.coaching.queries.coaches import register
from tonggong.domain.coaching.queries.institutions import institutions
from tonggong.domain.coaching.queries.report import month_report
from tonggong.domain.coaching.queries.stability import by_form, placements
from tonggong.domain.coaching.services.cases import (
    Job,
    confirm,
    decide_week,
    describe_job,
    give_case,
    hand_over_cases,
    move_case,
    open_case,
    report_risk,
)
from tonggong.domain.coaching.services.coaches import add_training, give_institution
from tonggong.domain.coaching.services.follow_ups import Contact, record_follow_up, sync_follow_ups
from tonggong.domain.coaching.services.refusals import CoachingRefused
from tonggong.domain.coaching.services.sessions import record_session, withdraw_session
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.persons.services import merge, undo_merge
from tonggong.rules.retention import Stability

pytestmark = pytest.mark.django_db
LATER = date(2024, 4, 10)


@pytest.fixture
def here(practice):
    with clock.pretend(noon(LATER)):
        yield Coached()


def due(spell):
    rows = FollowUp.objects.filter(spell=spell.thread or spell.pk).order_by("point")
    return [(row.point, row.due_on, row.closing) for row in rows]


def ended(spell, day, reason="离职"):
    Spell.objects.filter(pk=spell.pk).update(ended_on=day, end_reason=reason)
    facts_changed([spell.person_id])


# --- follow-ups ------------------------------------------------------------------------------------------------------


def test_a_placement_of_the_first_of_march_is_followed_on_the_plans_days(here):
    spell = here.placed(here.person())
    sync_follow_ups(START)

    assert due(spell) == [
        (7, date(2024, 3, 8), ""),
        (30, date(2024, 3, 31), ""),
        (90, date(2024, 5, 30), ""),
        (180, date(2024, 8, 28), ""),
        (365, date(2025, 3, 1), ""),
    ]


def test_doing_it_twice_does_nothing_more(here):
    for _ in range(3):
        here.placed(here.person())
    first, again = sync_follow_ups(LATER), sync_follow_ups(LATER)

    assert (first.created, again.created, again.changed, again.reopened) == (15, 0, 0, 0)


def test_only_placed_and_coached_people_are_followed(here):
    own_way, coached = here.person(), here.person()
    here.placed(own_way, channel="亲友")
    here.placed(coached, channel="亲友")
    here.case(coached, "S5")
    sync_follow_ups(LATER)

    assert set(FollowUp.objects.values_list("person", flat=True)) == {coached.pk}


def test_a_start_that_is_corrected_moves_what_is_still_owed(here):
    spell = here.placed(here.person())
    sync_follow_ups(LATER)
    Spell.objects.filter(pk=spell.pk).update(started_on=date(2024, 3, 11))
    facts_changed([spell.person_id])

    assert [on for _, on, _ in due(spell)][:2] == [date(2024, 3, 18), date(2024, 4, 10)]


def test_a_job_that_ended_closes_the_rest_and_opens_a_case_in_s2(here):
    person = here.person()
    spell = here.placed(person)
    case = here.case(person, "S7", spell=spell.pk)
    sync_follow_ups(LATER)
    record_follow_up(here.coach_who, FollowUp.objects.get(point=7).pk, Contact("phone", "steady"))
    ended(spell, date(2024, 4, 5))

    assert [closing for *_, closing in due(spell)] == ["", *["job_ended"] * 4]
    case.refresh_from_db()
    again = SupportCase.objects.get(lost_spell=spell.pk)
    assert (case.closed_on, case.closing) == (date(2024, 4, 5), "lost_job")
    assert (again.kind, again.stage, again.coach, again.previous, again.opened_on) == (
        "again",
        "S2",
        here.coach,
        case,
        LATER,
    )
    facts_changed([person.pk])
    assert SupportCase.objects.count() == 2


def test_a_placed_person_without_a_coach_waits_for_one_when_the_job_is_lost(here):
    spell = here.placed(here.person())
    sync_follow_ups(LATER)
    ended(spell, LATER)

    assert SupportCase.objects.get().coach is None
    assert register(here.staff, LATER).waiting == 1


@pytest.mark.parametrize(
    ("day", "reason", "next_job"),
    [(date(2024, 4, 5), "退休", False), (date(2024, 4, 5), "离职", True), (date(2024, 5, 1), "离职", False)],
)
def test_retired_already_working_again_or_not_yet_ended_opens_nothing(here, day, reason, next_job):
    person = here.person()
    spell = here.placed(person)
    sync_follow_ups(LATER)
    if next_job:
        here.ledger.spell(person, date(2024, 4, 6), unit_code="91211100MA0TESTX2B")
    ended(spell, day, reason)

    assert not SupportCase.objects.exists()


def test_an_end_that_is_taken_back_leaves_everything_as_it_was_and_may_come_again(here):
    person = here.person()
    spell = here.placed(person)
    case = here.case(person, "S7", spell=spell.pk)
    sync_follow_ups(LATER)
    before = due(spell)
    ended(spell, date(2024, 4, 5))
    ended(spell, None, "")

    case.refresh_from_db()
    assert (due(spell), case.closed_on, cases_of(here.coach_who.user_id).get()) == (before, None, case)

    ended(spell, date(2024, 4, 8))
    assert SupportCase.objects.get(closed_on=None).lost_spell == spell.pk
    assert SupportCase.objects.count() == 2


def test_a_spell_that_is_withdrawn_owes_nothing(here):
    spell = here.placed(here.person())
    sync_follow_ups(LATER)
    Spell.objects.filter(pk=spell.pk).update(known_until=noon(LATER))
    facts_changed([spell.person_id])

    assert {closing for *_, closing in due(spell)} == {"withdrawn"}


def test_merged_rows_lead_to_the_person_that_stands_and_back(here):
    kept, gone = here.person(), here.person()
    spell, case = here.placed(gone), here.case(gone, "S7")
    sync_follow_ups(LATER)
    row = merge(here.staff, kept, gone, "同一人")
    facts_changed([kept.pk])

    assert {f.person_id for f in FollowUp.objects.filter(spell=spell.pk)} == {kept.pk}
    page = case_page(here.coach_who, case.pk, LATER)
    assert page.person == kept
    undo_merge(here.staff, row)
    facts_changed([kept.pk, gone.pk])
    assert {f.person_id for f in FollowUp.objects.filter(spell=spell.pk)} == {gone.pk}


def test_following_a_thousand_costs_as_many_questions_as_following_ten(here):
    def cost(count):
        for _ in range(count):
            here.placed(here.person(certificate=False))
        with CaptureQueriesContext(connection) as asked:
            sync_follow_ups(LATER)
        return len(asked)

    few = cost(5)
    assert cost(60) <= few + 4  # only the rows written come in blocks


def test_losing_thirty_jobs_costs_as_many_questions_as_losing_three_and_each_opens_its_case(here):
    def cost(count):
        spells = [here.placed(here.person(certificate=False)) for _ in range(count)]
        sync_follow_ups(LATER)
        Spell.objects.filter(pk__in=[spell.pk for spell in spells]).update(ended_on=LATER, end_reason="离职")
        with CaptureQueriesContext(connection) as asked:
            done = sync_follow_ups(LATER, [spell.person_id for spell in spells])
        assert (done.changed, done.reopened) == (5 * count, count)
        return len(asked)

    few = cost(3)
    assert cost(30) <= few + 4  # only the rows written come in blocks
    assert SupportCase.objects.filter(closed_on=None, lost_spell__isnull=False).count() == 33


def test_of_two_jobs_lost_at_once_the_later_one_opens_the_case(here):
    person = here.person()
    first, second = here.placed(person), here.placed(person, unit_code="91211100MA0TESTX2B")
    sync_follow_ups(LATER)
    Spell.objects.filter(pk=first.pk).update(ended_on=date(2024, 4, 2), end_reason="离职")
    ended(second, date(2024, 4, 5))

    assert [case.lost_spell for case in SupportCase.objects.all()] == [second.pk]


# --- what a coach did ------------------------------------------------------------------------------------------------


def test_at_risk_asks_for_a_reason_and_a_step_and_reaches_the_case(here):
    person = here.person()
    case = here.case(person, "S7", spell=here.placed(person).pk)
    sync_follow_ups(LATER)
    first = FollowUp.objects.get(point=7)
    for contact in (Contact("phone", "at_risk", step="见主管"), Contact("phone", "at_risk", "task")):
        with pytest.raises(CoachingRefused):
            record_follow_up(here.coach_who, first.pk, contact)
    record_follow_up(
        here.coach_who, first.pk, Contact("phone", "at_risk", "task", step="见主管", step_due_on=date(2024, 4, 12))
    )

    case.refresh_from_db()
    assert (case.risk, case.risk_reason, case.risk_step, case.next_on) == (
        "at_risk",
        "task",
        "见主管",
        date(2024, 4, 12),
    )
    step = ServicePlan.objects.get(person=person).steps.get()
    assert (step.text, step.due_on, step.owner_id) == ("见主管", date(2024, 4, 12), here.coach_who.user_id)


def test_a_risk_reported_twice_is_one_step_and_another_step_joins_the_same_plan(here):
    case = here.case(here.person(), "S7")
    for _ in range(2):
        report_risk(here.coach_who, case.pk, "at_risk", "health", "请社区医生看看")
    report_risk(here.coach_who, case.pk, "at_risk", "health", "和单位商量半天班")
    plan = ServicePlan.objects.get(person=case.person)

    assert [(s.text, s.due_on) for s in plan.steps.order_by("pk")] == [
        ("请社区医生看看", LATER + timedelta(7)),
        ("和单位商量半天班", LATER + timedelta(7)),
    ]


def test_somebody_not_reached_is_still_owed_the_contact(here):
    person = here.person()
    here.case(person, "S7", spell=here.placed(person).pk)
    sync_follow_ups(LATER)
    row = record_follow_up(here.coach_who, FollowUp.objects.get(point=7).pk, Contact("phone", "not_reached"))

    assert (row.done_on, row.attempts) == (None, 1)
    assert row in follow_ups_due(here.coach_who, LATER)


def test_a_contact_is_recorded_once_and_only_by_whom_it_concerns(here):
    person = here.person()
    here.case(person, "S7", spell=here.placed(person).pk)
    sync_follow_ups(LATER)
    first = FollowUp.objects.get(point=7)
    with pytest.raises(CoachingRefused, match="没有找到"):
        record_follow_up(here.other_who, first.pk, Contact("phone", "steady"))
    record_follow_up(here.coach_who, first.pk, Contact("phone", "steady"))
    with pytest.raises(CoachingRefused, match="已经记过"):
        record_follow_up(here.coach_who, first.pk, Contact("phone", "steady"))


def test_a_coach_sees_her_own_people_and_staff_their_county(here):
    mine, hers = here.person(), here.person()
    for person, coach in ((mine, here.coach), (hers, here.other)):
        here.case(person, "S7", coach, spell=here.placed(person).pk)
    sync_follow_ups(LATER)

    def seen(who):
        return {row.person_id for row in follow_ups_due(who, LATER)}

    assert (seen(here.coach_who), seen(here.other_who), seen(here.staff)) == ({mine.pk}, {hers.pk}, {mine.pk, hers.pk})
    assert seen(somebody("county_staff", "211102", "别县")) == set()
    assert seen(somebody("auditor", "2111", "审计")) == set()


# --- cases -----------------------------------------------------------------------------------------------------------


def test_above_the_ceiling_no_new_case_and_the_sum_says_why(here):
    for stage, count in {"S5": 3, "S6": 4, "S7": 10, "S2": 2}.items():
        for _ in range(count):
            here.case(here.person(certificate=False), stage)
    with pytest.raises(CoachingRefused, match=r"合计 22 分，上限 20 分"):
        open_case(here.staff, here.person().pk, here.coach.pk)
    assert open_case(here.staff, here.person().pk, here.other.pk).coach == here.other


def test_handing_a_list_over_is_weighed_as_a_whole(here):
    for _ in range(4):
        here.case(here.person(certificate=False), "S5")
        here.case(here.person(certificate=False), "S5", here.other)
    with pytest.raises(CoachingRefused, match="24 分"):
        hand_over_cases(here.staff, here.coach.pk, here.other.pk)
    SupportCase.objects.filter(coach=here.other).update(stage="S7")

    assert hand_over_cases(here.staff, here.coach.pk, here.other.pk) == 4
    assert not SupportCase.objects.filter(coach=here.coach).exists()


def test_one_open_case_a_person(here):
    person = here.person()
    open_case(here.staff, person.pk, here.coach.pk)
    with pytest.raises(CoachingRefused, match="已有一个"):
        open_case(here.staff, person.pk, here.other.pk)


def test_a_coach_opens_a_case_only_for_whom_she_was_given_and_gives_none_away(here):
    person = here.person()
    with pytest.raises(CoachingRefused):
        open_case(here.coach_who, person.pk)
    with pytest.raises(CoachingRefused):
        give_case(here.coach_who, here.case(person).pk, here.other.pk)


def test_a_case_moves_when_done_and_back_with_a_reason(here):
    case = here.case(here.person())
    with pytest.raises(CoachingRefused, match="本人同意支持性就业"):
        move_case(here.coach_who, case.pk, "S2")
    confirm(here.coach_who, case.pk, ["consent"])
    move_case(here.coach_who, case.pk, "S2")
    with pytest.raises(CoachingRefused, match="不能手工勾选"):
        confirm(here.coach_who, case.pk, ["stable"])
    SupportCase.objects.filter(pk=case.pk).update(stage="S7", checks={"quality": {}, "consent": {}})
    move_case(here.coach_who, case.pk, "S5", "换了任务")

    case.refresh_from_db()
    assert (case.stage, list(case.checks)) == ("S5", ["consent"])
    assert case.moves.order_by("-pk").first().reason == "换了任务"


def test_five_good_days_recorded_end_intensive_support(here):
    person = here.person()
    case = here.case(person, "S5", stage_since=START, spell=here.placed(person).pk)
    for n in range(5):
        record_session(here.coach_who, case.pk, session(date(2024, 3, 4) + timedelta(n), prompts=steps(17)))

    move_case(here.coach_who, case.pk, "S6")
    case.refresh_from_db()
    assert case.stage == "S6"


def test_a_job_named_in_a_case_must_be_the_persons_own(here):
    case, others = here.case(here.person()), here.placed(here.person())
    with pytest.raises(CoachingRefused, match="没有这个人的这份工作"):
        describe_job(here.coach_who, case.pk, Job(spell=others.pk))


# --- sessions and fading ---------------------------------------------------------------------------------------------


def test_the_same_entry_twice_is_one_session(here):
    case, entry = here.case(here.person(), "S5"), session(START)

    assert record_session(here.coach_who, case.pk, entry) == record_session(here.coach_who, case.pk, entry)
    assert Session.objects.count() == 1


def test_two_coaches_at_once_count_once_and_travel_is_no_support(here):
    case = here.case(here.person(), "S5", hours_per_week=HOURS)
    record_session(here.coach_who, case.pk, session(date(2024, 3, 4), travel_minutes=40))
    record_session(here.staff, case.pk, session(date(2024, 3, 4), "10:00", "12:00"), here.other.pk)
    page = case_page(here.coach_who, case.pk, date(2024, 3, 8))

    assert (page.minutes, page.travel_minutes) == (180, 40)
    assert page.weeks[0].ratio == Decimal("0.1")


def test_a_session_that_was_withdrawn_counts_nowhere(here):
    case = here.case(here.person(), "S5")
    row = record_session(here.coach_who, case.pk, session(START, prompts=steps(10)))
    with pytest.raises(CoachingRefused):
        withdraw_session(here.other_who, row.pk)
    withdraw_session(here.coach_who, row.pk)
    page = case_page(here.coach_who, case.pk, LATER)

    assert (page.minutes, page.sessions, page.withdrawn) == (0, [], 1)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (session(LATER + timedelta(1)), "晚于今天"),
        (session(date(2023, 12, 1)), "早于立案"),
        (session(START, "11:00", "09:00"), "晚于开始"),
        (session(START, "06:00", "20:00"), "12 小时"),
    ],
)
def test_a_session_that_cannot_be_is_refused_with_the_reason(here, entry, words):
    with pytest.raises(CoachingRefused, match=words):
        record_session(here.coach_who, here.case(here.person(), "S5").pk, entry)


def test_the_rule_advises_and_a_coach_who_decides_otherwise_says_why(here):
    case = here.case(here.person(), "S5", hours_per_week=HOURS)
    decide_week(here.coach_who, case.pk, date(2024, 3, 4), HOURS)
    for n in range(4):
        record_session(here.coach_who, case.pk, session(date(2024, 3, 4) + timedelta(n), prompts=steps(17)))
    with pytest.raises(CoachingRefused, match=r"建议是 22.5 小时"):
        decide_week(here.coach_who, case.pk, date(2024, 3, 11), Decimal(20))
    taken = decide_week(here.coach_who, case.pk, date(2024, 3, 11), Decimal("22.5"))
    other = decide_week(here.coach_who, case.pk, date(2024, 3, 11), Decimal(20), "同事已能带")

    assert (taken.advised_hours, other.hours, other.reason) == (Decimal("22.5"), 20, "同事已能带")
    with pytest.raises(CoachingRefused, match="30 小时之间"):
        decide_week(here.coach_who, case.pk, date(2024, 3, 18), Decimal(31))


# --- the register, institutions, stability, report -------------------------------------------------------------------


def test_the_register_says_who_is_qualified_how_many_there_were_and_their_load(here):
    add_training(here.staff, here.coach.pk, "outline", date(2023, 5, 1), Decimal(80), "基础培训")
    here.registered(somebody("job_coach", "211103", "新人"), started_on=date(2024, 3, 15))
    here.case(here.person(), "S5")
    found = register(here.staff, LATER)

    assert {line.coach.name: line.qualified_words for line in found.lines}["陈曦"] == "合格"
    assert (found.qualified, found.growth[-2:], found.median_load) == (1, [("2024-03", 3), ("2024-04", 3)], 0)
    assert found.growth[-3] == ("2024-02", 2)


def test_the_number_of_a_trade_certificate_lies_sealed(here):
    who = somebody("job_coach", "211103", "证书人")
    row = here.registered(who, certificate_no="ZS-2021-778899")

    assert b"778899" not in bytes(Coach.objects.get(pk=row.pk).certificate_sealed)
    assert not any("778899" in str(entry.detail) for entry in Entry.objects.all())


def test_institutions_show_people_to_a_coach_and_who_has_none(here):
    one, two = (
        Unit.objects.create(
            code=f"5221110{n}MJTEST01X", name=f"阳光家园{n}", county_code="211103000000", township_code=""
        )
        for n in (1, 2)
    )
    for n, unit in ((3, one), (2, two)):
        for _ in range(n):
            here.ledger.spell(here.person(certificate=False), date(2023, 1, 5), form="51", unit_code=unit.code)
    give_institution(here.staff, one.pk, here.coach.pk)
    found = institutions(here.staff, LATER)

    assert [(line.people, line.ratio) for line in found.lines] == [(3, "1 : 3.0"), (2, "—")]
    assert (len(found.with_coach), len(found.without_coach), found.ratio) == (1, 1, "1 : 5.0")
    with pytest.raises(CoachingRefused, match="已在这家机构"):
        give_institution(here.staff, one.pk, here.coach.pk)


def test_stability_is_read_from_insurance_months_and_unknown_is_no_no(here):
    start, day = date(2023, 6, 5), date(2024, 2, 10)
    steady, gone, farmer = here.person(), here.person(), here.person()
    for person, form in ((steady, "14"), (gone, "14"), (farmer, "61")):
        here.case(person, "S7", spell=here.placed(person, start, form=form).pk)
    here.ledger.insurance_compared(*[f"2023-{m:02}" for m in range(6, 13)])
    here.ledger.insured(steady, "2023-06", "2023-12")
    here.ledger.insured(gone, "2023-06", "2023-08")
    found = {p.person.pk: p for p in placements(here.coach_who, day)}

    assert found[steady.pk].after[6].value is Stability.STABLE
    assert found[gone.pk].after[6].value is Stability.NOT_STABLE
    assert found[steady.pk].after[12].value is Stability.NOT_DUE
    unit_forms, others = by_form(found.values())
    assert (unit_forms.placements, others.placements) == (2, 1)
    assert unit_forms.after[0][1].known == Decimal("0.5")


def test_a_months_report_counts_everything_from_records(here):
    person = here.person()
    case = here.case(person, "S5", hours_per_week=HOURS, spell=here.placed(person).pk)
    sync_follow_ups(LATER)
    record_session(here.coach_who, case.pk, session(date(2024, 3, 4), prompts=steps(8), travel_minutes=30))
    record_session(here.coach_who, case.pk, session(date(2024, 3, 20), prompts=steps(16), place="phone"))
    found = month_report(here.coach_who, here.coach, "2024-03", LATER)

    assert (found.sessions, found.hours, found.on_site, found.travel) == (2, 4, 2, Decimal("0.5"))
    assert (found.lines[0].before, found.lines[0].after) == (Decimal("0.4"), Decimal("0.8"))
    assert (found.due, found.kept, found.missed) == (2, 0, 2)
    assert found.load.value.points == 3


def test_a_caseload_puts_the_most_urgent_first(here):
    later, sooner = (here.case(here.person(), "S3", next_on=date(2024, 4, d)) for d in (20, 2))
    found = caseload(here.coach_who, LATER, here.coach)

    assert [(line.case, line.is_late) for line in found.lines] == [(sooner, True), (later, False)]


# --- what coaching tells the casework --------------------------------------------------------------------------------


def answers(person):
    return [row.user_id for row in Assignment.objects.filter(person=person, kind="coach", ended_on=None)]


def test_whoever_gets_a_case_answers_for_the_person_and_hands_her_over_with_it(here):
    person, second = here.person(), here.person()
    case = open_case(here.staff, person.pk, here.coach.pk)
    open_case(here.staff, second.pk, here.coach.pk)
    assert answers(person) == [here.coach_who.user_id]

    give_case(here.staff, case.pk, here.other.pk)
    assert answers(person) == [here.other_who.user_id]
    assert Assignment.objects.filter(person=person).exclude(ended_on=None).count() == 1

    hand_over_cases(here.staff, here.coach.pk, here.other.pk)
    assert answers(second) == [here.other_who.user_id]


def test_a_county_hands_over_no_case_of_another_county(here):
    here.case(here.person(place=TAISHAN))
    with pytest.raises(CoachingRefused, match="1 个个案不在您的范围内"):
        hand_over_cases(here.staff, here.coach.pk, here.other.pk)
    assert SupportCase.objects.get().coach == here.coach


def test_somebody_who_only_lives_here_is_supported_here(here):
    person = here.person(place=TAISHAN)
    PersonFact.objects.create(person=person, kind="residence", value=XINGLONG[1], known_from=noon(START))

    case = open_case(here.staff, person.pk, here.coach.pk)

    assert case_page(here.coach_who, case.pk, LATER).person == person


def test_a_job_said_to_have_ended_ends_in_the_ledger_on_its_day(here):
    person = here.person()
    job = here.placed(person, evidence_level="C", source_file=None, source_row=None)
    here.case(person, "S7", spell=job.pk)
    sync_follow_ups(LATER)
    first = FollowUp.objects.get(point=7)
    with pytest.raises(CoachingRefused, match="哪天离职"):
        record_follow_up(here.coach_who, first.pk, Contact("phone", "left", "pay"))

    record_follow_up(here.coach_who, first.pk, Contact("phone", "left", "pay", left_on=date(2024, 4, 8)))

    assert Spell.objects.standing().get(person=person).ended_on == date(2024, 4, 8)
    assert not FollowUp.objects.filter(person=person, done_on=None, closed_on=None).exists()
    assert SupportCase.objects.get(person=person, closed_on=None).kind == "again"


def test_a_job_that_a_file_vouches_for_is_not_ended_by_a_word_alone(here):
    person = here.person()
    job = here.placed(person)  # from the departments' file
    here.case(person, "S7", spell=job.pk)
    sync_follow_ups(LATER)

    record_follow_up(
        here.coach_who, FollowUp.objects.get(point=7).pk, Contact("phone", "left", "pay", left_on=date(2024, 4, 8))
    )

    assert Spell.objects.standing().get(person=person).ended_on is None
    assert EntryConflict.objects.get(person=person).field == "work_end"
