"""The stored answers of a practice city held against its truth, person by person, and what excuses a difference."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
from python_calamine import load_workbook

from tonggong.base.privacy import blind_index
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import HouseholdMember, Identity, Person
from tonggong.domain.status import services
from tonggong.rules.four_ones import One

LAST = date(2024, 12, 31)
NOT_COUNTED = {"dead", "certificate", "age"}
DONE_ON = {
    One.VERIFICATION: "verified_on",
    One.ASSESSMENT: "assessed_on",
    One.NEED: "need_on",
    One.SERVICE: "served_on",
}
HARDSHIP = {
    "disabled": "hrss_4", "long_term": "long_term_unemployed", "zero_by_book": "zero_by_book",
    "zero_by_living": "zero_by_living", "several": "multi_disability_household",
}  # fmt: skip
UNREPORTED = 62  # days: an end that no office has reported stands in no file yet


class Truth:
    """One city: its files with the truth beside them, taken in by the ledger that is looked at."""

    def __init__(self, files: Path) -> None:
        self.files = files
        self.rows = pq.read_table(files / "truth" / "casework.parquet").to_pylist()
        self.people = self._people()
        self.answers = {key: (batch.cases[key], answer) for batch, key, answer, _by in services.answers_on(LAST)}

    def _people(self) -> dict[str, int]:
        """The row of the ledger that stands for each number."""
        by_index = {bytes(index): pk for pk, index in Person.objects.values_list("pk", "citizen_id_index")}
        others = Identity.objects.standing().exclude(citizen_id_index=None)
        for index, pk in others.values_list("citizen_id_index", "person"):
            by_index.setdefault(bytes(index), pk)
        into = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        found = {
            row["citizen_id"]: by_index.get(bytes(blind_index("citizen_id", row["citizen_id"]))) for row in self.rows
        }
        return {number: into.get(pk, pk) for number, pk in found.items() if pk is not None}

    def differences(self) -> Iterator[tuple[dict, str, object, object]]:
        """(row of the truth, what, what is true, what the rule says of the ledger's facts)."""
        for row in self.rows:
            found = self.answers.get(self.people.get(row["citizen_id"], 0))
            if found is None:
                if row["counts"]:
                    yield row, "person", True, None
                continue
            for what, true, ruled in self._asked(row, *found):
                if true != ruled:
                    yield row, what, true, ruled

    def _asked(self, row, case, answer) -> Iterator[tuple[str, object, object]]:
        reason = answer.reason.value
        yield "counts", row["counts"], reason not in NOT_COUNTED
        if row["counts"]:
            yield "target_reason", row["target_reason"], reason
        if row["base"]:
            yield "wish", row["wish"] if row["verified_on"] else "", answer.wish
        for kind, code in HARDSHIP.items():
            yield kind, kind in row["hardship"].split(","), code in answer.hardship
        yield "monitored", row["monitored"], answer.is_monitored
        owed = {one.one: one for one in answer.owed if one.left_on is None and not one.is_voluntary}
        began = min((work.started_on for work in case.work if work.on(LAST)), default=None)
        wants = row["base"] and row["verified_on"] is not None and row["wish"] in ("now", "later")
        for one, column in DONE_ON.items():
            kept = owed.get(one)
            if kept is not None and began is not None and kept.due_on < began:
                continue  # found work when it was overdue: the debt of then stays, the truth tells of the last day
            yield f"owed {one}", row["base"] if one is One.VERIFICATION else wants, kept is not None
            if kept is not None and (row["base"] if one is One.VERIFICATION else wants):
                yield f"done {one}", row[column], kept.done_on

    def excuses(self, row: dict) -> set[str]:
        """Why the ledger can't know the truth of somebody: what is true is still on its way, or was sent back."""
        person = self.people.get(row["citizen_id"])
        family = {person, *self._mates[person]} if person else set()
        found = set()
        if family & self._waiting:
            found.add("a difference waits for a decision")
        told = {
            row["citizen_id"],
            self._called.get(row["citizen_id"], ""),
            *(self._names.get(key, "") for key in family),
        }
        if told & self._returned:
            found.add("a row has a mistake")
        if {self._homes.get(key, "") for key in family} & self._returned:
            found.add("a row of the household has a mistake")
        if {row["citizen_id"], *(self._numbers.get(key, "") for key in family)} & self._ended:
            found.add("no office has reported the end of the job yet, her own or a relative's")
        if {row["citizen_id"], *(self._numbers.get(key, "") for key in family)} & self._rostered:
            found.add("the roster of hires that the demonstration adds says that she works, or a relative")
        if family & self._married:
            found.add("somebody married into the household")
        return found

    def read_excuses(self) -> None:
        """Gather what excuses."""
        waits = Finding.objects.filter(state__in=("open", "returned", "answered"))
        self._waiting = set(waits.exclude(person=None).values_list("person", flat=True))
        later = Finding.objects.filter(feed="households", result="new", month__gt="2024-09")
        self._married = set(later.exclude(person=None).values_list("person", flat=True))
        self._mates: dict[int, set[int]] = defaultdict(set)
        homes: dict[int, set[int]] = defaultdict(set)
        self._homes: dict[int, str] = {}
        members = HouseholdMember.objects.standing().values_list("household", "household__number", "person")
        for home, number, person in members:
            homes[home].add(person)
            self._homes[person] = number
        for together in homes.values():
            for person in together:
                self._mates[person] |= together
        persons = pq.read_table(self.files / "truth" / "persons.parquet").to_pylist()
        self._called = {row["citizen_id"]: row["name"] for row in persons}
        self._numbers = {pk: number for number, pk in self.people.items()}
        self._names = dict(Person.objects.values_list("pk", "name"))
        self._returned = {str(cell).strip() for cell in self._cells() if str(cell).strip()}
        spells = pq.read_table(self.files / "truth" / "spells.parquet").to_pylist()
        self.acted = {  # lives acted out: whole cohorts leave in the last months, false work is believed until it is found out
            row["citizen_id"]
            for table in ("false_placements", "innocent_lookalikes")
            for row in pq.read_table(self.files / "truth" / f"{table}.parquet").to_pylist()
        }
        rostered = pq.read_table(self.files / "truth" / "roster.parquet").to_pylist()
        self._rostered = {row["citizen_id"] for row in rostered if row["kind"] != "roster_lacks"}
        self.acted |= self._rostered  # the office's roster is believed too
        since = (LAST - timedelta(UNREPORTED)).isoformat()
        self._ended = {row["citizen_id"] for row in spells if row["ended_on"] and row["ended_on"] >= since}

    def _cells(self) -> Iterator[object]:
        """What stands in rows that came back, and in those into which a mistake was planted."""
        for path in sorted(self.files.glob("2*/*退回*.xlsx")):
            book = load_workbook(path)
            for name in book.sheet_names:
                for line in book.get_sheet_by_name(name).to_python():
                    yield from line
        planted: dict[str, list[int]] = defaultdict(list)
        for defect in pq.read_table(self.files / "truth" / "defects.parquet").to_pylist():
            planted[defect["file"]].append(defect["row"])
        for file, rows in planted.items():
            for line in _lines(self.files / file, rows):
                yield from line


def _lines(path: Path, rows: list[int]) -> Iterator[list]:
    """Lines of a delivered file by their number, counted from 1."""
    if path.suffix == ".csv":
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig") if raw[:3] == b"\xef\xbb\xbf" else raw.decode("gb18030")
        lines = list(csv.reader(text.splitlines()))
    else:
        book = load_workbook(path)
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    yield from (lines[row - 1] for row in rows if row <= len(lines))
