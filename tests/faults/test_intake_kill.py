"""An import that is killed at any point leaves all or nothing, and the next one brings it to its end."""

import json
import os
import subprocess
import sys

import pytest

from tests import kept
from tests.domain.intake_files import hostile

pytestmark = pytest.mark.django_db  # whose migrated tables the killed processes begin with
POINTS = [
    "before anything is written",
    "when the delivery is noted",
    "when the rows are sealed",
    "when all is sealed",
    "when the refused file is written",
    "in the transaction",
    "before the commit",
    "after the commit",
]
SCRIPT = """
import json, os, signal, sys
from pathlib import Path

import django

django.setup()
from django.db import connection, connections, transaction

from tonggong.base.accounts.who import system_who
from tonggong.base.audit.queries import verify
from tonggong.base.installation.services import prepare
from tonggong.base.intake import refused, vault
from tonggong.base.intake.models import Delivery
from tonggong.base.intake.queries import deliveries_as_json, rows_of
from tonggong.base.intake.services import take_in, taking

prepare(practice=True)
path = Path(sys.argv[1])


def dies(module, name, nth, after):
    real, calls = getattr(module, name), []

    def stand_in(*words, **more):
        calls.append(name)
        if len(calls) == nth and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*words, **more)
        if len(calls) == nth and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, stand_in)


WHERE = {
    "before anything is written": (taking, "_draft", 1, False),
    "when the delivery is noted": (taking, "_draft", 1, True),
    "when the rows are sealed": (vault, "put", 1, True),
    "when all is sealed": (vault, "put", 2, True),
    "when the refused file is written": (refused, "put_beside", 1, True),
    "in the transaction": (taking, "record", 1, False),
    "before the commit": (taking, "_switch_in", 1, True),
    "after the commit": (taking, "_take_whole", 1, True),
}
said = {}
for point, where in WHERE.items():
    connections.close_all()
    child = os.fork()
    if not child:
        dies(*where)
        take_in(system_who(), "social-insurance", path, "2024-12")
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    said[point] = [killed, [(d["state"], d["accepted"]) for d in deliveries_as_json()], not verify().broken]
report = take_in(system_who(), "social-insurance", path, "2024-12")
delivery = Delivery.objects.get()
for file in vault.folder().iterdir():
    os.utime(file, (0, 0))
from tonggong.base.intake.staged import names_in_use

swept = vault.sweep(names_in_use())
print(json.dumps({
    "said": said, "end": [(d["state"], d["accepted"]) for d in deliveries_as_json()], "rows": rows_of(delivery).num_rows,
    "again": [report.accepted, report.unchanged], "swept": swept, "left": len(list(vault.folder().iterdir())),
    "beside": sorted(p.name for p in path.parent.iterdir()),
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory, django_db_setup):
    folder, home = tmp_path_factory.mktemp("sent"), tmp_path_factory.mktemp("home") / "home"
    kept.lay(kept.EMPTY, home / "tonggong.sqlite3")
    environment = {
        **os.environ,
        "TONGGONG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tonggong.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(hostile(folder / "h.xlsx"))],
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,  # only so that it ends: a busy machine takes minutes
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_it_left_all_or_nothing_and_a_whole_trail(told, point):
    killed, deliveries, trail_is_whole = told["said"][point]

    assert killed
    assert trail_is_whole
    expected = {"before anything is written": [], "after the commit": [["complete", 9]]}
    assert deliveries == expected.get(point, [["interrupted", 0]])


def test_sent_again_after_the_kills_it_is_the_whole_file_once(told):
    assert told["end"] == [["complete", 9]]
    assert told["rows"] == 9
    assert told["again"] == [0, 9]


def test_what_the_killed_ones_left_in_the_vault_is_swept(told):
    assert told["swept"] > 0
    assert told["left"] == 2


def test_beside_the_file_lies_one_list_of_refused_rows(told):
    assert told["beside"] == ["h.xlsx", "h.退回.xlsx"]
