"""The report in a real browser: chromium by Playwright, from the disk. `make test-browser` runs these.

Screenshots are left in build/screenshots, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import LOAN_TEXT, ROOT, loan
from playwright.sync_api import Browser, Page, expect, sync_playwright
from report_runs import HOSTILE, hostile_run, two_loans
from test_cli import call

from extract.batch import run_batch
from extract.kinds import Kind
from extract.settings import Settings

ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SHOTS = ROOT / "build" / "screenshots"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")  # closed before the next file starts a Playwright of its own
def browser(files: dict[str, Path]) -> Iterator[Browser]:
    """Chromium; behind the files, because Playwright keeps an event loop running and a run wants one of its own."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        made = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield made
        made.close()


@dataclass
class Opened:
    """A page with what it said and what it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """A page at a desk. In the end it must have been silent, and have asked for nothing but the file itself."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    made = Opened(context.new_page())
    made.page.set_default_timeout(10_000)
    made.page.on("console", lambda message: made.said.append(message.text))
    made.page.on("pageerror", lambda error: made.said.append(str(error)))
    made.page.on("request", lambda request: made.asked.append(request.url))
    yield made
    assert made.said == []
    assert [url for url in made.asked if not url.startswith("file://")] == []
    context.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, kinds: dict[str, Kind]) -> dict[str, Path]:
    """Reports: of two loans, of hostile documents, and of the demo with its gold."""
    folder = tmp_path_factory.mktemp("reports")
    two_loans(folder / "loans")
    hostile_run(folder / "hostile")
    settings = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    run_batch([str(ROOT / "seeds")], kinds, settings, folder / "demo")
    SHOTS.mkdir(parents=True, exist_ok=True)
    made = {name: folder / f"{name}.html" for name in ("loans", "hostile", "demo")}
    for name, path in made.items():
        gold = ("--gold", str(ROOT / "fixtures" / "gold")) if name == "demo" else ()
        call("report", str(folder / name), "--out", str(path), *gold)
    assert made["demo"].stat().st_size < 1_500_000
    return made


def go(opened: Opened, path: Path, where: str = "") -> Page:
    opened.page.goto(path.as_uri() + where)
    return opened.page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#rows td:nth-child({number})").all_inner_texts()


def text_of_document(page: Page) -> str:
    """The document's text in the page, without the names of marks."""
    return str(page.evaluate("document.getElementById('text').textContent"))


def test_the_overview(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["demo"])
    expect(page.locator("h1:visible")).to_have_text("Report on demo")
    expect(page.locator("#overview svg[role=img]")).to_have_count(4)
    page.locator("#overview .chart summary").first.click()
    expect(page.locator("#overview .chart table").first).to_be_visible()
    page.screenshot(path=SHOTS / "overview.png", full_page=True)
    page.get_by_role("link", name=re.compile("flagged")).click()
    expect(page.locator("#f-verdict")).to_have_value("flagged")
    assert set(column(page, 1)) == {"flagged"}


def test_filters_and_sorting(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["demo"], "#records")
    expect(page.locator("#count")).to_have_text("80 of 80 records")
    page.select_option("#f-kind", "loan")
    expect(page.locator("#count")).to_have_text("4 of 80 records")
    page.get_by_role("button", name="Amount").click()
    expect(page.locator("th[data-key=size]")).to_have_attribute("aria-sort", "ascending")
    rising = column(page, 5)
    assert [words.splitlines()[0] for words in rising][:1] == ["1,500,000,000 USD"]
    page.get_by_role("button", name="Amount").click()
    expect(page.locator("th[data-key=size]")).to_have_attribute("aria-sort", "descending")
    assert column(page, 5) == rising[::-1]
    page.fill("#f-party", "imf")
    expect(page.locator("#count")).to_have_text("0 of 80 records")
    page.fill("#f-party", "monetary")
    expect(page.locator("#count")).to_have_text("1 of 80 records")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#count")).to_have_text("80 of 80 records")
    page.fill("#f-text", "IMPORT SUBSTITUTION")
    expect(page.locator("#count")).not_to_have_text("80 of 80 records")
    assert all("import substitution" in words for words in column(page, 6))
    page.fill("#f-text", "")
    page.fill("#f-from", "2021-06-01")
    page.fill("#f-to", "2021-12-31")
    expect(page.locator("#rows td:nth-child(4)").first).to_contain_text("2021")
    dates = [words[:4] for words in column(page, 4)]
    assert dates
    assert set(dates) == {"2021"}
    page.screenshot(path=SHOTS / "records.png")


