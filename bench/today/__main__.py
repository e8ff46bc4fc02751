"""The start page of a worker with 400 people of 40,000 against the Django admin's first page of persons.

Both run in one process and through the same middleware, turn about; ours with scopes, view log and every reason worked
out anew. The last line is JSON: the ratio of the medians (ours / admin's), which must not be over 1.

    python -m bench.today [--people 40000] [--list 400] [--rounds 15] [--quick]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

QUICK = {"people": 4_000, "rounds": 5}


def main() -> None:
    """Measure in a process of its own, in a home of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--list", type=int, default=400, dest="length")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--quick", action="store_true", help="fewer people and rounds: shows that it runs, not how quick it is"
    )
    said = parser.parse_args()
    if said.quick:
        said.people, said.rounds = QUICK["people"], QUICK["rounds"]
    with tempfile.TemporaryDirectory(prefix="tonggong-bench-") as home:
        environment = {**os.environ, "TONGGONG_HOME": home, "TONGGONG_LOG_LEVEL": "ERROR"}
        environment.pop("DATABASE_URL", None)
        command = [
            sys.executable, "-m", "bench.today.measure", "--people", str(said.people), "--list", str(said.length),
            "--rounds", str(said.rounds),
        ]  # fmt: skip
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    ours, admin = found["measured"]["today"], found["measured"]["admin list"]
    print(
        f"今天（名下 {found['list']:,} 人，要联系 {found['tasks']:,} 人）　{ours['ms']:.1f} 毫秒，{ours['queries']:.0f} 条语句"
    )
    print(f"Django admin 人员第一页（{said.people:,} 人）　{admin['ms']:.1f} 毫秒，{admin['queries']:.0f} 条语句")
    print(
        json.dumps(
            {"name": "today", "ratio": round(ours["ms"] / admin["ms"], 3), "target": 1.0, "quick": said.quick, **found}
        )
    )


if __name__ == "__main__":
    main()
