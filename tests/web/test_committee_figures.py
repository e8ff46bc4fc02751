"""Progress and the rows behind every figure: what it shows, to whom, of which day, and what leaves the house."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests.domain.reporting_ledger import TAISHAN, XINGLONG, at
from tests.web.committee_city import END, city_with_figures
from tests.web.federation_month import client_of
from tonggong.base.audit.models import Entry
from tonggong.base.installation.services import ledger_moved
from tonggong.domain.employment.models import Spell
from tonggong.domain.reporting import services
from tonggong.web.committee.pages import spaced

pytestmark = pytest.mark.django_db
JOBS = "/figures/plan.new_jobs/"


@pytest.fixture
def city(practice):
    return city_with_figures()


@pytest.fixture
def office(city):
    return client_of("committee_office", "2111")


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def names(answer):
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?(测试\d+)', answer.content.decode())


def test_the_dashboard_shows_the_plans_figures_and_each_opens_its_rows(office):
    shown = page(office.get("/progress/"))

    assert "2024年9月30日" in shown
    assert re.search(r"<a class='figure hero' href='/figures/plan.new_jobs/\?figure=\d+'>8<", shown)
    assert "/ 800 人" in shown
    assert "慢 717 人" in shown
    assert "示意图" in shown
    for link in re.findall(r"href=['\"](/figures/[^'\"]+)", shown):
        assert office.get(link.replace("&amp;", "&")).status_code == 200


def test_the_dashboard_says_what_to_do_before_the_first_figure(practice):
    shown = page(client_of("city_staff", "2111").get("/progress/"))

    assert "还没有指标" in shown
    assert "/month/" in shown


def test_a_county_sees_its_own_part_and_no_other(city):
    county = client_of("county_staff", XINGLONG[0][:6])

    assert ">5<" in page(county.get("/progress/"))
    assert len(names(county.get(JOBS))) == 5
    assert county.get(f"/progress/?scope={TAISHAN[0]}").status_code == 404
    assert county.get(f"{JOBS}?scope={TAISHAN[0]}").status_code == 404


def test_a_wrong_day_in_the_address_is_named_with_how_to_write_it(office):
    answer = office.get("/progress/?as_of=2024-9-31")

    assert answer.status_code == 422
    assert "“2024-9-31”不是日期，请写成 2024-09-30 这样。" in page(answer)


def test_who_may_read_figures_but_no_rows_gets_plain_numbers(city):
    shown = page(client_of("department_liaison", "2111").get("/progress/"))

    assert "/figures/" not in shown
    assert "<span class='bare hero'>8</span>" in shown


def test_the_list_holds_exactly_the_persons_of_the_number_and_the_trail_says_who_was_shown(office):
    answer = office.get(JOBS)

    assert len(names(answer)) == 8
    assert "身份证尾号" in page(answer)
    entry = Entry.objects.filter(kind="view", subject="persons.Person").latest("seq")
    assert entry.subject_ids.count(",") == 7


def test_those_left_out_stand_with_their_reason(office):
    answer = office.get(f"{JOBS}?tab=excluded&reason=job_change")

    assert len(names(answer)) == 2
    assert "属更换工作" in page(answer)


def test_a_group_opens_the_persons_in_it(office):
    assert len(names(office.get(f"{JOBS}?scope={TAISHAN[0]}"))) == 3
    assert len(names(office.get(f"{JOBS}?way=month&group=2024-01"))) == 2
    assert "2024年1月" in page(office.get(f"{JOBS}?by=month"))


def test_pages_follow_each_other_without_loss(office, city):
    for n in range(15):
        city.spell(city.person(TAISHAN), date(2024, 3, 1 + n))
    ledger_moved()
    services.refresh_figures(END)
    first = office.get(JOBS)
    behind = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
    second = office.get(behind)

    assert len(names(first)) == 20
    assert len(names(second)) == 3
    assert not set(names(first)) & set(names(second))


def test_another_day_is_counted_from_the_ledger_and_days_are_read_in_any_writing(office):
    for written in ("2024年3月31日", "2024-03-31", "20240331"):
        answer = office.get(JOBS, {"as_of": written})
        assert len(names(answer)) == 6, written
        assert 'value="2024年3月31日"' in page(answer)


def test_a_day_that_is_none_is_said_and_kept(office):
    answer = office.get(JOBS, {"as_of": "2024年13月1日"})
    assert answer.status_code == 422
    assert "不是日期" in page(answer)
    assert "2024年13月1日" in page(answer)

    ahead = office.get(JOBS, {"as_of": (now().date() + timedelta(days=9)).isoformat()})
    assert ahead.status_code == 422
    assert "还没有到" in page(ahead)


def test_as_known_then_says_who_has_come_and_gone_since(office, city):
    late = city.person(TAISHAN)
    city.spell(late, date(2024, 9, 2), known_from=at(date(2024, 10, 20)))
    gone = Spell.objects.filter(started_on=date(2024, 5, 5)).get()
    Spell.objects.filter(pk=gone.pk).update(known_until=at(date(2024, 10, 25)))
    ledger_moved()
    services.refresh_figures(END)

    then = office.get(JOBS, {"as_of": "2024-09-30", "known": "2024-10-08"})
    shown = page(then)
    assert gone.person.name in names(then)
    assert late.name not in names(then)
    assert "补进 1 人，退出 1 人" in shown
    changes = page(office.get(re.search(r'href="(/figures/[^"]*/changes/[^"]*)"', shown)[1].replace("&amp;", "&")))
    assert late.name in changes
    assert gone.person.name in changes


def test_a_list_leaves_the_house_only_with_its_purpose_and_is_written_down(office):
    refused = office.post(f"{JOBS}export/", {"purpose": ""})
    assert refused.status_code == 422
    assert "请写一句" in page(refused)

    answer = office.post(f"{JOBS}export/?scope={TAISHAN[0]}", {"purpose": "核对双台子区名单"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {row["县区"] for row in rows} == {"双台子区"}
    entry = Entry.objects.filter(kind="release").latest("seq")
    assert "核对双台子区名单" in entry.detail


def test_a_page_asks_as_much_of_the_database_for_many_as_for_few(office, city):
    def asked(path):
        office.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.get(path)
        return len(queries)

    before = asked("/progress/"), asked(JOBS)
    for n in range(12):
        city.spell(city.person(XINGLONG), date(2024, 4, 1 + n))
    ledger_moved()
    services.refresh_figures(END)

    assert (asked("/progress/"), asked(JOBS)) == before


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        ("快58人", "快 58 人"),
        ("照近6个月的速度，10月可达800人。", "照近 6 个月的速度，10月可达 800 人。"),
        ("还差1154人", "还差 1,154 人"),
        ("截至2024年9月30日", "截至2024年9月30日"),
        ("占98.0%（到期49人）", "占 98.0%（到期 49 人）"),
    ],
)
def test_numbers_in_sentences_are_written_as_pages_write_them(domain, shown):
    assert spaced(domain) == shown
