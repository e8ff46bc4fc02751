"""Walks every page as every role, with own and foreign objects, GET and POST, against the matrix.

The matrix (`matrix.yaml`) has one line a page:

    federation:person: {duty: ledger.read, object: person, methods: GET}

* `duty`: what the page asks for, as its view says it: a duty, several of which any does ([a, b]), `signed-in` or `public`.
* `also`: a duty that the page asks for beside that one: who lacks either is refused.
* `object`: the kind of object in the page's address, made by `objects.py`; left out where the address names none. The kind
  "person" returns {"person_id": ...} and takes the owner's own person where he is one.
* `methods`: "GET", "POST" or "GET POST" (the default).
* `everybodys: true`: whoever has the duty may see every object of this kind (a policy figure, a department's name).
* `ends_session: true`: the page signs out and leads to the sign-in page.

What must come out: anonymous is sent to sign in; without the duty 403; a foreign object 404; with duty and own object none of
these, and never an error.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.access.objects import KINDS, Owner
from tonggong.base.accounts.models import Post, User
from tonggong.base.accounts.pages import PUBLIC, SIGNED_IN
from tonggong.base.accounts.roles import REACH_DIGITS, ROLES, Role, Scope

MATRIX = Path(__file__).with_name("matrix.yaml")
OWN = Owner("211122000000", "211122103000", "own-department", "91211122MA0XYZ12A1", "本方培训学校")
# What lies just outside each reach: another town of the county, another county of the city, another city.
FOREIGN = {
    Scope.TOWNSHIP: replace(OWN, township_code="211122104000"),
    Scope.COUNTY: replace(OWN, county_code="211103000000", township_code="211103001000"),
    Scope.CITY: replace(OWN, county_code="210102000000", township_code="210102001000"),
    Scope.DEPARTMENT: replace(OWN, department="other-department"),
    Scope.UNIT: replace(OWN, unit_code="91211103MA0QWE34B2"),
    Scope.PROVIDER: replace(OWN, provider="他方培训学校"),
    Scope.PERSON: OWN,  # another person, made where needed
    Scope.NOTHING: OWN,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the matrix."""

    page: str
    duties: tuple[str, ...]
    kind: str = ""
    methods: tuple[str, ...] = ("GET", "POST")
    everybodys: bool = False
    ends_session: bool = False
    also: str = ""


def matrix(file: Path = MATRIX) -> dict[str, Line]:
    """Read the matrix. A word that is not known is an error."""
    found, text = {}, file.read_text(encoding="utf-8")
    keys = re.findall(r"^([^\s#][^{]*): *\{", text, re.M)
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"two lines for {', '.join(sorted(twice))}")
    for page, said in (yaml.safe_load(text) or {}).items():
        if strange := said.keys() - {"duty", "also", "object", "methods", "everybodys", "ends_session"}:
            raise ValueError(f"{page}: {strange}")
        duties = said["duty"] if isinstance(said["duty"], list) else [said["duty"]]
        methods = tuple(said.get("methods", "GET POST").split())
        found[page] = Line(
            page,
            tuple(duties),
            said.get("object", ""),
            methods,
            said.get("everybodys", False),
            said.get("ends_session", False),
            said.get("also", ""),
        )
    return found


def pages() -> dict[str, URLPattern]:
    """Return every page of the URL table by its name; one without a name appears under its pattern."""

    def walk(patterns: list[Any], space: str, before: str) -> Iterator[tuple[str, URLPattern]]:
        for each in patterns:
            if isinstance(each, URLResolver):
                inner = f"{space}{each.namespace}:" if each.namespace else space
                yield from walk(each.url_patterns, inner, f"{before}{each.pattern}")
            else:
                yield f"{space}{each.name}" if each.name else f"({before}{each.pattern})", each

    return dict(walk(get_resolver().url_patterns, "", ""))


def strangers(lines: dict[str, Line]) -> list[str]:
    """Say where the URL table and the matrix disagree: pages without a line, lines without a page, other duties, kinds unknown."""
    there = pages()
    problems = [f"{name}: no line in matrix.yaml" for name in there.keys() - lines.keys()]
    problems += [f"{name}: a line, but no page" for name in lines.keys() - there.keys()]
    for name in there.keys() & lines.keys():
        view = there[name].callback
        said = getattr(view, "duties", None) or (getattr(view, "duty", None),)
        if tuple(said) != lines[name].duties:
            problems.append(f"{name}: the view asks for {said}, the matrix says {lines[name].duties}")
        has_arguments = bool(there[name].pattern.regex.groups)
        if has_arguments and not lines[name].kind:
            problems.append(f"{name}: its address names an object, the matrix does not say of which kind")
        if lines[name].kind and lines[name].kind not in KINDS:
            problems.append(f"{name}: objects.py makes no {lines[name].kind}")
    return sorted(problems)


