"""A suspicion as it is kept: what the rules said, in words and with the keys of the rows, so that it reads the same for ever."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from tonggong.domain.inspection.lines import Line
from tonggong.rules import signals
from tonggong.rules.figures import Figures
from tonggong.rules.signals import Suspicion


def frozen(one: Suspicion) -> dict[str, Any]:
    """What JSON keeps of a suspicion."""
    return {
        "hits": [
            {
                "code": hit.code, "clue": hit.clue, "points": hit.points, "counts": hit.counts,
                "evidence": [{"text": fact.text, "rows": _lines(fact.rows)} for fact in hit.evidence],
                "innocent": [
                    {"excuse": fact.excuse.value, "text": fact.text, "rows": _lines(fact.rows)} for fact in hit.innocent
                ],
            }
            for hit in one.hits
        ],
        "silent": list(one.silent),
        "steps": [[step.text, step.source] for step in one.steps],
    }  # fmt: skip


def _lines(rows: Iterable[object]) -> list[list[Any]]:
    return [
        [line.what, line.file, line.row, line.on, list(line.wage) if line.wage else None]
        for line in cast(Iterable[Line], rows)
    ]


def thawed(row: list[Any]) -> Line:
    """A row of evidence as it was before it was kept."""
    what, file, number, on, wage = row
    return Line(what, file, number, on, (wage[0], wage[1]) if wage else None)


def fingerprint(content: dict[str, Any]) -> str:
    """The mark of a content: the same facts under the same rules give the same."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def rule_version(figures: Figures) -> str:
    """The mark of the signals' rules and of the figures in force; another one is another rule."""
    used = sorted((row.id, str(row.value)) for row in figures if row.id.startswith("signals."))
    return hashlib.sha256(_source() + repr(used).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _source() -> bytes:
    folder = Path(signals.__file__).parent
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
