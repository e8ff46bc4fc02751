"""The pages of cooperation: numbers open their rows, reach and duty hold, a withdrawal works at once, papers say what pages say."""

import io
import json
import re
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.quota_city import YEAR
from tests.domain.reporting_ledger import TAISHAN, UNIT, XINGLONG, Ledger, at
from tests.domain.test_cooperation import a_partner, published
from tests.web.federation_month import CITY, client_of
from tests.web.levy_city import NAME, a_firm, local_average, placed
from tonggong.base.accounts.who import system_who
from tonggong.base.audit.models import Entry
from tonggong.base.installation import clock
from tonggong.domain.comparison.models import Month
from tonggong.domain.cooperation.models import Decision, MailedLetter, Mailing, Meeting, Partner, Story
from tonggong.domain.cooperation.services import partners
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.quota.services import make_year
from tonggong.domain.reporting import queries as figures
from tonggong.domain.reporting.papers import levy_mailing
from tonggong.domain.reporting.services import refresh_figures

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 20)
ROW = re.compile(r'<th scope="row">')


@pytest.fixture
def ledger(practice):
    with clock.pretend(at(DAY)):
        yield Ledger()


@pytest.fixture
def city(ledger):
    return client_of("city_staff", CITY)


def system():
    return system_who("李楠", CITY)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def words_of(data):
    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_a_partners_page_takes_what_is_said_and_its_numbers_open_their_rows(ledger, city):
    sent = {"name": "餐饮商会", "kind": "chamber", "county_code": "211100000000", "began_on": "2022年1月1日"}
    assert city.post(reverse("federation:cooperation-add"), sent).status_code == 302
    row = Partner.objects.get()
    write = lambda what, **said: city.post(reverse("federation:cooperation-write", args=[row.pk, what]), said)  # noqa: E731
    for posts in (5, 7):
        said = {"on": "2024-12-01", "unit_name": "食品厂", "post": "包装", "posts": posts, "evidence": "来函"}
        assert write("brought", **said).status_code == 302
    spells = [ledger.spell(ledger.person(), date(2024, 3, n), channel="餐饮商会推荐") for n in (1, 2, 3)]
    for spell in spells:
        assert write("linked", spell=spell.pk, evidence="推荐函").status_code == 302

    page = text_of(city.get(reverse("federation:cooperation")))
    assert "久未联系" in page
    assert "还没有联系记录" in page
    posts = text_of(city.get(reverse("federation:cooperation-posts", args=[row.pk])))
    assert "合计 12 个岗位" in posts
    placements = text_of(city.get(reverse("federation:cooperation-placements", args=[row.pk])))
    assert len(ROW.findall(placements)) == 3
    assert len(ROW.findall(text_of(city.get(reverse("federation:cooperation-all-placements"))))) == 3
    assert write("contact", on="2024-12-19", how="phone", said="问岗位").status_code == 302
    assert "联系正常" in text_of(city.get(reverse("federation:cooperation")))


def test_a_refused_entry_keeps_what_was_typed_and_says_how_to_mend_it(ledger, city):
    row = a_partner(system())

    answer = city.post(
        reverse("federation:cooperation-write", args=[row.pk, "contact"]),
        {"on": "2025-01-30", "how": "phone", "said": "说了新岗位"},
    )

    assert answer.status_code == 422
    assert "日期还没有到" in text_of(answer)
    assert "说了新岗位" in text_of(answer)


def test_the_committees_office_reads_masked_names_and_writes_nothing(ledger):
    who, office = system(), client_of("committee_office", CITY)
    row = a_partner(who)
    spell = ledger.spell(ledger.person(), date(2024, 3, 1))
    partners.link_placement(who, row, spell, "推荐函")

    page = text_of(office.get(reverse("federation:cooperation-placements", args=[row.pk])))

    assert spell.person.name not in page
    main = text_of(office.get(reverse("federation:cooperation-partner", args=[row.pk])))
    assert "记下联系" not in main
    assert '<form class="form"' not in main
    contact = reverse("federation:cooperation-write", args=[row.pk, "contact"])
    assert office.post(contact, {"on": "2024-12-01", "how": "phone", "said": "甲"}).status_code == 403


