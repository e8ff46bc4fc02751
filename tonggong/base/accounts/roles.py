"""The roles as data: their title, their duties, how far they see, the page they start on.

Adding one: a Role below, a line in tests/access/matrix.yaml for nothing (the matrix is by duty), a demo account in the
city pack's accounts.yaml if it is to be shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a post of the role is tied to."""

    CITY = "city"  # reach of 4 digits
    COUNTY = "county"  # 6 digits
    TOWNSHIP = "township"  # 9 digits
    DEPARTMENT = "department"  # a department of the city: its own files and answers, totals of the city
    UNIT = "unit"  # one employer or institution
    PROVIDER = "provider"  # one training provider
    PERSON = "person"  # one person
    NOTHING = "nothing"  # an administrator: no business data


@dataclass(frozen=True, slots=True)
class Role:
    """A role; `page` is the name of the URL its users start on."""

    key: str
    title: str
    scope: Scope
    duties: frozenset[str]
    page: str
    is_staff: bool = True  # staff sessions end when idle


def _duties(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALL = (
    Role(
        "township_worker",
        "专职委员",
        Scope.TOWNSHIP,
        _duties(
            "ledger.read ledger.search ledger.unmask findings.read month.read figures.read figures.rows tasks.read policy.read "
            "casework.read casework.record casework.assess casework.plan testimony.record"
        ),
        "visits:home",
    ),
    Role(
        "job_coach",
        "就业辅导员",
        Scope.COUNTY,
        _duties(
            "ledger.read ledger.search figures.read tasks.read policy.read "
            "casework.read casework.record casework.assess casework.plan coaching.record posts.read posts.enter"
        ),
        "visits:home",
    ),
    Role(
        "county_staff",
        "县区残联",
        Scope.COUNTY,
        _duties(
            "ledger.read ledger.search ledger.unmask ledger.merge exchange.read exchange.deliver findings.read findings.decide "
            "month.read month.sign figures.read figures.rows tasks.read tasks.close policy.read export.rows "
            "casework.read casework.record casework.assess casework.plan casework.assign casework.answer "
            "testimony.read testimony.record complaints.refer "
            "coaching.record coaching.manage campaigns.manage aid.manage rural.exchange agencies.read agencies.score "
            "posts.read posts.enter posts.review exams.manage "
            "reliefs.read reliefs.manage "
            "signals.read signals.handle "
            "cooperation.read cooperation.manage quota.read quota.manage declarations.read declarations.decide declarations.answer hires.report hires.check labour.read labour.decide"
        ),
        "federation:month",
    ),
    Role(
        "city_staff",
        "市残联",
        Scope.CITY,
        _duties(
            "ledger.read ledger.search ledger.unmask ledger.merge exchange.read exchange.deliver exchange.accept findings.read "
            "findings.decide month.read month.close figures.read figures.rows circular.draft tasks.read tasks.close policy.read export.rows "
            "casework.read casework.record casework.assess casework.plan casework.assign casework.answer "
            "testimony.read complaints.refer "
            "coaching.record coaching.manage campaigns.manage aid.manage rural.exchange agencies.read agencies.review "
            "posts.read posts.enter posts.review exams.manage "
            "reliefs.read reliefs.manage "
            "signals.read signals.handle "
            "cooperation.read cooperation.manage quota.read quota.manage declarations.read declarations.decide declarations.answer hires.report hires.check labour.read labour.decide"
        ),
        "federation:month",
    ),
    Role(
        "committee_office",
        "残工委办",
        Scope.CITY,
        _duties(
            "posts.read month.read exchange.read findings.read figures.read figures.rows circular.draft circular.issue tasks.read tasks.close policy.read export.rows agencies.read "
            "reliefs.read "
            "cooperation.read quota.read declarations.read hires.report hires.check"
        ),
        "committee:dashboard",
    ),
    Role(
        "department_liaison",
        "部门联络员",
        Scope.DEPARTMENT,
        _duties(
            "posts.read posts.review exams.manage exchange.read exchange.deliver department.answer complaints.handle figures.read "
            "tasks.read policy.read"
        ),
        "departments:home",
    ),
    Role("employer", "用人单位", Scope.UNIT, _duties("own.unit policy.read"), "employer:home", is_staff=False),
    Role(
        "training_base",
        "培训基地",
        Scope.PROVIDER,
        _duties("own.classes policy.read"),
        "employer:classes",
        is_staff=False,
    ),
    Role(
        "sheltered_institution",
        "辅助性就业机构",
        Scope.UNIT,
        _duties("own.unit policy.read"),
        "employer:home",
        is_staff=False,
    ),
    Role("person", "残疾人本人", Scope.PERSON, _duties("own.read own.act policy.read"), "portal:mine", is_staff=False),
    Role("guardian", "监护人", Scope.PERSON, _duties("own.read own.act policy.read"), "portal:mine", is_staff=False),
    Role(
        "auditor",
        "审计",
        Scope.CITY,
        _duties(
            "posts.read ledger.read exchange.read findings.read month.read figures.read figures.rows tasks.read policy.read audit.read casework.read agencies.read "
            "reliefs.read "
            "signals.read "
            "cooperation.read quota.read declarations.read labour.read"
        ),
        "administration:audit",
    ),
    Role("system_admin", "系统管理员", Scope.NOTHING, _duties("system.read"), "administration:system"),
    Role(
        "security_admin",
        "安全管理员",
        Scope.NOTHING,
        _duties("accounts.manage security.read"),
        "administration:accounts",
    ),
    Role("audit_admin", "审计管理员", Scope.NOTHING, _duties("audit.read"), "administration:audit"),
)
ROLES: dict[str, Role] = {role.key: role for role in _ALL}
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
REACH_DIGITS = {Scope.CITY: 4, Scope.DEPARTMENT: 4, Scope.COUNTY: 6, Scope.TOWNSHIP: 9}


def kept_apart(first: str, second: str) -> str | None:
    """Say why one user may not hold two roles at the same time; None if both are fine.

    The three administrators are three persons and touch no business data (等保三员分立); an auditor does no work that is
    audited.
    """
    pair = {first, second}
    if len(pair) == 1:
        return None
    if pair <= set(ADMINISTRATORS):
        return "系统、安全、审计管理员必须是三个人。"
    if pair & set(ADMINISTRATORS) and not all(ROLES[r].scope in (Scope.NOTHING, Scope.PERSON) for r in pair):
        return "管理员不能兼办业务。"
    if "auditor" in pair and any(ROLES[r].is_staff for r in pair - {"auditor"}):
        return "审计人员不能兼办业务。"
    return None
