"""Gives a test run a data home of its own, before any setting is read; named in pyproject.toml as a plugin of pytest.

pytest-django reads the settings before the first conftest.py, so this can't be a fixture. Each process of
pytest-xdist gets a home of its own, and none ever touches the one that `make run` uses.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tonggong.base.privacy import keys

HOME = Path(tempfile.mkdtemp(prefix="tonggong-tests-"))
os.environ["TONGGONG_HOME"] = str(HOME)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API keeps an event loop in the test's thread
for _name in ("PORT", "PEOPLE", "SEED", "TONGGONG_KEY_FILE", "TONGGONG_CIPHER", "TONGGONG_AUDIT_MAC"):
    os.environ.pop(_name, None)
keys.make()

atexit.register(shutil.rmtree, HOME, ignore_errors=True)
