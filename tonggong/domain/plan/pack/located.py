"""YAML that remembers its lines, so that a fault can be told with file, line and field."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MISSING = object()


class Faults(list[str]):
    """The faults found so far."""

    def at(self, file: str, line: int, what: str, text: str) -> None:
        """Add a fault: file, line, field, what is wrong and how to mend it."""
        self.append(f"{file} 第{line}行 {what}：{text}")


class Entry:
    """One mapping of a YAML file. Asking for a field checks it; a fault is noted and an empty value answered."""

    def __init__(self, file: str, node: yaml.MappingNode, faults: Faults):
        self.file = file
        self.line = node.start_mark.line + 1
        self.faults = faults
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in self._nodes:
                faults.at(file, key.start_mark.line + 1, str(key.value), "同一字段写了两次")
            self._nodes[str(key.value)] = value
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def line_of(self, key: str) -> int:
        """The line of a field, the entry's own where it is not there."""
        node = self._nodes.get(key)
        return node.start_mark.line + 1 if node else self.line

    def fault(self, key: str, text: str) -> None:
        """Note that a field is wrong."""
        self.faults.at(self.file, self.line_of(key), key, text)

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A text that may not be empty."""
        value = self._value(key, default)
        if value is default or key not in self:
            return "" if default is _MISSING else str(default)
        if not isinstance(value, str) or not value.strip():
            self.fault(key, "应是文字（数字请加引号）")
            return ""
        return value.strip()

    def choice(self, key: str, allowed: list[str], default: Any = _MISSING) -> str:
        """One of the allowed words."""
        value = self._value(key, default)
        if key not in self:
            return allowed[0] if default is _MISSING else str(default)
        if value not in allowed:
            self.fault(key, f"“{value}”不可用，只能是 {'、'.join(allowed)}")
            return allowed[0]
        return str(value)

    def day(self, key: str, default: Any = _MISSING) -> date | None:
        """A date."""
        value = self._value(key, default)
        if value is default or value is None:
            return None
        if not isinstance(value, date):
            self.fault(key, f"“{value}”不是日期，请写成 2024-03-01")
            return None
        return value

    def whole(self, key: str, least: int = 0, most: int | None = None, default: Any = _MISSING) -> int:
        """A whole number within bounds."""
        value = self._value(key, default)
        if key not in self:
            return least if default is _MISSING else int(default)
        if (
            not isinstance(value, int)
            or isinstance(value, bool)
            or value < least
            or (most is not None and value > most)
        ):
            bounds = f"不小于{least}" if most is None else f"{least}至{most}"
            self.fault(key, f"“{value}”应是{bounds}的整数")
            return least
        return value

    def texts(self, key: str, default: Any = _MISSING) -> list[str]:
        """A list of texts."""
        value = self._value(key, default)
        if key not in self:
            return [] if default is _MISSING else list(default)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(key, "应是文字的列表")
            return []
        return value

    def plain(self, key: str, default: Any = _MISSING) -> Any:
        """Whatever YAML says, unchecked."""
        return self._value(key, default)

    def entry(self, key: str) -> "Entry | None":
        """A mapping, None where there is none."""
        self._asked.add(key)
        node = self._nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(key, "应是一组“字段: 值”")
            return None
        return Entry(self.file, node, self.faults)

    def entries(self, key: str, required: bool = True) -> list["Entry"]:
        """A list of mappings."""
        self._asked.add(key)
        node = self._nodes.get(key)
        if node is None:
            if required:
                self.fault(key, "必须填写")
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, "应是列表")
            return []
        found = []
        for one in node.value:
            if isinstance(one, yaml.MappingNode):
                found.append(Entry(self.file, one, self.faults))
            else:
                self.faults.at(self.file, one.start_mark.line + 1, key, "应是一组“字段: 值”")
        return found

    def items(self) -> Iterator[tuple[str, Any]]:
        """All fields of a mapping whose keys are data."""
        for key in self._nodes:
            yield key, self._value(key, None)

    def done(self) -> None:
        """Complain of fields that nobody asked for: most often a slip of the pen."""
        for key in self._nodes.keys() - self._asked:
            self.fault(key, "没有这个字段")

    def _value(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        node = self._nodes.get(key)
        if node is None:
            if default is _MISSING:
                self.fault(key, "必须填写")
                return None
            return default
        try:
            return yaml.SafeLoader("").construct_document(node)
        except (yaml.YAMLError, ValueError) as problem:
            self.fault(key, f"读不懂：{getattr(problem, 'problem', problem)}")
            return None


def read_yaml(path: Path, faults: Faults) -> Entry | None:
    """Read a file whose top is a mapping; None, with a fault noted, where it is not."""
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=FAST)
    except FileNotFoundError:
        faults.append(f"{path.name}：没有这个文件")
        return None
    except UnicodeDecodeError:
        faults.append(f"{path.name} 第1行：文件不是 UTF-8 编码")
        return None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        faults.append(f"{path.name} 第{line}行：不是可读的 YAML（{problem.problem}）")
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"{path.name} 第1行：应是一组“字段: 值”")
        return None
    return Entry(path.name, node, faults)
