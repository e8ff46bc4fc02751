"""What a reader may rely on in the source tree."""

import ast
from collections import defaultdict

import grimp
import pytest

from tests.architecture.tree import files, name, parsed, sources, text


def test_no_file_is_longer_than_a_reader_holds_in_mind():
    assert {name(path): lines for path in sources() if (lines := len(text(path).splitlines())) > 400} == {}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("tonggong", exclude_type_checking_imports=True, cache_dir=None)


def _circles(edges: set[tuple[str, str]]) -> set[str]:
    """Return every package that reaches itself through others."""
    ways = defaultdict(set)
    for start, end in edges:
        ways[start].add(end)
    found = set()
    for start in list(ways):
        todo, seen = list(ways[start]), set()
        while todo:
            if (step := todo.pop()) not in seen:
                seen.add(step)
                todo.extend(ways[step])
        if start in seen:
            found.add(start)
    return found


@pytest.mark.parametrize("depth", [2, 3])
def test_packages_form_no_circle(graph, depth):
    edges = set()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            start, end = (".".join(module.split(".")[:depth]) for module in (importer, imported))
            if start != end and not start.startswith(f"{end}.") and not end.startswith(f"{start}."):
                edges.add((start, end))

    assert _circles(edges) == set()


def test_a_circle_would_be_seen():
    assert _circles({("a", "b"), ("b", "c"), ("c", "b")}) == {"b", "c"}


def test_every_package_says_what_it_is_for():
    silent = [
        name(path)
        for path in files("tonggong/*/__init__.py")
        if path.parent.name not in {"migrations", "templatetags"} and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def _public_rules() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (f"{name(path)}: {node.name}", node)
        for path in sources()
        if name(path).startswith("tonggong/rules/")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_every_rule_says_what_it_finds():
    assert [where for where, rule in _public_rules() if not ast.get_docstring(rule)] == []


def test_every_sentence_of_a_rule_names_its_source():
    steps = [
        (
            f"{name(path)}:{node.lineno}",
            [ast.unparse(value) for value in [*node.args, *(word.value for word in node.keywords)]],
        )
        for path in sources()
        if name(path).startswith("tonggong/rules/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Step"
    ]
    assert len(steps) > 10
    assert [where for where, values in steps if len(values) != 2 or values[1] in {"''", "None"}] == []


def test_rules_read_no_clock():
    clocks = {"today", "now", "utcnow", "localtime", "time_ns"}
    asked = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        if name(path).startswith(("tonggong/rules/", "tonggong/analysis/"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert asked == []


def test_what_stands_on_the_ledger_asks_only_the_installations_clock():
    asked = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        if name(path).startswith(("tonggong/base/", "tonggong/domain/", "tonggong/web/"))
        and name(path) != "tonggong/base/installation/clock.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {"datetime.now", "date.today", "datetime.today", "timezone.now", "timezone.localdate"}
    ]
    assert asked == []


def test_no_test_is_put_aside():
    marks = ("skip", "skipif", "xfail", "importorskip")
    aside = [
        f"{name(path)}:{node.lineno}"
        for path in files("tests/*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in marks and ast.unparse(node).startswith("pytest.")
    ]
    assert aside == []
