"""The list of the day: every reason with a dated fact, in the declared order, put off or ticked off with one tap."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.domain.today_city import TODAY, Town, a_user, noon, on
from tonggong.base.policy import queries as policy
from tonggong.base.policy.models import FigureValue
from tonggong.domain.casework.models import Petition, Verification
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import Certificate
from tonggong.domain.persons.services import merge
from tonggong.domain.status.models import Owed, PersonStatus
from tonggong.domain.worklist import queries, services
from tonggong.domain.worklist.models import Postponement


@pytest.fixture
def town(practice):
    with on():
        yield Town()


def the_list(town, user=None):
    return queries.today(town.who(user))


def said(town, user=None):
    """Who is on the list, with the reasons."""
    return {t.name: [f.reason.key for f in t.found] for t in the_list(town, user).tasks}


def sentence(town, name="王"):
    return next(t for t in the_list(town).tasks if t.name == name).first.hit.sentence


def finding(
    town,
    person,
    result,
    cause="",
    *,
    feed="social-insurance",
    month="2024-10",
    found=date(2024, 11, 20),
    state="open",
    because="",
):
    file = town.file(feed, month)
    return Finding.objects.create(
        month=month, feed=feed, delivery=file.delivery, source_file=file, source_row=9, content=f"{person.pk}{result}{cause}{feed}".encode()[:16],
        result=result, state=state, person=person, county_code=person.county_code, township_code=person.township_code,
        cause=cause, because=because, found_at=noon(found),
    )  # fmt: skip


def test_nothing_due_is_nobody_on_the_list(town):
    town.somebody("王")
    found = the_list(town)

    assert (found.people, found.tasks) == (1, [])


def test_a_contract_that_ends_in_20_days_says_so_with_its_day(town):
    town.spell(town.somebody("王", visited=date(2024, 9, 1)), date(2024, 1, 2), contract_until=date(2024, 12, 21))
    hit = the_list(town).tasks[0].first.hit

    assert "劳动合同12月21日到期，还有 20 天" in hit.sentence
    assert hit.on == date(2024, 12, 21)


def test_a_contract_that_was_talked_about_within_its_window_is_settled(town):
    person = town.somebody("王", visited=date(2024, 9, 1))
    town.spell(person, date(2024, 1, 2), contract_until=date(2024, 12, 21))
    town.visit(person, date(2024, 11, 25))

    assert said(town) == {}


@pytest.mark.parametrize(
    ("started", "point"),
    [(date(2024, 11, 24), 7), (date(2024, 11, 1), 30), (date(2024, 9, 2), 90), (date(2024, 6, 4), 180)],
)
def test_a_start_asks_for_its_four_follow_ups(town, started, point):
    person = town.somebody("王", visited=date(2024, 6, 2))
    town.spell(person, started)

    assert (
        f"第 {point} 天"
        in next(f for t in the_list(town).tasks for f in t.found if f.reason.key == "follow_up").hit.sentence
    )


def test_the_follow_ups_are_numbered_as_the_citys_figure_has_them(town):
    FigureValue.objects.filter(figure_id="coaching.follow_up_days").update(value=[7, 14, 30])
    policy.forget()
    town.spell(town.somebody("王", visited=date(2024, 10, 1)), date(2024, 11, 1))
    told = sentence(town)
    policy.forget()

    assert told == "上岗 30 天，该做第 3 次跟进（第 30 天）"


def test_a_follow_up_that_was_made_is_asked_for_no_more(town):
    person = town.somebody("王", visited=date(2024, 10, 1))
    town.spell(person, date(2024, 11, 24))
    town.visit(person, date(2024, 11, 30))

    assert said(town) == {}


def test_eleven_months_of_silence_are_counted(town):
    town.somebody("王", visited=date(2023, 12, 20))
    hits = {f.reason.key: f.hit for f in the_list(town).tasks[0].found}

    assert hits["no_contact"].sentence == "11 个月没有联系，上次是2023年12月20日"
    assert hits["no_contact"].on == date(2023, 12, 20)


def test_a_situation_confirmed_long_ago_says_how_many_months_have_passed(town):
    person = town.somebody("王")
    Verification.objects.filter(person=person).update(on=date(2021, 12, 2))
    hits = {f.reason.key: f.hit for f in the_list(town).tasks[0].found}

    assert hits["situation_old"].sentence == "上次核实就业状况是2021年12月2日，已过 35 个月"


def test_an_attempt_that_reached_nobody_is_no_contact(town):
    person = town.somebody("王", visited=date(2024, 1, 2))
    town.visit(person, date(2024, 11, 20), outcome=9)

    assert "no_contact" in said(town)["王"]


def test_the_insurance_file_makes_the_newly_unemployed_a_task(town):
    person = town.somebody("王")
    finding(town, person, "ended", "insurance-stopped", because="2024-08 起连续 2 个月没有缴费，单位仍在为其他人缴费。")
    hit = the_list(town).tasks[0].first.hit

    assert hit.sentence.startswith("10月参保文件显示停保：2024-08 起连续 2 个月没有缴费")
    assert hit.source == (town.file("social-insurance", "2024-10").pk, 9)


def test_a_contact_after_the_file_settles_the_stop(town):
    person = town.somebody("王")
    finding(town, person, "ended", "insurance-stopped")
    town.visit(person, date(2024, 11, 21))

    assert said(town) == {}


def test_a_lost_job_without_another_is_a_reason_and_one_with_another_is_none(town):
    lost, moved = town.somebody("王"), town.somebody("李")
    for person in (lost, moved):
        town.spell(person, date(2024, 1, 2), ended_on=date(2024, 11, 10))
    town.spell(moved, date(2024, 11, 11), unit_code="91211100MA0TESTX2B")
    town.visit(moved, date(2024, 11, 30))

    assert said(town) == {"王": ["insurance_stopped"]}


def test_each_change_of_a_file_becomes_an_item_for_the_worker_by_name(town):
    one, two = town.somebody("王"), town.somebody("李")
    stray = town.person()
    finding(town, one, "new", state="fact")
    finding(town, two, "changed", "start-differs:X")
    finding(town, stray, "new", state="fact")
    finding(town, one, "new", state="fact", feed="opening-ledger")
    items = queries.change_items(town.who(town.county), "2024-10")

    assert [(i.person_id, i.result, i.worker) for i in items] == [
        (one.pk, "new", "韩玉梅"), (two.pk, "changed", "韩玉梅"), (stray.pk, "new", "")
    ]  # fmt: skip
    assert said(town) == {"王": ["feed_change"], "李": ["feed_change"]}
    assert "1 项变化（有变化）" in sentence(town, "李")


def test_what_the_four_ones_owe_stands_with_its_term(town):
    late, soon, done = (town.somebody(name) for name in ("王", "李", "张"))
    for person, due, done_on in (
        (late, date(2024, 11, 21), None),
        (soon, date(2024, 12, 7), None),
        (done, date(2024, 11, 1), TODAY),
    ):
        Owed.objects.create(
            person=person, one="assessment", period="2024", owed_from=date(2024, 1, 1), due_on=due, done_on=done_on
        )

    assert said(town) == {"王": ["four_ones_overdue"], "李": ["four_ones_soon"]}
    assert sentence(town) == "职业能力评估逾期 10 天"
    assert sentence(town, "李") == "职业能力评估12月7日前要做，还有 6 天"


def test_plan_steps_promises_and_reviews_are_due_to_their_owner(town):
    person = town.somebody("王")
    plan = town.plan(person, review=date(2024, 12, 3))
    town.step(plan, date(2024, 12, 2))
    town.step(plan, date(2024, 11, 28), "送就业补贴申请表", kind="promise")

    assert said(town) == {"王": ["promised_step", "plan_step", "plan_review"]}
    assert "送就业补贴申请表" in sentence(town)


def test_the_next_talk_agreed_on_counts_only_from_the_last_attempt(town):
    person = town.somebody("王")
    town.visit(person, date(2024, 11, 15), next_on=date(2024, 12, 1))
    assert said(town) == {"王": ["next_contact"]}

    town.visit(person, date(2024, 11, 20))
    assert said(town) == {}


def test_a_certificate_that_ends_and_sixteen_years_are_reasons(town):
    person = town.somebody("王")
    Certificate.objects.filter(person=person).update(valid_until=date(2025, 2, 1))
    town.somebody("李", born_on=date(2008, 11, 20))

    assert said(town) == {"王": ["certificate_ends"], "李": ["turned_16"]}


def test_an_answered_petition_is_to_be_told(town):
    person = town.somebody("王")
    Petition.objects.create(
        number="S001", person=person, kind="correction", text_sealed=b"", by_role="self", asked_at=noon(date(2024, 11, 1)),
        due_on=date(2024, 12, 1), state="done", answer="已更正", answered_at=noon(date(2024, 11, 28)),
    )  # fmt: skip

    assert sentence(town) == "申请更正（回执 S001）已有答复，请告诉本人"


def test_whom_the_plan_does_not_serve_is_not_asked_about_the_situation(town):
    person = town.somebody("王", visited=None)
    assert set(said(town)["王"]) == {"situation_old", "no_contact"}

    PersonStatus.objects.create(
        person=person, day=TODAY, is_working_age=False, is_employed=False, is_target=False, target_reason="age",
        is_rural=False, is_monitored=False, is_graduate=False, is_injured_only=False, rule_version="x", computed_at=timezone.now(),
    )  # fmt: skip
    assert said(town) == {}


def test_the_pressing_come_first_and_every_point_is_told(town):
    slow, urgent = town.somebody("王", visited=date(2024, 5, 1)), town.somebody("李")
    finding(town, urgent, "ended", "insurance-stopped")
    found = the_list(town)

    assert [t.name for t in found.tasks] == ["李", "王"]
    assert found.tasks[0].points.value == Decimal("95.0")
    assert found.tasks[0].points.because == f"{found.tasks[0].first.hit.sentence}：权重 95 × 紧急程度 1 = 95 分。"
    assert all(f.hit.on and f.hit.fact for t in found.tasks for f in t.found)
    assert slow.pk == found.tasks[1].person_id


def test_a_coach_sees_her_people_likewise(town):
    coach = a_user("chenxi", "陈曦", "job_coach", "211103")
    person = town.somebody("王", visited=date(2024, 10, 1))
    town.give(person, coach, "coach")
    town.spell(person, date(2024, 11, 24))

    assert said(town, coach) == {"王": ["follow_up"]}


def test_the_list_of_another_is_for_those_who_assign(town):
    other = a_user("lining", "李宁")
    town.somebody("王", visited=date(2023, 1, 1))

    with pytest.raises(queries.NotYourList):
        queries.today(town.who(other), town.worker.pk)
    assert len(queries.today(town.who(town.county), town.worker.pk).tasks) == 1


def test_however_many_people_the_number_of_queries_is_the_same(town):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    the_list(town)  # places and figures are kept in memory from the first question on
    for n in (2, 12):
        for k in range(n):
            person = town.somebody(f"人{n}{k}", visited=date(2024, 1, 1))
            town.spell(person, date(2024, 1, 2), contract_until=date(2024, 12, 9))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            the_list(town)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 26


# --- put off, ticked off, taken back ---------------------------------------------------------------------------------


def test_one_tap_puts_somebody_off_and_one_takes_it_back(town):
    person = town.somebody("王", visited=date(2023, 12, 1))
    batch = services.postpone(town.who(), person.pk)
    found = the_list(town)
    assert (found.tasks, found.later) == ([], 1)
    assert [(p.name, p.until) for p in found.put_off] == [("王", date(2024, 12, 4))]

    assert services.undo(town.who(), batch) == person.pk
    assert list(said(town)) == ["王"]


def test_what_was_put_off_comes_back_on_its_day_and_a_new_reason_at_once(town):
    person = town.somebody("王", visited=date(2023, 12, 1))
    services.postpone(town.who(), person.pk, date(2024, 12, 10))
    finding(town, person, "ended", "insurance-stopped", found=TODAY)
    assert said(town) == {"王": ["insurance_stopped"]}

    with on(date(2024, 12, 10)):
        assert set(said(town)["王"]) == {"insurance_stopped", "no_contact", "situation_old"}


def test_a_certificate_is_ticked_off_but_what_is_owed_has_to_be_done(town):
    person = town.somebody("王")
    Certificate.objects.filter(person=person).update(valid_until=date(2025, 2, 1))
    Owed.objects.create(person=person, one="need", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 1))
    found = {f.reason.key: f.hit.fact for f in the_list(town).tasks[0].found}
    services.tick_off(town.who(), person.pk, "certificate_ends", found["certificate_ends"])

    assert said(town) == {"王": ["four_ones_overdue"]}
    with pytest.raises(services.PutOffRefused, match="不能直接勾掉"):
        services.tick_off(town.who(), person.pk, "four_ones_overdue", found["four_ones_overdue"])


def test_a_second_tap_puts_off_once_and_nobody_else_takes_it_back(town):
    person = town.somebody("王", visited=date(2023, 12, 1))
    services.postpone(town.who(), person.pk)
    batch = services.postpone(town.who(), person.pk)

    assert Postponement.objects.filter(undone_at=None).count() == 2  # its two reasons, once each
    assert services.undo(town.who(a_user("lining", "李宁")), batch) is None


@pytest.mark.parametrize("day", [date(2024, 12, 1), date(2024, 11, 1), date(2026, 1, 1)])
def test_a_day_that_is_no_later_one_is_refused(town, day):
    person = town.somebody("王", visited=date(2023, 12, 1))
    with pytest.raises(services.PutOffRefused):
        services.postpone(town.who(), person.pk, day)


def test_who_may_not_record_may_not_put_off(town):
    person = town.somebody("王", visited=date(2023, 12, 1))
    with pytest.raises(PermissionDenied):
        services.postpone(town.who(a_user("zhaomin", "赵敏", "committee_office", "2111")), person.pk)


def test_a_merge_keeps_the_person_once_on_the_list_of_the_one_that_stands(town):
    gone, kept = town.somebody("王", visited=date(2023, 12, 1)), town.person()
    merge(town.who(town.county), kept, gone, "同一个人")
    found = the_list(town)

    assert found.people == 1
    assert [t.person_id for t in found.tasks] == [kept.pk]
    assert "no_contact" in [f.reason.key for f in found.tasks[0].found]


@pytest.mark.parametrize("state", ["open", "returned", "answered"])
def test_of_whom_a_death_is_reported_only_the_death_is_to_be_checked_and_nobody_rings(town, state):
    person = town.somebody("王", visited=date(2023, 12, 1))  # silent for long, and owed something
    Owed.objects.create(person=person, one="need", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 1))
    finding(town, person, "ended", "death", feed="deaths", month="2024-06", found=date(2024, 7, 1), state=state)
    (task,) = the_list(town).tasks

    assert [one.reason.key for one in task.found] == ["death_reported"]
    assert "核实" in task.first.hit.sentence
    assert not task.may_be_called
    assert queries.deaths_to_check([person.pk]) == {person.pk}


@pytest.mark.parametrize("state", ["rejected", "lapsed"])
def test_a_death_that_was_not_believed_puts_her_back_among_the_others(town, state):
    person = town.somebody("王", visited=date(2023, 12, 1))
    finding(town, person, "ended", "death", feed="deaths", month="2024-06", found=date(2024, 7, 1), state=state)
    (task,) = the_list(town).tasks

    assert "death_reported" not in said(town)["王"]
    assert task.may_be_called


def test_whoever_was_found_since_the_report_is_asked_for_again(town):
    person = town.somebody("王", visited=None)
    finding(town, person, "ended", "death", feed="deaths", found=date(2024, 11, 1))
    town.visit(person, date(2024, 11, 20), outcome=9)
    nobody_home = said(town)
    town.visit(person, date(2024, 11, 21), outcome=1)

    assert nobody_home == {"王": ["death_reported"]}
    assert "death_reported" not in said(town).get("王", [])
    assert queries.deaths_to_check([person.pk]) == set()


def test_whose_death_the_village_confirmed_is_off_the_list_while_the_office_decides(town):
    person = town.somebody("王", visited=date(2023, 12, 1))
    finding(town, person, "ended", "death", feed="deaths", found=date(2024, 11, 1))
    town.visit(person, date(2024, 11, 20), outcome=10)

    assert said(town) == {}
    assert queries.deaths_to_check([person.pk]) == {person.pk}  # and is still not rung
