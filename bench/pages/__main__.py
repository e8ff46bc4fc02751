"""The person list, a name search, one person's page and the dashboard against the Django admin's list of the same table.

Both run in one process, through the same middleware; the product with scopes, view log and its own work. Each database and
size has a fresh installation in a process of its own. PostgreSQL is measured where the distribution's server is there.

    python -m bench.pages [--sizes 40000 1000000] [--rounds 15] [--sqlite-only]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = {
    ("sqlite", 1_000_000): {"list": 2.5, "search": 12.0, "person": 1.0, "dashboard": 1.0},
    ("postgresql", 1_000_000): {"list": 10.0, "search": 30.0, "person": 1.0, "dashboard": 1.0},
}
AGAINST = {
    "list": "admin list", "list county": "admin list", "list town": "admin list", "search": "admin search",
    "search county": "admin search", "person": "admin list", "dashboard": "admin list",
}  # fmt: skip
Measured = dict[str, dict[str, float]]


def run(database: str, people: int, rounds: int, keep: Path | None) -> Measured | None:
    """Measure one database at one size in a process of its own; None where the database is not to be had."""
    with tempfile.TemporaryDirectory(prefix="tonggong-bench-") as home:
        if keep and database == "sqlite":
            home = str(keep / f"{database}-{people}")
        environment = {**os.environ, "TONGGONG_HOME": home, "TONGGONG_LOG_LEVEL": "ERROR"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.pages.measure", "--people", str(people), "--rounds", str(rounds)]
        if database == "postgresql":
            script = str(ROOT / "scripts" / "postgres.sh")
            if subprocess.run([script, "--available"], cwd=ROOT, capture_output=True, check=False).returncode:
                return None
            command = [script, *command]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        found: Measured = json.loads(done.stdout.strip().splitlines()[-1])
        return found


def say(database: str, people: int, found: Measured) -> dict[str, float]:
    """Print the table of one run; return how many times quicker than the admin each page is."""
    targets = TARGETS.get((database, people), {})
    print(f"\n{database}，{people:,} 人")
    print(f"  {'页':14}{'毫秒':>10}{'语句':>8}{'对照毫秒':>12}{'快多少倍':>10}{'要求':>8}")
    ratios = {}
    for name, one in found.items():
        queries = (
            f"{one['queries']:.0f}"
            if one["queries"] == one["queries_least"]
            else f"{one['queries_least']:.0f}-{one['queries']:.0f}"
        )
        line = f"  {name:14}{one['ms']:>10.2f}{queries:>8}"
        if name in AGAINST:
            peer = found[AGAINST[name]]["ms"]
            ratios[name] = round(peer / one["ms"], 2)
            line += f"{peer:>12.2f}{ratios[name]:>10.2f}{targets.get(name, ''):>8}"
        print(line, flush=True)
    return ratios


def main() -> None:
    """Measure everything and print the one JSON line that others read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[40_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sqlite-only", action="store_true")
    parser.add_argument(
        "--keep", type=Path, help="a folder for the SQLite homes, to measure them again without filling"
    )
    said = parser.parse_args()
    ratios: dict[str, dict[str, float]] = {}
    details: dict[str, Measured] = {}
    for people in said.sizes:
        for database in ("sqlite",) if said.sqlite_only else ("sqlite", "postgresql"):
            found = run(database, people, said.rounds, said.keep)
            if found is None:
                print(f"\npostgresql，{people:,} 人：NOT RUN（没有 PostgreSQL 服务器）", flush=True)
                continue
            key = f"{database}-{people}"
            details[key], ratios[key] = found, say(database, people, found)
    targets = {f"{database}-{people}": wanted for (database, people), wanted in TARGETS.items()}
    print(json.dumps({"name": "pages", "ratios": ratios, "targets": targets, "measured": details}))


if __name__ == "__main__":
    main()
