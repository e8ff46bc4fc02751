"""What is taken back: by a later delivery, by a person, by a county that signed too soon. Nothing is said twice."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.intake_files import citizen_ids
from tests.domain.month_files import FIRM, OTHER, RENAMED, UNIT, City
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison import services
from tonggong.domain.comparison.findings import tail
from tonggong.domain.comparison.models import Finding, SignOff
from tonggong.domain.comparison.services.compare import _Work
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons import queries
from tonggong.domain.persons.models import Person
from tonggong.domain.persons.services import merge, undo_merge

pytestmark = pytest.mark.django_db
XINGLONGTAI, DAWA = "211103000000", "211104000000"


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


def hire(city, n, start="2024-09-09", unit=OTHER, wage="3500"):
    number, name = city.people[n]
    return ["盘锦锦禾食品有限公司", unit, name, number, "按比例就业", start, "", "劳动合同", "2025-12-31", wage]


def standing(city, n):
    return Spell.objects.standing().filter(person__name=city.people[n][1])


def test_a_row_that_stayed_once_and_then_fell_away_is_no_longer_believed(city):
    for rows in ((8, 9), (8, 9, 10), (9,)):
        city.send("hires", "2024-09", [hire(city, n) for n in rows])
        city.compare("2024-09")

    assert not standing(city, 8).exists()
    assert standing(city, 9).count() == 1


def test_a_correction_that_falls_away_leaves_what_it_had_corrected(city):
    city.send("social-insurance", "2024-09", [city.insured(8, "2024-09", unit=OTHER)])
    city.compare("2024-09")
    city.send("hires", "2024-09", [hire(city, n) for n in (8, 9)])
    city.compare("2024-09")
    assert standing(city, 8).get().started_on == date(2024, 9, 9)

    city.send("hires", "2024-09", [hire(city, 9)])
    city.compare("2024-09")

    spell = standing(city, 8).get()
    assert (spell.started_on, spell.source_file.delivery.feed) == (date(2024, 9, 1), "social-insurance")
    assert Spell.objects.filter(thread=spell.thread).count() == 3  # what was believed in between is still there


def test_a_decision_can_not_be_taken_back_under_a_later_correction(city):
    number, name = city.people[0]
    city.send("hires", "2024-09", [[FIRM, UNIT, name, number, "按比例就业", "2022-01-05", "", "劳动合同", "", "3500"]])
    city.compare("2024-09")
    decision = services.decide(city.who, Finding.objects.get(cause__startswith="start-differs"), "accept")
    city.send("hires", "2024-10", [[FIRM, UNIT, name, number, "按比例就业", "2022-01-05", "", "劳动合同", "", "3900"]])
    city.compare("2024-10")
    assert standing(city, 0).get().wage_yuan == 3900

    with pytest.raises(services.DecisionRefused, match="又有更正"):
        services.undo_decision(city.who, decision)

    assert standing(city, 0).count() == 1
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_a_county_can_not_undo_the_citys_batch_that_reaches_beyond_it(city):
    Person.objects.filter(name=city.people[1][1]).update(county_code=DAWA)
    city.send("social-insurance", "2024-09", [city.insured(n, "2024-09", firm=RENAMED) for n in range(3)])
    city.compare("2024-09")
    done = services.decide_cause(city.who, "2024-09", f"unit-renamed:{UNIT}:{RENAMED}", "accept")
    assert {d.finding.county_code for d in done} == {XINGLONGTAI, DAWA}

    with pytest.raises(services.DecisionRefused, match="别的地区"):
        services.undo_decision(replace(city.who, reach="211103"), done[0])

    assert Unit.objects.get(code=UNIT).name == RENAMED


def test_a_signature_lapses_when_a_new_question_comes_up(city):
    city.send("social-insurance", "2024-09", [city.insured(n, "2024-09") for n in range(5)])
    city.compare("2024-09")
    services.sign(city.who, "2024-09", XINGLONGTAI)
    number, name = city.people[0]

    city.send("deaths", "2024-09", [[name, number, "2024-08-19", "2024-08-22"]])
    city.compare("2024-09")

    assert not SignOff.objects.filter(withdrawn_at=None).exists()


def test_only_counties_sign(city):
    with pytest.raises(services.MonthRefused, match="本县区"):
        services.sign(replace(city.who, reach="211103"), "2024-08", "211103001000")


def test_somebody_who_entered_the_ledger_later_takes_the_row_that_waited(city):
    number = next(n for n in citizen_ids(40, seed=41) if n not in dict(city.people))
    city.people.append((number, "宋晓梅"))
    city.send("hires", "2024-09", [hire(city, len(city.people) - 1)])
    city.compare("2024-09")
    finding = Finding.objects.get(cause="not-in-ledger")
    with pytest.raises(services.DecisionRefused, match="还没有这个人"):
        services.decide(city.who, finding, "accept")
    city.send("certificates", "2024-09", [city.certificate(len(city.people) - 1)])
    city.compare("2024-09")

    services.decide(city.who, Finding.objects.get(pk=finding.pk), "accept")

    assert standing(city, -1).get().unit_code == OTHER


def test_an_office_that_stands_by_a_row_nobody_can_place_leaves_it_to_a_clerk(city):
    number, _name = city.people[6]
    city.send("social-insurance", "2024-09", [["欧阳长风", number, "某单位", UNIT, "2024-09", "3500"]])
    city.compare("2024-09")
    finding = Finding.objects.get(cause="who-is-it")
    finding.person = None
    finding.save()
    services.decide(city.who, finding, "return", reason="请核对姓名")

    services.answer(city.who, finding, stands=True, text="核对无误")

    finding.refresh_from_db()
    assert (finding.state, finding.answer) == ("open", "核对无误")


def test_undoing_a_merge_gives_back_also_whom_it_had_passed_on(city):
    first, second, third = Person.objects.order_by("pk")[:3]
    merge(city.who, second, first, "同一人")
    outer = merge(city.who, third, Person.objects.get(pk=second.pk), "同一人")
    assert Person.objects.get(pk=first.pk).merged_into_id == third.pk

    undo_merge(city.who, outer)

    assert Person.objects.get(pk=first.pk).merged_into_id == second.pk
    assert Person.objects.get(pk=second.pk).merged_into_id is None


def test_an_injured_worker_whose_row_names_no_place_is_seen_by_the_city(city, tmp_path):
    number = citizen_ids(40, seed=43)[7]
    path = tmp_path / "injured-workers.csv"
    path.write_text(
        f"姓名,身份证号,单位名称,统一社会信用代码,受伤日期,伤残等级,鉴定日期\n宋晓梅,{number},{FIRM},{UNIT},2024-05-06,七级,2024-07-01\n"
    )
    assert take_in(city.who, "injured-workers", path, "2024-09").accepted == 1

    city.compare("2024-09")

    assert queries.search(city.who, number).people == [Person.objects.get(name="宋晓梅")]


def test_a_tail_is_never_a_certificates(city):
    number, _name = city.people[0]

    assert tail(number) == number[-4:]
    assert number[-2:] not in tail(f"{number}43")


def meanwhile(monkeypatch, act):
    """Let somebody act once between a comparison's reading and its writing."""
    real, waiting = _Work.do, [act]

    def do(work):
        real(work)
        if waiting:
            waiting.pop()()

    monkeypatch.setattr(_Work, "do", do)


