"""The checkout as its tests see it."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".woff2", ".docx", ".xlsx", ".xls", ".parquet", ".ico", ".npz", ".gz"}


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Return the files git keeps or would keep, matched by git's patterns; all of them without a pattern."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *patterns]
    names = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(ROOT / name for name in set(names) if name and (ROOT / name).is_file()))


def sources() -> list[Path]:
    """Return the program's own files, without what Django writes."""
    return [path for path in files("tonggong/*.py") if "/migrations/" not in str(path)]


def name(path: Path) -> str:
    """Return a path as a person would say it."""
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path))
