"""Objects of the departments', employers' and administrators' desks, for the walk of all pages."""

import json
from datetime import date
from typing import Any

import pyarrow as pa

from tests.access.objects import Owner, kind
from tonggong.base.accounts.models import Post, User
from tonggong.base.divisions.models import Department
from tonggong.base.installation import clock
from tonggong.base.intake import vault
from tonggong.base.intake.models import Delivery, SourceFile
from tonggong.base.intake.services import sender_of_unit
from tonggong.base.jobs.models import Run
from tonggong.base.privacy import blind_index, seal
from tonggong.domain.comparison.models import Finding
from tonggong.domain.persons.models import Person
from tonggong.domain.plan.models import ExpectedFeed
from tonggong.domain.training.models import Attendance


def _somebody() -> User:
    now = clock.real_now()
    return User.objects.get_or_create(username="third-one", defaults={"name": "某人", "created_at": now})[0]


@kind("account")
def make_account(owner: Owner) -> dict[str, Any]:
    """An account of a third person; accounts are everybody's who manages them."""
    return {"user_id": _somebody().pk}


@kind("account-post")
def make_account_post(owner: Owner) -> dict[str, Any]:
    """A post of a third person."""
    user = _somebody()
    post = Post.objects.create(user=user, role="system_admin", valid_from=date(2021, 1, 1), appointed_by="试验")
    return {"user_id": user.pk, "post_id": post.pk}


@kind("trail")
def make_trail(owner: Owner) -> dict[str, Any]:
    """The number of a person whose trail is asked for; the trail is kept also where the person is not."""
    return {"person_id": owner.person_id or 1}


def _office(owner: Owner) -> str:
    """A sender of the owner's department, or of the owner's unit; the city expects deaths from the former."""
    if not owner.department:
        return sender_of_unit("本单位", owner.unit_code)
    department = Department.objects.get_or_create(
        key=owner.department, defaults={"name": owner.department, "short_name": owner.department}
    )[0]
    sender = f"{owner.department}的处室"
    ExpectedFeed.objects.get_or_create(
        feed="deaths", sender=sender, defaults={"department": department, "period": "month", "due_day": 8}
    )
    return sender


def _delivery(feed: str, sender: str) -> Delivery:
    now = clock.now()
    return Delivery.objects.create(
        feed=feed, month="2024-09", sender=sender, state="complete", rows=1, refused=1, received_at=now, changed_at=now
    )


@kind("own-upload")
def make_upload(owner: Owner) -> dict[str, Any]:
    """An upload of the owner's that was looked at."""
    now = clock.real_now()
    run = Run.objects.create(
        kind="upload", subject="deaths 2024-09", title="死亡登记", state="prepared", by="某人", by_id=owner.user_id,
        payload={"feed": "deaths", "month": "2024-09", "name": "死亡.xlsx", "size": 1}, asked_at=now, seen_at=now,
    )  # fmt: skip
    return {"run_id": run.pk}


@kind("own-delivery")
def make_delivery(owner: Owner) -> dict[str, Any]:
    """A delivery of the owner's department."""
    return {"delivery_id": _delivery("deaths", _office(owner)).pk}


@kind("unit-delivery")
def make_unit_delivery(owner: Owner) -> dict[str, Any]:
    """A report of the owner's unit about its own people."""
    return {"delivery_id": _delivery("hires", sender_of_unit("本单位", owner.unit_code)).pk}


def _with_refused(delivery_id: int) -> dict[str, Any]:
    reason = [{"row": 2, "heading": "姓名", "field": "name", "written": "", "why": "没有写姓名", "remedy": "补上姓名"}]
    table = pa.table(
        {"source_row": [2], "~0": ["张三"], "reasons": [json.dumps(reason)]},
        pa.schema([("source_row", pa.int32()), ("~0", pa.string()), ("reasons", pa.string())]),
    )
    now = clock.now()
    file = SourceFile.objects.create(
        delivery_id=delivery_id, name="文件.xlsx", fingerprint=b"x", layout={"header": [["姓名"]]}, received_at=now,
        vault_refused=vault.put(table),
    )  # fmt: skip
    return {"delivery_id": delivery_id, "file_id": file.pk}


@kind("own-refused")
def make_refused(owner: Owner) -> dict[str, Any]:
    """The refused rows of a file of the owner's department."""
    return _with_refused(**make_delivery(owner))


@kind("unit-refused")
def make_unit_refused(owner: Owner) -> dict[str, Any]:
    """The refused rows of a report of the owner's unit."""
    return _with_refused(**make_unit_delivery(owner))


@kind("returned-finding")
def make_returned(owner: Owner) -> dict[str, Any]:
    """A difference that was sent back to the owner's department."""
    finding = Finding.objects.create(
        month="2024-09", feed="deaths", delivery_id=make_delivery(owner)["delivery_id"], content=b"1", result="ended",
        state="returned", name="张三", cause="death", because="死亡登记以后还有缴费", found_at=clock.now(),
    )  # fmt: skip
    return {"finding_id": finding.pk}


def a_person(owner: Owner, number: str = "211122196001010018") -> Person:
    """Somebody of the ledger in the owner's town."""
    return Person.objects.get_or_create(
        citizen_id_index=blind_index("citizen_id", number),
        defaults={
            "kind": "holder", "citizen_id_sealed": seal("person.citizen_id", number), "name": "张三丰", "sex": "1",
            "born_on": date(1960, 1, 1), "county_code": owner.county_code, "township_code": owner.township_code,
            "first_known_at": clock.now(),
        },
    )[0]  # fmt: skip


@kind("own-class")
def make_class(owner: Owner) -> dict[str, Any]:
    """A class of the owner's provider with one person."""
    row = Attendance.objects.create(
        person=a_person(owner), class_name="缝纫班", kind="就业技能培训", provider=owner.provider, result="passed",
        started_on=date(2024, 9, 2), ended_on=date(2024, 9, 20), known_from=clock.now(),
    )  # fmt: skip
    return {"class_id": row.pk}
