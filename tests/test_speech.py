"""Who said what, by class of language: each table holds variants of one class, and what must not be taken for it."""

from __future__ import annotations

import pytest

from extract.reading import Cast, attributions
from extract.reading.lexicon import ENGLISH

Row = tuple[str, str, str, str]
"""Text, speaker, cue, content."""


def said(text: str) -> list[tuple[str, str, str]]:
    found = attributions(text, Cast(text), ENGLISH)
    return [(text[slice(*one.speaker)], text[slice(*one.cue)], text[slice(*one.content)]) for one in found]


OPENED: list[Row] = [
    ("Three days later the White House announced that Latvia had to leave.",
     "the White House", "announced", "Latvia had to leave"),
    ("In 2022 Norwegian officials suggested that the guns be passed on.",
     "Norwegian officials", "suggested", "the guns be passed on"),
    ("In April 2025 the government in Oslo announced that Norway would leave.",
     "the government in Oslo", "announced", "Norway would leave"),
    ("On 3 May the central bank warned that prices would rise.", "the central bank", "warned", "prices would rise"),
    ("In the same year its ministry of trade insisted that the pact held.",
     "its ministry of trade", "insisted", "the pact held"),
    ("Late in 2019 Ina Vell warned that the well was dry.", "Ina Vell", "warned", "the well was dry"),
]  # fmt: skip
ASIDE: list[Row] = [
    ("In August 2022 Aro Kalns, the director of Latvia’s Federal Service for Trade, maintained that it was signed.",
     "Aro Kalns", "maintained", "it was signed"),
    ("Ina Vell walked him past the jet, and Aro Kalns, who heads the yard, let it be known that talks were under way.",
     "Aro Kalns", "let it be known", "talks were under way"),
    ("A delegation of the ministry, in Oslo since May, demanded that Latvia should act.",
     "A delegation of the ministry", "demanded", "Latvia should act"),
    ("The creditor group, for its part, urged Oslo to pay the rest.",
     "The creditor group", "urged", "Oslo to pay the rest"),
    ("The minister, Ina Vell, said that it was late.", "The minister, Ina Vell", "said", "it was late"),
    ("H.E. Mr. Jo Abara, Minister of Fisheries of Kenya, underlined that the reef was open.",
     "H.E. Mr. Jo Abara", "underlined", "the reef was open"),
    ("An official, speaking on condition of anonymity, confided that $2 million had been paid.",
     "An official", "confided", "$2 million had been paid"),
    ("In Riga, where the government had signed it, opposition politicians warn that prices will rise.",
     "opposition politicians", "warn", "prices will rise"),
    ("Norway, Latvia and Kenya said that it was late.", "Norway, Latvia and Kenya", "said", "it was late"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", OPENED + ASIDE)
def test_who_speaks(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


NOUNS = [
    "The ministry declined to comment on reports that Oslo had sold the guns.",
    "The ministry did not answer questions about claims that Norway was late.",
    "Norway's envoy arrived amid reports that the talks had failed.",
    "There are claims that Norway was late.",
    "She flew to Oslo on a system, a purchase which had been disclosed in 2020.",
    "The deal was made, a step that was announced on Friday.",
]


@pytest.mark.parametrize("text", NOUNS)
def test_a_noun_or_a_passive_is_nobodys_word(text: str) -> None:
    assert said(text) == []


def test_a_noun_of_saying_is_no_second_verb() -> None:
    assert said("He dismissed media reports that the talks had failed.") == [
        ("He", "dismissed", "media reports that the talks had failed")
    ]


BEHIND: list[Row] = [
    ("Norway on Friday signed accords to cut its debt, President Ina Vell said, two years after it stopped paying.",
     "President Ina Vell", "said", "Norway on Friday signed accords to cut its debt"),
    ("Norway and Latvia are discussing a pact, two officials familiar with it said, more than a year after the last.",
     "two officials familiar with it", "said", "Norway and Latvia are discussing a pact"),
    ("The talks have failed, the envoy said, citing a lack of time.", "the envoy", "said", "The talks have failed"),
    ("The talks have failed, the Fjord Post reported on Monday, quoting two diplomats.",
     "the Fjord Post", "reported", "The talks have failed"),
    ("Talks are to resume in May, a person close to them told the Fjord Post.",
     "a person close to them", "told", "Talks are to resume in May"),
    ("No amount is on the table, officials at the treasury are saying.",
     "officials at the treasury", "saying", "No amount is on the table"),
    ("Norway denied the charge, diplomats said.", "diplomats", "said", "Norway denied the charge"),
    ("RIGA, May 3 (Post) - The boats have come, Ina Vell said, three weeks late.",
     "Ina Vell", "said", "The boats have come"),
]  # fmt: skip
MIDST: list[Row] = [
    ("A letter from Riga, some reports claim, is only weeks away.",
     "some reports", "claim", "A letter from Riga, some reports claim, is only weeks away"),
    ("The price, said the mayor, is too high.", "the mayor", "said", "The price, said the mayor, is too high"),
    ("Oslo, Ina Vell argued, had no choice.", "Ina Vell", "argued", "Oslo, Ina Vell argued, had no choice"),
    ("The road, according to the mayor, was closed for weeks.",
     "the mayor", "according to", "The road, according to the mayor, was closed for weeks"),
    ("He bought six boats, of which, according to the mayor, two had leaked.",
     "the mayor", "according to", "two had leaked"),
    ("“If they leave,” the mayor said, “the town will die.”",
     "the mayor", "said", "“If they leave,” the mayor said, “the town will die.”"),
]  # fmt: skip
TURNED: list[Row] = [
    ("The state will use a levy, said Ona Petri of the transport ministry, who put the cost at $5 million.",
     "Ona Petri of the transport ministry", "said", "The state will use a levy"),
    ("No deal has been reached, said a spokesman for the ministry on Friday.",
     "a spokesman for the ministry", "said", "No deal has been reached"),
    ("The pact was hailed by the Kremlin as a triumph of reason.", "the Kremlin", "hailed", "a triumph of reason"),
    ("The plan was widely condemned by opposition parties.", "opposition parties", "condemned", "The plan"),
    ("The road was closed, which was confirmed in a note by the ministry of transport.",
     "the ministry of transport", "confirmed", "The road was closed"),
    ("As Ina Vell likes to repeat, the dam was built with Kenyan money.",
     "Ina Vell", "likes to repeat", "the dam was built with Kenyan money"),
    ("The dam was built with Kenyan money, as the minister put it.",
     "the minister", "put it", "The dam was built with Kenyan money"),
    ("All debts were settled. As both sides confirmed.", "both sides", "confirmed", "All debts were settled"),
    ("“A disgrace”, wrote the daily Fjord Post.", "the daily Fjord Post", "wrote", "“A disgrace”"),
    ("“It was a gift”, lamented Hon. Jo Abara.", "Hon. Jo Abara", "lamented", "“It was a gift”"),
]  # fmt: skip
VERBS: list[Row] = [
    ("The envoy informed the press that Norway had offered a truce.", "The envoy", "informed",
     "Norway had offered a truce"),
    ("The minister was quoted by Tass as saying the border was calm.",
     "The minister", "was quoted by Tass as saying", "the border was calm"),
    ("“These are our friends,” he was quoted as saying by Latvian radio.",
     "he", "was quoted as saying", "“These are our friends,”"),
    ("Ina Vell was telling a committee that the kits were no longer wanted.",
     "Ina Vell", "telling", "the kits were no longer wanted"),
    ("The minister expressed the hope that the pact would hold.",
     "The minister", "expressed the hope", "the pact would hold"),
    ("Norway cautioned against buying the guns.", "Norway", "cautioned against", "buying the guns"),
    ("Riga blamed the mayor for the delay.", "Riga", "blamed", "the delay"),
    ("Zelm says that the pact will hold.", "Zelm", "says", "the pact will hold"),
    ("According to people close to the talks, the price was cut.",
     "people close to the talks", "According to", "the price was cut"),
    ("“It is over,” Ina Vell said, according to the Baltic agency.", "Ina Vell", "said", "“It is over,”"),
    ("Under the pact, Norway promised to send grain.", "Norway", "promised", "to send grain"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", BEHIND + MIDST + TURNED + VERBS)
def test_one_says_it(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


TWICE = [
    ("The fund welcomed the exchange and urged the sides to agree on a truce.",
     [("The fund", "welcomed", "the exchange"), ("The fund", "urged", "the sides to agree on a truce")]),
    ("Minister Vell stated that the goal was peace, and underlined that every life counted.",
     [("Minister Vell", "stated", "the goal was peace"), ("Minister Vell", "underlined", "every life counted")]),
    ("“The accords help,” said Aro Kalns, the fund's mission chief, adding that tax collection was weak.",
     [("Aro Kalns", "said", "“The accords help,”"), ("Aro Kalns", "adding", "tax collection was weak")]),
    ("Norway cautioned Latvia against the guns, saying that its own rules forbade it.",
     [("Norway", "cautioned", "Latvia against the guns"), ("Norway", "saying", "its own rules forbade it")]),
    ("“We paid,” the minister said. “And we shall pay again.”",
     [("the minister", "said", "“We paid,”"), ("the minister", "said", "“And we shall pay again.”")]),
    ("“Our house is open,” Ina Vell told parliament, adding: “But the door has a lock.”",
     [("Ina Vell", "told", "“Our house is open,”"), ("Ina Vell", "adding", "“But the door has a lock.”")]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", TWICE)
def test_one_says_two_things(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


def test_who_opens_the_sentence_says_what_a_participle_adds() -> None:
    assert said("Norway vetoed the plan, saying that it was late.") == [("Norway", "saying", "it was late")]


UNSAID = [
    "The United States has given up its policy of last year.",
    "The paper asked the ministry for comment.",
    "The ministry refused to comment.",
    "Riga did not immediately respond to a request for comment.",
    "The opposition's demand for a vote was refused.",
    "The treaty states that an attack on one shall be an attack on both.",
    "Article 5 stipulates that each party shall consult the other.",
    "According to the treaty, each side may leave.",
    "The pact was welcomed in Oslo.",
    "The ministry did not say how much was paid.",
    "The president is expected to say that the truce has failed.",
    "It was noted that the border was calm.",
    "Norway put forward a number which Riga denied at once.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_nothing_is_said(text: str) -> None:
    assert said(text) == []


NAMED = [
    ("PM Ina Vell came to Riga. The PM said that it was late.", "The PM", "Ina Vell"),
    ("Cabinet Secretary Jo Abara came. The CS said that it was late.", "The CS", "Jo Abara"),
    ("Foreign Minister Ina Vell met Aro Kalns. The minister said that it was late.", "The minister", "Ina Vell"),
    ("Foreign Minister Ina Vell came. The president said that it was late.", "The president", None),
    ("President Ina Vell met Kenya's envoy Jo Abara. An official said that it was late. He added that it rained.",
     "He", None),
    ("President Ina Vell said that Jo Abara was late. She added that it rained.", "She", "Ina Vell"),
    ("Lin Dao came to Oslo. Lin spoke for an hour. Lin left. Lin said that it was late.", "Lin", "Lin Dao"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, name", NAMED)
def test_the_name_behind_a_speaker(text: str, speaker: str, name: str | None) -> None:
    last = attributions(text, Cast(text), ENGLISH)[-1]
    assert (text[slice(*last.speaker)], last.name) == (speaker, name)


DEEDS = [
    "He argued the case before the court in 2019.",
    "Norway reported a surplus of $3 billion.",
    "The police identified the man as a courier.",
    "Kenya observed a minute of silence.",
    "Norway recalled its ambassador from Riga.",
    "Norway called an election for May.",
    "Norway called a meeting of the council in Oslo.",
    "Latvia asked the IMF for help.",
    "Norway welcomed 300 refugees from Kenya.",
    "Each Party declares that none of its engagements conflicts with this Treaty.",
    "The Contracting Parties affirm their commitment to fish.",
]


@pytest.mark.parametrize("text", DEEDS)
def test_what_is_done_is_not_said(text: str) -> None:
    assert said(text) == []


def test_a_transcript_is_read_by_turns() -> None:
    text = (
        "MINISTER VELL: Good morning. We had a useful exchange.\nQUESTION: Will Norway sell the boats?\n"
        "MINISTER VELL: Norway will not sell the boats this year.\nMr Kalns: I agree with every word of that.\n"
    )
    assert said(text) == [
        ("MINISTER VELL", ":", "Good morning. We had a useful exchange"),
        ("MINISTER VELL", ":", "Norway will not sell the boats this year"),
        ("Mr Kalns", ":", "I agree with every word of that"),
    ]


def test_one_line_with_a_colon_is_a_heading() -> None:
    assert said("Ina Vell: The New Order of Things in the North\n\nThe road to Riga is long and it is cold.") == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_quotation_may_begin_below_its_colon(gap: str) -> None:
    text = f"The spokesman of the ministry, answering questions on the loan, said:{gap}“We have seen the reports.”"
    assert said(text) == [("The spokesman of the ministry", "said", "“We have seen the reports.”")]


EDGES: list[Row] = [
    ("The ministry said on Friday it had signed a contract.", "The ministry", "said", "it had signed a contract"),
    ("The fund said in a statement the loan was late.", "The fund", "said", "the loan was late"),
    ("Norway rejected that description.", "Norway", "rejected", "that description"),
    ("Norway denied reports that it had paid.", "Norway", "denied", "reports that it had paid"),
    ("“We are late,” Ina Vell was cited as saying by the agency.", "Ina Vell", "was cited as saying", "“We are late,”"),
    ("Some have their doubts: “We paid for it ourselves,” the mayor complained.",
     "the mayor", "complained", "“We paid for it ourselves,”"),
    ("The mayor was blunt: the town, he said, had borrowed too fast.",
     "he", "said", "the town, he said, had borrowed too fast"),
    ("Kenya said the guns were banned, an allegation the army denies.", "Kenya", "said", "the guns were banned"),
    ("Officials suggested that the guns be passed on, an idea which Riga rejected.",
     "Officials", "suggested", "the guns be passed on"),
    ("Riga called it “null and void”, and protested to the council.", "Riga", "called it", "“null and void”"),
    ("“Everyone is selling,” said one, who gave no name.", "one", "said", "“Everyone is selling,”"),
    ("Another said the bank was empty.", "Another", "said", "the bank was empty"),
    ("Kenya's embassy in Oslo issued a short statement denying the claim.",
     "Kenya's embassy in Oslo", "denying", "the claim"),
    ("In his memoir of 2019 the foreign secretary conceded that the sale was a blunder.",
     "the foreign secretary", "conceded", "the sale was a blunder"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", EDGES)
def test_where_what_is_said_begins_and_ends(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


MORE = [
    ("The envoy accused Riga of “theft” but added Norway would wait.",
     [("The envoy", "accused", "Riga of “theft”"), ("The envoy", "added", "Norway would wait")]),
    ("The bank rejected the charge, insisting the loan was cheap.",
     [("The bank", "rejected", "the charge"), ("The bank", "insisting", "the loan was cheap")]),
    ("The minister noted that trade had doubled and called for more ships.",
     [("The minister", "noted", "trade had doubled"), ("The minister", "called for", "more ships")]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", MORE)
def test_what_is_said_ends_where_more_is_said(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


def test_he_far_behind_is_nobody_that_is_known() -> None:
    text = f"Ina Vell of Norway came. Vell left. {'The road is long. ' * 100}The mayor is well. He said that it rained."
    (one,) = attributions(text, Cast(text), ENGLISH)
    assert one.name is None


LAST: list[Row] = [
    ("Government sources told Reuters the decision could come within weeks.",
     "Government sources", "told", "the decision could come within weeks"),
    ("In Riga a ministry official, when asked about the choice, said only: “We were disappointed.”",
     "a ministry official", "said", "“We were disappointed.”"),
    ("Under the heading “Our Friends”, the embassy's website states that ties are good.",
     "the embassy's website", "states", "ties are good"),
    ("According to the Fjord Post, which cited a document, the price is high.",
     "the Fjord Post", "According to", "the price is high"),
    ("The comptroller warned of cost overruns.", "The comptroller", "warned of", "cost overruns"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", LAST)
def test_whoever_says_it(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


NESTED: list[Row] = [
    ("Ina Vell replied, according to the palace, that it would be an error.",
     "Ina Vell", "replied", "it would be an error"),
    ("The minister stressed, however, that it would not rain.", "The minister", "stressed", "it would not rain"),
    ("“Everything has changed,” as Prime Minister Vell told the house.",
     "Prime Minister Vell", "told", "“Everything has changed,”"),
    ("The minister, whose party is in opposition today, now says the choice was right.",
     "The minister", "says", "the choice was right"),
    ("The manufacturer has promised that a third of it will return.",
     "The manufacturer", "promised", "a third of it will return"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", NESTED)
def test_an_aside_parts_speaker_verb_and_content(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


def test_polls_say_nothing() -> None:
    assert said("Polls suggested that most were in favour.") == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The ministry neither confirmed nor denied the plan.", []),
        ("Kenya's foreign ministry summoned the envoy and said it had been late.",
         [("Kenya's foreign ministry", "said", "it had been late")]),
        ("Economists called on Oslo to ask for help, a step President Vell has ruled out.",
         [("Economists", "called on", "Oslo to ask for help")]),
    ],
)  # fmt: skip
def test_refusals_owners_and_asides(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


BEFORE_THE_VERB: list[Row] = [
    ("The committee in July declared that the bid had won.", "The committee", "declared", "the bid had won"),
    ("Mayor Aro Kalns (Fish Party) objected that the port was full.",
     "Mayor Aro Kalns", "objected", "the port was full"),
    ("Talks began, weeks after a visiting envoy, Aro Kalns, called the treaty \"a trap for the poor\".",
     "a visiting envoy, Aro Kalns", "called", "the treaty \"a trap for the poor\""),
    ("Norway joined over what a diplomat in Riga described as \"no small doubts\".",
     "a diplomat in Riga", "described", "as \"no small doubts\""),
    ("When the minister told envoys from the Community of Latin and Baltic States on 3 May that a port would open, "
     "prices fell.", "the minister", "told", "a port would open"),
    ("4. *Money.* The Fish Commission announced on 9 May the sale of two ships.",
     "The Fish Commission", "announced", "the sale of two ships"),
    ("Norway's ministry at first denied having sent any.", "Norway's ministry", "denied", "having sent any"),
    ("“The boats leak in every storm,” an old fisherman, Jo-ake, reminds the visitor.",
     "an old fisherman, Jo-ake", "reminds", "“The boats leak in every storm,”"),
    ("The governor of Riga, Aro Kalns, promised the village a school and “all that it had asked for”.",
     "The governor of Riga, Aro Kalns", "promised", "the village a school and “all that it had asked for”"),
]  # fmt: skip
AROUND_IT: list[Row] = [
    ("According to an audit firm, which confirmed its mark in May, debts are “small”.",
     "an audit firm", "According to", "debts are “small”"),
    ("The board chose the yard; according to the ministry, a contract could be signed soon.",
     "the ministry", "according to", "a contract could be signed soon"),
    ("What counts, says Aro Kalns, who led the talks for ten years, is that nobody left.",
     "Aro Kalns", "says", "What counts, says Aro Kalns, who led the talks for ten years, is that nobody left"),
    ("The crew asked, he says, for a new boat.", "he", "says", "The crew asked, he says, for a new boat"),
    ("Riga paid for two ferries, one clerk said on condition of anonymity, but no ferry came.",
     "one clerk", "said", "Riga paid for two ferries"),
    ("The ministry said talks with Norway had failed.", "The ministry", "said", "talks with Norway had failed"),
    ("It cost a sum that officials in Riga say is \"an insult\".", "officials in Riga", "say", "is \"an insult\""),
    ("The agency quoted Aro Kalns as saying that ties had “stood the test”.",
     "Aro Kalns", "saying", "ties had “stood the test”"),
    ("\"Nobody in Riga has ever read it,\" as Aro Kalns puts it.",
     "Aro Kalns", "puts it", "\"Nobody in Riga has ever read it,\""),
    ("Auditors found that the port had lost money.", "Auditors", "found", "the port had lost money"),
    ("Unless the ferry sails, the island will be empty, traders in Riga fear.",
     "traders in Riga", "fear", "Unless the ferry sails, the island will be empty"),
    ("“We have not begun to talk,” said a Latvian officer who asked not to be named.",
     "a Latvian officer who asked not to be named", "said", "“We have not begun to talk,”"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", BEFORE_THE_VERB + AROUND_IT)
def test_what_stands_between_speaker_verb_and_words(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry found the ship in the bay.",
        "Latvia in July denounced an agreement with Norway; it lapsed a month later.",
        "The petition for a new bridge was rejected by the court.",
        "The bank has promised Latvia as much as $5 million.",
        "A credit of $2 million, which the government announced with fanfare in May, has not come.",
        "Four days of fairs ended with Norway confirmed as the best customer.",
        "The Convention admits no reservations and is silent on ships.",
        "Independent estimates say little.",
    ],
)
def test_a_deed_is_not_said(text: str) -> None:
    assert said(text) == []


def test_two_verbs_of_one_speaker_have_each_its_own_words() -> None:
    text = "The yard expects the order to grow to nine boats and warns that a strike would end it."
    assert said(text) == [
        ("The yard", "expects", "the order to grow to nine boats"),
        ("The yard", "warns", "a strike would end it"),
    ]
    text = 'A judge, who was new there, ruled out a strike "this year" and said wages were fair.'
    assert said(text) == [
        ("A judge", "ruled out", 'a strike "this year"'),
        ("A judge", "said", "wages were fair"),
    ]


def test_the_name_told_of_a_speaker_is_not_the_speakers() -> None:
    text = 'President Ina Vell left. "We are glad," Rezo Karim-Haidari, who advises Vell on ports, told reporters.'
    found = attributions(text, Cast(text), ENGLISH)
    assert [one.name for one in found] == [None]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Norway, which had rejected the sale, thanked Latvia for its help.", ("Norway", "rejected", "the sale")),
        ("Ina Vell, who said that the port was full, left Riga.", ("Ina Vell", "said", "the port was full")),
        ("Ina Vell said that the port, large as it was, had been full.",
         ("Ina Vell", "said", "the port, large as it was, had been full")),
    ],
)  # fmt: skip
def test_what_is_said_in_an_aside_ends_with_it(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text)[0] == expected
