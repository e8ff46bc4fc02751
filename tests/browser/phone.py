"""A worker's phone: a browser that is switched off and on again and keeps what lies on its disk."""

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.conftest import FLAGS
from tests.browser.visitors import CONTRAST, PATIENCE, PHONE, SMALLEST_LARGE, Mode, Visitor
from tonggong.domain.casework.models import Visit

ADDRESS = "/visits/offline/"
PIN = "芦苇荡7351"
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

# Everything that any script could read of the page's databases, caches and other stores, as text.
RAW = """async () => {
  const seen = [];
  const told = async (value) => {
    if (value instanceof CryptoKey) throw new Error('a key is stored');
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer ?? value);
      for (const kind of ['utf-8', 'utf-16le']) seen.push(new TextDecoder(kind).decode(bytes));
    } else if (value && typeof value === 'object') for (const [key, inner] of Object.entries(value)) { seen.push(key); await told(inner); }
    else seen.push(String(value));
  };
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of base.objectStoreNames) {
      const rows = base.transaction(store).objectStore(store);
      for (const way of ['getAll', 'getAllKeys']) {
        await told(await new Promise((done) => { const r = rows[way](); r.onsuccess = () => done(r.result); }));
      }
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const kept = await caches.open(name);
    for (const request of await kept.keys()) { seen.push(request.url); seen.push(await (await kept.match(request)).text()); }
  }
  for (const store of [localStorage, sessionStorage]) seen.push(JSON.stringify(store));
  return seen.join('\\n');
}"""

KEPT = """() => new Promise((done) => {
  const opening = indexedDB.open('tonggong-offline');
  opening.onsuccess = () => {
    const asked = opening.result.transaction('kept').objectStore('kept').getAllKeys();
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
  };
})"""


class Phone(Visitor):
    """A phone that can be switched off and on."""

    def __init__(self, chromium: Browser, address: str, disk: Path) -> None:
        self.chromium, self.address, self.disk, self.mode = chromium, address, disk, PHONE
        self.program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        self.complaints: list[str] = []
        self.switch_on()

    def switch_on(self) -> None:
        """Start the browser on what lies on the disk; whoever was signed in no longer is."""
        self.context = self.chromium.browser_type.launch_persistent_context(
            str(self.disk), executable_path=self.program, args=[*FLAGS, *MICROPHONE], viewport={"width": PHONE.width, "height": PHONE.height}, locale="zh-CN",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.pages[0]
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if "ERR_INTERNET_DISCONNECTED" not in message.text:  # the browser's own word for what is tried here
            super()._hear(message)

    def switch_off(self) -> None:
        """End the browser."""
        self.context.close()

    def cut(self, is_cut: bool = True) -> None:
        """Take the network away, or give it back."""
        self.context.set_offline(is_cut)

    def says(self, words: str) -> None:
        """Wait until the band says something."""
        expect(self.page.locator("#said")).to_contain_text(words)

    def has_arrived(self) -> None:
        """Wait until an entry of the phone stands in the ledger: a page just opened says nothing yet of what waits."""
        for _ in range(PATIENCE // 100):
            if Visit.objects.filter(was_offline=True).exists():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the entry never arrived")

    def all_sent(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator("#tab-count")).to_be_empty()
        self.says("离线可用")

    def button(self, words: str) -> Any:
        """The visible button with exactly these words."""
        return self.page.get_by_role("button", name=words, exact=True)

    def take_list_along(self) -> None:
        """Set a PIN and keep the day's people."""
        self.open(ADDRESS)
        self.page.locator("#pin").fill(PIN)
        self.page.locator("#pin-again").fill(PIN)
        self.button("存今天的名单").click()
        self.page.locator("#people").wait_for()
        self.says("离线可用")

    def unlock(self, pin: str = PIN) -> None:
        """Type the PIN."""
        self.page.locator("#locked").wait_for()
        self.page.locator("#pin-now").fill(pin)
        self.button("打开名单").click()

    def raw(self) -> str:
        """Everything a script could read on this phone."""
        return self.page.evaluate(RAW)

    def kept(self) -> list[str]:
        """The names of what the page keeps of its list."""
        return self.page.evaluate(KEPT)

    def on_disk(self, words: str) -> list[str]:
        """The files on the disk that hold words in clear; what other pages leave in the browser's cache is theirs."""
        wanted, found = [words.encode(), words.encode("utf-16-le")], []
        for path in self.disk.rglob("*"):
            if path.is_file() and not path.is_symlink():
                told = path.read_bytes()
                if any(each in told for each in wanted) and not _is_of_another_page(told[:300]):
                    found.append(path.name)
        return found

    def judge_as_it_stands(self, *modes: Mode) -> None:
        """Judge the screen, in high contrast and smallest with large type, without loading the page: what is open stays."""
        for mode in modes or (CONTRAST, SMALLEST_LARGE):
            self.mode = mode
            self.page.set_viewport_size({"width": mode.width, "height": mode.height})
            for name in ("size", "contrast"):
                wanted = str(f"tg_{name}" in mode.cookies).lower()
                switch = self.page.locator(f".display button[name={name}]")
                if switch.get_attribute("aria-pressed") != wanted:
                    switch.click()
                expect(switch).to_have_attribute("aria-pressed", wanted)
            self.judge()


def _is_of_another_page(beginning: bytes) -> bool:
    return b"/_dk_" in beginning and ADDRESS.encode() not in beginning
