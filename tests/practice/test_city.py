"""What the rest of the house may rely on in a practice city."""

import hashlib
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from python_calamine import load_workbook

from tonggong.cli.city import city as city_command
from tonggong.practice.city import NotPossible, write_city
from tonggong.practice.places import PackUnusable

FEEDS = {
    *("certificates military-certificates households injured-workers businesses establishment opening-ledger".split()),
    *("social-insurance wages deaths school-enrolment low-income recruitment hires training".split()),
    *("registered-unemployed monitoring posts".split()),
    *("service-points fee-reliefs tobacco-licences lottery-rounds".split()),
}


def feed_of(path: Path) -> str:
    return max((feed for feed in FEEDS if path.name.startswith(feed)), key=len)


def files(city: Path) -> list[Path]:
    return sorted(city.glob("2*/*"))


def lines(path: Path) -> list[list]:
    """A file's lines as a clerk sees them, numbered from 0."""
    if path.suffix == ".csv":
        content = path.read_bytes()
        text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "gb18030")
        return [[cell.strip('"') for cell in line.split(",")] for line in text.split("\r\n")[:-1]]
    return load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def truth(city: Path, name: str, columns: str = "*", where: str = "true") -> list[tuple]:
    table = duckdb.read_parquet(str(city / f"truth/{name}.parquet"))
    return table.filter(where).project(columns).fetchall()


