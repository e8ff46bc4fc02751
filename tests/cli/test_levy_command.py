"""`tonggong levy`, as it is really called: without an installation, with one, with tables as offices write them."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import kept

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "data" / "levy_examples.csv"
HEADING = "case,unit_kind,in_service_employees,ratio,monthly_weighted_counts,avg_wage,local_avg_wage\n"


def tonggong(home, *words):
    environment = {**os.environ, "TONGGONG_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "tonggong", *map(str, words)], env=environment, capture_output=True, cwd=ROOT
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def levy(home, file, *words, on="2024-12-31"):
    return tonggong(home, "levy", file, "--on", on, *words)


@pytest.fixture
def nowhere(tmp_path):
    return tmp_path / "home"


def test_the_worked_cases_without_an_installation(nowhere):
    status, out, _ = levy(nowhere, EXAMPLES, "--json")
    found = json.loads(out)

    assert status == 0
    assert not nowhere.exists()
    with EXAMPLES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [one["case"] for one in found] == [row["case"] for row in rows]
    for one, row in zip(found, rows, strict=True):
        for column in ("required", "counted", "placement_ratio", "shortfall", "payable"):
            assert one[column] == float(row[column]), (row["case"], column)
        assert one["tier"] == row["tier"]
        if one["shortfall"]:
            assert (one["wage_base"], one["full_due"]) == (float(row["wage_base"]), float(row["full_due"]))
        assert one["warnings"] == []
        assert all(step["text"] and step["source"] for step in one["steps"])
    assert found[0]["steps"][-1]["text"] == "应缴：0.8人×60,000.00元×90%＝43,200.00元。"


BAD = HEADING + (
    "好,enterprise,31,0.015,0 x12,50000,90000\n"
    "\n"
    "性质,农场,31,0.015,0 x12,50000,90000\n"
    "月数,enterprise,31,0.015,1 x9,50000,90000\n"
    "负,enterprise,-5,0.015,0 x12,abc,90000\n"
    "比例,enterprise,31,1.5,0 x12,50000,90000\n"
    "空,,,,,,\n"
    "短,enterprise\n"
    "无省,enterprise,31,,0 x12,50000,90000\n"
    "无均,enterprise,31,0.015,0 x12,50000,\n"
    f"多,enterprise,{'9' * 40},0.015,0 x12,50000,90000\n"
)


def test_a_row_that_cannot_be_read_says_why_and_the_others_are_reckoned(nowhere, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text(BAD, encoding="utf-8")
    status, out, _ = levy(nowhere, file, "--json")
    found = {one["case"]: one for one in json.loads(out)}

    assert status == 0
    assert found["好"]["payable"] == 20925.0
    assert found["性质"] == {"case": "性质", "line": 4, "error": "unit_kind：不认识“农场”。"}
    assert found["月数"]["error"] == "monthly_weighted_counts：应有12个月，现在是9个月。"
    assert "in_service_employees：“-5”" in found["负"]["error"]
    assert "avg_wage：“abc”" in found["负"]["error"]
    assert "ratio：“1.5”不是比例" in found["比例"]["error"]
    assert found["空"]["error"].count("没有填") == 4
    assert "avg_wage：没有填" in found["短"]["error"]
    assert "安排残疾人就业比例" in found["无省"]["error"]
    assert "加 --place" in found["无省"]["error"]
    assert "太大了" in found["多"]["error"]
    assert "wage.local_average_yearly" in found["无均"]["error"]

    status, out, _ = levy(nowhere, file)
    assert status == 0
    assert "好　应缴 20,925.00 元" in out
    assert "月数　没有算：monthly_weighted_counts：应有12个月" in out


def test_the_province_of_a_place_gives_the_ratio_that_the_file_leaves_out(nowhere, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text(HEADING + "甲,enterprise,31,,0 x12,50000,90000\n", encoding="utf-8")
    found = json.loads(levy(nowhere, file, "--json", "--place", "211100")[1])

    assert found[0]["payable"] == 20925.0
    assert "辽财非〔2016〕415号" in found[0]["steps"][0]["source"]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ""), ("utf-8", "\ufeff"), ("gbk", "")])
def test_tables_as_offices_write_them(nowhere, tmp_path, encoding, mark):
    file = tmp_path / "报表.csv"
    text = (
        "编号,单位性质,在职职工人数,安排比例,各月加权人数,年平均工资,当地社会平均工资,备注\r\n"
        '全角,企业,１２０,１．５％,１　x９　＋　０　x３,"６０，０００","90,000",某\r\n'
        "十二个,国有企业,'120,0.015,0 0 0 1 1 1 1 1 1 1 1 1,60000.00,90000,\r\n"
        '逗号,事业单位,30,0.015,"0,0,0,0,0,0,0,0,0,0,0,0",50000,90000,\r\n'
        "个体,个体工商户,300,0.015,0 x12,50000,90000,\r\n"
    )
    file.write_bytes((mark + text).encode(encoding))
    status, out, _ = levy(nowhere, file, "--json")
    found = json.loads(out)

    assert status == 0
    assert [one.get("payable", one) for one in found] == [56700.0, 56700.0, 20250.0, 0.0]
    assert [one["tier"] for one in found] == ["0.9", "0.9", "0.9", "not_obliged"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"case,unit_kind\nL01,enterprise\n", "缺少列"),
        (b"PK\x03\x04\x00\x00", "编码"),
        (b"case,\xff\xfe\x80\n", "编码"),
        (b'case,"unit_kind\nL01', "CSV"),
    ],
)
def test_a_file_that_is_no_table_is_wrong_use(nowhere, tmp_path, content, words):
    file = tmp_path / "cases.csv"
    file.write_bytes(content)
    status, out, told = levy(nowhere, file, "--json")

    assert (status, out) == (2, "")
    assert words in told


def test_wrong_use_is_told(nowhere, tmp_path):
    assert levy(nowhere, tmp_path / "none.csv")[0] == 2
    assert levy(nowhere, EXAMPLES, on="2024年")[0] == 2
    assert levy(nowhere, EXAMPLES, "--place", "盘锦")[0] == 2


def test_each_day_has_its_policy(nowhere, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text(HEADING + "甲,enterprise,31,0.015,0 x12,300000,90000\n", encoding="utf-8")
    found = {
        on: json.loads(levy(nowhere, file, "--json", on=on)[1])[0] for on in ("2016-12-31", "2027-12-31", "2028-12-31")
    }

    assert {on: (one["tier"], one["wage_base"], one["payable"]) for on, one in found.items()} == {
        "2016-12-31": ("full", 300000.0, 139500.0),
        "2027-12-31": ("0.9", 180000.0, 75330.0),
        "2028-12-31": ("full", 180000.0, 83700.0),
    }
    assert "到2027年12月31日止" in found["2027-12-31"]["warnings"][0]
    assert "须由市里确认" in found["2028-12-31"]["warnings"][0]
    assert "没有可用的政策数值" in json.loads(levy(nowhere, file, "--json", on="2015-09-30")[1])[0]["error"]
    sources = "".join(step["source"] for one in found.values() for step in one["steps"])
    assert "财税〔2015〕72号 第八条，2015-10-01起，2015-09-09公布" in sources
    assert "财税〔2018〕39号 第一条，2018-04-01起，2018-04-13公布" in sources


def test_an_installed_city_lends_its_own_figures(tmp_path, django_db_setup):
    home, file = tmp_path / "home", tmp_path / "cases.csv"
    kept.lay(kept.EMPTY, home / "tonggong.sqlite3")
    file.write_text(HEADING + "甲,enterprise,31,,0 x12,200000,\n", encoding="utf-8")
    assert tonggong(home, "load-city", "panjin")[0] == 0
    status, out, told = levy(home, file, "--json")

    assert status == 0, told
    found = json.loads(out)[0]
    assert found["wage_base"] == 132000.0  # twice the 66,000 of the practice city
    assert found["payable"] == 55242.0
    own = tmp_path / "own.csv"
    own.write_text(HEADING + "甲,enterprise,31,0.02,0 x12,200000,90000\n", encoding="utf-8")
    assert json.loads(levy(home, own, "--json")[1])[0]["payable"] == 100440.0
