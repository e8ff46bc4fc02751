"""A million units of every kind, with the limits of the law planted among them; wages to the fen."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KINDS = (
    "enterprise",
    "state_enterprise",
    "institution",
    "organ",
    "private_non_enterprise",
    "organisation",
    "sole_trader",
)
SHARES = (0.86, 0.01, 0.05, 0.02, 0.025, 0.005, 0.03)
RATIO_PER_MILLE, AVERAGE_YUAN = 15, 90_000


def write(file: Path, units: int, seed: int) -> dict[str, int]:
    """Write the units and say how many of each limit are among them.

    Columns: `kind`, `staff_months` and `counted_months` (whole person-months), `wage_yuan` (two decimals), and the same
    wage as `wage_fen` for those who reckon in whole numbers.
    """
    rng = np.random.default_rng(seed)
    kind = rng.choice(len(KINDS), units, p=SHARES)
    heads = np.minimum(np.exp(rng.normal(2.7, 1.35, units)).astype(np.int64) + 1, 20_000)
    months = np.maximum(heads * 12 + np.where(rng.random(units) < 0.5, rng.integers(-11, 12, units), 0), 1)
    # A quarter place somebody, up to half above the quota; most of them for whole years.
    counted = np.ceil(months * np.where(rng.random(units) < 0.25, rng.random(units) * 0.022, 0)).astype(np.int64)
    counted = np.where(rng.random(units) < 0.6, (counted + 11) // 12 * 12, counted)
    wage = np.rint(np.exp(rng.normal(11.0, 0.45, units)) * 100).astype(np.int64)
    edge = rng.random(units)
    months[edge < 0.02] = rng.choice([360, 361, 372], int((edge < 0.02).sum()))
    one_per_cent = (edge >= 0.02) & (edge < 0.021)
    months[one_per_cent] = rng.integers(4, 200, int(one_per_cent.sum())) * 100
    counted[one_per_cent] = months[one_per_cent] // 100
    met = (edge >= 0.021) & (edge < 0.022)
    months[met] = rng.integers(1, 60, int(met.sum())) * 1000
    counted[met] = months[met] * RATIO_PER_MILLE // 1000
    table = pa.table(
        {
            "kind": pa.DictionaryArray.from_arrays(pa.array(kind.astype(np.int8)), pa.array(KINDS)).cast(pa.string()),
            "staff_months": months,
            "counted_months": counted,
            "wage_yuan": yuan(wage),
            "wage_fen": wage,
        }
    )
    pq.write_table(table, file)
    return {
        "units": units,
        "of 30 or 31 heads": int(np.isin(months, (360, 361, 372)).sum()),
        "at exactly 1%": int((counted * 100 == months).sum()),
        "at exactly 1.5%": int((counted * 1000 == months * RATIO_PER_MILLE).sum()),
        "above the wage cap": int((wage > 2 * AVERAGE_YUAN * 100).sum()),
    }


def yuan(fen: np.ndarray) -> pa.Array:
    """Whole fen as amounts with two decimals: the same 128 bits."""
    words = np.zeros((len(fen), 2), np.int64)
    words[:, 0] = fen
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(fen), [None, pa.py_buffer(words)])
