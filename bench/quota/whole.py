"""The whole way from twelve months of placements to every bill: the program's own run, and SQL that says no reasons.

    python -m bench.quota.whole fill FOLDER PEOPLE UNITS SEED
    python -m bench.quota.whole tonggong|sql FOLDER

Each step is a process; the first two use the installation of TONGGONG_HOME. Prints one line of JSON.
"""

import json
import os
import sys
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.quota.methods import sums

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")

# Each condition of a month as the rule has it, with the figures of 2024: before the retirement age moves.
_COUNTED = """
CREATE TEMP TABLE stretches AS
SELECT s.*, p.sex, p.born, p.died, m.month, m.first_day, m.last_day, m.minimum_fen,
  greatest(m.first_day, s.started) AS begin,
  CASE WHEN p.died >= greatest(m.first_day, s.started) AND p.died < least(m.last_day, s.ended) THEN p.died
    ELSE least(m.last_day, s.ended) END AS finish
FROM '{folder}/spells.parquet' s JOIN '{folder}/people.parquet' p ON p.id = s.person
JOIN '{folder}/months.parquet' m ON s.started <= m.last_day AND (s.ended IS NULL OR s.ended >= m.first_day);

CREATE TEMP TABLE paid AS
SELECT c.person, c.code, m.month, bool_or(kinds = '' OR kinds LIKE '%养老%') AND bool_or(kinds = '' OR kinds LIKE '%医疗%')
  AS insured
FROM '{folder}/contributions.parquet' c JOIN '{folder}/months.parquet' m ON m.month BETWEEN c.first AND c.last
GROUP BY ALL;

CREATE TEMP TABLE weights AS
SELECT s.id, s.month, max(CASE WHEN c.grade <= CASE c.kind WHEN 'military' THEN 3 ELSE 2 END THEN 2 ELSE 1 END) AS weight
FROM stretches s JOIN '{folder}/certificates.parquet' c ON c.person = s.person AND c.issued <= s.finish
  AND least(c.until, c.status_on - 1) >= s.begin AND (c.kind = 'disability' OR c.grade <= 8)
GROUP BY ALL;

CREATE TEMP TABLE counted AS
SELECT s.code, s.person, s.month, w.weight,
  row_number() OVER (PARTITION BY s.person, s.month ORDER BY s.started, s.code, s.id::VARCHAR) AS place
FROM stretches s JOIN weights w ON w.id = s.id AND w.month = s.month
JOIN paid i ON i.person = s.person AND i.code = s.code AND i.month = s.month
JOIN (SELECT person, code, month, sum(wage_fen) AS wage_fen FROM '{folder}/wages.parquet' GROUP BY ALL) g
  ON g.person = s.person AND g.code = s.code AND g.month = s.month
WHERE s.form IN {forms} AND i.insured AND (s.died IS NULL OR s.died >= s.begin)
  AND CASE WHEN s.sex = '1' THEN date_trunc('month', s.begin) <= date_trunc('month', s.born) + INTERVAL 60 YEAR
    ELSE s.begin < s.born + INTERVAL 55 YEAR + CASE WHEN month(s.born) = 2 AND day(s.born) = 29 THEN INTERVAL 1 DAY
      ELSE INTERVAL 0 DAY END END
  AND (s.form = '11' OR s.contract IN ('在编', '无固定期限') OR s.until IS NULL OR s.until >= s.started + INTERVAL 1 YEAR
    - CASE WHEN day(s.started + INTERVAL 1 YEAR) < day(s.started) THEN INTERVAL 0 DAY ELSE INTERVAL 1 DAY END)
  AND g.wage_fen > 0 AND g.wage_fen >= (2 * s.minimum_fen * (s.finish - s.begin + 1) + day(s.last_day))
    // (2 * day(s.last_day));
"""
_UNITS = """(
SELECT u.code, u.kind, staff_months, coalesce(counted_months, 0)::BIGINT AS counted_months,
  ((2 * total_fen * 12 + staff_months) // (2 * staff_months))::BIGINT AS wage_fen
FROM '{folder}/units.parquet' u
JOIN (SELECT code, sum(heads)::BIGINT AS staff_months, sum(total_fen)::BIGINT AS total_fen
  FROM '{folder}/unit_months.parquet' GROUP BY code) h ON h.code = u.code
LEFT JOIN (SELECT code, sum(weight) AS counted_months FROM counted WHERE place = 1 GROUP BY code) c ON c.code = u.code)
"""


