"""Office text is read into one form, and what is not understood is NULL, never a guess."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check(front: str) -> str:
    return front + "10X98765432"[sum(w * int(c) for w, c in zip(WEIGHTS, front, strict=True)) % 11]


def numbers():
    days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
    return st.builds(
        lambda place, day, turn: with_check(f"{place}{day:%Y%m%d}{turn:03d}"),
        st.integers(110000, 659999), days, st.integers(1, 999),
    )  # fmt: skip


CASES = [
    ("tidy", "　张 伟\u200b ", "张 伟"), ("tidy", "'211103", "211103"), ("tidy", '="211"', "211"), ("tidy", "ＡＢ（１）", "AB(1)"),
    ("tidy", "\n \t", None), ("tidy", None, None), ("tidy", "盘锦“辽河”集团\n", "盘锦“辽河”集团"),
    ("id_clean", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"), ("id_clean", "110105 19491231 002x", "11010519491231002X"),
    ("id_clean", "110105491231002", "11010519491231002X"), ("id_clean", "2.11E+17", None), ("id_clean", "2111031975", None),
    ("id_clean", "110105491231002.0", "11010519491231002X"), ("id_clean", "11010519491231002×", "11010519491231002X"),
    ("id_state", "11010519491231002X", "ok"), ("id_state", "110105491231002", "widened"), ("id_state", "110105194912310021", "check"),
    ("id_state", with_check("11010519490231002"), "date"), ("id_state", "110105490231002", "date"), ("id_state", "1101051949", "length"),
    ("id_state", "2.11E+17", "scientific"), ("id_state", "110105194912310000", "scientific"), ("id_state", "无", "missing"), ("id_state", None, "missing"),
    ("id_key", "11010519491231002X", 11010519491231002), ("id_key", "110105194912310021", None), ("id_key", "110105491231002", 11010519491231002),
    ("id_born", "11010519491231002X", date(1949, 12, 31)), ("id_sex", "11010519491231002X", "2"), ("id_sex", "110105194912310021", None),
    ("name_clean", "張 偉", "张伟"), ("name_clean", "阿布都•热合曼", "阿布都·热合曼"), ("name_clean", "王芳（女）", "王芳"), ("name_clean", "　", None),
    ("name_sound", "張偉", "zan wei"), ("name_sound", "章薇", "zan wei"), ("name_sound", "单林", "san nin"),
    ("parse_date", "2024-3-1", date(2024, 3, 1)), ("parse_date", "2024/03/01", date(2024, 3, 1)), ("parse_date", "2024.3.1", date(2024, 3, 1)),
    ("parse_date", "20240301", date(2024, 3, 1)), ("parse_date", "2024年3月1日", date(2024, 3, 1)), ("parse_date", "45352", date(2024, 3, 1)),
    ("parse_date", "45352.0", date(2024, 3, 1)), ("parse_date", "2024-03-01 00:00:00", date(2024, 3, 1)), ("parse_date", "２０２４－０３－０１", date(2024, 3, 1)),
    ("parse_date", "2024/25/12", date(2024, 12, 25)), ("parse_date", "25/12/2024", date(2024, 12, 25)), ("parse_date", "12/25/2024", date(2024, 12, 25)),
    ("parse_date", "05/06/2024", None), ("parse_date", "2024-02-30", None), ("parse_date", "2024年3月", None), ("parse_date", "24/9/1", None),
    ("parse_date", "19999", None), ("parse_date", "60001", None), ("parse_date", "不详", None), ("parse_date", "2024 年 3 月 1 日", date(2024, 3, 1)),
    ("parse_month", "202409", "2024-09"), ("parse_month", "2024-9", "2024-09"), ("parse_month", "2024.9", "2024-09"), ("parse_month", "2024年9月", "2024-09"),
    ("parse_month", "2024年09月份", "2024-09"), ("parse_month", "45536", "2024-09"), ("parse_month", "2024-09-15", "2024-09"), ("parse_month", "202413", None),
    ("parse_month", "2024/10", "2024-10"), ("parse_month", "九月", None), ("parse_month", "２０２４０９", "2024-09"),
    ("parse_yuan", "3,500.5", Decimal("3500.50")), ("parse_yuan", "３５００元", Decimal("3500.00")), ("parse_yuan", "¥4,000", Decimal("4000.00")),
    ("parse_yuan", "-120", Decimal("-120.00")), ("parse_yuan", "三千", None), ("parse_yuan", "3.5万", None), ("parse_yuan", "1e5", None),
    ("parse_share", "96%", Decimal("0.96")), ("parse_share", "0.96", Decimal("0.96")), ("parse_share", "96", Decimal("0.96")), ("parse_share", "９５％", Decimal("0.95")),
    ("parse_share", "1", Decimal(1)), ("parse_share", "101", None), ("parse_share", "-3", None), ("parse_share", "全勤", None),
    ("uscc_clean", "91350100m000100y43", "91350100M000100Y43"), ("uscc_clean", "9135-0100-M000-1OOY-43", "91350100M000100Y43"), ("uscc_clean", "9135", None),
    ("uscc_ok", "91350100M000100Y43", True), ("uscc_ok", "91350100M000100Y44", False), ("uscc_ok", "91350100M000101Y43", False), ("uscc_ok", "9135", None),
    ("phone_clean", "+86 138 1234 5678", "13812345678"), ("phone_clean", "0427-2812345", "04272812345"), ("phone_clean", "13812345678/13912345678", "13812345678"),
    ("phone_clean", "13812345678.0", "13812345678"), ("phone_clean", "1.38E+10", None), ("phone_clean", "138 1234 567", None),
    ("certificate_clean", "11010519491231002x４３", "11010519491231002X43"), ("certificate_clean", "11010519491231002X43b1", "11010519491231002X43B1"),
    ("certificate_clean", "11010519491231002X", None), ("certificate_clean", "11010519491231002X83", None),
    ("certificate_parts", "11010519491231002X43B1", {"citizen_id": "11010519491231002X", "category": 4, "grade": 3, "reissue": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("macro", "text", "meaning"), CASES, ids=[f"{m}-{t!r}" for m, t, _ in CASES])
def test_each_way_of_writing_is_read(read, macro, text, meaning):
    assert read(macro, text) == meaning


def ask(con, expressions: str, texts: list) -> list[tuple]:
    """Each text's answers, in one query: what a query costs is its planning."""
    return con.execute(f"SELECT {expressions} FROM (SELECT unnest($t::VARCHAR[]) AS t)", {"t": texts}).fetchall()


