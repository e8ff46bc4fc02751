"""`tonggong load-city` makes a home without a city a practice installation; a faulty pack fails and changes nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import kept

ROOT = Path(__file__).parents[2]
YUNTING = ROOT / "tests" / "data" / "cities" / "yunting"


@pytest.fixture(scope="module")
def home(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("home") / "new"
    kept.lay(kept.EMPTY, folder / "tonggong.sqlite3")
    return folder


@pytest.fixture
def run(home):
    def run(*words):
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return subprocess.run(
            [sys.executable, "-m", "tonggong", "load-city", *map(str, words)],
            cwd=ROOT,
            env=environment | {"TONGGONG_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_from_a_home_without_a_city_to_a_loaded_practice_city_and_back_to_usage(run, home, tmp_path):
    first = run(YUNTING, "--json")
    said = json.loads(first.stdout)
    assert (first.returncode, said["city"], said["plans"]) == (0, "云汀市", ["yunting-2023-2025"])
    assert said["changed"] > 0
    assert "条款 A2 没有对应的上级文件" in said["warnings"][0]
    assert json.loads((home / "installation.json").read_text())["kind"] == "practice"

    again = run(YUNTING, "--json")
    assert (again.returncode, json.loads(again.stdout)["changed"]) == (0, 0)

    broken = Path(shutil.copytree(YUNTING, tmp_path / "broken"))
    (broken / "targets.yaml").write_text((broken / "targets.yaml").read_text().replace("2023: 20", "2023: 10"))
    refused = run(broken)
    assert refused.returncode == 1
    assert "targets.yaml 第5行 by_year：分解合计50人，应为60人，差10人" in refused.stderr
    assert "Traceback" not in refused.stderr

    unknown = run("atlantis")
    assert unknown.returncode == 2
    assert "panjin" in unknown.stderr
