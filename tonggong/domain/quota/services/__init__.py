"""What changes the quota's own tables: the answers of a year, plans of who must lead, cadres. The ledger is never touched."""

from tonggong.domain.quota.services.plans import PlanRefused, add_round, count_cadres, file_plan
from tonggong.domain.quota.services.years import Made, make_unit, make_year

__all__ = ["Made", "PlanRefused", "add_round", "count_cadres", "file_plan", "make_unit", "make_year"]
