"""The practice city's contacts of units, sent before its last month is compared; one firm under two codes joined, one offered."""

from pathlib import Path

from django.db.models import Q

from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who, system_who
from tonggong.base.divisions import queries as divisions
from tonggong.domain.employers.contacts import say_contact
from tonggong.domain.employers.models import Unit
from tonggong.domain.employment.models import Spell
from tonggong.domain.quota.services import join_units
from tonggong.practice.unit_contacts import Listed, write_contacts

MOST = 200  # firms: those with our people first


def write_called(folder: Path, seed: int, month: str) -> tuple[list[Path], list[tuple[str, str]]]:
    """Write the files of a month for the public bodies, and for firms at which the ledger knows somebody."""
    ours = Spell.objects.standing().filter(ended_on=None).exclude(unit_code="").values("unit_code")
    firms = Unit.objects.filter(posts=None, code__in=ours).filter(Q(code__startswith="91") | Q(code__startswith="92"))
    rows = [*firms.order_by("code")[:MOST], *Unit.objects.exclude(posts=None).order_by("code")]
    units = [
        Listed(one.code, one.name, divisions.name_of(one.county_code) if one.county_code else "", one.posts)
        for one in rows
    ]
    return write_contacts(seed, month, units, folder)


def settle_units(twice: list[tuple[str, str]], own: str) -> None:
    """Join the first of the firms under two codes and leave the next to whoever looks; the account's unit names its contact.

    Args:
        own: the code of the unit that the practice account speaks for, "" for none.
    """
    for old, kept in twice[:1]:
        pair = {one.code: one for one in Unit.objects.filter(code__in=[old, kept])}
        if len(pair) == 2:
            join_units(system_who("演练城市"), pair[old], pair[kept], "变更登记通知书：换发统一社会信用代码")
    unit = Unit.objects.filter(code=own).first()
    if unit is not None:
        who = Who(None, "高原", "employer", ROLES["employer"].title, "", ROLES["employer"].duties, unit_code=own)
        say_contact(who, unit, name="高原", role="人事专员", phone="0427-2836112")
