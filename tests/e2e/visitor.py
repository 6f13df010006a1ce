"""A person at the site in a browser, for tests: whatever the page complains of is kept and must be nothing in the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, expect

from backend.core.ids import new_id
from tests.live import LiveSite

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PASSWORD = "plenty of small coins"
PATIENCE_MS = 90_000  # a ceiling, not a wait: two receipts are read in a minute where two cores are shared by many
# Messages leave after some seconds, in which a busy machine may not come to look at them, or to press their Undo.
_MESSAGES_STAY = (
    "{ const looks = new CSSStyleSheet(); looks.replaceSync('.toast { animation: none }'); document.adoptedStyleSheets.push(looks); }"
)

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visitor:
    """`page` is at the site; `complaints` are errors of the console, of scripts and of the content policy."""

    page: Page
    url: str
    email: str = field(default_factory=lambda: f"mara-{new_id()}@example.com")
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def go(self, path: str) -> None:
        """Open an address of the site."""
        await self.page.goto(self.url + path)

    async def keep_messages(self) -> None:
        """Have messages stay until they are put away, on each page that is opened from here on."""
        await self.page.add_init_script(_MESSAGES_STAY)

    async def register(self) -> None:
        """Make an account; the first-run page is open afterwards."""
        await self.go("/register")
        await self.page.get_by_label("Your name").fill("Mara Klein")
        await self.page.get_by_label("E-mail").fill(self.email)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Create account").click()
        await self.page.wait_for_url("**/welcome")


@asynccontextmanager
async def visit(browser: Browser, site: LiveSite, size: dict[str, int] | None = None, **options: object) -> AsyncIterator[Visitor]:
    """Somebody new at the site; at the end nothing has been complained of."""
    context = await browser.new_context(viewport=size or PHONE, **{"locale": "en-GB", **options})
    context.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(await context.new_page(), site.url)
    yield visitor
    await context.close()
    assert visitor.complaints == [], visitor.complaints
