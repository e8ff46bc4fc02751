"""Whose row is it: rows of a delivery linked to the persons of the ledger by `analysis.linkage`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tonggong.analysis import engine, linkage
from tonggong.domain.comparison.ledger import Ledger

IDENTIFYING = ("citizen_id", "name", "born_on", "sex", "county", "phone")


@dataclass(slots=True)
class Matches:
    """What linkage said: accepted pairs by row, and candidates for a person to choose from."""

    accepted: dict[int, tuple[int, str, int]] = field(default_factory=dict)  # row → (person, tier, score)
    candidates: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


class Matcher:
    """Links deliveries to one ledger; keeps the ledger's side prepared while nobody new is entered."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.connection = engine.connect()
        self._people: pa.Table | None = None

    @property
    def people(self) -> pa.Table:
        """The ledger's side: one row a person, and one for each other number or name."""
        if self._people is None or self.ledger.has_new_people:
            self._people = people_table(self.ledger)
            self.ledger.has_new_people = False
        return self._people

    def match(self, tables: Sequence[pa.Table]) -> Matches:
        """Link the rows of deliveries (columns row_id, citizen_id, name and what else identifies) in one go."""
        found = Matches()
        rows = pa.concat_tables([identifying(t) for t in tables]) if tables else None
        if rows is None or not rows.num_rows or not self.ledger.people:
            return found
        pairs = linkage.link(self.connection, rows, self.people)
        for pair in pairs.to_pylist():
            if pair["decision"] == "accept":
                found.accepted[pair["source_row"]] = (pair["person_id"], pair["tier"], pair["score"])
            else:
                bits = {k.removeprefix("bits_"): v for k, v in pair.items() if k.startswith("bits_")}
                found.candidates.setdefault(pair["source_row"], []).append(
                    {
                        "person": pair["person_id"],
                        "score": pair["score"],
                        "tier": pair["tier"],
                        "bits": bits,
                        "reasons": linkage.explain(pair),
                    }
                )
        for row in found.accepted:
            found.candidates.pop(row, None)
        return found

    def duplicates(self) -> list[dict[str, Any]]:
        """Pairs of persons in the ledger that may be one: person_id, other_id, score, and the reasons in words."""
        pairs = linkage.find_duplicates(self.connection, self.people).to_pylist()
        return [pair | {"reasons": linkage.explain(pair)} for pair in pairs]


def identifying(rows: pa.Table) -> pa.Table:
    """Of a delivery's rows what linkage looks at; columns that the feed lacks are empty."""
    columns = {"source_row": rows["row_id"]}
    for name in IDENTIFYING:
        present = name in rows.column_names
        columns[name] = rows[name].cast(pa.string()) if present else pa.nulls(rows.num_rows, pa.string())
    return pa.table(columns)


def people_table(ledger: Ledger) -> pa.Table:
    """The ledger's persons as linkage wants them."""
    rows = [
        (p.id, p.citizen_id, p.name, p.born_on.isoformat(), p.sex, p.county_code[:6], p.phone)
        for p in ledger.people.values()
    ]
    for person, number, name in ledger.aliases:
        p = ledger.people[person]
        rows.append(
            (p.id, number or p.citizen_id, name or p.name, p.born_on.isoformat(), p.sex, p.county_code[:6], p.phone)
        )
    names = ("person_id", *IDENTIFYING)
    types = (pa.int64(), *[pa.string()] * len(IDENTIFYING))
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [[] for _ in names]
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})
