"""Somebody in front of the browser, in one of the modes that every page must hold in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tonggong.base.accounts.models import User

COLOURS = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PATIENCE = 60_000  # milliseconds, only so that a wait ends: a busy machine takes its time for a page
STILL = """() => Promise.all(document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .map(one => one.finished.catch(() => null))).then(() => null)"""
TAPS = """addEventListener('pointerdown', (event) => {
    if (event.isTrusted) sessionStorage.setItem('taps', Number(sessionStorage.getItem('taps')) + 1);
}, true);"""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a page is looked at: width, height, and the cookies of the display switches."""

    name: str
    width: int
    height: int
    cookies: dict[str, str] = field(default_factory=dict)


NORMAL = Mode("normal", 1440, 900)
PHONE = Mode("phone", 390, 844)
LARGE = Mode("large", 1440, 900, {"tg_size": "large"})
CONTRAST = Mode("contrast", 1440, 900, {"tg_contrast": "high"})
SMALLEST = Mode("smallest", 320, 640)
SMALLEST_LARGE = Mode("smallest-large", 320, 640, {"tg_size": "large"})
CONCERNS = {CONTRAST.name: COLOURS, **{mode.name: [] for mode in (LARGE, SMALLEST, SMALLEST_LARGE)}}


class Visitor:
    """Somebody in front of the browser. Whatever the console says against a page is kept and fails the test."""

    def __init__(self, browser: Browser, address: str, mode: Mode, *, has_script: bool = True) -> None:
        self.address, self.mode = address, mode
        self.context: BrowserContext = browser.new_context(
            viewport={"width": mode.width, "height": mode.height}, locale="zh-CN", java_script_enabled=has_script
        )
        self.context.set_default_timeout(PATIENCE)
        self.wear(mode)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        # A refused form answers 422 and Chromium says so; the page itself is right.
        if message.type in ("error", "warning") and " 422 " not in f" {message.text} ":
            self.complaints.append(message.text)

    def wear(self, mode: Mode) -> None:
        """Change the mode; the session stays."""
        self.mode = mode
        for name in ("tg_size", "tg_contrast"):
            self.context.clear_cookies(name=name)
        if mode.cookies:
            self.context.add_cookies(
                [{"name": name, "value": value, "url": self.address} for name, value in mode.cookies.items()]
            )

    def look(self, mode: Mode) -> None:
        """Load the page again in another mode; in the mode it is in, it stays as it is."""
        if mode == self.mode:
            return
        self.wear(mode)
        self.page.set_viewport_size({"width": mode.width, "height": mode.height})
        self.page.reload()

    def open(self, path: str) -> Page:
        """Open a page of the product."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in(self, user: str) -> Page:
        """Sign in by one click as one of the practice city's people."""
        self.open("/account/sign-in/").locator(f"button[name=user][value='{user}']").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self.page

    def come_in(self, user: str) -> Page:
        """Be signed in as one of the practice city's people without walking through the door, which has tests of its own."""
        client = Client()
        client.force_login(User.objects.get(username=user))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}])
        return self.page

    def findings(self, rules: Sequence[str] = RULES) -> list[str]:
        """What axe says of the page shown."""
        self.page.evaluate(STILL)  # a colour on its way to another is neither
        self.page.evaluate(AXE_SCRIPT)
        return self.page.evaluate(
            """rules => axe.run({runOnly: rules, preload: false, iframes: false, resultTypes: ['violations']}).then(found => found.violations.map(
            rule => rule.id + ': ' + JSON.stringify(rule.nodes.slice(0, 3).map(node => [node.target, node.any[0]?.data]))))""",
            rules,
        )  # what holds is not brought over: it is a hundred times as much

    def too_wide(self) -> list[str]:
        """Elements that make the page scroll sideways."""
        return self.page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            ['页面宽 ' + document.documentElement.scrollWidth, ...[...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh, .scroll, details:not([open])'))
              .slice(0, 6).map(e => e.tagName + '.' + e.getAttribute('class'))]"""
        )

    def count_taps(self) -> None:
        """Count from now on, in the pages themselves, what finger or mouse presses; what a script clicks is no tap."""
        self.context.add_init_script(TAPS)
        self.page.evaluate(f"sessionStorage.setItem('taps', 0); {TAPS}")

    def taps(self) -> int:
        """How often something was pressed since counting began, over all pages."""
        return int(self.page.evaluate("sessionStorage.getItem('taps')"))

    def judge(self, rules: Sequence[str] = RULES) -> None:
        """Fail for anything wrong with the page shown, in its mode; axe is asked by these rules."""
        where = f"{self.page.url} {self.mode.name}"
        assert self.page.locator("h1:visible").count() == 1, f"{where}: 一页一个 h1"
        found = self.findings(rules) if rules else []
        assert found == [], f"{where}: {found}"
        assert self.too_wide() == [], where
        assert self.complaints == [], where

    def judge_in(self, *modes: Mode) -> None:
        """Judge the page shown in these modes, one after the other.

        After the first, axe is asked what a mode has a say in: type and width none, high contrast about colours only.
        """
        for n, mode in enumerate(modes):
            self.look(mode)
            self.judge(CONCERNS.get(mode.name, RULES) if n else RULES)

    def judge_in_every_mode(self) -> None:
        """Judge the page shown in normal, on a phone, at the smallest width in normal and large type, in high contrast."""
        self.judge_in(NORMAL, PHONE, SMALLEST, SMALLEST_LARGE, CONTRAST)
        self.look(NORMAL)
