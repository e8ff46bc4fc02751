"""The command `tonggong`: the same queries and services as the pages, for a clerk's IT colleague and for programs.

Exit status: 0 done (refused rows are part of a report), 1 failed and nothing changed, 2 wrong use.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

# Where each command lives; nothing is imported before it is called, so that a command starts quickly.
COMMANDS = {
    "accounts": "accounts.accounts",
    "check-derived": "status.check_derived",
    "circular": "reporting.circular",
    "city": "city.city",
    "compare": "comparison.compare",
    "deliveries": "intake.list_deliveries",
    "duties": "status.duties",
    "import": "intake.take_in_file",
    "indicator": "reporting.indicator",
    "indicators": "reporting.indicators",
    "init": "installation.init",
    "ledger": "ledger.ledger",
    "load-city": "load_city.load_city",
    "recompute": "status.recompute",
    "review": "comparison.review",
    "serve": "serve.serve",
    "status": "status.status",
    "today": "today.today",
    "verify-audit": "audit.verify_audit",
}
WITHOUT_DATABASE = frozenset({"city"})


class Commands(click.Group):
    """Commands found by name and imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_DATABASE:
            import django

            django.setup()
            _live_in_calendar()
        module, _, name = COMMANDS[cmd_name].partition(".")
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
        from tonggong.cli.problems import in_words

        words = in_words(problem)
        if words is None:
            raise
        click.echo(words, err=True)
        sys.exit(1)
