"""What goes wrong when offices write persons down: in the ID, in the name, rows twice, months and wages that are none.

Shares are of the rows of a file. Some mistakes stand in an office's own system and come again every month: they are
drawn by person and office (`habit`); the others are made anew each time.
"""

from dataclasses import dataclass, field

import numpy as np

from tonggong.practice.characters import DOTS, SOUNDS_LIKE, VARIANTS
from tonggong.practice.sheets import Days, Sheet

ID_KINDS = (
    ("id_15_digits", 0.0132),  # only of those born last century: a few less than drawn
    ("id_digit_wrong", 0.0024),
    ("id_digits_swapped", 0.0021),
    ("id_digit_missing", 0.0014),
    ("id_destroyed", 0.0038),
    ("id_full_width", 0.0046),
    ("id_spaces", 0.0066),
    ("id_quoted", 0.0036),
    ("id_apostrophe", 0.0046),
    ("id_lower_x", 0.0300),  # only those that end in X
    ("id_missing", 0.0065),
)
NAME_KINDS = (("name_homophone", 0.016), ("name_variant", 0.008), ("name_space", 0.006), ("name_dot", 1.0))
TWICE = 0.0085
TWICE_DIFFERENT = 0.0025
OF_RELATIVE = 0.0045  # of the rows of those who live with somebody: the valid number of that person
SOMEBODY_ELSES = 0.0003  # of all rows: the valid number of the line above
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
DIGITS_ZH = "零一二三四五六七八九"


@dataclass
class Defects:
    """Mistakes by row of the sheet as it is before lines are counted."""

    rows: list = field(default_factory=list)
    kinds: list = field(default_factory=list)

    def add(self, rows: np.ndarray, kind: str) -> None:
        self.rows.append(np.asarray(rows, np.int64))
        self.kinds += [kind] * len(rows)

    def flat(self) -> tuple[np.ndarray, np.ndarray]:
        rows = np.concatenate(self.rows) if self.rows else np.zeros(0, np.int64)
        return rows, np.array(self.kinds, object)


def spoil(
    sheet: Sheet,
    rng: np.random.Generator,
    habit: np.random.Generator,
    people,
    excel: bool,
    relatives=None,
    valued: str = "",
) -> tuple[Sheet, Defects]:
    """The sheet with an office's mistakes, and what they are.

    `relatives` (a person each lives with, or -1) lets valid numbers of others stand in some rows; None keeps them out.
    `valued` is the column in which double rows may differ.
    """
    defects = Defects()
    n = len(sheet)
    if n and "citizen_id" in sheet.columns:
        draw = _mixed(habit.random(len(people))[np.maximum(sheet.people, 0)], rng.random(n))
        _spoil_ids(sheet, draw, excel, defects)
        if relatives is not None:
            _lend_ids(sheet, rng, people, relatives, defects)
        _spoil_names(sheet, _mixed(habit.random(len(people))[np.maximum(sheet.people, 0)], rng.random(n)), defects)
    return _twice(sheet, rng, defects, valued)


