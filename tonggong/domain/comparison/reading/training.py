"""Training results: who was in which class, and what came of it."""

from collections.abc import Iterable

from tonggong.domain.comparison.findings import Findings, Result, Row, State, side
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.training import services
from tonggong.domain.training.models import Attendance

RESULTS = {r.label: r.value for r in Attendance.Result}
LABELS = {
    "kind": "培训类型",
    "provider": "培训机构",
    "ended_on": "结业日期",
    "hours": "课时",
    "attendance_share": "出勤率",
    "result": "结果",
}


def training(rows: Iterable[Row], ledger: Ledger, out: Findings) -> None:
    """A result of one of our people is a fact at once, a different one corrects it."""
    for row in rows:
        someone = row.person
        if someone is None or row["started_on"] is None:
            continue
        values = {
            "person_id": someone.id,
            "class_name": row.text("class_name"),
            "kind": row.text("kind"),
            "provider": row.text("provider"),
            "started_on": row["started_on"],
            "ended_on": row["ended_on"],
            "hours": row["hours"],
            "attendance_share": row["attendance"],
            "result": RESULTS.get(row.text("result"), ""),
        }
        key = (someone.id, values["class_name"], values["started_on"])
        old = ledger.classes.get(key)
        if old is None:
            if someone.died_on and someone.died_on < row["started_on"] and not row.insist:
                because = "台账说此人在开班前已经去世。"
                out.add(row, Result.IMPOSSIBLE, State.OPEN, cause="dead", because=because)
                continue
            fact = services.add_attendance(ledger.changes, values, row.source)
            ledger.classes[key] = (fact, fact, values)
            out.add(row, Result.NEW, State.FACT)
            continue
        sides = [side(LABELS[c], old[2][c], values[c]) for c in LABELS if old[2][c] != values[c]]
        if not sides:
            out.add(row, Result.CONFIRMED, State.SETTLED)
            continue
        ledger.changes.end(Attendance, old[0])
        fact = services.add_attendance(ledger.changes, values, row.source, old[1])
        ledger.classes[key] = (fact, old[1], values)
        out.add(row, Result.CHANGED, State.FACT, sides=sides)
