"""What changes the quota's own tables: the answers of a year, plans of who must lead, cadres. The ledger is never touched."""

from tonggong.domain.quota.services.collected import COLLECTED, SettlingRefused, keep_collected, settle_difference
from tonggong.domain.quota.services.joins import join_units, part_units
from tonggong.domain.quota.services.plans import PlanRefused, add_round, count_cadres, file_plan
from tonggong.domain.quota.services.years import Made, make_unit, make_year

__all__ = [
    "COLLECTED",
    "Made",
    "PlanRefused",
    "SettlingRefused",
    "add_round",
    "count_cadres",
    "file_plan",
    "join_units",
    "keep_collected",
    "make_unit",
    "make_year",
    "part_units",
    "settle_difference",
]
