"""city.yaml, divisions.csv, former-divisions.csv and departments.yaml."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

from tonggong.base.intake.feeds import FEEDS
from tonggong.domain.plan.choices import Period
from tonggong.domain.plan.pack.facts import CityPack, DepartmentFact, DivisionFact, FeedFact, ZoneFact
from tonggong.domain.plan.pack.located import Entry, Faults, read_yaml

LEVELS = {
    "province": "province",
    "prefecture_city": "city",
    "city": "city",
    "district": "county",
    "county": "county",
    "county_city": "county",
    "subdistrict": "township",
    "town": "township",
    "township": "township",
    "quasi_township": "township",
}
COLUMNS = ("code12", "parent", "level", "level_zh", "name_zh", "source")


def read_divisions(pack: CityPack, faults: Faults) -> None:
    """Read today's and former divisions; parents must be there, codes have 12 digits and occur once.

    The columns valid_from, valid_to and successor need only be there where a division has ended.
    """
    for name in ("divisions.csv", "former-divisions.csv"):
        path = pack.folder / name
        if path.exists():
            _read_csv(path, pack, faults)
        elif name == "divisions.csv":
            faults.append(f"{name}：没有这个文件")
    codes = {row.code for row in pack.divisions}
    for row in pack.divisions:
        for what, code in (("parent", row.parent_code), ("successor", row.successor_code)):
            if code and code not in codes:
                faults.append(f"divisions.csv {row.code} {what}：没有区划 {code}")


def _read_csv(path: Path, pack: CityPack, faults: Faults) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
        if lacking:
            faults.append(f"{path.name} 第1行：缺少列 {'、'.join(lacking)}")
            return
        seen = {row.code for row in pack.divisions}
        for row in rows:
            line = rows.line_num
            code = row["code12"].strip()
            if not re.fullmatch(r"\d{12}", code):
                faults.at(path.name, line, "code12", f"“{code}”应为12位数字")
            elif code in seen:
                faults.at(path.name, line, "code12", f"{code} 写了两次")
            seen.add(code)
            if row["level"] not in LEVELS:
                faults.at(path.name, line, "level", f"“{row['level']}”不可用，只能是 {'、'.join(LEVELS)}")
            if not row["name_zh"].strip():
                faults.at(path.name, line, "name_zh", "必须填写")
            pack.divisions.append(
                DivisionFact(
                    code,
                    row["parent"].strip(),
                    LEVELS.get(row["level"], "township"),
                    row["level_zh"].strip(),
                    row["name_zh"].strip(),
                    _day(row.get("valid_from"), path.name, line, "valid_from", faults),
                    _day(row.get("valid_to"), path.name, line, "valid_to", faults),
                    (row.get("successor") or "").strip(),
                    row["source"].strip(),
                )
            )


def _day(text: str | None, file: str, line: int, column: str, faults: Faults) -> date | None:
    if not (text or "").strip():
        return None
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        faults.at(file, line, column, f"“{text}”不是日期，请写成 2024-03-01")
        return None


def read_departments(pack: CityPack, faults: Faults) -> None:
    """Read the departments; a successor must be one of them."""
    root = read_yaml(pack.folder / "departments.yaml", faults)
    if root is None:
        return
    entries = root.entries("departments")
    for entry in entries:
        key = entry.text("key")
        if any(key == other.key for other in pack.departments):
            entry.fault("key", f"“{key}”写了两次")
        pack.departments.append(
            DepartmentFact(
                key,
                entry.text("name"),
                entry.text("short_name"),
                entry.day("valid_from", None),
                entry.day("valid_to", None),
                entry.text("successor", ""),
                entry.text("note", ""),
            )
        )
        entry.done()
    keys = {row.key for row in pack.departments}
    for entry, row in zip(entries, pack.departments, strict=True):
        if row.successor and row.successor not in keys:
            entry.fault("successor", f"没有部门“{row.successor}”")
        if row.successor and row.valid_to is None:
            entry.fault("valid_to", "有接替部门的须写止日")
    root.done()


def read_city(pack: CityPack, faults: Faults) -> None:
    """Read who the city is, its papers' settings, its zones, and the feeds that it expects."""
    root = read_yaml(pack.folder / "city.yaml", faults)
    if root is None:
        return
    pack.code = root.text("code")
    pack.name = root.text("name")
    city = next((row for row in pack.divisions if row.code == pack.code), None)
    if pack.divisions and (city is None or city.level != "city"):
        root.fault("code", f"{pack.code} 不是 divisions.csv 里的一个市")
    pack.settings = {
        "issuer": root.text("issuer"),
        "code_word": root.text("code_word"),
        "committee": root.text("committee"),
        "federation": root.text("federation"),
        "hotline": root.text("hotline", ""),
        "contact": root.text("contact", ""),
        "recipients": root.texts("recipients", []),
        "map": root.plain("map", {}),
    }
    for entry in root.entries("reporting_units", required=False):
        zone = ZoneFact(
            entry.text("key"),
            entry.text("name"),
            entry.text("division"),
            tuple(entry.texts("aliases", [])),
            entry.text("source"),
        )
        if all(zone.division != row.code for row in pack.divisions):
            entry.fault("division", f"没有区划 {zone.division}")
        pack.zones.append(zone)
        entry.done()
    counties = {row.code for row in pack.divisions if row.level == "county" and not row.successor_code}
    _check_map(root, counties)
    if (pack.folder / "map.yaml").exists():
        pack.settings["drawing"] = _drawing(pack, counties, faults)
    _read_feeds(pack, root, counties)
    root.done()


