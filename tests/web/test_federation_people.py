"""Pages of persons: what they show and never show, who sees whom, what a page costs, merging and full numbers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.reporting_ledger import TAISHAN, XINGLONG
from tests.web.federation_month import client_of
from tests.web.federation_people import add, numbered, some_people
from tonggong.base.audit.models import Entry
from tonggong.base.changes import Changes
from tonggong.base.installation import clock
from tonggong.domain.persons.models import Merge, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(practice):
    return some_people()


@pytest.fixture
def clerk(people):
    return client_of("county_staff", "211103", "孙伟")


@pytest.fixture
def city(people):
    return client_of("city_staff", "2111", "李楠")


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def more_people(count, start=300):
    changes = Changes(clock.now())
    for n in range(start, start + count):
        add(changes, n, "赵大勇", XINGLONG)
    changes.write()


def cost(client, path, data=None):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path) if data is None else client.post(path, data)
    assert answer.status_code == 200
    return len(asked)


# --- lists and search ----------------------------------------------------------------------------------------------


def test_a_county_sees_its_own_people_and_the_city_all(clerk, city):
    assert "陈桂兰" not in page(clerk.get("/people/"))
    assert all(name in page(city.get("/people/")) for name in ("王淑珍", "李国栋", "陈桂兰"))


def test_a_list_can_be_narrowed_by_place_kind_and_work(city):
    by_place = page(city.get(f"/people/?county={TAISHAN[0]}"))
    working = page(city.get("/people/?work=yes"))
    members = page(city.get("/people/?kind=member"))

    assert ("陈桂兰" in by_place, "王淑珍" in by_place) == (True, False)
    assert ("王淑珍" in working, "陈桂兰" in working) == (True, False)
    assert ("李国栋" in members, "王淑珍" in members) == (True, False)


def test_strange_filters_are_not_an_error(city):
    assert city.get("/people/?county=x&township=%27&kind=9&work=9&after=9999999999999999999999").status_code == 200


@pytest.mark.parametrize("path", ["/people/", "/people/?kind=holder&work=yes", "/units/"])
def test_a_list_costs_the_same_however_many_it_shows(city, path):
    cost(city, path)
    few = cost(city, path)
    more_people(30)

    assert cost(city, path) == few


def test_a_search_costs_the_same_however_many_it_finds(city):
    more_people(2)
    cost(city, "/search/", {"q": "大勇"})
    few = cost(city, "/search/", {"q": "大勇"})
    more_people(30, start=400)

    assert cost(city, "/search/", {"q": "大勇"}) == few


def test_everybody_on_a_list_is_written_into_the_trail_at_once(city, people):
    city.get("/people/")

    entry = Entry.objects.filter(kind="view").latest("seq")
    assert [f"{pk}" in entry.subject_ids for pk in (people.wang.pk, people.li.pk, people.chen.pk)] == [True] * 3


def test_a_number_in_full_leads_to_its_person_and_never_stands_in_an_address(clerk, people):
    answer = clerk.post("/search/", {"q": people.number})

    assert (answer.status_code, answer["Location"]) == (302, f"/people/{people.wang.pk}/")


def test_a_search_that_is_too_short_keeps_the_words_and_says_how_to_mend_it(clerk):
    answer = clerk.post("/search/", {"q": "王"})

    assert answer.status_code == 422
    assert 'value="王"' in page(answer)
    assert "两个字" in page(answer)


def test_a_search_says_what_it_understood(clerk):
    assert "按电话最后 4 位查找" in page(clerk.post("/search/", {"q": "6071"}))
    assert "您的范围内没有找到" in page(clerk.post("/search/", {"q": "桂兰"}))


# --- one person ------------------------------------------------------------------------------------------------------


def test_a_person_page_says_how_she_stands_and_why(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/"))

    assert "在业" in shown
    assert "盘锦测试食品有限公司，缝纫工" in shown
    assert "2024年12月31日在职" in shown
    assert "计入三年行动新增就业" in shown


def test_facts_carry_their_evidence_and_it_opens(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/"))

    assert "第 902 行" in shown
    assert re.search(r"href='/evidence/\d+/9/'", shown)


def test_a_correction_stays_struck_through_with_the_day_until_which_it_was_believed(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/"))

    assert '<s class="superseded">开始日期 2024年4月3日</s>' in shown
    assert "到 2024年9月10日为止采信" in shown
    assert "到 盘锦测试食品有限公司，做缝纫工" in shown


def test_on_an_earlier_day_only_what_was_known_then_is_shown(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/?known=2024年7月1日"))

    assert "superseded" not in shown
    assert "2024年4月3日" in shown
    assert "缝纫工" not in shown


def test_a_day_that_is_none_is_answered_with_the_words_and_the_remedy(clerk, people):
    answer = clerk.get(f"/people/{people.wang.pk}/?known=昨天")

    assert answer.status_code == 422
    assert "“昨天”不是日期" in page(answer)


def test_no_page_of_a_person_shows_a_whole_number_or_any_part_of_a_certificates(clerk, people):
    pages = [f"/people/{people.wang.pk}/", "/people/", f"/people/{people.wang.pk}/seen/", f"/units/{people.unit.pk}/"]
    shown = "".join(page(clerk.get(path)) for path in pages)

    assert people.number[-4:] in shown
    hidden = (people.number, people.number[:17], people.phone, people.certificate, people.certificate[-4:])
    assert [number for number in hidden if number in shown] == []


def test_a_tab_shows_one_kind_of_fact(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/?topic=classes"))

    assert "面点班，合格" in shown
    assert "离开" not in shown
    assert "做缝纫工" not in shown


def test_the_household_is_linked_where_it_may_be_opened(clerk, people):
    shown = page(clerk.get(f"/people/{people.wang.pk}/"))

    assert f'<a href="/people/{people.li.pk}/">李国栋</a>' in shown


@pytest.mark.parametrize("page_of_person", ["", "seen/", "number/", "merge/"])
def test_a_person_out_of_reach_is_not_there(clerk, people, page_of_person):
    assert clerk.get(f"/people/{people.chen.pk}/{page_of_person}").status_code == 404


def test_a_person_page_costs_the_same_however_long_the_history(clerk, people):
    from datetime import date

    from tests.domain.reporting_ledger import KNOWN
    from tonggong.domain.employment.models import Contribution, Spell, WageMonth

    path = f"/people/{people.wang.pk}/"
    cost(clerk, path)
    short = cost(clerk, path)
    for year in range(2000, 2020):
        Spell.objects.create(
            person=people.wang, form="14", started_on=date(year, 1, 1), ended_on=date(year, 6, 1), known_from=KNOWN
        )
        Contribution.objects.create(
            person=people.wang,
            unit_code=f"U{year}",
            first_month=f"{year}-01",
            last_month=f"{year}-05",
            known_from=KNOWN,
        )
        WageMonth.objects.create(
            person=people.wang, unit_code=f"U{year}", month=f"{year}-01", wage_yuan=1, known_from=KNOWN
        )

    assert cost(clerk, path) == short


def test_who_looked_stands_on_the_page_and_lists_stand_behind_it(clerk, city, people):
    city.get("/people/")
    city.get(f"/people/{people.wang.pk}/")

    assert "李楠" in page(clerk.get(f"/people/{people.wang.pk}/"))
    assert "（名单）" in page(clerk.get(f"/people/{people.wang.pk}/seen/"))


# --- full numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "kept"), [("citizen", "number"), ("phone", "phone")])
def test_a_full_number_is_shown_for_a_reason_and_the_trail_keeps_the_reason_not_the_number(clerk, people, what, kept):
    answer = clerk.post(f"/people/{people.wang.pk}/number/", {"what": what, "reason": "到社保中心核对"})

    entry = Entry.objects.filter(kind="unmask").latest("seq")
    assert getattr(people, kept) in page(answer)
    assert "no-store" in answer["Cache-Control"]
    assert ("核对" in entry.detail, getattr(people, kept) in entry.detail) == (True, False)
    assert entry.subject_id == people.wang.pk


@pytest.mark.parametrize("reason", ["", "看看", "   "])
def test_without_a_reason_no_full_number_is_shown(clerk, people, reason):
    answer = clerk.post(f"/people/{people.wang.pk}/number/", {"reason": reason})

    assert answer.status_code == 422
    assert people.number not in page(answer)
    assert not Entry.objects.filter(kind="unmask").exists()


# --- merging ---------------------------------------------------------------------------------------------------------


def test_a_merge_is_shown_before_done_for_a_reason_and_taken_back(city, people):
    path = f"/people/{people.wang.pk}/merge/{people.chen.pk}/"
    before = page(city.get(path))
    assert "身份证尾号" in before
    assert "合并，移" in before
    assert city.post(path, {"reason": ""}).status_code == 422
    assert Person.objects.get(pk=people.chen.pk).merged_into_id is None

    city.post(path, {"reason": "同一个人，已与本人核对"})
    assert Person.objects.get(pk=people.chen.pk).merged_into_id == people.wang.pk
    assert "已经并入另一条" in page(city.get(f"/people/{people.chen.pk}/"))
    assert "撤销这次合并" in page(city.get(f"/people/{people.wang.pk}/"))

    city.post(f"/merges/{Merge.objects.get().pk}/undo/")
    assert Person.objects.get(pk=people.chen.pk).merged_into_id is None
    assert city.post(f"/merges/{Merge.objects.get().pk}/undo/").status_code == 422


def test_nobody_is_merged_with_herself_or_with_somebody_out_of_reach(clerk, people):
    assert clerk.get(f"/people/{people.wang.pk}/merge/{people.wang.pk}/").status_code == 404
    assert clerk.get(f"/people/{people.wang.pk}/merge/{people.chen.pk}/").status_code == 404


def test_the_other_row_is_looked_for_by_the_same_name_first(clerk, people):
    changes = Changes(clock.now())
    twin = add(changes, 150, "王淑珍", XINGLONG)
    changes.write()

    shown = page(clerk.get(f"/people/{people.wang.pk}/merge/"))

    assert f"/people/{people.wang.pk}/merge/{twin}/" in shown
    assert "尾号 " + numbered(150)[-4:] in shown
