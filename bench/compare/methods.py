"""The ways of linking that are compared. Each reads the two Parquet files of a folder and writes pairs.parquet there:
source_row, person_id, decision. One method runs in a process of its own:

    python -m bench.compare.methods METHOD FOLDER

prints one JSON line with its times (work: from the files to the pairs, imports not counted) and its memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _duckdb(folder: Path, threads: int = 2) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    con.execute(
        f"CREATE VIEW incoming AS FROM '{folder}/incoming.parquet'; CREATE VIEW ledger AS FROM '{folder}/ledger.parquet'"
    )
    return con


def join_limit(folder: Path) -> None:
    """The bare join on the column as it stands: nothing cleaned. Nothing that reads both files is quicker."""
    _write(_duckdb(folder), folder, "SELECT source_row, person_id FROM incoming JOIN ledger USING (citizen_id)")


# What a good analyst writes in an hour: cleaned, 15 figures widened, check character verified.
_CLEAN = f"""
CREATE MACRO figures(t) AS regexp_replace(upper(translate(t, '０１２３４５６７８９Ｘｘ×', '0123456789XXX')), '[^0-9X]', '', 'g');
CREATE MACRO check_character(t) AS substr('10X98765432',
    ({" + ".join(f"{w} * (ascii(substr(t, {i}, 1)) - 48)" for i, w in enumerate(WEIGHTS, 1))}) % 11 + 1, 1);
CREATE MACRO widened(t) AS CASE WHEN length(t) = 15 THEN left(t, 6) || '19' || right(t, 9) || check_character(left(t, 6) || '19' || right(t, 9)) ELSE t END;
CREATE TABLE i AS SELECT *, CASE WHEN regexp_full_match(id, '\\d{{17}}[\\dX]') AND check_character(id) = right(id, 1) THEN id END AS valid
    FROM (SELECT source_row, widened(figures(citizen_id)) AS id /*incoming*/ FROM incoming);
