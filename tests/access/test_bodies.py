"""What is posted may name things too: with a foreign id in it nothing is done, with one's own it is.

`bodies.yaml` has one entry a page. Each of its `ids` is posted once as somebody else's while all the rest is one's own: then
nothing may be written but the trail. That the body is a good one, the same with all ids one's own shows: it is done.
"""

import re
from pathlib import Path

import pytest
import yaml
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access import body_objects as body_objects  # it registers its kinds
from tests.access.objects import KINDS
from tests.access.walk import matrix, someone, stranger
from tonggong.base.accounts.roles import ROLES

BODIES = yaml.safe_load(Path(__file__).with_name("bodies.yaml").read_text(encoding="utf-8"))
WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
TRAIL = ("audit_", "django_session", "accounts_")  # also a refusal leaves these


@pytest.fixture(autouse=True)
def _city(practice):
    from tests.panjin import load_panjin

    load_panjin()


def posted(client, page, mine, owners):
    """Post the body of a page, each id as the object of the owner given for its field; return (status, tables written). Undone."""
    told = BODIES[page]
    named_here = told.get("object") or matrix()[page].kind
    with transaction.atomic():
        address = reverse(page, kwargs=KINDS[named_here](mine) if named_here else None)
        body = dict(told.get("body", {}))
        for field, named in told["ids"].items():
            kind, key = named.split(".")
            body[field] = KINDS[kind](owners[field])[key]
        with CaptureQueriesContext(connection) as asked:
            status = client.post(address, body).status_code
        found = {match[1] for one in asked.captured_queries if (match := WRITES.match(one["sql"]))}
        transaction.set_rollback(True)
    return status, {table for table in found if not table.startswith(TRAIL)}


@pytest.mark.parametrize("page", BODIES)
def test_an_id_of_somebody_else_in_what_is_posted_changes_nothing_and_ones_own_does(page):
    role, ids, client = ROLES[BODIES[page]["as"]], BODIES[page]["ids"], Client()
    user, mine = someone(role)
    theirs = stranger(role)
    client.force_login(user)

    status, written = posted(client, page, mine, dict.fromkeys(ids, mine))
    assert status < 400
    assert written, "the body is not a good one: nothing is done with it"
    for field in ids:
        status, written = posted(client, page, mine, {**dict.fromkeys(ids, mine), field: theirs})
        assert (field, written) == (field, set())
        assert status < 500


def test_every_page_of_the_bodies_takes_posts_and_every_kind_is_made():
    lines = matrix()

    assert [page for page in BODIES if "POST" not in lines[page].methods] == []
    assert [kind for told in BODIES.values() for kind in told["ids"].values() if kind.split(".")[0] not in KINDS] == []
