"""`tonggong accounts`: who can sign in to a practice city."""

import json

import click


@click.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def accounts(as_json: bool) -> None:
    """列出演练城市的账号（正式安装没有演练账号，退出码 1）。"""
    from tonggong.base.accounts.practice import practice_accounts
    from tonggong.base.accounts.services import AccountRefused

    try:
        rows = practice_accounts(everybody=True)
    except AccountRefused as refused:
        raise click.ClickException(str(refused)) from None
    if as_json:
        wanted = ("role", "name", "division", "user", "password")
        click.echo(json.dumps([{key: row[key] for key in wanted} for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['title']}　{row['division']}　{row['name']}　用户名 {row['user']}　密码 {row['password']}")
