"""Posts, incomes and jobs written down by hand in a practice city: what was said of them fits what is true."""

import csv

import duckdb
import pytest

from tonggong.practice import dates
from tonggong.practice.casework import placed
from tonggong.practice.casework.countryside import WHY
from tonggong.practice.casework.standing import stand
from tonggong.practice.places import read_places
from tonggong.practice.world import build_world


def rows(file, columns: str = "*", where: str = "true") -> list[tuple]:
    return duckdb.sql(f"select {columns} from '{file}' where {where}").fetchall()


def test_posts_have_somebody_who_pays_and_some_are_vacant(city):
    posts = rows(city / "casework/public_posts.parquet", "unit_code, form, headcount, funding")
    true = {
        (unit, form): held for unit, form, held in rows(city / "truth/public_posts.parquet", "unit_code, form, held")
    }
    vacant = sum(headcount - true[unit, form] for unit, form, headcount, _ in posts)
    assert len(posts) == len(true) == len({(unit, form) for unit, form, *_ in posts})
    assert all(headcount >= true[unit, form] and funding for unit, form, headcount, funding in posts)
    assert vacant > 0
    assert sum(true.values()) > 0


def test_a_term_is_of_somebody_who_holds_such_a_post_and_a_second_one_was_filed(city):
    terms = rows(city / "casework/post_terms.parquet", "citizen_id, unit_code, form, started_on, ends_on, filed")
    open_spells = set(rows(city / "truth/spells.parquet", "citizen_id, unit_code, form", "ended_on is null"))
    spells = rows(city / "truth/spells.parquet", "citizen_id || unit_code || form, started_on", "ended_on is null")
    start_of = dict(spells)
    assert terms
    for person, unit, form, start, end, filed in terms:
        assert (person, unit, form) in open_spells
        assert start < end
        assert bool(filed) == (start.isoformat() > start_of[person + unit + form])


def test_incomes_of_a_year_are_said_after_it_and_some_nobody_said(city):
    said = rows(city / "casework/incomes.parquet", '"year", yuan, "on"')
    true = rows(city / "truth/incomes.parquet", '"year", yuan, is_said')
    assert all(on.year > year and yuan > 0 for year, yuan, on in said)
    assert 0 < len(said) < len(true)
    assert len(said) == sum(is_said for *_, is_said in true)
    assert {year for year, *_ in said} == {2022, 2023, 2024}


def test_most_incomes_rise_and_some_fall(city):
    of = {
        (person, year): yuan for person, year, yuan in rows(city / "truth/incomes.parquet", 'citizen_id, "year", yuan')
    }
    people = {person for person, _ in of}
    fell = sum(of[person, 2024] < of[person, 2023] for person in people)
    assert 0 < fell < len(people) / 2


def test_what_was_written_down_by_hand_is_true_and_of_its_month(city):
    spells = set(rows(city / "truth/spells.parquet", "citizen_id, unit_code, started_on"))
    for month in ("2024-10", "2024-11", "2024-12"):
        placed_ = rows(city / f"casework/placed/{month}/placements.parquet", "citizen_id, unit_code, started_on")
        assert {(person, unit, start.isoformat()) for person, unit, start in placed_} <= spells
        assert {start.isoformat()[:7] for *_, start in placed_} <= {month}


def test_jobs_are_written_down_before_the_office_says_them_and_some_too_late(pack):
    world = build_world(4711, 5000, 6, dates.month_number("2024-12"), read_places(pack))
    found = placed.placed(world, stand(world))
    delays = []
    for month, (spells, recorded) in found.items():
        assert (recorded <= dates.last_day(month) + placed.COMPARED).all()
        delays += (recorded - world.spells.start[spells]).tolist()
    assert min(delays) >= 0
    assert 0 < sum(delay > 10 for delay in delays) < len(delays)


def test_the_monitoring_system_returns_a_list_only_with_reasons(city):
    files = sorted((city / "casework/receipts").glob("*.csv"))
    lines = [line for file in files for line in csv.DictReader(file.read_text("utf-8-sig").splitlines())]
    assert lines
    for line in lines:
        assert line["退回原因"] in (WHY if line["录入结果"] == "退回" else [""])


@pytest.mark.parametrize("what", ["registration", "need"])
def test_watched_relatives_say_what_they_need(city, what):
    holders = {number for (number,) in rows(city / "truth/casework.parquet", "citizen_id")}
    file = "need_registrations" if what == "registration" else "needs"
    relatives = {number for (number,) in rows(city / f"casework/{file}.parquet", "citizen_id")} - holders
    assert relatives
