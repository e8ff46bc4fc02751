"""A case of a placement in doubt: nobody is found against unheard, nobody closes alone, nothing is lost."""

from datetime import date, timedelta

import pytest

from tests.domain.test_signals_of_ledger import FALSE, HONEST, MONTHS, YEAR, City
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.domain.inspection import own
from tonggong.domain.inspection.models import Case, Suspected
from tonggong.domain.inspection.queries import cases as queries
from tonggong.domain.inspection.queries import suspicions as stored
from tonggong.domain.inspection.services import cases, hearings, results
from tonggong.domain.inspection.services.refusals import CaseRefused
from tonggong.domain.inspection.services.screening import screen

pytestmark = pytest.mark.django_db
DUTIES = frozenset({"signals.read", "signals.handle"})
JIA = Who(1, "甲", "city_staff", "市残联", "2111", DUTIES)
YI = Who(2, "乙", "city_staff", "市残联", "2111", DUTIES)
FAR = Who(3, "丙", "county_staff", "县区残联", "211122", DUTIES)
UNIT = Who(4, "丁", "employer", "用人单位", "", frozenset({"own.unit"}), unit_code=FALSE)


@pytest.fixture
def city(practice):
    made = City()
    for unit in (FALSE, HONEST):
        made.staff(unit, 40)
    made.doubled = made.placed(HONEST)
    made.placed(FALSE, MONTHS[3:], person=made.doubled, started_on=date(YEAR, 4, 1))
    screen(system_who(), YEAR)
    return made


@pytest.fixture
def case(city):
    return cases.open_case(JIA, stored.suspicions_of(JIA, YEAR, stored.Wanted(unit=FALSE)), "同月在两家全职，先看一看")


def heard(case):
    """The same case after its unit let the term pass."""
    letter = hearings.send_letter(JIA, case, "请说明情况。")
    with clock.pretend(clock.now() + timedelta((letter.due_on - clock.today()).days + 1)):
        hearings.note_silence(JIA, case)
    return case


def test_a_screening_is_kept_frozen_and_a_rerun_marks_what_changed_or_vanished(city):
    first = Suspected.objects.get(unit_code=FALSE)
    assert first.codes == " F01 "
    assert first.level == "check"
    assert first.content["hits"][0]["evidence"][0]["rows"]  # which rows of which file
    assert screen(system_who(), YEAR).new == 0
    first.refresh_from_db()
    assert first.ended_in is None
    assert first.last_seen_id > first.first_seen_id

    city.doubled.contributions.filter(unit_code=FALSE, last_month__gte=f"{YEAR}-06").update(known_until=clock.now())
    assert screen(system_who(), YEAR).changed == 1
    city.doubled.contributions.filter(unit_code=FALSE).update(known_until=clock.now())
    assert screen(system_who(), YEAR).vanished == 1
    assert [row.ending for row in Suspected.objects.filter(unit_code=FALSE).order_by("pk")] == ["changed", "vanished"]
    assert not stored.suspicions_of(JIA, YEAR, stored.Wanted(unit=FALSE)).exists()
    assert stored.earlier(Suspected.objects.filter(unit_code=FALSE).last())[0].pk == first.pk


def test_the_queue_counts_what_its_filters_show_and_only_within_reach(city):
    whole, by_signal, by_county = stored.counts(JIA, YEAR)
    assert whole.check == stored.suspicions_of(JIA, YEAR, stored.Wanted(level="check")).count() > 0
    assert by_signal["F01"].check == stored.suspicions_of(JIA, YEAR, stored.Wanted(signal="F01", level="check")).count()
    for county, found in by_county.items():
        assert found.check == stored.suspicions_of(JIA, YEAR, stored.Wanted(county=county, level="check")).count()
    assert stored.counts(FAR, YEAR)[0] == (0, 0)
    signals = stored.explained(stored.suspicions_of(JIA, YEAR, stored.Wanted(unit=FALSE)), own_words=False)
    assert all(one.evidence and one.readings and one.ask for found in signals.values() for one in found)


def test_an_adverse_finding_waits_for_the_hearing_and_the_hearing_for_its_term(case, city):
    with pytest.raises(CaseRefused, match="先向单位发听取意见的函"):
        results.find(JIA, case, city.doubled.pk, "not_real", "两边同时全职", "参保记录")
    results.find(JIA, case, city.doubled.pk, "unclear", "两边都有参保", "参保记录")  # says nothing against anybody
    hearings.send_letter(JIA, case, "请说明情况。")
    with pytest.raises(CaseRefused, match="还没有过"):
        hearings.note_silence(JIA, case)
    with pytest.raises(CaseRefused, match="先向单位发"):
        results.find(JIA, case, city.doubled.pk, "not_real", "两边同时全职", "参保记录")
    own.state_own(UNIT, case, "此人只在我单位上班。")
    case.refresh_from_db()
    assert case.state == "heard"

    results.find(JIA, case, city.doubled.pk, "not_real", "两边同时全职", "参保记录")
    assert queries.view(JIA, case).people[0].verdict == "不实"
    assert [step.after for step in steps_of(case)] == ["looking", "hearing", "heard"]


