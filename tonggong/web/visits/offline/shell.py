"""What the phone keeps of the product itself: the page, its scripts and styles, under a name that changes with them."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse

from tonggong.base.installation import clock
from tonggong.domain.casework import choices
from tonggong.domain.casework.services.entry.reading import spoken_on
from tonggong.rules.forms import FORMS, NATIONAL
from tonggong.web.components.plain import METHODS, PLAIN_NEEDS, PLAIN_REASONS, PLAIN_SATISFIED, PLAIN_WISHES

SCRIPTS = (
    "page",
    "vault",
    "people",
    "visit",
    "queue",
    "entry",
    "papers",
    "sending",
    "store",
    "seals",
    "bytes",
    "leave",
)
FILES = (
    *(f"visits/offline/{name}.js" for name in SCRIPTS),
    "visits/offline/offline.css",
    "visits/offline/icon-192.png",
    "visits/offline/icon-512.png",
    "tonggong/tokens.css",
    "tonggong/base.css",
    "tonggong/components.css",
    "tonggong/print.css",
    "tonggong/display.js",
    "tonggong/seal.svg",
)
WORKER = "visits/offline/worker.js"
TEMPLATES = ("visits/offline/page.html", "visits/offline/visit.html", "frame/page.html")


def form_choices() -> dict[str, object]:
    """Return what the form offers: the field's codes behind plain words."""
    return {
        "outcomes": choices.VisitOutcome.choices,
        "methods": METHODS,
        "present": choices.Present.choices,
        "communications": choices.Communication.choices,
        "wishes": list(PLAIN_WISHES.items()),
        "reasons": list(PLAIN_REASONS.items()),
        "conditions": choices.Condition.choices,
        "needs": list(PLAIN_NEEDS.items()),
        "satisfactions": list(PLAIN_SATISFIED.items()),
        "services": choices.ServiceKind.choices,
        "results": choices.ServiceOutcome.choices,
        "forms": [(form.code, form.name) for form in FORMS.values()],
        "national": list(NATIONAL.items()),
    }


def addresses() -> list[str]:
    """Return what the page needs to open without a network."""
    return [reverse("visits:offline"), reverse("visits:offline-manifest"), *map(static, FILES)]


def spoken_now() -> tuple[int, ...]:
    """Return the outcomes of a visit after which somebody was spoken with, as the city has them today.

    Raises:
        FigureMissing: they are not entered.
    """
    return tuple(sorted(spoken_on(clock.today())))


@cache
def version(spoken: tuple[int, ...]) -> str:
    """Return a name for the whole as it is now: another one makes phones fetch it anew.

    Args:
        spoken: what `spoken_now` returned; the page holds it, so another value is another page.
    """
    told = hashlib.sha256(repr((form_choices(), spoken)).encode())
    for name in (*FILES, WORKER):
        told.update(source(name))
    for name in TEMPLATES:
        told.update(Path(get_template(name).origin.name).read_bytes())  # type: ignore[attr-defined]
    return told.hexdigest()[:16]


def source(name: str) -> bytes:
    """Return a static file's bytes.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
