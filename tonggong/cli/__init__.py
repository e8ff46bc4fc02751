"""The command `tonggong`: the same queries and services as the pages, for a clerk's IT colleague and for programs.

Exit status: 0 done (refused rows are part of a report), 1 failed and nothing changed, 2 wrong use.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

# Where each command lives and its first line of help; nothing is imported before it is called, so that it starts quickly.
COMMANDS = {
    "accounts": ("accounts.accounts", "列出演练城市的账号（正式安装没有演练账号，退出码 1）。"),
    "certification": (
        "employers.certification",
        "按比例就业联网认证的文件：一人一单位一行，逐月的工资、保险和计入情况（含姓名和证件号，记入审计）。",
    ),
    "check-derived": (
        "status.check_derived",
        "核对保存的判断与规则是否一致：一致退出码 0，不一致 1 并列出。不改任何东西。",
    ),
    "circular": ("reporting.circular", "起草一个月的通报并写成公文（.docx）；已经印发的，取出印发的那一份。"),
    "city": ("city.city", "生成练习城市：按各部门报送的样子写出文件，真相另放在 truth/ 下。其中没有一个真实的人。"),
    "compare": ("comparison.compare", "把收下的报送与台账比对：相符的留痕，新的按规定入账，其余进入差异裁定。"),
    "deliveries": ("intake.list_deliveries", "列出全部报送和它们的状态。"),
    "duties": ("status.duties", "“四个一”：应办、已办、逾期，未核对的总在旁边。"),
    "import": (
        "intake.take_in_file",
        "收下一个部门文件。FEED 是数据种类，例如 social-insurance；FILE 是 .xlsx、.xls、.xlsb、.ods 或 .csv。",
    ),
    "indicator": ("reporting.indicator", "计算一个指标：数值、分组、没有计入的和原因。"),
    "indicators": ("reporting.indicators", "列出全部指标。"),
    "init": ("installation.init", "建立一套正式安装：密钥、数据库、城市包和三位管理员，没有演练账号。"),
    "ledger": ("ledger.ledger", "台账：为写明的用途导出。"),
    "levy": ("levy.levy", "逐行计算残保金，说清每一步和依据。不用安装，也不读写台账。"),
    "load-city": ("load_city.load_city", "装入一座城市的区划、部门、政策数值和方案；可反复执行，已有的不变。"),
    "quota": (
        "employers.quota",
        "全市各单位一年的按比例就业和残保金估算，一单位一行，写成 Parquet（不含个人，记入审计）。",
    ),
    "recompute": ("status.recompute", "按某一天重新判断所有人的身份和应办事项并保存；已经对的不动，重复运行没有变化。"),
    "review": ("comparison.review", "差异裁定：导出成表，在表里填“裁定”和“理由”，再读回来。"),
    "serve": ("serve.serve", "启动网站和后台任务，一起开始，一起结束（Ctrl-C 或 SIGTERM）。"),
    "signals": (
        "employers.signals",
        "一年中可能不实的残疾人安排：每条迹象、凭据和清白的说明，只是线索，不是结论（含残疾人证号，记入审计）。",
    ),
    "status": ("status.status", "按规则判断每个人在某一天的身份，写成 Parquet，一人一行（含证号，记入审计）。"),
    "today": ("today.today", "今天该联系谁、为什么：按公开的先后排好，每条理由都有日期和依据。不含证件号码和电话。"),
    "verify-audit": ("audit.verify_audit", "校验审计日志：逐条重算校验值，并与库外的链首核对。完好退出码 0，断裂 1。"),
}
WITHOUT_DATABASE = frozenset({"city", "levy"})


class Commands(click.Group):
    """Commands found by name and imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        width = formatter.width - 6 - max(map(len, COMMANDS))
        rows = [
            (name, click.Command(name, help=words).get_short_help_str(width))
            for name, (_, words) in sorted(COMMANDS.items())
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_DATABASE:
            import django

            django.setup()
            _live_in_calendar()
        module, _, name = COMMANDS[cmd_name][0].partition(".")
        found: click.Command = getattr(importlib.import_module(f"tonggong.cli.{module}"), name)
        return found


def _live_in_calendar() -> None:
    """A practice city has its own calendar; before there is a database there is no city."""
    from django.db import DatabaseError

    from tonggong.base.installation.services import live_in_calendar

    with suppress(DatabaseError):
        live_in_calendar()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="tonggong")
def group() -> None:
    """同工：运行一个城市的残疾人就业三年行动。

    数据和密钥都在 TONGGONG_HOME 指定的目录里；数据库用 DATABASE_URL 指定，不写就用目录里的 SQLite。
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status; whatever goes wrong is told in words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonggong.config.settings")
    try:
        group.main(args=arguments, prog_name="tonggong", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("已中止，什么都没有改。", err=True)
        sys.exit(1)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except Exception as problem:
        from django.apps import apps

        if not apps.ready:  # of a command that needs no database: the words for what went wrong do
            import django

            with suppress(Exception):
                django.setup()
        from tonggong.cli.problems import in_words

        words = in_words(problem)
        if words is None:
            raise
        click.echo(words, err=True)
        sys.exit(1)