def test_a_second_person_closes_and_what_is_sent_back_or_reopened_stays_readable(case, city):
    heard(case)
    results.find(JIA, case, city.doubled.pk, "not_real", "两边同时全职", "参保记录")
    struck = {city.doubled.pk: [f"{YEAR}-05"]}
    with pytest.raises(CaseRefused, match="不能是没有问题"):
        results.propose(JIA, case, "no_problem", "没有问题")
    with pytest.raises(CaseRefused, match="2023 年内"):
        results.propose(JIA, case, "not_counted", "不计入", {city.doubled.pk: ["2022-05"]})
    results.propose(JIA, case, "not_counted", "这一个月不计入", struck, ["labour"])
    with pytest.raises(CaseRefused, match="另一位同事"):
        results.confirm(JIA, case)
    with pytest.raises(CaseRefused, match="结论已经提出"):
        cases.add_task(JIA, case, "再去一次")
    results.send_back(YI, case, "月份不全")
    assert case.state == "heard"
    results.propose(YI, case, "not_counted", "五月不计入", struck, ["labour"])
    results.confirm(JIA, case)
    assert case.state == "closed"
    assert queries.result_words(queries.view(JIA, case).result) == "有关月份不计入安排人数，移送劳动保障监察"

    results.reopen(JIA, case, "单位补交了考勤")
    assert case.state == "heard"
    course = queries.view(JIA, case).course
    assert [one.withdrawn != "" for one in course if one.what == "结论"] == [True, True]
    assert queries.view(JIA, case).result is None


def test_without_anything_against_anybody_a_case_closes_unheard_but_not_alone(case, city):
    with pytest.raises(CaseRefused, match="还有 1 人没有认定"):
        results.propose(JIA, case, "no_problem", "到岗属实")
    cases.note_visit(JIA, case, clock.today(), "见到本人，在包装组上班")
    results.find(JIA, case, city.doubled.pk, "real", "见到本人在岗", "到单位核查")
    with pytest.raises(CaseRefused, match="结论只能是没有问题"):
        results.propose(JIA, case, "referred", "移送", offices=["tax"])
    results.propose(JIA, case, "no_problem", "到岗属实")
    results.confirm(YI, case)
    assert case.state == "closed"


def test_cases_stay_within_reach_and_each_step_is_traced(case, city):
    assert queries.case_of(FAR, case.pk) is None
    with pytest.raises(CaseRefused, match="不在您的范围内"):
        cases.add_task(FAR, case, "去看看")
    with pytest.raises(CaseRefused, match="已经有一个没有办结"):
        cases.open_case(YI, stored.suspicions_of(YI, YEAR, stored.Wanted(unit=FALSE)), "再立一个")
    reader = Who(5, "戊", "auditor", "审计", "2111", frozenset({"signals.read"}))
    with pytest.raises(CaseRefused):
        cases.note_visit(reader, case, clock.today(), "看到")
    task = cases.add_task(JIA, case, "调考勤")
    assert task.due_on > clock.today()
    cases.finish_task(JIA, case, task.pk, "已调来")
    seen = cases.note_visit(JIA, case, clock.today(), "没有找到本人")
    cases.withdraw(JIA, case, "visit", seen.pk, "记错了单位")
    assert [one.withdrawn for one in queries.view(JIA, case).course if one.kind == "" and one.what == "到单位核查"] == [
        "甲撤回：记错了单位"
    ]
    assert Entry.objects.filter(kind="change", subject__startswith="inspection.", actor="甲").count() >= 5


def test_the_unit_sees_its_questions_and_nothing_else_and_answers_once(case, city):
    cases.ask(JIA, case, "unit", ["请提供考勤。"])
    cases.ask(JIA, case, "person", ["平时在哪里上班？"])
    (check,) = own.own_checks(UNIT)
    assert [row.text for row in check.questions] == ["请提供考勤。"]
    assert check.people == []  # it never reported her
    other = Who(6, "己", "employer", "用人单位", "", frozenset({"own.unit"}), unit_code=HONEST)
    assert own.own_checks(other) == []
    assert own.own_case(other, case.pk) is None
    with pytest.raises(CaseRefused, match="不是本单位"):
        own.answer_own(other, case, check.questions[0].pk, "无")
    own.answer_own(UNIT, case, check.questions[0].pk, "考勤附后。")
    with pytest.raises(CaseRefused, match="已经答复"):
        own.answer_own(UNIT, case, check.questions[0].pk, "再答一次")
    private = case.questions.get(asked="person")
    with pytest.raises(CaseRefused):
        own.answer_own(UNIT, case, private.pk, "不该答的")


def test_what_a_person_says_in_confidence_only_the_handler_reads(case):
    (row,) = cases.ask(JIA, case, "person", ["在这里上班吗？"])
    cases.note_answer(JIA, case, row.pk, "没有去过", on=clock.today(), is_own_word=True)
    assert "没有去过" in str([one.detail for one in queries.view(JIA, case).course])
    for reader in (YI, Who(5, "戊", "auditor", "审计", "2111", frozenset({"signals.read"}))):
        assert "没有去过" not in str(queries.view(reader, case))
    cases.take_over(YI, case, "甲调离")
    assert "没有去过" in str([one.detail for one in queries.view(YI, case).course])
    assert "没有去过" not in str(queries.view(JIA, Case.objects.get()))
