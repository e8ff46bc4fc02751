"""One reader a feed: what its rows say of the ledger.

A reader takes the rows of one delivery that concern our people and says of each what it is: confirmed, new, changed,
contradictory, impossible. What policy lets in at once goes into the ledger at the same moment; the rest waits for a
person, whose decision runs the very same reader again with `row.insist`.
"""

from collections.abc import Callable, Iterable

from tonggong.domain.comparison.findings import Findings, Row
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.reading import (
    certificates,
    circumstances,
    dispatch,
    households,
    posts,
    registers,
    reliefs,
    spells,
    training,
    units,
    wages,
)

Reader = Callable[[Iterable[Row], Ledger, Findings], None]

# In the order in which a month's files are taken up: units and registers first, then circumstances, then work.
READERS: dict[str, Reader] = {
    "businesses": units.businesses,
    "establishment": units.establishment,
    "posts": posts.posts,
    "certificates": certificates.disability,
    "military-certificates": certificates.military,
    "households": households.households,
    "injured-workers": registers.injured_workers,
    "opening-ledger": spells.opening_ledger,
    "deaths": circumstances.deaths,
    "school-enrolment": circumstances.school_enrolment,
    "low-income": circumstances.low_income,
    "registered-unemployed": circumstances.registered_unemployed,
    "monitoring": circumstances.monitoring,
    "recruitment": spells.recruitment,
    "hires": spells.hires,
    "social-insurance": spells.social_insurance,
    "wages": wages.wages,
    "dispatch-licences": dispatch.licences,
    "dispatch-agreements": dispatch.agreements,
    "bank-payments": dispatch.bank_payments,
    "levy-collected": units.levy_collected,
    "training": training.training,
    "service-points": reliefs.service_points,
    "fee-reliefs": reliefs.fee_reliefs,
    "tobacco-licences": reliefs.tobacco_licences,
    "lottery-rounds": reliefs.lottery_rounds,
}

# Feeds whose rows can enter somebody into the ledger who is not in it yet; of the others only our people's rows count.
ENTERS_PEOPLE = frozenset({"certificates", "military-certificates", "households", "injured-workers", "opening-ledger"})
# Feeds whose row may name nobody: the numbers of a round in which no person of ours took part.
NAMES_NOBODY = frozenset({"lottery-rounds"})
# Feeds about units or places, not persons.
ABOUT_UNITS = frozenset(
    {"service-points", "businesses", "establishment", "posts", "levy-collected", "dispatch-licences"}
)
