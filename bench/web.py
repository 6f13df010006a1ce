"""Pages as a phone meets them: `make bench-web` prints weight, Lighthouse (mobile, median of three), axe and shifts, beside their gates.

Everything runs on the production build with two years of books, signed in where a page needs it. The benchmark index that
Lighthouse takes of the machine stands beside its figures: on a busy machine blocking time says more about the machine.
"""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.async_api import BrowserContext, async_playwright

from backend.cli.frontend import BUILT
from backend.cli.tools import KEPT, environment, install
from backend.cli.weight import CSS_MOST, JS_MOST, weigh
from bench.signed_in import Login, signed_in, site_with_books
from tests.browser import ROOT
from tests.e2e.pages import KEEPS_SHIFTS, MOST_SHIFT, broken_rules, settled, shifts
from tests.e2e.visitor import DESK, PHONE
from tests.live import LiveSite
from tests.ports import free_port

TOOLS: Final = ROOT / "bench" / "tools"
CATEGORIES: Final = {"performance": 95, "accessibility": 100, "best-practices": 100}
AUDITS: Final = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
SIZES: Final = {"phone": PHONE, "desk": DESK}
ALL_PAGES: Final = ("/", "/expenses", "/capture", "/inbox", "/duplicates", "/notifications", "/settings", "/welcome")


@dataclass(frozen=True)
class Score:
    """One page by Lighthouse: medians of its runs. Times in milliseconds."""

    name: str
    categories: dict[str, float]
    audits: dict[str, float]
    machine: float

    @property
    def verdict(self) -> str:
        """`holds`, or what is missed."""
        missed = [name for name, least in CATEGORIES.items() if self.categories[name] < least]
        missed += ["shift"] if self.audits["cumulative-layout-shift"] >= MOST_SHIFT else []
        return f"MISSED: {', '.join(missed)}" if missed else "holds"


def run_lighthouse(url: str, port: int) -> dict[str, Any]:
    """One run against an open browser, whose cookies it keeps."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [KEPT / "bin" / "node", TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js", url, "--quiet", f"--port={port}"]
        command += ["--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}", "--disable-storage-reset"]
        done = subprocess.run(command, cwd=TOOLS, env=environment(), capture_output=True, text=True, timeout=180, check=False)
        if not report.exists():
            raise RuntimeError(f"Lighthouse gave no report of {url}: {done.stderr.strip()[-400:]}")
        return json.loads(report.read_text())


def score_of(name: str, reports: list[dict[str, Any]]) -> Score:
    """Medians over the runs of a page."""
    categories = {key: 100 * median(each["categories"][key]["score"] or 0 for each in reports) for key in CATEGORIES}
    audits = {key: median(each["audits"][key]["numericValue"] for each in reports) for key in AUDITS}
    return Score(name, categories, audits, median(each["environment"]["benchmarkIndex"] for each in reports))


async def lighthouse(site: LiveSite, login: Login, runs: int) -> list[Score]:
    """The five pages that people open most."""
    scores = []
    async with async_playwright() as playwright:
        port = free_port()
        async with signed_in(playwright, site, login, debug_port=port) as context:
            pages = {"home": "/", "expenses": "/expenses", "detail": await an_expense(context, site), "capture": "/capture"}
            for name, path in pages.items():
                scores.append(await measured(name, site.url + path, port, runs))
            await context.clear_cookies()
            scores.append(await measured("sign-in", f"{site.url}/login", port, runs))
    return scores


async def measured(name: str, url: str, port: int, runs: int) -> Score:
    """A page's score over some runs."""
    reports = [await asyncio.to_thread(run_lighthouse, url, port) for _ in range(runs)]
    for report in reports:
        _tell_faults(name, report)
    return score_of(name, reports)


def _tell_faults(name: str, report: dict[str, Any]) -> None:
    for category in ("accessibility", "best-practices"):
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"  {name}: {audit['id']}: {audit['title']}")


