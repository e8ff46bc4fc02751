"""The board of the four ones, the names behind it, one person's case, needs that wait, services that were given."""

import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.domain.visiting import HOME, OTHER_TOWN, Ledger, entry, somebody, verified
from tonggong.base.accounts.models import Post, User
from tonggong.base.audit.models import Entry as Trail
from tonggong.base.installation import clock
from tonggong.domain.casework.models import Assignment, Need, Visit
from tonggong.domain.casework.queries.case import case_of
from tonggong.domain.casework.queries.needs import unmet_by_place
from tonggong.domain.casework.services.corrections import correct_visit
from tonggong.domain.casework.services.recording import record_entry
from tonggong.domain.persons.choices import Circumstance
from tonggong.domain.persons.models import PersonFact
from tonggong.domain.status.models import Owed
from tonggong.domain.status.services import refresh
from tonggong.rules.ages import USE_LABELS, Use

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 10, 15, 4, tzinfo=clock.UTC)
SPARE = (HOME[0], "211103003000")


@pytest.fixture(autouse=True)
def _october(practice):
    with clock.pretend(NOON):
        yield


@pytest.fixture
def ledger():
    return Ledger()


def signed_in(client, role="township_worker", reach=HOME[1][:9], name="韩玉梅", username="hanyumei"):
    who = somebody(role, reach, username, name)
    Post.objects.create(user_id=who.user_id, role=role, reach=reach, valid_from=date(2020, 1, 1), appointed_by="试验")
    client.force_login(User.objects.get(pk=who.user_id))
    return who


@pytest.fixture
def han(ledger, client):
    return signed_in(client)


@pytest.fixture
def chen(ledger):
    return ledger.person(HOME)