def _check_map(root: Entry, counties: set[str]) -> None:
    """Every county must have its field on the schematic map, so that no figure is left out of it."""
    field = root.entry("map")
    if field is None:
        return
    drawn = {entry.text("division") for entry in field.entries("areas")}
    for code in sorted(counties - drawn):
        field.fault("areas", f"缺少县区 {code}")
    for code in sorted(drawn - counties):
        field.fault("areas", f"没有县区 {code}")


def _drawing(pack: CityPack, counties: set[str], faults: Faults) -> dict[str, Any]:
    """Read the drawing of the schematic map: every county once, as parts.CityMap of the pages takes it."""
    root = read_yaml(pack.folder / "map.yaml", faults)
    if root is None:
        return {}
    fields = []
    for entry in root.entries("fields"):
        code = entry.text("code")
        if code not in counties:
            entry.fault("code", f"没有县区 {code}")
        fields.append({"code": code, "points": entry.plain("points"), "label": entry.plain("label")})
        entry.done()
    for code in sorted(counties - {one["code"] for one in fields}):
        root.fault("fields", f"缺少县区 {code}")
    found = {
        "width": root.whole("width", 1),
        "height": root.whole("height", 1),
        "fields": fields,
        "river": root.plain("river", []),
        "sea": root.plain("sea", []),
        "notes": root.plain("notes", []),
    }
    root.done()
    return found


def _read_feeds(pack: CityPack, root: Entry, counties: set[str]) -> None:
    departments = {row.key for row in pack.departments}
    for entry in root.entries("feeds"):
        feed = entry.choice("feed", list(FEEDS))
        period = entry.choice("period", list(Period.values))
        due_day = entry.whole("due_day", 1, 31)
        department = entry.text("department", "")
        if department and department not in departments:
            entry.fault("department", f"没有部门“{department}”")
        senders = entry.entries("senders")
        for sender in senders:
            county = sender.text("county", "")
            if county and county not in counties:
                sender.fault("county", f"没有县区 {county}")
            fact = FeedFact(feed, sender.text("name"), county, department, period, due_day)
            if any((fact.feed, fact.sender) == (other.feed, other.sender) for other in pack.feeds):
                sender.fault("name", f"{feed} 的“{fact.sender}”写了两次")
            pack.feeds.append(fact)
            sender.done()
        entry.done()
