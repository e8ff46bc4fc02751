"""Reading and checking of figure files; every complaint names file, line and field."""

import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tonggong.rules.figures.lookup import NATION, Figure, decimal_or_same

FIELDS = frozenset(
    "id label scope value unit effective_from effective_to published_at extended_at source mark confidence note gap "
    "practice".split()
)
REQUIRED = ("id", "label", "scope", "unit", "source")
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATES = ("effective_from", "effective_to", "published_at", "extended_at")


class FigureFileError(ValueError):
    """A figure file that cannot be taken; the message lists every fault with its place."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def national_figures() -> list[Figure]:
    """The national and provincial rows that come with the product."""
    return list(_shipped())


@cache
def _shipped() -> tuple[Figure, ...]:
    rows: list[Figure] = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        rows += read_figures(path)
    return tuple(rows)


def read_figures(path: Path) -> list[Figure]:
    """Read one YAML file: `figures:` with one mapping a row.

    Raises:
        FigureFileError: naming file, line and field of every fault.
    """
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=FAST)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise FigureFileError(
            [f"{path.name} 第{line}行：不是可读的 YAML（{getattr(problem, 'problem', problem)}）"]
        ) from None
    rows = _child(root, "figures")
    if not isinstance(rows, yaml.SequenceNode):
        raise FigureFileError([f"{path.name} 第1行 figures：缺少列表 figures"])
    faults: list[str] = []
    figures = [figure for node in rows.value if (figure := _figure(node, path.name, faults))]
    faults += problems(figures)
    if faults:
        raise FigureFileError(faults)
    return figures


def problems(figures: Iterable[Figure]) -> list[str]:
    """Overlaps, undeclared gaps, reversed periods and rows without a source, each with its place."""
    faults: list[str] = []
    by_key: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if not figure.source.strip():
            faults.append(f"{figure.where} source：{figure.id} 没有依据")
        if figure.effective_from and figure.effective_to and figure.effective_to < figure.effective_from:
            faults.append(f"{figure.where} effective_to：{figure.id} 的止日早于起日")
        if figure.value is not None:
            by_key.setdefault((figure.id, figure.scope), []).append(figure)
    for rows in by_key.values():
        rows.sort(key=lambda row: row.effective_from or date.min)
        for earlier, later in itertools.pairwise(rows):
            faults += _between(earlier, later)
    return faults


def _between(earlier: Figure, later: Figure) -> list[str]:
    start = later.effective_from or date.min
    if earlier.effective_to is None or earlier.effective_to >= start:
        both = f"{earlier.value}（{earlier.source}）与 {later.value}（{later.source}）"
        return [f"{later.where} effective_from：{later.id} 在 {later.scope} 的两行同日有效：{both}"]
    if earlier.effective_to + timedelta(1) < start and not later.gap:
        return [
            f"{later.where} gap：{later.id} 在 {later.scope} 自 {earlier.effective_to} 次日至 {start} 前没有数值，"
            "请补一行，或在 gap 写明原因"
        ]
    return []


def _figure(node: yaml.Node, file: str, faults: list[str]) -> Figure | None:
    where = f"{file} 第{node.start_mark.line + 1}行"
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"{where} figures：应是一组“字段: 值”")
        return None
    row: dict[Any, Any] = yaml.SafeLoader.construct_mapping(_loader(), node, deep=True)
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    before = len(faults)
    faults += [f"{file} 第{lines[key]}行 {key}：没有这个字段" for key in row if key not in FIELDS]
    faults += [f"{where} {key}：必须填写" for key in REQUIRED if not str(row.get(key) or "").strip()]
    if "value" not in row:
        faults.append(f"{where} value：必须填写；尚待本市填报的写 null")
    for key in DATES:
        if row.get(key) is not None and not isinstance(row[key], date):
            faults.append(f"{file} 第{lines[key]}行 {key}：“{row[key]}”不是日期，请写成 2024-03-01")
    scope = str(row.get("scope", ""))
    if scope and scope != NATION and not (len(scope) == 6 and scope.isdigit()):
        faults.append(f"{file} 第{lines['scope']}行 scope：“{scope}”应为 CN 或六位区划代码")
    if len(faults) > before:
        return None
    row["scope"] = scope
    row["value"] = decimal_or_same(row["value"])
    return Figure(**{key: value for key, value in row.items() if value is not None or key == "value"}, where=where)


def _loader() -> yaml.SafeLoader:
    return yaml.SafeLoader("")


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key and isinstance(value, yaml.Node):
                return value
    return None
