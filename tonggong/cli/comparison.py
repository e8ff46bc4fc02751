"""`tonggong compare` and `tonggong review`."""

import json
import re
import sys
from pathlib import Path

import click

from tonggong.base.accounts.who import system_who
from tonggong.domain.comparison import services

LABELS = {
    "confirmed": "一致",
    "new": "新出现",
    "ended": "疑似离岗",
    "changed": "有变化",
    "contradictory": "互相矛盾",
    "impossible": "不可能",
    "unmatched": "对不上人",
    "became_facts": "已按规定入账",
    "queued": "待裁定",
}


def is_month(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Refuse what is no month."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value or ""):
        raise click.BadParameter(f"“{value}”不是月份，请写成 2024-09 这样。")
    return value


@click.command("compare")
@click.option("--month", required=True, callback=is_month, help="月份，例如 2024-09。此前没有比对的报送一并比对。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def compare(month: str, as_json: bool) -> None:
    """把收下的报送与台账比对：相符的留痕，新的按规定入账，其余进入差异裁定。"""
    bar = _Bar(quiet=as_json)
    found = services.compare_month(system_who(), month, progress=bar)
    bar.done()
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False))
        return
    click.echo(f"{month} 比对完成")
    for key, label in LABELS.items():
        click.echo(f"  {label}　{getattr(found, key):,}")


class _Bar:
    """One line on standard error that says what is being done."""

    def __init__(self, quiet: bool):
        self.quiet = quiet or not sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        if not self.quiet:
            share = f"{done}/{total} " if total else ""
            click.echo(f"\r\033[K{share}{what}", err=True, nl=False)

    def done(self) -> None:
        if not self.quiet:
            click.echo("\r\033[K", err=True, nl=False)


@click.command("review")
@click.option(
    "--export", "export_to", type=click.Path(dir_okay=False, path_type=Path), help="把待裁定的差异写成 .xlsx。"
)
@click.option(
    "--apply", "apply_from", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="读回填好的表。"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def review(export_to: Path | None, apply_from: Path | None, as_json: bool) -> None:
    """差异裁定：导出成表，在表里填“裁定”和“理由”，再读回来。"""
    if (export_to is None) == (apply_from is None):
        raise click.UsageError("请写 --export 文件 或 --apply 文件，二者选一。")
    who = system_who()
    if export_to is not None:
        rows = services.export_sheet(who, export_to)
        click.echo(
            json.dumps({"rows": rows, "file": str(export_to)}) if as_json else f"已导出 {rows:,} 条到 {export_to}"
        )
        return
    assert apply_from is not None
    try:
        done = services.apply_sheet(who, apply_from)
    except services.SheetWrong as why:
        raise click.ClickException(str(why)) from why
    if as_json:
        click.echo(
            json.dumps({"decided": done.decided, "left": done.left, "refused": done.refused}, ensure_ascii=False)
        )
        return
    click.echo(f"已裁定 {done.decided:,} 条，没有填 {done.left:,} 条，不能照办 {len(done.refused):,} 条")
    for row in done.refused:
        click.echo(f"  第 {row['row']} 行：{row['reason']}")
