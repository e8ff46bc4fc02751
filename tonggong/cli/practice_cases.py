"""The practice city's suspicions of a year, and three cases in different states, made by the very steps that staff take."""

from collections.abc import Iterable

from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.inspection.models import Case, Suspected
from tonggong.domain.inspection.queries.suspicions import Wanted, suspicions_of
from tonggong.domain.inspection.services import cases, hearings, results
from tonggong.domain.inspection.services.screening import screen
from tonggong.rules.signals.cases import questions_for_unit

HANDLER, SECOND = "演练城市", "演练复核"
REASON = "分数靠前，先到单位看一看，再问单位和本人。"


def screen_and_open(year: int) -> None:
    """Screen a year; of the units that stand first one is looked into, one is being heard, one is closed without a problem."""
    who = system_who(HANDLER)
    screen(who, year)
    units: dict[str, list[Suspected]] = {}
    for row in suspicions_of(who, year, Wanted(level="check")):
        units.setdefault(row.unit_code, []).append(row)
    for take, rows in zip((_look, _hear, _close), units.values(), strict=False):
        take(cases.open_case(who, rows, REASON), rows)


def _look(case: Case, rows: Iterable[Suspected]) -> None:
    who = system_who(HANDLER)
    cases.add_task(who, case, "调取考勤表和工资发放记录")
    cases.note_visit(who, case, clock.today(), "单位说人在外地项目上，没有见到本人，约定补交考勤。")
    cases.ask(who, case, "unit", _questions(rows)[:2])


def _hear(case: Case, rows: Iterable[Suspected]) -> None:
    who = system_who(HANDLER)
    questions = _questions(rows)
    cases.ask(who, case, "unit", questions[:1])
    hearings.send_letter(who, case, hearings.draft(case.unit_name, case.year, questions))


def _close(case: Case, rows: Iterable[Suspected]) -> None:
    who = system_who(HANDLER)
    cases.note_visit(who, case, clock.today(), "到车间见到本人，班长能说出各人的活，考勤和工资流水对得上。")
    for row in rows:
        results.find(who, case, row.person_id, "real", "见到本人在岗，考勤和工资流水对得上。", "到单位核查记录、考勤表")
    results.propose(who, case, "no_problem", "各人都在岗，迹象有正当的原因。")
    results.confirm(system_who(SECOND), case)


def _questions(rows: Iterable[Suspected]) -> list[str]:
    codes = {code for row in rows for code in row.codes.split()}
    return list(questions_for_unit(codes)) or ["请说明各人的岗位、班组和带班人。"]
