"""The walk finds what it is for: tried on a few pages, good and bad."""

import pytest

from tests.access import small_pages
from tests.access.objects import KINDS
from tests.access.walk import Line, everybody, matrix, strangers, walked
from tonggong.base.accounts.roles import ROLES

ACCOUNT = {
    name: Line(name, (duty,), methods=("POST",) if name == "account:sign-out" else ("GET", "POST"))
    for name, duty in [
        ("account:sign-in", "public"),
        ("account:password", "signed-in"),
        ("account:sign-out", "signed-in"),
        ("account:second-factor", "signed-in"),
        ("account:second-factor-setup", "signed-in"),
    ]
}
GOOD = ACCOUNT | {
    "account:post": Line("account:post", ("signed-in",), "post", ("POST",)),
    "front": Line("front", ("public",)),
    "figures": Line("figures", ("figures.read",), methods=("GET",)),
    "town": Line("town", ("ledger.read", "findings.read"), "town"),
    "decide": Line("decide", ("findings.decide",), "town", ("POST",)),
    "secret": Line("secret", ("ledger.unmask",)),
}


@pytest.fixture(autouse=True)
def _small_pages(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.access.small_pages"
    monkeypatch.setitem(KINDS, "town", small_pages.KINDS_HERE["town"])


def test_a_page_without_a_line_and_without_a_duty_is_found():
    assert strangers(GOOD) == [
        "(nameless): no line in matrix.yaml",
        "careless: no line in matrix.yaml",
        "forgotten: no line in matrix.yaml",
        "writing: no line in matrix.yaml",
    ]


def test_a_line_that_says_otherwise_than_the_page_is_found():
    wrong = GOOD | {
        "gone": Line("gone", ("public",)),
        "forgotten": Line("forgotten", ("public",)),
        "figures": Line("figures", ("public",)),
        "careless": Line("careless", ("ledger.read",)),
        "town": Line("town", ("ledger.read", "findings.read"), "village"),
    }
    said = "\n".join(strangers(wrong))
    assert "gone: a line, but no page" in said
    assert "forgotten: the view asks for (None,), the matrix says ('public',)" in said
    assert "figures: the view asks for ('figures.read',), the matrix says ('public',)" in said
    assert "careless: its address names an object" in said
    assert "town: objects.py makes no village" in said


@pytest.mark.parametrize("role", everybody(), ids=lambda role: role.key if role else "anonymous")
def test_good_pages_pass_for_every_role(practice, role):
    assert walked(role, GOOD) == []


@pytest.mark.parametrize("role", ["township_worker", "county_staff", "city_staff"])
def test_a_page_that_shows_foreign_rows_is_found(practice, role):
    lines = {"careless": Line("careless", ("ledger.read",), "town")}
    assert walked(ROLES[role], lines) == [
        "GET careless with a foreign town: opened",
        "POST careless with a foreign town: opened",
    ]


def test_what_is_everybodys_may_be_seen_by_all_who_have_the_duty(practice):
    lines = {"careless": Line("careless", ("ledger.read",), "town", everybodys=True)}
    assert walked(ROLES["township_worker"], lines) == []


def test_a_page_that_lets_too_many_in_is_found(practice):
    lines = {"front": Line("front", ("audit.read",)), "figures": Line("figures", ("audit.read",), methods=("GET",))}
    assert walked(ROLES["county_staff"], lines) == [
        "GET front: opened, not refused",
        "POST front: opened, not refused",
        "GET figures: opened, not refused",
    ]
    assert walked(None, {"front": lines["front"]}) == [
        "GET front: opened, not sign-in",
        "POST front: opened, not sign-in",
    ]


def test_a_page_that_keeps_out_whom_it_should_let_in_is_found(practice):
    lines = {"secret": Line("secret", ("ledger.read",), methods=("GET",))}
    assert "GET secret: refused, not opened" in walked(ROLES["job_coach"], lines)


def test_a_page_that_writes_while_it_is_read_is_found(practice):
    lines = {"writing": Line("writing", ("ledger.read",), methods=("GET",))}
    (said, _) = walked(ROLES["county_staff"], lines)
    assert "WriteInReading" in said
    assert "divisions_division" in said


def test_a_page_that_forgot_to_say_what_it_asks_opens_for_nobody(practice):
    lines = {"forgotten": Line("forgotten", ("public",), methods=("GET",))}
    for role in (None, ROLES["city_staff"]):
        assert "ImproperlyConfigured" in walked(role, lines)[0]


def test_a_word_the_matrix_does_not_know_is_an_error(tmp_path):
    file = tmp_path / "matrix.yaml"
    file.write_text("front: {duty: public, metods: GET}\n")
    with pytest.raises(ValueError, match="metods"):
        matrix(file)


def test_two_lines_for_one_page_are_an_error(tmp_path):
    file = tmp_path / "matrix.yaml"
    file.write_text("front: {duty: public}\na:b: {duty: public}\nfront: {duty: ledger.read}\n")
    with pytest.raises(ValueError, match="two lines for front"):
        matrix(file)