def test_the_table_keeps_its_filters_on_the_way_back(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["demo"], "#records?kind=treaty&verdict=flagged")
    expect(page.locator("#count")).to_have_text("5 of 80 records")
    page.locator("#rows a").first.click()
    expect(page.locator("#record-now")).to_have_text("1 of 5")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#record-now")).to_have_text("2 of 5")
    page.go_back()
    expect(page.locator("#record-now")).to_have_text("1 of 5")
    page.get_by_role("link", name="All records").click()
    expect(page.locator("#count")).to_have_text("5 of 80 records")


def test_a_record_lights_its_proof_both_ways(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["loans"], "#records")
    page.locator("#rows a").first.click()
    expect(page.locator("#reader-title")).to_have_text("A week of money")
    assert text_of_document(page) == LOAN_TEXT
    figure = page.locator("#text mark.own.role-figure")
    assert figure.all_text_contents() == ["$2.4 million"]
    evidence = page.locator("#text mark.own.role-evidence").all_text_contents()
    assert "".join(evidence) == loan()["evidence"][0]
    assert page.locator("#text mark.role-unclaimed").all_text_contents()[-1] == "7 percent"
    assert page.locator("#loose button").all_text_contents()[-1] == "7 percent"
    amount = page.locator("#panel tr", has=page.locator("th", has_text="amount"))
    figure.hover()
    expect(amount).to_have_class(re.compile("lit"))
    page.locator("h1:visible").hover()
    expect(amount).not_to_have_class(re.compile("lit"))
    amount.locator(".proof-button").hover()
    expect(figure).to_have_class(re.compile("lit"))
    amount.locator(".proof-button").click()
    expect(figure).to_be_focused()
    figure.click()
    expect(amount.locator(".proof-button")).to_be_focused()
    page.screenshot(path=SHOTS / "record.png")
    page.locator("#text mark.other").first.click()
    expect(page.locator("#panel")).to_contain_text("5 billion euros")
    warning = page.locator("#panel tr", has=page.locator("th", has_text="amount")).locator(".finding")
    expect(warning).to_contain_text("more than one currency")
    warning.locator("summary").click()
    expect(warning.locator("p")).to_be_visible()


