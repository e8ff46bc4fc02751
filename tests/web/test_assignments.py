"""The room of assignments and the page of late records, as county staff and workers use them."""

from datetime import date

import pytest
from django.urls import reverse

from tests.domain.today_city import TODAY, Town, a_user, noon, on
from tonggong.base.accounts.models import Post
from tonggong.domain.casework.models import Assignment
from tonggong.domain.comparison.models import Finding, Month

HOME = "casework:assignments"


@pytest.fixture
def town(practice):
    with on():
        yield Town()


@pytest.fixture
def county(client, town):
    client.force_login(town.county)
    return client


def test_load_and_people_without_a_worker_stand_on_one_page(county, town):
    town.somebody("王")
    town.person()
    page = county.get(reverse(HOME)).text

    assert "2 人里有 <b>1 人</b>没有负责人" in page
    assert "分派 1 人" in page
    assert "韩玉梅" in page


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


def test_a_months_changes_are_counted_by_worker(county, town):
    Month.objects.create(month="2024-06", compared_at=noon(TODAY))
    file = town.file("social-insurance", "2024-06")
    mine, stray = town.somebody("王"), town.person()
    for n, (person, result) in enumerate([(mine, "new")] * 3 + [(mine, "ended")] * 2 + [(stray, "changed")]):
        Finding.objects.create(
            month="2024-06", feed="social-insurance", delivery=file.delivery, content=f"{n}".encode(), result=result,
            state="open", person=person, county_code=person.county_code, found_at=noon(TODAY),
        )  # fmt: skip
    page = " ".join(county.get(reverse("casework:assignments-changes")).text.split())

    assert "共 <b>6 项</b>" in page
    assert page.index('韩玉梅</a></th><td class="number">3</td><td class="number">2</td>') < page.index("没有负责人")


def test_a_placement_recorded_12_days_after_its_start_is_marked_late(client, town):
    late, timely = town.somebody("王", visited=None), town.somebody("李", visited=None)
    for person, day in ((late, date(2024, 11, 13)), (timely, date(2024, 11, 11))):
        town.spell(
            person, date(2024, 11, 1), known_from=noon(day), evidence_level="C", said_by="韩玉梅", source_file=None
        )
    for user in (town.worker, town.county):
        client.force_login(user)
        page = client.get(reverse("casework:collection")).text
        assert "2024-11-01发生，2024-11-13记入，隔12天，应在10天内，迟报2天" in page
        assert "李</b>" not in page


def test_what_a_file_says_has_the_term_of_files_and_the_beginning_counts_none(client, town):
    person = town.somebody("王", visited=None)
    town.spell(
        person,
        date(2024, 10, 20),
        known_from=noon(TODAY),
        source_file=town.file("social-insurance", "2024-11"),
        source_row=3,
    )
    opening = town.file("opening-ledger", "2024-11")
    town.spell(
        person, date(2022, 1, 1), ended_on=date(2022, 5, 1), known_from=noon(TODAY), source_file=opening, source_row=3,
        unit_code="91211100MA0TESTX2B",
    )  # fmt: skip
    client.force_login(town.worker)

    assert "这段时间没有迟报" in client.get(reverse("casework:collection")).text
