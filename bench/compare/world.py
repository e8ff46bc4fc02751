"""Worlds for the bench: the practice city's ledger and department's file as Parquet, with the truth apart.

    python -m bench.compare.world FOLDER SEED PEOPLE WORKERS ERRORS

writes ledger.parquet, incoming.parquet and truth.parquet (source_row, person_id) into FOLDER.
"""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from tonggong.practice.linkage import linkage_world


def write_world(folder: Path, seed: int, people: int, workers: int, errors: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tables = linkage_world(seed, people, workers, errors)
    for name, table in zip(("ledger", "incoming", "truth"), tables, strict=True):
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=122_880)


if __name__ == "__main__":
    place, *numbers, share = sys.argv[1:]
    write_world(Path(place), *map(int, numbers), float(share))
