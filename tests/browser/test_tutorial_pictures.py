"""The pictures of docs/tutorial.md, made by doing in chromium what the page says.

`make test-browser` leaves them in build/screenshots; `make pictures` (PICTURES=docs/pictures) puts them on the page.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from test_cli import call
from test_report_in_browser import ARGUMENTS
from test_review import Served, ready, visit
from tutorial_page import ACCEPTED, CORRECTED, MISSING, REASON, REJECTED, Reader, clone

from extract.review import read

FOLDER = ROOT / os.environ.get("PICTURES", "build/screenshots")
WIDE, HIGH = 1240, 800
"""Pixels of the window."""
BAR = 52
"""Height of the report's head, which stays in view."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's run with its report, as the page makes them; before Playwright, whose loop would be in the way."""
    folder = clone(tmp_path_factory.mktemp("tutorial") / "clone")
    run = folder / "build" / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Reader(folder, print).shell("make demo", patch.chdir)
        call("report", "build/demo", "--gold", "fixtures/gold")
    return run


@pytest.fixture(scope="module")
def browser(run: Path) -> Iterator[Browser]:
    with sync_playwright() as driver:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        made = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    view = {"width": WIDE, "height": HIGH}
    context = browser.new_context(viewport=view, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    made = context.new_page()
    made.set_default_timeout(10_000)
    yield made
    context.close()


def take(page: Page, name: str, *shown: Locator, below: int = 0, most: int = 640) -> None:
    """A picture of what the window shows of these elements, from `below` on, `most` pixels high, in 64 colours."""
    boxes = [box for box in (one.bounding_box() for one in shown) if box is not None]
    assert len(boxes) == len(shown)
    left = max(min(box["x"] for box in boxes) - 8, 0)
    top = max(min(box["y"] for box in boxes) - 8, below)
    right = min(max(box["x"] + box["width"] for box in boxes) + 8, WIDE)
    bottom = min(max(box["y"] + box["height"] for box in boxes) + 8, HIGH, top + most)
    assert right - left > 300
    assert bottom - top > 200
    shot = page.screenshot(clip={"x": left, "y": top, "width": right - left, "height": bottom - top})
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    few.save(FOLDER / f"{name}.png", optimize=True)


def middle(words: Locator) -> None:
    words.evaluate("node => node.scrollIntoView({block: 'center'})")


def test_the_report(page: Page, run: Path) -> None:
    report = (run / "report.html").as_uri()
    page.goto(report)
    take(page, "overview", page.locator("#overview h1"), page.locator("#overview .chart").nth(1))
    page.goto(f"{report}#records")
    page.select_option("#f-kind", "loan")
    expect(page.locator("#count")).to_have_text("4 of 80 records")
    take(page, "table", page.locator("#filters"), page.locator("#table"), most=HIGH)
    page.locator("#rows tr", has_text="105 billion rubles").locator("a").first.click()
    figure = page.locator("#text mark.own.role-figure")
    expect(figure).to_have_text("105 billion rubles")
    middle(figure)
    page.locator("#panel tr", has=page.locator("th", has_text="amount")).locator(".proof-button").hover()
    take(page, "record", page.locator("#panel"), page.locator(".paper"), below=BAR, most=620)
    fold = page.locator(".fold", has=page.locator("#loose"))
    expect(fold.locator("button", has_text="40 billion US dollars")).to_be_visible()
    fold.locator("button", has_text="40 billion US dollars").click()
    middle(page.locator("#text mark.role-unclaimed", has_text="40 billion US dollars").first)
    middle(fold.locator("button", has_text="400"))
    take(page, "unclaimed", fold.locator("summary"), fold, page.locator(".paper"), below=200, most=590)


def test_the_review(page: Page, run: Path) -> None:
    served = Served(run)
    try:
        visit(page, served.url)
        go(page, "loan flagged He spoke about")
        middle(page.locator("#text mark.own.role-figure"))
        take(page, "review", page.locator("main"), page.locator("#actions"), most=HIGH)
        page.keyboard.press("a")
        expect(page.get_by_role("status")).to_have_text("Kept: accepted.")
        go(page, "transfer flagged Russia undertook")
        page.keyboard.press("r")
        page.keyboard.type(REASON)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Kept: rejected.")
        go(page, "transfer flagged The Belarusians", 0)
        page.keyboard.press("e")
        page.get_by_role("button", name="Add supplier").click()
        page.get_by_role("textbox", name="supplier").fill(MISSING)
        take(page, "correct", page.locator("#record"), page.locator("#document"))
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_have_text("Kept: corrected.")
    finally:
        served.stop()
    made = read(run).all
    assert [(one.record, one.action) for one in made] == [
        (ACCEPTED, "accept"), (REJECTED, "reject"), (CORRECTED, "correct"),
    ]  # fmt: skip
    assert made[1].why == REASON
    assert made[2].new is not None
    assert made[2].new["data"]["supplier"] == [MISSING]


def go(page: Page, line: str, number: int = 0) -> None:
    """Chooses the record of this line of the list."""
    ready(page)
    page.get_by_role("button", name=line).nth(number).click()
    ready(page)
    page.wait_for_timeout(300)