def fill(folder: Path, people: str, units: str, seed: str) -> dict:
    """Make an installation and the city in it, and write beside it the figures that SQL asks for."""
    from bench.quota import city
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation.services import prepare
    from tonggong.base.policy.queries import figures_of
    from tonggong.domain.plan.pack import find_pack
    from tonggong.domain.plan.services import load_city
    from tonggong.domain.quota.yearly import policy_day
    from tonggong.rules import months
    from tonggong.rules.quota.levy import terms

    prepare(practice=True)
    load_city(find_pack("panjin"), system_who())
    rows = city.write(folder, int(people), int(units), int(seed))
    by_day = figures_of(pq.read_table(folder / "units.parquet")["county"][0].as_py())
    days: list[date] = [months.last_day(month) for month in city.MONTHS.tolist()]
    pq.write_table(
        pa.table(
            {
                "month": city.MONTHS.tolist(),
                "first_day": [day.replace(day=1) for day in days],
                "last_day": days,
                "minimum_fen": [int(by_day(day)["wage.minimum_monthly"].value * 100) for day in days],
            }
        ),
        folder / "months.parquet",
    )
    cap = terms(by_day(policy_day(city.YEAR))).cap_yuan
    forms = by_day(days[-1])["quota.countable_forms"].value
    (folder / "figures.json").write_text(json.dumps({"cap_fen": int(cap * 100), "forms": list(forms)}))
    return rows


def tonggong(folder: Path) -> dict:
    """What the yearly task does: every month of every placement with its reasons, the bills, kept in the database."""
    from bench.quota.city import YEAR
    from tonggong.base.accounts.who import system_who
    from tonggong.domain.quota.models import YearResult
    from tonggong.domain.quota.services import make_year

    at: dict[str, float] = {}
    begun = time.perf_counter()
    make_year(system_who(), YEAR, lambda step, done, total: at.update({step: time.perf_counter() - begun}))
    seconds = time.perf_counter() - begun
    rows = YearResult.objects.order_by("unit__code").values_list("unit__code", "counted", "payable_yuan", "tier")
    code, counted, payable, tier = map(list, zip(*rows, strict=True))
    found = {"code": code, "counted": counted, "payable_fen": [int(yuan * 100) for yuan in payable], "tier": tier}
    pq.write_table(pa.table(found), folder / "tonggong.parquet")
    return {"seconds": seconds, "keeping_seconds": seconds - at["写下结果"]}


def sql(folder: Path) -> dict:
    """The same counts and bills in DuckDB on all cores, from Parquet files and without a word."""
    import duckdb

    figures = json.loads((folder / "figures.json").read_text())
    begun = time.perf_counter()
    with duckdb.connect() as con:
        con.execute(_COUNTED.format(folder=folder, forms=tuple(figures["forms"])))
        last = "SELECT code, counted_months, payable AS payable_fen, tier FROM reckoned ORDER BY code"
        found = con.sql(sums(_UNITS.format(folder=folder), last, figures["cap_fen"])).to_arrow_table()
    seconds = time.perf_counter() - begun
    pq.write_table(found, folder / "sql.parquet")
    return {"seconds": seconds}


def differences(folder: Path) -> dict[str, int]:
    """Of how many units the counted persons (to four decimals, as kept), the fen or the tier differ."""
    ours = {row.pop("code"): row for row in pq.read_table(folder / "tonggong.parquet").to_pylist()}
    theirs = {row.pop("code"): row for row in pq.read_table(folder / "sql.parquet").to_pylist()}
    for row in theirs.values():
        row["counted"] = round(Decimal(row.pop("counted_months")) / 12, 4)
    both = [(ours[code], theirs[code]) for code in ours.keys() & theirs.keys()]
    found = {name: sum(one[name] != other[name] for one, other in both) for name in ("counted", "payable_fen", "tier")}
    return found | {"units of one only": len(ours.keys() ^ theirs.keys())}


def tiers(folder: Path) -> dict[str, int]:
    """How many units stand in each tier, so that nobody compares nothing with nothing."""
    return dict(Counter(sorted(pq.read_table(folder / "sql.parquet")["tier"].to_pylist())))


def main() -> None:
    """Do one step."""
    step, folder, *rest = sys.argv[1:]
    if step != "sql":
        import django

        django.setup()
    done = {"fill": fill, "tonggong": tonggong, "sql": sql}[step](Path(folder), *rest)
    print(json.dumps(done | {"rss_mib": _peak_mib()}))


def _peak_mib() -> float:
    """The most memory this process held; what `getrusage` says begins with that of the process that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
