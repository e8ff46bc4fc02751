"""`tonggong load-city`: divisions, departments, figures, feeds and plans of a city."""

import json

import click


@click.command("load-city")
@click.argument("name_or_dir")
@click.option("--json", "as_json", is_flag=True, help="供程序读取的 JSON。")
def load_city(name_or_dir: str, as_json: bool) -> None:
    """装入一座城市的区划、部门、政策数值和方案；可反复执行，已有的不变。

    NAME_OR_DIR 是自带城市包的名字（如 panjin），或城市包所在的文件夹。在空的数据目录里先建立一套演练安装；
    在已有的安装里先补上新版本的表，再装新的政策数值。
    """
    from tonggong.base.accounts.practice import ensure_practice_accounts
    from tonggong.base.accounts.services import AccountRefused
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation import home
    from tonggong.base.installation.services import WrongInstallation, current, is_practice, prepare, renew
    from tonggong.base.policy.services import FigureFileError
    from tonggong.domain.plan.pack import PackError, PackUnknown, find_pack
    from tonggong.domain.plan.services import CityOccupied
    from tonggong.domain.plan.services import load_city as load

    try:
        folder = find_pack(name_or_dir)
    except PackUnknown as unknown:
        raise click.BadParameter(str(unknown), param_hint="NAME_OR_DIR") from None
    try:
        if not (home() / "installation.json").exists():
            prepare(practice=True)
        elif (row := current()) is not None:
            renew(row)
        report = load(folder, system_who())
        if is_practice():
            ensure_practice_accounts(folder)
    except (PackError, FigureFileError, CityOccupied, WrongInstallation, AccountRefused) as refused:
        raise click.ClickException(str(refused)) from None
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        return
    for warning in report.warnings:
        click.echo(f"提醒：{warning}", err=True)
    state = f"共改动 {report.changed} 行" if report.changed else "内容没有变化"
    click.echo(f"{report.city}：{len(report.plans)} 个方案（{'、'.join(report.plans)}），{state}。")
