"""The practice city's people: who can be chosen on its sign-in page. A real installation has none."""

from django.http import Http404

from tonggong.base.accounts.practice import practice_accounts
from tonggong.base.accounts.sessions import sign_in
from tonggong.base.accounts.who import Request, Who
from tonggong.base.installation.services import is_practice
from tonggong.domain.employers.queries import names_of


def identities() -> list[dict[str, str]]:
    """Return the demo accounts with their titles and places, units by name; nobody in a real installation."""
    if not is_practice():
        return []
    accounts = practice_accounts()
    names = names_of(one["division"] for one in accounts)
    return [one | {"division": names.get(one["division"]) or _not_a_code(one["division"])} for one in accounts]


def _not_a_code(place: str) -> str:
    """Leave out the credit code of a unit that nobody has registered yet: it says nothing to who chooses."""
    return "" if place.isascii() else place


def enter(request: Request, username: str) -> Who:
    """Sign in as one of them.

    Raises:
        Http404: a real installation, or no demo account of this name.
        SignInRefused: somebody changed its password or locked it.
    """
    chosen = next((one for one in identities() if one["user"] == username), None)
    if chosen is None:
        raise Http404
    return sign_in(request, chosen["user"], chosen["password"])