few = settings(max_examples=6, deadline=None)


@few
@given(st.lists(numbers(), min_size=30, max_size=60))
def test_a_valid_number_is_its_own_key_whatever_its_clothes(con, written):
    wide = str.maketrans("0123456789X", "０１２３４５６７８９ｘ")
    plain = ask(con, "t, id_state(t), id_key(t), id_born(t), id_sex(t)", written)
    dressed = ask(con, "id_clean(t), id_key(t)", [f"' {n.translate(wide)}" for n in written])
    assert sorted(dressed) == sorted((n, int(n[:17])) for n in written)
    for number, state, key, born, sex in plain:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        assert (state, key, born, sex) == ("ok", int(number[:17]), day, "1" if int(number[16]) % 2 else "2")


@few
@given(st.lists(st.tuples(numbers(), st.integers(0, 16), st.integers(1, 9)), min_size=30, max_size=60))
def test_one_figure_typed_wrong_is_never_a_key(con, slips):
    wrong = [n[:place] + str((int(n[place]) + more) % 10) + n[place + 1 :] for n, place, more in slips]
    assert set(ask(con, "id_key(t), id_state(t) = 'ok'", wrong)) == {(None, False)}


@few
@given(st.dates(date(1954, 10, 3), date(2064, 4, 7)))
def test_every_style_of_a_day_is_the_same_day(con, day):
    serial = (day - date(1899, 12, 30)).days
    styles = [f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day:%Y.%m.%d}", f"{day:%Y%m%d}",
              f"{day.year}年{day.month}月{day.day}日", str(serial), f"{day:%Y-%m-%d} 00:00:00", f" {day:%Y-%m-%d}"]  # fmt: skip
    assert con.execute("SELECT [parse_date(t) FOR t IN $s]", {"s": styles}).fetchone()[0] == [day] * len(styles)


@few
@given(st.lists(st.text(max_size=24), min_size=40, max_size=80))
def test_no_text_breaks_a_reader(con, texts):
    macros = sorted({macro for macro, *_ in CASES})
    assert len(ask(con, ", ".join(f"{m}(t)" for m in macros), [t.replace("\0", "") for t in texts])) == len(texts)


def test_a_cursor_has_the_same_macros(con):
    assert con.cursor().execute("SELECT name_sound('张伟'), id_key('110105491231002')").fetchone() == (
        "zan wei",
        11010519491231002,
    )
