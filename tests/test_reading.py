"""Reading without a model: sentences, who is named, who said what, who gives and who takes."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import Cast, Frame, attributions, sentence_at, sentences, sides
from extract.reading.lexicon import ENGLISH

# Sentences


@pytest.mark.parametrize(
    "text, expected",
    [
        ("One came. Two went.", ["One came.", "Two went."]),
        ("A heading\n\nOne came.", ["A heading", "One came."]),
        ("Print\nShare this\nOne came. Two went.", ["Print", "Share this\nOne came.", "Two went."]),
        ("He said that it was\n\nnecessary to start.", ["He said that it was\n\nnecessary to start."]),
        ("The U.S. envoy came.", ["The U.S. envoy came."]),
        ("It sold four MiG-29s. A fifth stayed.", ["It sold four MiG-29s.", "A fifth stayed."]),
        ("The fault was Norway's. A reply came.", ["The fault was Norway's.", "A reply came."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


WORDS = st.lists(
    st.sampled_from(["Norway", "said", "that", "“", "”", "he", ".", ",", "\n\n", "according to", "President",
                     "Ina Vell",
                     "lent", "Latvia", "$5 million", "denied", ":", "the ministry", "\n", "it"]),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(WORDS | st.text(max_size=200))
def test_sentences_are_in_order_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    left = "".join(text[start:end] for start, end in spans)
    assert re.sub(r"\s", "", left) == re.sub(r"\s", "", text)


@given(WORDS)
def test_sentence_at_is_the_sentence_that_holds_the_place(text: str) -> None:
    for number, (start, end) in enumerate(sentences(text)):
        assert {sentence_at(text, at) for at in (start, end - 1)} == {number}


# The cast

PEOPLE = [
    ("Norwegian President Ina Vell spoke.", "Vell", "Ina Vell", "NOR"),
    ("The president of Latvia, Aro Kalns, spoke.", "Kalns", "Aro Kalns", "LVA"),
    ("Kenyan Foreign Minister Jo Abara spoke.", "Abara", "Jo Abara", "KEN"),
    ("Ona Petri, a spokeswoman of the IMF, spoke.", "Petri", "Ona Petri", "IMF"),
    ("Presidents Ina Vell and Aro Kalns met.", "Vell", "Ina Vell", None),
    ("Ina Vell came. Vell spoke.", "Vell", "Ina Vell", None),
]


@pytest.mark.parametrize("text, last, name, code", PEOPLE)
def test_people(text: str, last: str, name: str, code: str | None) -> None:
    person = Cast(text).people[last]
    assert (person.name, person.code) == (name, code)


@pytest.mark.parametrize("text", ["The Security Council met.", "On Monday March came.", "Norway met Latvia in Riga."])
def test_what_is_no_person(text: str) -> None:
    assert Cast(text).people == {}


@pytest.mark.parametrize(
    "text, codes",
    [
        ("Norway and Latvia met.", ["NOR", "LVA"]),
        ("the U.S. dollar fell in Kenya", ["KEN"]),
        ("Latin America and the Minsk agreements", []),
        ("a loan from the International Monetary Fund", ["IMF"]),
        ("Norway met Latvia. The two countries agreed.", ["NOR", "LVA", "NOR", "LVA"]),
        ("Kenya is in debt. China lent the country money.", ["KEN", "CHN", "KEN"]),
    ],
)
def test_mentions(text: str, codes: list[str]) -> None:
    assert [one.code for one in Cast(text).mentions] == codes


@given(WORDS | st.text(max_size=200))
def test_mentions_lie_in_the_text_in_order(text: str) -> None:
    mentions = Cast(text).mentions
    assert all(0 <= one.start < one.end <= len(text) for one in mentions)
    assert [one.start for one in mentions] == sorted(one.start for one in mentions)


# Who said what: text, speaker, cue, content, name behind a pronoun

SAID = [
    ("President Ina Vell said that the border was calm.",
     "President Ina Vell", "said", "the border was calm", "Ina Vell"),
    ("On Tuesday President Ina Vell said the border was calm.",
     "President Ina Vell", "said", "the border was calm", "Ina Vell"),
    ("“We will not wait,” Ina Vell said.", "Ina Vell", "said", "“We will not wait,”", None),
    ("“We will not wait,” said the minister.", "the minister", "said", "“We will not wait,”", None),
    ('"We will not wait," argued Ina Vell.', "Ina Vell", "argued", '"We will not wait,"', None),
    ("“We will not wait. We never did,” Ina Vell said.", "Ina Vell", "said", "“We will not wait. We never did,”", None),
    ("“We will not wait, “Ina Vell said.", "Ina Vell", "said", "“We will not wait, “", None),
    ("Ina Vell said: “We will not wait.”", "Ina Vell", "said", "“We will not wait.”", None),
    ("According to the ministry, the border is calm.", "the ministry", "According to", "the border is calm", None),
    ("The border is calm, according to officials in Oslo.",
     "officials in Oslo", "according to", "The border is calm", None),
    ("The border is calm, the defence ministry said on Friday.",
     "the defence ministry", "said", "The border is calm", None),
    ("The border is calm, two people there said.", "two people there", "said", "The border is calm", None),
    ("Latvia denied the charge.", "Latvia", "denied", "the charge", None),
    ("OSLO, 3 May 2021 - The border is calm, the ministry said on Friday.",
     "the ministry", "said", "The border is calm", None),
    ("The border is calm, the ministry announced late on Friday.",
     "the ministry", "announced", "The border is calm", None),
    ("Last year Latvia said that the border was calm.", "Latvia", "said", "the border was calm", None),
    ("Between 2000 and 2020, according to the ministry, the border was calm.",
     "the ministry", "according to", "the border was calm", None),
    ("Prime Minister Ina Vell said that it was late.", "Prime Minister Ina Vell", "said", "it was late", "Ina Vell"),
    ("Ina Vell warned that it was late.", "Ina Vell", "warned", "it was late", "Ina Vell"),
    ("Norway accused Latvia of breaking the pact.", "Norway", "accused", "breaking the pact", None),
    ("The envoy, a former general, told reporters that talks had failed.",
     "The envoy", "told", "talks had failed", None),
    ("A delegation, which came in May, demanded that Latvia should act.",
     "A delegation", "demanded", "Latvia should act", None),
    ("President Ina Vell came. She said that it was late.", "She", "said", "it was late", "Ina Vell"),
    ("Although Ina Vell stated that all was well, the doubts remain.", "Ina Vell", "stated", "all was well", None),
    ("Ina Vell said it was “a new day for all,” as the crowd left.",
     "Ina Vell", "said", "it was “a new day for all,”", None),
    ("In that case, she added, Latvia may ask for help.",
     "she", "added", "In that case, she added, Latvia may ask for help", None),
    ("He praised the king and criticized the court for its verdict.",
     "He", "criticized", "the court for its verdict", None),
    ("A warning by Ina Vell about “a long winter” came late.",
     "Ina Vell", "warning", "“a long winter” came late", None),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content, name", SAID, ids=[row[0][:40] for row in SAID])
def test_who_said_what(text: str, speaker: str, cue: str, content: str, name: str | None) -> None:
    found = attributions(text, Cast(text), ENGLISH)
    shown = [(text[slice(*a.speaker)], text[slice(*a.cue)], text[slice(*a.content)]) for a in found]
    assert (speaker, cue, content) in shown
    if name is not None:
        assert found[shown.index((speaker, cue, content))].name == name


@pytest.mark.parametrize(
    "text",
    [
        "It is estimated that trade will reach $40 billion.",
        "The so-called allies went home.",
        "What some call a “new order” is an old one.",
        "Norway is crucial for Latvia to maintain its influence.",
        "The minister will say that it is late.",
        "In your opinion, what do officials say?",
        "Oslo and Riga concluded an agreement on fish in May.",
        "The ministers met in Oslo for an hour.",
        "Norway and Latvia signed a pact.",
        "Ina Vell:\nThe New Order of Things",
    ],
)
def test_nobody_said_anything(text: str) -> None:
    assert attributions(text, Cast(text), ENGLISH) == ()


def test_what_is_printed_twice_is_said_once() -> None:
    text = "Oslo said that it was late.\n\nA word between.\n\nOslo said that it was late."
    assert len(attributions(text, Cast(text), ENGLISH)) == 1


@given(WORDS | st.text(max_size=300))
def test_spans_of_attributions_lie_in_the_text_and_apart(text: str) -> None:
    for one in attributions(text, Cast(text), ENGLISH):
        for start, end in (one.speaker, one.cue, one.content):
            assert 0 <= start < end <= len(text)
        assert one.speaker[1] <= one.cue[0] or one.cue[1] <= one.speaker[0]


# Who gives, who takes

FRAME = Frame(gives=("lent", "lend", "provided", "supplied", "sold", "delivered", "granted"),
              takes=("borrow", "borrowed", "received", "bought", "ordered"))  # fmt: skip
SIDES = [
    ("Norway lent Latvia $5 million.", "NOR", "LVA"),
    ("Norway provided Latvia with a loan of $5 million.", "NOR", "LVA"),
    ("Norway sold 20 tanks to Latvia.", "NOR", "LVA"),
    ("Latvia borrowed $5 million from Norway.", "NOR", "LVA"),
    ("Latvia was granted $5 million by Norway.", "NOR", "LVA"),
    ("Latvia was supplied with tanks by Norway.", "NOR", "LVA"),
    ("Twenty tanks were delivered to Latvia by Norway.", "NOR", "LVA"),
    ("Twenty tanks were ordered by Latvia from Norway.", "NOR", "LVA"),
    ("In Oslo, Latvia bought tanks from Norway.", "NOR", "LVA"),
    ("Conditions for Latvia to borrow $5 million from the IMF are hard.", "IMF", "LVA"),
    ("Latvia received Norwegian tanks.", "NOR", "LVA"),
    ("A loan of $5 million from Norway to Latvia is near.", "NOR", "LVA"),
    ("Latvia was earlier supplied with tanks.", None, "LVA"),
    ("The World Bank, in which Norway holds a share, lent Latvia $5 million.", "IBRD", "LVA"),
    ("Norway lent Latvia $5 million, and Kenya received aid from China.", "NOR", "LVA"),
    ("Kenya received aid from China; Norway lent Latvia $5 million.", "NOR", "LVA"),
    ("Under a contract signed with China, Latvia received tanks.", "CHN", "LVA"),
    ("Norway, Latvia's biggest creditor, lent it $5 million.", "NOR", "LVA"),
    ("Latvia received tanks via Georgia.", None, "LVA"),
    ("Latvia was supplied with tanks.", None, "LVA"),
]


@pytest.mark.parametrize("text, giver, taker", SIDES)
def test_sides(text: str, giver: str | None, taker: str | None) -> None:
    at = re.search(r"\$5 million|tanks", text)
    assert at is not None
    found = sides(text, (0, len(text)), at.start(), FRAME, Cast(text))
    assert found.giver is None or [code for _, code in found.giver.names] == [giver]
    assert (found.giver is None) == (giver is None)
    assert found.taker is not None
    assert [code for _, code in found.taker.names] == [taker]


@given(WORDS)
def test_nobody_is_on_both_sides(text: str) -> None:
    cast = Cast(text)
    for span in sentences(text):
        found = sides(text, span, span[0], FRAME, cast)
        if found.giver and found.taker:
            assert not {code or name for name, code in found.giver.names} & {
                code or name for name, code in found.taker.names
            }


def test_a_first_name_of_two_people_is_nobodys_family_name() -> None:
    text = "Envoy Pavel Rand of Kenya met Pavel Olin. Pavel Olin left Oslo."
    assert "Pavel" not in Cast(text).people
