"""Decisions: made once, undone whole, answered by the office that was asked; signing and closing a month."""

from datetime import date

import openpyxl
import pytest

from tests.domain.month_files import RENAMED, UNIT, City
from tonggong.domain.comparison import services
from tonggong.domain.comparison.models import Decision, Finding, Month
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person

pytestmark = pytest.mark.django_db


def a_city(folder):
    city = City(folder)
    city.register()
    city.send("opening-ledger", "2024-08", [city.opening(n) for n in range(5)])
    city.compare("2024-08")
    return city


@pytest.fixture(scope="module", autouse=True)
def once_made(once):
    return once(a_city)


@pytest.fixture
def city(once_made, practice):
    return once_made


def died(city, n=0):
    number, name = city.people[n]
    city.send("deaths", "2024-09", [[name, number, "2024-08-19", "2024-08-22"]])
    city.compare("2024-09")
    return Finding.objects.get(cause="death")


def test_believing_a_death_ends_the_work_and_undoing_takes_all_of_it_back(city):
    finding = died(city)

    decision = services.decide(city.who, finding, "accept")

    person = Person.objects.get(pk=finding.person_id)
    assert person.died_on == date(2024, 8, 19)
    assert Spell.objects.standing().get(person=person).ended_on == date(2024, 8, 19)

    services.undo_decision(city.who, decision)

    person.refresh_from_db()
    assert person.died_on is None
    assert Spell.objects.standing().get(person=person).ended_on is None
    assert Spell.objects.filter(person=person).count() == 3  # what was believed in between is still there
    finding.refresh_from_db()
    assert finding.state == "open"


def test_two_clerks_decide_at_once_and_only_the_first_counts(city):
    finding = died(city)
    second = Finding.objects.get(pk=finding.pk)
    services.decide(city.who, finding, "reject", reason="本人健在")

    with pytest.raises(services.DecisionRefused, match="别人"):
        services.decide(city.who, second, "accept")

    assert Decision.objects.count() == 1
    assert Person.objects.get(pk=finding.person_id).died_on is None


def test_a_renamed_unit_is_decided_once_for_all_and_undone_once(city):
    city.send("social-insurance", "2024-09", [city.insured(n, "2024-09", firm=RENAMED) for n in range(5)])
    city.compare("2024-09")
    cause = Finding.objects.filter(state="open").values_list("cause", flat=True).first()

    done = services.decide_cause(city.who, "2024-09", cause, "accept")

    assert len(done) == 5
    assert Unit.objects.get(code=UNIT).name == RENAMED
    services.undo_last(city.who)
    assert Unit.objects.get(code=UNIT).name != RENAMED
    assert Finding.objects.filter(state="open").count() == 5


def test_what_an_office_is_asked_it_answers_and_that_closes_it(city):
    finding = died(city)
    services.decide(city.who, finding, "return", reason="请核对死亡日期")

    services.answer(city.who, finding, stands=False, text="同名误登，已撤回")

    finding.refresh_from_db()
    assert (finding.state, finding.answer) == ("answered", "同名误登，已撤回")
    assert Person.objects.get(pk=finding.person_id).died_on is None


def test_a_fact_let_in_at_once_can_be_rejected_afterwards(city):
    city.send("social-insurance", "2024-09", [city.insured(n, "2024-09") for n in range(6)])
    city.compare("2024-09")
    finding = Finding.objects.get(result="new", feed="social-insurance")

    services.decide(city.who, finding, "reject", reason="单位误报")

    assert not Spell.objects.standing().filter(person=finding.person).exists()
    services.undo_last(city.who)
    assert Spell.objects.standing().filter(person=finding.person).count() == 1


def test_a_stranger_to_the_number_can_be_chosen(city):
    number, _name = city.people[6]
    city.send("social-insurance", "2024-09", [["欧阳长风", number, "某单位", UNIT, "2024-09", "3500"]])
    city.compare("2024-09")
    finding = Finding.objects.get(cause="who-is-it")
    person = Person.objects.get(pk=finding.plan["candidates"][0]["person"])

    services.decide(city.who, finding, "accept", person=person)

    assert Spell.objects.standing().get(person=person).unit_code == UNIT


def test_a_county_signs_when_nothing_waits_and_the_city_closes_when_all_have_signed(city):
    finding = died(city)
    with pytest.raises(services.MonthRefused, match="1 条"):
        services.sign(city.who, "2024-09", "211103000000")
    services.decide(city.who, finding, "accept")
    for county in ("211102000000", "211103000000", "211104000000"):
        services.sign(city.who, "2024-09", county)
    with pytest.raises(services.MonthRefused, match="盘山县"):
        services.close_month(city.who, "2024-09")
    services.sign(city.who, "2024-09", "211122000000")

    services.close_month(city.who, "2024-09")

    assert Month.objects.get(pk="2024-09").closed_at is not None
    with pytest.raises(services.DecisionRefused, match="关账"):
        services.undo_last(city.who)


def test_what_comes_after_closing_is_a_correction_shown_apart(city):
    finding = died(city)
    services.decide(city.who, finding, "accept")
    for county in ("211102000000", "211103000000", "211104000000", "211122000000"):
        services.sign(city.who, "2024-09", county)
    services.close_month(city.who, "2024-09")
    city.send("social-insurance", "2024-09", [city.insured(7, "2024-09")])

    city.compare("2024-09")

    assert Finding.objects.get(feed="social-insurance", result="new").is_late


def test_the_queue_is_decided_in_a_sheet(city, tmp_path):
    finding = died(city)
    path = tmp_path / "queue.xlsx"
    assert services.export_sheet(city.who, path) == 1
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heading = [c.value for c in sheet[1]]
    sheet.cell(2, heading.index("裁定") + 1).value = "采信来文"
    sheet.append([finding.pk, "", "", "", "", "", "", "", "", "", "", "也许"])
    book.save(path)

    done = services.apply_sheet(city.who, path)

    assert (done.decided, [r["row"] for r in done.refused]) == (1, [3])
    assert Person.objects.get(pk=finding.person_id).died_on == date(2024, 8, 19)


def test_a_file_that_is_no_queue_is_refused_whole(city, tmp_path):
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"nothing")

    with pytest.raises(services.SheetWrong):
        services.apply_sheet(city.who, path)
