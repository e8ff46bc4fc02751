"""All rules and obligations for 40,000 and 1,000,000 people against a loop over persons through the ORM.

Both ask the same rules, and their answers are compared row by row. The loop runs over a sample (for 40,000 over a tenth,
for a million over a two-hundredth), its time is multiplied up, and the line says so. Each size has a fresh SQLite
installation in a process of its own.

    python -m bench.status [--quick] [--sizes 40000 1000000]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = 20.0  # times the loop
SAMPLE = 5_000


def run(people: int, sample: int) -> dict[str, float]:
    """Measure one size in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="tonggong-bench-") as home:
        environment = {**os.environ, "TONGGONG_HOME": home, "TONGGONG_LOG_LEVEL": "ERROR"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.status.measure", "--people", str(people), "--sample", str(sample)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
        return found


def main() -> None:
    """Measure, print a table and the one JSON line that others read."""
    parser = argparse.ArgumentParser(prog="python -m bench.status", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="40,000 people only, a smaller sample")
    parser.add_argument("--sizes", type=int, nargs="+", default=[40_000, 1_000_000])
    said = parser.parse_args()
    sizes = said.sizes[:1] if said.quick else said.sizes
    found = {}
    for people in sizes:
        found[str(people)] = one = run(people, min(people, 1_000 if said.quick else SAMPLE))
        print(
            f"{people:>10,} 人　{one['seconds']:>8.1f} 秒　没有变化时 {one['again_seconds']:.1f} 秒　"
            f"逐人 {one['loop_all_seconds']:>9.1f} 秒（由 {one['loop_people']:,} 人推算）　{one['ratio']:.1f} 倍",
            flush=True,
        )
    ratios = {people: one["ratio"] for people, one in found.items()}
    met = {people: ratio >= TARGET for people, ratio in ratios.items()}
    print(json.dumps({"name": "status", "target": TARGET, "ratios": ratios, "met": met, "measured": found}))


if __name__ == "__main__":
    main()
