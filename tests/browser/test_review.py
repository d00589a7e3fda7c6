"""The review page in a browser (`make test-browser`): deciding, and nothing lost when page or server go."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright
from review_runs import document, make_run

from extract.kinds import Kind
from extract.review import Decision, read

HOSTILE = (
    "A week of <b>money</b>\n\n"
    "On 3 March 2023 China signed an agreement to lend Belarus $2.4 million for a bridge. "
    "\U0001f600\U0001f600 Germany signed a credit of 5 billion euros for Ukraine.\n"
    "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>\u202e{{ 7 * 7 }}\n"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        made = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, at a desk."""
    made = browser.new_context(viewport={"width": 1300, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


class Served:
    """`extract review` as a process of its own."""

    def __init__(self, folder: Path, by: str = "Ada") -> None:
        command = [sys.executable, "-m", "extract.cli", "review", str(folder), "--by", by]
        self.run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.run.stdout is not None
        self.url = self.run.stdout.readline().strip()
        self.folder = folder

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return read(self.folder).all

    def stop(self) -> None:
        self.run.send_signal(signal.SIGINT)
        self.run.communicate(timeout=20)


@pytest.fixture
def served(tmp_path: Path, kinds: dict[str, Kind]) -> Iterator[Served]:
    made = Served(make_run(tmp_path / "run", kinds, of=document(HOSTILE)))
    yield made
    made.stop()


@pytest.fixture
def open_page(page: Page, served: Served) -> Page:
    visit(page, served.url)
    return page


def visit(page: Page, url: str) -> None:
    page.goto(url)
    ready(page)


def ready(page: Page) -> None:
    """Waits until a record is in view and may be decided on."""
    expect(page.locator("#record[aria-busy=false] .row").first).to_be_visible()


def count(page: Page) -> Any:
    ready(page)
    return expect(page.locator("#count"))


def show(page: Page, which: str) -> None:
    page.get_by_label("Show", exact=True).select_option(which)


def test_the_token_does_not_stay_in_the_address_and_a_reload_needs_none(open_page: Page) -> None:
    assert "#" not in open_page.url
    open_page.reload()
    count(open_page).to_have_text("0 of 2 decided, as Ada")


def test_without_the_token_nothing_is_shown(page: Page, served: Served) -> None:
    page.goto(served.url.partition("#")[0])
    expect(page.get_by_role("alert")).to_contain_text("open the address")
    assert page.locator("#list li").count() == 0


def test_accept_by_key_and_go_on(open_page: Page, served: Served) -> None:
    before = open_page.locator("#record .row").first.inner_text()
    open_page.keyboard.press("a")
    expect(open_page.locator("#record .row").first).not_to_have_text(before)
    count(open_page).to_have_text("1 of 2 decided, as Ada")
    open_page.reload()
    count(open_page).to_have_text("1 of 2 decided, as Ada")
    open_page.keyboard.press("a")
    count(open_page).to_have_text("2 of 2 decided, as Ada")
    assert [one.action for one in served.decisions] == ["accept", "accept"]


def test_reject_with_a_reason(open_page: Page, served: Served) -> None:
    open_page.keyboard.press("r")
    open_page.keyboard.press("Enter")
    expect(open_page.get_by_text("say why it is rejected")).to_be_visible()
    open_page.keyboard.type("a plan, ja")  # j and a are letters here, not keys
    open_page.keyboard.press("Enter")
    count(open_page).to_have_text("1 of 2 decided, as Ada")
    (made,) = served.decisions
    assert (made.action, made.why) == ("reject", "a plan, ja")
    open_page.reload()
    show(open_page, "decided")
    expect(open_page.locator("#list")).to_contain_text("rejected")


def test_correct_a_field_refused_first_and_undone(open_page: Page, served: Served) -> None:
    open_page.keyboard.press("e")
    open_page.get_by_label("purpose text").fill("a tunnel")
    open_page.get_by_label("status").select_option("disbursed")
    open_page.get_by_role("button", name="Send the correction").click()
    field = open_page.get_by_label("purpose text")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(open_page.get_by_text("do not stand in the document")).to_be_visible()
    assert served.decisions == ()
    expect(open_page.get_by_label("status")).to_have_value(re.compile("disbursed"))
    field.fill("")
    open_page.keyboard.press("Control+Enter")
    expect(open_page.locator("#record .state.corrected")).to_be_visible()
    open_page.reload()
    expect(open_page.locator("#record .state.corrected")).to_be_visible()
    expect(open_page.locator(".row", has_text="status").locator(".was")).to_contain_text("committed")
    (made,) = served.decisions
    assert made.new is not None
    assert (made.new["data"]["status"], made.new["data"]["purpose_text"]) == ("disbursed", None)
    assert made.new["data"]["amount"] == made.old["data"]["amount"]
    open_page.keyboard.press("u")
    count(open_page).to_have_text("0 of 2 decided, as Ada")


def test_lists_groups_and_selected_words(open_page: Page, served: Served) -> None:
    open_page.locator(".line", has_text="Germany").click()
    expect(open_page.locator("#record dd").first).to_contain_text("Germany")
    open_page.keyboard.press("e")
    open_page.get_by_role("button", name="Add dates").click()
    step = open_page.get_by_role("group", name="dates[0]")
    step.get_by_label("event").select_option("signed")
    select(open_page, "3 March 2023")
    step.get_by_role("button", name="Take selection").click()
    open_page.get_by_role("button", name="Remove borrower 1").click()
    open_page.get_by_label("has amount").uncheck()
    open_page.keyboard.press("Control+Enter")
    expect(open_page.locator("#record .state.corrected")).to_be_visible()
    (made,) = served.decisions
    assert made.new is not None
    data = made.new["data"]
    assert data["dates"] == [{"event": "signed", "text": "3 March 2023", "planned": False, "edtf": "2023-03-03"}]
    assert (data["borrower"], data["amount"]) == ([], None)


def select(page: Page, words: str) -> None:
    """Selects the words in the document as a mouse would."""
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error("not there: " + words);
        }""",
        words,
    )


def test_a_page_that_dies_in_the_middle_of_an_edit_offers_it_again(
    context: BrowserContext, page: Page, served: Served
) -> None:
    visit(page, served.url)
    page.keyboard.press("e")
    page.get_by_label("asserted by").fill("Germany")
    page.get_by_label("Why").fill("half a thought")
    with pytest.raises(Error):
        page.goto("chrome://crash")
    again = context.new_page()
    visit(again, served.url)
    expect(again.get_by_text("Not sent yet")).to_be_visible()
    assert served.decisions == ()
    again.get_by_role("button", name="Go on with it").click()
    expect(again.get_by_label("asserted by")).to_have_value("Germany")
    expect(again.get_by_label("Why")).to_have_value("half a thought")
    again.keyboard.press("Control+Enter")
    expect(again.locator("#record .state.corrected")).to_be_visible()
    again.reload()
    expect(again.locator("#record .state.corrected")).to_be_visible()
    expect(again.get_by_text("Not sent yet")).to_have_count(0)
    (made,) = served.decisions
    assert made.why == "half a thought"


def test_an_edit_can_be_closed_and_discarded(open_page: Page) -> None:
    open_page.keyboard.press("e")
    open_page.get_by_label("asserted by").fill("Germany")
    open_page.keyboard.press("Escape")
    expect(open_page.get_by_text("Not sent yet")).to_be_visible()
    open_page.get_by_role("button", name="Discard it").click()
    expect(open_page.get_by_text("Not sent yet")).to_have_count(0)
    open_page.keyboard.press("e")
    expect(open_page.get_by_label("asserted by")).to_have_value("author")


def test_a_server_that_is_gone_is_told_and_the_edit_kept(page: Page, served: Served) -> None:
    visit(page, served.url)
    page.keyboard.press("e")
    page.get_by_label("status").select_option("disbursed")
    served.stop()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("The server does not answer")
    expect(page.get_by_role("alert").first).to_contain_text("kept in this browser")
    expect(page.get_by_label("status")).to_have_value(re.compile("disbursed"))
    again = Served(served.folder)
    try:
        assert again.url.partition("#")[0] == served.url.partition("#")[0]
        visit(page, again.url)
        page.get_by_role("button", name="Go on with it").click()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#record .state.corrected")).to_be_visible()
    finally:
        again.stop()
    (made,) = served.decisions
    assert made.action == "correct"


def test_a_decision_while_the_server_is_gone_is_not_shown_as_made(open_page: Page, served: Served) -> None:
    served.stop()
    open_page.keyboard.press("a")
    expect(open_page.get_by_role("alert").first).to_contain_text("The server does not answer")
    count(open_page).to_have_text("0 of 2 decided, as Ada")


def test_what_changed_since_is_shown_with_what_was_decided(page: Page, served: Served, kinds: dict[str, Kind]) -> None:
    visit(page, served.url)
    page.keyboard.press("a")
    expect(page.locator("#count")).to_have_text("1 of 2 decided, as Ada")
    expect(page.locator("#record .state.open")).to_be_visible()
    page.keyboard.press("a")
    count(page).to_have_text("2 of 2 decided, as Ada")
    make_run(served.folder, kinds, of=document(HOSTILE + "Corrected on Monday.\n"))
    page.reload()
    count(page).to_have_text("0 of 2 decided, as Ada")
    expect(page.get_by_text("To be looked at again: the document changed")).to_be_visible()
    expect(page.get_by_text("Then accepted by Ada")).to_be_visible()


def test_two_reviewers_who_differ(browser: Browser, page: Page, served: Served) -> None:
    visit(page, served.url)
    page.keyboard.press("a")
    count(page).to_have_text("1 of 2 decided, as Ada")
    ben = Served(served.folder, "Ben")
    try:
        visit(page, ben.url)
        show(page, "decided")
        page.locator(".line").first.click()
        ready(page)
        page.keyboard.press("r")
        page.keyboard.type("no loan")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Kept: rejected.")
        show(page, "disputed")
        page.locator(".line").first.click()
        expect(page.get_by_text("the reviewers differ, the latest counts")).to_be_visible()
        expect(page.get_by_text("accepted by Ada")).to_be_visible()
    finally:
        ben.stop()


def test_a_hostile_document_does_nothing(page: Page, served: Served) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", hear)
    page.on("dialog", lambda dialog: said.append("dialog"))
    page.on("pageerror", lambda error: said.append(str(error)))
    visit(page, served.url)
    assert page.evaluate("window.pwned") is None
    expect(page.locator("#text")).to_contain_text("<img src=x onerror='window.pwned = 2'>")
    expect(page.locator("#text")).to_contain_text("{{ 7 * 7 }}")
    expect(page.locator(".hidden-character")).to_have_text("U+202E")
    assert page.locator("#text img, #text script, #text b").count() == 0
    page.keyboard.press("e")
    assert said == []


def test_marks_are_the_right_words_behind_characters_of_two_units(open_page: Page) -> None:
    open_page.locator(".line", has_text="Germany").click()
    expect(open_page.locator("#record dd").first).to_contain_text("Germany")
    expect(open_page.locator("#text mark.own.role-figure")).to_have_text("5 billion euros")
    row = open_page.locator(".row", has=open_page.get_by_role("button", name="Show amount in the text"))
    row.hover()
    expect(open_page.locator("#text mark.lit")).to_have_text("5 billion euros")


def test_keys_move_and_can_be_turned_off(open_page: Page, served: Served) -> None:
    first = open_page.locator("[aria-current]").inner_text()
    open_page.keyboard.press("j")
    expect(open_page.locator("[aria-current]")).not_to_have_text(first)
    ready(open_page)
    open_page.keyboard.press("k")
    expect(open_page.locator("[aria-current] .gist")).to_contain_text(first.splitlines()[1][:20])
    open_page.keyboard.press("?")
    open_page.get_by_label("Single keys decide").uncheck()
    open_page.get_by_role("button", name="Close").click()
    open_page.keyboard.press("a")
    open_page.keyboard.press("j")
    open_page.wait_for_timeout(300)
    assert served.decisions == ()
    open_page.get_by_role("button", name=re.compile("^Accept")).click()
    count(open_page).to_have_text("1 of 2 decided, as Ada")


def test_a_phone_in_the_dark(browser: Browser, served: Served) -> None:
    phone = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark", has_touch=True)
    page = phone.new_page()
    visit(page, served.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert max(red, green, blue) < 60
    for name in ("Accept", "Reject", "Edit", "Next"):
        box = page.get_by_role("button", name=re.compile(f"^{name}")).bounding_box()
        assert box is not None and box["height"] >= 44 and 0 <= box["y"] <= 740 - box["height"]
    page.get_by_role("button", name=re.compile("^Edit")).tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.close()


def test_every_input_and_button_has_a_name(open_page: Page) -> None:
    open_page.keyboard.press("e")
    expect(open_page.get_by_role("button", name="Send the correction")).to_be_visible()
    nameless = open_page.evaluate(
        """() => [...document.querySelectorAll("input,select,textarea,button")]
          .filter(one => !(one.labels?.length || one.ariaLabel || one.textContent.trim()))
          .map(one => one.outerHTML)"""
    )
    assert nameless == []
    ids = open_page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
