"""Templates: each is used, none carries a script, and none prints an identifier in an address."""

import re

from tests.architecture.tree import files, name, sources, text

TEMPLATES = files("tonggong/*/templates/*.html")


def _called(path) -> str:
    """Return a template's name as code and other templates call it."""
    return name(path).partition("/templates/")[2]


def test_every_template_is_used():
    everything = "\n".join(map(text, [*TEMPLATES, *sources()]))
    found_by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    unused = [
        name(path)
        for path in TEMPLATES
        if _called(path) not in found_by_django and not _is_named(_called(path), everything)
    ]
    assert unused == []


def _is_named(template: str, everything: str) -> bool:
    """Say whether a template is called: by its whole name, or by one that is put together (f"desk/{'a' if … else 'b'}.html")."""
    folder, _, stem = template.removesuffix(".html").rpartition("/")
    whole = rf"""["',]{re.escape(template)}(#[\w-]+)?["',]"""
    built = rf"""{re.escape(folder)}/\{{[^}}]*'{re.escape(stem)}'[^}}]*\}}\.html"""
    return re.search(f"{whole}|{built}", everything) is not None


def test_every_template_that_is_called_exists():
    there = {_called(path) for path in TEMPLATES}
    called = {
        (name(path), called)
        for path in [*TEMPLATES, *sources()]
        for called in re.findall(r"""["']([a-z_]+/[\w/]+\.html)(?:#[\w-]+)?["']""", text(path))
    }
    assert {pair for pair in called if pair[1] not in there} == set()


def test_no_template_needs_what_the_content_security_policy_forbids():
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=\"|\son[a-z]+=\"|javascript:", re.I
    )
    assert [f"{name(path)}: {found[0]}" for path in TEMPLATES if (found := forbidden.search(text(path)))] == []


def test_no_template_takes_anything_from_another_host():
    outward = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    assert [name(path) for path in TEMPLATES if outward.search(text(path))] == []


def test_no_title_of_a_page_names_a_person():
    """A title lands in the browser's history and in the list of open windows, where anybody at the machine reads it."""
    named = re.compile(
        r"block (?:page_name|title) %\}[^\n]*?\b(?:person|kept|gone|account|coach|worker|file)\.(?:name|title)\b[^\n]*?\{% endblock"
    )
    assert [name(path) for path in TEMPLATES if named.search(_title(text(path)))] == []


def _title(template: str) -> str:
    """Return the blocks of a template that make up its title."""
    return "\n".join(re.findall(r"\{% block (?:page_name|title) %\}.*?\{% endblock", template))
