"""The half-year's roster of a practice city: what is planted, and the same for the same seed."""

import csv
from collections import Counter

from tonggong.practice import roster

BODIES = [roster.Body(f"11211100MA0BODY{n:02d}X", f"演练{n}局", n < 3) for n in range(5)]
PEOPLE = [roster.Somebody(f"21110319900101{n:03d}X", f"王某{n}") for n in range(40)]


def rows_of(path):
    with path.open(encoding="gb18030", newline="") as file:
        return list(csv.DictReader(file))


def test_twelve_are_planted_and_each_side_says_what_its_kind_is(tmp_path):
    path = tmp_path / "roster.csv"
    reports, truth = roster.write_roster(7, 2024, BODIES, PEOPLE, path)

    counted = Counter(truth.values())
    assert counted == {"agree": 6, "roster_lacks": 2, "not_reported": 2, "other_day": 1, "other_body": 1}
    said = {one.person.citizen_id: one for one in reports}
    named = {row["身份证号"]: row for row in rows_of(path)}
    for number, kind in truth.items():
        assert (number in said) == (kind != "not_reported")
        assert (number in named) == (kind != "roster_lacks")
        if number in said and number in named:
            is_same_day = named[number]["录(聘)用日期"] == said[number].hired_on.isoformat()
            is_same_body = named[number]["统一社会信用代码"] == said[number].body.code
            assert (is_same_day, is_same_body) == (kind != "other_day", kind != "other_body")
    assert sum(one.body == BODIES[0] for one in reports) == 5
    assert {row["录(聘)用日期"][:4] for row in named.values()} == {"2024"}


def test_the_same_seed_writes_the_same_and_another_seed_other_people(tmp_path):
    made = [roster.write_roster(seed, 2024, BODIES, PEOPLE, tmp_path / f"{n}") for n, seed in enumerate((7, 7, 8))]

    assert made[0] == made[1]
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()
    assert set(made[0][1]) != set(made[2][1])


def test_too_few_people_are_planted_as_far_as_they_go(tmp_path):
    reports, truth = roster.write_roster(7, 2024, BODIES, PEOPLE[:2], tmp_path / "few.csv")

    assert list(truth.values()) == ["agree", "agree"]
    assert len(reports) == 2