def test_a_decision_made_while_a_comparison_reads_is_not_written_over(city, monkeypatch):
    number, name = city.people[0]
    city.send("deaths", "2024-09", [[name, number, "2024-08-19", "2024-08-22"]])
    city.compare("2024-09")
    finding = Finding.objects.get(cause="death")
    city.send("social-insurance", "2024-09", [city.insured(0, "2024-09", base="3900")])
    meanwhile(monkeypatch, lambda: services.decide(city.who, finding, "accept"))

    city.compare("2024-09")

    assert standing(city, 0).get().ended_on == date(2024, 8, 19)
    assert Finding.objects.filter(cause="dead", month="2024-09").exists()


def test_a_month_closed_while_a_comparison_reads_gets_only_corrections(city, monkeypatch):
    city.send("social-insurance", "2024-09", [city.insured(n, "2024-09") for n in range(5)])
    city.compare("2024-09")
    city.send("hires", "2024-09", [hire(city, 8)])

    def close():
        for county in ("211102000000", XINGLONGTAI, DAWA, "211122000000"):
            services.sign(city.who, "2024-09", county)
        services.close_month(city.who, "2024-09")

    meanwhile(monkeypatch, close)

    city.compare("2024-09")

    assert Finding.objects.get(feed="hires").is_late
