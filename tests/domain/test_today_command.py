"""`tonggong today`: the same list as the page, explained, without identifiers."""

import json
import re
from datetime import date

from click.testing import CliRunner

from tests.domain.today_city import Town, on
from tonggong.base.audit.models import Entry
from tonggong.cli.today import today


def test_the_list_is_told_in_order_with_dated_facts_and_without_identifiers(practice):
    with on():
        town = Town()
        town.spell(
            town.somebody("王淑珍", visited=date(2024, 9, 1)), date(2024, 1, 2), contract_until=date(2024, 12, 21)
        )
        person = town.somebody("陈桂兰", visited=date(2023, 12, 20))
        said = CliRunner().invoke(today, ["--worker", "hanyumei", "--on", "2024-12-01", "--json"])
        unknown = CliRunner().invoke(today, ["--worker", "nobody"])
    found = json.loads(said.output)

    assert [(t["order"], t["name"]) for t in found["tasks"]] == [(1, "王淑珍"), (2, "陈桂兰")]
    assert found["tasks"][1]["person"] == person.pk
    assert found["tasks"][0]["reasons"][0]["fact"]["on"] == "2024-12-21"
    assert found["tasks"][0]["score_because"][0].endswith("分。")
    assert re.findall(r"\d{11,}", said.output.replace(found["tasks"][0]["place"], "")) == []
    seen = Entry.objects.filter(kind="view", subject="persons.Person").get()
    assert json.loads(seen.subject_ids) == sorted(task["person"] for task in found["tasks"])
    assert unknown.exit_code == 2