def test_a_county_meets_no_other_countys_partner_or_person(ledger):
    who, county = system(), client_of("county_staff", "211103")
    foreign = a_partner(who, county_code=TAISHAN[0])
    shared = a_partner(who, "区商会", county_code=XINGLONG[0])
    spell = ledger.spell(ledger.person(TAISHAN), date(2024, 3, 1))
    partners.link_placement(who, shared, spell, "推荐函")

    assert county.get(reverse("federation:cooperation-partner", args=[foreign.pk])).status_code == 404
    assert len(ROW.findall(text_of(county.get(reverse("federation:cooperation-placements", args=[shared.pk]))))) == 0


def test_a_meeting_is_walked_from_its_calling_to_its_minutes(ledger, city):
    plan = {"title": "会商会", "county_code": "211100000000", "on": "2024-04-10", "place": "市残联"}
    city.post(reverse("federation:cooperation-meeting-plan"), plan)
    first = Meeting.objects.get()
    write = lambda row, what, **said: city.post(  # noqa: E731
        reverse("federation:cooperation-meeting-write", args=[row.pk, what]), said
    )
    assert write(first, "held", held_on="2024-04-10").status_code == 302
    for n in range(5):
        write(first, "decision", decision=f"第{n}项", owner="市工商联", due_on="2024-06-01")
    for row in Decision.objects.order_by("pk")[:3]:
        said = {"closed_on": "2024-05-01", "result": "办了"}
        assert city.post(reverse("federation:cooperation-decision", args=[row.pk]), said).status_code == 302
    write(first, "attendance", organisation="市工商联", attendee="王主席")
    assert write(first, "issue").status_code == 302
    city.post(reverse("federation:cooperation-meeting-plan"), plan | {"on": "2024-12-20", "title": "下半年会商会"})
    second = Meeting.objects.get(title="下半年会商会")

    page = text_of(city.get(reverse("federation:cooperation-meeting", args=[second.pk])))
    opening = page.split("上次没有办结的")[1].split("新议题")[0]
    assert re.findall(r"第\d项", opening) == ["第3项", "第4项"]
    assert "还差 1 次" in text_of(city.get(reverse("federation:cooperation-meetings")))
    minutes = reverse("federation:cooperation-minutes", args=[first.pk])
    before = city.get(minutes).content
    assert "市工商联" in words_of(before)
    last = Decision.objects.order_by("pk").last()
    city.post(reverse("federation:cooperation-decision", args=[last.pk]), {"closed_on": "2024-12-19", "result": "办了"})
    assert city.get(minutes).content == before
    assert Entry.objects.filter(kind="release", subject="cooperation.Meeting").count() == 2


def test_a_case_leaves_page_and_feed_in_the_minute_in_which_its_consent_goes(ledger, city):
    row, visitor = published(system(), ledger), Client()
    pages = [reverse("portal:stories"), reverse("portal:stories-feed"), reverse("portal:story", args=[row.number])]
    assert all("小满" in visitor.get(url).content.decode() for url in pages)
    assert all("no-store" in visitor.get(url)["Cache-Control"] for url in pages)

    step = reverse("federation:cooperation-story-step", args=[row.pk, "withdraw"])
    assert city.post(step, {"by": "self"}).status_code == 302

    with clock.pretend(at(DAY) + timedelta(minutes=1)):
        assert "小满" not in visitor.get(pages[0]).content.decode()
        assert "小满" not in visitor.get(pages[1]).content.decode()
        assert visitor.get(pages[2]).status_code == 404
    assert "已撤回同意" in text_of(city.get(reverse("federation:cooperation-story", args=[row.pk])))


def test_a_case_is_written_agreed_to_and_published_on_its_pages(ledger, city):
    person = ledger.person()
    said = {
        "title": "一年", "county_code": XINGLONG[0], "person_id": person.pk, "shown_name": "小满", "text": "她站稳了。",
    }  # fmt: skip
    assert city.post(reverse("federation:cooperation-story-write"), said).status_code == 302
    row = Story.objects.get()
    step = lambda what, **more: city.post(  # noqa: E731
        reverse("federation:cooperation-story-step", args=[row.pk, what]), more
    )
    assert step("publish").status_code == 422
    assert step("consent", given_by="self", given_on="", how="同意书", places=["portal"]).status_code == 422
    assert step("consent", given_by="self", given_on="2024-12-01", how="同意书", places=["portal"]).status_code == 302
    assert step("publish").status_code == 302

    page = Client().get(reverse("portal:story", args=[row.number])).content.decode()
    assert "她站稳了" in page
    assert person.name not in page


