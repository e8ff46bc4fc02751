"""Between the form and an entry: what is known goes into the form, what was answered comes out as an entry."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tonggong.base.installation import clock
from tonggong.web.visits.recording.forms import PROMISES, SERVICES

# Where a fault of the entry is shown on the form.
SHOWN_AT = {
    "changed.phone": "phone", "changed.residence": "residence", "verification": "confirmed",
    "verification.confirmed": "confirmed", "verification.is_employed": "is_employed", "verification.reason": "reason",
    "verification.wish": "wish", "verification.conditions": "conditions", "work": "work_form", "work.form": "work_form",
    "work.unit_name": "work_unit", "work.started_on": "work_started_on", "work.wage_yuan": "work_wage",
    "work.ended.spell": "ended_spell", "work.ended.on": "ended_on", "work.ended.reason": "ended_reason", "need": "kinds",
    "need.jobs": "jobs", "need.forms": "forms_wanted", "need.distance_km": "distance_km",
    "need.hours_per_week": "hours_per_week", "need.wage_yuan_from": "wage_yuan_from", "need.note": "need_note",
    "need.available_from": "available_from", "need.support": "support",
}  # fmt: skip


def place_of(path: str) -> str | None:
    """Return the form's field for a field of the entry, None where it has none."""
    if path in SHOWN_AT:
        return SHOWN_AT[path]
    parts = path.split(".")
    if parts[0] in ("services", "promises") and len(parts) == 3:
        return f"{parts[0][:-1]}{parts[1]}_{parts[2]}"
    if path.startswith("need.kinds"):
        return "detail"
    return path if "." not in path else None


def filled_in(known: Any) -> dict[str, Any]:
    """Return what the form shows before anything is typed: the last answers, and the marks of what they rest on."""
    now = clock.now()
    first = {"key": str(uuid4()), "started_at": now.isoformat(), "on": clock.day_of(now), **seen_fields(known)}
    said = known.verification
    if known.last_visit:
        first["communication"] = known.last_visit.communication or "speech"
        if known.last_visit.method != "online":
            first["method"] = known.last_visit.method
    if said:
        first |= {
            "is_employed": {True: "yes", False: "no", None: ""}[said.is_employed], "wish": said.wish,
            "reason": str(said.reason or ""), "conditions": said.conditions,
        }  # fmt: skip
    if known.spells:
        first |= {"is_employed": "yes", "reason": ""}
    if row := known.registration:
        first |= {
            "jobs": "、".join(row.jobs), "forms_wanted": row.forms, "distance_km": row.distance_km,
            "hours_per_week": row.hours_per_week,
            "wage_yuan_from": None if row.wage_yuan_from is None else int(row.wage_yuan_from),
            "at_home": {True: "yes", False: "no", None: ""}[row.at_home], "available_from": row.available_from,
            "support": row.support, "need_note": row.note,
        }  # fmt: skip
    return first


def seen_fields(known: Any) -> dict[str, str]:
    """The marks as the form's hidden fields."""
    return {f"seen_{name}": mark for name, mark in known.seen.items()}


def entry_of(person: int, said: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    """Return the entry that a form says.

    Args:
        said: the form's cleaned values.
        was: what the form was filled in with; needs are registered anew only where something was said of them.
    """
    parts = {
        "key": said["key"], "person": person, "started_at": said["started_at"], "ended_at": clock.now().isoformat(),
        "on": _iso(said["on"]), "method": said["method"], "present": said["present"],
        "communication": said["communication"], "outcome": _whole(said["outcome"]),
        "seen": {name: said[f"seen_{name}"] for name in ("phone", "residence", "work", "need")},
        "changed": {"phone": said["phone"], "residence": said["residence"]},
        "verification": _verification(said), "work": _work(said), "need": _need(said, was), "services": _services(said),
        "promises": [
            {"text": said[f"promise{n}_text"], "due_on": _iso(said[f"promise{n}_due_on"])}
            for n in range(PROMISES) if said[f"promise{n}_text"] or said[f"promise{n}_due_on"]
        ],
        "consents": said["consents"], "satisfied": _whole(said["satisfied"]), "words": said["words"], "note": said["note"],
        "next_on": _next(said), "campaign_target": said["campaign_target"],
    }  # fmt: skip
    return _bare(parts)


def _verification(said: dict[str, Any]) -> dict[str, Any]:
    """Only what was confirmed is said; answers that merely stand there from last time are not."""
    confirmed = said["confirmed"]
    if not confirmed:
        return {}
    found: dict[str, Any] = {"confirmed": confirmed}
    if "work" in confirmed:
        found["is_employed"] = _yes(said["is_employed"])
    if "reason" in confirmed and said["is_employed"] != "yes":
        found["reason"] = _whole(said["reason"])
    if "wish" in confirmed:
        found |= {"wish": said["wish"], "conditions": said["conditions"]}
    return found


def _work(said: dict[str, Any]) -> dict[str, Any]:
    ended = {
        "spell": _whole(said["ended_spell"]), "on": _iso(said["ended_on"]), "reason": said["ended_reason"]
    }  # fmt: skip
    return {
        "form": said["work_form"], "unit_name": said["work_unit"], "started_on": _iso(said["work_started_on"]),
        "wage_yuan": said["work_wage"], "ended": ended if said["ended_spell"] or said["ended_on"] else {},
    }  # fmt: skip


def _need(said: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    names = (
        "jobs", "forms_wanted", "distance_km", "hours_per_week", "wage_yuan_from", "at_home", "available_from", "support",
        "need_note",
    )  # fmt: skip
    is_other = any(_plain(said[name]) != _plain(was.get(name)) for name in names)
    if not (said["kinds"] or said["need_again"] or said["detail"] or is_other):
        return {}
    kinds = [{"kind": kind} for kind in said["kinds"]]
    if said["detail"] and kinds:
        kinds[-1]["detail"] = said["detail"]
    jobs = [job.strip() for job in said["jobs"].replace("，", "、").replace(",", "、").split("、") if job.strip()]
    note = said["need_note"] if kinds or not said["detail"] else f"{said['detail']} {said['need_note']}".strip()
    return {
        "jobs": jobs, "forms": said["forms_wanted"], "distance_km": said["distance_km"],
        "hours_per_week": said["hours_per_week"], "wage_yuan_from": said["wage_yuan_from"], "at_home": _yes(said["at_home"]),
        "available_from": _iso(said["available_from"]), "support": said["support"], "note": note, "kinds": kinds,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return (sorted(value) if isinstance(value, list) else value) or None


def _services(said: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for n in range(SERVICES):
        kind, content = said[f"service{n}_kind"], said[f"service{n}_content"]
        if kind or content or said[f"service{n}_outcome"]:
            found.append({
                "kind": _whole(kind), "content": content, "outcome": _whole(said[f"service{n}_outcome"]),
                "need": _whole(said[f"service{n}_need"]), "meets": said[f"service{n}_meets"] or None,
            })  # fmt: skip
    return found


def _next(said: dict[str, Any]) -> str | None:
    if said["next_in"].isdigit():
        return _iso((said["on"] or clock.today()) + timedelta(days=int(said["next_in"])))
    return _iso(said["next_on"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _yes(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _bare(values: Any) -> Any:
    """Leave out what was not said."""
    if isinstance(values, dict):
        kept = {key: _bare(value) for key, value in values.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [_bare(value) for value in values] if isinstance(values, list) else values
