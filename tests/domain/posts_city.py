"""Units with posts and people with requests, for the tests of posts and of help in exams."""

from datetime import date
from typing import Any

from tests.domain.intake_files import unit_code
from tests.domain.reporting_ledger import TAISHAN, XINGLONG, Ledger, at
from tonggong.base.accounts.roles import ROLES
from tonggong.base.accounts.who import Who
from tonggong.domain.employers.models import Unit
from tonggong.domain.posts import services
from tonggong.domain.posts.services import ConditionSaid, PostSaid

TODAY = date(2024, 11, 4)
NOW = at(TODAY)
ORGAN, FIRM, AWAY = unit_code(71, "11"), unit_code(72), unit_code(73)


def who(role: str, reach: str = "2111", name: str = "试验", **more: Any) -> Who:
    """Somebody in a role."""
    kept = ROLES[role]
    return Who(None, name, role, kept.title, reach, kept.duties, **more)


CITY = who("city_staff")
COUNTY = who("county_staff", "211103")
HRSS = who("department_liaison", department="hrss")
TAX = who("department_liaison", department="tax")
BOSS = who("employer", "", "诚信公司", unit_code=FIRM)
STRANGER = who("employer", "", "别家公司", unit_code=AWAY)


def units() -> Ledger:
    """An organ and a firm in one county, a firm in another."""
    found = Ledger()
    Unit.objects.create(code=ORGAN, name="兴隆台区档案局", economic_kind="机关", county_code=XINGLONG[0])
    Unit.objects.create(
        code=FIRM, name="盘锦诚信公司", economic_kind="企业", county_code=XINGLONG[0], township_code=XINGLONG[1]
    )
    Unit.objects.create(code=AWAY, name="双台子公司", economic_kind="企业", county_code=TAISHAN[0])
    return found


def said(title: str = "档案管理员", *conditions: str, **more: Any) -> PostSaid:
    """A post as somebody enters it."""
    known: dict[str, Any] = {
        "title": title, "occupation": "clerk", "places": 1, "workplace": "兴隆街道1号", "apply_how": "打 0427-2800000",
        "open_from": date(2024, 11, 1), "open_until": date(2024, 12, 31),
        "conditions": tuple(ConditionSaid(words) for words in conditions),
    }  # fmt: skip
    return PostSaid(**(known | more))


def a_post(title: str = "档案管理员", *conditions: str, unit: str = ORGAN, by: Who = COUNTY, **more: Any) -> Any:
    """A post that was sent in."""
    row = services.enter_post(by, Unit.objects.get(code=unit), said(title, *conditions, **more))
    return services.submit(by, row)
