"""What somebody is reported to have said.

Source, cue and content after the attribution corpora PARC 3 and PolNeAR; speech acts after PLOVER with
CAMEO's comments; topics are PLOVER's contexts.
"""

from typing import Any, ClassVar, Literal

from pydantic import Field

from extract.fields import Actor, InDocument, KindModel, Near, Quotation, Quote


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
