"""Dispatch agreements, agencies' licences, wages paid through banks: what decisions on declarations must not contradict.

A file that says otherwise than a decision has accepted waits for a person; believed, it takes the decision's place in the
months of which it speaks and in no other.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from tonggong.base.intake.feeds import dispatch as feeds
from tonggong.base.intake.models import SourceFile
from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.employers import services as employers
from tonggong.domain.employers.models import UnitFact
from tonggong.domain.employment import services as employment
from tonggong.domain.employment.models import Attested, BankPayment, DispatchAgreement
from tonggong.rules import months

CountedBy = DispatchAgreement.CountedBy
COUNTED_BY = {feeds.BY_AGENCY: CountedBy.AGENCY.value, feeds.BY_USER: CountedBy.USER.value}
STOPPED = frozenset({"注销", "吊销", "撤销", "过期"})
_LATER = "9000-12"  # an agreement without an end; later than any month, with months after it
_LABELS = {
    "counted_by": "由谁计算", "ended_on": "派遣止日", "unit_name": "派遣单位", "user_name": "用工单位", "number": "协议编号",
    "signed_on": "签订日期",
}  # fmt: skip


def licences(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """劳务派遣许可: enters agencies and from when to when they may send people; a licence that was ended ends that day."""
    standing = {
        (unit, number): (pk, thread or pk, start, end)
        for pk, thread, unit, kind, number, start, end in ledger.standing(
            UnitFact, "thread", "unit_id", "kind", "value", "started_on", "ended_on"
        )
        if kind == UnitFact.Kind.LICENCE
    }
    for row in rows:
        code, number = row.text("unit_code"), row.text("number")[:160]
        firm = ledger.firms.get(code)
        if firm is None:
            county, township = row.place
            firm = ledger.add_firm(
                code, row.text("unit_name")[:120], row.source, county_code=county, township_code=township
            )
        start, end = row["valid_from"], row["valid_until"]
        if row.text("status") in STOPPED:
            end = min(end, row["status_on"] or months.last_day(out.delivery.month))
        old = standing.get((firm.id, number))
        if old is not None and old[2:] == (start, end):
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        if old is not None:
            ledger.changes.end(UnitFact, old[0])
        fact = employers.say_of_unit(
            ledger.changes,
            firm.id,
            UnitFact.Kind.LICENCE,
            number,
            row.source,
            started_on=start,
            ended_on=max(start, end),
        )
        standing[firm.id, number] = (fact, fact, start, end)
        sides = [side("有效期至", old[3], end)] if old else []
        out.add(row, Result.CHANGED if old else Result.NEW, State.FACT, sides=sides)


class _Known:
    """What stands of dispatches and of decisions about them, by person; changed as rows are read."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.agreements: dict[int, list[tuple[int, int, int | None, dict[str, Any]]]] = defaultdict(list)
        columns = ("thread", "source_file_id", *employment.DISPATCH)
        for pk, thread, file, *values in ledger.standing(DispatchAgreement, *columns):
            said = dict(zip(employment.DISPATCH, values, strict=True))
            self.agreements[said["person_id"]].append((pk, thread or pk, file, said))
        self._ended: set[int] = set()
        self.decided: dict[int, list[Attested]] = defaultdict(list)
        kinds = (Attested.Kind.AGREED, Attested.Kind.DECLARED, Attested.Kind.BANK)
        found = Attested.objects.standing().filter(kind__in=kinds).order_by("pk")
        for one in found if ledger.only is None else found.filter(person__in=ledger.only):
            self.decided[one.person_id].append(one)

    def against(self, person: int, first: str, last: str, kinds: Iterable[str]) -> list[Attested]:
        """What decisions accepted of a person in some of the months."""
        return [
            one
            for one in self.decided.get(person, ())
            if one.pk not in self._ended and one.kind in kinds and one.first_month <= last and one.last_month >= first
        ]

    def overrule(self, those: Iterable[Attested], first: str, last: str) -> None:
        """Somebody decided to believe the file: in its months the decision holds no more."""
        for one in those:
            employment.overrule_attested(self.ledger.changes, one, first, last)
            self._ended.add(one.pk)


