"""What changes the hires: reports entered and taken back, a year checked, a difference decided and undone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tonggong.base import withdrawn
from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.base.policy.queries import figures_on
from tonggong.base.privacy import blind_index, seal
from tonggong.base.workflow.services import move
from tonggong.domain.employers.models import Unit
from tonggong.domain.employers.own import speaks_for
from tonggong.domain.employers.queries import keys_in_use
from tonggong.domain.hires.choices import DECIDED, Form, State
from tonggong.domain.hires.facts import PUBLIC, Case, cases_of
from tonggong.domain.hires.models import HireCase, HireReport
from tonggong.rules.hiring import Match, match
from tonggong.rules.identifiers import IdentifierInvalid, read_citizen_id
from tonggong.rules.quota.kinds import kind_of

REPORT, CHECK = "hires.report", "hires.check"


class HireRefused(Exception):
    """A report or a decision can't be entered; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run found: cases in all, those that agree, those that wait, and how many it changed."""

    cases: int
    agreed: int
    open: int
    changed: int


def report_hire(
    who: Who, unit: Unit, *, citizen_id: str, name: str, hired_on: date, post: str = "", form: str = "", ground: str
) -> HireReport:
    """Enter that a public body hired somebody with a certificate. `form`: one of `choices.Form`, "" where nobody said.

    Raises:
        PermissionDenied: neither the unit itself nor staff who may.
        HireRefused: out of reach, no public body, a number that is none, a day ahead, no evidence, or reported already.
    """
    is_own = speaks_for(who, unit)
    if not is_own and not who.may(REPORT):
        raise PermissionDenied("您的职责不包括登记录聘用。")
    if not is_own and not who.covers(unit.county_code):
        raise HireRefused("这个单位不在您的范围内。")
    unit = unit.in_use
    if kind_of(unit.code, unit.economic_kind) not in PUBLIC:
        raise HireRefused("这里只登记机关和事业单位的录（聘）用，企业请用安置报告。")
    try:
        number = read_citizen_id(citizen_id).number
    except IdentifierInvalid as why:
        raise HireRefused(str(why)) from None
    if hired_on > clock.today():
        raise HireRefused("录（聘）用日期在今天以后，请核对。")
    if not name.strip() or not ground.strip():
        raise HireRefused("姓名和凭据都要写。")
    if form not in ("", *Form.values):
        raise HireRefused("请选用工形式。")
    try:
        with transaction.atomic():
            row = HireReport.objects.create(
                year=hired_on.year, unit=unit, citizen_id_sealed=seal("hires.citizen_id", number),
                citizen_id_index=blind_index("citizen_id", number), name=name.strip()[:40], hired_on=hired_on,
                post=post.strip()[:60], form=form, ground=ground.strip()[:200], by=who.name, by_id=who.user_id,
                at=clock.now(),
            )  # fmt: skip
            audit.record("change", who=who, subject="hires.HireReport", ids=[row.pk], step="report", unit=unit.pk)
    except IntegrityError:
        raise HireRefused("这个单位这一年已经报过此人。要改，请先撤回原来的那一条。") from None
    return row


def withdraw_report(who: Who, row: HireReport, why: str) -> None:
    """Take a report back; the next run of the year takes its case away, or says that it was hired and not reported.

    Raises: as `report_hire`, and HireRefused where it is taken back already or no reason is given.
    """
    is_own = speaks_for(who, row.unit)
    if not is_own and not (who.may(REPORT) and who.covers(row.unit.county_code)):
        raise PermissionDenied("您的职责不包括撤回这一条。")
    if not why.strip():
        raise HireRefused("请写明为什么撤回。")
    if not withdrawn.withdraw(who, row, why):
        raise HireRefused("这一条已经撤回。")


