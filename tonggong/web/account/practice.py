"""The practice city's people: who can be chosen on its sign-in page. A real installation has none."""

from django.http import Http404

from tonggong.base.accounts.practice import practice_accounts
from tonggong.base.accounts.sessions import sign_in
from tonggong.base.accounts.who import Request, Who
from tonggong.base.installation.services import is_practice


def identities() -> list[dict[str, str]]:
    """Return the demo accounts with their titles and places; nobody in a real installation."""
    return practice_accounts() if is_practice() else []


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
