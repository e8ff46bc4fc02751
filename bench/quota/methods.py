"""Each way of reckoning the same million: reads the file, hands back a table. Run alone, prints one line of JSON.

python -m bench.quota.methods METHOD UNITS.parquet RESULT.parquet
"""

import json
import resource
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.quota.world import AVERAGE_YUAN
from tonggong.rules.figures import FigureTable, national_figures
from tonggong.rules.quota.levy import Terms, terms

YEAR = 2024
CAP_FEN = 2 * AVERAGE_YUAN * 100
OBLIGED = "('enterprise', 'state_enterprise', 'institution', 'organ', 'private_non_enterprise', 'organisation')"


def policy() -> Terms:
    """The policy of the year: the nation's and the province's rows, with the bench's average wage."""
    figures = FigureTable(national_figures()).on(date(YEAR, 12, 31), "210000")
    return terms(figures, local_average=Decimal(AVERAGE_YUAN))


def tonggong(file: Path) -> pa.Table:
    """The one rule on all cores, every unit with its sentences."""
    from tonggong.analysis.quota import COLUMNS, levies

    return levies(pq.read_table(file, columns=list(COLUMNS)), policy())


def one_core(file: Path) -> pa.Table:
    """The same on one core."""
    from tonggong.analysis.quota import COLUMNS, levies

    return levies(pq.read_table(file, columns=list(COLUMNS)), policy(), 1)


# Numbers in words as the rule writes them, from whole numbers: `tenths` are ten-thousandths.
_MACROS = """
CREATE MACRO commas(fen) AS format('{:,}', fen // 100) || '.' || lpad((fen % 100)::VARCHAR, 2, '0');
CREATE MACRO plain(tenths) AS CASE WHEN tenths % 10000 = 0 THEN (tenths // 10000)::VARCHAR
  ELSE rtrim((tenths // 10000)::VARCHAR || '.' || lpad((tenths % 10000)::VARCHAR, 4, '0'), '0') END;
CREATE MACRO heads(months) AS plain((months * 20000 + 12) // 24) || '人' ||
  CASE WHEN months % 12 = 0 THEN '' ELSE '（' || months || '人月÷12）' END;
"""
_REASONS = f"""
SELECT tier, payable AS payable_fen, CASE
  WHEN tier = 'not_obliged' THEN '个体工商户不在按比例安排残疾人就业的单位之列，不用缴。'
  WHEN tier = 'exempt' THEN '企业年平均在职职工' || heads(months) || '，不超过30人，免缴（执行到2027年12月31日）。'
  ELSE '年平均在职职工' || heads(months) || '，应安排' || plain((months * 20000 + 12) // 24) || '人×1.5%＝'
    || plain((months * 15 * 20 + 12) // 24) || '人。已安排' || heads(counted) || CASE
    WHEN tier = 'none' THEN '，达到比例，不用缴。'
    ELSE '，差' || plain((gap * 20 + 12) // 24) || '人' ||
      CASE WHEN gap * 10 % 12 = 0 THEN '' ELSE '（' || plain(gap * 10) || '人月÷12）' END
      || '。年平均工资' || commas(wage) || '元' ||
      CASE WHEN wage > {CAP_FEN} THEN '，超过当地社会平均工资90,000.00元的2倍，按180,000.00元算。'
        ELSE '，没有超过当地社会平均工资90,000.00元的2倍（180,000.00元）。' END
      || '安排比例' || plain(counted * 1000000 // months) || '%' ||
      CASE WHEN tier = 'upper' THEN '，达到1%、不到1.5%，按50%缴' ELSE '，不到1%，按90%缴' END
      || '（执行到2027年12月31日）。应缴：' ||
      CASE WHEN gap * 10 % 12 = 0 THEN plain((gap * 20 + 12) // 24) || '人×' ELSE plain(gap * 10) || '人月÷12×' END
      || commas(base) || '元×' || share || '%＝' || commas(payable) || '元。' END END AS because FROM reckoned
"""


def sums(units: str, last: str, cap_fen: int = CAP_FEN) -> str:
    """The levy in SQL, integers only: a gap in thousandths of a month, a wage in fen, halves up."""
    return f"""
        WITH units AS (
          SELECT *, staff_months AS months, counted_months AS counted, wage_fen AS wage,
            staff_months * 15 - counted_months * 1000 AS gap, least(wage_fen, {cap_fen}) AS base FROM {units}
        ), tiers AS (
          SELECT *, CASE WHEN kind NOT IN {OBLIGED} THEN 'not_obliged' WHEN gap <= 0 THEN 'none'
            WHEN kind IN ('enterprise', 'state_enterprise') AND months <= 360 THEN 'exempt'
            WHEN counted * 100 >= months THEN 'upper' ELSE 'lower' END AS tier FROM units
        ), shares AS (
          SELECT *, CASE tier WHEN 'upper' THEN 50 WHEN 'lower' THEN 90 ELSE 0 END AS share FROM tiers
        ), reckoned AS (
          SELECT *, (2 * gap * base * share + 1200000) // 2400000 AS payable FROM shares
        ) {last}
    """


