"""A pass of supports: given by the person or with her word, opened by its code, seen by her, taken back."""

from datetime import date, timedelta

import pytest

from tests.domain.assessed import HERE, THERE, a_person, a_worker, acting, figures, shown, somebody
from tonggong.base.accounts.who import system_who
from tonggong.base.audit import queries as trail
from tonggong.base.installation import clock
from tonggong.base.policy import queries as policy
from tonggong.base.policy.models import FigureValue
from tonggong.domain.casework.models import AccommodationPass, PassAttempt
from tonggong.domain.casework.queries import passes as queries
from tonggong.domain.casework.services import passes
from tonggong.domain.casework.services.passes import PassRefused
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.models import Person

pytestmark = pytest.mark.django_db
ITEMS = [{"key": "text_first", "words": "群里发就行"}, {"key": "", "words": "工位离门近"}]


@pytest.fixture
def person(practice):
    figures()
    return somebody()


@pytest.fixture
def herself(person):
    return acting(a_worker("person", "", person_id=person.pk))


def until(days: int = 30) -> date:
    return clock.today() + timedelta(days=days)


def given(who, person, **more):
    said = {"shown_to": "盘锦测试食品有限公司", "items": ITEMS, "until": until(), **more}
    return passes.grant(who, person, said.pop("shown_to"), said.pop("items"), said.pop("until"), **said)


# --- giving ----------------------------------------------------------------------------------------------------------------


def test_she_gives_a_pass_and_whoever_has_the_code_sees_what_helps_and_nothing_else(person, herself):
    _row, code = given(herself, person)
    opened = passes.open_pass(code, "李经理", "10.0.0.1")

    assert opened.items == ("以文字沟通为主（群聊、写字板）：群里发就行", "工位离门近")
    assert (opened.state, opened.shown_to) == ("open", "盘锦测试食品有限公司")
    assert person.name not in repr(opened)
    assert clock.day_of(opened.until) == until()


def test_the_code_is_kept_nowhere_and_typed_as_people_type_it(person, herself):
    _row, code = given(herself, person)
    kept = repr(list(AccommodationPass.objects.values()))

    assert len(code.replace("-", "")) == 20
    assert code not in kept
    assert code.replace("-", "") not in kept
    for typed in (code.lower(), code.replace("-", " "), code.replace("0", "o").replace("1", "l")):
        assert passes.open_pass(typed, "", "10.0.0.1").state == "open"


def test_a_worker_gives_it_only_with_her_word_and_within_reach(person):
    worker = acting(a_worker())
    with pytest.raises(PassRefused, match="本人怎样同意"):
        given(worker, person)
    _row, _ = given(worker, person, her_word="走访时当面说的")
    with pytest.raises(PassRefused, match="没有找到"):
        given(worker, somebody(owner=THERE), her_word="电话里说的")

    assert queries.passes_of(person)[0].her_word == "走访时当面说的"


def test_nobody_gives_somebody_elses(herself):
    with pytest.raises(PassRefused, match="没有找到"):
        given(herself, a_person(HERE))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"shown_to": "  "}, "给谁看"),
        ({"items": []}, "选 1 至"),
        ({"items": [{"key": "magic", "words": ""}]}, "没有这一项"),
        ({"items": [{"key": "", "words": " "}]}, "没有写内容"),
        ({"items": [{"key": "", "words": "我是听力残疾"}]}, "残疾类别"),
        ({"items": [{"key": "job_coach", "words": "残疾二级"}]}, "残疾等级"),
    ],
)
def test_a_pass_that_shows_nothing_or_too_much_is_not_given(person, herself, more, said):
    with pytest.raises(PassRefused, match=said):
        given(herself, person, **more)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_pass_lasts_from_today_to_a_year_at_most(person, herself, days):
    with pytest.raises(PassRefused, match="最长 365 天"):
        given(herself, person, until=until(days))


