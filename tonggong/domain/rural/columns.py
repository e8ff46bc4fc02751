"""The columns of what is exchanged, as data: which there were on a day, and how a returned list names them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tonggong.base.intake.reading.layout import plain_heading

FILE = Path(__file__).with_name("columns.yaml")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, whose word it is, what is put in, whether it may never hang in a village."""

    label: str
    source: str
    field: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Version:
    """The columns of a time."""

    version: str
    effective_from: date
    columns: tuple[Column, ...]
    notice: tuple[Column, ...]


class ColumnsWrong(ValueError):
    """The file of columns can't be used; the text says why."""


def read_versions(text: str) -> tuple[Version, ...]:
    """Understand the file of columns, the earliest version first.

    Raises:
        ColumnsWrong: a notice names a column that is private or that there is not, or no column names the row.
    """
    found = []
    for kept in yaml.safe_load(text)["versions"]:
        columns = tuple(
            Column(one["label"], one["from"], one["field"], bool(one.get("private"))) for one in kept["columns"]
        )
        by_label = {one.label: one for one in columns}
        if not any(one.source == "row" for one in columns):
            raise ColumnsWrong(f"{kept['version']}：没有行编号，回执对不上。")
        for label in kept["notice"]:
            if label not in by_label or by_label[label].is_private:
                raise ColumnsWrong(f"{kept['version']}：村公示里不能有“{label}”。")
        notice = tuple(by_label[label] for label in kept["notice"])
        found.append(Version(str(kept["version"]), kept["effective_from"], columns, notice))
    return tuple(sorted(found, key=lambda one: one.effective_from))


@cache
def _kept() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text("utf-8")))


@cache
def _versions() -> tuple[Version, ...]:
    return read_versions(FILE.read_text("utf-8"))


def version_on(day: date) -> Version:
    """The columns in force on a day. Raises ColumnsWrong: there are none yet."""
    found = [one for one in _versions() if one.effective_from <= day]
    if not found:
        raise ColumnsWrong(f"{day}还没有可用的列。")
    return found[-1]


@cache
def receipt_headings() -> dict[str, str]:
    """What a heading of a returned list stands for, by the plain heading."""
    return {plain_heading(one): name for name, headings in _kept()["receipt"].items() for one in headings}


@cache
def result_words() -> dict[str, str]:
    """What a result of a returned list means: receipted or returned, by the plain word."""
    return {plain_heading(one): state for state, words in _kept()["words"].items() for one in words}
