"""The pages of reliefs: figures open their rows, what is missing is named, entry and correction, who may see what."""

import re
from datetime import UTC, date, datetime

import pytest

from tests.domain.month_files import City
from tests.domain.relief_files import fee, licence, lottery, point, tell
from tests.web.federation_month import CITY, client_of
from tests.web.own_door import an_account
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.persons.models import Person
from tonggong.domain.reliefs.models import Relief, ServicePoint
from tonggong.domain.reporting.services import refresh_figures

pytestmark = pytest.mark.django_db
ON = "on=2024-12-31"


def a_city(folder):
    made = City(folder)
    made.register(6)
    made.compare("2024-08")
    tell(made, "2024-10", "service-points", *(point(n) for n in range(4)))
    tell(made, "2024-10", "fee-reliefs", fee(made, 0), fee(made, 1, review="2025-01-31"))
    tell(made, "2024-10", "tobacco-licences", licence(made, 2, "YC1", until="2025-01-20"))
    return made


@pytest.fixture(scope="module", autouse=True)
def once_made(once):
    return once(a_city)


@pytest.fixture
def made(once_made, practice):
    return once_made


@pytest.fixture
def county(made):
    return client_of("county_staff", "211103", "王浩")


@pytest.fixture
def committee(made):
    return client_of("committee_office", CITY)


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_figure_of_the_overview_opens_as_many_rows_as_it_counts(committee):
    text = page(committee, f"/reliefs/?{ON}")
    figures = dict(re.findall(r"<a class='figure[^']*' href='([^']*/reliefs/\w+/[^']*)'>([\d,]+)<", text))
    assert list(figures.values()) == ["0", "9,600", "1"]
    assert "尚未报送" in text  # nobody told of the lottery
    for url, count in zip(figures, (4, 2, 1), strict=True):
        assert f"共 {count} 条" in page(committee, url.replace("&amp;", "&"))


def test_a_register_names_the_new_points_that_reserve_nothing(county, made):
    text = page(county, f"/reliefs/points/?{ON}")
    assert "差 1，还没有预留岗位的新建点" in text
    assert text.count("号亭（石油大街") == 4
    tell(made, "2024-11", "service-points", point(0, 1))
    assert "还没有预留岗位的新建点" not in page(county, f"/reliefs/points/?{ON}")  # one of four is enough at 10 %


def test_the_figure_of_a_day_is_made_again_as_it_was_known(county, made):
    tell(made, "2024-11", "fee-reliefs", fee(made, 0, after="700"))
    assert "6,000" in page(county, f"/reliefs/?{ON}")
    assert "尚未报送" in page(county, f"/reliefs/fees/?{ON}&known=2024-01-01")
    assert county.get("/reliefs/fees/?on=2024-13-01").status_code == 404
    assert county.get("/reliefs/nothing/").status_code == 404


def test_the_committee_reads_masked_and_enters_nothing_and_each_view_is_in_the_trail(committee, made):
    before = Entry.objects.filter(kind="view").count()
    text = page(committee, f"/reliefs/fees/?{ON}")
    assert made.people[0][1] not in text
    assert f"{made.people[0][1][0]}*" in text
    assert "登记一条" not in text
    assert Entry.objects.filter(kind="view").count() == before + 1
    assert committee.get("/reliefs/fees/new/").status_code == 403


def test_what_is_due_is_listed_with_its_reason(county, made):
    Relief.objects.filter(channel="fees").update(until=date(2099, 12, 31), review_on=None)
    text = page(county, "/reliefs/due/")
    assert "到期前没有人看" in text
    assert made.people[0][1] in text
    assert "许可证有效期至" in text


def test_a_relief_is_entered_opened_corrected_and_reviewed(county, made):
    said = {"number_of_person": made.people[3][0], "kind": "租金减免", "place": "振兴街8号", "normal_value": "1000", "granted_value": "250",
            "started_on": "2024年7月1日", "until": "2025-06-30", "ground": "街道协议"}  # fmt: skip
    wrong = county.post("/reliefs/fees/new/", {**said, "granted_value": "1200", "ground": ""})
    assert wrong.status_code == 422
    assert "请写依据" in wrong.content.decode()
    assert "振兴街8号" in wrong.content.decode()

    kept = county.post("/reliefs/fees/new/", said, follow=True)
    text = kept.content.decode()
    assert made.people[3][0] not in text + kept.redirect_chain[-1][0]
    assert "9,000" in text
    row = Relief.objects.get(place="振兴街8号")
    url = f"/reliefs/grants/{row.thread}/"
    changed = {name: value for name, value in said.items() if name not in ("number_of_person", "ground")}
    refused = county.post(f"{url}correct/", {**changed, "granted_value": "0", "ground": ""})
    assert refused.status_code == 422
    county.post(f"{url}correct/", {**changed, "granted_value": "0", "ground": "现场核对：免费"})
    assert county.post(f"{url}review/", {"note": "仍在经营", "review_on": "2000-01-01"}).status_code == 422
    county.post(f"{url}review/", {"note": "仍在经营", "review_on": "2099-05-01"})
    text = page(county, url)
    assert "合计（元）由9,000改为12,000" in text
    assert "依据：复核：仍在经营" in text
    assert text.count("不再采信") == 2


