"""Settling the coaching history of a city: coaches, cases, sessions and follow-ups, taken in at once from files.

The files lie beside those of casework and have the same shape (`casework.services.settling.shapes`): one parquet a table,
days as dates, JSON as text. `worker` of a case and `user` of a coach name an account; `unit_code` and `spell_started_on` name
the job that a case or a follow-up is about.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from tonggong.base.accounts.who import Who
from tonggong.base.audit import services as audit
from tonggong.base.bulk import in_chunks, insert_rows, next_ids
from tonggong.base.installation import clock
from tonggong.base.installation.services import hold_ledger
from tonggong.base.privacy import seal
from tonggong.domain.casework.choices import AssignmentKind
from tonggong.domain.casework.models import Assignment
from tonggong.domain.casework.services.settling import Settled
from tonggong.domain.casework.services.settling.reading import Desk, Sheet, evenings, read_folder
from tonggong.domain.casework.services.settling.rows import uuid_column
from tonggong.domain.coaching.choices import (
    CaseKind,
    Risk,
)
from tonggong.domain.coaching.models import (
    Coach,
    CoachTraining,
    FollowUp,
    InstitutionCoach,
    Session,
    StageMove,
    SupportCase,
)
from tonggong.domain.coaching.services.coaches import CERTIFICATE
from tonggong.domain.coaching.services.follow_ups import sync_follow_ups
from tonggong.domain.coaching.services.settling_shapes import DAY_OF, SHAPES
from tonggong.domain.employment.models import Spell
from tonggong.rules.coaching import independence


@transaction.atomic
def settle(who: Who, folder: Path) -> Settled:
    """Take in the coaching history that lies in a folder; a second time changes nothing.

    The accounts of the coaches must be there. Follow-ups that the rules do not owe are sent back.

    Raises:
        CaseworkUnreadable: a file is none of this shape; nothing is taken in.
    """
    hold_ledger()
    sheets, desk = read_folder(folder, SHAPES, DAY_OF)
    work = _Work(who, sheets, desk)
    if "coaches" in sheets:
        work.coaches()
    if "support_cases" in sheets:
        work.cases()
    sync_follow_ups(clock.today())
    if "follow_ups" in sheets:
        work.follow_ups(sheets["follow_ups"])
    refused = [(name, row, why) for name, s in sheets.items() for row, why in sorted(s.refused.items())]
    if any(work.added.values()):
        audit.record(
            "change", who=who, subject="coaching.SupportCase", step="settle", added=work.added, refused=len(refused)
        )
    return Settled(work.added, {name: s.already for name, s in sheets.items()}, refused)


class _Work:
    def __init__(self, who: Who, sheets: Mapping[str, Sheet], desk: Desk) -> None:
        self.who, self.sheets, self.desk = who, sheets, desk
        self.added: dict[str, int] = {}
        self.by_user = dict(Coach.objects.exclude(user=None).values_list("user__username", "pk"))
        self.jobs = _jobs(sheets)

    def _insert(
        self, sheet: Sheet, model: Any, columns: Sequence[str], rows: Sequence[int], values: Any
    ) -> Sequence[int]:
        ids = next_ids(model, len(rows))
        insert_rows(model, ("id", *columns), [(pk, *values(k)) for pk, k in zip(ids, rows, strict=True)])
        self.added[sheet.name] = len(rows)
        return ids

    def coaches(self) -> None:
        """Coaches with their training and the institutions they answer for."""
        s, now = self.sheets["coaches"], self.desk.now
        fresh = []
        for k in s.rows():
            if s["user"][k] in self.by_user:
                s.already += 1
            elif s["user"][k] not in self.desk.users:
                s.refused[k] = f"没有用户“{s['user'][k]}”"
            else:
                fresh.append(k)
        columns = (
            "user_id", "name", "employer", "kind", "is_full_time", "county_code", "other_counties", "skills", "certificate_sealed",
            "certificate_until", "supervisor", "points_ceiling", "status", "started_on", "left_on", "by", "at",
        )  # fmt: skip
        number = lambda text: seal(CERTIFICATE, text) if text else None  # noqa: E731
        ids = self._insert(
            s, Coach, columns, fresh,
            lambda k: (
                self.desk.users[s["user"][k]][0], s["name"][k], s["employer"][k], s["kind"][k], bool(s["is_full_time"][k]), s["division"][k], "[]",
                s["skills"][k], number(s["certificate_no"][k]), s["certificate_until"][k], s["supervisor"][k], None, "active", s["started_on"][k],
                None, self.who.name, now,
            ),
        )  # fmt: skip
        new = {s["user"][k]: pk for k, pk in zip(fresh, ids, strict=True)}
        self.by_user |= new
        for name, write in (("coach_trainings", self._trainings), ("institution_coaches", self._institutions)):
            if name in self.sheets:
                write(self.sheets[name], new)

    def _trainings(self, s: Sheet, new: Mapping[str, int]) -> None:
        rows = self._of(s, new)
        self._insert(
            s, CoachTraining, ("coach_id", "kind", "on", "hours", "topic", "provider", "by", "at"), rows,
            lambda k: (
                new[s["user"][k]], s["kind"][k], s["on"][k], Decimal(s["hours"][k]), s["topic"][k][:120], s["provider"][k], self.who.name,
                self.desk.now,
            ),
        )  # fmt: skip

    def _institutions(self, s: Sheet, new: Mapping[str, int]) -> None:
        rows = self._of(s, new)
        self._insert(
            s, InstitutionCoach, ("unit_code", "coach_id", "started_on", "ended_on", "by", "at"), rows,
            lambda k: (s["unit_code"][k], new[s["user"][k]], s["started_on"][k], None, self.who.name, self.desk.now),
        )  # fmt: skip

    @staticmethod
    def _of(s: Sheet, new: Mapping[str, int]) -> list[int]:
        """Rows of coaches who have just come in; those of others were taken in with them before."""
        rows = []
        for k in s.rows():
            if s["user"][k] in new:
                rows.append(k)
            else:
                s.already += 1
        return rows

    def cases(self) -> None:
        """Open cases with the way they took and what was done in them."""
        s = self.sheets["support_cases"]
        there = set(SupportCase.objects.values_list("person", "opened_on"))
        busy = set(SupportCase.objects.filter(closed_on=None).values_list("person", flat=True))
        fresh = []
        for k in s.rows():
            if (s.people[k], s["opened_on"][k]) in there:
                s.already += 1
            elif s.people[k] in busy:
                s.refused[k] = "此人已有一个没有结案的个案"
            elif s["worker"][k] not in self.by_user:
                s.refused[k] = "经办人不是就业辅导员"
            else:
                busy.add(s.people[k])
                fresh.append(k)
        columns = (
            "person_id", "coach_id", "kind", "stage", "stage_since", "checks", "spell", "unit_name", "post", "supporter", "hours_per_week",
            "days_per_week", "risk", "risk_reason", "risk_step", "next_on", "opened_on", "closed_on", "closing", "closing_note", "by", "at",
        )  # fmt: skip
        c = s.columns
        ids = self._insert(
            s, SupportCase, columns, fresh,
            lambda k: (
                s.people[k], self.by_user[c["worker"][k]], CaseKind.FIRST.value, c["stage"][k], c["stage_since"][k], c["checks"][k], self._job(s, k),
                c["unit_name"][k], c["post"][k], c["supporter"][k], Decimal(c["hours_per_week"][k]) if c["hours_per_week"][k] else None,
                c["days_per_week"][k] or None, c["risk"][k] or Risk.NONE.value, c["risk_reason"][k], c["risk_step"][k], c["next_on"][k],
                c["opened_on"][k], None, "", "", s.workers[k][1], s.known[k],
            ),
        )  # fmt: skip
        refs = {
            c["ref"][k]: (pk, self.by_user[c["worker"][k]], s.workers[k][1]) for k, pk in zip(fresh, ids, strict=True)
        }
        self._given(s, fresh)
        for name, write in (("stage_moves", self._moves), ("coach_sessions", self._sessions)):
            if name in self.sheets:
                write(self.sheets[name], refs)

    def _given(self, s: Sheet, fresh: Sequence[int]) -> None:
        taken = set(
            Assignment.objects.filter(kind=AssignmentKind.COACH, ended_on=None).values_list("person", flat=True)
        )
        rows = [
            (
                s.people[k],
                AssignmentKind.COACH.value,
                s.workers[k][0],
                s["opened_on"][k],
                None,
                self.who.name,
                s.known[k],
                "支持性就业个案",
            )
            for k in fresh
            if s.people[k] not in taken
        ]
        insert_rows(Assignment, ("person_id", "kind", "user_id", "started_on", "ended_on", "by", "at", "reason"), rows)

    def _moves(self, s: Sheet, refs: Mapping[int, tuple[int, int, str]]) -> None:
        rows = self._of_cases(s, refs)
        known = evenings(s["on"], self.desk.now)
        self._insert(
            s, StageMove, ("case_id", "before", "after", "on", "reason", "by", "at"), rows,
            lambda k: (refs[s["case"][k]][0], s["before"][k], s["after"][k], s["on"][k], s["reason"][k], refs[s["case"][k]][2], known[k]),
        )  # fmt: skip

    def _sessions(self, s: Sheet, refs: Mapping[int, tuple[int, int, str]]) -> None:
        rows = [k for k in self._of_cases(s, refs) if self._is_whole(s, k)]
        known = evenings(s["on"], self.desk.now)
        columns = (
            "key", "case_id", "coach_id", "on", "started_at", "ended_at", "travel_minutes", "place", "stage", "activity", "task", "prompts",
            "independence", "incident", "next_step", "by", "at", "withdrawn_at", "withdrawn_by",
        )  # fmt: skip
        c = s.columns
        self._insert(
            s, Session, columns, rows,
            lambda k: (
                uuid_column(c["key"][k]), refs[c["case"][k]][0], self.by_user[c["worker"][k]], c["on"][k], _clock(c["started"][k]),
                _clock(c["ended"][k]), c["travel_minutes"][k] or 0, c["place"][k], c["stage"][k], c["activity"][k], c["task"][k], c["prompts"][k],
                _alone(c["prompts"][k]), "", "", self.desk.users[c["worker"][k]][1], known[k], None, "",
            ),
        )  # fmt: skip

    def _is_whole(self, s: Sheet, k: int) -> bool:
        if s["worker"][k] not in self.by_user:
            s.refused[k] = "经办人不是就业辅导员"
        elif not 0 <= s["started"][k] < s["ended"][k] < 24 * 60:
            s.refused[k] = "结束时间要晚于开始时间"
        elif s["on"][k] > self.desk.today:
            s.refused[k] = "日期在今天之后"
        else:
            return True
        return False

    @staticmethod
    def _of_cases(s: Sheet, refs: Mapping[int, tuple[int, int, str]]) -> list[int]:
        rows = []
        for k in s.rows():
            if s["case"][k] in refs:
                rows.append(k)
            else:
                s.already += 1
        return rows

    def _job(self, s: Sheet, k: int) -> int | None:
        """The job that a row is about: same person and unit, begun within a month of the day that it names."""
        person, unit, start = s.people[k], s["unit_code"][k], s["spell_started_on"][k]
        if person is None or start is None:
            return None
        options = [
            (abs((began - start).days), thread) for began, code_, thread in self.jobs.get(person, ()) if code_ == unit
        ]
        near = min(options, default=None)
        return near[1] if near is not None and timedelta(near[0]) <= timedelta(31) else None

    def follow_ups(self, s: Sheet) -> None:
        """Contacts that were made: written onto those that the rules owe."""
        owed = {(f.spell, f.point): f for f in FollowUp.objects.filter(closed_on=None)}
        done = []
        for k in s.rows():
            row = owed.get((self._job(s, k) or 0, s["point"][k]))
            if row is None:
                s.refused[k] = "没有这次跟进"
            elif row.done_on is not None:
                s.already += 1
            else:
                row.done_on, row.method, row.outcome, row.reason, row.note = (
                    s["done_on"][k], s["method"][k], s["outcome"][k], s["reason"][k], s["note"][k][:400],
                )  # fmt: skip
                row.user_id, row.by = s.workers[k] or (None, "")
                row.at = s.known[k]
                done.append(row)
        FollowUp.objects.bulk_update(
            done, ["done_on", "method", "outcome", "reason", "note", "user", "by", "at"], batch_size=200
        )
        self.added[s.name] = len(done)


def _jobs(sheets: Mapping[str, Sheet]) -> dict[int, list[tuple[date, str, int]]]:
    """Standing spells of the persons whom the files speak of, by person: begun, unit, thread."""
    people = sorted(
        {p for name in ("support_cases", "follow_ups") if name in sheets for p in sheets[name].people if p is not None}
    )
    found: dict[int, list[tuple[date, str, int]]] = {}
    for chunk in in_chunks(people):
        rows = (
            Spell.objects.standing()
            .filter(person__in=chunk)
            .values_list("person", "started_on", "unit_code", "thread", "pk")
        )
        for person, began, unit, thread, pk in rows:
            found.setdefault(person, []).append((began, unit, thread or pk))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def _alone(prompts: str) -> Decimal | None:
    """Steps done without a prompt, of all steps; None where none was counted."""
    counted = {int(level): int(steps) for level, steps in json.loads(prompts).items()}
    return independence(counted)
