"""The levy of a million units with its reasons, and the whole way from a year's placements to a city's bills.

The levy: the one rule on all cores against OpenFisca and a whole-number expression. Each method runs in a process of its
own, in turn, round after round, on a fresh world; medians. Every unit is compared to the fen, and with the expression
word for word.

The whole way: a fresh SQLite installation with people placed for twelve months; the program's yearly run, which tests
every month of every placement with its reasons and keeps the bills, against DuckDB that does the same counts and bills
from Parquet files, on all cores and without a word. What every unit counts and pays is compared.

    python -m bench.quota [--quick] [--units N] [--people N] [--city-units N] [--seed N] [--rounds N]
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.quota import whole, world

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("tonggong", "one_core", "expression", "expression_without_reasons", "openfisca", "openfisca_32_bits")
TARGETS = {"tonggong / openfisca": 2.5, "tonggong / expression": 2.0}
BUSY = 0.5  # waiting for a core beyond this share of one method's time is a busy machine


def main() -> None:
    """Measure, compare, print a table and the one JSON line that others read."""
    parser = argparse.ArgumentParser(prog="python -m bench.quota", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 units, one round; a city of 2,000 people")
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=40_000, help="placed in the city of the whole way")
    parser.add_argument("--city-units", type=int, default=9_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="of the world; fresh by default")
    said = parser.parse_args()
    units, rounds = (100_000, 1) if said.quick else (said.units, said.rounds)
    city = (2_000, 450) if said.quick else (said.people, said.city_units)
    with tempfile.TemporaryDirectory(prefix="bench-quota-") as folder:
        planted = world.write(Path(folder) / "units.parquet", units, said.seed)
        print(f"seed {said.seed}　" + "　".join(f"{name} {count:,}" for name, count in planted.items()), flush=True)
        measured = _measure(Path(folder), rounds)
        checked = _differences(Path(folder))
    way = _whole_way(*city, said.seed)
    seconds = {name: one["seconds"] for name, one in measured.items()}
    ratios = {
        "tonggong / openfisca": seconds["tonggong"] / seconds["openfisca"],
        "tonggong / expression": seconds["tonggong"] / seconds["expression"],
    }
    print(f"\n{'method':<30}{'seconds':>10}{'cpu':>8}{'MiB':>8}{'units that differ':>20}{'words that differ':>20}")
    for name, one in measured.items():
        fen, words = checked[name]
        print(f"{name:<30}{one['seconds']:>10.2f}{one['cpu']:>8.2f}{one['rss_mib']:>8.0f}{fen:>20,}{words:>20}")
    # Work on one core can't take longer than its processor time, unless others take the core.
    busy = seconds["openfisca"] > measured["openfisca"]["cpu"] * (1 + BUSY)
    met = {name: ratios[name] <= limit for name, limit in TARGETS.items()} | {
        "equal to the fen": all(checked[name][0] == 0 for name in METHODS[:-1]),
        "equal in words": checked["expression"][1] == 0,
        "whole way equal": not any(way["differ"].values()),
    }
    for name, limit in TARGETS.items():
        print(f"{name:<30}{ratios[name]:>10.2f}　wanted at most {limit}　{'met' if met[name] else 'NOT MET'}")
    _tell(way)
    if busy:
        print(f"MACHINE BUSY: load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores; times say little")
    result = {"name": "quota", "seed": said.seed, "units": units, "ratios": ratios, "met": met, "busy": busy}
    print(json.dumps(result | {"measured": measured, "whole_way": way}))


def _measure(folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    runs = defaultdict(list)
    for n in range(rounds):
        for name in METHODS:
            out = folder / f"{name}.parquet" if n == 0 else "-"
            command = [sys.executable, "-m", "bench.quota.methods", name, folder / "units.parquet", out]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            runs[name].append(json.loads(done.stdout.strip().splitlines()[-1]))
    return {
        name: {key: statistics.median(run[key] for run in some) for key in ("seconds", "cpu", "rss_mib")}
        for name, some in runs.items()
    }


def _differences(folder: Path) -> dict[str, tuple[int, str | int]]:
    """For each method the units whose fen are not those of one core, and those whose words are not, "—" without words."""
    reference = pq.read_table(folder / "one_core.parquet")
    fen = _fen(reference)
    found: dict[str, tuple[int, str | int]] = {}
    for name in METHODS:
        table = pq.read_table(folder / f"{name}.parquet")
        words: str | int = "—"
        if "because" in table.column_names:
            words = pc.sum(pc.not_equal(table["because"], reference["because"])).as_py() or 0
        found[name] = (int((_fen(table) != fen).sum()), words)
    return found


def _whole_way(people: int, units: int, seed: int) -> dict[str, Any]:
    """The yearly run of a city and the same in SQL, each once in a process of its own, and where they differ."""
    with tempfile.TemporaryDirectory(prefix="bench-quota-") as name:
        folder, home = Path(name), Path(name) / "home"
        home.mkdir()
        environment = {**os.environ, "TONGGONG_HOME": str(home), "TONGGONG_LOG_LEVEL": "ERROR"}
        environment.pop("DATABASE_URL", None)

        def step(*words: str | int) -> dict[str, Any]:
            command = [sys.executable, "-m", "bench.quota.whole", str(words[0]), name, *map(str, words[1:])]
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
            found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
            return found

        rows = step("fill", people, units, seed)
        del rows["rss_mib"]
        found: dict[str, Any] = {"rows": rows, "tonggong": step("tonggong"), "sql": step("sql")}
        found["differ"], found["tiers"] = whole.differences(folder), whole.tiers(folder)
    found["ratio"] = found["tonggong"]["seconds"] / found["sql"]["seconds"]
    return found


def _tell(way: dict[str, Any]) -> None:
    print("\nfrom twelve months to the bill: " + "　".join(f"{name} {count:,}" for name, count in way["rows"].items()))
    print("tiers: " + "　".join(f"{name} {count:,}" for name, count in way["tiers"].items()))
    ours, sql = way["tonggong"], way["sql"]
    print(
        f"yearly run, with reasons and kept: {ours['seconds']:.1f} s ({ours['keeping_seconds']:.1f} of it keeping), "
        f"{ours['rss_mib']:,.0f} MiB　SQL without: {sql['seconds']:.2f} s, {sql['rss_mib']:,.0f} MiB　"
        f"ratio {way['ratio']:.1f}"
    )
    print("units that differ: " + "　".join(f"{name} {count:,}" for name, count in way["differ"].items()))


def _fen(table: pa.Table) -> np.ndarray:
    if "payable_fen" in table.column_names:
        return table["payable_fen"].to_numpy()
    return np.array([int(yuan.scaleb(2)) for yuan in table["payable_yuan"].to_pylist()])


if __name__ == "__main__":
    main()
