"""Files as offices make them, and people who never were, for the tests of the exchange."""

import random
from pathlib import Path

import openpyxl

from tonggong.rules.identifiers import id_check_digit, organisation_check_digit, unit_check_digit

SENDER = "大洼区社保中心"
MONTH = "2024-12"
HEADINGS = ["姓名", "身份证号", "单位名称", "统一社会信用代码", "缴费月份", "缴费基数"]
_FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SHAPES = [
    lambda i: i,
    lambda i: i.translate(_FULL),
    lambda i: f"'{i}",
    lambda i: f" {i[:6]} {i[6:14]} {i[14:]} ",
    lambda i: i.lower(),
    lambda i: i[:6] + i[8:17],
    lambda i: f"{i}\u3000",
    lambda i: f"{i}\n",
]


def citizen_ids(count: int, seed: int = 1) -> list[str]:
    """Different valid numbers of people born in the last century."""
    chance, found = random.Random(seed), {}
    while len(found) < count:
        front = f"2111{chance.choice(['02', '03', '04', '21', '22'])}{chance.randint(1950, 1999)}"
        first = f"{front}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randint(1, 999):03d}"
        found[first + id_check_digit(first)] = None
    return list(found)


def unit_code(number: int = 1, kind: str = "91") -> str:
    """A valid code: of an enterprise, of an organ (11), of an institution (12)."""
    first = f"MA{number:06d}"
    first = f"{kind}211103" + first + organisation_check_digit(first)
    return first + unit_check_digit(first)


def wrong(citizen_id: str) -> str:
    """The same number with another check character."""
    return citizen_id[:17] + ("0" if citizen_id[17] != "0" else "1")


def workbook(path: Path, rows: list[list], *, sender: str | None = SENDER, headings: list[str] = HEADINGS) -> Path:
    """An even sheet with a title that names the sender."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sender:
        sheet.append(["参保缴费明细表"])
        sheet.append([f"填报单位：{sender}"])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def insured(count: int, *, seed: int = 1, base: float = 4020) -> list[list]:
    """Rows of people insured at one unit in MONTH."""
    return [[f"王{n}", i, "锦禾食品", unit_code(), "202412", base] for n, i in enumerate(citizen_ids(count, seed))]


def hostile(path: Path) -> Path:
    """What an office's sheet looks like: titles, a heading in two rows, eight ways to write a number, three faults, a total."""
    people = citizen_ids(11, 7)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["盘锦市2024年度企业职工社会保险缴费明细表"])
    sheet.merge_cells("A1:H1")
    sheet.append([f"填报单位：{SENDER}　　　　单位：元"])
    sheet.append(["序号", "职工情况", None, "单位情况", None, "缴费情况", None, "备注"])
    for cells in ("A3:A4", "B3:C3", "D3:E3", "F3:G3", "H3:H4"):
        sheet.merge_cells(cells)
    sheet.append([None, "姓 名", "公民身份号码", "单位名称", "统一社会信用代码", "缴费月份", "缴费基数（元）", None])
    rest = ["锦禾食品", unit_code(), "2024年12月", "3,500.00", None]
    for n, (number, shape) in enumerate(zip(people, SHAPES, strict=False), 1):
        sheet.append([n, f" 王 {n} ", shape(number), *rest])
    sheet.append([90, "李九", float(people[8][:17] + "0"), *rest])
    sheet.append([91, "李十", wrong(people[9]), *rest])
    sheet.append([92, "李末", people[10], *rest[:2], "2024年13月", 3500, None])
    sheet.append(["合计", None, None, None, None, None, 38500, "制表人：某"])
    book.save(path)
    return path
