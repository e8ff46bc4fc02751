"""Recall and precision of the queue of placements to look into, on cities of seeds that nothing was tuned on.

A city is made, its files are read as the product reads them, facts are put together from them and judged; only then is
the truth opened. Tuned on seeds 1-5; what 101-106 then missed (numbers only in certificates, samples too small to compare) was mended.
The sixteen patterns with ten look-alikes for each false placement were tuned on 11-14, so the seeds reported are from 401 on.

    python -m bench.signals [--quick] [--seeds 401 402 ...] [--show]
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from bench.signals.facts import City
from tonggong.practice.city import write_city
from tonggong.rules import months
from tonggong.rules.figures import FigureTable, national_figures, read_figures
from tonggong.rules.signals import Level, Suspicion, judge

PACK = Path(__file__).resolve().parents[2] / "cities" / "panjin"
PLACE, END = "211100000000", "2024-12"
SMALL, LARGE = 4_000, 12_000
RECALL, PRECISION = 0.95, 0.80
SEEDS = range(401, 407)


def judged(folder: Path) -> tuple[list[Suspicion], int]:
    """The suspicions of a city's files, and of how many placements."""
    table = FigureTable([*national_figures(), *read_figures(PACK / "figures.yaml")])
    year = int(END[:4])
    days = {month: months.last_day(month) for month in months.between(f"{year}-01", END)}
    minimum = {
        month: Decimal(table.on(day, PLACE)["wage.minimum_monthly"].value)
        for month, day in days.items()
        if isinstance(day, date)
    }
    city = City(folder, PLACE, minimum, table.on(months.last_day(END), PLACE))
    placements = city.placements()
    return judge(city.units(), placements, year, {PLACE: table.of(PLACE)}), len(placements)


def pairs(folder: Path, name: str) -> dict[tuple[str, str], str]:
    """(person, unit) and pattern of a table of the truth, of the year that was judged."""
    rows = pq.read_table(folder / "truth" / f"{name}.parquet").to_pylist()
    return {(row["citizen_id"], row["unit_code"]): row["pattern"] for row in rows if row["to_month"] >= f"{END[:4]}-01"}


def measure(seed: int, people: int, show: bool) -> Counter[str]:
    """Count found, missed and troubled in one city."""
    with tempfile.TemporaryDirectory(prefix="tonggong-bench-") as name:
        folder = Path(name)
        write_city(seed=seed, people=people, months=12, end=END, out=folder, pack=PACK)
        began = time.perf_counter()
        found, placements = judged(folder)
        took = time.perf_counter() - began
        false, honest = pairs(folder, "false_placements"), pairs(folder, "innocent_lookalikes")
    queue = {(str(one.person), str(one.unit)): one for one in found if one.level is Level.CHECK}
    count = Counter(placements=placements, false=len(false), honest=len(honest), queue=len(queue), seconds=round(took))
    for pair, pattern in false.items():
        count["found"] += pair in queue
        count[f"found {pattern}"] += pair in queue
        count[f"false {pattern}"] += 1
    for pair, pattern in honest.items():
        count[f"alike {pattern}"] += 1
        count[f"troubled {pattern}"] += pair in queue
    count["troubled"] = len(queue.keys() & honest.keys())
    if show:
        _show(found, queue, false, honest)
    return count


def _show(found, queue, false, honest) -> None:  # type: ignore[no-untyped-def]
    by_pair = {(str(one.person), str(one.unit)): one for one in found}
    for pair, pattern in false.items():
        if pair not in queue:
            one = by_pair.get(pair)
            print("  未进入", pattern, [(row.code, row.clue, row.counts) for row in one.hits] if one else "无迹象")
    for pair, one in queue.items():
        if pair not in false:
            print("  误入", honest.get(pair, "-"), [(row.code, row.clue, row.counts) for row in one.hits])


def main() -> None:
    """Measure, print a line a city and the one JSON line that others read."""
    parser = argparse.ArgumentParser(prog="python -m bench.signals", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two small cities only")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--show", action="store_true", help="name what was missed and who was troubled, by signals")
    said = parser.parse_args()
    cities = [(seed, SMALL) for seed in said.seeds]
    cities = cities[:2] if said.quick else [*cities, (max(said.seeds) + 1, LARGE)]
    total: Counter[str] = Counter()
    for seed, people in cities:
        one = measure(seed, people, said.show)
        total += one
        print(
            f"种子{seed:>4}　{people:>6,} 人　{one['placements']:>5} 人次　虚假 {one['false']:>3} 找到 {one['found']:>3}　"
            f"队列 {one['queue']:>3}　相似 {one['honest']:>4} 打扰 {one['troubled']:>2}　{one['seconds']} 秒",
            flush=True,
        )
    recall, precision = total["found"] / total["false"], total["found"] / max(1, total["queue"])
    patterns = sorted(key.split(" ", 1)[1] for key in total if key.startswith("false "))
    by_pattern = {name: [total[f"found {name}"], total[f"false {name}"]] for name in patterns}
    for name, (got, of) in by_pattern.items():
        alike, troubled = total[f"alike {name}"], total[f"troubled {name}"]
        print(f"  {name:<12} 找到 {got}/{of}　相似 {alike}，打扰 {troubled}")
    print(
        json.dumps(
            {
                "name": "signals", "recall": round(recall, 4), "precision": round(precision, 4),
                "target": {"recall": RECALL, "precision": PRECISION}, "met": recall >= RECALL and precision >= PRECISION,
                "placements": total["placements"], "false": total["false"], "honest": total["honest"],
                "queue": total["queue"], "troubled": total["troubled"], "by_pattern": by_pattern,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
