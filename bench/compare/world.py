"""A made-up department's file beside a made-up ledger, with the truth: what linking is judged on.

Everything is drawn by hashing (seed, number, purpose), in SQL, so that ten million rows take seconds and a seed always
gives the same world. Shares of errors are those of docs on the practice city, in places a little harsher; `errors`
multiplies them. About 15 % of the ledger's persons are in the file.
"""

from pathlib import Path

import duckdb

SURNAMES = {
    0.07: "王李张", 0.052: "刘陈", 0.03: "杨", 0.021: "黄赵吴周", 0.014: "徐孙马朱胡", 0.01: "郭何林高罗郑梁",
    0.007: "谢宋唐许韩冯邓曹彭曾肖", 0.004: "田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范", 0.002:
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤", 0.0006:
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝",
}  # fmt: skip
MEN = "伟强磊军勇杰涛明超刚平辉建国文志海东鹏飞宇浩俊龙斌波宁华林峰永亮健民新德福贵生长春光荣庆利胜学祥才发武清顺洪喜玉金成立彬博凯晨旭阳帅凡毅诚忠义信仁厚安康乐天泽铭轩翔骏泉岩松柏源润江河山川振兴邦全维启维世友良善权贤宝富根树柱桂来运昌盛"
WOMEN = "芳娜敏静丽艳娟霞秀桂英华玉兰红梅萍燕玲淑珍凤莲雪琳晶晓莉婷慧颖倩丹琴云洁月香素彩春菊芬芝花瑞娥美爱荣巧秋冬夏欣怡佳悦雅思雨梦诗涵瑶琪璐媛蕾薇菲妍露莎蓉蓓冰清清惠贤淑贞凡宁宜秀珠翠环琼瑛琬瑾瑜银金环凤仙彦文立亚卫建君萌晨曦"


TABLES = ("ledger", "incoming", "truth")


def linkage_world(seed: int, people: int, workers: int, errors: float = 1.0):
    """`(ledger, incoming, truth)` as Arrow tables; see `write_world`."""
    con = _world(seed, people, workers, errors)
    return tuple(con.sql(f"FROM {name} ORDER BY 1").to_arrow_table() for name in TABLES)


def write_world(folder: Path, seed: int, people: int, workers: int, errors: float = 1.0) -> None:
    """Write ledger.parquet (person_id, citizen_id, name, born_on, sex, county, phone), incoming.parquet (source_row and
    the same columns as an office writes them) and truth.parquet (source_row, person_id) into an existing folder.
    """
    con = _world(seed, people, workers, errors)
    for name in TABLES:
        con.execute(f"COPY (FROM {name} ORDER BY 1) TO '{folder}/{name}.parquet' (FORMAT parquet)")
    con.close()


def _world(seed: int, people: int, workers: int, errors: float) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"memory_limit": "8GB", "preserve_insertion_order": False})
    # u: a number in [0, 1) for a purpose and a number; e: does an error of this share strike?
    con.execute(f"CREATE MACRO u(i, what) AS (hash(i, what, {seed}) % 1000000007) / 1000000007.0")
    con.execute(f"CREATE MACRO e(i, what, share) AS u(i, what) < share * {errors}")
    con.execute("CREATE MACRO pick(i, what, n) AS (u(i, what) * n)::INTEGER")
    con.execute(f"CREATE MACRO checked(k) AS k || substr('10X98765432', ({_weighted('k')} % 11 + 1)::INTEGER, 1)")
    _characters(con)
    sizes = {
        "errors": errors,
        "people": people,
        "workers": workers,
        "hits": round(people * 0.15),
        "once": workers - workers // 100,
    }
    for pool in ("surnames", "men", "women"):
        sizes[pool] = con.execute(f"SELECT count(*) FROM {pool}").fetchone()[0]
    for statement in _STATEMENTS.format(**sizes).split(";\n"):
        con.execute(statement)
    return con


def _weighted(k: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "(" + " + ".join(f"{w} * ({k} // 1{'0' * (16 - i)} % 10)" for i, w in enumerate(weights)) + ")"


def _characters(con: duckdb.DuckDBPyConnection) -> None:
    """Slots of surnames and of given characters to draw from, and for each character one that sounds alike and one that is its old form."""
    slots = [c for share, characters in SURNAMES.items() for c in characters for _ in range(round(share * 5000))]
    con.execute("CREATE TABLE surnames AS SELECT unnest(?) AS c, generate_subscripts(?, 1) - 1 AS slot", [slots, slots])
    for name, pool in (("men", MEN), ("women", WOMEN)):
        given = [c for rank, c in enumerate(dict.fromkeys(pool)) for _ in range(round(1500 / (rank + 15)))]
        con.execute(
            f"CREATE TABLE {name} AS SELECT unnest(?) AS c, generate_subscripts(?, 1) - 1 AS slot", [given, given]
        )
    data = Path(__file__).parents[2] / "tonggong/analysis/data"
    used, alike, old = set("".join(SURNAMES.values()) + MEN + WOMEN), {}, {}
    for line in (data / "hanzi_sounds.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            characters = line.split("\t")[1]
            common = [c for c in characters if c in used] + [c for c in characters[:9] if c not in used]
            alike |= {c: common[(n + 1) % len(common)] for n, c in enumerate(common)}
    for line in (data / "hanzi_simplified.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            old.setdefault(line[2], line[0])
    rows = [(c, alike.get(c, c), old.get(c, c)) for c in sorted(used)]
    con.execute(
        "CREATE TABLE faults AS SELECT unnest(?) AS c, unnest(?) AS alike, unnest(?) AS old",
        [list(column) for column in zip(*rows, strict=True)],
    )


_STATEMENTS = (Path(__file__).parent / "world.sql").read_text(encoding="utf-8")
