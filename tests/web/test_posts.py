"""The pages of posts and of help in exams: each number opens its rows, a post is entered in a minute, a refusal says how to complain."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.posts_city import COUNTY, FIRM, HRSS, NOW, ORGAN, a_post, units, who
from tests.domain.reporting_ledger import at
from tests.web.federation_month import client_of
from tests.web.levy_city import employer
from tests.web.own_door import an_account
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.posts import queries, services
from tonggong.domain.posts.models import ExamRequest, Post
from tonggong.domain.posts.services.deciding import REMOVED

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>(?:<span[^>]*>)?([\d,]+)")
ROWS = re.compile(r'<th scope="row">')
HELD = date(2024, 11, 30)


@pytest.fixture(autouse=True)
def ledger(practice):
    with clock.pretend(NOW):
        yield units()


@pytest.fixture
def county(client):
    return client_of("county_staff", "211103", "王浩")


def words_of(answer):
    page = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def signed_in(role, **more):
    client = Client()
    client.force_login(an_account(f"{role}-1".replace("_", "-"), "试验", role, **more))
    return client


def an_exam():
    return services.enter_exam(
        HRSS,
        title="公开招聘",
        organiser="市人社局",
        department="hrss",
        place_code="211100000000",
        place="市一中",
        held_on=HELD,
    )


def test_every_number_of_the_overview_is_the_rows_that_it_opens(county):
    for n, words in enumerate(["双目裸眼4.8", "身高1.6米以上", "大专以上", "限男性"]):
        row = a_post(f"岗位{n}", words, places=2)
        if n == 0:
            services.decide(COUNTY, row.conditions.get(), REMOVED, reason="与工作无关")
    page = county.get(reverse("federation:posts")).content.decode()

    figures = [(url.replace("&amp;", "&"), int(count)) for url, count in FIGURE.findall(page)]
    assert ("4" in {str(count) for _url, count in figures}, len(figures) >= 4) == (True, True)
    for url, count in figures:
        rows = len(ROWS.findall(county.get(url).content.decode()))
        assert rows == (4 if count == 8 else count)  # 8 are persons wanted on the 4 posts that open


def test_a_post_is_reviewed_on_its_page_with_reasons_that_the_unit_reads(county, client):
    row = a_post("前台", "五官端正", unit=FIRM, by=who("employer", "", "诚信公司", unit_code=FIRM))
    page, act = reverse("federation:post", args=[row.pk]), reverse("federation:post-act", args=[row.pk])
    said = words_of(county.get(page))
    assert "带有歧视的条件：对相貌的要求" in said
    one = row.conditions.get()

    refused = county.post(act, {"step": "decide", "of": one.pk, "outcome": "removed", "reason": "", "duty": "接待宾客"})
    assert refused.status_code == 422
    assert "请写理由" in words_of(refused)
    assert 'value="接待宾客"' in refused.content.decode()
    assert (
        county.post(act, {"step": "decide", "of": one.pk, "outcome": "removed", "reason": "接待不靠相貌"}).status_code
        == 302
    )
    assert county.post(act, {"step": "publish"}).status_code == 302

    employer(client, FIRM)
    mine = words_of(client.get(reverse("employer:post", args=[row.pk])))
    assert "接待不靠相貌" in mine
    assert client.get(reverse("employer:posts")).content.decode().count('<th scope="row">') == 1


def test_a_unit_enters_a_post_in_eight_fields_and_is_told_at_once_where_it_stops(client):
    employer(client, FIRM)
    filled = {
        "title": "配货员", "occupation": "warehouse", "places": "２", "is_reserved": "1", "workplace": "物流园", "apply_how": "0427-2800000",
        "open_from": "2024年11月4日", "condition_1": "身体健康", "duty_1": "搬货", "help_1": "手推车", "cost_1": "320",
    }  # fmt: skip
    wrong = client.post(reverse("employer:post-new"), filled | {"places": "几个"})
    assert wrong.status_code == 422
    assert "不是整数" in words_of(wrong)
    assert 'value="身体健康"' in wrong.content.decode()

    answer = client.post(reverse("employer:post-new"), filled, follow=True)
    row = Post.objects.get()
    assert (row.state, row.places, row.helps.get().cost_yuan) == ("stopped", 2, 320)
    assert "岗位停下来了：有条件要说明理由" in answer.content.decode()
    act = reverse("employer:post-act", args=[row.pk])
    assert client.post(act, {"step": "publish"}).status_code == 422
    client.post(act, {"step": "answer", "of": row.conditions.get().pk, "duty": "搬货", "words": "每件二十公斤"})
    assert row.conditions.get().answer == "每件二十公斤"


def test_the_public_list_says_for_whom_and_how_to_apply_and_shows_no_condition_that_was_removed(client, county):
    row = a_post("档案管理员", "双目裸眼4.8", "大专以上")
    services.decide(COUNTY, row.conditions.first(), REMOVED, reason="与工作无关")
    services.publish(COUNTY, row)
    a_post("还没核的")

    page = client.get(reverse("portal:posts"))
    assert "档案管理员" in words_of(page)
    assert "专门留给残疾人" in words_of(page)
    assert "还没核的" not in words_of(page)
    assert "没有找到" in words_of(client.get(reverse("portal:posts"), {"occupation": "driver"}))
    one = words_of(client.get(reverse("portal:post", args=[row.pk])))
    assert "0427-2800000" in one
    assert "大专以上" in one
    assert "裸眼" not in one
    assert client.get(reverse("portal:posts"), {"county": "110101000000"}).status_code == 404


def test_posts_of_a_plan_stand_on_its_page_and_are_entered_there(county):
    from tonggong.domain.employers.models import Unit
    from tonggong.domain.quota.models import LeadPlan

    plan = LeadPlan.objects.create(unit=Unit.objects.get(code=ORGAN), breach_on=date(2024, 1, 1))
    filled = {
        "title": "收发员", "occupation": "clerk", "places": "1", "is_reserved": "1", "workplace": "区政府", "apply_how": "打电话", "open_from": "2024-11-04"
    }  # fmt: skip
    answer = county.post(reverse("federation:posts-new-of-plan", args=[plan.pk]), filled)
    row = queries.of_plan(plan)[0]
    assert answer.status_code == 302
    assert row.unit.code == ORGAN
    assert "收发员" in words_of(county.get(reverse("federation:leading-plan", args=[plan.pk])))


def test_an_analysis_keeps_what_is_not_known_apart_from_what_is_not_needed(county):
    row = a_post("档案管理员")
    address = reverse("federation:post-analysis", args=[row.pk])
    assert 'value="3" selected' in county.get(address).content.decode()
    county.post(address, {"sitting": "3", "lifting": "0", "hearing": ""})
    row.refresh_from_db()
    assert row.demands == {"sitting": 3, "lifting": 0}


def test_the_organisers_side_answers_a_masked_name_and_every_count_opens_its_requests(ledger):
    exam = an_exam()
    people = [ledger.person() for _ in range(3)]
    for person in people:
        services.ask_for_help(who("person", "", person_id=person.pk), exam, person, ["time"], entry_no=f"N{person.pk}")
    liaison = signed_in("department_liaison", reach="2111", department="hrss")
    page = liaison.get(reverse("federation:exam", args=[exam.pk]))
    assert people[0].name not in page.content.decode()
    assert f"N{people[0].pk}" in page.content.decode()
    assert Entry.objects.filter(kind="view", subject="persons.Person").exists()

    first = ExamRequest.objects.order_by("pk").first()
    address = reverse("federation:exam-answer", args=[first.pk])
    refused = liaison.post(address, {"state": "refused", "words": ""})
    assert refused.status_code == 422
    assert "请写不同意的理由" in refused.content.decode()
    assert liaison.post(address, {"state": "granted", "words": ""}).status_code == 302
    listed = liaison.get(reverse("federation:exams")).content.decode()
    figures = [(url, int(count)) for url, count in FIGURE.findall(listed)]
    assert sorted(count for _url, count in figures) == [1, 1, 1, 3]
    for url, count in figures:
        assert liaison.get(url).content.decode().count("报名序号 N") == count
    with clock.pretend(at(date(2024, 11, 25))):
        assert "2 份快到期或已过期" in words_of(liaison.get(reverse("federation:exams")))


def test_staff_ask_for_a_person_by_a_number_that_no_address_carries(ledger, county):
    exam, person = an_exam(), ledger.person()
    address = reverse("federation:exam-ask", args=[exam.pk])
    wrong = county.post(address, {"number": "21110319850501999X41", "kinds": ["time"]})
    assert wrong.status_code == 422
    assert "没有这个证号的人" in wrong.content.decode()
    number = person.citizen_id + "41"
    answer = county.post(address, {"number": number, "kinds": ["time", "braille"], "entry_no": "7"})
    assert answer.status_code == 302
    assert number not in answer["Location"]
    assert ExamRequest.objects.get().asked_by == "王浩"


def test_she_asks_reads_a_refusal_with_the_way_to_complain_and_takes_back_only_her_own(ledger):
    exam, person, other = an_exam(), ledger.person(), ledger.person()
    her = signed_in("person", person_id=person.pk)
    address = reverse("portal:exams")
    assert her.post(address, {"step": "ask", "exam": exam.pk}).status_code == 422
    assert (
        her.post(address, {"step": "ask", "exam": exam.pk, "kinds": ["large_print"], "words": "字要大"}).status_code
        == 302
    )
    row = ExamRequest.objects.get()
    theirs = services.ask_for_help(who("person", "", person_id=other.pk), exam, other, ["time"])
    her.post(address, {"step": "take-back", "request": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.state == "asked"

    services.answer_request(HRSS, row, "refused", "考场没有放大屏")
    page = her.get(address)
    assert "考场没有放大屏" in words_of(page)
    assert f"{reverse('portal:ask')}?kind=complaint" in page.content.decode()
    asking = her.get(reverse("portal:ask"), {"kind": "complaint"}).content.decode()
    assert re.search(r'value="complaint"[^>]*checked', asking)
