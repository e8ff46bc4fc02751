"""The pages of campaigns, aid and posts: lists and progress down to names, one outcome a name, registering, terms by rule."""

import html
import io
import json
import re
from datetime import date

import docx
import pytest

from tests.domain.reporting_ledger import UNIT, at
from tests.domain.test_aid_and_posts import wanting
from tests.domain.test_campaigns import visit
from tests.domain.visiting import HOME, OTHER_TOWN, Ledger
from tests.web.federation_month import client_of
from tonggong.base.accounts.models import User
from tonggong.base.audit.models import Entry
from tonggong.base.derived import facts_changed
from tonggong.base.installation import clock
from tonggong.domain.campaigns.models import Campaign, PublicPost
from tonggong.domain.casework.models import Assignment, ServicePlan, Visit
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.status.services import refresh

pytestmark = pytest.mark.django_db
START, END = date(2024, 12, 2), date(2024, 12, 31)


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(START)):
        yield Ledger()


@pytest.fixture
def county(ledger):
    return client_of("county_staff", HOME[0][:6])


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def people(ledger, count, place=HOME):
    found = [ledger.person(place) for _ in range(count)]
    refresh(None)
    return found


def opened(client, **more):
    said = {
        "kind": "survey",
        "title": "找到服务对象",
        "rule": "working_age",
        "starts_on": "2024-12-02",
        "ends_on": "2024-12-31",
    }
    answer = client.post("/casework/campaigns/new/", {**said, **more})
    assert answer.status_code == 302, words(answer)
    return Campaign.objects.latest("pk")


def worker_of(*persons):
    client = client_of("township_worker", HOME[1][:9], "hanyumei")
    user = User.objects.get(username="hanyumei")
    for person in persons:
        Assignment.objects.create(person=person, kind="worker", user=user, started_on=START, by="试验", at=clock.now())
    return client


def test_a_campaign_is_made_and_shows_its_list_and_who_has_no_worker(ledger, county):
    people(ledger, 3)
    people(ledger, 1, OTHER_TOWN)
    row = opened(county)

    shown = words(county.get(f"/casework/campaigns/{row.pk}/"))
    assert "找到 0 人，占 0.0%" in shown
    assert "3 人没有负责人" in shown
    assert "3 人" in words(county.get(f"/casework/campaigns/{row.pk}/names/?state=nobody"))
    assert "找到服务对象" in words(county.get("/casework/campaigns/"))