CREATE TABLE l AS SELECT person_id, figures(citizen_id) AS id /*ledger*/ FROM ledger;
"""


def _cleaned(more: str = "") -> str:
    return _CLEAN.replace("/*incoming*/", more).replace("/*ledger*/", more)


def duckdb_exact(folder: Path) -> None:
    con = _duckdb(folder)
    con.execute(_cleaned())
    _write(con, folder, "SELECT source_row, person_id FROM i JOIN l ON l.id = i.valid")


_BORN = """coalesce(try_cast(born_on AS DATE), try_cast(regexp_replace(regexp_replace(born_on, '[年月.]', '-', 'g'), '日', '') AS DATE),
    try_strptime(CASE WHEN length(born_on) = 8 THEN born_on END, '%Y%m%d')::DATE,
    DATE '1899-12-30' + try_cast(CASE WHEN length(born_on) = 5 THEN born_on END AS INTEGER))"""
_MORE = ", regexp_replace(name, '[ 　]', '', 'g') AS name, " + _BORN + " AS born, phone"


def duckdb_exact_rules(folder: Path) -> None:
    """The cascade: number; of the rest name and birth date; name and phone; birth date and phone."""
    con = _duckdb(folder)
    con.execute(_cleaned(_MORE))
    con.execute("CREATE TABLE pairs AS SELECT source_row, person_id FROM i JOIN l ON l.id = i.valid")
    for keys in ("name, born", "name, phone", "born, phone"):
        con.execute(
            f"INSERT INTO pairs SELECT source_row, any_value(person_id) FROM i JOIN l USING ({keys})"
            " WHERE source_row NOT IN (SELECT source_row FROM pairs) GROUP BY source_row HAVING count(*) = 1"
        )
    _write(con, folder, "SELECT * FROM pairs")


def polars_join(folder: Path) -> None:
    import polars as pl

    def figures(column):
        for a, b in zip("０１２３４５６７８９Ｘ×", "0123456789XX", strict=True):
            column = column.str.replace_all(a, b, literal=True)
        return column.str.to_uppercase().str.replace_all("[^0-9X]", "")

    def check(column):
        total = sum(w * column.str.slice(i, 1).cast(pl.Int32, strict=False) for i, w in enumerate(WEIGHTS))
        return (total % 11).cast(pl.String).replace(dict(zip(map(str, range(11)), "10X98765432", strict=True)))

    ledger = pl.scan_parquet(folder / "ledger.parquet").select("person_id", id=figures(pl.col("citizen_id")))
    incoming = pl.scan_parquet(folder / "incoming.parquet").select("source_row", id=figures(pl.col("citizen_id")))
    wide = pl.col("id").str.slice(0, 6) + pl.lit("19") + pl.col("id").str.slice(6, 9)
    incoming = incoming.with_columns(
        id=pl.when(pl.col("id").str.len_bytes() == 15).then(wide + check(wide)).otherwise(pl.col("id"))
    )
    incoming = incoming.filter(
        (pl.col("id").str.len_bytes() == 18) & (check(pl.col("id")) == pl.col("id").str.slice(17, 1))
    )
    pairs = (
        incoming.join(ledger, on="id")
        .select("source_row", "person_id")
        .with_columns(decision=pl.lit("accept"))
        .collect()
    )
    pairs.write_parquet(folder / "pairs.parquet")


def pandas_merge(folder: Path) -> None:
    import numpy as np
    import pandas as pd

    def figures(column):
        column = column.str.translate(str.maketrans("０１２３４５６７８９Ｘ×", "0123456789XX"))
        return column.str.upper().str.replace("[^0-9X]", "", regex=True)

    def check(ids):
        letters = np.frombuffer("".join(ids.str.slice(0, 17)).encode(), np.uint8).reshape(-1, 17).astype(np.int32) - 48
        return np.array(list("10X98765432"))[(letters @ np.array(WEIGHTS)) % 11]

    incoming = pd.read_parquet(folder / "incoming.parquet", columns=["source_row", "citizen_id"]).dropna()
    ledger = pd.read_parquet(folder / "ledger.parquet", columns=["person_id", "citizen_id"])
    incoming["id"], ledger["id"] = figures(incoming["citizen_id"]), figures(ledger["citizen_id"])
    short = incoming["id"].str.fullmatch(r"\d{15}")
    wide = incoming.loc[short, "id"].str.slice(0, 6) + "19" + incoming.loc[short, "id"].str.slice(6, 15)
    incoming.loc[short, "id"] = wide + check(wide)
    incoming = incoming[incoming["id"].str.fullmatch(r"\d{17}[\dX]")]
    incoming = incoming[check(incoming["id"]) == incoming["id"].str.slice(17, 18).to_numpy(dtype="U1")]
    pairs = incoming.merge(ledger, on="id")[["source_row", "person_id"]]
    pairs.assign(decision="accept").to_parquet(folder / "pairs.parquet")


def tonggong(folder: Path, memory: str = "2GB") -> None:
    from tonggong.analysis.engine import connect
    from tonggong.analysis.linkage import link

    con = connect(memory, threads=2, temporary=folder / "spill")
    con.execute(
        f"CREATE VIEW incoming AS FROM '{folder}/incoming.parquet'; CREATE VIEW ledger AS FROM '{folder}/ledger.parquet'"
    )
    pq.write_table(link(con, "incoming", "ledger"), folder / "pairs.parquet")


def tonggong_1gb(folder: Path) -> None:
    tonggong(folder, "1GB")


def recordlinkage_ecm(folder: Path) -> None:
    import pandas as pd
    import recordlinkage

    con = _duckdb(folder)
    con.execute(_cleaned(_MORE + ", sex"))
    frames = [con.sql(q).df().set_index(k) for q, k in (("FROM i", "source_row"), ("FROM l", "person_id"))]
    for frame in frames:
        frame["born"] = frame["born"].astype(str).where(frame["born"].notna(), None)
    indexer = recordlinkage.Index()
    for keys in (["id"], ["name", "born"], ["phone", "born"], ["name", "phone"]):
        indexer.block(keys)
    candidates = indexer.index(*frames)
    compare = recordlinkage.Compare()
    for field in ("id", "name", "born", "phone"):
        compare.exact(field, field, label=field)
    features = compare.compute(candidates, *frames)
    matches = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
    pairs = pd.DataFrame(
        {"source_row": matches.get_level_values(0), "person_id": matches.get_level_values(1), "decision": "accept"}
    )
    pairs.to_parquet(folder / "pairs.parquet")


def splink_trained(folder: Path) -> None:
    """A model saved once (trained on another small world); here it only predicts."""
    _splink(folder, folder.parent / "splink_model.json")


def splink_training(folder: Path) -> None:
    """Trained on the very files: u by sampling with the rare levels fixed by hand, m by EM; the model is saved."""
    _splink(folder, None)


def _splink(folder: Path, model: Path | None) -> None:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    con = _duckdb(folder)
    con.execute(_cleaned(_MORE + ", sex, county"))
    for name, key in (("i", "source_row"), ("l", "person_id")):
        con.execute(
            f"CREATE TABLE {name}_input AS SELECT {key} AS unique_id, id AS citizen_id, name, strftime(born, '%Y%m%d') AS born, sex, county, phone FROM {name}"
        )
    api = DuckDBAPI(connection=con)
    inputs = [
        api.register("i_input", dataset_display_name="incoming"),
        api.register("l_input", dataset_display_name="ledger"),
    ]

    def level(creator, u):
        return creator.configure(u_probability=u, fix_u_probability=True)

    def field(name, *levels):
        return cl.CustomComparison([cll.NullLevel(name), *levels, cll.ElseLevel()], output_column_name=name)

    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=5e-7,
        comparisons=[
            field("citizen_id", level(cll.ExactMatchLevel("citizen_id"), 1e-8), level(cll.LevenshteinLevel("citizen_id", 1), 1e-7),
                  level(cll.LevenshteinLevel("citizen_id", 2), 1e-6)),
            field("name", cll.ExactMatchLevel("name", term_frequency_adjustments=True), cll.LevenshteinLevel("name", 3)),
            field("born", level(cll.ExactMatchLevel("born"), 5e-5), level(cll.LevenshteinLevel("born", 1), 1e-3)),
            cl.ExactMatch("sex"), cl.ExactMatch("county"), field("phone", level(cll.ExactMatchLevel("phone"), 1e-6)),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("citizen_id"), block_on("substr(citizen_id, 1, 14)"), block_on("right(citizen_id, 12)"), block_on("name", "born"),
            block_on("name", "phone"), block_on("phone", "born"), block_on("substr(citizen_id, 1, 6)", "right(citizen_id, 4)"),
        ],
    )  # fmt: skip
    linker = Linker(inputs, settings if model is None else str(model), log_level=40)
    if model is None:
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("citizen_id"))
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "born"))
        linker.misc.save_model_to_json(str(folder / "splink_model.json"), overwrite=True)
    predicted = linker.inference.predict(threshold_match_probability=0.05).physical_name
    swap = (
        "source_dataset_l = 'incoming'"
        if "source_dataset_l" in con.sql(f"FROM {predicted} LIMIT 0").columns
        else "true"
    )
    best = f"""SELECT source_row, person_id, CASE WHEN p >= 0.95 THEN 'accept' ELSE 'review' END AS decision FROM (
        SELECT CASE WHEN {swap} THEN unique_id_l ELSE unique_id_r END AS source_row,
            CASE WHEN {swap} THEN unique_id_r ELSE unique_id_l END AS person_id, match_probability AS p FROM {predicted})
        QUALIFY row_number() OVER (PARTITION BY source_row ORDER BY p DESC) = 1"""
    con.execute(f"COPY ({best}) TO '{folder}/pairs.parquet' (FORMAT parquet)")


def _write(con: duckdb.DuckDBPyConnection, folder: Path, pairs: str) -> None:
    con.execute(f"COPY (SELECT *, 'accept' AS decision FROM ({pairs})) TO '{folder}/pairs.parquet' (FORMAT parquet)")


METHODS = {
    f.__name__: f
    for f in (
        *(join_limit, duckdb_exact, duckdb_exact_rules, polars_join, pandas_merge),
        *(tonggong, tonggong_1gb, recordlinkage_ecm, splink_trained, splink_training),
    )
}
IMPORTS = {
    "polars_join": "polars",
    "pandas_merge": "pandas",
    "recordlinkage_ecm": "recordlinkage",
    "splink_trained": "splink",
    "splink_training": "splink",
}

if __name__ == "__main__":
    method, place = sys.argv[1], Path(sys.argv[2])
    if method in IMPORTS:
        __import__(IMPORTS[method])
    elif method.startswith("tonggong"):
        __import__("tonggong.analysis.linkage")
    begun, used = time.perf_counter(), time.process_time()
    METHODS[method](place)
    print(
        json.dumps(
            {
                "work_s": round(time.perf_counter() - begun, 3),
                "cpu_s": round(time.process_time() - used, 3),
                "rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )
