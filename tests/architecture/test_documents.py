"""What the documents promise is there."""

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, files, name, text

DOCUMENTS = files("*.md")
TWINS = (ROOT / "README.md", ROOT / "README.zh-CN.md")
FOLDERS = ("tonggong", "tests", "cities", "docs", "scripts", "bench", "requirements", ".ci")


def _targets() -> set[str]:
    return {
        target
        for names in re.findall(r"^([a-z][a-z -]*):(?!=)", text(ROOT / "Makefile"), re.M)
        for target in names.split()
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_command_of_a_document_exists(document):
    said = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*[a-z])", text(document), re.M))
    assert said - _targets() == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_of_a_document_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(document))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_a_document_names_exists(document):
    said = re.findall(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]+)`", text(document))
    assert [path for path in said if not (ROOT / path).exists()] == []


def test_the_first_screen_tells_how_to_run_and_to_test():
    for readme in TWINS:
        first = "\n".join(text(readme).splitlines()[:40])
        assert "make run" in first
        assert "make test" in first


def test_both_readmes_tell_the_same_commands_and_lead_to_the_same_pages():
    english, chinese = (
        (
            re.findall(r"(?:^|`)make [a-z-]+(?: [A-Z]+=[\w/]+)*", text(twin), re.M),
            re.findall(r"\]\((docs/[^)]+)\)", text(twin)),
        )
        for twin in TWINS
    )
    assert sorted(english[0]) == sorted(chinese[0])
    assert sorted(english[1]) == sorted(chinese[1])


def test_the_server_runs_the_very_command_that_the_readme_gives():
    steps = [
        line
        for line in text(ROOT / ".ci" / "run").splitlines()
        if line and not line.startswith(("#", "set ", "cd ", "export "))
    ]
    assert steps == ["make test"]


def _settings_read() -> set[str]:
    ways = r"(?:env(?:\.\w+)?\(|environ(?:\.get\(|\.setdefault\(|\[)|getenv\(|envvar=)\s*\"([A-Z][A-Z_]+)\""
    found = {setting for path in files("tonggong/*.py") for setting in re.findall(ways, text(path))}
    return found - {"DJANGO_SETTINGS_MODULE"}  # fixed by the program for itself


def test_the_table_of_settings_is_whole():
    listed = set(re.findall(r"^\| `([A-Z_]+)`", text(ROOT / "docs" / "settings.md"), re.M))
    made_by_make = {"PORT", "PEOPLE", "SEED"}
    assert _settings_read() - listed == set()
    assert listed - _settings_read() - made_by_make == set()


def test_every_dependency_has_its_reason():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    wanted = project["dependencies"] + [line for group in project["optional-dependencies"].values() for line in group]
    reasons = text(ROOT / "docs" / "decisions.md").lower()
    assert [line for line in wanted if re.match(r"[\w.-]+", line)[0].lower() not in reasons] == []


def test_every_place_the_glossary_names_exists():
    rows = [line.split("|")[1:-1] for line in text(ROOT / "docs" / "glossary.md").splitlines() if line.startswith("|")]
    places = [place for row in rows for place in re.findall(r"`([a-z_./]+)`", row[3])]
    assert len(places) > 50
    lost = [
        p
        for p in places
        if not any(
            (ROOT / base / p.replace(".", "/")).with_suffix(s).exists()
            for base in ("tonggong", ".")
            for s in ("", ".py")
        )
    ]
    assert lost == []


def test_the_glossary_keeps_one_line_a_term():
    terms = re.findall(r"^\| ([a-z][^|]+) \|", text(ROOT / "docs" / "glossary.md"), re.M)
    assert len(terms) > 60
    assert len(terms) == len(set(terms))
