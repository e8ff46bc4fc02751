"""The command as a whole: what it lists, and what it spares whoever only asks for help."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from tonggong.base import derived
from tonggong.cli import COMMANDS, group

# Libraries for tables and documents, and the pages: no command needs them before it does its work.
HEAVY = ("numpy", "pyarrow", "duckdb", "openpyxl", "xlsxwriter", "docx", "tonggong.config.urls")
pytestmark = pytest.mark.django_db  # a command lives in the calendar of the installation
told: list[list[int] | None] = []


def keep(person_ids):
    told.append(person_ids)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_says_of_a_command_what_it_says_of_itself(name):
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.get_short_help_str(limit=500) == COMMANDS[name][1]


def test_the_list_names_every_command():
    listed = CliRunner().invoke(group, ["--help"])
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.output.partition("Commands:")[2].splitlines() if line] == sorted(
        COMMANDS
    )


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [(["--help"], ("django", "tonggong.domain")), (["status", "--help"], HEAVY), (["import", "--help"], HEAVY)],
)
def test_help_loads_nothing_that_it_does_not_need(arguments, unwanted, tmp_path):
    program = (
        "import sys\nfrom tonggong.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print('loaded', [name for name in {unwanted!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"TONGGONG_HOME": str(tmp_path), "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "loaded []"


def test_who_keeps_answers_may_be_named_by_where_it_lies(monkeypatch):
    monkeypatch.setattr(derived, "_refreshers", [])
    told.clear()
    derived.register(f"{__name__}.keep")
    derived.register(f"{__name__}.keep")
    derived.facts_changed([3, 1, 3])
    assert told == [[1, 3]]
