"""A public body's own page of hires: reported person by person, each with its receipt and what came of it; nobody else's."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests.domain.test_hires import CITY_CLERK, DAY, FIRM, ORGAN, OTHER_CLERK, SCHOOL, YEAR, City
from tests.web.levy_city import employer
from tonggong.base.audit.models import Entry
from tonggong.domain.hires.models import HireCase, HireReport
from tonggong.domain.hires.services import check_year, decide

pytestmark = pytest.mark.django_db
LIST, NEW = "employer:hires", "employer:hire-new"


@pytest.fixture
def city(practice, tmp_path) -> City:
    return City(tmp_path)


def said_of(city, person, **more):
    number = city.number(person)
    return {
        "name": person.name, "citizen_id": number, "number": f"{number}43", "post": "综合窗口", "hired_on": "2023年7月3日",
        "form": "civil", "ground": "录用通知〔2023〕5号",
    } | more  # fmt: skip


def test_a_hire_is_reported_gets_a_receipt_and_the_page_says_what_came_of_it(client, city):
    person = city.person()
    employer(client, ORGAN)
    assert "还没有报过" in client.get(reverse(LIST)).text

    answer = client.post(reverse(NEW), said_of(city, person), follow=True)

    row = HireReport.objects.get()
    assert (row.unit.code, row.hired_on, row.post, row.form) == (ORGAN, DAY, "综合窗口", "civil")
    assert row.receipt in answer.text
    assert "录用为公务员" in answer.text
    assert "报上了，等核对" in client.get(reverse(LIST)).text
    city.personnel([(city.number(person), person.name, ORGAN, DAY)])
    check_year(CITY_CLERK, YEAR)
    page = client.get(reverse(LIST)).text
    assert "各方一致，计入" in page
    assert person.name not in page
    assert city.number(person) not in page
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [person.pk]


def test_a_difference_is_said_to_wait_without_what_the_others_say(client, city):
    person = city.person(valid_until=date(2023, 5, 31))
    employer(client, ORGAN)
    client.post(reverse(NEW), said_of(city, person))
    city.personnel([(city.number(person), person.name, ORGAN, DAY)])
    check_year(CITY_CLERK, YEAR)
    url = reverse("employer:hire", args=[HireReport.objects.get().pk])

    page = client.get(url).text
    assert "有出入，残联在核实" in page
    assert "失效" not in page
    decide(OTHER_CLERK, HireCase.objects.get(), False, "证件已失效")
    assert "核实后不计入" in client.get(url).text
    assert "失效" not in client.get(url).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"citizen_id": "123"}, "身份证号："),
        ({"number": ""}, "请填残疾人证号"),
        ({"number": "123"}, "残疾人证号："),
        ({"number": "21110319850501001143"}, "和身份证号不一样"),
        ({"hired_on": "2090-01-01"}, "今天以后"),
        ({"post": ""}, "请写岗位"),
        ({"form": ""}, "请选用工形式"),
        ({"form": "x"}, "没有这一项"),
    ],
)
def test_a_wrong_report_says_at_the_field_how_to_mend_it_and_gives_no_number_back(client, city, more, words):
    person = city.person()
    employer(client, ORGAN)

    answer = client.post(reverse(NEW), said_of(city, person, **more))

    assert answer.status_code == 422
    assert words in answer.text
    assert "录用通知〔2023〕5号" in answer.text
    assert city.number(person) not in answer.text
    assert HireReport.objects.count() == 0


def test_a_military_certificate_needs_no_number_and_the_same_person_twice_is_refused(client, city):
    said = said_of(city, city.person(), number="", is_military="on")
    employer(client, ORGAN)

    assert client.post(reverse(NEW), said).status_code == 302
    again = client.post(reverse(NEW), said)
    assert again.status_code == 422
    assert "已经报过此人" in again.text


def test_a_report_is_taken_back_with_a_reason_stays_listed_and_may_be_sent_anew(client, city):
    said = said_of(city, city.person())
    employer(client, ORGAN)
    client.post(reverse(NEW), said)
    row = HireReport.objects.get()
    url = reverse("employer:hire-withdraw", args=[row.pk])

    silent = client.post(url, {"why": " "})
    assert silent.status_code == 422
    assert "请写为什么撤回" in silent.text
    page = client.post(url, {"why": "日期写错"}, follow=True).text
    assert "已撤回" in page
    assert client.post(url, {"why": "再来一次"}).status_code == 422
    client.post(reverse(NEW), said | {"hired_on": "2023-07-05"})
    assert HireReport.objects.standing().get().hired_on == date(2023, 7, 5)


def test_another_body_s_report_is_not_found_and_a_firm_is_told_where_to_report(client, city):
    row = city.report(city.person(), unit=SCHOOL)
    employer(client, ORGAN)
    assert client.get(reverse("employer:hire", args=[row.pk])).status_code == 404
    assert client.post(reverse("employer:hire-withdraw", args=[row.pk]), {"why": "x"}).status_code == 404
    assert row.receipt not in client.get(reverse(LIST)).text
    assert f'href="{reverse(LIST)}"' in client.get(reverse("employer:home")).text


def test_a_firm_is_told_where_to_report_and_does_not_find_the_page_on_the_rail(client, city):
    employer(client, FIRM)

    page = client.post(reverse(NEW), {}, follow=True).text

    assert "企业安置了残疾人，用“报安置情况”报" in page
    assert HireReport.objects.count() == 0
    assert f'href="{reverse(LIST)}"' not in client.get(reverse("employer:home")).text
