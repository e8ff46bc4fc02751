"""The pages of the quota: counts are the rows they open, reach and roles hold, one unit's account, the workbook."""

import io
import re
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest

from tests.domain.quota_city import MONTHS, OTHER, YEAR, body, city_with_wages, firm, placed
from tests.domain.reporting_ledger import TAISHAN, UNIT
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.base.jobs.models import Run
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota import queries
from tonggong.domain.quota.models import CadreCount, LeadPlan, YearResult
from tonggong.domain.quota.services import make_year

pytestmark = pytest.mark.django_db
BRANCH, ORGAN, MEMBER = "91211100MA0TESTX3C", "11211100MA0TEST77Z", "11211100MA0TEST78Z"
FIGURE = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,]+)<span class='vh'> 家")
YUAN = re.compile(r"<a class='figure[^']*' href='([^']+)'>([\d,.]+)<span class='vh'> 元")
ROWS = re.compile(r'<th scope="row"><a href="[^"]*/quota/units/\d+/')


@pytest.fixture
def ledger(practice):
    found = city_with_wages()
    for n, (heads, kind) in enumerate([(30, "企业"), (80, "事业单位"), (12, "个体工商户"), (90, "国有企业")]):
        firm(found, f"91211100MA0TEST{n}5E", heads, kind)
    body(found, ORGAN, 60, 100)
    body(found, MEMBER, 20, 25, is_committee_member=True)
    away = firm(found, OTHER, 50)
    Unit.objects.filter(pk=away.pk).update(county_code=TAISHAN[0], township_code=TAISHAN[1])
    placed(found)
    make_year(system_who("试验", CITY), YEAR)
    return found


@pytest.fixture
def city(ledger):
    return client_of("city_staff", CITY)


@pytest.fixture
def county(ledger):
    return client_of("county_staff", "211103", "王浩")


@pytest.fixture
def committee(ledger):
    return client_of("committee_office", CITY)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def unit_of(code=UNIT):
    return Unit.objects.get(code=code)


@pytest.mark.parametrize(
    "path", ["/quota/?year=2023", "/quota/?year=2023&kind=enterprise", "/leading/?year=2023", "/quota/state/?year=2023"]
)
def test_every_number_opens_exactly_its_units(city, path):
    opened = FIGURE.findall(text_of(city.get(path)))

    assert opened
    for url, number in opened:
        shown = text_of(city.get(unescape(url)))
        assert len(ROWS.findall(shown)) == int(number.replace(",", "")), url


def test_every_sum_of_money_opens_the_units_that_make_it(city):
    sums = YUAN.findall(text_of(city.get("/quota/?year=2023")))

    assert len(sums) >= 5
    for url, yuan in sums:
        assert f"估算应缴合计 <b>{yuan}</b> 元" in text_of(city.get(unescape(url))), url


def test_a_county_sees_its_own_units_only(county):
    shown = text_of(county.get("/quota/units/?year=2023"))

    assert unit_of().name in shown
    assert unit_of(OTHER).name not in shown
    assert county.get(f"/quota/units/{unit_of(OTHER).pk}/?year=2023").status_code == 404


def test_a_list_is_found_by_name_and_turns_its_pages_by_key(city, monkeypatch):
    assert len(ROWS.findall(text_of(city.get(f"/quota/units/?year=2023&words={UNIT}")))) == 1
    monkeypatch.setattr(queries.page_of, "__defaults__", (0, 3))

    seen, url = [], "/quota/units/?year=2023"
    while url:
        shown = text_of(city.get(url))
        seen += re.findall(r'<th scope="row"><a href="(/quota/units/\d+/)', shown)
        onward = re.search(r'href="([^"]+)">下一页', shown)
        url = unescape(onward[1]) if onward else ""

    assert len(seen) == len(set(seen)) == YearResult.objects.count()


@pytest.mark.parametrize("said", ["year=1999", "year=abc", "kind=x", "standing=x", "tier=x", "county=1", "year=9999"])
def test_what_there_is_not_is_not_found(city, said):
    assert city.get(f"/quota/units/?{said}").status_code == 404


def test_a_unit_shows_its_account_its_months_and_who_was_placed(county):
    shown = text_of(county.get(f"/quota/units/{unit_of().pk}/?year=2023"))

    assert "差 0.5 人，估算应缴 15,000.00 元。" in shown
    assert "财税〔2015〕72号" in shown
    assert "台账有变化" not in shown
    assert shown.count('<li class="yes">') == 12
    assert "身份证尾号" in shown
    person = YearResult.objects.get(unit=unit_of())
    assert person.placed == 1
    assert Entry.objects.filter(kind="view", subject="persons.Person").exists()


