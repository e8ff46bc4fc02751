"""Every page, every role, own and foreign objects, GET and POST: everyone gets only his division and duty."""

from dataclasses import replace

import pytest

from tests.access.walk import everybody, matrix, strangers, walked
from tonggong.web.components import navigation


def test_every_page_has_its_line_in_the_matrix_and_every_line_its_page():
    assert strangers(matrix()) == []


@pytest.mark.parametrize("role", everybody(), ids=lambda role: role.key if role else "anonymous")
def test_a_role_opens_what_it_may_and_nothing_else(practice, role, monkeypatch):
    # The rail's counts are made for every page and take as long as the page; what they count has tests of its own.
    uncounted = {name: replace(entry, count=None) for name, entry in navigation._ENTRIES.items()}
    monkeypatch.setattr(navigation, "_ENTRIES", uncounted)

    assert walked(role, matrix()) == []
