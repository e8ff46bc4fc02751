"""The room of assignments and the page of late records, as county staff and workers use them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.domain.today_city import TODAY, Town, a_user, noon, on
from tests.web.figures_open import opened, rows_behind
from tonggong.base.accounts.models import Post
from tonggong.base.audit.models import Entry
from tonggong.domain.casework.models import Assignment
from tonggong.domain.comparison.models import Finding, Month
from tonggong.domain.persons.models import Person

HOME = "casework:assignments"
ELSEWHERE = ("211102000000", "211102002000")


@pytest.fixture
def town(practice):
    with on():
        yield Town()


@pytest.fixture
def county(client, town):
    client.force_login(town.county)
    return client


def test_load_and_people_without_a_worker_stand_on_one_page_and_every_figure_opens_its_rows(county, town, client):
    person = town.somebody("王")
    town.person()
    town.step(town.plan(person), date(2024, 11, 30))
    page = county.get(reverse(HOME)).text
    away = town.person(ELSEWHERE)
    town.give(away, town.worker)

    assert "分派 1 人" in page
    assert opened(county, reverse(HOME)) == {
        "全部": 2, "没有负责人": 1, "兴隆街道": 2, "兴隆街道，没有负责人": 1, "韩玉梅，人数": 1, "韩玉梅，到期步骤": 1,
    }  # fmt: skip
    client.force_login(a_user("city", "市残联", "city_staff", "2111"))
    wide = opened(client, reverse(HOME))
    assert (wide["全部"], wide["韩玉梅，人数"], wide["韩玉梅，到期步骤"]) == (3, 2, 1)


def test_people_whose_town_is_not_known_are_picked_alone(county, town):
    town.person()
    Person.objects.filter(pk=(lost := town.person()).pk).update(township_code="")
    page = county.get(reverse("casework:assignments-pick"), {"township": "none"}).text

    assert "筛出 <b>1 人</b>" in page
    assert lost.name in page
    assert opened(county, reverse(HOME))["乡镇不明"] == 1


def test_somebody_of_another_place_who_answers_here_is_neither_gone_nor_offered(county, town):
    other = a_user("wanghao", "王浩", reach=ELSEWHERE[1][:9])
    town.somebody("王", worker=other)
    page = county.get(reverse(HOME)).text

    assert "王浩已离任" not in page
    assert f'<option value="{other.pk}">王浩（' not in county.get(reverse("casework:assignments-pick")).text
    assert opened(county, reverse(HOME))["王浩，人数"] == 1


def test_a_town_is_given_with_one_button(county, town):
    people = [town.person() for _ in range(3)]
    page = county.post(
        reverse(HOME), {"kind": "worker", "township": people[0].township_code, "user": town.worker.pk}, follow=True
    )

    assert "3 人分派好了" in page.text
    assert "每个人都有负责人" in page.text


def test_people_are_chosen_by_hand_or_all_that_a_filter_leaves(county, town):
    people = [town.person() for _ in range(4)]
    other, address = a_user("lining", "李宁"), reverse("casework:assignments-pick")
    refused = county.post(address, {"kind": "worker", "user": other.pk, "reason": "片区调整"})
    assert refused.status_code == 422
    assert f'<option value="{other.pk}" selected>' in refused.text
    assert 'value="片区调整"' in refused.text

    county.post(address, {"kind": "worker", "user": town.worker.pk, "person": [people[0].pk]})
    county.post(address, {"kind": "worker", "user": other.pk, "free": "1", "all": "1"})
    found = dict(Assignment.objects.filter(ended_on=None).values_list("person_id", "user_id"))
    assert found == {people[0].pk: town.worker.pk} | {p.pk: other.pk for p in people[1:]}


def test_people_of_another_place_are_not_given_to_anybody_here(county, town):
    ours, theirs = town.person(), town.person(ELSEWHERE)
    address = reverse("casework:assignments-pick")
    said = {"kind": "worker", "user": town.worker.pk}
    county.post(address, {**said, "person": [theirs.pk]})
    assert not Assignment.objects.filter(person=theirs).exists()

    county.post(address, {**said, "person": [ours.pk, theirs.pk]})
    assert not Assignment.objects.filter(person=theirs).exists()


def test_many_who_left_are_folded_into_one_sentence_each_with_her_way_to_hand_over(county, town):
    gone = [a_user(f"left{n}", f"离任{n}") for n in range(3)]
    for worker in [*gone, gone[0]]:
        town.give(town.person(), worker)
    Post.objects.filter(user__in=gone).update(valid_to=date(2024, 11, 30))
    page = county.get(reverse(HOME)).text

    assert "3 人已离任，名下还有 4 人" in page
    assert "离任0已离任" not in page
    fold = re.search(r'<details class="twin"><summary>看是谁.*?</details>', page, re.S)[0]
    assert [f"/of/{worker.pk}/" in fold for worker in gone] == [True] * 3


def test_who_left_is_named_first_and_her_list_is_handed_over_on_one_page(county, town):
    for n in range(9):
        town.somebody(f"毕业生{n}")
    other = a_user("lining", "李宁")
    Post.objects.filter(user=town.worker).update(valid_to=date(2024, 11, 30))
    assert "韩玉梅已离任，名下还有 9 人" in county.get(reverse(HOME)).text

    address = reverse("casework:assignments-list", args=[town.worker.pk])
    assert "为什么交接" in county.get(address).text
    assert county.post(address, {"user": other.pk}).status_code == 422
    page = county.post(address, {"user": other.pk, "reason": "调离"}, follow=True)
    assert "韩玉梅名下 9 人交接好了，没有人落下" in page.text


def test_a_worker_of_another_county_is_not_there(county, town):
    stranger = a_user("wanghao", "王浩", reach="211102002")

    assert county.get(reverse("casework:assignments-list", args=[stranger.pk])).status_code == 404


def test_a_months_changes_are_counted_by_worker_and_each_count_opens_its_changes(client, county, town):
    Month.objects.create(month="2024-06", compared_at=noon(TODAY))
    file = town.file("social-insurance", "2024-06")
    mine, stray = town.somebody("王"), town.person()
    for n, (person, result) in enumerate([(mine, "new")] * 3 + [(mine, "ended")] * 2 + [(stray, "changed")]):
        Finding.objects.create(
            month="2024-06", feed="social-insurance", delivery=file.delivery, content=f"{n}".encode(), result=result,
            state="open", person=person, county_code=person.county_code, found_at=noon(TODAY),
        )  # fmt: skip
    address = reverse("casework:assignments-changes")
    page = county.get(address).text

    assert opened(county, address) == {
        "全部变化": 6, "韩玉梅，新出现": 3, "韩玉梅，疑似离岗": 2, "韩玉梅，合计": 5, "没有负责人，有变化": 1, "没有负责人，合计": 1,
    }  # fmt: skip
    assert page.index("韩玉梅</a></th>") < page.index("没有负责人")
    behind = reverse("casework:assignments-change-rows")
    assert Entry.objects.filter(kind="view", subject_id=stray.pk).exists()
    for wrong in ({"month": "2031-01"}, {"month": "2024-06", "worker": "²"}, {"month": "2024-06", "result": "same"}):
        assert county.get(behind, wrong).status_code == 404
    client.force_login(a_user("other", "外县", "county_staff", "211102"))
    assert rows_behind(client, f"{behind}?month=2024-06") == []
    client.force_login(town.worker)
    assert client.get(behind, {"month": "2024-06"}).status_code == 403


def test_a_placement_recorded_12_days_after_its_start_is_marked_late(client, town):
    late, timely = town.somebody("王", visited=None), town.somebody("李", visited=None)
    for person, day in ((late, date(2024, 11, 13)), (timely, date(2024, 11, 11)), (town.person(ELSEWHERE), TODAY)):
        town.spell(
            person, date(2024, 11, 1), known_from=noon(day), evidence_level="C", said_by="韩玉梅", source_file=None
        )
    city = a_user("city", "市残联", "city_staff", "2111")
    for user, facts, too_late in ((town.worker, 2, 1), (town.county, 2, 1), (city, 3, 2)):
        client.force_login(user)
        address = reverse("casework:collection")
        page = client.get(address).text
        assert "2024年11月1日发生，2024年11月13日记入，隔12天，应在10天内，迟报2天" in page
        assert "李</b>" not in page
        assert opened(client, address) == {"就业，记了": facts, "就业，迟报": too_late, "全部迟报": too_late}
        assert opened(client, f"{address}?on=2024-11-12") == {"就业，记了": 1}
    behind = reverse("casework:collection-rows")
    assert client.get(behind, {"which": "late", "duty": "nonsense"}).status_code == 404
    assert client.get(behind, {"which": "late", "on": "2031-01-01"}).status_code == 404
    client.force_login(a_user("office", "政府残工委", "committee_office", "2111"))
    assert client.get(behind, {"which": "late"}).status_code == 403


def test_what_a_file_says_has_the_term_of_files_and_what_the_start_brought_is_counted_apart(client, town):
    person, known = town.somebody("王", visited=None), {"known_from": noon(TODAY), "source_row": 3}
    month = {name: town.file("social-insurance", name) for name in ("2024-09", "2024-10", "2024-11")}
    for n, (started_on, file) in enumerate([
        (date(2022, 1, 1), town.file("opening-ledger", "2024-11")),
        (date(2024, 3, 1), month["2024-09"]),  # known when the feed began
        (date(2024, 10, 20), month["2024-10"]),  # within 45 days
        (date(2024, 10, 1), month["2024-11"]),  # 61 days
    ]):  # fmt: skip
        town.spell(person, started_on, source_file=file, unit_code=f"91211100MA0TESTX{n}B", **known)
    first = town.spell(
        person, date(2024, 4, 1), source_file=month["2024-09"], unit_code="91211100MA0TESTX8B",
        known_from=noon(date(2024, 11, 2)), known_until=noon(TODAY),
    )  # fmt: skip
    town.spell(
        person, date(2024, 5, 1), thread=first.pk, source_file=None, said_by="韩玉梅", unit_code="91211100MA0TESTX8B",
        known_from=noon(TODAY),
    )  # fmt: skip
    client.force_login(town.worker)
    address = reverse("casework:collection")

    assert opened(client, address) == {
        "就业（部门数据），记了": 2, "就业（部门数据），迟报": 1, "全部迟报": 1, "启用时带来的": 3,
    }  # fmt: skip
    page = client.get(address).text
    assert "2024年10月1日发生，2024年12月1日记入，隔61天，应在45天内，迟报16天" in page
    assert "开始以前本市已经知道" in page
    behind = client.get(reverse("casework:collection-rows"), {"which": "first"}).text
    assert behind.count("启用时带来的</td>") == 3