def test_months_that_do_not_count_say_why(ledger, county):
    placed(ledger, months=MONTHS[:6], unit=unit_of(ORGAN).code)

    shown = text_of(county.get(f"/quota/units/{unit_of(ORGAN).pk}/?year=2023"))

    assert (shown.count('<li class="yes">'), shown.count('<li class="no">')) == (6, 6)
    assert "当月没有缴养老、医疗保险" in shown


def test_names_are_masked_where_the_ledger_may_not_be_read(ledger, committee):
    person = placed(ledger, unit=ORGAN)

    shown = text_of(committee.get(f"/quota/units/{unit_of(ORGAN).pk}/?year=2023"))

    assert person.name not in shown
    assert "测*" in shown
    assert "身份证尾号" not in shown


def test_somebody_out_of_reach_counts_without_a_name(ledger, county):
    person = placed(ledger, unit=ORGAN, person=ledger.person(TAISHAN, certificate=False))

    shown = text_of(county.get(f"/quota/units/{unit_of(ORGAN).pk}/?year=2023"))

    assert person.name not in shown
    assert "范围外的人" in shown
    assert shown.count('<li class="yes">') == 12


def test_a_kept_answer_that_the_ledger_left_behind_is_made_again_with_a_button(ledger, county):
    placed(ledger)
    path = f"/quota/units/{unit_of().pk}/"
    assert "台账有变化，重新计算" in text_of(county.get(f"{path}?year=2023"))

    answer = county.post(f"{path}make/", {"year": YEAR}, follow=True)

    assert "台账有变化" not in text_of(answer)
    assert YearResult.objects.get(unit=unit_of()).counted == 2


def test_who_only_reads_gets_no_button_and_may_not_make(committee):
    assert "重新计算" not in text_of(committee.get("/quota/?year=2023"))
    assert committee.post("/quota/make/", {"year": YEAR}).status_code == 403


def test_a_year_is_made_by_the_worker_once_at_a_time(city):
    first = city.post("/quota/make/", {"year": YEAR})
    second = city.post("/quota/make/", {"year": YEAR})

    assert first.url == second.url
    assert Run.objects.get().kind == "quota-year"
    assert city.get(first.url).status_code == 200
    assert client_of("committee_office", CITY).get(first.url).status_code == 200


def test_a_year_without_answers_says_so(city):
    shown = text_of(city.get("/quota/?year=2022"))

    assert "2022年还没有计算过" in shown
    assert "家达到比例" not in shown


