"""`tonggong verify-audit`: is the trail whole?"""

import json
import sys

import click


@click.command("verify-audit")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON：{entries, broken}。")
def verify_audit(as_json: bool) -> None:
    """校验审计日志：逐条重算校验值，并与库外的链首核对。完好退出码 0，断裂 1。"""
    from tonggong.base.audit.queries import verify
    from tonggong.base.privacy.keys import KeyMissing

    try:
        found = verify()
    except KeyMissing as missing:
        raise click.ClickException(str(missing)) from None
    if as_json:
        click.echo(json.dumps({"entries": found.entries, "broken": [str(b) for b in found.broken]}, ensure_ascii=False))
    elif found.broken:
        click.echo(f"审计日志共 {found.entries} 条，有 {len(found.broken)} 处断裂：")
        for each in found.broken:
            click.echo(f"  {each}")
    else:
        click.echo(f"审计日志共 {found.entries} 条，完好。")
    if found.broken:
        sys.exit(1)
