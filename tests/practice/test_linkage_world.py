"""The worlds that linkage benches run on."""

import duckdb
import pytest

from tonggong.practice.linkage import linkage_world

PEOPLE, WORKERS = 4000, 30000


@pytest.fixture(scope="module")
def world():
    return linkage_world(11, PEOPLE, WORKERS)


def test_the_tables_have_the_promised_columns_and_sizes(world):
    ledger, incoming, truth = world
    fields = ["citizen_id", "name", "born_on", "sex", "county", "phone"]
    assert ledger.column_names == ["person_id", *fields]
    assert incoming.column_names == ["source_row", *fields]
    assert truth.column_names == ["source_row", "person_id"]
    assert (len(ledger), len(incoming), len(truth)) == (PEOPLE, WORKERS, 600)


def test_the_same_seed_gives_the_same_world(world):
    again = linkage_world(11, PEOPLE, WORKERS)
    assert all(a.equals(b) for a, b in zip(world, again, strict=True))
    assert not linkage_world(12, PEOPLE, WORKERS)[0].equals(world[0])


def ask(question: str, **tables):
    with duckdb.connect() as link:
        for name, table in tables.items():
            link.register(name, table)
        return link.sql(question).fetchone()[0]


def test_numbers_of_the_ledger_are_distinct_and_most_rows_of_the_truth_agree_with_it(world):
    ledger, incoming, truth = world
    assert len(set(ledger["citizen_id"].to_pylist())) == PEOPLE
    equal = ask(
        "select count(*) from truth join incoming using (source_row) join ledger using (person_id) "
        "where incoming.citizen_id = ledger.citizen_id",
        ledger=ledger,
        incoming=incoming,
        truth=truth,
    )
    assert 0.90 < equal / len(truth) < 0.98


def test_some_rows_carry_the_valid_number_of_somebody_else():
    ledger, incoming, truth = linkage_world(11, PEOPLE, WORKERS, errors=20.0)
    false = ask(
        "select count(*) from incoming join ledger using (citizen_id) left join truth using (source_row) "
        "where truth.person_id is distinct from ledger.person_id",
        ledger=ledger,
        incoming=incoming,
        truth=truth,
    )
    assert 10 < false < 200


def test_more_errors_are_more_errors(world):
    damage = "select count(*) from incoming where not regexp_matches(coalesce(citizen_id, ''), '^[0-9]{17}[0-9X]$')"
    few = ask(damage, incoming=world[1])
    many = ask(damage, incoming=linkage_world(11, PEOPLE, WORKERS, errors=2.5)[1])
    assert 0.03 * WORKERS < few < 0.06 * WORKERS
    assert 2.0 * few < many < 3.0 * few
