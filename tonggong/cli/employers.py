"""`tonggong quota`, `certification`, `signals`: what units owe for a year, whom they placed, and what of it to look into."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_YEAR = click.IntRange(1990, 2099)  # against slips of the hand; of which years there are rules the figures say
_OUT = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def _said_in_words(out: Path) -> Iterator[None]:
    from tonggong.cli.problems import not_written
    from tonggong.rules.figures import FigureMissing

    try:
        yield
    except FigureMissing as missing:
        raise click.ClickException(str(missing)) from None
    except OSError as failed:
        raise click.ClickException(not_written(out, failed)) from None


@click.command("quota")
@click.option("--year", required=True, type=_YEAR, help="哪一年的安排情况。")
@click.option("--out", required=True, type=_OUT, help="写到哪个 .parquet 文件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{year, rows, file}。")
def quota(year: int, out: Path, as_json: bool) -> None:
    """全市各单位一年的按比例就业和残保金估算，一单位一行，写成 Parquet（不含个人，记入审计）。

    \b
    unit_code、unit_kind 统一社会信用代码、单位性质   headcount 在职职工年平均人数
    required、counted、shortfall 应安排、已安排、差额人数（可为小数）
    wage_base 计算用的年平均工资   tier 0.9、0.5、none（达到）、exempt（免缴）、1（全额）、not_obliged（不在范围）
    payable 应缴，元   because 逐步说明   months_known 有几个月的职工人数   is_provisional 尚为估算
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.domain.quota.files import write_quota

    with _said_in_words(out):
        rows = write_quota(system_who(), year, out)
    said = {"year": year, "rows": rows, "file": str(out)}
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{year}年共 {rows:,} 个单位，写到 {out}。")


@click.command("certification")
@click.option("--year", required=True, type=_YEAR, help="哪一年的安排情况。")
@click.option("--out", required=True, type=_OUT, help="写到哪个 .xlsx 文件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{year, rows, file}。")
def certification(year: int, out: Path, as_json: bool) -> None:
    """按比例就业联网认证的文件：一人一单位一行，逐月的工资、保险和计入情况（含姓名和证件号，记入审计）。"""
    from tonggong.base.accounts.who import system_who
    from tonggong.domain.declaration.queries import states_of
    from tonggong.domain.quota.certified import certification as make

    with _said_in_words(out):
        who = system_who()
        content, rows = make(who, year, states_of(who, year))
        out.write_bytes(content)
    said = {"year": year, "rows": rows, "file": str(out)}
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{year}年共 {rows:,} 行，写到 {out}。")


@click.command("signals")
@click.option("--year", required=True, type=_YEAR, help="哪一年的安排情况。")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="输出 JSON：[{unit_code, certificate_no, signals, score, evidence, innocent}]，分高的在前。",
)
def signals(year: int, as_json: bool) -> None:
    """一年中可能不实的残疾人安排：每条迹象、凭据和清白的说明，只是线索，不是结论（含残疾人证号，记入审计）。

    \b
    signals 迹象编号 F01-F16   score 分数，0-100
    evidence 凭据：[{signal, text, rows}]，rows 写明哪份来文的哪一行
    innocent 清白的说明：[{text, rows, found}]，found 为 true 的已在来文里查到，其余是还要问清的可能
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.domain.inspection.files import released
    from tonggong.rules.figures import FigureMissing

    try:
        found = released(system_who(), year)
    except FigureMissing as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{year}年共 {len(found):,} 个安排有迹象，须由人核实后才能下结论。")
    for one in found:
        click.echo(f"\n{one['score']}分　{one['unit_code']}　残疾人证 {one['certificate_no'] or '没有登记'}")
        for told in one["evidence"]:
            click.echo(f"  {told['signal']} {told['text']}")
            click.echo(f"      凭据：{'；'.join(told['rows']) or '见台账'}")
        for told in one["innocent"]:
            click.echo(f"  {'清白的说明' if told['found'] else '也可能是'}：{told['text']}")
