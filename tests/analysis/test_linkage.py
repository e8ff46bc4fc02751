"""Rows find their person, and nobody else's row finds him."""

import pyarrow as pa
import pytest

from tests.analysis.test_normalise import with_check
from tonggong.analysis.linkage import explain, find_duplicates, link
from tonggong.practice.linkage import linkage_world


def number(day: str, turn: int, place: str = "211103") -> str:
    return with_check(f"{place}{day}{turn:03d}")


FIELDS = ("citizen_id", "name", "born_on", "sex", "county", "phone")
WANG = (number("19750304", 123), "王建国", "1975-03-04", "男", "兴隆台区", "13904270001")
LI = (number("19820917", 46), "李秀兰", "1982-09-17", "女", "大洼区", "13904270002")
MOTHER = (number("19510220", 88), "张玉梅", "1951-02-20", "女", "兴隆台区", "13904270001")


def table(key: str, rows: list[tuple], first: int = 0) -> pa.Table:
    columns = {field: pa.array([row[i] for row in rows], pa.string()) for i, field in enumerate(FIELDS)}
    return pa.table({key: pa.array(range(first, first + len(rows)), pa.int64())} | columns)


@pytest.fixture(scope="module")
def town():
    """Two thousand made-up persons, so that names are as common as names are; WANG, LI and MOTHER are 5000 to 5002."""
    ledger, *_ = linkage_world(3, 2_000, 4_000)
    return pa.concat_tables([ledger.cast(table("person_id", []).schema), table("person_id", [WANG, LI, MOTHER], 5000)])


@pytest.fixture
def pairs_of(con, town):
    return lambda *rows: link(con, table("source_row", list(rows)), town).to_pylist()


def changed(person: tuple, **fields: str | None) -> tuple:
    return tuple(fields.get(field, value) for field, value in zip(FIELDS, person, strict=True))


def only(pairs: list[dict]) -> dict:
    assert len(pairs) == 1
    return pairs[0]


@pytest.mark.parametrize(
    ("fields", "tier"),
    [
        ({}, "E1"),
        ({"name": "王　建国"}, "E1"),
        ({"name": "王建國", "citizen_id": "'" + WANG[0]}, "E1"),
        ({"citizen_id": WANG[0][:6] + WANG[0][8:17]}, "E1"),
        ({"born_on": "1975-03-05"}, "E1"),
        ({"name": "汪建国"}, "E2"),
        ({"name": "王建军"}, "E2"),
        ({"name": "王大柱"}, "E3"),
    ],
)
def test_an_equal_number_confirmed_by_name_or_birth_date_is_accepted(pairs_of, fields, tier):
    pair = only(pairs_of(changed(WANG, **fields)))
    assert (pair["person_id"], pair["tier"], pair["decision"]) == (5000, tier, "accept")


def test_number_and_name_alone_are_enough(con, town):
    rows = table("source_row", [WANG]).select(["source_row", "citizen_id", "name"])
    assert only(link(con, rows, town).to_pylist())["decision"] == "accept"


def test_an_equal_number_with_another_name_and_nothing_else_waits_for_a_person(con, town):
    rows = table("source_row", [changed(WANG, name="赵小燕")]).select(["source_row", "citizen_id", "name"])
    pair = only(link(con, rows, town).to_pylist())
    assert (pair["person_id"], pair["tier"], pair["decision"]) == (5000, "X", "review")


def test_somebody_elses_number_does_not_make_him_that_person(pairs_of):
    pair = only(pairs_of(changed(LI, citizen_id=WANG[0])))
    assert (pair["person_id"], pair["tier"], pair["decision"]) == (5001, "P", "accept")


@pytest.mark.parametrize(
    "fields",
    [
        {"citizen_id": WANG[0][:15] + "9" + WANG[0][16:]},
        {"citizen_id": WANG[0][:9] + WANG[0][10] + WANG[0][9] + WANG[0][11:]},
        {"citizen_id": "2.11E+17"},
        {"citizen_id": None},
        {"citizen_id": None, "born_on": None},
        {"citizen_id": None, "name": "汪建国"},
    ],
)
def test_a_broken_or_missing_number_is_made_good_by_the_rest(pairs_of, fields):
    pair = only(pairs_of(changed(WANG, **fields)))
    assert (pair["person_id"], pair["tier"], pair["decision"]) == (5000, "P", "accept")