def test_a_cases_person_is_chosen_among_those_who_work_at_the_unit_masked_and_no_number_is_typed(ledger, city):
    Unit.objects.create(code=UNIT, name="食品厂", county_code=XINGLONG[0])
    works, left = ledger.person(), ledger.person()
    ledger.spell(works, date(2024, 3, 1))
    ledger.spell(left, date(2024, 1, 1), date(2024, 2, 1))
    page = city.get(reverse("federation:cooperation-stories"), {"of": UNIT}).content.decode()

    assert re.findall(r'<option value="(\d+)">', page.split('name="person_id"')[1].split("</select>")[0]) == [
        str(works.pk)
    ]
    assert works.name not in page
    assert Entry.objects.filter(kind="view", subject="persons.Person", subject_id=works.pk).exists()
    said = {"of": UNIT, "title": "一年", "county_code": XINGLONG[0], "shown_name": "小满", "text": "她站稳了。"}
    write = reverse("federation:cooperation-story-write")
    assert "不在这家单位" in city.post(write, said | {"person_id": left.pk}).content.decode()
    assert city.post(write, said | {"person_id": works.pk}).status_code == 302
    assert Story.objects.get().person_id == works.pk
    assert "没有在这家单位上班的人" in city.get(reverse("federation:cooperation-stories"), {"of": "X"}).content.decode()


# ---------------------------------------------------------------- social responsibility, letters


@pytest.fixture
def firm(practice):
    ledger = Ledger()
    local_average(90_000)
    unit = a_firm(ledger, 120)
    for name, grade in (("王报过", 3), ("李报过", 2)):
        placed(ledger, name, reported=True, grade=grade)
    placed(ledger, "赵没报", reported=False)
    return unit


def test_the_passage_on_page_and_paper_has_four_figures_that_open_their_rows(firm):
    city = client_of("city_staff", CITY)
    page = text_of(city.get(reverse("federation:cooperation-report", args=[firm.pk]), {"year": YEAR}))
    paper = words_of(city.get(reverse("federation:cooperation-report-passage", args=[firm.pk]), {"year": YEAR}).content)
    sentence = re.search(r"2023年，[^。]+。", page)[0]

    assert (
        sentence
        == f"2023年，{NAME}全年平均在职职工 120 人，安排残疾人就业 2 人，累计在岗 24 人月，按规定折算的安排比例为 2.50%。"
    )
    assert sentence in paper
    rows = {
        key: text_of(
            city.get(reverse("federation:cooperation-report-rows", args=[firm.pk]), {"year": YEAR, "figure": key})
        )
        for key in ("headcount", "people", "months", "ratio")
    }
    assert [len(ROW.findall(rows[key])) for key in rows] == [12, 2, 24, 2]
    assert not any("赵没报" in one or "王报过" in one for one in rows.values())


def test_eighteen_owe_a_report_and_three_are_listed(firm):
    city = client_of("city_staff", CITY)
    for n in range(18):
        unit = Unit.objects.create(
            code=f"91211100MA0TEST{n:02d}K", name=f"国企{n:02d}", economic_kind="国有企业", county_code=XINGLONG[0]
        )
        if n < 15:
            said = {"year": YEAR, "kind": "social", "filed_on": "2024-03-01", "evidence": "第12页"}
            url = reverse("federation:cooperation-report-file", args=[unit.pk])
            assert city.post(url, said).status_code == 302

    page = text_of(city.get(reverse("federation:cooperation-reports"), {"year": YEAR})).split('id="filed"')[0]

    assert re.findall(r"国企\d\d", page) == ["国企15", "国企16", "国企17"]
    for which, number in (("owed", 18), ("filed", 15), ("missing", 3), ("others", 0)):
        rows = text_of(city.get(reverse("federation:cooperation-report-units"), {"year": YEAR, "which": which}))
        assert len(ROW.findall(rows)) == number