def plain(page):
    """A page's words without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1].split("</main>")[0]))


# --- the board ------------------------------------------------------------------------------------------------------


def test_the_board_counts_and_each_figure_opens_exactly_its_names(client, han, ledger):
    people = [ledger.person(HOME) for _ in range(4)]
    record_entry(han, entry(people[0], verification=verified()))
    record_entry(han, entry(people[1], verification=verified(wish="no", reason=3)))
    refresh(None)
    page = client.get(reverse("casework:four-ones"))
    total = page.context["total"]

    assert (total["base"], total["unverified"], total["wanting"]) == (4, 2, 1)
    for figure, url in (("base", "base_url"), ("unverified", "unverified_url"), ("wanting", "wanting_url")):
        assert len(client.get(total[url]).context["rows"]) == total[figure]
    for one in total["ones"]:
        assert len(client.get(one["done_url"]).context["rows"]) == one["done"]
        assert len(client.get(one["open_url"]).context["rows"]) == one["open"]
    assert "还有 2 人没有核对" in page.text


def test_the_last_period_can_be_looked_at_and_its_names_stay_in_it(client, han, ledger):
    people = [ledger.person(HOME) for _ in range(3)]
    record_entry(han, entry(people[0], verification=verified(wish="no", reason=3)))
    with clock.pretend(datetime(2025, 1, 12, 4, tzinfo=clock.UTC)):
        refresh(None)
        board = client.get(reverse("casework:four-ones"))
        now, before = board.context["periods"]
        past = client.get(before.url)
        names = client.get(past.context["total"]["unverified_url"])
        unknown = client.get(reverse("casework:four-ones") + "?period=2019")

    assert (now.is_current, board.context["total"]["unverified"]) == (True, 3)
    assert (past.context["total"]["unverified"], past.context["total"]["overdue"]) == (2, 0)
    assert "上期（2024年）" in plain(board)
    assert "2024年12月31日" in plain(past)
    assert {row["person"].pk for row in names.context["rows"]} == {one.pk for one in people[1:]}
    assert all("period=2024" in choice.url for choice in names.context["states"])
    assert unknown.status_code == 404


def test_the_unverified_make_a_cautious_value(client, han, ledger):
    people = [ledger.person(HOME) for _ in range(4)]
    for one in people[:2]:
        record_entry(
            han, entry(one, verification=verified(), need={"jobs": ["保洁"], "forms": ["7"], "distance_km": 5})
        )
    refresh(None)
    page = client.get(reverse("casework:four-ones"))
    need = next(one for one in page.context["total"]["ones"] if one["title"] == "需求登记")

    assert (need["done"], need["owed"], need["rate"], need["cautious"]) == (2, 2, 1, 0.5)
    assert "保守 50.0%" in plain(page)


def test_what_is_late_stands_under_late_with_who_answers(client, han, ledger, chen):
    Assignment.objects.create(
        person=chen, kind="worker", user_id=han.user_id, started_on=date(2024, 1, 1), by="县残联", at=clock.now()
    )
    ledger.person(HOME)  # in time
    refresh(None)
    Owed.objects.filter(person=chen, one="verification").update(due_on=date(2024, 10, 5))
    board = client.get(reverse("casework:four-ones") + "?by=worker")
    (hers,) = [row for row in board.context["rows"] if row["name"] == "韩玉梅"]
    (late,) = client.get(hers["overdue_url"]).context["rows"]

    assert (hers["overdue"], board.context["total"]["overdue"]) == (1, 1)
    assert (late["person"], late["worker"], late["tag"]) == (chen, "韩玉梅", ("overdue", "逾期 10 天"))


def test_a_county_looks_from_its_towns_into_one_and_no_further_than_its_own(client, ledger, chen):
    signed_in(client, "county_staff", HOME[0][:6])
    ledger.person(OTHER_TOWN)
    refresh(None)
    board = client.get(reverse("casework:four-ones"))

    assert [row["base"] for row in board.context["rows"]] == [1]
    assert client.get(board.context["rows"][0]["url"]).status_code == 200
    assert client.get(reverse("casework:four-ones") + f"?place={OTHER_TOWN[1]}").status_code == 404
    assert client.get(reverse("casework:four-ones-names") + "?place=abc").status_code == 404


def test_whoever_is_shown_by_name_is_written_into_the_trail(client, han, chen):
    refresh(None)
    client.get(reverse("casework:four-ones-names"))

    assert Trail.objects.filter(kind="view", subject_id=chen.pk).exists()


# --- one person -----------------------------------------------------------------------------------------------------


def test_a_case_shows_what_comes_next_and_everything_that_was_done(client, han, chen):
    Assignment.objects.create(
        person=chen, kind="worker", user_id=han.user_id, started_on=date(2024, 1, 1), by="县残联", at=clock.now()
    )
    record_entry(han, entry(
        chen, verification=verified(), need={"jobs": ["保洁"], "kinds": [{"kind": "care", "detail": "白天"}]},
        promises=[{"text": "问社区保洁岗", "due_on": "2024-10-20"}], next_on="2024-11-15", words="愿意学",
        services=[{"kind": 1, "content": "讲了政策", "outcome": 5}], consents=["store"],
    ))  # fmt: skip
    page = client.get(reverse("casework:case", args=[chen.pk]))
    words = plain(page)

    for said in (
        "韩玉梅",
        "问社区保洁岗",
        "2024年11月15日",
        "照料托养",
        "还没满足",
        "愿意学",
        "讲了政策",
        "登记保存",
        "想做保洁",
    ):
        assert said in words
    assert "四个一（2024）" in words
    assert [one["tag"][0] for one in page.context["page"].ones] == ["done", "waiting", "done", "done"]
    assert Trail.objects.filter(kind="view", subject_id=chen.pk).exists()


def test_a_case_takes_the_same_number_of_questions_however_much_was_done(client, han, chen):
    record_entry(han, entry(chen, verification=verified(), need={"kinds": [{"kind": "work"}]}))
    url = reverse("casework:case", args=[chen.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    for n in range(4):
        record_entry(
            han, entry(chen, verification=verified(), services=[{"kind": 1, "content": f"第{n}次", "outcome": 5}])
        )
    with CaptureQueriesContext(connection) as second:
        client.get(url)

    assert len(second) == len(first)


def test_the_agreed_day_stands_until_a_visit_has_kept_it(client, han, chen):
    record_entry(han, entry(chen, next_on="2024-11-15"))
    record_entry(han, entry(chen))
    assert case_of(chen, clock.today()).next_on == date(2024, 11, 15)
    with clock.pretend(datetime(2024, 11, 15, 4, tzinfo=clock.UTC)):
        record_entry(han, entry(chen))

    assert case_of(chen, date(2024, 11, 16)).next_on is None


def test_a_corrected_visit_stands_struck_through_beside_the_new_words(client, han, chen):
    key = record_entry(han, entry(chen, note="没说清楚")).key
    correct_visit(han, key, {"note": "婆婆住院"}, {}, "补充")
    page = client.get(reverse("casework:case", args=[chen.pk]))

    assert "没说清楚" in page.text
    assert "婆婆住院" in page.text
    assert "superseded" in page.text


def test_the_auditor_reads_and_has_no_button_to_record(client, ledger, chen):
    signed_in(client, "auditor", "2111")
    page = client.get(reverse("casework:case", args=[chen.pk]))

    assert page.status_code == 200
    assert "记走访" not in page.text
    assert "支持需求通行证" not in page.text  # a page that asks for more than reading


def test_the_ledgers_page_tells_of_the_work_and_leads_to_it(client, han, chen):
    record_entry(han, entry(chen, verification=verified(), next_on="2024-11-15"))
    page = client.get(reverse("federation:person", args=[chen.pk]))

    assert reverse("casework:case", args=[chen.pk]) in page.text
    assert "2024年11月15日" in plain(page)


# --- needs and services -----------------------------------------------------------------------------------------------


def test_needs_wait_where_people_live_and_not_where_their_certificate_is(client, ledger):
    county = signed_in(client, "county_staff", HOME[0][:6])
    here, moved, guest = ledger.person(HOME), ledger.person(HOME), ledger.person(OTHER_TOWN)
    for person, code in ((moved, SPARE[1]), (guest, HOME[1])):
        PersonFact.objects.create(person=person, kind=Circumstance.RESIDENCE, value=code, known_from=clock.now())
    for person in (here, moved, guest):
        record_entry(county, entry(person, need={"kinds": [{"kind": "care"}]}))
    table = unmet_by_place(county, clock.today())
    by_place = dict(zip([code for code, _ in table.places], table.rows[0][2], strict=True))

    assert (by_place[HOME[1]], by_place[SPARE[1]], table.people) == (2, 1, 3)
    page = client.get(reverse("casework:needs"))
    for row in page.context["rows"]:
        for _name, count, url in row["cells"]:
            assert len(client.get(url).context["rows"]) == count


def test_a_met_need_waits_no_longer_and_the_dead_need_nothing(client, han, ledger, chen):
    record_entry(han, entry(chen, need={"kinds": [{"kind": "training"}]}))
    assert "技能培训" in client.get(reverse("casework:needs")).text
    thread = Need.objects.get().thread
    record_entry(han, entry(chen, services=[{"kind": 3, "content": "面点班", "outcome": 3, "need": thread}]))

    assert "技能培训" not in client.get(reverse("casework:needs")).text


def test_services_without_a_result_stand_apart_and_every_figure_opens(client, han, chen):
    record_entry(han, entry(chen, services=[
        {"kind": 1, "content": "指导", "outcome": 5}, {"kind": 1, "content": "发了传单"}, {"kind": 2, "content": "打电话", "outcome": 8},
    ]))  # fmt: skip
    page = client.get(reverse("casework:services") + "?year=2024")
    found = page.context["found"]

    assert (found.counting, found.without, found.people) == (1, 2, 1)
    for row in page.context["rows"]:
        assert len(client.get(row["sum_url"]).context["rows"]) == row["sum"]
        assert len(client.get(row["without_url"]).context["rows"]) == row["without"]
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "?kind=zz&place=",
        "?after=x",
        "?kind=99",
        "?year=20x4&outcome=77",
        "?start=-3&one=x&state=y",
        "?worker=²",
        "?year=20²4&after=²&start=²",
    ],
)
def test_a_wrong_word_in_an_address_is_passed_over(client, han, query):
    for name in ("need-names", "service-names", "services", "four-ones-names"):
        assert client.get(reverse(f"casework:{name}") + query).status_code == 200


def test_the_page_says_for_each_use_whether_she_is_of_working_age_and_why(client, han, ledger):
    person = ledger.person(HOME, born_on=date(1964, 10, 2))  # 60 for the statistics; the month of retirement counts
    refresh([person.pk])
    page = plain(client.get(reverse("casework:case", args=[person.pk])))
    over = (Use.STATISTICS, Use.PLAN, Use.FOUR_ONES)

    for use, label in USE_LABELS.items():
        assert f"{label}：{'不在' if use in over else '在'}就业年龄内" in page
    assert "不在统计就业年龄16—59周岁之内" in page