def test_a_name_alone_is_nobody(pairs_of):
    assert pairs_of((None, "王建国", None, None, None, None)) == []


def test_a_relative_with_the_same_phone_is_not_the_person(pairs_of):
    son = (None, "王大海", "2001-01-20", "男", "兴隆台区", WANG[5])
    assert pairs_of(son) == []


def test_a_stranger_ends_unmatched(pairs_of):
    assert pairs_of((number("19900101", 333), "欧阳听雪", "1990-01-01", "男", "盘山县", "13804271234")) == []


def test_a_known_other_number_and_a_former_name_are_the_same_person(con, town):
    married = changed(LI, name="李凤霞", citizen_id=number("19820917", 246))
    ledger = pa.concat_tables([town, table("person_id", [married], 5001)])
    found = link(con, table("source_row", [married, LI]), ledger).to_pylist()
    assert [(p["source_row"], p["person_id"], p["tier"], p["decision"]) for p in found] == [
        (0, 5001, "E1", "accept"),
        (1, 5001, "E1", "accept"),
    ]


def test_a_person_whose_own_number_is_in_doubt_is_still_found(con, town):
    broken = changed(LI, citizen_id=LI[0][:17] + ("1" if LI[0][17] != "1" else "2"))
    ledger = pa.concat_tables(
        [town.filter(pa.compute.not_equal(town["person_id"], 5001)), table("person_id", [broken], 5001)]
    )
    assert only(link(con, table("source_row", [LI]), ledger).to_pylist())["person_id"] == 5001


def test_reasons_are_told_in_chinese(pairs_of):
    told = explain(only(pairs_of(changed(WANG, name="汪建国", phone="13812340000"))))
    assert told[:2] == ["身份证号完全相同", "出生日期相同"]
    assert {"姓名读音相同、用字不同", "联系电话不同", "县区相同"} <= set(told)


def test_nothing_is_left_behind(con, town, pairs_of):
    pairs_of(WANG)
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'link%'").fetchone()[0] == 0


def test_empty_files_link_nothing(con, town):
    assert link(con, table("source_row", []), town).num_rows == 0
    assert link(con, table("source_row", [WANG]), table("person_id", [])).num_rows == 0


def test_a_file_without_its_key_is_refused(con, town):
    with pytest.raises(ValueError, match="source_row"):
        link(con, table("person_id", [WANG]), town)


def test_common_names_can_be_told_from_outside(con, town):
    con.register("common", pa.table({"name": ["王建国"], "n": pa.array([1_000_000], pa.int64())}))
    row = table("source_row", [changed(WANG, citizen_id=None, phone=None)])
    known, told = (link(con, row, town, frequencies=f).to_pylist() for f in (None, "common"))
    con.unregister("common")
    assert known[0]["bits_name"] > 50
    assert [pair["bits_name"] for pair in told] in ([], [0])


def test_a_person_entered_twice_is_shown(con, town):
    again = table("person_id", [changed(LI, citizen_id=number("19820917", 948), name="李秀蘭")], 6000)
    found = find_duplicates(con, pa.concat_tables([town, again])).to_pylist()
    assert (found[0]["person_id"], found[0]["other_id"]) == (5001, 6000)
    assert "出生日期相同" in explain(found[0])


@pytest.mark.parametrize(("seed", "errors", "f1"), [(71, 1.0, 0.9965), (72, 2.5, 0.993)])
def test_a_months_file_is_linked_as_well_as_promised(con, seed, errors, f1):
    ledger, incoming, truth = linkage_world(seed, 12_000, 40_000, errors)
    true = dict(zip(truth["source_row"].to_pylist(), truth["person_id"].to_pylist(), strict=True))
    pairs = link(con, incoming, ledger).to_pylist()
    accepted = {p["source_row"]: p["person_id"] for p in pairs if p["decision"] == "accept"}
    right = sum(true.get(row) == person for row, person in accepted.items())
    assert right / len(accepted) >= 0.9995
    assert 2 * right / (len(accepted) + len(true)) >= f1
    assert sum(p["decision"] == "review" for p in pairs) <= 0.01 * errors * len(true)
    assert len(accepted) == sum(p["decision"] == "accept" for p in pairs)
