"""The rural families' pages: the list on a day, alerts, two columns of work, incomes, the exchange from end to end."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domain.reporting_ledger import at
from tests.domain.rural_city import DAY, OTHER, STREET, TOWN, Country
from tests.web.federation_month import client_of
from tests.web.figures_open import opened
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.rural.models import Batch, CapacityDecision, ExchangeRow, IncomeRecord
from tonggong.web.components import rows

pytestmark = pytest.mark.django_db
ROOM = "/casework/rural/"


@pytest.fixture
def country(practice):
    with clock.pretend(at(DAY)):
        yield Country()


@pytest.fixture
def county(country):
    return client_of("county_staff", TOWN[0][:6])


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_list_is_of_a_day_and_the_view_is_written_down(country, county):
    moved, stays, street = country.villager(), country.villager(), country.villager(STREET)
    country.fact(moved, "residence", STREET[1], date(2024, 3, 1))

    now, before = county.get(ROOM), county.get(f"{ROOM}?on=2024-02-29")

    assert "农村残疾人家庭 1 户" in words(now)
    assert "农村残疾人家庭 2 户" in words(before)
    assert moved.name not in words(now)
    assert moved.name in words(before)
    assert street.name not in words(before)
    viewed = [json.loads(one.subject_ids) for one in Entry.objects.filter(kind="view").order_by("seq")]
    assert viewed == [[stays.pk], [moved.pk, stays.pk]]
    assert county.get(f"{ROOM}?on=2030-01-01").status_code == 404


def test_a_town_is_chosen_within_reach_and_none_outside(country, county):
    here, there = country.villager(), country.villager(OTHER)

    shown = words(county.get(f"{ROOM}?place={TOWN[1]}"))

    assert here.name in shown
    assert there.name not in shown
    assert county.get(f"{ROOM}?place=211103002000").status_code == 404


def test_watched_objects_are_told_apart_as_persons_and_relatives(country, county):
    one, wife, other = country.villager(), country.relative(), country.villager()
    country.family(one, wife)
    country.watch(one)
    country.watch(wife)

    shown = words(county.get(f"{ROOM}?which=watched"))

    assert re.search(r"1 人 是残疾人 1 人 是家庭成员", shown)
    assert "农村残疾人家庭 2 户" in shown  # whichever list is open, the numbers are of all
    assert "共 2 户" in words(county.get(f"{ROOM}?which=rural"))
    assert county.get(f"{ROOM}?which=nonsense").status_code == 404
    assert "0 条" in shown
    assert other.name not in shown


def test_an_alert_shows_its_reasons_and_days_and_names_what_has_no_source(country, county):
    one = country.villager()
    country.spell(one, date(2024, 1, 1), date(2024, 11, 20))
    country.income(one, 2022, 30000, date(2023, 2, 1))
    country.income(one, 2023, 19500)

    for client in (county, client_of("township_worker", TOWN[1][:9])):
        shown = words(client.get(f"{ROOM}alerts/"))
        assert "预警 1 户" in shown
        assert "2024年11月20日 测试1：离开盘锦测试食品有限公司" in shown
        assert "比上年下降35%" in shown
        assert "发放台账还没有接入" in shown


def test_relatives_are_a_column_of_their_own_with_the_names_behind_every_figure(country, county):
    one, wife, far = country.villager(), country.relative(), country.villager(OTHER)
    country.family(one, wife)
    country.spell(wife, date(2024, 3, 1))
    country.spell(far, date(2022, 3, 1))

    assert opened(county, f"{ROOM}work/") == {
        "残疾人，人数": 2, "家庭成员，人数": 1, "残疾人，有工作": 1, "家庭成员，有工作": 1, "残疾人，当年新就业": 0, "家庭成员，当年新就业": 1,
    }  # fmt: skip
    assert opened(client_of("township_worker", TOWN[1][:9]), f"{ROOM}work/")["残疾人，人数"] == 1
    assert opened(county, f"{ROOM}work/?on=2024-02-29")["家庭成员，有工作"] == 0
    assert wife.name in words(county.get(f"{ROOM}work/?which=members-new"))
    assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [wife.pk]
    assert county.get(f"{ROOM}work/?which=members-nonsense").status_code == 404
    assert county.get(f"{ROOM}work/?which=members-new&place=211103002000").status_code == 404
    assert client_of("committee_office", "2111").get(f"{ROOM}work/?which=members-new").status_code == 403


def test_a_long_list_behind_a_figure_goes_on_page_by_page_with_nobody_twice_or_left_out(country, county, monkeypatch):
    monkeypatch.setattr(rows, "SIZE", 2)
    for _ in range(5):
        country.villager()

    assert opened(county, f"{ROOM}work/")["残疾人，人数"] == 5


def test_unknown_incomes_stand_apart_and_a_first_one_is_written_down(country, county):
    up, unknown = country.villager(), country.villager()
    for person in (up, unknown):
        country.watch(person)
    country.income(up, 2022, 30000)
    country.income(up, 2023, 36000)

    assert "1 人收入增加，占全部的 50.0%，最多可能 100.0%；有 1 人不明" in words(county.get(f"{ROOM}income/"))
    assert up.name not in words(county.get(f"{ROOM}income/?which=unknown"))

    url = f"{ROOM}income/{unknown.pk}/"
    refused = county.post(f"{url}add/", {"year": "2024", "basis": "household", "yuan": "5", "source": "self"})
    assert refused.status_code == 422
    assert "已经过完的年度" in words(refused)
    county.post(f"{url}add/", {"year": "2023", "basis": "household", "yuan": "28000", "source": "village"})
    assert "28,000.00 元" in words(county.get(url))
    assert IncomeRecord.objects.get(person=unknown).said_by == "county_staff-211122"


def test_the_exchange_goes_from_the_need_to_the_receipt_and_back(country, county):
    people = [country.villager() for _ in range(3)]
    for person in people:
        country.watch(person)
        country.need(person)

    assert "新准备了 3 行" in words(county.post(f"{ROOM}exchange/prepare/", follow=True))
    assert "生成了 3 行的名单" in words(county.post(f"{ROOM}exchange/send/", follow=True))
    file = county.get(f"{ROOM}exchange/lists/{Batch.objects.get().pk}/")
    assert file.content[:2] == b"PK"
    assert "no-store" in file["Cache-Control"]
    assert Entry.objects.filter(kind="release").count() == 1

    first, second, third = ExchangeRow.objects.order_by("pk")
    table = f"行编号,结果,退回原因\n{first.key},已录入,\n{second.key},退回,姓名不符\nTG0099999,已录入,\n"
    taken = county.post(f"{ROOM}exchange/receipts/", {"file": SimpleUploadedFile("回执.csv", table.encode("gb18030"))})
    assert "1 行已录入，1 行退回" in words(taken)
    assert "第4行" in words(taken)
    county.post(f"{ROOM}exchange/rows/{third.pk}/answer/", {"result": "receipted"})
    assert county.post(f"{ROOM}exchange/rows/{third.pk}/answer/", {"reason": "又"}).status_code == 422
    county.post(f"{ROOM}exchange/rows/{second.pk}/correct/", {"what": "改了姓名"})

    assert "生成了 1 行的名单" in words(county.post(f"{ROOM}exchange/send/", follow=True))
    assert county.post(f"{ROOM}exchange/send/").status_code == 422


def test_a_list_leaves_a_real_installation_only_after_the_second_factor(country, county, monkeypatch):
    person = country.villager()
    country.watch(person)
    country.need(person)
    county.post(f"{ROOM}exchange/prepare/")
    county.post(f"{ROOM}exchange/send/")
    monkeypatch.setattr("tonggong.base.accounts.pages.is_practice", lambda: False)

    for answer in (county.get(f"{ROOM}exchange/lists/{Batch.objects.get().pk}/"), county.post(f"{ROOM}exchange/send/")):
        assert answer.status_code == 302
        assert "second-factor" in answer["Location"]
    assert not Entry.objects.filter(kind="release").exists()


def test_a_file_that_is_no_receipt_keeps_the_page_and_says_what_it_lacks(country, county):
    answer = county.post(f"{ROOM}exchange/receipts/", {"file": SimpleUploadedFile("名单.csv", "姓名\n甲\n".encode())})

    assert answer.status_code == 422
    assert "行编号" in words(answer)
    assert county.post(f"{ROOM}exchange/receipts/").status_code == 422


def test_no_page_of_the_exchange_shows_a_number_and_the_notice_no_health(country, county):
    person = country.villager()
    country.family(person)
    country.watch(person, health="长期慢性病")
    country.need(person)
    county.post(f"{ROOM}exchange/prepare/")

    for page in ("exchange/", "exchange/notice/", ""):
        viewed = Entry.objects.filter(kind="view").count()
        shown = county.get(f"{ROOM}{page}").content.decode()
        assert person.name in shown
        assert person.citizen_id not in shown
        assert "长期慢性病" not in shown
        assert json.loads(Entry.objects.filter(kind="view").latest("seq").subject_ids) == [person.pk]
        assert Entry.objects.filter(kind="view").count() == viewed + 1


def test_a_state_opens_as_many_rows_as_it_counts_and_rows_of_a_need_of_before_stand_among_all(country, county):
    person = country.villager()
    country.watch(person)
    before = country.need(person)
    county.post(f"{ROOM}exchange/prepare/")
    before.known_until = at(DAY)
    before.save()
    country.need(person, on=date(2024, 11, 1))
    county.post(f"{ROOM}exchange/prepare/")
    old, new = ExchangeRow.objects.order_by("pk")

    shown, everything = (words(county.get(f"{ROOM}exchange/{asked}")) for asked in ("?state=prepared", ""))

    assert "待送 1 行" in shown
    assert new.key in shown
    assert old.key not in shown
    assert old.key in everything


def test_another_countys_row_and_list_do_not_exist(country, county):
    person = country.villager()
    country.watch(person)
    country.need(person)
    county.post(f"{ROOM}exchange/prepare/")
    county.post(f"{ROOM}exchange/send/")
    elsewhere = client_of("county_staff", "211103")

    assert elsewhere.get(f"{ROOM}exchange/lists/{Batch.objects.get().pk}/").status_code == 404
    row = ExchangeRow.objects.get()
    assert elsewhere.post(f"{ROOM}exchange/rows/{row.pk}/answer/", {"result": "receipted"}).status_code == 404
    assert elsewhere.get(f"{ROOM}income/{person.pk}/").status_code == 404


def test_a_towns_worker_sees_the_families_and_not_the_exchange(country):
    worker = client_of("township_worker", TOWN[1][:9])
    shown = words(worker.get(ROOM))

    assert "返贫预警" in shown
    assert "监测系统交换" not in shown
    assert worker.get(f"{ROOM}exchange/").status_code == 403


def test_a_difference_on_capacity_is_decided_by_a_person(country, county):
    person = country.villager()
    country.watch(person, skill="丧失劳动力")
    country.verified(person, is_employed=False, reason=7)

    assert "等人来定 1 人" in words(county.get(f"{ROOM}capacity/"))
    assert county.post(f"{ROOM}capacity/{person.pk}/", {"choice": "here", "note": ""}).status_code == 422
    done = county.post(f"{ROOM}capacity/{person.pk}/", {"choice": "there", "note": "下月去看"}, follow=True)
    assert "两边的记录都没有改" in words(done)
    assert CapacityDecision.objects.get().there == "丧失劳动力"
