"""Make the character tables of tonggong/analysis/data again: how a Han character sounds, and its simplified form.

Needs two packages that the product itself does not: pypinyin (MIT) and opencc-python-reimplemented (Apache-2.0).
Install them somewhere apart and run, from the repository's root:

    PYTHONPATH=<that place> python scripts/make_hanzi_tables.py
"""

import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import opencc
from pypinyin.pinyin_dict import pinyin_dict

OUT = Path(__file__).parent.parent / "tonggong/analysis/data"
FIRST, LAST = 0x4E00, 0x9FFF

# In a name these characters are nearly always the surname, whose reading is not the commonest one of the character.
SURNAME_READINGS = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "翟": "zhai",
    "缪": "miao", "覃": "qin", "冼": "xian", "尉": "wei", "宓": "mi", "员": "yuan", "逄": "pang", "晁": "chao",
}  # fmt: skip


def toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in plain if c.isascii() and c.isalpha())


def sounds() -> dict[str, str]:
    table = defaultdict(list)
    for code in range(FIRST, LAST + 1):
        if readings := pinyin_dict.get(code):
            table[SURNAME_READINGS.get(chr(code)) or toneless(readings.split(",")[0])].append(chr(code))
    return {sound: "".join(table[sound]) for sound in sorted(table) if sound}


def simplified() -> dict[str, str]:
    source = Path(opencc.__file__).parent / "dictionary/TSCharacters.txt"
    pairs = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines() if "\t" in line)
    single = {a: b.split()[0] for a, b in pairs}
    return {a: b for a, b in single.items() if a != b and len(a) == len(b) == 1 and FIRST <= ord(a) <= LAST}


def write(name: str, header: list[str], rows: dict[str, str]) -> None:
    text = [f"# {line}" for line in header] + [f"{a}\t{b}" for a, b in rows.items()]
    (OUT / name).write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(
        "hanzi_sounds.tsv",
        [
            "Toneless Mandarin reading of each character U+4E00..U+9FFF, in names; one reading a line, then its characters.",
            f"Source: package pypinyin {version('pypinyin')} (pinyin_dict, from pinyin-data), MIT licence, (c) mozillazg.",
            "First reading of each character; 16 surnames by hand. Made by scripts/make_hanzi_tables.py.",
        ],
        sounds(),
    )
    write(
        "hanzi_simplified.tsv",
        [
            "Traditional character, then its simplified form.",
            f"Source: OpenCC TSCharacters.txt in package opencc-python-reimplemented {version('opencc-python-reimplemented')},"
            " Apache Licence 2.0.",
            "One-to-one pairs, first choice only. Made by scripts/make_hanzi_tables.py.",
        ],
        simplified(),
    )
