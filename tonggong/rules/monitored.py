"""What the countryside's monitoring says of a member of a watched household, as one line that people and programs can read."""

from dataclasses import dataclass, fields

MOST = 200  # characters that a circumstance may hold
_LABELS = {
    "household": "户编号",
    "village": "村",
    "risk": "风险",
    "relation": "关系",
    "skill": "劳动技能",
    "work_months": "务工月数",
    "post": "公益岗",
    "post_months": "公益岗月数",
    "work_region": "务工区域",
    "health": "健康",
    "work_unit": "务工企业",
}  # in the order in which they are kept where not everything fits
_FIELDS = {label: name for name, label in _LABELS.items()}
_BETWEEN, _IS = "；", "："


@dataclass(frozen=True, slots=True)
class Monitored:
    """One member of a watched household. Months are of the year's sum, wherever worked; None where the list says nothing.

    Source: columns of the national monitoring system.
    """

    kind: str  # 脱贫不稳定户, 边缘易致贫户 or 突发严重困难户
    household: str = ""
    village: str = ""
    risk: str = ""
    relation: str = ""
    skill: str = ""  # the national system's word; it decides nothing about capacity here
    work_months: int | None = None
    post: str = ""
    post_months: int | None = None
    work_region: str = ""
    health: str = ""
    work_unit: str = ""


def written(one: Monitored) -> str:
    """Return the line, at most 200 characters; what does not fit is left out whole, the least needed first."""
    line = _clean(one.kind)
    for name, label in _LABELS.items():
        value = getattr(one, name)
        part = f"{_BETWEEN}{label}{_IS}{_clean(str(value))}" if value not in ("", None) else ""
        if len(line) + len(part) <= MOST:
            line += part
    return line


def read(line: str) -> Monitored:
    """Return what a line says; a part that it does not know is passed over."""
    kind, *parts = line.split(_BETWEEN)
    found: dict[str, str | int | None] = {}
    for part in parts:
        label, _, value = part.partition(_IS)
        if (name := _FIELDS.get(label)) is not None:
            found[name] = (int(value) if value.isdecimal() else None) if name in _COUNTS else value
    return Monitored(kind, **found)  # type: ignore[arg-type]


def _clean(text: str) -> str:
    return text.replace(_BETWEEN, "，").replace(_IS, "，").strip()


_COUNTS = frozenset(one.name for one in fields(Monitored) if one.name.endswith("_months"))
