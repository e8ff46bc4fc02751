"""Processes that give the same people to different workers at the same time: one answers for each in the end."""

import json
import os
import subprocess
import sys

from tests import kept

PATIENCE = 900  # seconds, only so that it ends: a busy machine takes minutes
SETUP = """
from tonggong.base.privacy import keys
keys.make()
import django
django.setup()
import json
from tests.domain.today_city import Town, a_user, on
with on():
    town = Town()
    people = [town.person().pk for _ in range(20)]
    users = [town.worker.pk, a_user("lining", "李宁").pk, a_user("zhangli", "张丽").pk]
print(json.dumps([town.county.pk, people, users]))
"""
GIVER = """
import django
django.setup()
from tests.domain.today_city import on
from tonggong.base.accounts.models import User
from tonggong.base.accounts.queries import who_is
from tonggong.domain.casework.services.assignments import assign
who = None
for n in range(5):
    with on():
        who = who or who_is(User.objects.get(pk={county}))
        assign(who, {people}, "worker", {user})
"""
READER = """
import django
django.setup()
import json
from tonggong.domain.casework.models import Assignment
rows = Assignment.objects.order_by("person_id")
print(json.dumps([list(rows.filter(ended_on=None).values_list("person_id", "user_id")), rows.count()]))
"""


def test_people_given_to_three_at_once_end_with_exactly_one_each(tmp_path, db):
    kept.lay(kept.EMPTY, tmp_path / "tonggong.sqlite3")
    env = {**os.environ, "TONGGONG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tonggong.config.settings"}
    env.pop("DATABASE_URL", None)

    def python(code: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True)

    said, _ = python(SETUP).communicate(timeout=PATIENCE)
    county, people, users = json.loads(said.splitlines()[-1])
    orders = (people, people[::-1], people)
    givers = [
        python(GIVER.format(county=county, people=order, user=user)) for user, order in zip(users, orders, strict=True)
    ]
    for giver in givers:
        giver.communicate(timeout=PATIENCE)
    standing, rows = json.loads(python(READER).communicate(timeout=PATIENCE)[0])

    assert [giver.returncode for giver in givers] == [0, 0, 0]
    assert [person for person, _ in standing] == people
    assert len({user for _, user in standing}) == 1
    assert rows > len(people)