def test_one_job_writes_every_firms_letter_and_keeps_who_got_which_figures(firm):
    make_year(system(), YEAR)
    city = client_of("city_staff", CITY)
    answer = city.post(reverse("federation:cooperation-mail"), {"year": YEAR, "kind": "enterprise"})
    assert answer.status_code == 302
    row = Mailing.objects.get()
    if row.done_at is None:  # the queue waits for a worker
        levy_mailing.make(system(), row)
    row.refresh_from_db()

    letter = MailedLetter.objects.get()
    assert (letter.unit, letter.headcount, row.letters_made) == (firm, 120, 1)
    page = text_of(city.get(reverse("federation:cooperation-mailing", args=[row.pk])))
    assert f"{letter.payable_yuan:,} 元" in page
    package = city.get(reverse("federation:cooperation-package", args=[row.pk])).content
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        assert file.namelist() == [letter.file_name]
        assert NAME in words_of(file.read(letter.file_name))
    release = Entry.objects.filter(kind="release", subject="cooperation.Mailing").get()
    assert firm.pk in json.loads(release.detail)["units"]
    with pytest.raises(levy_mailing.CooperationRefused):
        levy_mailing.make(system(), row)


# ---------------------------------------------------------------- channels


def test_of_sixty_four_placements_twenty_two_by_associations_are_34_4_per_cent_and_open_22(ledger, city):
    for n in range(64):
        said = "餐饮协会推荐" if n < 12 else "商会推荐" if n < 22 else "亲友"
        ledger.spell(ledger.person(), date(2024, 2, 1 + n % 20), channel=said)
    Unit.objects.create(code=Spell.objects.first().unit_code, name="厂", economic_kind="企业", county_code=XINGLONG[0])
    Month.objects.create(month="2024-11", compared_at=clock.now())
    refresh_figures(date(2024, 11, 30))

    found = figures.latest_figure(system(), "jobs.by_associations")

    assert (found.numerator, found.denominator, f"{found.value:.1f}") == (22, 64, "34.4")
    page = text_of(city.get(reverse("federation:cooperation-channels")))
    assert "34.4%" in page
    rows = reverse("federation:cooperation-channel-rows")
    asked = {"key": found.key, "figure": found.pk}
    assert "22 人" in text_of(city.get(rows, asked | {"standing": "counted"}))
    assert len(ROW.findall(text_of(city.get(rows, asked | {"standing": "counted"})))) == 22
    assert len(ROW.findall(text_of(city.get(rows, asked | {"reason": "商会"})))) == 10


def test_an_unknown_channel_gives_bounds_and_evidence_of_a_partner_wins(ledger, city):
    who = system()
    spells = [
        ledger.spell(ledger.person(), date(2024, 2, 1 + n), channel=said) for n, said in enumerate(("亲友", "", "商会"))
    ]
    partners.link_placement(who, a_partner(who), spells[0], "推荐函")
    Month.objects.create(month="2024-11", compared_at=clock.now())
    refresh_figures(date(2024, 11, 30))

    found = figures.latest_figure(who, "jobs.by_associations")

    assert (found.numerator, found.denominator, found.beside) == (2, 3, {"待核": 1})
    assert (f"{found.value:.1f}", f"{found.lower:.1f}", f"{found.upper:.1f}") == ("100.0", "66.7", "100.0")
    assert "1 人不明" in text_of(city.get(reverse("federation:cooperation-channels")))


def test_of_eight_new_five_at_private_firms_are_62_5_per_cent(ledger, city):
    kinds = ["企业"] * 5 + ["国有企业", "机关", "个体工商户"]
    for n, kind in enumerate(kinds):
        code = f"91211100MA0TEST{n:02d}P"
        Unit.objects.create(code=code, name="厂", economic_kind=kind, county_code=XINGLONG[0])
        ledger.spell(ledger.person(), date(2024, 2, 1 + n), unit_code=code)
    Month.objects.create(month="2024-11", compared_at=clock.now())
    refresh_figures(date(2024, 11, 30))

    found = figures.latest_figure(system(), "jobs.at_private_firms")

    assert (found.numerator, found.denominator, f"{found.value:.1f}") == (5, 8, "62.5")
    assert figures.figure_rows(system(), found, standing="counted").count() == 5
