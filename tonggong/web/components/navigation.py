"""The rail: every desk registers its pages here, and each user sees those that the post may open.

A desk calls `register(...)` from its `rail.register_all()`; components know no desk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from tonggong.base.accounts.who import NOBODY, Who
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation.services import current
from tonggong.domain.plan.queries import setting

GROUPS = ("工作", "用人单位", "服务", "台账", "设置")
TABS = 4
SIZE_COOKIE, CONTRAST_COOKIE, KEYS_COOKIE = "tg_size", "tg_contrast", "tg_keys"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page on the rail.

    Args:
        label: on the rail; `tab` is the shorter word on a phone's bottom tabs, empty for pages that never stand there.
        url_name: "federation:month"; the page must work without arguments.
        duty: who may open it; empty for everyone signed in.
        group: one of GROUPS.
        order: place in the group; smaller comes first.
        count: how much waits there, as words ("100 待定"), or "" for nothing. Must cost one cheap query at most.
        covers: names of pages that belong to this entry ("federation:person"); a prefix ends with "*".
        key: letter after G that opens the page.
        unless: posts that have the duty and yet do not need this page, as they have one of their own.
    """

    label: str
    url_name: str
    duty: str
    group: str
    order: int = 50
    count: Callable[[Who], str] | None = None
    icon: str = "paper"
    tab: str = ""
    covers: tuple[str, ...] = ()
    key: str = ""
    unless: Callable[[Who], bool] | None = None

    def has(self, view_name: str) -> bool:
        """Say whether a page belongs to this entry."""
        if view_name == self.url_name:
            return True
        return any(
            view_name == name or (name.endswith("*") and view_name.startswith(name[:-1])) for name in self.covers
        )


@dataclass(frozen=True, slots=True)
class Search:
    """The search box of the frame; it posts, since what is typed may be an identifier and must not stand in an address."""

    url_name: str
    duty: str
    hint: str = "姓名两个字、证号或电话尾号"


_ENTRIES: dict[str, Entry] = {}
_TABS: dict[str, tuple[str, ...]] = {}
_SEARCH: list[Search] = []


def register_tabs(role: str, *url_names: str) -> None:
    """Say which pages stand on a phone's bottom edge for a role, in this order, instead of the rail's own."""
    _TABS[role] = url_names


def register(*entries: Entry) -> None:
    """Put pages on the rail. Registering a page again replaces its entry."""
    for entry in entries:
        if entry.group not in GROUPS:
            raise ValueError(entry.group)
        _ENTRIES[entry.url_name] = entry


def register_search(search: Search) -> None:
    """Say which page answers the search box."""
    _SEARCH[:] = [search]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one user sees it on one page."""

    entry: Entry
    url: str
    is_current: bool
    count: str


class Frame:
    """What stands around a page; worked out only by the templates that show it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def who(self) -> Who:
        """Who is looking; nobody on public pages."""
        return getattr(self.request, "who", None) or NOBODY

    @property
    def is_signed_in(self) -> bool:
        """Say whether somebody is signed in."""
        return self.who.user_id is not None

    @property
    def is_large(self) -> bool:
        """Say whether large type is on."""
        return self.request.COOKIES.get(SIZE_COOKIE) == "large"

    @property
    def is_high_contrast(self) -> bool:
        """Say whether high contrast is on."""
        return self.request.COOKIES.get(CONTRAST_COOKIE) == "high"

    @property
    def has_keys(self) -> bool:
        """Say whether single-key shortcuts are on; they can be switched off (WCAG 2.1.4)."""
        return self.request.COOKIES.get(KEYS_COOKIE) != "off"

    @cached_property
    def is_practice(self) -> bool:
        """Say whether everything here is invented."""
        row = current()
        return row is not None and row.kind == row.Kind.PRACTICE

    @cached_property
    def city(self) -> str:
        """The city's name, or the product's own words before a city is loaded."""
        row = current()
        return row.city_name if row is not None else ""

    @property
    def office(self) -> str:
        """What stands under the name on the rail."""
        return f"{self.city}残联" if self.city else "残疾人就业工作平台"

    @property
    def place(self) -> str:
        """The post of the one who looks, as words."""
        where = name_of(self.who.reach.ljust(12, "0")) if self.who.reach else ""
        return " · ".join(filter(None, (self.who.role_title, where)))

    @cached_property
    def hotline(self) -> str:
        """The hotline that the city's pack names; empty before a city is loaded."""
        return str(setting("hotline"))

    @property
    def help_phone(self) -> str:
        """Whom to ring (setting TONGGONG_HELP_PHONE); empty when the city has named nobody."""
        return getattr(settings, "HELP_PHONE", "")

    @property
    def path(self) -> str:
        """Where we are, to come back to after a switch."""
        return self.request.path if self.request.method == "GET" else "/"

    @cached_property
    def view_name(self) -> str:
        """The name of the page shown."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def shown(self) -> list[Shown]:
        """The pages that this user may open, in the rail's order."""
        if not self.is_signed_in:
            return []
        allowed = [entry for entry in _ENTRIES.values() if not entry.duty or entry.duty in self.who.duties]
        allowed = [entry for entry in allowed if not (entry.unless and entry.unless(self.who))]
        allowed.sort(key=lambda entry: (GROUPS.index(entry.group), entry.order))
        found = []
        for entry in allowed:
            if (url := _address(entry.url_name)) is None:
                continue
            count = entry.count(self.who) if entry.count else ""
            found.append(Shown(entry, url, entry.has(self.view_name), count))
        return found

    @property
    def groups(self) -> list[tuple[str, list[Shown]]]:
        """The rail: groups that have pages, with them."""
        named = [(group, [one for one in self.shown if one.entry.group == group]) for group in GROUPS]
        return [(group, entries) for group, entries in named if entries]

    @property
    def tabs(self) -> list[Shown]:
        """Up to four pages for a phone's bottom edge: the role's own choice, else the rail's."""
        own = _TABS.get(self.who.role, ())
        if own:
            by_name = {one.entry.url_name: one for one in self.shown}
            return [by_name[name] for name in own if name in by_name][:TABS]
        return [one for one in self.shown if one.entry.tab][:TABS]

    @property
    def keys(self) -> list[Shown]:
        """Pages that a letter after G opens."""
        return [one for one in self.shown if one.entry.key]

    @cached_property
    def search(self) -> dict[str, Any] | None:
        """The search box, for those who may search."""
        for search in _SEARCH:
            if search.duty in self.who.duties and (url := _address(search.url_name)):
                return {"url": url, "hint": search.hint}
        return None


def _address(url_name: str) -> str | None:
    return _known_address(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1024)
def _known_address(url_name: str, urlconf: str, prefix: str) -> str | None:
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return None


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