def test_what_is_offered_comes_from_the_last_signed_assessment(person):
    worker = acting(a_worker())
    shown(worker, person, accommodations=[{"key": "picture_sop", "helps": "贴在台上", "tried": True}])

    assert [(one.key, one.helps, one.tried) for one in queries.what_helps(person)] == [
        ("picture_sop", "贴在台上", True)
    ]
    assert queries.what_helps(somebody()) == ()


# --- opening ---------------------------------------------------------------------------------------------------------------


def test_each_opening_is_shown_to_her_and_stands_in_the_trail(person, herself):
    _, code = given(herself, person)
    passes.open_pass(code, "李经理", "10.0.0.1")
    passes.open_pass(code, "", "10.0.0.1")
    entries = [one for one in trail.entries_about("persons.Person", person.pk) if "pass opened" in one.detail]

    assert [one.said for one in queries.passes_of(person)[0].openings] == ["", "李经理"]
    assert len(entries) == 2
    assert "盘锦测试食品有限公司" in entries[0].detail


def test_after_its_day_and_once_taken_back_a_pass_shows_nothing(person, herself):
    row, code = given(herself, person)
    with clock.pretend(row.until + timedelta(seconds=1)):
        assert passes.open_pass(code, "", "10.0.0.1") == passes.Opened("expired")
    passes.revoke(herself, row.pk)

    assert passes.open_pass(code, "", "10.0.0.1") == passes.Opened("revoked")
    assert queries.passes_of(person)[0].state_words == "已收回"
    assert queries.passes_of(person)[0].openings == ()


def test_nobody_takes_back_somebody_elses_pass(person, herself):
    row, _ = given(herself, person)
    stranger = acting(a_worker("person", "", person_id=a_person(HERE).pk))
    for other in (stranger, acting(a_worker(reach="211103002"))):
        with pytest.raises(PassRefused):
            passes.revoke(other, row.pk)

    assert queries.passes_of(person)[0].state == "open"


def test_the_pass_of_somebody_who_died_shows_nothing(person, herself):
    _, code = given(herself, person)
    Person.objects.filter(pk=person.pk).update(died_on=date(2024, 1, 1))

    assert passes.open_pass(code, "", "10.0.0.1").state == "revoked"


def test_guessing_is_slowed_down_from_where_it_comes_and_not_for_others(person, herself):
    _, code = given(herself, person)
    states = [passes.open_pass(f"{n:020}", "", "10.0.0.9").state for n in range(9)]

    assert states == ["unknown"] * 8 + ["slow"]
    assert passes.open_pass(code, "", "10.0.0.9").state == "slow"
    assert passes.open_pass(code, "", "10.0.0.1").state == "open"
    assert b"10.0.0.9" not in bytes(PassAttempt.objects.first().place)


def test_for_how_long_wrong_codes_are_remembered_is_the_citys_figure(person, herself):
    for n in range(8):
        passes.open_pass(f"{n:020}", "", "10.0.0.9")
    PassAttempt.objects.update(at=clock.real_now() - timedelta(minutes=10))
    within = passes.open_pass("1" * 20, "", "10.0.0.9").state
    FigureValue.objects.filter(figure_id="pass.wrong_minutes").update(value=9)
    policy.forget()

    assert (within, passes.open_pass("1" * 20, "", "10.0.0.9").state) == ("slow", "unknown")


def test_one_pass_is_not_opened_without_end_within_an_hour(person, herself):
    _, code = given(herself, person)
    states = [passes.open_pass(code, "", f"10.0.1.{n}").state for n in range(31)]

    assert states == ["open"] * 30 + ["slow"]


def test_after_a_merge_her_passes_stay_hers(person, herself):
    row, code = given(herself, person)
    kept = somebody()
    persons.merge(system_who(), kept, person, "同一个人")

    assert [one.pk for one in queries.passes_of(kept)] == [row.pk]
    assert passes.open_pass(code, "", "10.0.0.1").state == "open"
    passes.revoke(herself, row.pk)
    assert queries.passes_of(kept)[0].state == "revoked"