def _whole_numbers(file: Path, last: str) -> pa.Table:
    import duckdb

    with duckdb.connect() as con:
        con.execute(_MACROS)
        return con.sql(sums(f"'{file}'", last)).to_arrow_table()


def expression(file: Path) -> pa.Table:
    """An expression over whole columns with the same sentences."""
    return _whole_numbers(file, _REASONS)


def expression_without_reasons(file: Path) -> pa.Table:
    """The same without a word."""
    return _whole_numbers(file, "SELECT tier, payable AS payable_fen FROM reckoned")


def openfisca(file: Path) -> pa.Table:
    """OpenFisca-Core with its table of types widened to 64 bits before any variable is made; it gives no reasons."""
    import numpy as np
    from openfisca_core.variables import config

    config.VALUE_TYPES[int]["dtype"] = np.int64
    config.VALUE_TYPES[float]["dtype"] = np.float64
    return _with_openfisca(file)


def openfisca_32_bits(file: Path) -> pa.Table:
    """OpenFisca-Core as it comes."""
    return _with_openfisca(file)


def _with_openfisca(file: Path) -> pa.Table:
    import numpy as np
    from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables

    unit = entities.Entity("unit", "units", "", "")
    period = str(YEAR)

    def variable(name: str, formula=None, value_type=float):
        body = {"value_type": value_type, "entity": unit, "definition_period": periods.DateUnit.YEAR, "label": name}
        return type(name, (variables.Variable,), body | ({"formula": formula} if formula else {}))

    def gap(units, at):
        return np.maximum(units("staff_months", at) * 15 - units("counted_months", at) * 1000, 0)

    def share(units, at):
        months = units("staff_months", at)
        free = (units("is_enterprise", at) & (months <= 360)) | ~units("is_obliged", at)
        return np.where(free, 0, np.where(units("counted_months", at) * 100 >= months, 50, 90))

    def payable_fen(units, at):
        base = np.minimum(units("wage_fen", at), CAP_FEN)
        return np.floor(units("gap", at) * base * units("share", at) / 1_200_000 + 0.5)

    system = taxbenefitsystems.TaxBenefitSystem([unit])
    for name, formula, value_type in (
        ("staff_months", None, float), ("counted_months", None, float), ("wage_fen", None, float),
        ("is_enterprise", None, bool), ("is_obliged", None, bool), ("gap", gap, float), ("share", share, float),
        ("payable_fen", payable_fen, float),
    ):  # fmt: skip
        system.add_variable(variable(name, formula, value_type))
    table = pq.read_table(file, columns=["kind", "staff_months", "counted_months", "wage_fen"])
    builder = simulation_builder.SimulationBuilder()
    simulation = builder.build_default_simulation(system, table.num_rows)
    kind = table["kind"].combine_chunks().dictionary_encode()
    names, codes = kind.dictionary.to_pylist(), kind.indices.to_numpy()
    for name in ("staff_months", "counted_months", "wage_fen"):
        simulation.set_input(name, period, table[name].to_numpy())
    for name, among in (
        ("is_enterprise", ("enterprise", "state_enterprise")),
        ("is_obliged", set(names) - {"sole_trader"}),
    ):
        simulation.set_input(name, period, np.isin(codes, [n for n, one in enumerate(names) if one in among]))
    return pa.table({"payable_fen": simulation.calculate("payable_fen", period).astype(np.int64)})


METHODS = (tonggong, one_core, expression, expression_without_reasons, openfisca, openfisca_32_bits)


def main() -> None:
    """Run one method; imports and the compiling of modules are not its work, reading and handing back are."""
    name, file, out = sys.argv[1:]
    method = next(one for one in METHODS if one.__name__ == name)
    _import_all(name)
    import pyarrow.dataset  # noqa: F401 - reading a Parquet file imports it

    begun, used = time.perf_counter(), _cpu()
    found = method(Path(file))
    seconds, cpu = time.perf_counter() - begun, _cpu() - used
    rss = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if out != "-":
        pq.write_table(found, out, compression="none")
    print(json.dumps({"method": name, "seconds": seconds, "cpu": cpu, "rss_mib": rss / 1024, "rows": found.num_rows}))


def _import_all(name: str) -> None:
    if name.startswith("openfisca"):
        import openfisca_core.simulation_builder
        import openfisca_core.taxbenefitsystems  # noqa: F401
    elif name.startswith("expression"):
        import duckdb  # noqa: F401
    else:
        import tonggong.analysis.quota  # noqa: F401


def _cpu() -> float:
    """Seconds of processor time, helpers that have ended included."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


if __name__ == "__main__":
    main()
