"""What somebody is reported to have said.

Source, cue and content after the attribution corpora PARC 3 and PolNeAR; speech acts after PLOVER with
CAMEO's comments; topics are PLOVER's contexts.
"""

from typing import Any, ClassVar, Literal

from pydantic import Field

from extract.fields import Actor, InDocument, KindModel, Near, Quotation, Quote
from extract.same import SameEvent
from extract.signs import Speech


class Statement(KindModel):
    """One thing that a named person, government or organisation said, in or out of quotation marks."""

    content: Quote = Field(description="what was said, copied word for word, without the speaker and the verb")
    speaker: Near | None = Field(description="who said it, copied from the same sentence; null if nobody is named")
    speaker_name: Actor | None = Field(description="full name if the document gives it; null if not")
    cue: Near | None = Field(description='the word that reports it, copied: "said", "according to"')
    speaker_affiliation: list[Actor] = Field(
        max_length=2, description="country or organisation that the speaker speaks for"
    )
    speaker_type: Literal[
        "head_of_state_or_government",
        "minister_or_senior_official",
        "government",
        "legislator",
        "diplomat",
        "military",
        "intelligence_service",
        "international_organisation",
        "party_or_opposition",
        "armed_group",
        "expert_or_think_tank",
        "media",
        "ngo_or_activist",
        "company",
        "anonymous",
        "other",
    ] = Field(description="what the speaker is")
    quote_type: Quotation = Field(description="direct = all of it in quotation marks; mixed = partly; indirect = none")
    speech_act: Literal[
        "comment",
        "announce",
        "support",
        "agree_or_promise",
        "concede",
        "request_or_demand",
        "accuse_or_criticise",
        "reject_or_refuse",
        "deny",
        "threaten_or_warn",
        "predict",
    ] = Field(description="what the speaker does by saying it; comment if nothing else fits")
    targets: list[Actor] = Field(max_length=3, description="countries or bodies it is about; [] if none")
    topics: list[
        Literal[
            "military",
            "intelligence",
            "executive",
            "legislative",
            "election",
            "political_institutions",
            "pro_democracy",
            "pro_autocracy",
            "economic",
            "legal",
            "reparations",
            "human_rights",
            "rights_freedoms",
            "repression",
            "human_security",
            "gender",
            "lgbt",
            "religion_ethnicity",
            "inequality",
            "diplomatic",
            "territory",
            "peacekeeping",
            "health",
            "asylum",
            "migration",
            "disasters",
            "natural_resource",
            "environment",
            "technology",
            "terrorism",
            "cbrn",
            "cyber",
            "misinformation",
            "crime",
            "corruption",
            "illegal_drugs",
            "trafficking",
        ]
    ] = Field(max_length=2, description="what it is about")
    date_text: InDocument | None = Field(description="when it was said, copied; null if the document does not say")

    same_if: ClassVar[tuple[str, ...]] = ("content",)
    same_event: ClassVar[SameEvent | None] = SameEvent(
        parties=(("speaker", "speaker_name"),), keys=("content",), within_days=31, vague=("other", "anonymous")
    )
    speech: ClassVar[Speech | None] = Speech(
        content="content",
        speaker="speaker",
        cue="cue",
        name="speaker_name",
        act="speech_act",
        kind_of="speaker_type",
        of="speaker_affiliation",
        state="government",
        body="international_organisation",
        homes=(
            "head_of_state_or_government", "minister_or_senior_official", "government", "legislator", "military",
            "party_or_opposition", "intelligence_service",
        ),
        acts={
            "deny": ("denied", "denies", "deny", "denying", "refuted", "disputed", "disputes"),
            "request_or_demand": (
                "call* for", "called on", "urg*", "demand*", "asked", "proposed", "call", "calls", "appeal*",
                "press* for", "recommend*",
            ),
            "accuse_or_criticise": (
                "accus*", "critici*", "condemn*", "blam*", "slammed", "denounc*", "alleg*", "complain*", "lament*",
                "called", "deplor*", "decried", "mocked", "ridiculed", "objected to", "spoke out against",
                "expressed regret", "reproach*", "rebuk*", "chid*", "berated", "lambasted", "castigated", "faulted",
                "objected", "objects", "protest*",
            ),
            "reject_or_refuse": ("reject*", "ruled out", "dismiss*", "refus*", "repudiat*", "rebuff*"),
            "threaten_or_warn": ("warn*", "threat*", "caution*", "vowed", "issued a warning"),
            "predict": ("predict*", "forecast*", "expect*", "estimat*", "reckon*", "fear*"),
            "agree_or_promise": (
                "promis*", "pledg*", "assur*", "reaffirmed", "affirmed", "confirm* their commitment",
                "confirm* its commitment", "confirm* his commitment", "confirm* her commitment", "express* readiness",
                "express* its readiness", "express* their readiness", "vowed to",
            ),
            "support": (
                "prais*", "hail*", "welcom*", "back*", "thank*", "congratulat*", "applaud*", "laud*", "defended",
                "express* gratitude", "express* its gratitude", "express* support", "express* his gratitude",
            ),
            "concede": ("admit*", "conced*", "acknowledg*"),
            "announce": (
                "announc*", "declar*", "reveal*", "disclos*", "publish*", "report", "reported", "reports",
                "gave notice", "gives notice", "notified", "notifies", "made public", "made known",
                "let it be known", "informed", "inform",
            ),
        },
    )  # fmt: skip
    guess_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "topics": {
            "military": (
                "militar*", "troops", "army", "weapon*", "missile*", "war", "wars", "defen*", "soldier*", "arms",
                "fighter*", "jets", "aircraft", "warplane*", "submarine*", "drone*", "helicopter*", "ceasefire*",
                "truce", "regiment*", "battalion*", "squadron*", "frigate*", "corvette*", "warship*", "patrol boat*",
                "navy", "naval", "air force", "exercise*", "invasion", "invad*", "attack*", "tanks", "artillery",
                "airbase*", "air base*", "bases", "combat", "front line", "nato", "ammunition", "armed forces",
                "howitzer*", "radar*", "rocket*", "bomb*", "shell*", "garrison*",
            ),
            "economic": (
                "econom*", "trade", "gdp", "loan*", "debt*", "budget*", "inflation", "market*", "financ*", "price*",
                "credit*", "bank*", "fund", "funds", "haircut*", "reserves", "billion", "million", "instalment*",
                "installment*", "bond*", "lend*", "lent", "borrow*", "invest*", "export*", "import*", "tax*", "tariff*",
                "deposit*", "repay*", "repaid", "restructur*", "currency", "currencies", "dollar*", "yuan", "euro",
                "euros", "cost*", "growth", "interest rate*", "afford", "levy", "levies", "money", "wage*", "jobs",
                "subsid*", "revenue*", "default*", "creditor*", "tranche*", "fiscal", "pay*", "paid",
            ),
            "diplomatic": (
                "relations", "talks", "diploma*", "summit*", "visit*", "alliance*", "partnership*", "sanction*",
                "negotiat*", "agreement*", "accord*", "cooperat*", "dialogue", "meeting*", "delegation*", "ties",
                "foreign minister*", "proposal*", "neutral*", "isolat*", "peace", "mediat*", "ambassador*", "embassy",
                "envoy*", "bloc", "accession", "normali*", "recognition", "united nations", "arrangement*",
            ),
            "election": ("election*", "vote*", "voting", "ballot*", "poll", "polls"),
            "natural_resource": (
                "gas", "oil", "lithium", "mineral*", "mining", "grain", "lng", "pipeline*", "copper", "coal", "crude",
                "energy", "fish*", "rare earth*", "cobalt", "mine", "mines", "water",
            ),
            "legislative": ("parliament*", "bill", "bills", "lawmaker*", "legislat*"),
            "political_institutions": ("constitution*", "union state", "integration"),
            "human_rights": ("human rights", "repress*", "political prisoner*", "tortur*"),
            "human_security": ("humanitarian", "food aid", "civilian*", "prisoners of war", "wounded"),
            "legal": ("law", "laws", "court*", "legal*", "treaty", "treaties", "tribunal*", "ratif*", "lawsuit*"),
            "health": ("health", "vaccin*", "virus", "disease*", "hospital*", "epidemic*", "pandemic*"),
            "environment": ("climate", "emission*", "environment*", "pollut*", "deforest*"),
            "disasters": ("earthquake*", "flood*", "drought*", "cyclone*", "hurricane*"),
            "territory": ("border*", "territor*", "annex*", "sovereign*"),
            "terrorism": ("terror*",),
            "cbrn": ("nuclear", "chemical weapon*", "enriched uranium", "warhead*"),
            "migration": ("migrant*", "migration", "refugee*", "labour mobility"),
            "corruption": ("corrupt*", "brib*", "embezzl*", "kickback*", "graft"),
            "technology": ("technolog*", "semiconductor*", "satellite*", "software"),
            "cyber": ("cyber*", "hack*"),
        },
    }  # fmt: skip
    read_off: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "speaker_type": {
            "media": ("journalist*", "newspaper", "media", "channel", "news agency", "correspondent", "magazine"),
            "expert_or_think_tank": (
                "expert*", "analyst*", "think tank", "institute", "professor", "economist*", "fellow", "researcher*",
            ),
            "ngo_or_activist": ("activist*", "human rights", "amnesty", "rights group", "ngo", "campaigner*"),
            "intelligence_service": (
                "intelligence", "special services", "security service*", "secret service*", "cia",
            ),
            "diplomat": ("ambassador", "envoy", "diplomat*", "embassy", "delegation", "consul"),
            "international_organisation": (
                "commission", "united nations", "un", "nato", "imf", "osce", "rapporteur", "secretary-general",
                "secretary general", "european union", "eu", "world bank",
            ),
            "military": (
                "general", "colonel", "officer", "officers", "admiral", "commander", "army", "military", "marshal",
                "armed forces", "navy",
            ),
            "legislator": (
                "lawmaker*", "senator*", "legislator*", "mp", "parliament", "deputies", "congress*", "speaker of",
            ),
            "minister_or_senior_official": (
                "vice president", "deputy", "minister", "secretary", "governor", "adviser", "advisor",
                "chief of staff", "spokes*", "negotiator*", "central bank", "undersecretary", "aide", "mayor",
                "cs", "ps",
            ),
            "head_of_state_or_government": (
                "president", "prime minister", "premier", "pm", "chancellor", "king", "queen", "emir", "presidents",
                "sultan",
            ),
            "government": (
                "government", "ministry", "department", "administration", "authorities", "officials", "leadership",
            ),
            "party_or_opposition": ("opposition", "party"),
            "armed_group": ("rebels", "militia", "insurgents", "taliban", "hezbollah", "hamas", "houthi*"),
            "company": ("company", "chief executive", "ceo", "firm"),
            "anonymous": ("source", "sources", "observers", "critics"),
        }
    }  # fmt: skip
    match_by: ClassVar[tuple[str | tuple[str, ...], ...]] = ("content", ("speaker", "speaker_name"))
    any_of: ClassVar[tuple[str, ...]] = ("targets", "topics")

    def derive(self) -> dict[str, Any]:
        """Whether the speaker speaks for a state or an organisation of states."""
        return {"official": self.speaker_type in _OFFICIAL}


_OFFICIAL = (
    "head_of_state_or_government",
    "minister_or_senior_official",
    "government",
    "legislator",
    "diplomat",
    "military",
    "intelligence_service",
    "international_organisation",
)