def test_a_list_leaves_the_house_for_a_stated_purpose_and_holds_what_the_page_shows(city):
    refused = city.post("/quota/units/export/?year=2023&standing=owing", {"purpose": ""})
    assert refused.status_code == 422
    assert "请写一句导出做什么用" in text_of(refused)

    answer = city.post("/quota/units/export/?year=2023&standing=owing", {"purpose": "与税务核对"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == set(
        YearResult.objects.filter(standing="owing").values_list("unit__code", flat=True)
    )
    assert next(row for row in rows if row[0] == UNIT)[13] == 15000
    entry = Entry.objects.filter(kind="release").latest("seq")
    assert "与税务核对" in entry.detail


def test_a_name_that_looks_like_a_formula_stays_a_name(city):
    Unit.objects.filter(code=UNIT).update(name="=1+1")

    answer = city.post(f"/quota/units/export/?year=2023&words={UNIT}", {"purpose": "核对"})

    cell = openpyxl.load_workbook(io.BytesIO(answer.content)).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_parent_is_entered_on_a_page_and_the_list_shows_the_holding_once(ledger, county):
    branch = firm(ledger, BRANCH, 100)
    path = f"/quota/units/{branch.pk}/parent/"
    assert county.post(path, {"parent_code": UNIT, "ground": ""}).status_code == 422

    county.post(path, {"parent_code": UNIT.lower(), "ground": "营业执照副本"})
    make_year(system_who("试验", CITY), YEAR)

    shown = text_of(county.get("/quota/units/?year=2023"))
    assert "含下属 1 家" in shown
    assert branch.name not in shown
    assert "并入上级单位" in text_of(county.get(f"/quota/units/{branch.pk}/?year=2023"))
    assert branch.name in text_of(county.get(f"/quota/units/{unit_of().pk}/?year=2023"))
    assert "营业执照副本" in text_of(county.get(f"/units/{branch.pk}/"))


def test_state_enterprises_stand_by_their_ratio(ledger, city):
    placed(ledger, unit="91211100MA0TEST35E")
    firm(ledger, "91211100MA0TEST45E", 200, "国有企业")
    make_year(system_who("试验", CITY), YEAR)

    shown = text_of(city.get("/quota/state/?year=2023"))

    assert "1.1111%" in shown
    assert shown.index("1.1111%") < shown.index("0%")


# ---------------------------------------------------------------- leading by example


def test_members_without_placement_head_the_breach_list_whatever_their_size(city):
    shown = text_of(city.get("/leading/?year=2023"))

    assert "1 家没有安排；残工委成员单位里 1 家没有安排，排在最前" in shown
    assert shown.index(unit_of(MEMBER).name) < shown.index(unit_of(ORGAN).name)


def test_a_plan_is_filed_with_rounds_and_leaves_the_missing_list(county):
    plan = LeadPlan.objects.get()
    assert "1 家该报计划，已报 0 家，缺 1 家" in text_of(county.get("/leading/plans/"))
    path = f"/leading/plans/{plan.pk}/"
    wanted = {
        "filed_on": clock.today(), "posts": 1, "deadline": clock.today() + timedelta(90), "measure": "公开招聘预留1个岗位"
    }  # fmt: skip
    assert county.post(f"{path}round/", {"held_on": clock.today(), "round_posts": 1, "note": "公告"}).status_code == 422

    county.post(f"{path}file/", wanted)
    county.post(f"{path}round/", {"held_on": clock.today(), "round_posts": 1, "note": "盘人社公告1号"})

    plan.refresh_from_db()
    assert (plan.posts, plan.filed_on, plan.by) == (1, clock.today(), "王浩")
    assert "盘人社公告1号" in text_of(county.get(path))
    assert "1 家该报计划，已报 1 家，缺 0 家" in text_of(county.get("/leading/plans/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"posts": 0}, "不能小于 1"),
        ({"deadline": date(2020, 1, 1)}, "不能早于报送之日"),
        ({"measure": ""}, "请写打算怎么做"),
        ({"filed_on": date(2020, 1, 1)}, "发现之日以后"),
    ],
)
def test_a_plan_that_binds_nobody_is_refused_and_what_was_typed_stays(county, change, said):
    plan = LeadPlan.objects.get()
    wanted = {"filed_on": clock.today(), "posts": 3, "deadline": clock.today(), "measure": "预留窗口岗位"} | change

    answer = county.post(f"/leading/plans/{plan.pk}/file/", wanted)

    assert answer.status_code == 422
    assert said in text_of(answer)
    plan.refresh_from_db()
    assert plan.filed_on is None
    if "measure" not in change:
        assert "预留窗口岗位" in text_of(answer)


@pytest.mark.parametrize(
    ("days", "reminded", "to"),
    [(0, True, "告诉：本单位</p>"), (29, True, "期限前 60 天"), (30, True, "期限前 30 天"),
     (53, True, "告诉：本单位、主管部门负责人、残工委办"), (61, True, "逾期未报")],
)  # fmt: skip
def test_reminders_come_at_their_days_and_the_last_goes_higher(city, days, reminded, to):
    LeadPlan.objects.update(breach_on=clock.today() - timedelta(days))

    shown = text_of(city.get("/leading/plans/"))

    assert ("现在该提醒的" in shown) is reminded
    assert to in shown
    assert f"{unit_of(ORGAN).name}：截至" in shown


def test_a_plan_of_another_county_is_not_there(ledger):
    other = client_of("county_staff", "211102", "李莉")

    assert other.get(f"/leading/plans/{LeadPlan.objects.get().pk}/").status_code == 404
    assert "0 家该报计划" in text_of(other.get("/leading/plans/"))


def test_cadres_of_five_federations_and_the_share(city):
    shown = text_of(city.get("/leading/cadres/"))
    assert shown.count('<th scope="row">') == 5
    said = {"division": "211103000000", "on": clock.today(), "cadres": 20, "with_disability": 3, "ground": "花名册"}
    city.post("/leading/cadres/count/", said)
    city.post("/leading/cadres/count/", said | {"division": "211102000000", "cadres": 21})

    shown = text_of(city.get("/leading/cadres/"))

    assert "5 个残联，1 个达到" in shown
    assert "差1人" in shown
    refused = city.post("/leading/cadres/count/", said | {"with_disability": 30})
    assert refused.status_code == 422
    assert CadreCount.objects.count() == 2


def test_a_county_enters_its_own_federation_only(county):
    said = {"division": "211102000000", "on": clock.today(), "cadres": 20, "with_disability": 3, "ground": "花名册"}

    assert county.post("/leading/cadres/count/", said).status_code == 422
    assert not CadreCount.objects.exists()
