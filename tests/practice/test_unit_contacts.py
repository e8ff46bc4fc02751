"""Contacts of the practice city's units: the same seed the same bytes, read by the feeds without a refused row."""

from tests.domain.intake_files import unit_code
from tonggong.base.intake.checking import check
from tonggong.base.intake.feeds import feed_of
from tonggong.base.intake.reading import read
from tonggong.practice.unit_contacts import Listed, write_contacts
from tonggong.rules.identifiers import is_unit_code

UNITS = [
    Listed(unit_code(1), "盘锦诚信公司", "兴隆台区"),
    Listed(unit_code(2, "92"), "盘锦小吃店", "大洼区"),
    Listed(unit_code(3, "11"), "兴隆台区档案局", "兴隆台区", 60),
]


def test_the_same_seed_writes_the_same_files_and_a_second_code_that_reads(tmp_path):
    first, twice = write_contacts(7, "2024-12", UNITS, tmp_path / "a")
    again, _twice = write_contacts(7, "2024-12", list(reversed(UNITS)), tmp_path / "b")

    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in again]
    ((old, kept),) = twice
    assert kept == UNITS[0].code
    assert is_unit_code(old)
    assert old not in {one.code for one in UNITS}
    assert "60,2024-12-31" in first[1].read_text("utf-8")


def test_the_feeds_understand_each_name_role_and_number(tmp_path):
    paths, _twice = write_contacts(7, "2024-12", UNITS, tmp_path)
    for path, called in zip(paths, (2, 1), strict=True):
        feed = feed_of(path.stem.partition("-")[0])
        sheet = read(feed, path.read_bytes(), path.name)
        rows = check(feed, "2024-12", sheet).table.to_pylist()
        named = [row for row in rows if row["contact_name"]]
        assert len(named) == called
        assert all(row["contact_role"] and len(row["contact_phone"]) == 11 for row in named)
