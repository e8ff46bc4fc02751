"""The lives behind the casework of a practice city: what workers saw fits what is true."""

import json
from pathlib import Path

import duckdb
import pytest
import yaml
from python_calamine import load_workbook

from tonggong.practice.casework.profiles import SOURCES
from tonggong.rules.ability.levels import OF_DEPTH

PARTS = {"verified_on": (0.93, 0.99), "assessed_on": (0.75, 0.95), "need_on": (0.99, 1.0), "served_on": (0.85, 0.98)}
BAD_OUTCOMES = (8, 9, 11)
TEMPLATES = Path(__file__).resolve().parents[2] / "tonggong/domain/casework/plan_templates.yaml"


def rows(city, table: str, columns: str = "*", where: str = "true") -> list[tuple]:
    folder = "truth" if table == "truth" else "casework"
    name = "casework" if table == "truth" else table
    return duckdb.sql(f"select {columns} from '{city / folder / name}.parquet' where {where}").fetchall()


def count(city, table: str, where: str = "true") -> int:
    return rows(city, table, "count(*)", where)[0][0]


@pytest.mark.parametrize(("one", "share"), PARTS.items())
def test_most_of_what_was_owed_in_the_year_was_done_and_not_all(city, one, share):
    owed = "base" if one == "verified_on" else "base and verified_on is not null and wish in ('now', 'later')"
    low, high = share
    assert low <= count(city, "truth", f"{owed} and {one} is not null") / count(city, "truth", owed) <= high


def test_nobody_is_visited_twice_under_one_key_or_before_a_year_ago(city):
    keys = [key for (key,) in rows(city, "visits", "key")]
    assert len(set(keys)) == len(keys)
    first, last = rows(city, "visits", 'min("on"), max(recorded_on)')[0]
    assert (first.isoformat() >= "2024-01-01", last.isoformat() <= "2025-01-09") == (True, True)


def test_what_was_confirmed_happened_at_a_visit_but_for_what_was_ticked_off(city):
    keys = {key for (key,) in rows(city, "visits", "key")}
    told = rows(city, "verifications", "visit_key, answered_by")
    assert {key for key, _ in told if key} <= keys
    assert {by for key, by in told if key is None} == {"other"}


def test_a_contact_in_vain_confirms_nothing(city):
    missed = {key for (key,) in rows(city, "visits", "key", f"outcome in {BAD_OUTCOMES}")}
    assert missed
    assert not missed & {key for (key,) in rows(city, "verifications", "visit_key")}


def test_some_visits_reach_the_ledger_late(city):
    assert 0.1 < count(city, "visits", 'recorded_on > "on"') / count(city, "visits") < 0.35
    assert count(city, "visits", 'recorded_on < "on"') == 0


def test_a_met_need_names_the_service_that_met_it_and_that_one_names_the_need(city):
    services = dict(rows(city, "services", "ref, need"))
    met = rows(city, "needs", "ref, met_by", "met_on is not null")
    assert met
    assert all(services[by] == ref for ref, by in met)


def test_services_without_an_outcome_are_among_them(city):
    assert 0 < count(city, "services", "outcome is null") < count(city, "services") * 0.1


def test_levels_are_those_of_the_scale_and_talks_leave_much_unknown(city):
    levels = {
        depth: [json.loads(text) for (text,) in rows(city, "assessments", "levels", f"depth = '{depth}'")]
        for depth in ("D1", "D2")
    }
    assert {one["level"] for found in levels.values() for each in found for one in each.values()} == {0, 1, 2, 3, 4}
    mean = {depth: sum(map(len, found)) / len(found) for depth, found in levels.items()}
    assert mean["D1"] < 20 < mean["D2"]


def test_a_household_without_work_can_have_an_uncle_who_works(city):
    by_book = "contains(hardship, 'planted_zero_by_book')"
    assert (
        count(city, "truth", by_book) > count(city, "truth", f"{by_book} and contains(hardship, 'zero_by_living')") > 0
    )
    assert count(city, "truth", f"{by_book} and employed") == 0


def test_registered_unemployed_have_no_work_but_for_those_whose_work_is_false(city):
    assert count(city, "truth", "unemployed_since is not null") > 0
    both = {one for (one,) in rows(city, "truth", "citizen_id", "unemployed_since is not null and employed")}
    folder = city / "truth" / "false_placements.parquet"
    assert both <= {one for (one,) in duckdb.read_parquet(str(folder)).project("citizen_id").fetchall()}


def test_some_live_in_another_town_than_their_certificate(city):
    moved = count(city, "truth", "residence <> division")
    assert moved == count(city, "facts", "kind = 'residence'") > 0


def test_the_retirement_category_of_women_is_known_for_many_who_work_and_not_for_all(city):
    kinds = {value for (value,) in rows(city, "facts", "distinct value", "kind = 'retirement'")}
    assert kinds >= {"F50", "F55"}


def test_next_years_class_and_last_years_have_somebody_who_answers(city):
    classes = {number for (number,) in rows(city, "truth", "citizen_id", "class_year in (2024, 2025) and counts")}
    assert classes == {number for (number,) in rows(city, "assignments", "citizen_id", "kind = 'graduate'")}


def test_a_coach_or_two_have_taken_on_too_many(city):
    load = dict(_points(city))
    assert sum(points > 20 for points in load.values()) in (1, 2)
    assert len(load) == count(city, "coaches")


def _points(city) -> list[tuple]:
    file = city / "casework/support_cases.parquet"
    points = "case stage when 'S5' then 3 when 'S6' then 1.5 when 'S7' then 0.5 else 1 end"
    return duckdb.sql(f"select worker, sum({points}) from '{file}' group by worker").fetchall()


def test_a_case_went_through_every_stage_before_the_present_one(city):
    moves: dict[int, list] = {}
    for case, after, on in sorted(rows(city, "stage_moves", '"case", after, "on"')):
        moves.setdefault(case, []).append((after, on))
    for ref, stage, since in rows(city, "support_cases", "ref, stage, stage_since"):
        assert [after for after, _ in moves[ref]] == [f"S{k}" for k in range(1, int(stage[1]) + 1)]
        assert moves[ref][-1] == (stage, since)


def test_a_session_ends_after_it_starts_and_belongs_to_a_case(city):
    cases = {ref for (ref,) in rows(city, "support_cases", "ref")}
    sessions = rows(city, "coach_sessions", '"case", started, ended')
    assert {case for case, *_ in sessions} <= cases
    assert all(start < end for _, start, end in sessions)


def test_a_step_of_a_plan_is_of_a_kind_that_plans_begin_with(city):
    templates = yaml.safe_load(TEMPLATES.read_text("utf-8")).values()
    kinds = {step["kind"] for one in templates for step in one["steps"]} | {"other"}
    assert {kind for (kind,) in rows(city, "plan_steps", "distinct kind")} <= kinds


def test_the_labour_offices_file_knows_whoever_the_truth_calls_registered(city):
    listed = set()
    for path in sorted(city.glob("2*/registered-unemployed.xlsx")):
        listed |= {cell for line in load_workbook(str(path)).get_sheet_by_index(0).to_python() for cell in line}
    true = {number for (number,) in rows(city, "truth", "citizen_id", "unemployed_since <= '2024-12-31'")}
    assert len(true & listed) > len(true) * 0.85  # some numbers are mistyped, as everywhere


def test_every_source_of_a_level_is_one_that_its_depth_may_name():
    assert all(source in OF_DEPTH[depth] for depth, source in SOURCES.items())
    assert SOURCES.keys() == OF_DEPTH.keys()
