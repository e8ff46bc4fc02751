"""`tonggong serve`: the server and the task worker, started and ended together."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

PATIENCE = 12  # seconds that a part may take to end by itself


@click.command("serve")
@click.option("--demo", is_flag=True, help="先建好演练城市（已有就直接用）。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", type=int, envvar="PORT", default=8000, show_default=True, help="端口，也可用环境变量 PORT。")
@click.option(
    "--people", type=int, envvar="PEOPLE", default=40_000, show_default=True, help="演练城市的持证人数（PEOPLE）。"
)
@click.option("--seed", type=int, envvar="SEED", default=20_260, show_default=True, help="演练城市的种子（SEED）。")
@click.option("--workers", type=int, envvar="TONGGONG_WORKERS", default=2, show_default=True, help="服务进程数。")
def serve(demo: bool, host: str, port: int, people: int, seed: int, workers: int) -> None:
    """启动网站和后台任务，一起开始，一起结束（Ctrl-C 或 SIGTERM）。

    升级以后先补上新的表、政策数值和方案，再开门；没有新的就不动。
    """
    from tonggong.base.installation.services import WrongInstallation, current, prepare, renew

    # until the servers stand, a signal simply ends us; SIGTERM reaches the whole process group
    signal.signal(signal.SIGTERM, _leave)
    if demo:
        try:
            if prepare(practice=True).practice_day is None:
                from tonggong.cli import demonstration

                demonstration.make(people, seed, lambda line: click.echo(line))
        except WrongInstallation as why:
            raise click.ClickException(str(why)) from why
    row = current()
    if row is None:
        raise click.ClickException("这里还没有安装。先运行 tonggong init（正式）或 tonggong load-city（演练）。")
    try:
        renew(row)
    except WrongInstallation as why:
        raise click.ClickException(str(why)) from why
    _take_what_is_new(row.city_pack)
    _run(host, port, workers)


def _take_what_is_new(pack: str) -> None:
    """Load policy figures and plan anew where a newer version brought some; the same again changes nothing."""
    from tonggong.base.accounts.who import system_who
    from tonggong.base.installation import home
    from tonggong.domain.plan.pack import find_pack
    from tonggong.domain.plan.pack.facts import PackError, PackUnknown
    from tonggong.domain.plan.services import load_city
    from tonggong.rules import figures

    try:
        folder = find_pack(pack)
        files = sorted([*Path(figures.__file__).parent.glob("*.yaml"), *folder.iterdir()])
        fingerprint = hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()
        seen = home() / "pack.sha256"
        if not seen.exists() or seen.read_text() != fingerprint:
            load_city(folder, system_who("启动"))
            seen.write_text(fingerprint)
    except PackUnknown:
        click.echo(
            "城市包不在自带的里面：升级后请用 tonggong load-city 文件夹 再装一次，新的政策数值才会进来。", err=True
        )
    except PackError as why:
        click.echo(f"城市包有错，仍用原来的数值：\n{why}", err=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _run(host: str, port: int, workers: int) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tonggong.config.settings"}
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
            "tonggong.config.wsgi:application",
        ],
        env=environment,
    )  # fmt: skip
    parts = [server]
    try:
        _greet(host, port, server)  # the worker waits until the first page stands: both load the same code
        parts.append(subprocess.Popen([sys.executable, "-m", "tonggong.cli.worker"], env=environment))
        while all(part.poll() is None for part in parts):
            time.sleep(0.2)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        for part in parts:
            with suppress(ProcessLookupError):
                part.terminate()
        for part in parts:
            try:
                part.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait()


def _greet(host: str, port: int, server: "subprocess.Popen[bytes]") -> None:
    """Say where it stands, once the first page really answers, and who can sign in."""
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/", timeout=5):
            break
        time.sleep(0.1)
    else:
        click.echo("网站没有起来，请看上面的提示。", err=True)
        return
    lines = ["", f"同工已启动：{address}"]
    lines += _accounts()
    click.echo("\n".join(lines))


def _accounts() -> list[str]:
    from tonggong.base.accounts.practice import practice_accounts
    from tonggong.base.installation.services import is_practice

    if not is_practice():
        return []
    rows = practice_accounts()
    lines = ["演练账号（人和单位都是虚构的）："]
    lines += [f"  {r['title']}　{r['division']}　用户名 {r['user']}　密码 {r['password']}" for r in rows]
    return lines
