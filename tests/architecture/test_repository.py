"""What must never be in the repository, and what its locks hold."""

import re
import tomllib

import pytest

from tests.architecture.tree import BINARY, ROOT, files, name, text

# Written so that this file does not match itself.
MACHINE = re.compile(
    r"(?<!\w)/(w[o]rk/(main|steering|shared|\.library)|f[a]rm/|r[o]ot/\.|tmp/b[a]sh_jobs)"
    r"|--(extra-)?i[n]dex-url|--f[i]nd-links|\"resolved\": *\"h[t]tp"
    r"|https?://\S+\.(w[h]l|tgz|tar\.gz)|https?://([\w-]+\.)*(py[p]i|pythonh[o]sted|npm[j]s|deb[.]debian|r[e]gistry\.)"
)
LOCKS = files("requirements/*.txt")


@pytest.mark.parametrize(
    ("line", "is_bad"),
    [
        ("see " + "/work/" + "shared/design", True),
        ("pip install " + "--index" + "-url X", True),
        ("uv pip compile --no-emit-index-url", False),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_an_address_or_a_machines_path_is_recognised(line, is_bad):
    assert bool(MACHINE.search(line)) is is_bad


def test_no_file_names_a_machines_path_or_a_registrys_address():
    bad = [
        f"{name(path)}:{number}"
        for path in files()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert bad == []


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_a_lock_holds_hashes_and_no_addresses(lock):
    pins = re.findall(r"^[\w.\-\[\]]+==", text(lock), re.M)
    hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", text(lock))

    assert pins
    assert len(hashes) >= len(pins)
    assert not re.search(r"https?://|git\+|file:", text(lock))


def _pinned(lock) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text(ROOT / "requirements" / lock), re.M))


def test_tests_and_benches_run_on_the_versions_that_users_run_on():
    run = _pinned("run.txt")
    assert len(run) > 20
    for lock in ("dev.txt", "bench.txt"):
        other = _pinned(lock)
        assert {package: other.get(package) for package in run} == run


def test_every_dependency_is_locked():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    wanted = {re.match(r"[\w.-]+", line)[0].lower() for line in project["dependencies"]}
    assert wanted - _pinned("run.txt").keys() == set()