def test_a_campaign_without_days_is_refused_with_every_word_kept(ledger, county):
    answer = county.post("/casework/campaigns/new/", {
        "kind": "month", "title": "援助月", "rule": "month", "starts_on": "2024-12-20", "ends_on": "2024-12-10",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "结束日期不能早于开始日期" in words(answer)
    assert 'value="援助月"' in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_worker_records_one_outcome_of_a_name_of_hers_once(ledger, county):
    one, two = people(ledger, 2)
    worker = worker_of(one)
    row = opened(county)
    target = row.targets.get(person=one)
    assert 'href="/casework/campaigns/mine/"' in worker.get("/casework/four-ones/").content.decode()
    mine = words(worker.get("/casework/campaigns/mine/"))
    assert one.name in mine
    assert two.name not in mine
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [one.pk]

    url = f"/casework/campaigns/names/{target.pk}/"
    key = re.search(r'name="key" value="([^"]+)"', worker.get(url).content.decode())[1]
    said = {"key": key, "method": "home", "outcome": "1", "on": "2024-12-02", "present": "self", "satisfied": "5"}
    assert worker.post(url, said).headers["Location"] == "/casework/campaigns/mine/"
    worker.post(url, said)  # pressed twice

    assert Visit.objects.filter(campaign_target_id=target.pk).count() == 1
    target.refresh_from_db()
    assert (target.outcome, target.satisfied) == (1, 5)
    assert "见到" in words(worker.get("/casework/campaigns/mine/"))


def test_the_whole_form_of_a_visit_gives_the_name_its_outcome(ledger, county):
    one, two = people(ledger, 2)
    worker = worker_of(one)
    worker_of(two)
    row = opened(county)
    target, other = row.targets.get(person=one), row.targets.get(person=two)
    way = re.search(r'href="(/visits/people/[^"]+)"', worker.get(f"/casework/campaigns/names/{target.pk}/").text)[1]
    page = worker.get(way).text

    assert f"为“{row.title}”走访" in page
    said = {"outcome": "2", "method": "phone", "present": "self", "started_at": "2024-12-02T10:00:00+08:00"}
    for key, linked in (("a", target), ("b", other), ("c", None)):  # another's name gives this person no outcome
        said["key"] = f"6f1e3c1e-56a5-4a8b-9a53-8f7f2f0a9e{key}1"
        said["campaign_target"] = str(linked.pk) if linked else "x"
        received = worker.post(way, said)
        assert received.status_code == 302
        seen = words(worker.get(received.headers["Location"]))
        assert ("结果记到名单上" in seen) is (linked == target)

    assert list(Visit.objects.exclude(campaign_target_id=None).values_list("campaign_target_id", flat=True)) == [
        target.pk
    ]
    target.refresh_from_db()
    other.refresh_from_db()
    assert (target.outcome, other.outcome) == (2, None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on": "2024-12-30"}, "不能晚于今天"),
        ({"outcome": "9", "satisfied": "5"}, "只有见到本人时才打分"),
        ({"outcome": ""}, "这一项必填，请选一个"),
    ],
)
def test_a_wrong_outcome_is_refused_and_nothing_is_written(ledger, county, wrong, said):
    (one,) = people(ledger, 1)
    target = opened(county).targets.get(person=one)
    form = {"key": "6f1e3c1e-56a5-4a8b-9a53-8f7f2f0a9e11", "method": "home", "outcome": "1", "on": "2024-12-02"}
    answer = county.post(f"/casework/campaigns/names/{target.pk}/", {**form, **wrong})

    assert answer.status_code == 422
    assert said in words(answer)
    assert not Visit.objects.exists()


def test_progress_opens_down_to_town_worker_and_names(ledger):
    city = client_of("city_staff", "2111")
    one, two = people(ledger, 2)
    people(ledger, 1, OTHER_TOWN)
    worker_of(one)
    row = opened(city)
    url = f"/casework/campaigns/{row.pk}/"

    assert f"{url}?place={HOME[0]}" in city.get(url).content.decode()
    inner = city.get(f"{url}?place={HOME[0]}")
    assert f"{url}?place={HOME[1]}" in inner.content.decode()
    by_worker = words(city.get(f"{url}?place={HOME[1]}"))
    assert "hanyumei" in by_worker
    assert "没有负责人" in by_worker
    user = User.objects.get(username="hanyumei").pk
    named = words(city.get(f"{url}names/?place={HOME[1]}&worker={user}"))
    assert one.name in named
    assert two.name not in named
    assert city.get(f"{url}?place=999999999999").status_code == 404
    assert city.get(f"{url}names/?state=nonsense").status_code == 404


def test_a_city_campaign_is_closed_by_the_city_only(ledger, county):
    city = client_of("city_staff", "2111")
    people(ledger, 1)
    row = opened(city, ends_on="2024-12-02")
    close = f"/casework/campaigns/{row.pk}/close/"

    assert "由市残联办结" in words(county.post(close))
    assert "还有 1 人没有走访结果" in words(city.post(close))
    form = {"key": "6f1e3c1e-56a5-4a8b-9a53-8f7f2f0a9e11", "method": "home", "outcome": "9", "on": "2024-12-02"}
    county.post(f"/casework/campaigns/names/{row.targets.get().pk}/", form)
    city.post(close)

    row.refresh_from_db()
    assert row.closed_on == START
    assert county.get(f"/casework/campaigns/names/{row.targets.get().pk}/").status_code == 404


def test_each_number_of_progress_opens_as_many_names(ledger):
    city = client_of("city_staff", "2111")
    met, gone, _silent, hers = people(ledger, 4)
    worker_of(hers)
    row = opened(city, rule="not_employed", ends_on="2024-12-03")
    visit(met, START, 1)
    with clock.pretend(at(date(2024, 12, 3))):
        ledger.spell(gone, START)
        facts_changed([met.pk, gone.pk])
        page = city.get(f"/casework/campaigns/{row.pk}/?by=worker").content.decode()
        opens = re.findall(r"""<a[^>]* href=["']([^"']*/names/[^"']*)["'][^>]*>(.*?)</a>""", page, re.S)
        assert len(opens) > 8
        for url, text in opens:
            number = re.search(r"\d+", re.sub(r"<[^>]+>", "", text))[0]
            named = city.get(html.unescape(url)).content.decode()
            assert (f">{number} 人</caption>" in named) if int(number) else ("<caption" not in named), url
        assert "还有 2 人没有结果" in re.sub(r"<[^>]+>", "", page)


def test_the_months_table_is_filled_in_and_the_report_holds_it_without_a_name(ledger, county):
    one, two = people(ledger, 2)
    row = opened(county, kind="month", title="就业援助月")
    ledger.spell(one, date(2024, 12, 2))
    url = f"/casework/campaigns/{row.pk}/"

    assert "合计不能小于其中的残疾人数" in words(county.post(f"{url}month/", {"placed": "0"}))
    assert county.post(f"{url}month/", {"placed": "37", "fairs": "2"}).status_code == 302

    answer = county.get(f"{url}report/")
    paper = docx.Document(io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    cells = [[cell.text for cell in line.cells] for table in paper.tables for line in table.rows]
    assert ["3", "帮助实现就业", "人", "37", "1"] in cells
    assert ["7", "专场招聘会", "场", "2", "—"] in cells
    assert ["10", "发放宣传资料", "份", "—", "—"] in cells
    text = "\n".join([p.text for p in paper.paragraphs] + [c for line in cells for c in line])
    assert "新就业 1 人" in text
    assert text.count("单位：人") == 2
    assert one.name not in text
    assert two.name not in text
    assert Entry.objects.filter(kind="release").count() == 1


# --- aid ---------------------------------------------------------------------------------------------------------------


def test_the_gap_is_a_list_of_names_and_registering_takes_one_off(ledger, county):
    one, two = wanting(ledger), wanting(ledger)
    refresh(None)
    shown = words(county.get("/casework/aid/"))
    assert one.name in shown
    assert two.name in shown
    assert "要办到 0" in shown

    url = f"/casework/aid/{one.pk}/"
    refused = county.post(url, {"kind": "unemployed", "on": "2024-12-30", "evidence": "创业证"})
    assert refused.status_code == 422
    assert 'value="创业证"' in refused.content.decode()
    county.post(url, {"kind": "unemployed", "on": "2024-12-02", "evidence": "就业创业证 3 号"})

    opened_ = re.search(r"href='(\?which=eligible)'>2<", county.get("/casework/aid/").content.decode())[1]
    both = words(county.get(f"/casework/aid/{opened_}"))
    assert one.name in both
    assert two.name in both

    page = words(county.get(url))
    assert "已在援助中" in page
    assert "就业创业证 3 号" in page
    assert one.name not in words(county.get("/casework/aid/"))
    county.post(re.search(r"/casework/aid/registrations/\d+/take-back/", county.get(url).content.decode())[0])
    assert one.name in words(county.get("/casework/aid/"))


def test_plans_are_made_for_everybody_under_aid_who_has_a_worker(ledger, county):
    one, two = wanting(ledger), wanting(ledger)
    for person in (one, two):
        PersonFact.objects.create(person=person, kind="unemployed", started_on=date(2024, 3, 1), known_from=at(START))
    refresh(None)
    worker_of(one)
    assert "给没有计划的人立援助计划" in words(county.get("/casework/aid/?which=step"))

    answer = words(county.post("/casework/aid/plans/", follow=True))

    assert "新立了 1 份计划。还有 1 人没有负责人" in answer
    assert ServicePlan.objects.get().kind == "aid"
    assert county.get("/casework/aid/?which=nonsense").status_code == 404


# --- posts -------------------------------------------------------------------------------------------------------------


def a_post(client, **more):
    said = {
        "title": "保洁", "form": "41", "unit_name": "盘锦测试食品有限公司", "unit_code": "91211100MA0QWE347B", "funding": "就业补助资金",
        "headcount": "2", "place": HOME[1], "since": "2021-01-01",
    }  # fmt: skip
    return client.post("/casework/posts/add/", {**said, **more})


def test_a_wrong_unit_code_is_refused_with_how_to_mend_it(ledger, county):
    answer = a_post(county, unit_code="91211100MA0TESTX1A")

    assert answer.status_code == 422
    assert "统一社会信用代码含有不用的字符（不用I、O、S、V、Z），请核对" in words(answer)
    assert not PublicPost.objects.exists()


def test_a_term_is_granted_by_the_rule_and_a_37th_month_is_refused_with_the_way_out(ledger, county):
    person = ledger.person()
    ledger.spell(person, date(2021, 12, 2), form="41")
    refresh(None)
    post = PublicPost.objects.create(
        title="保洁", form="41", unit_code=UNIT, unit_name="盘锦测试食品有限公司", funding="就业补助资金", headcount=2,
        county_code=HOME[0], township_code=HOME[1], since=date(2021, 1, 1), by="试验", at=clock.now(),
    )  # fmt: skip
    board = words(county.get("/casework/posts/"))
    assert "超过年限的：1 人" in board
    url = f"/casework/posts/{post.pk}/terms/{person.pk}/"

    refused = county.post(url, {"started_on": "2021-12-02", "ends_on": "2024-12-31"})
    assert "期满后只有重度残疾人" in words(refused)
    refused = county.post(url, {"started_on": "2024-12-02", "ends_on": "2027-12-01"})
    assert "省里备案" in words(refused)
    county.post(url, {"started_on": "2024-12-02", "ends_on": "2027-12-01", "filed": "辽人社备〔2024〕9号"})

    assert "辽人社备〔2024〕9号" in words(county.get(f"/casework/posts/{post.pk}/"))
    assert "超过年限的：0 人" in words(county.get("/casework/posts/"))
    county.post(f"/casework/posts/{post.pk}/change/", {"headcount": "0", "funding": "就业补助资金"})
    assert "还没有登记岗位" in words(county.get("/casework/posts/"))


def test_another_countys_things_do_not_exist(ledger, county):
    other = client_of("county_staff", OTHER_TOWN[0][:6], "other")
    (one,) = people(ledger, 1)
    row = opened(county)

    assert other.get(f"/casework/campaigns/{row.pk}/").status_code == 404
    assert other.get(f"/casework/campaigns/names/{row.targets.get().pk}/").status_code == 404
    assert other.get(f"/casework/aid/{one.pk}/").status_code == 404
