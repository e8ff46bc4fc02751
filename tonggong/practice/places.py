"""The counties and towns of a city pack, as the practice city uses them."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml


class PackUnusable(ValueError):
    """The city pack lacks what a practice city is made from; the message says what."""


@dataclass(frozen=True)
class Places:
    """Counties, and towns with the position of their county; rural marks towns (镇) and farm-type units."""

    city: str
    city_name: str
    counties: tuple[str, ...]  # 12-digit codes
    county_names: tuple[str, ...]
    towns: tuple[str, ...]
    town_names: tuple[str, ...]
    county_of: np.ndarray
    rural: np.ndarray
    coaches: tuple[tuple[str, str, str], ...] = ()  # user name, name and county of the coaches whom the pack names

    @property
    def id_codes(self) -> tuple[int, ...]:
        return tuple(int(code[:6]) for code in self.counties)

    def towns_of(self, county: int) -> np.ndarray:
        return np.flatnonzero(self.county_of == county)


def read_places(pack: Path) -> Places:
    """Read `divisions.csv` of a city pack; raises PackUnusable when it has no counties or no towns."""
    file = pack / "divisions.csv"
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        cities = [r for r in rows if r["level"] == "prefecture_city"]
        counties = [r for r in rows if r["level"] in ("district", "county", "county_city")]
        position = {r["code12"]: n for n, r in enumerate(counties)}
        towns = [r for r in rows if r["parent"] in position]
    except (OSError, KeyError, UnicodeDecodeError) as problem:
        raise PackUnusable(f"城市资料包的区划表读不出来：{file}（{problem}）") from problem
    if not (cities and counties and towns):
        raise PackUnusable(f"城市资料包的区划表缺少市、县区或乡镇街道：{file}")
    return Places(
        city=cities[0]["code12"],
        city_name=cities[0]["name_zh"],
        counties=tuple(r["code12"] for r in counties),
        county_names=tuple(r["name_zh"] for r in counties),
        towns=tuple(r["code12"] for r in towns),
        town_names=tuple(r["name_zh"] for r in towns),
        county_of=np.array([position[r["parent"]] for r in towns]),
        rural=np.array([r["level"] != "subdistrict" for r in towns]),
        coaches=_coaches(pack / "accounts.yaml"),
    )


def _coaches(file: Path) -> tuple[tuple[str, str, str], ...]:
    if not file.exists():
        return ()
    rows = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return tuple((r["user"], r["name"], str(r.get("division", ""))[:6]) for r in rows if r.get("role") == "job_coach")
