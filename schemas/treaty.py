"""A treaty or another instrument between states or international organisations.

Instrument names after the UN Treaty Collection's glossary, stages after the Vienna Convention on the Law of
Treaties, articles 9 to 25 and 54 onwards.
"""

from typing import Any, ClassVar, Literal

from pydantic import Field

from extract.fields import Count, Factuality, Happening, InDocument, KindModel, Member, Quote, Source, Words
from extract.same import SameEvent
from extract.signs import Event


class TreatyDate(Happening):
    event: Literal[
        "announced",
        "agreed",
        "initialled",
        "adopted",
        "signed",
        "ratified",
        "in_force",
        "implemented",
        "terminated",
        "expires",
    ] = Field(description="what happened on that day")


class Treaty(KindModel):
    """One instrument or set of instruments between states that the document reports an act about."""

    evidence: list[Quote] = Field(
        min_length=1, max_length=2, description="the sentence that reports the act, copied word for word"
    )
    title_text: InDocument | None = Field(description="name of the instrument copied as written; null if it has none")
    instrument_type: Literal[
        "treaty",
        "agreement",
        "convention",
        "charter",
        "protocol",
        "amendment",
        "exchange_of_notes",
        "memorandum",
        "declaration",
        "programme",
        "decree",
        "contract",
        "other",
        "unspecified",
    ] = Field(
        description="declaration = also joint statement, communique; programme = also roadmap, doctrine; contract = "
        "also lease; unspecified if the text does not name one"
    )
    instrument_count: Count | None = Field(description="how many instruments, only if the text gives the number")
    parties: list[Member] = Field(
        max_length=6, description="the states or organisations that agreed, by name; never a person or a city"
    )
    subjects: list[
        Literal[
            "defence",
            "arms_control",
            "basing",
            "economic_integration",
            "trade",
            "finance",
            "energy",
            "nuclear",
            "transport",
            "migration",
            "territory",
            "science_technology",
            "culture_media",
            "legal",
            "environment",
            "political_union",
            "peace_settlement",
            "other",
        ]
    ] = Field(max_length=3, description="what it is about")
    stage: Literal[
        "proposed",
        "negotiating",
        "agreed",
        "initialled",
        "adopted",
        "signed",
        "ratified",
        "acceded",
        "provisionally_applied",
        "in_force",
        "amended_or_extended",
        "suspended",
        "withdrawn",
        "terminated",
        "rejected",
        "unclear",
    ] = Field(description="the furthest step already taken; a step still to come does not count")
    dates: list[TreatyDate] = Field(max_length=4, description="dates of the steps; [] if the document gives none")
    duration_text: Words | None = Field(description='how long it runs, copied: "10 years"; null if not said')
    asserted_by: Source = Field(description="author, or the name of the person or body whom the text cites for it")
    factuality: Factuality = Field(
        description="fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might"
    )

    stage_field: ClassVar[str | None] = "stage"
    stage_cues: ClassVar[dict[str, tuple[str, ...]]] = {
        "proposed": ("propos*", "offer*", "suggest*", "draft*", "tabled"),
        "negotiating": ("negotiat*", "talk*", "discuss*", "renegotiat*", "under negotiation"),
        "agreed": (
            "agree",
            "agreed",
            "agrees",
            "agreement*",
            "accord*",
            "consent*",
            "undert*",
            "deal*",
            "confirm*",
            "settled",
            "reach*",
            "struck",
            "sealed",
            "clinch*",
            "announc*",
        ),
        "initialled": ("initial*",),
        "adopted": ("adopt*", "approv*", "accept*", "endors*", "issu*"),
        "signed": (
            "sign*",
            "conclud*",
            "ink*",
            "put their names",
            "put * name",
            "put pen to",
            "puts pen to",
        ),
        "ratified": ("ratif*",),
        "acceded": ("acced*", "accession", "joined", "joins"),
        "provisionally_applied": ("provisional*",),
        "in_force": ("force", "effect", "effective", "has applied", "have applied", "operational"),
        "amended_or_extended": ("amend*", "exten*", "prolong*", "renew*"),
        "suspended": ("suspend*", "suspension", "froze*", "abeyance", "on ice", "on hold"),
        "withdrawn": ("withdr*", "quit*", "left", "leav*", "pull* out", "denounc*"),
        "terminated": ("terminat*", "expir*", "ended", "ends", "lapse*", "abrogat*", "tore up", "torn up"),
        "rejected": ("reject*", "refus*", "declin*", "vot* down"),
    }
    choice_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "instrument_type": {
            "treaty": ("treat*", "pact*"),
            "agreement": ("agree*", "accord*", "deal*", "pact*"),
            "convention": ("convention*",),
            "charter": ("charter*",),
            "protocol": ("protocol*",),
            "amendment": ("amend*", "exten*"),
            "exchange_of_notes": ("note", "notes", "letters"),
            "memorandum": ("memorand*", "mou"),
            "declaration": ("declar*", "statement*", "communiqu*"),
            "programme": (
                "programme*",
                "program*",
                "roadmap*",
                "doctrine*",
                "strateg*",
                "plan",
                "plans",
                "maps",
                "cards",
            ),
            "decree": ("decree*", "decision*", "resolution*"),
            "contract": ("contract*", "lease*", "concession*"),
        },
        "subjects": {
            "defence": ("defen*", "militar*", "securit*", "arm*", "weapon*", "force", "forces", "troops"),
            "arms_control": ("arms control", "disarm*", "non-proliferation", "nuclear", "missile*", "inspect*"),
            "basing": ("base", "bases", "basing", "airbase*", "lease*", "station*", "deploy*", "site", "sites"),
            "economic_integration": ("econom*", "integrat*", "market*", "union", "industr*"),
            "trade": ("trade*", "tariff*", "custom*", "export*", "import*"),
            "finance": ("financ*", "bank*", "credit*", "currenc*", "tax*", "loan*"),
            "energy": ("energ*", "gas", "oil", "electric*", "power", "pipeline*"),
            "nuclear": ("nuclear", "atomic", "uranium"),
            "transport": ("transport*", "rail*", "road*", "air*", "port", "ports", "shipping"),
            "migration": ("migra*", "refugee*", "asylum", "visa*", "border*", "readmission"),
            "territory": ("territor*", "border*", "land", "sovereign*", "annex*"),
            "science_technology": ("scien*", "technolog*", "research*", "space", "polar", "innovat*"),
            "culture_media": ("cultur*", "media", "educat*", "language*", "broadcast*", "press"),
            "legal": ("legal", "law*", "judicial", "court*", "extradit*", "crim*"),
            "environment": ("environment*", "climate", "water", "emission*", "pollut*"),
            "political_union": ("union", "integrat*", "merg*", "confeder*", "parliament*"),
            "peace_settlement": ("peace", "ceasefire", "cease-fire", "truce", "armistice", "settlement"),
        },
    }
    not_yet: ClassVar[tuple[str, ...]] = ("proposed", "negotiating", "unclear")
    speaks_for: ClassVar[tuple[str, ...]] = (
        "agree*", "treat*", "pact*", "accord*", "convention*", "charter*", "protocol*", "memorand*", "declaration*",
        "declar*", "statement*", "communiqu*", "decree*", "doctrine*", "programme*", "program*", "roadmap*", "deal*",
        "contract*", "lease*", "document*", "maps", "cards", "sign*", "ratif*", "undert*", "decision*",
    )  # fmt: skip
    against: ClassVar[tuple[str, ...]] = ("soldiers", "loan of", "exercis*")
    done_alone: ClassVar[tuple[str, ...]] = ("ratified", "acceded", "suspended", "withdrawn")
    happens_in: ClassVar[tuple[str, ...]] = (
        "agreed",
        "initialled",
        "adopted",
        "signed",
        "ratified",
        "in_force",
        "implemented",
        "terminated",
    )
    same_if: ClassVar[tuple[str, ...]] = ("evidence", "title_text")
    same_event: ClassVar[SameEvent | None] = SameEvent(
        parties=("parties",),
        keys=("title_text", ("dates", "subjects")),
        once=("agreed", "initialled", "adopted", "signed", "ratified", "in_force", "terminated"),
        reached={
            "signed": ("signed",),
            "ratified": ("signed", "ratified"),
            "in_force": ("in_force",),
            "terminated": ("terminated",),
        },
        within_days=1827,
        vague=("unspecified", "unclear", "other"),
    )
    event: ClassVar[Event | None] = Event(
        about=(
            "agreement", "agreements", "treaty", "treaties", "pact", "pacts", "accord", "accords", "convention",
            "charter", "protocol", "protocols", "memorandum", "memoranda", "memorandums", "mou", "declaration",
            "joint statement", "communique", "communiqué", "joint communiqué", "decree", "doctrine", "roadmap",
            "lease", "truce", "ceasefire", "armistice", "deal", "deals", "concession", "exchange of notes",
            "union programme*", "joint plan", "statute", "grain initiative", "grain deal", "peace plan", "gas contract",
            "supply contract", "transit contract", "letter of intent", "action plan", "road map", "framework document",
            "cease-fire", "free trade area", "customs union", "visa waiver", "non-aggression", "peace deal", "compact",
            "joint declaration", "understandings", "joint communique", "defence framework", "defense framework",
            "cooperation framework", "security framework", "framework arrangement", "trade arrangement",
            "security arrangement", "transit arrangement", "memo of understanding", "letters of intent", "covenant",
            "entente", "modus vivendi", "final act", "joint vision statement", "an understanding",
        ),
        acts=(
            "sign", "signs", "signed", "signing", "inked", "conclude", "concluded", "concludes", "ratif*", "adopt",
            "adopted", "adopts", "approved", "approve", "initialled", "initialed", "agreed", "agree", "agrees",
            "reached", "reach", "extend", "extended", "renew", "renewed", "prolonged", "withdr*", "pulled out",
            "pull out", "quit", "terminate", "terminated", "suspend*", "entered into force", "enters into force",
            "enter into force", "came into force", "took effect", "take effect", "acceded", "accede", "joined",
            "issued", "struck", "negotiating", "announced", "confirmed", "affirmed", "reaffirmed", "were made",
            "presented", "submitted", "tabled", "renegotiat*", "expired", "withdrawal", "joining", "accession",
            "leaving", "leave", "left", "exit", "broke down", "revived", "revive", "restored", "ended", "scrapped",
            "endorsed", "finalis*", "finaliz*", "amended", "denounced", "rejected", "brokered", "sealed", "clinched",
            "put their names to", "put their signatures to", "put his name to", "put her name to", "put pen to",
            "undertook", "in abeyance", "signed up to", "closed with", "ended with", "has applied", "have applied",
            "operational", "in force", "in effect", "went into effect", "came into effect", "enters into effect",
            "takes effect", "lapsed", "lapses", "abrogat*", "tore up", "torn up", "signature of", "negotiate",
            "negotiates", "negotiated", "negotiations with", "negotiations on", "negotiations over",
            "negotiations for", "talks with", "proposed",
        ),
        alone=(
            "agreed upon", "were agreed", "documents were signed", "documents which were signed",
            "documents that were signed", "documents signed", "agreed between", "signed documents",
            "signed * documents", "signed * * documents", "deposited its instrument*", "deposited an instrument*",
            "deposited instrument*", "deposited the instrument*", "handed in its instrument*", "lodged its instrument*",
            "handed over its instrument*", "submitted its instrument*",
            "suspended its membership of the _*", "suspended its membership of _*", "ended its membership of the _*",
            "withdrew its membership of the _*", "statement issued by both", "statement issued by the two",
        ),
        singly=(
            "suspended its membership", "ended its membership", "withdrew its membership",
            "withdrew from", "withdrawn from", "withdraw from", "withdrawal from", "withdrawing from", "acceded to",
            "accede to", "accession to", "quit", "pulled out of", "pull out of", "denounced", "joined", "deposited",
            "handed in its instrument*", "handed over its instrument*", "lodged its instrument*",
            "submitted its instrument*", "operation of", "participation in",
            "instrument of withdrawal", "suspended its obligations",
        ),
        jointly=(
            "agreed to exchange", "agreed to open", "agreed to establish", "agreed to set up", "agreed to create",
            "agreed to restore", "agreed to withdraw", "agreed to share", "agreed to end", "agreed to lift",
            "agreed to build", "agreed to return", "agreed to release", "agreed to cease", "agreed to halt",
            "agreed to suspend", "agreed to reopen", "agreed to recognise", "agreed to recognize", "agreed to abolish",
            "agreed to demarcate", "agreed to pull", "agreed to swap", "agreed to form", "agreed to drop",
            "agreed to normalise", "agreed to normalize", "agreed to resume", "agreed on the exchange",
            "agreed on an exchange", "as agreed by",
        ),
        never=(
            "constitution", "constitutional", "referendum", "bill", "parliament passed", "loan agreement*",
            "loan deal", "arms deal", "weapons deal", "exercise*", "coalition agreement", "plea", "court",
            "takeover", "merger", "anniversary", "purchase agreement", "agreement on debt", "debt agreement",
            "restructuring agreement", "credit agreement", "financing agreement", "staff-level agreement",
        ),
        by_trade=("Bank", "Fund", "Eximbank", "Creditor", "Creditors", "Club", "IMF"),
        home=("decree", "concession", "action plan"),
        members="parties",
        planned="proposed",
        negated=None,
        loose=("instrument_type", ("agreement", "unspecified", "treaty")),
        texts={"title_text": "title", "duration_text": "terms"},
    )  # fmt: skip

    def derive(self) -> dict[str, Any]:
        """Declarations, memoranda and programmes usually bind nobody (UN Treaty Collection, glossary)."""
        return {
            "usually_non_binding": self.instrument_type in ("declaration", "memorandum", "programme"),
            "bilateral": len(self.parties) == 2,
        }