def _account(username: str) -> User:
    now = timezone.now()
    defaults = {"name": username, "created_at": now, "password_set_at": now}
    return User.objects.get_or_create(username=username.replace("_", "-"), defaults=defaults)[0]


def someone(role: Role) -> tuple[User, Owner]:
    """Make a user in a role, at home where OWN lies, and say what is his."""
    user = _account(role.key)
    mine = _with_person(OWN) if role.scope is Scope.PERSON else OWN
    Post.objects.create(
        user=user,
        role=role.key,
        reach=OWN.township_code[: REACH_DIGITS.get(role.scope, 0)],
        department=OWN.department if role.scope is Scope.DEPARTMENT else "",
        unit_code=OWN.unit_code if role.scope is Scope.UNIT else "",
        provider=OWN.provider if role.scope is Scope.PROVIDER else "",
        person_id=mine.person_id,
        valid_from=date(2020, 1, 1),
        appointed_by="试验",
    )
    return user, replace(mine, user_id=user.pk)


def stranger(role: Role) -> Owner:
    """Say whose things a role must not see: those just outside its reach, and of another user."""
    theirs = replace(FOREIGN[role.scope], user_id=_account(f"other-{role.key}").pk)
    return _with_person(theirs) if role.scope is Scope.PERSON else theirs


def _with_person(owner: Owner) -> Owner:
    return replace(owner, person_id=KINDS["person"](owner)["person_id"]) if "person" in KINDS else owner


def asked(client: Client, method: str, line: Line, owner: Owner) -> str:
    """Ask for a page and say in a word what came: opened, refused, foreign, sign-in, not-that-way, or the error. Undone after."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        try:
            address = reverse(line.page, kwargs=KINDS[line.kind](owner) if line.kind else None)
            answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            sign_in = reverse(settings.ACCOUNTS_SIGN_IN_URL)
            if (
                answer.status_code == 302
                and answer["Location"].startswith(sign_in)
                and line.page != settings.ACCOUNTS_SIGN_IN_URL
            ):
                return "sign-in"
            words = {403: "refused", 404: "foreign", 405: "not-that-way"}
            return words.get(answer.status_code) or (
                "opened" if answer.status_code < 500 else f"error {answer.status_code}"
            )
        except Exception as error:  # whatever a page throws is what this walk is to find
            return f"error {type(error).__name__}: {error}"
        finally:
            transaction.set_rollback(True)
            client.cookies = cookies  # a page may have ended the session


def walked(role: Role | None, lines: dict[str, Line]) -> list[str]:
    """Open every page as a role (None: anonymous) and say what came out otherwise than the matrix has it."""
    client, problems = Client(), []
    if role is None:
        mine = theirs = replace(OWN, user_id=_account("somebody").pk)
    else:
        user, mine = someone(role)
        theirs = stranger(role)
        client.force_login(user)
    for line in lines.values():
        may = PUBLIC in line.duties or (
            role is not None
            and (SIGNED_IN in line.duties or bool(role.duties & set(line.duties)))
            and (not line.also or line.also in role.duties)
        )
        wanted = "opened" if may else "sign-in" if role is None else "refused"
        for method in ("GET", "POST"):
            allowed = {wanted} if method in line.methods else {"not-that-way", wanted} - {"opened"}
            if may and method == "POST" and not line.kind:
                allowed.add("foreign")  # the object would be named in what is posted, and here is nothing
            if may and role is None:
                allowed.add("sign-in")  # the front door may lead a stranger there
            if may and line.ends_session:
                allowed = {"sign-in"} if method in line.methods else allowed
            came = asked(client, method, line, mine)
            if came not in allowed:
                problems.append(f"{method} {line.page}: {came}, not {wanted}")
            if may and role and line.kind and not line.everybodys and method in line.methods:
                came = asked(client, method, line, theirs)
                if came != "foreign":
                    problems.append(f"{method} {line.page} with a foreign {line.kind}: {came}")
    return problems


def everybody() -> list[Role | None]:
    """Every role, and anonymous."""
    return [None, *ROLES.values()]
