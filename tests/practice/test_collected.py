"""The practice city's tax office: what it planted is what the rule finds, and the same seed writes the same file."""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq

from tests.rules.panjin import figures_on
from tonggong.practice.collected import Told, write_collected
from tonggong.rules.quota.collected import Collected, compared
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms

D = Decimal
FIGURES = figures_on(date(2024, 12, 31))
TERMS = terms(FIGURES, local_average=D(90_000))
UNITS = [
    Told(
        f"9121110{n:011d}", f"单位{n}", "兴隆台区", "enterprise", D(20 + 7 * n), D(n % 4), D(48_000 + 977 * n)
    )
    for n in range(120)
]  # fmt: skip


def made(folder, seed=7):
    planted = write_collected(seed, 2024, "2024-12", UNITS, TERMS, folder)
    lines = (folder / "2024-12" / "levy-collected.csv").read_text("gb18030").splitlines()
    truth = pq.read_table(folder / "truth" / "levy_collected.parquet").to_pylist()
    return planted, [line.split(",") for line in lines], {row["unit_code"]: row["kind"] for row in truth}


def test_every_planted_difference_is_found_in_its_class_by_the_rule(tmp_path):
    planted, lines, truth = made(tmp_path)
    assert min(planted.values()) >= 2
    rows = {line[1]: line for line in lines[1:-2]}

    for told in UNITS:
        levy = levy_due(LevyCase.of_year(UnitKind.ENTERPRISE, told.headcount, told.counted, told.wage_yuan), TERMS)
        row, said = rows.get(told.code), Collected(None)
        if row is not None:
            said = Collected(
                D(row[9]), None, D(row[4]), D(row[5]), D(row[6]), row[11] == "免缴" or None, row[11] == "逾期"
            )
        found = compared(levy, said, date(2025, 10, 31), date(2025, 1, 12), FIGURES).value.difference
        assert found.value == truth[told.code], told
    assert sum(kind == "not_registered" for kind in truth.values()) == 3


def test_the_same_seed_writes_the_same_file_and_another_seed_another(tmp_path):
    one, again, other = (made(tmp_path / name, seed)[1] for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    assert one == again
    assert one != other
