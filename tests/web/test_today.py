"""The start pages of workers and coaches: whom to contact and why, what is owed by name, one tap for each answer."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.domain.test_today import finding
from tests.domain.today_city import TODAY, TOWN, Town, a_user, noon, on
from tests.web.figures_open import opened as figures
from tonggong.base.audit.models import Entry
from tonggong.base.privacy import seal
from tonggong.domain.campaigns.models import Campaign, CampaignTarget
from tonggong.domain.persons.models import Certificate, Person
from tonggong.domain.status.models import Owed
from tonggong.domain.status.queries import coverage
from tonggong.domain.worklist.mine import mine

HOME = "visits:home"


@pytest.fixture
def town(practice):
    with on():
        yield Town()


def opened(client, user, path=None):
    client.force_login(user)
    return client.get(path or reverse(HOME))


@pytest.mark.parametrize(("username", "role", "reach"), [("hanyumei", None, None), ("chenxi", "job_coach", "211103")])
def test_workers_and_coaches_start_on_their_list(client, town, username, role, reach):
    user = town.worker if role is None else a_user(username, "陈曦", role, reach)
    client.force_login(user)

    assert client.get("/")["Location"] == reverse(HOME)
    assert "今天 0 人" in client.get(reverse(HOME)).text


def test_the_page_shows_reason_fact_and_account_of_each_person_and_writes_down_who_was_seen(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    town.spell(person, date(2024, 1, 2), contract_until=date(2024, 12, 21))
    page = opened(client, town.worker).text

    assert "今天 1 人" in page
    assert "劳动合同12月21日到期，还有 20 天" in page
    assert "权重 75 × 紧急程度 0.83 = 62.5 分" in page
    assert f'href="{reverse("visits:record", args=[person.pk])}"' in page
    assert re.findall(r"\d{17}[\dX]", page) == []
    assert Entry.objects.filter(kind="view", subject_id=person.pk, actor_id=town.worker.pk).count() == 1


def test_the_pressing_stand_first_and_a_reason_can_be_chosen(client, town):
    town.somebody("久未联系的", visited=date(2024, 3, 1))
    person = town.somebody("李欠欠")
    Owed.objects.create(person=person, one="need", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 1))
    page = opened(client, town.worker).text
    chosen = client.get(reverse(HOME), {"reason": "no_contact"}).text

    assert page.index("李欠欠") < page.index("久未联系的")
    assert ("今天 1 人" in chosen, "李欠欠" in chosen) == (True, False)


def test_more_than_a_screenful_waits_behind_a_button(client, town):
    for n in range(12):
        town.somebody(f"人{n:02d}", visited=date(2024, 3, 1))
    page = opened(client, town.worker)

    assert page.text.count("card-today") == 10
    following = re.search(r'href="([^"]+)">再看后面的 2 人', page.text)[1]
    assert client.get(following.replace("&amp;", "&")).text.count("card-today") == 2


def test_later_and_taking_it_back_are_one_tap_each(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    client.force_login(town.worker)
    page = client.post(reverse("visits:today-later", args=[person.pk]), {"back": "/visits/?order=way"}, follow=True)
    assert page.request["QUERY_STRING"] == "order=way"
    assert ("今天 0 人" in page.text, "改到 12月4日" in page.text) == (True, True)

    batch = re.search(r'name="batch" value="([^"]+)"', page.text)[1]
    assert "今天 1 人" in client.post(reverse("visits:today-undo"), {"batch": batch}, follow=True).text


def test_what_is_dealt_with_is_ticked_off_and_what_must_be_recorded_leads_to_the_form(client, town):
    person = town.somebody("王淑珍")
    Certificate.objects.filter(person=person).update(valid_until=date(2025, 2, 1))
    Owed.objects.create(person=person, one="need", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 1))
    fact = f"persons.Certificate:{Certificate.objects.get(person=person).pk}"
    client.force_login(town.worker)
    address = reverse("visits:today-done", args=[person.pk])

    ticked = client.post(address, {"reason": "certificate_ends", "fact": fact}, follow=True).text
    assert "证件到期，办好了" in ticked
    led = client.post(address, {"reason": "four_ones_overdue"})
    assert led["Location"] == reverse("visits:record", args=[person.pk])


def test_a_visit_for_a_campaign_carries_the_campaign_into_the_form_from_wherever_it_begins(client, town):
    person, other = (
        town.somebody("王淑珍", visited=date(2023, 12, 20)),
        town.somebody("李国栋", visited=date(2023, 12, 20)),
    )
    Person.objects.filter(pk=person.pk).update(phone_sealed=seal("person.phone", "13900006071"))
    row = Campaign.objects.create(
        kind="survey", title="找到服务对象", rule="working_age", reach=TOWN[:6], starts_on=date(2024, 11, 1),
        ends_on=date(2024, 12, 5), listed_on=date(2024, 11, 1), by="试验", at=noon(TODAY),
    )  # fmt: skip
    target = CampaignTarget.objects.create(
        campaign=row,
        person=person,
        county_code=person.county_code,
        township_code=person.township_code,
        added_on=row.listed_on,
    )
    page = opened(client, town.worker).text
    form, plain = (reverse("visits:record", args=[one.pk]) for one in (person, other))
    led = f"{form}?campaign_target={target.pk}"

    assert f'href="{led}"' in page
    assert f'href="{plain}"' in page
    assert "找到服务对象" in client.get(led).text
    assert f'href="{led}"' in client.post(reverse("visits:today-call", args=[person.pk])).text
    done = reverse("visits:today-done", args=[person.pk])
    assert client.post(done, {"reason": "campaign_target"})["Location"] == led
    assert client.post(done, {"reason": "no_contact"})["Location"] == form


def test_nobody_is_led_to_another_site(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    client.force_login(town.worker)
    answer = client.post(reverse("visits:today-later", args=[person.pk]), {"back": "//elsewhere.example/visits/"})

    assert answer["Location"] == reverse(HOME)


def test_a_number_is_shown_for_the_reason_of_the_day_and_the_trail_says_so(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    Person.objects.filter(pk=person.pk).update(phone_sealed=seal("person.phone", "13900006071"))
    client.force_login(town.worker)
    page = client.post(reverse("visits:today-call", args=[person.pk])).text

    assert 'href="tel:13900006071"' in page
    entry = Entry.objects.get(kind="unmask")
    assert "个月没有" in entry.detail
    assert "13900006071" not in entry.detail


def test_who_hears_nothing_is_written_to_and_never_called(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    Certificate.objects.filter(person=person).update(category="2")
    Person.objects.filter(pk=person.pk).update(phone_sealed=seal("person.phone", "13900006071"))
    page = opened(client, town.worker).text

    assert ("发短信" in page, "打电话<" in page) == (True, False)


def test_on_the_way_people_of_one_place_stand_together(client, town):
    town.somebody("甲", visited=date(2023, 12, 20))
    town.somebody("乙", visited=date(2024, 3, 20), place=("211103000000", "211103001000"))
    town.somebody("丙", visited=date(2024, 4, 20))
    page = opened(client, town.worker, reverse(HOME) + "?order=way").text
    names = re.findall(r"<h3><a[^>]*>(.)</a>", page)

    assert names == ["丙", "甲", "乙"]
    assert "还没有各地的位置数据，不算路程" in page


def test_an_empty_list_says_what_to_do(client, town):
    assert "还没有分派给您的人" in opened(client, town.worker).text
    town.somebody("王淑珍")
    assert "今天没有要联系的人" in client.get(reverse(HOME)).text


def test_what_is_owed_this_month_stands_by_name_one_tap_away(client, town):
    one, two = town.somebody("王淑珍"), town.somebody("李国栋")
    for person, due in ((one, date(2024, 11, 20)), (two, date(2024, 12, 31)), (two, date(2025, 1, 31))):
        Owed.objects.create(
            person=person,
            one="assessment" if due.year == 2025 else "need",
            period="2024",
            owed_from=date(2024, 1, 1),
            due_on=due,
        )
    home = opened(client, town.worker).text
    page = client.get(reverse("visits:mine")).text

    assert f'href="{reverse("visits:mine")}"' in home
    assert "本月还欠 2 人" in page
    assert "能力评估（2025年1月31日）" not in page
    assert re.findall(r"<a class='figure big' href='/people/[^']*'>(\d+)<", page) == ["2", "0", "2"]


def test_of_whom_a_death_is_reported_nobody_is_offered_to_ring(client, town):
    person = town.somebody("王淑珍", visited=date(2023, 12, 20))
    Person.objects.filter(pk=person.pk).update(phone_sealed=seal("person.phone", "13900006071"))
    before = opened(client, town.worker).text
    finding(town, person, "ended", "death", feed="deaths", found=date(2024, 11, 20))
    page = client.get(reverse(HOME)).text
    answer = client.post(reverse("visits:today-call", args=[person.pk]))

    assert "打电话<" in before
    assert "打电话<" not in page
    assert "登记此人已去世，请向村（社区）或家属核实" in page
    assert "没有联系" not in page
    assert "待核实" in page
    assert answer["Location"] == reverse(HOME)
    assert not Entry.objects.filter(kind="unmask").exists()


def test_of_whom_nothing_is_owed_it_stands_in_words_and_no_empty_bar(client, town):
    Owed.objects.create(
        person=town.somebody("王淑珍"),
        one="verification",
        period="2024",
        owed_from=date(2024, 1, 1),
        due_on=date(2024, 11, 1),
    )
    page = opened(client, town.worker, reverse("visits:mine")).text
    (counts,) = re.findall(r'<ul class="counts-mine">(.*?)</ul>', page, re.S)

    assert counts.count("没有应办的") == 3
    assert counts.count("<svg class='meter") == 1
    assert "，应办" in counts


def test_mine_counts_as_the_board_does_and_names_the_voluntary_apart(client, town):
    people = [town.somebody(name) for name in ("王淑珍", "李国栋", "超龄的")]
    for n, person in enumerate(people):
        Owed.objects.create(
            person=person, one="verification", period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 20),
            done_on=date(2024, 3, 1) if n == 0 else None, is_voluntary=n == 2,
        )  # fmt: skip
    page = opened(client, town.worker, reverse("visits:mine")).text
    found = mine(town.who(), TODAY)
    board = coverage(town.who(town.county), "worker", TODAY)

    (count,) = [one for one in found.counts if one.one == "verification"]
    (own,) = [group.coverage for group in board if group.key == str(town.worker.pk)]
    assert (count.owed, count.done, count.overdue) == (own.base, own.verified, own.overdue) == (2, 1, 1)
    assert found.voluntary == own.voluntary == 1
    assert "本月还欠 1 人" in page
    assert "超龄的" not in page


def test_every_figure_of_mine_opens_the_people_it_counts_and_nobody_elses(client, town):
    other = a_user("lining", "李宁")
    for n, name in enumerate(("王淑珍", "李国栋", "超龄的", "别人的")):
        person = town.somebody(name, worker=other if n == 3 else None)
        for one in ("verification", "assessment", "need", "service"):
            Owed.objects.create(
                person=person, one=one, period="2024", owed_from=date(2024, 1, 1), due_on=date(2024, 11, 20),
                done_on=date(2024, 3, 1) if n == 0 and one == "verification" else None, is_voluntary=n == 2,
            )  # fmt: skip
    address, behind = reverse("visits:mine"), reverse("visits:mine-rows")

    client.force_login(town.worker)
    own = figures(client, address)
    assert own["名下"] == 3
    assert (own["基础信息核对，办了"], own["基础信息核对，应办"], own["基础信息核对，逾期"]) == (1, 2, 1)
    assert (own["就业服务，办了"], own["就业服务，应办"], own["就业服务，逾期"], own["自愿参加"]) == (0, 2, 2, 1)
    assert (own["持证残疾人"], own["现在有工作"], own["现在没有工作"]) == (4, 0, 4)
    assert Entry.objects.filter(kind="view", actor_id=town.worker.pk).exists()
    assert client.get(behind, {"one": "nonsense"}).status_code == 404
    assert client.get(behind, {"state": "nonsense"}).status_code == 404
    assert client.get(behind, {"on": "2031-01-01"}).status_code == 404
    client.force_login(other)
    assert (figures(client, address)["名下"], figures(client, address)["基础信息核对，应办"]) == (1, 1)
    client.force_login(a_user("office", "政府残工委", "committee_office", "2111"))
    assert client.get(behind).status_code == 403
