"""A town in the countryside with families, some of them watched: what the tests of rural families stand on."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from tests.domain.reporting_ledger import Ledger, at
from tonggong.domain.casework.models import NeedRegistration, Verification, Visit
from tonggong.domain.persons.models import Household, HouseholdMember, PersonFact
from tonggong.domain.rural.models import IncomeRecord
from tonggong.rules.monitored import Monitored, written

DAY = date(2024, 12, 1)
TOWN = ("211122000000", "211122103000")  # 盘山县 胡家镇
OTHER = ("211122000000", "211122104000")
STREET = ("211122000000", "211122002000")  # 高升街道


class Country(Ledger):
    """A ledger whose people live in a town."""

    def __init__(self):
        super().__init__()
        self._homes = count(1)

    def villager(self, place=TOWN, **more):
        """Somebody of the town, with a certificate unless said otherwise."""
        return self.person(place, **more)

    def relative(self, place=TOWN, **more):
        """A member of a family without a certificate."""
        return self.person(place, certificate=False, kind="member", **more)

    def family(self, *people, hukou="农业", basis="book"):
        """A household of some persons; the first is its head."""
        home = Household.objects.create(
            number=f"RH{next(self._homes)}", basis=basis, county_code=people[0].county_code, township_code=people[0].township_code
        )  # fmt: skip
        for n, person in enumerate(people):
            HouseholdMember.objects.create(
                household=home,
                person=person,
                relation="户主" if n == 0 else "配偶",
                hukou_kind=hukou,
                known_from=at(DAY),
            )
        return home

    def fact(self, person, kind, value="", started_on=None, ended_on=None):
        """A circumstance."""
        return PersonFact.objects.create(
            person=person, kind=kind, value=value, started_on=started_on, ended_on=ended_on, known_from=at(DAY)
        )

    def watch(self, person, since=date(2023, 5, 1), until=None, **said):
        """Put somebody on the monitoring list."""
        line = Monitored(
            **{"kind": "边缘易致贫户", "household": "21110001", "village": "胡家村", "health": "残疾", **said}
        )
        return self.fact(person, "monitored", written(line), since, until)

    def need(self, person, jobs=("保洁",), on=date(2024, 10, 1), **more):
        """A registration of needs, with a thread of its own."""
        row = NeedRegistration.objects.create(
            person=person, on=on, said_how="home", jobs=list(jobs), known_from=at(on), **more
        )
        NeedRegistration.objects.filter(pk=row.pk).update(thread=row.pk)
        row.thread = row.pk
        return row

    def income(self, person, year, yuan, on=date(2024, 11, 20), basis="household"):
        """What somebody said of a year."""
        return IncomeRecord.objects.create(
            person=person, basis=basis, year=year, yuan=Decimal(yuan), source="self", on=on, known_from=at(on), said_by="韩玉梅"
        )  # fmt: skip

    def met(self, person, on, outcome=1):
        """A visit."""
        return Visit.objects.create(
            key=uuid4(), person=person, method="home", started_at=at(on), on=on, outcome=outcome, known_from=at(on)
        )

    def verified(self, person, on=date(2024, 10, 1), **said):
        """A verification."""
        return Verification.objects.create(
            person=person, on=on, method="home", answered_by="self", known_from=at(on), **said
        )
