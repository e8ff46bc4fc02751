"""targets.yaml: how the plan's targets are split over years, counties and departments; parts must add up."""

from dataclasses import replace

from tonggong.domain.plan.pack.facts import CityPack, PartFact, PlanFact, TargetFact
from tonggong.domain.plan.pack.located import Entry, Faults, read_yaml


def split_targets(pack: CityPack, name: str, faults: Faults) -> None:
    """Read a split file into the pack's targets; without one the whole target stays unsplit.

    What is left over on purpose is written down as `unsplit: {by_county: 10}`; a sum that differs otherwise is refused.
    """
    if not (pack.folder / name).exists():
        return
    root = read_yaml(pack.folder / name, faults)
    if root is None:
        return
    for entry in root.entries("splits"):
        plan = next((plan for plan in pack.plans if plan.key == entry.text("plan")), None)
        if plan is None:
            entry.fault("plan", f"没有方案“{entry.text('plan')}”")
            continue
        indicator = entry.text("indicator")
        target = next((target for target in plan.targets if target.indicator == indicator), None)
        if target is None:
            entry.fault("indicator", f"方案里没有目标“{indicator}”")
            continue
        parts = _parts(pack, plan, target, entry)
        split = replace(target, parts=tuple(parts), split_source=entry.text("source"))
        entry.done()
        targets = tuple(split if one is target else one for one in plan.targets)
        pack.plans[pack.plans.index(plan)] = replace(plan, targets=targets)
    root.done()


def _parts(pack: CityPack, plan: PlanFact, target: TargetFact, entry: Entry) -> list[PartFact]:
    counties = {row.code for row in pack.divisions if row.level == "county" and not row.successor_code}
    left = entry.entry("unsplit")
    years = {
        int(key): value
        for key, value in _numbers(entry, "by_year").items()
        if _known(entry, "by_year", key, key.isdigit() and plan.first_day.year <= int(key) <= plan.last_day.year)
    }
    by_county = {_code(key): value for key, value in _numbers(entry, "by_county").items()}
    for code in by_county:
        _known(entry, "by_county", code, code in counties)
    by_department = _numbers(entry, "by_department")
    for key in by_department:
        _known(entry, "by_department", key, any(key == row.key for row in pack.departments))
    for what, values in (("by_year", years), ("by_county", by_county), ("by_department", by_department)):
        _adds_up(entry, what, sum(values.values()) if values else None, target.value, target.unit, left)
    if left is not None:
        left.done()
    parts = [PartFact(year, "", "", value) for year, value in sorted(years.items())]
    parts += [PartFact(None, code, "", value) for code, value in sorted(by_county.items())]
    parts += [PartFact(None, "", key, value) for key, value in by_department.items()]
    return parts + _county_years(entry, target, years, by_county)


def _county_years(entry: Entry, target: TargetFact, years: dict[int, int], by_county: dict[str, int]) -> list[PartFact]:
    """Years within counties: each county's years add up to its part, each year's counties to that year."""
    parts: list[PartFact] = []
    cells = entry.entry("by_county_year")
    if cells is None:
        return parts
    for key, _ in list(cells.items()):
        values = {int(year): value for year, value in _numbers(cells, key).items() if year.isdigit()}
        code = _code(key)
        _adds_up(cells, key, sum(values.values()), by_county.get(code, 0), target.unit, None)
        parts += [PartFact(year, code, "", value) for year, value in sorted(values.items())]
    if {part.county_code for part in parts} == set(by_county):
        for year, value in years.items():
            _adds_up(entry, "by_county_year", sum(p.value for p in parts if p.year == year), value, target.unit, None)
    return parts


def _numbers(entry: Entry, key: str) -> dict[str, int]:
    cells = entry.entry(key)
    if cells is None:
        return {}
    return {str(name): cells.whole(name) for name, _ in list(cells.items())}


def _adds_up(entry: Entry, what: str, total: int | None, wanted: int, unit: str, left: Entry | None) -> None:
    if total is None:
        return
    unsplit = left.whole(what, 0, wanted) if left is not None and what in left else 0
    gap = wanted - total - unsplit
    if gap:
        word = "差" if gap > 0 else "多"
        entry.fault(what, f"分解合计{total}{unit}，应为{wanted - unsplit}{unit}，{word}{abs(gap)}{unit}")


def _known(entry: Entry, what: str, key: str, is_known: bool) -> bool:
    if not is_known:
        entry.fault(what, f"没有“{key}”")
    return is_known


def _code(text: str) -> str:
    return text.ljust(12, "0") if len(text) in (6, 12) else text
