"""`tonggong indicators`, `indicator`, `circular`: the figures, the rows behind them, the monthly paper."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tonggong.base.accounts.who import Who
    from tonggong.domain.reporting.indicators import Indicator
    from tonggong.domain.reporting.records import RecordIndicator

_DAY = click.DateTime(["%Y-%m-%d"])
_WAYS = ("county", "town", "month", "form", "category", "sex")


@click.command("indicators")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def indicators(as_json: bool) -> None:
    """列出全部指标。"""
    from tonggong.domain.reporting.indicators import INDICATORS
    from tonggong.domain.reporting.records import RECORDS

    every: list[Indicator | RecordIndicator] = [*INDICATORS.values(), *RECORDS.values()]
    rows = [{"key": one.key, "title": one.title, "unit": one.unit} for one in every]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['key']:32}{row['title']}（{row['unit']}）")


@click.command("indicator")
@click.argument("key")
@click.option("--as-of", "as_of", type=_DAY, required=True, help="截至哪一天，YYYY-MM-DD。")
@click.option("--known-on", "known_on", type=_DAY, help="只按这一天结束时所知的事实计算；不写即按现在所知。")
@click.option("--by", type=click.Choice(_WAYS), help="分组：县区、乡镇、月份、就业形式、残疾类别、性别。")
@click.option("--plan", "plan", help="方案的键；不写即当时执行的方案。")
@click.option(
    "--rows", "rows", type=click.Path(dir_okay=False, path_type=Path), help="把名单写成 CSV（证号遮盖，记入日志）。"
)
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def indicator(
    key: str,
    as_of: datetime,
    known_on: datetime | None,
    by: str | None,
    plan: str | None,
    rows: Path | None,
    as_json: bool,
) -> None:
    """计算一个指标：数值、分组、没有计入的和原因。

    比率类的 value 是百分数（47.7 即 47.7%），待核的不当作“否”，另给出下限 lower 和上限 upper。
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.cli.problems import not_written
    from tonggong.domain.reporting.exports import rows_csv
    from tonggong.domain.reporting.figures import NoPlan, figure
    from tonggong.domain.reporting.indicators import IndicatorUnknown
    from tonggong.domain.reporting.records import RECORDS
    from tonggong.rules.figures import FigureMissing

    who = system_who()
    if key in RECORDS:
        if plan or rows is not None or by not in (None, "county"):
            raise click.UsageError("这个指标数的不是人：不分方案，只按县区分组（--by county），名单在页面上打开。")
        _tell_records(RECORDS[key], who, as_of, known_on, by == "county", as_json)
        return
    try:
        found = figure(who, key, as_of.date(), known_on.date() if known_on else None, plan, by=(by,) if by else ())
    except IndicatorUnknown as unknown:
        raise click.BadParameter(str(unknown), param_hint="KEY") from None
    except (NoPlan, FigureMissing) as refused:
        raise click.ClickException(str(refused)) from None
    if rows is not None:
        content = rows_csv(who, found, purpose=f"命令行导出 {key} 名单")
        try:
            rows.write_bytes(content)
        except OSError as failed:
            raise click.ClickException(not_written(rows, failed)) from None
    said = found.as_json(by)
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    bounds = f"（{said['lower']}—{said['upper']}）" if said.get("lower") is not None else ""
    value = "—" if said["value"] is None else said["value"]
    click.echo(f"{said['title']}　截至 {said['as_of']}：{value}{said['unit']}{bounds}")
    for name, number in {**said.get("beside", {}), **said.get("parts", {}), **said["groups"]}.items():
        click.echo(f"  {name}　{'—' if number is None else number}")
    for reason, number in said["excluded"].items():
        click.echo(f"  没有计入：{reason}　{number}")


def _tell_records(
    one: "RecordIndicator", who: "Who", as_of: datetime, known_on: datetime | None, by_county: bool, as_json: bool
) -> None:
    from tonggong.domain.reporting import records
    from tonggong.rules.figures import FigureMissing

    try:
        said = records.as_json(one, who, as_of.date(), known_on.date() if known_on else None, by_county)
    except FigureMissing as refused:
        raise click.ClickException(str(refused)) from None
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    few = "少于 5 " if said.get("closed") else "—"
    click.echo(
        f"{said['title']}　截至 {said['as_of']}：{few if said['value'] is None else said['value']}{said['unit']}"
    )
    for name, number in said["groups"].items():
        click.echo(f"  {name}　{'不写' if number is None and not one.opens else '—' if number is None else number}")


@click.command("circular")
@click.option("--month", required=True, help="哪个月，YYYY-MM。")
@click.option("--out", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .docx。")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def circular(month: str, out: Path, as_json: bool) -> None:
    """起草一个月的通报并写成公文（.docx）；已经印发的，取出印发的那一份。

    起草所用的每个数字连同名单一并保存。签发要由另一个人在页面上办理。
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.cli.problems import not_written
    from tonggong.domain.reporting.circulars import circular_for, draft_circular, handed_out
    from tonggong.domain.reporting.figures import NoPlan
    from tonggong.rules import months
    from tonggong.rules.figures import FigureMissing

    try:
        months.number(month)
    except ValueError:
        raise click.BadParameter(f"{month} 不是月份，应写成 2024-09 这样。", param_hint="--month") from None
    who = system_who()
    found = circular_for(who, month)
    if found is None or found.state == found.State.DRAFT:
        try:
            found = draft_circular(who, month)
        except (NoPlan, FigureMissing) as refused:
            raise click.ClickException(str(refused)) from None
    content = handed_out(who, found)
    try:
        out.write_bytes(content)
    except OSError as failed:
        raise click.ClickException(not_written(out, failed)) from None
    if as_json:
        said = {
            "month": month,
            "state": found.state,
            "number": found.number or None,
            "title": found.title,
            "figures": list(found.figures.order_by("pk").values_list("pk", flat=True)),
            "file": str(out),
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    state = f"已印发，{found.number}" if found.number else "草稿，未编号"
    click.echo(f"{found.title}（{state}）写到 {out}。")