def test_by_keyboard_alone(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["loans"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.get_by_role("link", name="Records", exact=True).press("Enter")
    expect(page.locator("#records-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#f-text")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    head = page.locator("th[data-key=size] button")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[data-key=size]")).to_have_attribute("aria-sort", "ascending")
    link = page.locator("#rows a").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#reader-title")).to_be_focused()
    button = page.locator("#panel").get_by_role("button", name="$2.4 million", exact=True)
    button.focus()
    figure = page.locator("#text mark.own.role-figure")
    expect(figure).to_have_class(re.compile("lit"))
    page.keyboard.press("Enter")
    expect(figure).to_be_focused()
    assert figure.get_attribute("aria-description") == "proves amount"
    page.keyboard.press("Enter")
    expect(button).to_be_focused()


def test_accuracy_leads_to_the_places(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["demo"], "#accuracy")
    expect(page.locator("#accuracy svg[role=img]")).to_have_count(2)
    page.screenshot(path=SHOTS / "accuracy.png", full_page=True)
    missed = page.locator("#accuracy a[href^='#missed-']").first
    words = missed.inner_text().split(" | ")[0]
    missed.click()
    marked = "".join(page.locator("#text mark.role-missed.lit, #text mark.role-missed").all_text_contents())
    assert "".join(words.split()) in "".join(marked.split())
    page.go_back()
    page.locator("#accuracy a[href^='#record-']").first.click()
    expect(page.locator("#text mark.own.role-evidence").first).to_be_visible()


CONTRAST = """() => {
  const brush = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (words) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = words;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const linear = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest('.unseen, .skip, button:disabled, script, option')) continue;
    const svg = node.namespaceURI.endsWith('svg');
    const front = light(rgb(svg ? getComputedStyle(node).fill : getComputedStyle(node).color));
    const back = light(ground(svg ? node.closest('svg').parentElement : node));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.5) poor.push([node.tagName, node.textContent.slice(0, 30), ratio.toFixed(2)]);
  }
  return poor;
}"""
"""What is written with less contrast to its ground than 4.5 to 1 (WCAG 2.2, 1.4.3)."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_view_is_legible_and_fits(
    opened: Opened, files: dict[str, Path], scheme: str, size: dict[str, int]
) -> None:
    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened.page.set_viewport_size(size)  # type: ignore[arg-type]
    page = go(opened, files["demo"])
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) < 200) == (scheme == "dark")
    name = f"{'phone' if size is PHONE else 'desk'}-{scheme}"
    for view in ("overview", "records", "documents", "accuracy", "record"):
        if view == "record":
            page.goto(files["demo"].as_uri() + "#records?kind=loan&verdict=flagged")
            page.locator("#rows a").last.click()
        else:
            page.goto(f"{files['demo'].as_uri()}#{view}")
        expect(page.locator("h1:visible")).to_have_count(1)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (view, wide)
        assert page.evaluate(CONTRAST) == [], view
        page.screenshot(path=SHOTS / f"{view}-{name}.png")


def test_hostile_documents_are_text(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["hostile"], "#records")
    expect(page.locator("#count")).to_have_text("9 of 9 records")
    page.screenshot(path=SHOTS / "hostile-records.png")
    for number, name in enumerate(HOSTILE, start=1):
        page.goto(f"{files['hostile'].as_uri()}#record-{number:016x}")
        expect(page.locator("#reader-title")).to_contain_text(name)
        assert page.locator("#text mark.own.role-figure").all_text_contents() == ["$5 million"]
        evidence = "".join(page.locator("#text mark.own.role-evidence").all_text_contents())
        assert evidence.startswith("China lent ")
        assert evidence.endswith(" $5 million.")
        shown = text_of_document(page)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00\x1b\u2028\ud800-\udfff]", shown)
        assert shown.count("7 percent") == 1
        page.screenshot(path=SHOTS / f"hostile-{name}.png")
    assert "U+202E" in page.locator("#others").inner_text() or page.evaluate("window.hit") is None
    assert page.evaluate("window.hit") is None
    assert page.locator("#text img, #text script, #text b").count() == 0
    page.goto(f"{files['hostile'].as_uri()}#record-{1:016x}")
    assert "<script>window.hit = 1</script>" in text_of_document(page)
    page.goto(f"{files['hostile'].as_uri()}#record-{4:016x}")
    assert page.locator("#text .hidden-character").first.inner_text() == "U+202E"


def test_a_line_of_a_megabyte(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["hostile"], f"#record-{90:016x}")
    assert page.locator("#text mark.own.role-figure").all_text_contents() == ["$5 million"]
    assert len(text_of_document(page)) > 1_000_000
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_printing(opened: Opened, files: dict[str, Path]) -> None:
    page = go(opened, files["loans"], f"#record-{1:016x}")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("#panel")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert len(page.pdf()) > 5_000
    page.screenshot(path=SHOTS / "print.png", full_page=True)


def test_without_script_the_overview_stands(browser: Browser, files: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(files["demo"].as_uri())
    assert page.locator("#overview").is_visible()
    assert page.locator("noscript").inner_text()
    context.close()


def test_the_policy_stops_a_script_of_a_document(opened: Opened, files: dict[str, Path], tmp_path: Path) -> None:
    """Were a document's markup to get into the page after all, it would still not run nor ask for anything."""
    broken = tmp_path / "broken.html"
    text = files["loans"].read_text(encoding="utf-8")
    attack = "<script>window.hit = 1</script><img src='http://127.0.0.1:9/x' onerror='window.hit = 1'>"
    broken.write_text(text.replace("<main", attack + "<main"), encoding="utf-8")
    page = go(opened, broken)
    assert page.evaluate("window.hit") is None
    refused = [words for words in opened.said if "Content Security Policy" in words]
    assert len(refused) >= 2
    opened.said.clear()
    opened.asked[:] = [url for url in opened.asked if url.startswith("file://")]
