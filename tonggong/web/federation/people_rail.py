"""Persons, units and policy figures on the rail, the search box, and the refusals whose sentence is meant for the user."""

from tonggong.domain.persons.services import MergeRefused
from tonggong.web.components import refusals
from tonggong.web.components.navigation import Entry, Search, register, register_search

PEOPLE = Entry(
    "人员", "federation:persons", "ledger.read", "台账", 10, icon="person", tab="人员", key="p",
    covers=("federation:person*", "federation:search", "federation:merge*"),
)  # fmt: skip
UNITS = Entry(
    "用人单位", "federation:units", "ledger.read", "台账", 20, icon="employer", key="u", covers=("federation:unit",)
)
POLICY = Entry("政策参数", "federation:policy", "policy.read", "设置", 10, icon="settings")


def register_all() -> None:
    """Put everything in its place; called once when Django is ready."""
    register(PEOPLE, UNITS, POLICY)
    register_search(Search("federation:search", "ledger.search"))
    refusals.register(MergeRefused)
