"""`tonggong status`, `duties`, `recompute`, `check-derived`: who is who by rule, what is owed, and whether it is kept right."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from tonggong.rules.outcome import percent

_DAY = click.DateTime(["%Y-%m-%d"])
_SHOWN = 50  # differences told in words


@contextmanager
def _figures_in_words() -> Iterator[None]:
    from tonggong.rules.figures import FigureMissing

    try:
        yield
    except FigureMissing as missing:
        raise click.ClickException(str(missing)) from None


@click.command("status")
@click.option("--as-of", "as_of", type=_DAY, required=True, help="哪一天的身份，YYYY-MM-DD。")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .parquet 文件。")
@click.option("--known-on", "known_on", type=_DAY, help="只按这一天结束时所知的事实判断；不写即按现在所知。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{rows, file}。")
def status(as_of: datetime, out: Path, known_on: datetime | None, as_json: bool) -> None:
    """按规则判断每个人在某一天的身份，写成 Parquet，一人一行（含证号，记入审计）。

    \b
    certificate_no 残疾人证号（没有证的为空）   division 乡镇街道（不明时县区）的12位代码
    working_age 在统计就业年龄段               employed、form 已就业、主要就业形式代码
    target_group、target_reason 是否方案服务对象、理由代码   wish 就业意愿，空即未核实
    hardship 就业困难情形代码列表              rural、monitored、graduate、massage、injured_only
    retire_month 法定退休月份，空即退休类别未核实
    four_ones_owed、four_ones_done、four_ones_overdue 应办、已办、逾期的各项
    reasons 各项判断的理由（问题 → 句子）      rule_version 规则和数值的版本
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.cli.problems import not_written
    from tonggong.domain.status.standing import write_status

    try:
        with _figures_in_words():
            rows = write_status(system_who(), as_of.date(), out, known_on.date() if known_on else None)
    except OSError as failed:
        raise click.ClickException(not_written(out, failed)) from None
    said = {"as_of": as_of.date().isoformat(), "rows": rows, "file": str(out)}
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{said['as_of']} 共 {rows:,} 人，写到 {out}。")


@click.command("duties")
@click.option("--as-of", "as_of", type=_DAY, required=True, help="截至哪一天，YYYY-MM-DD；期间是这一天所在的期间。")
@click.option("--by", type=click.Choice(("county", "town", "worker")), help="按县区、乡镇街道或负责人分列。")
@click.option("--rows", "rows", type=click.Path(dir_okay=False, path_type=Path), help="把名单写成 CSV（记入审计）。")
@click.option("--known-on", "known_on", type=_DAY, help="只按这一天结束时所知的事实计算；不写即按现在所知。")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def duties(as_of: datetime, by: str | None, rows: Path | None, known_on: datetime | None, as_json: bool) -> None:
    """“四个一”：应办、已办、逾期，未核对的总在旁边。

    率的 cautious 是谨慎值：未核对的人按已核对者的意愿比例计入后的比率，与率不同才有。
    """
    from tonggong.base.accounts.who import system_who
    from tonggong.cli.problems import not_written
    from tonggong.domain.status.standing import duties_csv, duties_on

    who = system_who()
    with _figures_in_words():
        found = duties_on(who, as_of.date(), known_on.date() if known_on else None)
    if rows is not None:
        try:
            rows.write_bytes(duties_csv(who, found))
        except OSError as failed:
            raise click.ClickException(not_written(rows, failed)) from None
    whole = found.standings().get("")
    said: dict[str, Any] = {"as_of": as_of.date().isoformat(), "period": found.period, **_as_json(whole)}
    if by is not None:
        said["by"] = by
        groups = found.standings(by).items()
        said["groups"] = [{"key": key, "name": found.name(key, by), **_as_json(one)} for key, one in groups]
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    click.echo(f"“四个一”　{said['period']}　截至 {said['as_of']}")
    for line in _in_words(said):
        click.echo(line)
    for group in said.get("groups", ()):
        click.echo(group["name"])
        for line in _in_words(group):
            click.echo(f"  {line}")


def _as_json(found: Any) -> dict[str, Any]:
    from tonggong.domain.status.standing import Standing
    from tonggong.rules.four_ones import One

    standing = found or Standing()
    coverage = standing.coverage
    said: dict[str, Any] = {
        one.value: {
            "owed": coverage.owed(one),
            "done": coverage.done(one),
            "overdue": standing.overdue[one],
            "rate": _percent(coverage.rate(one)),
            "cautious": _percent(coverage.cautious(one)),
        }
        for one in One
    }
    return said | {
        "unverified": coverage.unverified,
        "complete": coverage.complete,
        "voluntary": coverage.voluntary,
        "left": standing.left,
    }


def _percent(share: Decimal | None) -> float | None:
    """A share as the board writes it, half-up to one place of a percent, but as a number."""
    return None if share is None else float(percent(share).removesuffix("%"))


def _in_words(said: dict[str, Any]) -> list[str]:
    from tonggong.domain.status.choices import One

    lines = []
    for key, name in One.choices:
        one = said[key]
        rate = "—" if one["rate"] is None else f"{one['rate']}%"
        careful = f"，谨慎值 {one['cautious']}%" if one["cautious"] is not None else ""
        lines.append(f"{name}　应办 {one['owed']:,}　已办 {one['done']:,}　逾期 {one['overdue']:,}　{rate}{careful}")
    lines.append(f"未核对 {said['unverified']:,}　全部办结 {said['complete']:,}　超龄自愿 {said['voluntary']:,}")
    return lines


@click.command("recompute")
@click.option("--on", "on", type=_DAY, required=True, help="按哪一天重新判断，YYYY-MM-DD。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{on, changed}。")
def recompute(on: datetime, as_json: bool) -> None:
    """按某一天重新判断所有人的身份和应办事项并保存；已经对的不动，重复运行没有变化。

    后台任务每天自动做一次；改了规则或数值以后也会自动做。
    """
    from tonggong.domain.status.services import refresh

    with _figures_in_words():
        changed = refresh(None, on.date())
    said = {"on": on.date().isoformat(), "changed": changed}
    click.echo(json.dumps(said) if as_json else f"已按 {said['on']} 重新判断，{changed:,} 行有变化。")


@click.command("check-derived")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{differ, rows}。")
def check_derived(as_json: bool) -> None:
    """核对保存的判断与规则是否一致：一致退出码 0，不一致 1 并列出。不改任何东西。"""
    from tonggong.domain.status.standing import differences

    with _figures_in_words():
        found = list(differences())
    if as_json:
        rows = [{"person": one.person, "what": one.what, "kept": one.kept, "by_rule": one.by_rule} for one in found]
        click.echo(json.dumps({"differ": len(rows), "rows": rows}, ensure_ascii=False, indent=1, default=str))
    elif not found:
        click.echo("保存的判断与规则一致。")
    else:
        click.echo(f"有 {len(found):,} 处与规则不一致：")
        for one in found[:_SHOWN]:
            click.echo(f"  人员 {one.person}　{one.what}　保存的 {one.kept}　按规则 {one.by_rule}")
        click.echo("运行 tonggong recompute --on 今天的日期 可以重新判断。")
    if found:
        sys.exit(1)
