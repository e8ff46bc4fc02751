"""A complaint on wages, contract or discrimination: a receipt at once, sent in two working days, its result told."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.access.walk import FOREIGN, OWN
from tests.domain.paper_files import a_person
from tests.domain.test_papers import herself
from tests.domain.test_testimony import COUNTY, WORKER, staff
from tonggong.base.accounts.roles import ROLES, Scope
from tonggong.base.accounts.who import Who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.policy.services import load_figures
from tonggong.domain.casework.models import Petition
from tonggong.domain.casework.queries import petitions as asked
from tonggong.domain.casework.queries.file import casework_of
from tonggong.domain.casework.services import petitions
from tonggong.domain.testimony.models import Referral
from tonggong.domain.testimony.queries import complaints as told
from tonggong.domain.testimony.services import complaints as services
from tonggong.domain.testimony.services.complaints import Wrong
from tonggong.domain.testimony.services.refusals import TestimonyRefused
from tonggong.rules.figures import national_figures

WRONG = Wrong("wages", "三个月没发工资", "锦禾食品厂", "晚上打电话")
WORDS = "查实了，单位把三个月工资付清了。"


def office(department="hrss"):
    who = staff("department_liaison", "2111", 12)
    return Who(12, "徐立", who.role, who.role_title, "2111", who.duties, department=department)


def at(text):
    return clock.pretend(datetime.fromisoformat(f"{text}T10:00:00+08:00"))


@pytest.fixture
def person(practice):
    load_figures(national_figures())
    return a_person(OWN)


def complain(person, on="2024-09-02", wrong=WRONG, role="person"):
    with at(on):
        return services.complain(herself(person, role), wrong)


@pytest.mark.parametrize(
    ("on", "refer_by"),
    [("2024-09-02", "2024-09-04"), ("2024-09-13", "2024-09-18"), ("2024-09-30", "2024-10-09"),
     ("2024-12-31", "2025-01-03"), ("2025-01-27", "2025-02-06")],
)  # fmt: skip
def test_the_receipt_is_there_at_once_and_two_working_days_reckon_with_holidays(person, on, refer_by):
    row = complain(person, on)

    assert row.refer_by.isoformat() == row.petition.due_on.isoformat() == refer_by
    assert (row.state, row.petition.kind, row.petition.text) == ("waiting", "labour", "三个月没发工资")
    with at(on):
        assert row.petition.number in [p.number for p in asked.petitions_of(person)]
    assert b"\xe9\x94\xa6\xe7\xa6\xbe" not in bytes(row.sealed)


def test_said_twice_it_is_one(person):
    assert complain(person).pk == complain(person).pk
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (Wrong("", "没发工资", "厂"), "什么事"),
        (Wrong("wages", " ", "厂"), "写几句"),
        (Wrong("wages", "没发", " "), "哪个单位"),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_of_it_stays(person, wrong, problem):
    with pytest.raises(TestimonyRefused, match=problem):
        complain(person, wrong=wrong)
    assert not Petition.objects.exists()


def test_it_goes_the_whole_way_and_she_reads_each_step(person):
    row = complain(person)
    with at("2024-09-04"):
        services.refer(COUNTY, row.pk)
    row.refresh_from_db()
    assert (row.state, row.office, row.accept_by) == ("sent", "hrss", date(2024, 9, 11))
    with at("2024-09-11"):
        services.accept(office(), row.pk)
    row.refresh_from_db()
    assert row.result_by == date(2024, 12, 10)
    with at("2024-10-20"):
        services.conclude(office(), row.pk, "paid", WORDS, date(2024, 10, 18), Decimal("7200.00"))
        row = told.complaint_of(person, row.petition.number)
        stages = told.stages(row, date(2024, 10, 20))

    assert [(s.title, s.kind) for s in stages] == [
        ("收到", "done"), ("转给劳动保障监察", "done"), ("决定受理", "done"), ("办结", "done")
    ]  # fmt: skip
    assert (row.result, row.result_yuan, row.result_on) == ("paid", Decimal("7200.00"), date(2024, 10, 18))
    assert (row.petition.state, row.petition.answer, stages[-1].words) == ("done", WORDS, WORDS)


def test_each_step_once_and_in_its_order(person):
    row = complain(person)
    with at("2024-09-04"):
        for step in (lambda: services.accept(office(), row.pk), lambda: services.decline(office(), row.pk, "不归我们")):
            with pytest.raises(TestimonyRefused, match="没有找到"):
                step()
        services.refer(COUNTY, row.pk)
        with pytest.raises(TestimonyRefused):
            services.refer(COUNTY, row.pk)
        with pytest.raises(TestimonyRefused):
            services.conclude(office(), row.pk, "ordered", "查过了")
        with pytest.raises(TestimonyRefused, match="日期"):
            services.accept(office(), row.pk, date(2024, 9, 3))
        with pytest.raises(TestimonyRefused, match="日期"):
            services.accept(office(), row.pk, date(2024, 9, 5))
        with pytest.raises(TestimonyRefused, match="为什么"):
            services.decline(office(), row.pk, " ")
        services.decline(office(), row.pk, "应走劳动仲裁，可以去仲裁院。")
    row = Referral.objects.select_related("petition").get()
    assert (row.state, row.petition.answer) == ("declined", "应走劳动仲裁，可以去仲裁院。")
    with pytest.raises(TestimonyRefused):
        services.call_back(herself(person), row.petition.number)


@pytest.mark.parametrize(
    ("result", "words", "yuan", "problem"),
    [("", WORDS, None, "处理结果"), ("ordered", "", None, "写结果"), ("paid", WORDS, None, "多少元"),
     ("ordered", WORDS, Decimal(-1), "金额")],
)  # fmt: skip
def test_a_result_says_what_it_is(person, result, words, yuan, problem):
    row = complain(person)
    with at("2024-09-04"):
        services.refer(COUNTY, row.pk)
        services.accept(office(), row.pk)
        with pytest.raises(TestimonyRefused, match=problem):
            services.conclude(office(), row.pk, result, words, None, yuan)


def test_what_is_not_sent_in_time_is_shown_late_and_after_another_working_day_is_the_citys(person):
    row = complain(person, "2024-09-13")  # due on Wednesday 18
    city = staff("city_staff", "2111", 20)

    assert told.escalated(city, date(2024, 9, 18)) == []
    assert told.escalated(city, date(2024, 9, 19)) == [row]
    assert [s.kind for s in told.stages(row, date(2024, 9, 18))] == ["done", "waiting", "waiting", "waiting"]
    assert [s.kind for s in told.stages(row, date(2024, 9, 19))] == ["done", "overdue", "waiting", "waiting"]
    with at("2024-09-19"):
        assert told.waiting_words(COUNTY) == "1 待转，1 超期"


def test_the_unit_is_not_told_who_until_she_agrees_and_may_take_it_back(person):
    row = complain(person)
    number = row.petition.number
    assert not told.may_be_named(row)
    with at("2024-09-03"):
        services.agree_to_be_named(herself(person), number, True)
    assert told.may_be_named(row)
    with at("2024-09-04"):
        services.agree_to_be_named(herself(person), number, False)
    assert not told.may_be_named(row)
    assert [(n.agreed, n.voice, n.means) for n in row.namings.order_by("pk")] == [
        (False, "self", "portal"), (True, "self", "portal"), (False, "self", "portal")
    ]  # fmt: skip
    with pytest.raises(TestimonyRefused):
        services.agree_to_be_named(herself(a_person(OWN)), number, True)


def test_she_takes_it_back_at_any_step(person):
    row = complain(person)
    with at("2024-09-04"):
        services.refer(COUNTY, row.pk)
        services.call_back(herself(person), row.petition.number)
        row = told.complaint_of(person, row.petition.number)
        assert [s.title for s in told.stages(row, clock.today())] == ["收到", "撤回"]
        with pytest.raises(TestimonyRefused):
            services.accept(office(), row.pk)


def test_others_do_not_see_it_nor_learn_of_it_from_her_record(person):
    row = complain(person)
    with at("2024-09-04"):
        services.refer(COUNTY, row.pk)
    for role in sorted(set(ROLES) - {"county_staff", "city_staff", "department_liaison"}):
        assert not told.complaints(staff(role, "2111")).exists()
        assert not told.handed_over(staff(role, "2111")).exists()
    assert not told.handed_over(office("tax")).exists()
    assert told.handed_over(office()).get().pk == row.pk
    for who in (WORKER, COUNTY):
        assert (list(asked.petitions(who)), asked.waiting(who)) == ([], 0)
    assert asked.petition(COUNTY, row.petition_id) is None
    with pytest.raises(petitions.PetitionRefused):
        petitions.answer(COUNTY, row.petition_id, "done", "好了。")
    assert [topic.key for topic in casework_of(person)] == []
    assert not Entry.objects.filter(subject="persons.Person").exists()
    assert not told.complaints(staff("county_staff", "211103")).exists()


def test_a_worker_writes_it_down_and_hands_out_the_receipt_only(person):
    with at("2024-09-02"):
        row = services.write_down_complaint(WORKER, person.pk, WRONG, "self", "door")

    assert told.receipt_of(WORKER, row.petition.number).pk == row.pk
    assert told.receipt_of(staff("township_worker", "211122103", 77), row.petition.number) is None
    assert told.receipt_of(COUNTY, row.petition.number).pk == row.pk
    assert not told.complaints(WORKER).exists()
    with pytest.raises(TestimonyRefused, match="没有找到"):
        services.write_down_complaint(WORKER, a_person(FOREIGN[Scope.COUNTY]).pk, WRONG, "self", "door")
    with pytest.raises(TestimonyRefused, match="怎么说的"):
        services.write_down_complaint(WORKER, person.pk, WRONG, "self", "portal")


def test_each_figure_of_a_year_is_the_number_of_the_rows_it_opens(person):
    rows = [complain(a_person(OWN), day) for day in ("2024-09-02", "2024-09-03", "2024-09-04", "2023-12-31")]
    complain(a_person(FOREIGN[Scope.COUNTY]))
    with at("2024-09-04"):
        services.refer(COUNTY, rows[0].pk)
        services.accept(office(), rows[0].pk)
        services.conclude(office(), rows[0].pk, "paid", WORDS, None, Decimal(100))
    with at("2024-09-06"):
        services.refer(COUNTY, rows[1].pk)
        services.decline(office(), rows[1].pk, "不归我们，可以去仲裁。")
    day = date(2024, 9, 20)
    counts = {key: count for key, _title, count in told.year_figures(COUNTY, 2024, day)}

    assert counts == {
        "received": 3,
        "in_time": 1,
        "late": 2,
        "accepted": 1,
        "closed": 2,
        "done": 1,
        "declined": 1,
        "paid": 1,
    }
    for key, count in counts.items():
        assert told.figure_rows(COUNTY, key, 2024, day).count() == count
    assert {key: n for key, _t, n in told.year_figures(staff("auditor", "2111"), 2024, day)} == dict.fromkeys(counts, 0)
