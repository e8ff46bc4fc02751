"""The objects of posts and of help in exams: a post where the owner is, one of the owner's unit, one that is public, an exam."""

from datetime import timedelta
from itertools import count
from typing import Any

from tests.access.objects import Owner, kind
from tests.access.people_objects import a_person
from tonggong.base.installation import clock

_numbers = count(1)


def _post(owner: Owner, code: str = "", **more: Any) -> Any:
    from tonggong.domain.employers.models import Unit
    from tonggong.domain.posts.models import Post

    code = code or f"91211100MA0P{next(_numbers):05d}X"
    unit, _ = Unit.objects.get_or_create(
        code=code, defaults={"name": "试验单位", "county_code": owner.county_code, "township_code": owner.township_code}
    )
    known: dict[str, Any] = {
        "unit": unit,
        "is_public_body": owner.department != "other-department",  # a department sees public bodies: a firm's is foreign to it
        "county_code": owner.county_code, "township_code": owner.township_code,
        "title": f"岗位{next(_numbers)}", "occupation": "clerk", "places": 2, "is_reserved": True, "workplace": "试验街",
        "apply_how": "打电话", "source": "employer", "open_from": clock.today() - timedelta(9), "by": "试验", "at": clock.now(),
    }  # fmt: skip
    return Post.objects.create(**(known | more))


@kind("job_post")
def make_job_post(owner: Owner) -> dict[str, Any]:
    """A draft of a post where the owner is."""
    return {"post_id": _post(owner).pk}


@kind("own_post")
def make_own_post(owner: Owner) -> dict[str, Any]:
    """A draft of a post of the owner's unit."""
    return {"post_id": _post(owner, owner.unit_code).pk}


@kind("public_post_page")
def make_public_post(owner: Owner) -> dict[str, Any]:
    """A post that everybody may see."""
    return {"post_id": _post(owner, state="published").pk}


def _exam(owner: Owner) -> Any:
    from tonggong.domain.posts.models import Exam

    return Exam.objects.create(
        title=f"考试{next(_numbers)}", organiser="试验", department=owner.department, county_code=owner.county_code, place="试验",
        held_on=clock.today() + timedelta(30), by="试验", at=clock.now(),
    )  # fmt: skip


@kind("exam")
def make_exam(owner: Owner) -> dict[str, Any]:
    """An exam of the owner's department, held where the owner is."""
    return {"exam_id": _exam(owner).pk}


def _request(owner: Owner) -> Any:
    from tonggong.domain.persons.models import Person
    from tonggong.domain.posts.models import ExamRequest

    person = Person.objects.get(pk=owner.person_id) if owner.person_id else a_person(owner)
    return ExamRequest.objects.create(
        exam=_exam(owner),
        person=person,
        kinds=["time"],
        words_sealed=ExamRequest.sealed(""),
        asked_on=clock.today(),
        asked_at=clock.now(),
    )


@kind("exam_request")
def make_exam_request(owner: Owner) -> dict[str, Any]:
    """What somebody asks for in such an exam."""
    return {"request_id": _request(owner).pk}


@kind("post_condition")
def make_post_condition(owner: Owner) -> dict[str, Any]:
    """A condition of the post that the page shows, which is a draft; of another post where the owner is another."""
    from tonggong.domain.posts.models import Post, PostCondition

    here = Post.objects.filter(county_code=owner.county_code, township_code=owner.township_code).order_by("-pk").first()
    row = PostCondition.objects.create(
        post=here or _post(owner),
        kind="other",
        words="视力良好",
        questions=["eyesight"],
        state="questioned",
        by="试验",
        at=clock.now(),
    )
    return {"condition_id": row.pk}


@kind("own_condition")
def make_own_condition(owner: Owner) -> dict[str, Any]:
    """A condition of a post of the owner's unit."""
    from tonggong.domain.posts.models import Post, PostCondition

    here = Post.objects.filter(unit__code=owner.unit_code).order_by("-pk").first()
    row = PostCondition.objects.create(
        post=here or _post(owner, owner.unit_code), kind="other", words="视力良好", questions=["eyesight"], state="questioned", by="试验",
        at=clock.now(),
    )  # fmt: skip
    return {"condition_id": row.pk}
