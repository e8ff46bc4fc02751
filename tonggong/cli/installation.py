"""`tonggong init`: a true installation."""

import click


@click.command("init")
@click.option("--city", "city_pack", default="panjin", show_default=True, help="城市包：名字或目录。")
@click.option("--system-admin", default="system-admin:系统管理员", show_default=True, help="用户名:姓名")
@click.option("--security-admin", default="security-admin:安全管理员", show_default=True, help="用户名:姓名")
@click.option("--audit-admin", default="audit-admin:审计管理员", show_default=True, help="用户名:姓名")
def init(city_pack: str, system_admin: str, security_admin: str, audit_admin: str) -> None:
    """建立一套正式安装：密钥、数据库、城市包和三位管理员，没有演练账号。

    三位管理员必须是三个人。初始密码只在这里显示一次，首次登录必须更换。
    """
    from django.core.exceptions import ValidationError

    from tonggong.base.accounts.models import User
    from tonggong.base.accounts.services import AccountRefused, create_first_administrators
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation import home
    from tonggong.base.installation.services import WrongInstallation, prepare
    from tonggong.base.policy.services import FigureFileError
    from tonggong.base.privacy.keys import key_file
    from tonggong.domain.plan.pack import PackError, PackUnknown, find_pack
    from tonggong.domain.plan.services import load_city

    people = []
    for option in (system_admin, security_admin, audit_admin):
        username, _, name = option.partition(":")
        if not username or not name:
            raise click.BadParameter("请写成 用户名:姓名，例如 wangwei:王伟。")
        try:
            others = {field.name for field in User._meta.fields} - {"username", "name"}
            User(username=username, name=name).clean_fields(exclude=others)
        except ValidationError as wrong:
            raise click.BadParameter(f"{option}：{''.join(wrong.messages)}") from None
        people.append((username, name))
    if len({u for u, _ in people}) < len(people) or len({n for _, n in people}) < len(people):
        raise click.BadParameter("系统、安全、审计管理员必须是三个人，用户名和姓名都不能相同。")
    try:
        folder = find_pack(city_pack)
    except PackUnknown as unknown:
        raise click.BadParameter(str(unknown), param_hint="--city") from None
    if (home() / "installation.json").exists():
        raise click.ClickException(f"{home()} 里已经有一套安装，什么都没有改。正式安装要用空目录。")
    try:
        prepare(practice=False)
        load_city(folder, system_who())
        accounts = create_first_administrators(people)
    except (WrongInstallation, PackError, FigureFileError, AccountRefused) as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"已建立正式安装：{home()}")
    click.echo(f"主密钥在 {key_file()}。请马上抄一份，离线存放在另一处：丢了它，身份证号和电话谁也解不开。")
    click.echo("要把主密钥移出数据目录，移走后用 TONGGONG_KEY_FILE 指明新位置。")
    for account in accounts:
        click.echo(f"{account.title}　用户名 {account.username}　初始密码 {account.password}（首次登录必须更换）")
    click.echo("下一步：tonggong serve，用安全管理员登录，建立各县区和部门的账号。")
