"""The pages of the ability assessment and of the pass: asked group by group, signed, shown, carried."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.domain.assessed import HERE, KEYS, THERE, a_draft, a_worker, acting, figures, said, shown, signed, somebody
from tests.web.figures_open import opened
from tonggong.base.accounts.who import system_who
from tonggong.base.audit import queries as trail
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assessment, Consent, NeedRegistration
from tonggong.domain.casework.queries import assessment_register as register
from tonggong.domain.casework.queries import assessments as queries
from tonggong.domain.casework.queries import passes
from tonggong.domain.casework.services import assessments
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.persons.services import merge
from tonggong.web.casework.assessments.forms import AdviceForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(practice, client):
    figures()
    user = a_worker()
    client.force_login(user)
    return acting(user)


@pytest.fixture
def person(worker):
    return somebody()


def url(name, *args):
    return reverse(f"casework:{name}", args=args)


def begun(client, person, **more):
    said = {"depth": "D1", "purpose": "four_ones", "families": ["bench"], **more}
    return client.post(url("assessment-begin", person.pk), said)


# --- beginning -------------------------------------------------------------------------------------------------------------


def test_without_consent_the_page_asks_for_it_and_says_that_no_costs_nothing(client, worker):
    person = somebody(agreed=False)
    page = client.get(url("assessment-begin", person.pk))
    refused = begun(client, person)

    assert "不愿意也没有关系" in page.text
    assert refused.status_code == 422
    assert not Assessment.objects.exists()
    assert begun(client, person, given_by="self", how="当面说的").status_code == 302
    assert Consent.objects.get(person=person).how == "当面说的"


def test_the_wish_chooses_which_dimensions_are_asked(client, worker, person):
    NeedRegistration.objects.create(
        person=person, on=date(2024, 3, 1), said_how="home", jobs=["缝纫工"], known_from=clock.now()
    )
    page = client.get(url("assessment-begin", person.pk))
    begun(client, person)
    first = client.get(begun(client, person)["Location"])

    assert re.search(r'value="bench"[^>]*checked', page.text)
    assert first.text.count("<legend>近处视物</legend>") == 1
    assert "和想做的工作关系不大的" in first.text


def test_the_same_assessor_comes_back_to_the_same_draft(client, worker, person):
    one, two = begun(client, person), client.get(url("assessment-begin", person.pk))

    assert one["Location"] == two["Location"]
    assert Assessment.objects.count() == 1


# --- filling in --------------------------------------------------------------------------------------------------------------


def levels_posted(keys, value="2", **more):
    return {"source": "self", "on": "2024年1月2日", **{f"level_{key}": value for key in keys}, **more}


def test_a_screen_is_kept_and_leads_to_the_next_one(client, worker, person):
    first = begun(client, person)["Location"]
    row = Assessment.objects.get()
    answer = client.post(first, levels_posted(["near_vision"], note_near_vision="戴眼镜", source_near_vision="family"))
    later = client.post(first, {**levels_posted([]), "then": "later"})

    assert answer["Location"] == url("assessment-part", row.thread, "mobility")
    assert later["Location"] == url("assessment", row.thread)


def test_every_level_carries_its_source_and_day_and_an_empty_one_is_unknown(client, worker, person):
    first = begun(client, person)["Location"]
    client.post(
        first, levels_posted(["near_vision", "hearing"], source_near_vision="family", note_near_vision="戴眼镜")
    )
    client.post(first, levels_posted(["near_vision"], source_near_vision="family", note_near_vision="戴眼镜"))
    row = Assessment.objects.get()

    assert row.levels == {"near_vision": {"level": 2, "source": "family", "on": "2024-01-02", "note": "戴眼镜"}}
    assert "戴眼镜" in client.get(first).text


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(client, worker, person):
    first = begun(client, person)["Location"]
    answer = client.post(first, levels_posted(["near_vision"], on="2199年1月1日", note_near_vision="戴眼镜"))

    assert answer.status_code == 422
    assert "这一天还没有到" in answer.text
    assert "戴眼镜" in answer.text
    assert Assessment.objects.get().levels == {}


def test_helps_evidence_and_advice_are_kept(client, worker, person):
    begun(client, person, depth="D3")
    thread = Assessment.objects.get().thread
    client.post(
        url("assessment-part", thread, "helps"), {"use_jigs": "tried", "helps_jigs": "左边加挡块", "avoid": ["night"]}
    )
    client.post(url("assessment-part", thread, "evidence"), {
        "tool-TOTAL_FORMS": "1", "tool-INITIAL_FORMS": "0", "tool-0-code": "14", "tool-0-on": "2024-1-3", "tool-0-raw": "31",
        "session-TOTAL_FORMS": "2", "session-INITIAL_FORMS": "0", "session-0-on": "2024-1-3", "session-0-minutes": "240",
        "session-0-place": "测试食品", "session-0-task": "贴标", "session-0-prompt": "2", "session-1-on": "",
    })  # fmt: skip
    answer = client.post(url("assessment-part", thread, "advice"),
                         {"advice": "supported", "advice_because": "提示两遍就会", "on": "2024年1月5日", "strengths": "有耐心"})  # fmt: skip
    page = client.get(answer["Location"]).text

    assert answer["Location"] == url("assessment", thread)
    for words in ("夹具、工装、防错治具", "左边加挡块", "夜班或倒班", "手部操作测验，2024年1月3日，原始分 31",
                  "2024年1月3日，240 分钟，测试食品，贴标，说一遍", "支持性就业", "提示两遍就会", "有耐心"):  # fmt: skip
        assert words in page


def test_an_instrument_without_its_day_is_named_in_its_row(client, worker, person):
    begun(client, person, depth="D2")
    answer = client.post(url("assessment-part", Assessment.objects.get().thread, "evidence"), {
        "tool-TOTAL_FORMS": "1", "tool-INITIAL_FORMS": "0", "tool-0-code": "14",
        "session-TOTAL_FORMS": "0", "session-INITIAL_FORMS": "0",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "请写哪天做的" in answer.text


@pytest.mark.parametrize(("category", "first"), [("1", "near_vision"), ("2", "hearing"), ("3", "speech")])
def test_the_category_puts_questions_first_and_fills_nothing_in(client, worker, category, first):
    begun(client, somebody(category, 1), families=[])
    page = client.get(url("assessment-part", Assessment.objects.get().thread, "sense")).text

    asked = re.findall(r'name="level_(\w+)" value="0"', page)
    assert asked[0] == first
    assert sorted(set(asked)) == ["far_vision", "hearing", "near_vision", "speech", "touch"]
    assert re.findall(r'name="level_\w+" value="\d"[^>]*checked', page) == []
    assert "平时谁照应" in page


# --- signing and showing ------------------------------------------------------------------------------------------------------


def test_what_is_missing_stands_on_the_draft_and_signing_leads_to_showing(client, worker, person):
    begun(client, person)
    thread = Assessment.objects.get().thread
    early = client.post(url("assessment-sign", thread))
    missing = client.get(url("assessment", thread)).text
    a_draft(worker, person)
    answer = client.post(url("assessment-sign", thread))

    assert early.status_code == 422
    assert "评了 0 项" in early.text
    assert "还没有选建议" in missing
    assert answer["Location"] == url("assessment-show", thread)


def test_what_she_says_stands_on_the_paper_and_in_the_register(client, worker, person):
    row = signed(worker, person)
    client.post(
        url("assessment-show", row.thread), {"on": str(clock.today()), "text": "我能搬得动", "contested": ["grip"]}
    )
    page = client.get(url("assessment", row.thread)).text
    register = client.get(url("assessments") + "?topic=contested").text

    assert "我能搬得动" in page
    assert page.count("本人有异议") == 1
    assert person.name in register


def test_the_paper_names_neither_category_nor_grade_nor_number(client, worker):
    person = somebody("6", 2)
    row = shown(worker, person)
    page = client.get(url("assessment", row.thread)).text
    paper = page.partition("<main")[2].partition("</main>")[0].replace("不按残疾类别和等级", "")

    assert "近处视物" in paper
    assert not re.search(r"精神|二级|残疾人证|尾号", paper)


def test_a_draft_of_somebody_else_shows_only_who_fills_it_in(client, worker, person):
    row = a_draft(acting(a_worker()), person, advice_because="这句话别人看不到")
    page = client.get(url("assessment", row.thread)).text

    assert "还在写，没有签字" in page
    assert "这句话别人看不到" not in page
    assert client.get(url("assessment-part", row.thread, "sense"))["Location"] == url("assessment", row.thread)


# --- one person, the register, quality ---------------------------------------------------------------------------------------


def test_a_change_is_a_picture_a_sentence_and_a_table(client, worker, person):
    first = shown(worker, person, level=2)
    Assessment.objects.filter(thread=first.thread).update(on=date(2023, 1, 5))
    shown(worker, person, level=3)
    page = client.get(url("person-assessments", person.pk)).text

    changes = len(first.levels)
    assert page.count('class="dumbbell"') == changes
    assert f"提高 {changes} 项" in page
    assert page.count('<td data-label="变化">提高</td>') == changes


def test_the_register_counts_what_waits_and_names_whom(client, worker, person):
    row = shown(worker, person)
    Assessment.objects.filter(thread=row.thread).update(on=date(2021, 1, 5), next_due_on=date(2023, 1, 5))
    shown(acting(a_worker(reach="211122103")), elsewhere := somebody(owner=THERE, name="别处的人"))
    Assessment.objects.filter(person=elsewhere).update(next_due_on=date(2023, 1, 5), on=date(2021, 1, 5))
    page = client.get(url("assessments")).text

    assert person.name in page
    assert "2023年1月5日起该重评" in page
    assert "别处的人" not in page


def test_a_wrong_number_in_the_registers_address_is_passed_over(client, worker):
    assert client.get(url("assessments") + "?from=²").status_code == 200


def test_quality_is_for_those_who_assign_and_each_figure_opens_its_assessments(client, practice, monkeypatch):
    monkeypatch.setattr(register, "drawn_for_second", lambda thread, share: True)
    figures()
    county, city = a_worker("county_staff", "211103"), a_worker("city_staff", "2111")
    assessor, address = acting(a_worker()), url("assessment-quality")
    first = shown(assessor, somebody(), advice="sheltered", depth="D2", level=2)
    shown(assessor, somebody())
    shown(acting(a_worker(reach="211122103")), somebody(owner=THERE))
    check = assessments.begin_second(acting(county), first.thread)
    assessments.keep(acting(county), check.thread, levels=said(dict.fromkeys(KEYS, 3), "assessor"),
                     sessions=[{"on": "2024-01-01"}], instruments=[{"code": 10, "on": "2024-01-01"}])  # fmt: skip
    assessments.sign(acting(county), check.thread)

    client.force_login(county)
    page, found = client.get(address).text, opened(client, address)
    assert "份数太少" in page
    assert (found[f"{assessor.name}，签字"], found[f"{assessor.name}，建议辅助性就业"]) == (2, 1)
    assert (found["抽中复评"], found["复评过"]) == (1, 1)
    assert [number for words, number in found.items() if words.endswith("，对数")] == [1] * len(KEYS)
    assert {number for words, number in found.items() if words.endswith("，完全相同")} == {0}
    behind = url("assessment-quality-rows")
    for wrong in (
        {"which": "signed"},
        {"which": "pairs", "of": "1"},
        {"which": "?"},
        {"which": "drawn", "on": "2031-01-01"},
    ):
        assert client.get(behind, wrong).status_code == 404
    client.force_login(city)
    assert sum(number for words, number in opened(client, address).items() if words.endswith("，签字")) == 3
    client.force_login(a_worker())
    assert client.get(address).status_code == 403
    assert client.get(behind, {"which": "drawn"}).status_code == 403


def test_looking_is_written_down_for_the_person(client, worker, person):
    row = shown(worker, person)
    for address in (url("person-assessments", person.pk), url("assessment", row.thread), url("passes", person.pk)):
        before = trail.entries_about("persons.Person", person.pk).count()
        client.get(address)
        assert trail.entries_about("persons.Person", person.pk).count() == before + 1


# --- the pass -----------------------------------------------------------------------------------------------------------------


def given(client, person, **more):
    said = {
        "shown_to": "测试食品",
        "items": ["jigs"],
        "own": "工位离门近",
        "days": "30",
        "her_word": "当面说的",
        **more,
    }
    return client.post(url("passes", person.pk), said)


@pytest.fixture
def helped(worker, person):
    shown(worker, person, accommodations=[{"key": "jigs", "helps": "左边加挡块", "tried": True}])
    return person


def test_a_pass_shows_its_code_once_and_opens_for_anybody_who_has_it(client, worker, helped):
    page = given(client, helped).text
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", page)[0]
    client.logout()
    opened = client.post(url("pass"), {"code": code, "said": "李经理"}).text

    assert "夹具、工装、防错治具：左边加挡块" in opened
    assert "工位离门近" in opened
    assert helped.name not in opened
    assert [one.said for one in passes.passes_of(helped)[0].openings] == ["李经理"]
    assert code not in opened


def test_the_code_stands_in_no_address(client, worker, helped):
    page = given(client, helped)
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", page.text)[0]
    addresses = re.findall(r'\b(?:href|action|src|value|hx-[a-z]+)="([^"]*)"', page.text)

    assert "Location" not in page.headers
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert any(each.startswith("/casework/") for each in addresses)
    assert [each for each in addresses if code.replace("-", "") in each.replace("-", "").upper()] == []
    assert code not in client.get(url("passes", helped.pk)).text


def test_a_pass_that_tells_too_much_is_refused_at_its_field(client, worker, helped):
    answer = given(client, helped, own="我是听力残疾二级")

    assert answer.status_code == 422
    assert "会说出残疾类别" in answer.text
    assert "测试食品" in answer.text


def test_a_pass_taken_back_says_so_calmly(client, worker, helped):
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", given(client, helped).text)[0]
    client.post(url("pass-revoke", passes.passes_of(helped)[0].pk))
    answer = client.post(url("pass"), {"code": code})

    assert answer.status_code == 200
    assert "这是本人的决定" in answer.text
    assert "夹具" not in answer.text


def test_a_wrong_code_says_what_a_code_looks_like_and_too_many_wait(client, practice):
    figures()
    answers = [client.post(url("pass"), {"code": f"WRONG{n}"}) for n in range(9)]

    assert [one.status_code for one in answers] == [422] * 8 + [429]
    assert "20 个字母和数字" in answers[0].text
    assert "请等一刻钟" in answers[8].text


def test_a_person_finds_what_her_pass_may_show(helped):
    assert [one.title for one in passes.what_helps(helped)] == ["夹具、工装、防错治具"]
    assert queries.own_assessments(helped)[0].helps[0].helps == "左边加挡块"


# --- whom it reaches -------------------------------------------------------------------------------------------------


def test_who_lives_here_with_a_certificate_from_elsewhere_is_assessed_here_and_gets_a_pass(client, worker):
    guest = somebody(owner=THERE)
    assert client.get(url("person-assessments", guest.pk)).status_code == 404
    PersonFact.objects.create(person=guest, kind="residence", value=HERE.township_code, known_from=clock.now())

    assert client.get(url("person-assessments", guest.pk)).status_code == 200
    assert begun(client, guest).status_code == 302
    said = {"own": "说话慢一点", "shown_to": "面点班老师", "days": 7, "her_word": "当面说的"}
    client.post(url("passes", guest.pk), said)
    row = signed(worker, somebody(owner=HERE))
    assert client.get(url("assessment", row.thread)).status_code == 200
    assert [one.shown_to for one in passes.passes_of(guest)] == ["面点班老师"]


def test_a_row_merged_into_somebody_of_another_county_leads_to_nobody(client, worker):
    kept, gone = somebody(owner=THERE), somebody()
    merge(system_who(reach="2111"), kept, gone, "同一个人")

    assert client.get(url("person-assessments", gone.pk)).status_code == 404


@pytest.mark.parametrize("name", ["interests", "strengths", "support_needs", "advice_because"])
def test_no_answer_in_words_is_endless(name):
    assert AdviceForm({name: "长" * 1001}).errors[name]
    assert name not in AdviceForm({name: "长" * 1000}).errors