def test_points_licences_and_rounds_are_entered_by_hand_too(county, made):
    county.post("/reliefs/points/new/", {"county_code": "211103000000", "kind": "便民服务点", "title": "振兴便民点", "address": "振兴街1号",
                "built_on": "2024-04-01", "posts": "2", "reserved": "1", "ground": "街道报告"})  # fmt: skip
    assert ServicePoint.objects.filter(title="振兴便民点", reserved=1).exists()
    again = county.post("/reliefs/points/new/", {"county_code": "211103000000", "kind": "便民服务点", "title": "振兴便民点", "address": "振兴街1号",
                        "built_on": "2024-04-01", "posts": "2", "reserved": "1", "ground": "街道报告"})  # fmt: skip
    assert again.status_code == 422
    assert "已经登记" in again.content.decode()
    licence_made = county.post("/reliefs/tobacco/new/", {"number_of_person": made.people[4][0], "number": "YC7", "applied_on": "2024-05-01",
                               "decided_on": "2024-05-20", "result": "granted", "relaxed": "间距放宽", "normal_value": "50",
                               "granted_value": "30", "measure": "米", "valid_until": "2029-05-19", "ground": "来函"}, follow=True)  # fmt: skip
    assert "因此得到的优惠" in licence_made.content.decode()
    assert "间距放宽（50→30米）" not in licence_made.redirect_chain[-1][0]
    county.post("/reliefs/tobacco/new/", {"number_of_person": made.people[5][0], "number": "YC8", "applied_on": "2024-05-01",
                "result": "pending", "ground": "来函"})  # fmt: skip
    register = page(county, f"/reliefs/tobacco/?{ON}")
    assert "该决定的日子已过" in register
    assert "应在20个工作日内决定，即2024年5月30日以前" in register
    numbers = {"applicants": "40", "pwd_applicants": "5", "selected": "13", "pwd_selected": "3"}
    head = {
        "county_code": "211103000000",
        "seller": "福利彩票",
        "title": "第一批",
        "decided_on": "2024-06-20",
        "ground": "公示",
    }
    assert county.post("/reliefs/lottery/new/", {**head, **numbers, "pwd_selected": "6"}).status_code == 422
    county.post("/reliefs/lottery/new/", {**head, **numbers})
    assert "60.0%" in page(county, f"/reliefs/lottery/?{ON}")


def test_somebody_of_another_county_opens_nothing_of_it(made):
    other = client_of("county_staff", "211104", "外县")
    row = Relief.objects.filter(channel="fees").first()
    assert other.get(f"/reliefs/grants/{row.thread}/").status_code == 404
    assert other.get(f"/reliefs/grants/{row.thread}/correct/").status_code == 404
    assert made.people[0][1] not in page(other, f"/reliefs/fees/?{ON}")
    strange = other.post("/reliefs/fees/new/", {"number_of_person": made.people[0][0], "kind": "租金减免", "normal_value": "1",
                         "granted_value": "0", "started_on": "2024-07-01", "ground": "试"})  # fmt: skip
    assert strange.status_code == 422
    assert "没有这个号码" in strange.content.decode()


def test_a_round_shows_whom_it_brought_something(county, made):
    tell(made, "2024-11", "lottery-rounds", lottery(made, 0), lottery(made, 1, "否"))
    found = re.search(r"/reliefs/rounds/\d+/", page(county, f"/reliefs/lottery/?{ON}"))
    assert found is not None
    text = page(county, found[0])
    assert made.people[0][1] in text
    assert made.people[1][1] not in text


def test_the_board_has_a_figure_a_channel_that_opens_its_register(committee, made):
    with clock.pretend(datetime(2024, 12, 1, 4, tzinfo=UTC)):
        refresh_figures(date(2024, 10, 31))
    text = page(committee, "/progress/?as_of=2024-10-31")
    shown = re.search(r"id=\"channels-title\".*?</section>", text)
    assert shown is not None
    assert [value for _url, value in re.findall(r"href='([^']*/reliefs/[^']*)'>([\d,]+)<", shown[0])] == [
        "0",
        "8,000",
        "1",
    ]
    assert "由市民政局报送" in shown[0]
    assert "on=2024-10-31" in shown[0]


def test_a_person_reads_on_her_own_pages_what_she_has_and_until_when(made, client):
    Relief.objects.filter(channel="fees").update(until=date(2099, 6, 30))
    own = Person.objects.get(name=made.people[0][1])
    client.force_login(an_account("own-relief", "本人", "person", person_id=own.pk))
    text = page(client, "/portal/mine/")
    assert "摊位费减收" in text
    assert "到2099年6月30日" in text
    stored = page(client, "/portal/own/")
    assert "摊位费减收，兴隆农贸市场3号摊" in stored
    assert "2024年1月1日到2099年6月30日" in stored

    Relief.objects.filter(channel="fees").update(until=date(2024, 6, 30))
    assert "您有的优惠" not in page(client, "/portal/mine/")
