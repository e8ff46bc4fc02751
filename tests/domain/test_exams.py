"""Help in recruiting exams: asked by the person or for her, answered in time, given; each in his reach, and never an illness in sight."""

from datetime import date, timedelta

import pytest

from tests.domain.posts_city import CITY, COUNTY, HRSS, NOW, TAX, TODAY, units, who
from tests.domain.reporting_ledger import TAISHAN, XINGLONG, at
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.posts import exams, services
from tonggong.domain.posts.models import ExamRequest
from tonggong.domain.posts.services import PostRefused
from tonggong.rules.posts.exam_help import Light

pytestmark = pytest.mark.django_db
HELD = date(2024, 11, 30)
CITY_CODE = "211100000000"


@pytest.fixture
def ledger(practice):
    with clock.pretend(NOW):
        yield units()


@pytest.fixture
def exam(ledger):
    return services.enter_exam(
        HRSS, title="市直事业单位公开招聘", organiser="市人社局", department="hrss", place_code=CITY_CODE, place="市一中",
        held_on=HELD, ask_until=date(2024, 11, 28),
    )  # fmt: skip


def herself(person):
    return who("person", "", "本人", person_id=person.pk)


def ask(exam, person, *kinds, by=None, **more):
    return services.ask_for_help(by or herself(person), exam, person, kinds or ("large_print",), **more)


def test_five_ask_five_are_answered_by_the_seventh_day_four_granted_and_for_one_other_means_agreed(ledger, exam):
    kinds = [("large_print",), ("braille", "time"), ("sign",), ("room", "helper"), ("access",)]
    rows = [ask(exam, ledger.person(), *one) for one in kinds]
    with clock.pretend(at(HELD - timedelta(7))):
        for row in rows[:4]:
            services.answer_request(HRSS, row, "granted")
        services.answer_request(HRSS, rows[4], "other", "改在一楼的考场")

    found = exams.by_exam(CITY, [exam], HELD - timedelta(6))[exam.pk]
    counts = exams.counts(found)
    assert [counts[group] for group in ("asked", "answered", "in_time", "granted", "other", "refused")] == [
        5,
        5,
        5,
        4,
        1,
        0,
    ]
    for group, count in counts.items():
        assert sum(line.is_in(group) for line in found) == count
    with clock.pretend(at(HELD)):
        services.record_given(HRSS, rows[0], was_given=True)
        with pytest.raises(PostRefused, match="请写为什么"):
            services.record_given(HRSS, rows[1], was_given=False)
        services.record_given(HRSS, rows[1], was_given=False, note="本人没有来")
    assert exams.counts(exams.by_exam(CITY, [exam], HELD)[exam.pk])["given"] == 1


def test_who_is_not_answered_lights_up_before_and_after_the_seventh_day(ledger, exam):
    ask(exam, ledger.person())
    days = [(11, Light.WAITING), (10, Light.SOON), (7, Light.SOON), (6, Light.OVERDUE)]
    for before, light in days:
        (line,) = exams.by_exam(CITY, [exam], HELD - timedelta(before))[exam.pk]
        assert line.light.value == light


def test_a_refusal_has_a_reason_and_may_be_turned_into_a_yes_but_its_day_stays_that_of_the_first_answer(ledger, exam):
    row = ask(exam, ledger.person())
    with pytest.raises(PostRefused, match="不同意的理由"):
        services.answer_request(HRSS, row, "refused")
    with pytest.raises(PostRefused, match="用什么办法"):
        services.answer_request(HRSS, row, "other")
    services.answer_request(HRSS, row, "refused", "考场没有放大屏")
    with pytest.raises(MoveRefused):
        services.take_back_request(herself(row.person), row.pk)
    with clock.pretend(at(date(2024, 11, 10))):
        row = services.answer_request(HRSS, row, "granted", "借到了放大屏")
    assert (row.answered_on, row.answer) == (TODAY, "借到了放大屏")
    with pytest.raises(PostRefused, match="考试那天以后"):
        services.record_given(HRSS, row, was_given=True)


