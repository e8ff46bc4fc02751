"""Many processes write one trail at once, some of them killed: one chain comes out, without a gap."""

import json
import os
import signal
import subprocess
import sys
import time

from tests import kept

PATIENCE = 900  # seconds, only so that it ends: a busy machine takes minutes
WRITER = """
import django
django.setup()
from django.db import transaction
from tonggong.base.accounts.who import Who
from tonggong.base.audit.services import Event, record, record_many
who = Who({n}, "甲", "", "", "", frozenset())
print("ready", flush=True)
for n in range({times}):
    with transaction.atomic():
        record("change", who=who, subject="x", ids=[n])
        record_many([Event("view", "x", [n])] * 2, who=who)
"""
READER = """
import django
django.setup()
import json
from tonggong.base.audit.queries import verify
found = verify()
print(json.dumps([found.entries, [str(b) for b in found.broken]]))
"""


def test_processes_that_write_and_die_together_leave_one_whole_chain(tmp_path, db):
    env = {**os.environ, "TONGGONG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tonggong.config.settings"}
    env.pop("DATABASE_URL", None)

    def python(code: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True)

    def read() -> tuple[int, list[str]]:
        said, _ = python(READER).communicate(timeout=PATIENCE)
        entries, broken = json.loads(said)
        return entries, broken

    kept.lay(kept.EMPTY, tmp_path / "tonggong.sqlite3")
    python("from tonggong.base.privacy import keys; keys.make()").communicate(timeout=PATIENCE)
    steady = [python(WRITER.format(n=n, times=20)) for n in (1, 2)]
    doomed = python(WRITER.format(n=3, times=100_000))
    assert doomed.stdout.readline() == "ready\n"
    time.sleep(0.2)
    doomed.send_signal(signal.SIGKILL)
    doomed.communicate()
    for each in steady:
        each.communicate(timeout=PATIENCE)

    assert [each.returncode for each in steady] == [0, 0]
    entries, broken = read()
    assert entries >= 2 * 20 * 3
    assert entries % 3 == 0
    assert broken == []
