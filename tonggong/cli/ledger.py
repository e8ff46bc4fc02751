"""`tonggong ledger export`."""

import json
from pathlib import Path

import click

from tonggong.base.accounts.who import system_who
from tonggong.domain.employment.exports import PurposeMissing, export_ledger


@click.group("ledger")
def ledger() -> None:
    """台账：为写明的用途导出。"""


@ledger.command("export")
@click.option("--purpose", required=True, help="导出做什么用；记入审计。")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .parquet 文件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def export(purpose: str, out: Path, as_json: bool) -> None:
    """导出全部就业记录，一行一次陈述，包括已停止采信的。"""
    try:
        rows = export_ledger(system_who(), out, purpose)
    except PurposeMissing as why:
        raise click.UsageError(str(why)) from why
    click.echo(json.dumps({"rows": rows, "file": str(out)}) if as_json else f"已导出 {rows:,} 行到 {out}")
