"""What believing a finding does to the ledger: the plan kept with it, carried out once a person has decided."""

from datetime import date
from typing import Any

from tonggong.base.changes import Changes
from tonggong.base.privacy import blind_index
from tonggong.domain.comparison.findings import Findings, Row
from tonggong.domain.comparison.incoming import row_values
from tonggong.domain.comparison.ledger import Ledger
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.reading import ABOUT_UNITS, ENTERS_PEOPLE, NAMES_NOBODY, READERS
from tonggong.domain.employers import services as employers
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons import services as persons
from tonggong.domain.persons.models import Person


class ActRefused(Exception):
    """The plan of a finding can't be carried out as the ledger stands now."""


def carry_out(finding: Finding, changes: Changes, person: Person | None) -> None:
    """Do to the ledger what a finding's plan says, on a unit of work.

    Args:
        person: whose row it is, where the finding only named candidates.
    Raises:
        ActRefused: the row was forgotten, nobody was chosen, or what it speaks of is no longer there.
    """
    act = finding.plan.get("act", "note")
    if act == "read":
        _read(finding, changes, person)
    elif act == "end_job":
        _end_job(finding, changes, finding.plan)
    elif act == "own_word":
        _own_word(finding, changes, finding.plan)
    elif act == "rename_unit":
        _rename(finding, changes, finding.plan)
    elif act != "note":
        raise ActRefused(f"不认识的处理方式 {act}。")


def _read(finding: Finding, changes: Changes, person: Person | None) -> None:
    """Run the feed's own reader on the row again, this time because somebody insists."""
    values = row_values(finding.source_file_id, finding.source_row)
    if values is None:
        raise ActRefused("来文的这一行已按规定清除，请让来源单位重报。")
    chosen = person or finding.person
    who = {chosen.pk} if chosen else set()
    if values.get("citizen_id"):
        found = Person.objects.filter(citizen_id_index=blind_index("citizen_id", values["citizen_id"])).first()
        who |= {found.pk} if found else set()
        if chosen is None and found is not None and found.name == values.get("name"):
            chosen = found  # entered since: number and name agree
    ledger = Ledger(changes, only=who)
    row = Row(values, ledger.people[chosen.pk] if chosen else None, insist=True)
    if row.person is None and finding.result == Finding.Result.UNMATCHED and finding.plan.get("candidates"):
        raise ActRefused("请先选出这一行是谁。")
    names_nobody = finding.feed in NAMES_NOBODY and not row.text("name")
    if row.person is None and finding.feed not in ENTERS_PEOPLE | ABOUT_UNITS and not names_nobody:
        raise ActRefused("台账里还没有这个人，采信了也没有地方记。请先让发证单位报送证件，或退回来源。")
    if person is not None and values.get("citizen_id") not in (None, "", ledger.people[person.pk].citizen_id):
        persons.add_identity(changes, person.pk, citizen_id=None, name=row.text("name"), source=row.source)
    out = Findings(changes, finding.delivery, set(), ledger.people, "", False)
    READERS[finding.feed]([row], ledger, out)


def _end_job(finding: Finding, changes: Changes, plan: dict[str, Any]) -> None:
    assert finding.person_id is not None
    ledger = Ledger(changes, only=[finding.person_id])
    job = next((j for j in ledger.jobs.get(finding.person_id, ()) if j.thread == plan["thread"]), None)
    if job is None or job.ended_on is not None:
        raise ActRefused("这份工作已经结束或已被更正，不用再裁定。请刷新后再看。")
    day = date.fromisoformat(plan["ended_on"]) if plan.get("ended_on") else changes.now.date()
    source = (finding.source_file_id, finding.source_row)
    ledger.correct_job(job, source, ended_on=max(day, job.started_on), end_reason=plan.get("reason", ""))


def _own_word(finding: Finding, changes: Changes, plan: dict[str, Any]) -> None:
    """Believe the person against the file: her job ended on a day, or never was. Evidence is her word, not the file's row."""
    assert finding.person_id is not None
    ledger = Ledger(changes, only=[finding.person_id])
    job = next((j for j in ledger.jobs.get(finding.person_id, ()) if j.thread == plan["thread"]), None)
    if job is None:
        raise ActRefused("这份工作已被更正，不用再裁定。请刷新后再看。")
    if plan["kind"] == "work_none":
        changes.end(Spell, job.id)
        return
    day = date.fromisoformat(plan["ended_on"])
    if day < job.started_on:
        raise ActRefused("本人说的结束日期早于台账里的开始日期，请先核对开始日期。")
    ledger.correct_job(
        job, (None, None), ended_on=day, end_reason="本人申请更正", evidence_level=Spell.Evidence.WORD.value
    )


def _rename(finding: Finding, changes: Changes, plan: dict[str, Any]) -> None:
    firm = Ledger(changes, only=[]).firms.get(plan["unit_code"])
    if firm is None:
        raise ActRefused("台账里没有这个单位。")
    if firm.name != plan["name"]:  # the first of a batch renames, the others find it done
        source = (finding.source_file_id, finding.source_row)
        employers.rename_unit(changes, firm.id, plan["name"], source, since=None)