def agreements(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """劳务派遣协议: who is sent where and who counts him, a fact at once unless a decision or another sender says otherwise."""
    known = _Known(ledger)
    for row in rows:
        if row.person is None or row.person.is_member or row["started_on"] is None:
            continue
        said = _said(row, ledger, row.person.id)
        same = next((one for one in known.agreements[row.person.id] if _key(one[3]) == _key(said)), None)
        changed = [c for c in _LABELS if same and same[3][c] != said[c]]
        if same and not changed:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        sides = [side(_LABELS[c], _shown(same[3], c), _shown(said, c)) for c in changed] if same else []
        first, last = months.of(said["started_on"]), months.of(said["ended_on"]) if said["ended_on"] else _LATER
        decided = _decided_otherwise(known, said, first, last)
        if not row.insist and (why := _question(known, row, out, said, same, decided)):
            out.add(row, Result.CONTRADICTORY, State.OPEN, cause=why[0], because=why[1], sides=sides or why[2])
            continue
        known.overrule(decided, first, last)
        if same:
            ledger.changes.end(DispatchAgreement, same[0])
            known.agreements[row.person.id].remove(same)
        key = employment.add_dispatch(ledger.changes, said, row.source, same[1] if same else None)
        known.agreements[row.person.id].append((key, same[1] if same else key, row.source[0], said))
        out.add(row, Result.CHANGED if same else Result.NEW, State.FACT, sides=sides)


def _said(row: Row, ledger: Ledger, person: int) -> dict[str, Any]:
    agency, user = row.text("unit_code"), row.text("user_code")
    names = {code: ledger.firms[code].name for code in (agency, user) if code in ledger.firms}
    return {
        "person_id": person,
        "unit_code": agency,
        "unit_name": (row.text("unit_name") or names.get(agency, ""))[:120],
        "user_code": user,
        "user_name": (row.text("user_name") or names.get(user, ""))[:120],
        "counted_by": COUNTED_BY[row.text("counted_by")],
        "started_on": row["started_on"],
        "ended_on": row["ended_on"],
        "number": row.text("number")[:40],
        "signed_on": row["signed_on"],
    }


def _key(said: dict[str, Any]) -> tuple[Any, ...]:
    return said["unit_code"], said["user_code"], said["started_on"]


def _shown(said: dict[str, Any], column: str) -> Any:
    return CountedBy(said[column]).label if column == "counted_by" else said[column]


def _decided_otherwise(known: _Known, said: dict[str, Any], first: str, last: str) -> list[Attested]:
    """Decisions of the same months that let another unit count him than the agreement does."""
    by_user = said["counted_by"] == CountedBy.USER
    found = []
    for one in known.against(said["person_id"], first, last, (Attested.Kind.AGREED, Attested.Kind.DECLARED)):
        if one.kind == Attested.Kind.AGREED:
            says_same = by_user and (one.unit_code, one.other) == (said["user_code"], said["unit_code"])
            if one.other == said["unit_code"] and not says_same:
                found.append(one)
        elif one.unit_code == (said["unit_code"] if by_user else said["user_code"]):
            found.append(one)
    return found


def _question(
    known: _Known,
    row: Row,
    out: Findings,
    said: dict[str, Any],
    same: tuple[int, int, int | None, dict[str, Any]] | None,
    decided: list[Attested],
) -> tuple[str, str, list[dict[str, Any]]] | None:
    """Why somebody has to look at an agreement first: (cause, sentence, both sides)."""
    by_whom = CountedBy(said["counted_by"]).label
    if decided:
        one = decided[-1]
        holder = CountedBy.USER.label if one.unit_code == said["user_code"] else "另一家单位"
        holder = CountedBy.AGENCY.label if one.unit_code == said["unit_code"] else holder
        text = f"{one.ground}采信由{holder}计算（{one.first_month}到{one.last_month}），派遣协议说由{by_whom}计算，两边不能都算。"
        return "dispatch-decided", text, [side(_LABELS["counted_by"], holder, by_whom)]
    if same is not None and same[2] is not None and _sender(same[2]) not in (None, out.delivery.sender):
        return "dispatch-senders", "两家报送单位对同一份派遣协议的说法不同。", []
    for *_, other in known.agreements[said["person_id"]]:
        if _key(other) != _key(said) and _overlap(other, said) and _user_counts(other, said):
            names = side("用工单位", other["user_name"], said["user_name"])
            return "dispatch-two", "同一段时间另有一份派遣协议，由谁计算两边说法不同。", [names]
    return None


def _user_counts(*agreements: dict[str, Any]) -> bool:
    return any(one["counted_by"] == CountedBy.USER for one in agreements)


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["started_on"] <= (other["ended_on"] or date.max) and other["started_on"] <= (one["ended_on"] or date.max)


def _sender(file: int) -> str | None:
    return SourceFile.objects.filter(pk=file).values_list("delivery__sender", flat=True).first()


def bank_payments(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """银行代发工资: a wage paid out or come back is a fact at once; one that came back against a decision is asked about."""
    known = _Known(ledger)
    standing = {tuple(said) for _pk, *said in ledger.standing(BankPayment, *employment.BANK)}
    for row in rows:
        if row.person is None or row.person.is_member or row["paid_yuan"] is None:
            continue
        month, unit, returned = row["month"], row.text("unit_code"), row.text("result") == feeds.RETURNED
        said = dict(
            zip(employment.BANK, (row.person.id, unit, month, row["paid_yuan"], row["paid_on"], returned), strict=True)
        )
        if tuple(said.values()) in standing:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        decided = [
            one for one in known.against(row.person.id, month, month, (Attested.Kind.BANK,)) if one.unit_code == unit
        ]
        if decided and returned and not row.insist:
            text = f"{decided[-1].ground}采信{month}工资通过银行发放，银行说这笔退回了。"
            sides = [side("银行发放工资", "已发放", "退回")]
            out.add(row, Result.CONTRADICTORY, State.OPEN, cause="bank-decided", because=text, sides=sides)
            continue
        if returned:
            known.overrule(decided, month, month)
        employment.add_bank_payment(ledger.changes, said, row.source)
        standing.add(tuple(said.values()))
        out.add(row, Result.NEW, State.FACT)