async def an_expense(context: BrowserContext, site: LiveSite) -> str:
    """The address of an expense that has a receipt."""
    page = await context.new_page()
    await page.goto(f"{site.url}/expenses?receipt=yes")
    await settled(page)
    path = await page.locator("main .row a[href^='/expenses/']").first.get_attribute("href")
    await page.close()
    return path or "/expenses"


@dataclass(frozen=True)
class Look:
    """One page in one size and theme: broken rules of accessibility, and how far it shifted while it filled."""

    broken: int
    shift: float

    @property
    def holds(self) -> bool:
        """Whether nothing is missed."""
        return not self.broken and self.shift < MOST_SHIFT


async def look(site: LiveSite, login: Login) -> dict[str, Look]:
    """Each page, size and theme."""
    found: dict[str, Look] = {}
    async with async_playwright() as playwright:
        for size, viewport in SIZES.items():
            for theme in ("light", "dark"):
                options = {"viewport": viewport, "color_scheme": theme, "reduced_motion": "reduce"}
                async with signed_in(playwright, site, login, **options) as context:
                    await context.add_init_script(KEEPS_SHIFTS)
                    for path in (*ALL_PAGES, await an_expense(context, site)):
                        found[f"{path.split('/expenses/')[0] or '/expenses/…'} {size} {theme}"] = await looked_at(context, site.url + path)
    return found


async def looked_at(context: BrowserContext, url: str) -> Look:
    """Open a page and say what is wrong with it."""
    page = await context.new_page()
    await page.goto(url)
    await settled(page)
    rules = await broken_rules(page)
    moved = await shifts(page)
    await page.close()
    for each in rules:
        print(f"  {each}")
    for each in moved:
        print(f"  {url} shifts by {each['by']:.4f}: {each['what']}") if each["by"] >= MOST_SHIFT else None
    return Look(len(rules), sum(each["by"] for each in moved))


def print_weights() -> None:
    """First loads, compressed."""
    print(f"{'page':24} {'scripts':>9} {'styles':>8}   of {JS_MOST:,} and {CSS_MOST:,} bytes (brotli)")
    for page in weigh(BUILT):
        if not page.page.endswith("/index"):
            print(f"{page.page:24} {page.js:9,} {page.css:8,}   {'holds' if page.fits else 'MISSED'}")


def print_scores(scores: list[Score]) -> None:
    """The table of Lighthouse."""
    print(f"\n{'Lighthouse mobile':18} {'perf':>5} {'a11y':>5} {'best':>5} {'FCP':>6} {'LCP':>6} {'TBT':>6} {'CLS':>7} {'index':>6}")
    for score in scores:
        points = " ".join(f"{score.categories[name]:5.0f}" for name in CATEGORIES)
        first, largest, blocked, shift = (score.audits[name] for name in AUDITS)
        print(f"{score.name:18} {points} {first:6.0f} {largest:6.0f} {blocked:6.0f} {shift:7.4f} {score.machine:6.0f}  {score.verdict}")


def print_looks(looks: dict[str, Look]) -> None:
    """What is missed, and the sum over all pages, sizes and themes."""
    for name, each in looks.items():
        if not each.holds:
            print(f"MISSED: {name}: {each.broken} broken rules, shifts by {each.shift:.4f}")
    broken, most = sum(each.broken for each in looks.values()), max(each.shift for each in looks.values())
    print(f"\n{len(looks)} pages, sizes and themes: axe finds {broken} broken rules; the most that one shifts is {most:.4f}")


def main(arguments: list[str]) -> int:
    """Print all three tables; `--quick` runs Lighthouse once a page. 1 when a gate is missed."""
    install(TOOLS)
    print_weights()
    with site_with_books() as (site, login):
        scores = asyncio.run(lighthouse(site, login, 1 if "--quick" in arguments else 3))
        print_scores(scores)
        looks = asyncio.run(look(site, login))
    print_looks(looks)
    return int(not all(each.holds for each in looks.values()) or any(score.verdict != "holds" for score in scores))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
