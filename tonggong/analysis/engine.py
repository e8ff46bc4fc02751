"""The one place that opens DuckDB: an engine in the process, with the macros that read what offices write.

Nothing is installed or downloaded by it, nothing is kept on disk but what does not fit into the memory limit.
"""

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

_HERE = files("tonggong.analysis")


def connect(
    memory: str = "2GB", threads: int | None = None, temporary: str | Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a fresh engine in memory with all macros of `normalise.sql`.

    `memory` is DuckDB's limit ("2GB"; the process needs about 0.1 GB more), `threads` defaults to the cores the
    process may use, `temporary` is the folder for what does not fit (default: DuckDB may not spill).
    Close it, or use it in a `with` block. Cursors of it (`con.cursor()`) share its tables and macros.
    """
    con = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory,
            "threads": threads or len(os.sched_getaffinity(0)),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(temporary or ""),
        },
    )
    con.execute(_preparation())
    return con


def package_text(name: str) -> str:
    """The text of a data or SQL file of this package."""
    return (_HERE / name).read_text(encoding="utf-8")


def statements(name: str, **values: object) -> str:
    """The SQL text of a file of this package, `$KEY$` replaced by its value; KeyError when one is missing."""
    return re.sub(r"\$([A-Z_]+)\$", lambda found: str(values[found[1]]), package_text(name))


@cache
def _preparation() -> str:
    sounds, simple = _table("data/hanzi_sounds.tsv"), _table("data/hanzi_simplified.tsv")
    alike = {reading: confused(reading) for reading, _ in sounds}
    number = {reading: n for n, reading in enumerate(sorted(set(alike.values())), 1)}
    rows = ",".join(f"({number[alike[r]]},'{alike[r]}','{characters}')" for r, characters in sounds)
    return "\n".join(
        [
            # A number for each sound: what the linkage joins and compares instead of text.
            "CREATE TABLE hanzi AS SELECT unicode(c) AS code, sound, reading FROM"
            f" (SELECT sound, reading, unnest(string_split(cs, '')) AS c FROM (VALUES {rows}) AS v(sound, reading, cs));",
            statements(
                "normalise.sql",
                TRADITIONAL="".join(a for a, _ in simple),
                SIMPLIFIED="".join(b for _, b in simple),
            ),
        ]
    )


def _table(name: str) -> list[tuple[str, str]]:
    parts = (line.partition("\t") for line in package_text(name).splitlines() if not line.startswith("#"))
    return [(first, second) for first, _, second in parts]


def confused(sound: str) -> str:
    """The syllable that stands for all those which are mistaken for one another: `zhang` -> `zan`, `ling` -> `nin`."""
    sound = re.sub(r"^(z|c|s)h", r"\1", sound)
    return re.sub(r"^l", "n", re.sub(r"(?<=[aei])ng$", "n", sound))
