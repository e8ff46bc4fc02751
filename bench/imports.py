"""From an office's file to ledger facts, against only parsing that file with the same reader, in the same run.

Two files: the certificate registry of 40,000 people (every row becomes facts), then 100,000 rows of social insurance, of
whom a few are people of the ledger, as in a real month. Each round starts from a fresh installation in a process of its own.

    python -m bench.imports [--rounds 3] [--people 40000] [--insured 100000]
"""

import argparse
import io
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGETS = {"social-insurance": 4.0, "certificates": 12.0}
REGISTRY_MONTH, INSURED_MONTH = "2024-09", "2024-10"
SHARE_OF_OURS = 0.03  # of the insured: people of the ledger
COUNTIES = [
    ("02", "双台子区", "胜利街道"),
    ("03", "兴隆台区", "振兴街道"),
    ("04", "大洼区", "田家街道"),
    ("22", "盘山县", "太平街道"),
]


def write_files(folder: Path, people: int, insured: int) -> None:
    """Write both workbooks; the people never were."""
    import xlsxwriter

    from tonggong.rules.identifiers import id_check_digit, organisation_check_digit, unit_check_digit

    chance = random.Random(4711)
    surnames, given = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰"

    def name() -> str:
        return chance.choice(surnames) + "".join(chance.choice(given) for _ in range(chance.choice((1, 2, 2))))

    def number(code: str) -> str:
        while True:
            first = (
                f"2111{code}{chance.randint(1950, 2000)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
                f"{chance.randint(1, 999):03d}"
            )
            if first not in seen:
                seen.add(first)
                return first + id_check_digit(first)

    def unit(n: int) -> str:
        first = f"MA{n:06d}"
        first = "91211103" + first + organisation_check_digit(first)
        return first + unit_check_digit(first)

    seen: set[str] = set()
    kinds, grades = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"], "一二三四"
    ours = []
    with xlsxwriter.Workbook(folder / "certificates.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        head = (
            "姓名 性别 身份证号 出生日期 残疾人证号 残疾类别 残疾等级 发证日期 有效期至 证件状态 县区 乡镇街道 联系电话"
        )
        sheet.write_row(0, 0, head.split())
        for n in range(people):
            code, county, township = COUNTIES[n % 4]
            who, i, kind, grade = name(), number(code), chance.randint(1, 7), chance.randint(1, 4)
            ours.append((who, i))
            year = chance.randint(2015, 2023)
            sex, born = "女男"[int(i[16]) % 2], f"{i[6:10]}-{i[10:12]}-{i[12:14]}"
            row = [who, sex, i, born, f"{i}{kind}{grade}", f"{kinds[kind - 1]}残疾", f"{grades[grade - 1]}级"]
            phone = f"139{chance.randint(0, 99999999):08d}"
            row += [f"{year}-03-01", f"{year + 10}-03-01", "有效", county, township, phone]
            sheet.write_row(n + 1, 0, row)
    units = [(unit(n), f"盘锦第{n}有限公司") for n in range(3000)]
    with xlsxwriter.Workbook(folder / "social-insurance.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        head = "姓名 性别 身份证号 出生日期 联系电话 参保地 单位名称 统一社会信用代码 缴费月份 缴费基数（元） 险种 备注"
        sheet.write_row(0, 0, head.split())
        for n in range(insured):
            code, county, _ = COUNTIES[n % 4]
            who, i = chance.choice(ours) if chance.random() < SHARE_OF_OURS else (name(), number(code))
            unit_code, unit_name = chance.choice(units)
            row = [who, "女男"[int(i[16]) % 2], i, f"{i[6:10]}-{i[10:12]}-{i[12:14]}", f"138{n:08d}", county, unit_name]
            row += [unit_code, INSURED_MONTH.replace("-", ""), chance.randint(3800, 9000), "养老、医疗、失业、工伤", ""]
            sheet.write_row(n + 1, 0, row)


def parse_only(path: Path) -> float:
    """Seconds to parse a workbook with calamine, and nothing else."""
    from python_calamine import CalamineWorkbook

    content = path.read_bytes()
    began = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    took = time.perf_counter() - began
    assert rows
    return took


def one_round(folder: Path) -> dict[str, dict[str, float]]:
    """Measure both files on the installation that TONGGONG_HOME names."""
    import django

    django.setup()
    from tonggong.base.accounts.who import system_who
    from tonggong.base.intake.services import take_in
    from tonggong.domain.comparison.services import compare_month

    who, out = system_who(), {}
    warm = folder / "warm"  # a server has its modules and engine loaded; a rehearsal of a few rows loads them here
    for feed, month in (("certificates", REGISTRY_MONTH), ("social-insurance", INSURED_MONTH)):
        take_in(who, feed, warm / f"{feed}.xlsx", month, sender="预热", rehearse=True)
    for feed, month, sender in (
        ("certificates", REGISTRY_MONTH, "市残联"),
        ("social-insurance", INSURED_MONTH, "市社保中心"),
    ):
        path = folder / f"{feed}.xlsx"
        parse = statistics.median(parse_only(path) for _ in range(3))
        began = time.perf_counter()
        report = take_in(who, feed, path, month, sender=sender)
        taken = time.perf_counter()
        compared = compare_month(who, month)
        done = time.perf_counter()
        out[feed] = {
            "parse_s": parse,
            "import_s": taken - began,
            "compare_s": done - taken,
            "ratio": (done - began) / parse,
            "import_ratio": (taken - began) / parse,
            "accepted": report.accepted,
            "became_facts": compared.became_facts,
        }
    return out


def _prepare() -> None:
    import django

    django.setup()
    from tonggong.base.installation.services import prepare
    from tonggong.domain.plan.pack import find_pack
    from tonggong.domain.plan.services import load_city

    prepare(practice=True)
    load_city(find_pack("panjin"))


def main() -> None:
    """Run the rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--insured", type=int, default=100_000)
    parser.add_argument("--step", choices=["prepare", "round"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")
    if options.step == "prepare":
        _prepare()
        return
    if options.step == "round":
        print(json.dumps(one_round(options.folder)))
        return
    work = Path(tempfile.mkdtemp(prefix="bench-imports-"))
    try:
        print(f"写两份文件：{options.people:,} 本残疾人证，{options.insured:,} 行参保……", file=sys.stderr)
        write_files(work, options.people, options.insured)
        (work / "warm").mkdir()
        write_files(work / "warm", 50, 50)
        _step(work, work / "home", "prepare")
        rounds = []
        for n in range(options.rounds):
            shutil.copytree(work / "home", work / f"home{n}")
            rounds.append(json.loads(_step(work, work / f"home{n}", "round").splitlines()[-1]))
            print(f"第 {n + 1} 轮：{rounds[-1]}", file=sys.stderr)
            shutil.rmtree(work / f"home{n}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    measured = {
        feed: {key: round(statistics.median(r[feed][key] for r in rounds), 3) for key in rounds[0][feed]}
        for feed in TARGETS
    }
    ratios = {feed: found["ratio"] for feed, found in measured.items()}
    held = all(ratios[feed] <= most for feed, most in TARGETS.items())
    result = {"name": "import", "ratios": ratios, "targets": TARGETS, "held": held, "rounds": options.rounds}
    print(json.dumps({**result, "measured": measured}, ensure_ascii=False))


def _step(work: Path, home: Path, step: str) -> str:
    environment = {**os.environ, "TONGGONG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.imports", "--step", step, "--folder", str(work)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