def _mixed(standing: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """One draw a row of which six tenths come from the standing one: below any small share s in s of the rows."""
    return np.minimum(standing / 0.6, fresh / 0.4)


def _spoil_ids(sheet: Sheet, draw: np.ndarray, excel: bool, defects: Defects) -> None:
    ids = sheet.columns["citizen_id"] = sheet.columns["citizen_id"].copy()
    low = 0.0
    for kind, share in ID_KINDS:
        rows = np.flatnonzero((draw >= low) & (draw < low + share))
        done = []
        for row in rows.tolist():
            number = ids[row]
            if not isinstance(number, str) or len(number) != 18:
                continue
            wrong = _wrong_id(kind, number, int((draw[row] - low) / share * 2**40), excel)
            if wrong != number:
                ids[row] = wrong
                done.append(row)
        defects.add(np.array(done, np.int64), kind)
        low += share


def _wrong_id(kind: str, number: str, chance: int, excel: bool):
    if kind == "id_15_digits":
        return number[:6] + number[8:17] if number[6:8] == "19" else number
    if kind == "id_digit_wrong":
        at = 3 + chance % 14
        return number[:at] + str((int(number[at]) + 1 + chance // 14 % 9) % 10) + number[at + 1 :]
    if kind == "id_digits_swapped":
        for step in range(16):
            at = (chance + step) % 16
            if number[at] != number[at + 1]:
                return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if kind == "id_digit_missing":
        at = 1 + chance % 16
        return number[:at] + number[at + 1 :]
    if kind == "id_destroyed":
        if excel and chance % 2:
            return float(number[:15] + "000")
        return f"{int(number[:15] + '000'):.{2 if chance % 3 else 5}E}"
    if kind == "id_full_width":
        return number.translate(FULL_WIDTH)
    if kind == "id_spaces":
        return (f"{number[:6]} {number[6:14]} {number[14:]}", f" {number}", f"{number}\u3000", f"{number}  ")[
            chance % 4
        ]
    if kind == "id_quoted":
        return (f"“{number}”", f'"{number}"', f"‘{number}")[chance % 3]
    if kind == "id_apostrophe":
        return f"'{number}"
    if kind == "id_lower_x":
        return number.replace("X", "x")
    if kind == "id_missing":
        return None
    return number


def _lend_ids(sheet: Sheet, rng: np.random.Generator, people, relatives: np.ndarray, defects: Defects) -> None:
    """A few rows carry the valid number of a relative, or of a neighbour taken from the line above."""
    ids = sheet.columns["citizen_id"]
    if len(sheet) > 50:
        near = relatives[np.maximum(sheet.people, 0)]
        kin = np.flatnonzero((near >= 0) & (sheet.people >= 0))
        rows = kin[rng.random(len(kin)) < OF_RELATIVE]
        rows = np.array([r for r in rows if ids[r] == people.number[sheet.people[r]]], np.int64)  # still sound
        ids[rows] = people.number[near[rows]]
        defects.add(rows, "id_of_relative")
    rows = np.flatnonzero(rng.random(len(sheet)) < SOMEBODY_ELSES)
    rows = np.array(
        [r for r in rows if r and sheet.people[r] >= 0 and sheet.people[r] != sheet.people[r - 1] >= 0], np.int64
    )
    rows = np.array([r for r in rows if ids[r] == people.number[sheet.people[r]]], np.int64)
    ids[rows] = people.number[sheet.people[rows - 1]]
    defects.add(rows, "id_of_neighbour")


def _spoil_names(sheet: Sheet, draw: np.ndarray, defects: Defects) -> None:
    if "name" not in sheet.columns:
        return
    names = sheet.columns["name"] = sheet.columns["name"].copy()
    low = 0.0
    for kind, share in NAME_KINDS:
        rows = np.flatnonzero((draw >= low) & (draw < low + share))
        if kind == "name_dot":
            rows = np.array([r for r in np.flatnonzero(draw < 0.3) if names[r] and "·" in names[r]], np.int64)
        done = []
        for row in rows.tolist():
            other = _wrong_name(kind, names[row], int((draw[row] - low) / share * 2**40)) if names[row] else names[row]
            if other != names[row]:
                names[row] = other
                done.append(row)
        defects.add(np.array(done, np.int64), kind)
        low += share


def _wrong_name(kind: str, name: str, chance: int) -> str:
    if kind == "name_space":
        gap = ("\u3000", " ", "  ")[chance % 3]
        return name[:1] + gap + name[1:] if len(name) <= 3 else name
    if kind == "name_dot":
        return name.replace("·", DOTS[1 + chance % 5])
    table = SOUNDS_LIKE if kind == "name_homophone" else VARIANTS
    places = [k for k, c in enumerate(name) if c in table] or (
        [k for k, c in enumerate(name) if c in SOUNDS_LIKE] if kind == "name_homophone" else []
    )
    if not places:
        return name
    at = places[-1] if kind == "name_homophone" else places[chance % len(places)]
    options = table[name[at]]
    return name[:at] + options[chance % len(options)] + name[at + 1 :]


def _twice(sheet: Sheet, rng: np.random.Generator, defects: Defects, valued: str) -> tuple[Sheet, Defects]:
    """Rows entered twice: mostly the very same, sometimes with another value in `valued`."""
    n = len(sheet)
    draw = rng.random(n)
    again = np.flatnonzero(draw < TWICE + (TWICE_DIFFERENT if valued else 0))
    if not len(again):
        return sheet, defects
    behind = rng.random(len(again)) < 0.5
    order = np.concatenate([np.arange(n), again])
    place = np.concatenate([np.arange(n) + 0.0, np.where(behind, again + 0.5, n)])
    sort = np.argsort(place, kind="stable")
    rows = order[sort]
    copy = sort >= n
    first_at = np.flatnonzero(~copy)
    old_rows, kinds = defects.flat()
    told = Defects([first_at[old_rows]], list(kinds))
    made = sheet.take(rows)
    copies = np.flatnonzero(copy)
    differ = copies[draw[rows[copies]] >= TWICE]
    told.add(np.setdiff1d(copies, differ), "row_twice")
    if valued:
        column = made.columns[valued]
        if isinstance(column, Days):
            column.values[differ] += 30
        else:
            column[differ] = [
                v + 100 * (1 + k % 7) if isinstance(v, (int, float, np.number)) else v
                for k, v in enumerate(column[differ])
            ]
        told.add(differ, "row_twice_different")
    return made, told


def no_such_month(sheet: Sheet, rng: np.random.Generator, defects: Defects, text: str, count: int = 3) -> None:
    """A 13th month in a few rows."""
    rows = np.sort(rng.choice(len(sheet), min(count, len(sheet)), replace=False))
    column = sheet.columns["month"] = np.array(sheet.columns["month"], object)
    column[rows] = text
    defects.add(rows, "month_impossible")


def wages_in_words(sheet: Sheet, rng: np.random.Generator, defects: Defects, field_name: str, count: int = 3) -> None:
    """Amounts in Chinese numerals or with marks in a few rows."""
    column = sheet.columns[field_name] = np.array(sheet.columns[field_name], object)
    rows = np.sort(rng.choice(len(sheet), min(2 * count, len(sheet)), replace=False))
    for k, row in enumerate(rows.tolist()):
        amount = int(column[row] or 0)
        if k % 2:
            column[row] = f"{amount:,}.00元"
        else:
            thousand, hundred = amount // 1000 % 10, amount // 100 % 10
            column[row] = f"{DIGITS_ZH[thousand]}千{DIGITS_ZH[hundred]}百" if hundred else f"{DIGITS_ZH[thousand]}千"
    defects.add(rows[::2], "amount_in_words")
    defects.add(rows[1::2], "amount_decorated")


def codes_mistyped(sheet: Sheet, rng: np.random.Generator, defects: Defects, share: float = 0.0004) -> None:
    """Unit codes with one character wrong or O for 0."""
    codes = sheet.columns["unit_code"] = sheet.columns["unit_code"].copy()
    rows = np.array([r for r in np.flatnonzero(rng.random(len(sheet)) < share) if codes[r]], np.int64)
    for row in rows.tolist():
        code = codes[row]
        codes[row] = code[:12] + ("7" if code[12] != "7" else "3") + code[13:] if row % 2 else code.lower()
    defects.add(rows[rows % 2 == 1], "unit_code_mistyped")
    defects.add(rows[rows % 2 == 0], "unit_code_lower_case")
