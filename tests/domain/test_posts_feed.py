"""A personnel office's file of posts: taken in row by row, refused with reasons, stopped where a condition is questioned."""

import pytest

from tests.domain.intake_files import unit_code
from tests.panjin import load_panjin
from tonggong.base.accounts.who import system_who
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison.models import Finding
from tonggong.domain.comparison.services import compare_month
from tonggong.domain.posts.models import Post
from tonggong.domain.posts.services import publish

pytestmark = pytest.mark.django_db
HEADS = (
    "统一社会信用代码,招聘单位,职位名称,岗位类别,招录人数,是否专设,工作地点,县区,月薪下限,月薪上限,岗位职责,应聘条件,便利条件,报名方式,"
    "报名开始,报名截止"
)
ORGAN = unit_code(71, "11")
GOOD = {
    "code": ORGAN, "name": "兴隆台区档案局", "title": "档案管理员", "kind": "文员、档案", "n": "1人", "reserved": "专设", "at": "兴隆街道",
    "county": "兴隆台区", "low": "3000", "high": "4200", "duties": "整理档案", "asks": "大专以上；双目裸眼4.8", "helps": "放大屏（320元）；坡道",
    "how": "打 0427-2800000", "from": "2024-09-02", "until": "2024-09-30",
}  # fmt: skip


def send(*rows: dict[str, str], month: str = "2024-09"):
    lines = [HEADS, *(",".join((GOOD | row).values()) for row in rows)]
    return take_in(system_who(), "posts", "\n".join(lines).encode(), month, sender="市人社局", name="posts.csv")


@pytest.fixture(autouse=True)
def _city(practice):
    load_panjin()


def test_a_row_becomes_a_post_that_is_stopped_at_its_condition_with_what_makes_it_fit():
    send({}, {"title": "收发员", "asks": "大专以上"})
    compare_month(system_who(), "2024-09")

    row = Post.objects.get(title="档案管理员")
    assert (row.state, row.is_reserved, row.is_public_body, row.places, row.occupation) == (
        "stopped",
        True,
        True,
        1,
        "clerk",
    )
    assert (row.source, row.source_row, row.unit.name) == ("file", 2, "兴隆台区档案局")
    assert [(c.words, c.state) for c in row.conditions.order_by("pk")] == [
        ("大专以上", "clear"),
        ("双目裸眼4.8", "questioned"),
    ]
    assert [(h.what, h.is_on_hand, h.cost_yuan) for h in row.helps.order_by("pk")] == [
        ("放大屏", False, 320),
        ("坡道", True, None),
    ]
    assert row.demands["reading"] == 3
    assert Post.objects.get(title="收发员").state == "review"
    assert set(Finding.objects.filter(feed="posts").values_list("state", flat=True)) == {"fact"}


def test_a_condition_in_the_description_is_looked_at_as_one_and_hidden_until_then():
    send({"duties": "整理档案，限健全人", "asks": ""})
    compare_month(system_who(), "2024-09")

    row = Post.objects.get()
    assert (row.state, row.duties) == ("stopped", "")
    assert [(c.words, c.questions) for c in row.conditions.all()] == [("整理档案，限健全人", ["able_only"])]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"n": "0"}, "招聘人数"),
        ({"n": "若干"}, "写 1 到 9999 的整数"),
        ({"reserved": "也许"}, "是否专设"),
        ({"code": f"{ORGAN[:17]}{'0' if ORGAN[17] != '0' else '1'}"}, "统一社会信用代码"),
        ({"until": "2024-08-01"}, "报名截止早于报名开始"),
        ({"low": "5000", "high": "3000"}, "月薪上限小于月薪下限"),
        ({"how": ""}, "报名方式"),
    ],
)
def test_a_row_that_can_not_be_goes_back_with_how_to_mend_it(wrong, words):
    report = send({}, {"title": "另一个"} | wrong)

    assert (report.accepted, report.refused) == (1, 1)
    said = "".join(problem.sentence for problems in report.refusals.values() for problem in problems)
    assert words in said


def test_the_same_again_changes_nothing_and_another_condition_stops_what_is_published():
    send({"asks": "大专以上"})
    compare_month(system_who(), "2024-09")
    publish(system_who(), Post.objects.get())
    send({"asks": "大专以上"}, month="2024-10")
    compare_month(system_who(), "2024-10")
    assert Post.objects.get().state == "published"
    send({"asks": "大专以上；五官端正", "n": "2"}, month="2024-11")
    compare_month(system_who(), "2024-11")

    row = Post.objects.get()
    assert (row.state, row.places, row.conditions.count()) == ("stopped", 2, 2)
