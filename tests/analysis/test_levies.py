"""The levy of whole columns: the same fen and the same words as one unit at a time, in one process or several."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from tonggong.analysis import quota
from tonggong.analysis.quota import levies
from tonggong.rules.figures import FigureTable, national_figures
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms

TABLE = FigureTable(national_figures())
DAYS = (date(2016, 12, 31), date(2019, 12, 31), date(2024, 12, 31), date(2028, 12, 31))


def policy_on(day):
    return terms(TABLE.on(day, "210000"), ratio=Decimal("0.015"), local_average=Decimal(90000))


def units(count, seed=7):
    chance = np.random.default_rng(seed)
    months = chance.choice([0, 1, 360, 361, 372, 800, 804, 1441, 12_000], count)
    wages = chance.choice([0, 1, 5_000_001, 17_999_999, 18_000_000, 18_000_001, 99_999_999_999], count)
    return pa.table(
        {
            "name": [f"单位{n}" for n in range(count)],
            "kind": chance.choice([kind.value for kind in UnitKind], count),
            "staff_months": months,
            "counted_months": pa.array(
                [Decimal(int(n)) / 2 for n in chance.choice([0, 1, 8, 16, 24, 240, 360], count)], pa.decimal128(12, 1)
            ),
            "wage_yuan": pa.array([Decimal(int(fen)).scaleb(-2) for fen in wages], pa.decimal128(18, 2)),
        }
    )


def one_by_one(table, policy):
    rows = table.select(quota.COLUMNS).to_pylist()
    found = (
        levy_due(LevyCase(UnitKind(r["kind"]), Decimal(r["staff_months"]), r["counted_months"], r["wage_yuan"]), policy)
        for r in rows
    )
    return [{"tier": one.tier.value, "payable_yuan": one.payable_yuan, "because": one.because} for one in found]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_ten_thousand_units_have_the_fen_and_the_words_of_each(day):
    policy, table = policy_on(day), units(10_000)

    assert levies(table, policy).to_pylist() == one_by_one(table, policy)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_however_many_work_at_it_the_order_stays(monkeypatch, processes):
    monkeypatch.setattr(quota, "_FEW", 0)
    monkeypatch.setattr(quota, "_PIECE", 170)
    monkeypatch.setattr(quota.threading, "active_count", lambda: 1)
    policy, table = policy_on(date(2024, 12, 31)), units(1_000)

    assert levies(table, policy, processes).to_pylist() == one_by_one(table, policy)


def test_nobody_is_nothing():
    assert levies(units(0), policy_on(date(2024, 12, 31))).num_rows == 0


def with_column(name, values):
    table = units(3)
    return table.set_column(table.column_names.index(name), name, values)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (with_column("wage_yuan", pa.array([1.5, 2, 3])), "定点"),
        (with_column("wage_yuan", pa.array([1, None, 3])), "空值"),
        (with_column("wage_yuan", pa.array([1, -1, 3])), "负数"),
        (with_column("staff_months", pa.array([1, -1, 3])), "负数"),
        (with_column("kind", pa.array(["enterprise", "farm", "organ"])), "farm"),
    ],
)
def test_columns_that_cannot_be_reckoned_are_refused(table, words):
    with pytest.raises(ValueError, match=words):
        levies(table, policy_on(date(2024, 12, 31)))