def test_nobody_asks_for_another_and_nobody_sees_requests_beyond_his_reach(ledger, exam):
    here, away = ledger.person(XINGLONG), ledger.person(TAISHAN)
    with pytest.raises(PostRefused, match="不归您负责"):
        ask(exam, away, by=herself(here))
    with pytest.raises(PostRefused, match="不归您负责"):
        ask(exam, away, by=COUNTY)
    mine, theirs = ask(exam, here, by=COUNTY), ask(exam, away)

    assert (mine.asked_by, theirs.asked_by) == ("试验", "")
    assert [one.pk for one in exams.requests(COUNTY, [exam.pk])] == [mine.pk]
    assert [one.pk for one in exams.requests(HRSS, [exam.pk])] == [mine.pk, theirs.pk]
    assert exams.exam(TAX, exam.pk) is None
    assert exams.request(TAX, mine.pk) is None
    for stranger in (TAX, who("county_staff", "211102")):
        with pytest.raises(PostRefused, match="没有找到"):
            services.answer_request(stranger, mine, "granted")
    with pytest.raises(PostRefused, match="没有找到"):
        services.take_back_request(herself(away), mine.pk)


def test_one_asks_once_and_may_take_it_back_and_ask_again(ledger, exam):
    person = ledger.person()
    row = ask(exam, person)
    with pytest.raises(PostRefused, match="已经申请过"):
        ask(exam, person, "braille")
    services.take_back_request(herself(person), row.pk)
    ask(exam, person, "braille")

    assert exams.counts(exams.by_exam(CITY, [exam], TODAY)[exam.pk])["asked"] == 1
    assert len(exams.own_requests(person, TODAY)) == 2


@pytest.mark.parametrize(
    ("kinds", "words", "said"),
    [
        ((), "", "请选要哪几种"),
        (("massage",), "", "没有这种便利"),
        (("other",), " ", "写一句"),
        (("time",), "长" * 201, "写得太长"),
    ],
)
def test_a_request_says_what_helps(ledger, exam, kinds, words, said):
    person = ledger.person()
    with pytest.raises(PostRefused, match=said):
        services.ask_for_help(herself(person), exam, person, kinds, words=words)


def test_her_words_lie_sealed_and_the_trail_says_neither_them_nor_the_kinds(ledger, exam):
    person = ledger.person()
    row = ask(exam, person, "other", words="要一张高桌子")
    assert row.words == "要一张高桌子"
    assert "高桌子".encode() not in bytes(ExamRequest.objects.get().words_sealed)
    entry = Entry.objects.filter(subject="persons.Person").latest("seq")
    assert (entry.subject_id, "exam help asked" in entry.detail) == (person.pk, True)
    assert "高桌子" not in entry.detail
    assert "other" not in entry.detail


def test_an_exam_that_is_over_or_closed_to_requests_takes_none(ledger, exam):
    person = ledger.person()
    with clock.pretend(at(date(2024, 11, 29))), pytest.raises(PostRefused, match="不能再申请"):
        ask(exam, person)
    row = ask(exam, person)
    with clock.pretend(at(date(2024, 12, 1))), pytest.raises(PostRefused, match="考试已经过了"):
        services.answer_request(HRSS, row, "granted")


@pytest.mark.parametrize(
    ("actor", "changed", "said"),
    [
        (TAX, {}, "本部门"), (COUNTY, {}, "您管的地方"), (who("auditor"), {}, "职责不包括"), (HRSS, {"held_on": date(2024, 11, 1)}, "已经过了"),
        (HRSS, {"ask_until": date(2024, 12, 9)}, "不能晚于考试"), (CITY, {"department": "nothing"}, "没有这个部门"), (HRSS, {"place": ""}, "考点都要写"),
    ],
)  # fmt: skip
def test_an_exam_that_can_not_be_is_refused(ledger, actor, changed, said):
    known = {
        "title": "x", "organiser": "市人社局", "department": "hrss", "place_code": CITY_CODE, "place": "市一中", "held_on": HELD
    } | changed  # fmt: skip
    with pytest.raises(PostRefused, match=said):
        services.enter_exam(actor, **known)


def test_the_same_exam_stands_once(exam):
    with pytest.raises(PostRefused, match="已经登记过"):
        services.enter_exam(
            HRSS,
            title=exam.title,
            organiser=exam.organiser,
            department="hrss",
            place_code=CITY_CODE,
            place="x",
            held_on=HELD,
        )