def check_year(who: Who, year: int) -> Checked:
    """Match a year's hires of the whole city on four sides and keep the cases; doing it twice changes nothing.

    What somebody decided stays decided while the sides say the same; otherwise the case is open again, or agreed, and the
    step says so.

    Raises:
        FigureMissing: a figure of the match is not in force.
    """
    found = cases_of(year)
    with transaction.atomic():
        known, twice = _kept(year)
        changed, fresh = 0, []
        for one in found:
            values = _values(year, one)
            row = known.pop((one.body.id, one.identity), None)
            if row is None:
                fresh.append(HireCase(year=year, unit_id=one.body.id, identity=one.identity, **values))
            else:
                changed += _bring_up_to_date(who, row, values)
        HireCase.objects.bulk_create(fresh, batch_size=500)
        for row in (*known.values(), *twice):
            if row.state != State.GONE:
                changed += 1
                move(row, State.GONE, who=who, reason="单位的报告和人事部门的名册里都没有了")
        states = [row.state for row in HireCase.objects.filter(year=year)]
        made = Checked(
            sum(state != State.GONE for state in states), states.count(State.AGREED), states.count(State.OPEN),
            changed + len(fresh),
        )  # fmt: skip
        audit.record(
            "change", who=who, subject="hires.HireCase", year=year, cases=made.cases, open=made.open,
            changed=made.changed,
        )  # fmt: skip
    return made


def _kept(year: int) -> tuple[dict[tuple[int, bytes], HireCase], list[HireCase]]:
    """The cases of a year by the unit in use and the person, and those that say the same under a code it had before."""
    keep, found, twice = keys_in_use(), {}, []
    for row in sorted(HireCase.objects.filter(year=year), key=lambda one: (one.unit_id in keep, one.pk)):
        key = keep.get(row.unit_id, row.unit_id), bytes(row.identity)
        if key in found:
            twice.append(row)
        else:
            found[key] = row
    return found, twice


def _values(year: int, one: Case) -> dict[str, Any]:
    city = divisions.city()
    place = one.body.county_code or (city.code if city else "")
    outcome = match(one.sides, figures_on(date(year, 12, 31), place))
    reported, hired = one.reported, one.hired
    return {
        "person_id": one.person, "name": one.name[:40], "county_code": one.body.county_code,
        "township_code": one.body.township_code, "kind": one.body.kind, "level": one.body.level,
        "match": outcome.value.value, "because": outcome.because[:300],
        "state": State.AGREED if outcome.value is Match.CONFIRMED else State.OPEN,
        "reported_on": one.sides.reported_on, "hired_on": one.sides.hired_on,
        "report_id": reported.report if reported else None, "report_file_id": reported.file if reported else None,
        "report_row": reported.row if reported else None, "hire_file_id": hired.file if hired else None,
        "hire_row": hired.row if hired else None, "made_at": clock.now(),
    }  # fmt: skip


def _bring_up_to_date(who: Who, row: HireCase, values: dict[str, Any]) -> bool:
    state, is_same = values.pop("state"), row.match == values["match"] and row.state != State.GONE
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if is_same:
        return False
    if row.state != state:
        move(row, state, who=who, reason=f"重新核对：{row.because}")
    return True


def decide(who: Who, row: HireCase, counts: bool, reason: str) -> None:
    """Decide a difference: the hire counts, or it doesn't.

    Raises:
        PermissionDenied: without the duty, or whoever entered the report (IncompatibleDuties).
        HireRefused: out of reach, or no reason given. MoveRefused: a colleague was faster.
    """
    _may_check(who, row, reason)
    if row.report is not None:
        who.must_not_have_done(REPORT, CHECK, row.report.by_id)
    move(row, State.COUNTED if counts else State.LEFT_OUT, who=who, reason=reason.strip())


def undo(who: Who, row: HireCase, reason: str) -> None:
    """Take a decision back: the difference waits again as before.

    Raises: as `decide`, and HireRefused where nobody decided it.
    """
    _may_check(who, row, reason)
    if row.state not in DECIDED:
        raise HireRefused("这一条没有人裁定过，不用撤销。")
    move(row, State.OPEN, who=who, reason=f"撤销裁定：{reason.strip()}")


def _may_check(who: Who, row: HireCase, reason: str) -> None:
    if not who.may(CHECK):
        raise PermissionDenied("您的职责不包括核对录聘用。")
    if not who.covers(row.county_code):
        raise HireRefused("这个单位不在您的范围内。")
    if not reason.strip():
        raise HireRefused("请写明理由，例如 已看证件原件、已与组织部电话核实。")
