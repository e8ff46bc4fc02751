"""`tonggong levy`: what the cases of a table owe, with every step; needs no installation."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import click

from tonggong.rules.figures import FigureMissing, Figures, FigureTable, national_figures
from tonggong.rules.figures.lookup import NATION
from tonggong.rules.quota.cases import Row, TableUnreadable, read_cases
from tonggong.rules.quota.levy import Levy, Terms, Tier, levy_due, terms
from tonggong.rules.quota.numbers import exact, money

TIER_LABELS = {
    Tier.NOT_OBLIGED: "不在范围",
    Tier.MET: "达到比例",
    Tier.EXEMPT: "免缴",
    Tier.UPPER: "减缴",
    Tier.LOWER: "减缴",
    Tier.FULL: "全额",
}


@click.command("levy")
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", "on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的政策，YYYY-MM-DD。")
@click.option("--place", help="哪里的政策：区划代码，6 到 12 位。不写就是本机装入的城市；没有安装时只用国家的规定。")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON：一行一项，读不懂的行写明原因。")
def levy(cases: Path, on: datetime, place: str | None, as_json: bool) -> None:
    """逐行计算残保金，说清每一步和依据。不用安装，也不读写台账。

    CASES 是 UTF-8 或 GBK 编码的 .csv，列为 case、unit_kind、in_service_employees、ratio、monthly_weighted_counts、
    avg_wage、local_avg_wage。文件自带的比例和当地平均工资优先，空着的按当地规定。各月加权人数写成 1 x9 + 0 x3，
    或者十二个数。读不懂的行写明原因，其余照算。

    JSON 的 tier：0.9、0.5（减缴后的比例）、none（达到比例）、exempt（免缴）、full（全额）、not_obliged（不在范围）。
    """
    if place is not None and not (place.isascii() and place.isdigit() and 6 <= len(place) <= 12):
        raise click.BadParameter("请写区划代码，例如 211100。", param_hint="--place")
    try:
        rows = read_cases(cases.read_bytes())
    except (TableUnreadable, OSError) as wrong:
        raise click.BadParameter(f"{cases}：{wrong}", param_hint="CASES") from None
    found = _reckoned(rows, _figures(place)(on.date()))
    if as_json:
        click.echo(json.dumps([_as_json(row, result) for row, result in found], ensure_ascii=False, indent=1))
        return
    for row, result in found:
        click.echo(_in_words(row, result))


def _figures(place: str | None) -> Callable[[date], Figures]:
    """The figures of a place: the installation's where there is one, else those that come with the program."""
    from tonggong.base.home import home

    if not (home() / "installation.json").exists():
        return FigureTable(national_figures()).of(place or NATION)
    import django

    django.setup()
    from tonggong.base.divisions import queries as divisions
    from tonggong.base.policy.queries import figures_of

    city = divisions.city()
    return figures_of(place or (city.code if city else NATION))


def _reckoned(rows: list[Row], figures: Figures) -> list[tuple[Row, Levy | str]]:
    """Each row with its levy, or with what is wrong."""
    known: dict[tuple[Decimal | None, Decimal | None], Terms] = {}
    found: list[tuple[Row, Levy | str]] = []
    for row in rows:
        if row.case is None:
            found.append((row, " ".join(row.faults)))
            continue
        key = (row.ratio, row.local_average)
        try:
            policy = known.get(key) or terms(figures, ratio=row.ratio, local_average=row.local_average)
        except FigureMissing as missing:
            hint = "没有指定地方，只用了国家的规定；加 --place 用当地的。" if missing.place == NATION else ""
            found.append((row, f"{missing}{hint}"))
            continue
        known[key] = policy
        found.append((row, levy_due(row.case, policy)))
    return found


def _as_json(row: Row, result: Levy | str) -> dict[str, Any]:
    if isinstance(result, str):
        return {"case": row.name, "line": row.line, "error": result}
    rate = result.rate
    return {
        "case": row.name,
        "required": _rounded(result.required, 6),
        "counted": _rounded(result.counted, 4),
        "placement_ratio": _rounded(result.placement_ratio, 6),
        "shortfall": _rounded(result.shortfall, 4),
        "wage_base": _rounded(result.wage_base, 2),
        "full_due": _rounded(result.full_yuan, 2),
        "tier": exact(rate) if rate is not None and result.tier is not Tier.FULL else result.tier.value,
        "payable": _rounded(result.payable_yuan, 2),
        "warnings": [one.text for one in result.warnings],
        "steps": [{"text": step.text, "source": step.source} for step in result.steps],
    }


def _rounded(number: Decimal, places: int) -> float:
    return float(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _in_words(row: Row, result: Levy | str) -> str:
    name = row.name or f"第{row.line}行"
    if isinstance(result, str):
        return f"{name}　没有算：{result}"
    lines = [f"{name}　应缴 {money(result.payable_yuan)} 元　{TIER_LABELS[result.tier]}"]
    lines += [f"　　{step.text}（{step.source}）" for step in result.steps]
    lines += [f"　　注意：{one.text}" for one in result.warnings]
    return "\n".join(lines)
