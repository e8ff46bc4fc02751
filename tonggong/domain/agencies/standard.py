"""The sheet as data: the city's own where its pack has one, else the proposal that comes with Tonggong."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from tonggong.base.installation.services import current
from tonggong.domain.plan.pack import find_pack
from tonggong.domain.plan.pack.facts import PackUnknown
from tonggong.rules.scoring import Band, Item, Source, Way

OWN = "agency-standard.yaml"
PROPOSAL = Path(__file__).parent / "standards" / "agency_v0.yaml"


class WrongStandard(ValueError):
    """The file of the sheet is not as it should be; the text names file, item and field."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A sheet: its items in order, the grades, what caps the grade. Points add up to `full`."""

    version: str
    title: str
    source: str
    is_proposal: bool
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    vetoes: tuple[str, ...]

    @property
    def full(self) -> Decimal:
        """Points of the whole sheet."""
        return sum((item.full for item in self.items), Decimal(0))

    def item(self, key: str) -> Item:
        """One item. Raises KeyError where the sheet has none of this key."""
        return {item.id: item for item in self.items}[key]


def raw_standard() -> dict[str, Any]:
    """The sheet in force as it stands in its file, to be kept with a new score sheet.

    Raises:
        WrongStandard: the file can't be read as a sheet.
    """
    path = _file()
    try:
        kept = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as problem:
        raise WrongStandard(f"{path.name} 读不懂：{problem}") from problem
    if not isinstance(kept, dict):
        raise WrongStandard(f"{path.name} 应写成 version、title、items 等各项。")
    read_standard(kept, path.name)
    return kept


def read_standard(kept: Mapping[str, Any], name: str = "考评标准") -> Standard:
    """Understand a sheet. Raises WrongStandard, naming item and field."""
    try:
        items = tuple(_item(one, name) for one in kept["items"])
        found = Standard(
            str(kept["version"]),
            str(kept["title"]),
            str(kept["source"]),
            kept.get("confidence") != "high",
            items,
            tuple(Band(str(b["title"]), Decimal(str(b["at_least"]))) for b in kept["bands"]),
            tuple(str(v) for v in kept.get("vetoes", ())),
        )
    except (KeyError, TypeError) as problem:
        raise WrongStandard(f"{name} 缺少 {problem}。") from problem
    if len({item.id for item in items}) != len(items):
        raise WrongStandard(f"{name} 里有两项编号相同。")
    return found


def _item(one: Mapping[str, Any], name: str) -> Item:
    where = f"{name} {one.get('id', '？')}"
    try:
        return Item(
            str(one["id"]),
            str(one["group"]),
            str(one["text"]),
            Decimal(str(one["full"])),
            Way(one["way"]),
            Source(one["source"]),
            str(one.get("proof", "")),
            Decimal(str(one.get("first", 0))),
            Decimal(str(one.get("last", 1))),
            int(one.get("of", 1)),
            tuple(Decimal(str(step)) for step in one.get("steps", ())),
            str(one.get("figure", "")),
        )
    except KeyError as problem:
        raise WrongStandard(f"{where} 缺少 {problem}。") from problem
    except (ValueError, InvalidOperation) as problem:
        raise WrongStandard(f"{where}：{problem}") from problem


def _file() -> Path:
    row = current()
    if row is not None and row.city_pack:
        try:
            own = find_pack(row.city_pack) / OWN
        except PackUnknown:
            return PROPOSAL
        if own.is_file():
            return own
    return PROPOSAL