def digest(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def passes_check(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[17]


def test_every_feed_is_sent_and_all_three_kinds_of_file_occur(city):
    assert {feed_of(path) for path in files(city)} == FEEDS
    assert {path.suffix for path in files(city)} == {".xlsx", ".xls", ".csv"}
    assert sorted(p.name for p in city.iterdir()) == ["2024-09", "2024-10", "2024-11", "2024-12", "casework", "truth"]


@pytest.mark.parametrize("people", [300, 450])
def test_even_a_tiny_city_has_every_feed_and_every_table(tmp_path, pack, people):
    made = write_city(seed=people, people=people, months=4, end="2023-01", out=tmp_path / "c", pack=pack)
    assert {feed_of(Path(file)) for file in made.files} == FEEDS
    assert min(made.truth.values()) >= 1


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path, pack):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_city(seed=seed, people=400, months=5, end="2024-12", out=tmp_path / name, pack=pack)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_a_city_replaces_an_earlier_one_but_no_other_folder(tmp_path, pack):
    out = tmp_path / "c"
    write_city(seed=1, people=300, months=4, end="2024-12", out=out, pack=pack)
    write_city(seed=1, people=300, months=4, end="2024-08", out=out, pack=pack)
    assert sorted(p.name for p in out.iterdir()) == ["2024-05", "2024-06", "2024-07", "2024-08", "casework", "truth"]
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("keep me")
    with pytest.raises(NotPossible):
        write_city(seed=1, people=300, months=4, end="2024-12", out=other, pack=pack)
    assert (other / "letter.txt").read_text() == "keep me"


def test_persons_are_distinct_and_their_numbers_pass_the_check(city):
    persons = truth(city, "persons", "citizen_id, certificate_no, division")
    ids = [i for i, *_ in persons]
    assert len(set(ids)) == len(ids)
    assert all(passes_check(i) for i in ids)
    assert all(c.startswith(i) and len(c) in (20, 22) for i, c, _ in persons if c)
    assert any(c is None for _, c, _ in persons)
    assert len({d for *_, d in persons}) == 50
    assert any(i.startswith("211121") for i in ids)
    assert sum(i[6:8] == "19" for i in ids) > 11


def test_unit_codes_pass_both_checks(city):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [row[0] for row in lines(city / "2024-09" / "businesses.xlsx")[1:]]
    assert len(codes) > 100
    for code in codes:
        total = sum(alphabet.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
        assert alphabet[(31 - total % 31) % 31] == code[17]
        body = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        own = (
            11 - sum(body.index(c) * w for c, w in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        ) % 11
        assert code[16] == ("X" if own == 10 else str(own))


def test_offices_make_their_mistakes_in_the_wanted_shares(city):
    rows = sum(
        max(0, len(lines(path)) - 2)
        for path in files(city)
        if feed_of(path) not in ("businesses", "establishment", "posts", "service-points")
    )
    count = dict(duckdb.read_parquet(str(city / "truth/defects.parquet")).aggregate("kind, count(*)").fetchall())
    assert len(count) >= 15
    mistyped = count["id_digit_wrong"] + count["id_digits_swapped"] + count["id_digit_missing"]
    marked = sum(count[f"id_{k}"] for k in ("full_width", "spaces", "quoted", "apostrophe", "lower_x"))
    named = sum(n for kind, n in count.items() if kind.startswith("name_"))
    twice = count["row_twice"] + count["row_twice_different"]
    for share, n in (
        (0.01, count["id_15_digits"]),
        (0.005, mistyped),
        (0.003, count["id_destroyed"]),
        (0.02, marked),
        (0.005, count["id_missing"]),
        (0.02, named),
        (0.01, twice),
    ):
        assert n / rows >= share * 0.9  # a small city swings


def test_a_defect_is_where_the_truth_says(city):
    """A destroyed number is destroyed in the line named, a decorated one decorated, a missing one missing."""
    looked = 0
    for kind, is_so in {
        "id_destroyed": lambda cells: any((isinstance(c, float) and c > 1e15) or "E+" in str(c) for c in cells),
        "id_full_width": lambda cells: any(str(c)[:1] in "０１２３４５６７８９" and len(str(c)) == 18 for c in cells),
        "id_apostrophe": lambda cells: any(str(c).startswith("'") for c in cells),
        "month_impossible": lambda cells: any("13" in str(c) and "2024" in str(c) for c in cells),
        "amount_in_words": lambda cells: any("千" in str(c) for c in cells),
    }.items():
        found = truth(city, "defects", "file, row", f"kind = '{kind}'")
        assert found
        for file in sorted({f for f, _ in found})[:6]:
            sheet = lines(city / file)
            for row in [r for f, r in found if f == file][:20]:
                assert is_so(sheet[row - 1]), (kind, file, row, sheet[row - 1])
                looked += 1
    assert looked > 50


def test_offices_lay_out_their_sheets_as_offices_do(city):
    heads = {path.relative_to(city).as_posix(): lines(path)[:4] for path in files(city)}
    flat = {name: ["".join(map(str, line)) for line in head] for name, head in heads.items()}
    assert any("填报单位" in line for head in flat.values() for line in head)  # title rows that say the sender
    groups = heads["2024-09/opening-ledger.xlsx"]
    assert ("基本情况" in groups[2], "姓名" in groups[3], "基本情况" in groups[3]) == (True, True, False)  # in two rows
    ends = ["".join(map(str, line)) for path in files(city) for line in lines(path)[-2:]]
    assert any(end.startswith("合计") for end in ends)
    assert any("制表人" in end for end in ends)
    names = {cell for head in heads.values() for line in head for cell in line}
    assert {"姓名", "职工姓名", "名字", "公民身份号码", "身份证号", "证件号码"} <= names  # columns renamed
    csv = next(path for path in files(city) if path.name == "wages.csv").read_bytes()
    assert "税款所属期" in csv.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        csv.decode("utf-8")


def test_hidden_columns_and_merged_cells_are_in_the_workbooks(city):
    import openpyxl

    book = openpyxl.load_workbook(city / "2024-09" / "certificates-双台子区残联.xlsx").active
    assert any(dimension.hidden for dimension in book.column_dimensions.values())
    ledger = openpyxl.load_workbook(city / "2024-09" / "opening-ledger.xlsx").active
    assert len(ledger.merged_cells.ranges) >= 5
    days = [row[3].value for row in book.iter_rows(min_row=4, max_row=10)]
    assert all(hasattr(day, "year") for day in days)  # true date cells beside the texts of other counties


def test_dates_are_written_in_several_ways(city):
    seen = {str(cell) for path in files(city) for line in lines(path)[4:30] for cell in line}
    for way in (r"\d{4}年\d+月\d+日", r"\d{4}/\d+/\d+", r"\d{4}\.\d\d\.\d\d", r"(19|20)\d{6}", r"\d{4}-\d\d-\d\d"):
        assert any(re.fullmatch(way, cell) for cell in seen), way
    of_county = lines(city / "2024-10" / "social-insurance-盘山县社保中心.xlsx")
    assert all(7000 < line[2] < 40000 for line in of_county[1:20])  # serial numbers of a spreadsheet
    assert truth(city, "defects", "file, row", "kind = 'day_and_month_swapped'")


def test_spells_are_of_known_persons_and_false_placements_are_among_them(city):
    known = {i for (i,) in truth(city, "persons", "citizen_id")}
    spells = truth(city, "spells", "citizen_id, unit_code, form, started_on, ended_on")
    assert {s[0] for s in spells} <= known
    assert len(set(spells)) == len(spells)
    assert all(end is None or start <= end for *_, start, end in spells)
    pairs = {(i, u) for i, u, *_ in spells}
    false = truth(city, "false_placements", "citizen_id, unit_code")
    assert set(false) <= pairs
    assert len({form for _, _, form, *_ in spells}) > 15


def test_every_pair_of_the_truth_stands_in_some_file(city):
    """Recall can be asked only of what files can show: number or name of the person beside the unit's code."""
    shown = set()
    for path in files(city):
        if feed_of(path) in ("opening-ledger", "social-insurance", "hires", "recruitment", "wages"):
            for line in lines(path):
                cells = {str(c).strip() for c in line}
                shown |= {(c, u) for u in cells if len(u) == 18 and u[0] in "159" for c in cells if c}
    names = dict(truth(city, "persons", "citizen_id, name"))
    pairs = {(i, u) for i, u in truth(city, "spells", "citizen_id, unit_code") if u}
    missing = [p for p in pairs if p not in shown and (names[p[0]], p[1]) not in shown]
    assert len(missing) <= 0.01 * len(pairs)


def test_persons_entered_twice_stand_in_a_register_under_both_numbers(city):
    twins = truth(city, "duplicates", "citizen_id, true_citizen_id")
    known = {i for (i,) in truth(city, "persons", "citizen_id")}
    registered = {
        str(cell)
        for path in files(city)
        if path.name.startswith("certificates") and "2024-09" in str(path)
        for line in lines(path)
        for cell in line
    }
    assert len(twins) >= 5
    for other, own in twins:
        assert other in registered
        assert (own in known, other in known) == (True, False)


def test_strangers_are_many_and_holders_few_among_the_insured(city):
    known = {i for (i,) in truth(city, "persons", "citizen_id")}
    rows = [line for p in files(city) if feed_of(p) == "social-insurance" and "2024-12" in str(p) for line in lines(p)]
    ours = sum(any(str(c).strip() in known for c in line) for line in rows)
    assert 0.95 * 7.5 * 1200 < len(rows) < 1.08 * 7.5 * 1200
    assert 0.005 < ours / len(rows) < 0.03


def test_numbers_no_city_can_have_are_refused_in_words(tmp_path, pack):
    for wrong in ({"people": 5}, {"months": 2}, {"end": "2024-13"}, {"end": "24-1"}):
        given = {"seed": 1, "people": 300, "months": 4, "end": "2024-12"} | wrong
        with pytest.raises(NotPossible):
            write_city(**given, out=tmp_path / "c", pack=pack)
    with pytest.raises(PackUnusable):
        write_city(1, 300, 4, "2024-12", tmp_path / "c", tmp_path)
    assert not (tmp_path / "c").exists()


def test_the_command_says_what_it_did_and_ends_with_the_promised_codes(tmp_path):
    run = CliRunner().invoke
    out = tmp_path / "c"
    words = ["--seed", "3", "--people", "300", "--months", "4", "--end", "2024-12", "--out", str(out)]
    done = run(city_command, words)
    assert (done.exit_code, "练习城市已写到" in done.output) == (0, True)
    assert run(city_command, [*words[:-2], "--out", str(tmp_path / "d"), "--months", "x"]).exit_code == 2
    assert run(city_command, [*words[:6], "--end", "2024-99", "--out", str(tmp_path / "d")]).exit_code == 2
    failed = run(city_command, [*words, "--pack", str(tmp_path)])
    assert (failed.exit_code, "Traceback" in failed.output) == (1, False)
    assert (out / "truth" / "spells.parquet").is_file()
