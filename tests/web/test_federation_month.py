"""The month's page: what it waits for, and its steps taken in their order."""

import re

import pytest

from tests.web.federation_month import CITY, COUNTY, OTHER_COUNTY, client_of, worked_month
from tonggong.base.divisions.queries import counties
from tonggong.base.jobs.models import Run
from tonggong.domain.comparison.models import Finding, Month, SignOff
from tonggong.domain.reporting import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def month(once):
    return once(worked_month)


@pytest.fixture
def city(month, practice):
    return month


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def decide_all(state="rejected"):
    Finding.objects.filter(state="open").update(state=state)


def test_it_begins_with_the_latest_month_and_says_what_it_waits_for(city):
    shown = page(client_of("city_staff", CITY).get("/month/"))

    assert "本月 2024年9月" in shown
    assert "现在等的是裁定：还有 5 条。" in shown
    assert "其中 2 条是同一原因（单位更名），可以一并处理" in shown


def test_each_count_opens_its_rows(city):
    client = client_of("city_staff", CITY)

    assert "href='/months/2024-09/findings/ended/'>3<" in page(client.get("/month/2024-09/"))
    rows = page(client.get("/months/2024-09/findings/ended/"))
    assert "疑似离岗 3 条" in rows
    assert rows.count("身份证尾号") == 3


def test_the_rows_come_page_after_page_and_none_twice(city, monkeypatch):
    monkeypatch.setattr("tonggong.web.federation.views.findings.SIZE", 2)
    client = client_of("city_staff", CITY)
    first = page(client.get("/months/2024-09/findings/ended/"))
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = page(client.get(following))

    pattern = r'<th scope="row"><a href="/findings/(\d+)/"'
    found = re.findall(pattern, first) + re.findall(pattern, second)
    assert found == [
        str(pk) for pk in Finding.objects.filter(result="ended").order_by("pk").values_list("pk", flat=True)
    ]


def test_a_county_sees_its_own_part(city):
    here = page(client_of("county_staff", COUNTY).get("/month/"))
    elsewhere = page(client_of("county_staff", OTHER_COUNTY).get("/month/"))

    assert "看 5 条待定" in here
    assert "大洼区</b>" not in here
    assert "看 5 条待定" not in elsewhere
    assert "大洼区</b>" in elsewhere


def test_a_county_signs_when_all_is_decided_and_may_take_it_back(city):
    client = client_of("county_staff", COUNTY)
    county = {"county": f"{COUNTY}000000"}

    refused = client.post("/month/2024-09/sign/", county)
    assert (refused.status_code, SignOff.objects.count()) == (422, 0)
    assert "还有 5 条差异待裁定" in page(refused)

    decide_all()
    client.post("/month/2024-09/sign/", county)
    assert "已签字" in page(client.get("/month/2024-09/"))

    client.post("/month/2024-09/withdraw/", county)
    assert SignOff.objects.filter(withdrawn_at=None).count() == 0


def test_nobody_signs_for_another_county(city):
    decide_all()

    answer = client_of("county_staff", OTHER_COUNTY).post("/month/2024-09/sign/", {"county": f"{COUNTY}000000"})

    assert answer.status_code == 422
    assert SignOff.objects.count() == 0


def test_the_city_closes_only_what_is_decided_and_signed(city):
    client = client_of("city_staff", CITY)
    decide_all()

    refused = client.post("/month/2024-09/close/")
    assert refused.status_code == 422
    assert "还没有签字" in page(refused)

    for county in counties():
        client_of("county_staff", county.code[:6]).post("/month/2024-09/sign/", {"county": county.code})
    assert "都齐了，可以关账。" in page(client.get("/month/2024-09/"))
    client.post("/month/2024-09/close/")

    assert Month.objects.get(month="2024-09").closed_at is not None
    assert "这个月已经关账。" in page(client.get("/month/2024-09/"))


def test_new_data_is_compared_in_the_background_once(city):
    city.send("deaths", "2024-09", [[city.people[6][1], city.people[6][0], "2024-09-02", "2024-09-03"]], sender="民政")
    client = client_of("city_staff", CITY)
    assert "现在等的是比对：有 1 份数据还没有比对。" in page(client.get("/month/2024-09/"))

    first = client.post("/month/2024-09/compare/")
    second = client.post("/month/2024-09/compare/")
    run = Run.objects.get()
    assert first["Location"] == second["Location"] == f"/runs/{run.pk}/"
    assert "比对 2024年9月" in page(client.get(f"/runs/{run.pk}/"))

    tasks.compare.call(run.pk)
    run.refresh_from_db()
    assert (run.state, "6 条等人裁定" in run.words) == ("done", True)
    done = client.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == "/month/2024-09/"
    tasks.compare.call(run.pk)  # delivered twice by the queue: nothing happens
    assert Finding.objects.filter(cause="death").count() == 4


def test_many_decisions_ask_for_one_count_of_the_figures(city):
    from django_tasks_db.models import DBTaskResult

    for _ in range(3):
        tasks.refresh_soon()

    assert DBTaskResult.objects.filter(task_path=tasks.figures.module_path).count() == 1


def test_a_month_that_is_none_is_not_found(city):
    client = client_of("city_staff", CITY)

    assert [client.get(path).status_code for path in ("/month/2024-13/", "/month/abc/", "/months/2024-09/findings/x/")] == [404] * 3  # fmt: skip
