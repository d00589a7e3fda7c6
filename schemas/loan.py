"""A loan or another flow of official finance from one side to another.

Values after AidData's TUFF 3.0 (status) and the OECD/IATI lists of finance types (flow_type).
"""

from typing import Any, ClassVar, Literal

from pydantic import Field

from extract.fields import Amount, Factuality, Happening, KindModel, Quote, Side, Source, Words
from extract.same import Counting, SameEvent
from extract.signs import Event


class LoanDate(Happening):
    event: Literal["requested", "pledged", "signed", "approved", "disbursed", "due", "repaid"] = Field(
        description="what happened on that day"
    )


class Loan(KindModel):
    """One loan, credit line, bond, grant, guarantee or debt relief that the document reports."""

    evidence: list[Quote] = Field(
        min_length=1, max_length=2, description="the sentence that reports the loan, copied word for word"
    )
    lender: list[Side] = Field(max_length=3, description="who gives the money; [] if the document does not say")
    borrower: list[Side] = Field(max_length=3, description="who receives the money; [] if the document does not say")
    amount: Amount | None = Field(description="the sum lent; null if the document gives no sum")
    flow_type: Literal[
        "loan",
        "credit_line",
        "export_credit",
        "bond",
        "grant",
        "debt_forgiveness",
        "debt_rescheduling",
        "guarantee",
        "currency_swap",
        "in_kind",
        "unspecified",
    ] = Field(description="what it is; loan if the text says loan or borrow")
    status: Literal[
        "requested",
        "negotiating",
        "pledged",
        "committed",
        "disbursed",
        "repaid",
        "suspended",
        "cancelled",
        "rejected",
        "unclear",
    ] = Field(
        description="how far it went: seeks, asks = requested; in talks = negotiating; promised, offered, will give "
        "= pledged; signed, approved, granted, financed = committed; provided, received, paid out = disbursed; "
        "paid back = repaid"
    )
    dates: list[LoanDate] = Field(max_length=3, description="dates of the loan that the document gives; [] if none")
    purpose_text: Words | None = Field(description="what the money is for, copied from the evidence; null if not said")
    terms_text: Words | None = Field(
        description="interest, years, collateral, copied from the evidence; null if not said"
    )
    asserted_by: Source = Field(description="author, or the name of the person or body whom the text cites for it")
    factuality: Factuality = Field(
        description="fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might"
    )

    stage_field: ClassVar[str | None] = "status"
    stage_cues: ClassVar[dict[str, tuple[str, ...]]] = {
        "requested": ("ask*", "request*", "seek*", "sought", "appl*", "appeal*"),
        "negotiating": ("negotiat*", "talk*", "discuss*", "consult*"),
        "pledged": (
            "pledg*", "to finance", "put on the table", "promis*", "offer*", "will", "would", "plan*", "agree* to",
            "announc*", "intend*", "set aside", "earmark*",
        ),
        "committed": (
            "sign*", "approv*", "grant*", "financed", "financing", "agree*", "commit*", "fund*", "conclud*",
            "alloc*", "extend*", "exten*", "roll* over", "rolled", "came in with", "comes in with",
            "stepped in with", "chipped in", "put up", "renewed", "added", "took on the risk", "wrote * off",
            "stretched", "agreed to stretch", "refinanc*", "reschedul*", "restructur*",
            "secur*", "forgave", "forgiv*", "wrote off", "writ* off", "guarant*", "became effective", "reached terms",
            "came to terms",
        ),
        "disbursed": (
            "provid*", "receiv*", "deposit*", "paid", "disburs*", "transfer*", "gave", "given", "lent", "issued",
            "borrowed", "got", "releas*", "drew", "drawn", "obtain*", "placed", "kept", "took", "sold", "built with",
            "paid for with", "made * loan*", "made * * loan*",
        ),
        "repaid": (
            "repaid", "repay", "repays", "repaying", "paid back", "paid off", "pay* back", "pay* off", "settl*",
            "redeem*",
        ),
        "suspended": (
            "suspend*", "froze*", "halt*", "paus*", "stopped", "put off", "withh*", "held up", "on hold", "delay*",
        ),
        "cancelled": ("cancel*", "scrap*", "terminat*", "withdr*", "abandon*"),
        "rejected": (
            "reject*", "refus*", "denied", "denies", "turned down", "declin*", "never answered", "thrown out",
            "lent * nothing", "rebuff*", "knocked back",
        ),
    }  # fmt: skip
    choice_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "flow_type": {
            "loan": ("loan*", "lend*", "lent", "borrow*", "credit*", "debt*"),
            "credit_line": ("credit*",),
            "export_credit": ("export credit*", "buyer's credit*", "supplier's credit*"),
            "bond": ("bond*", "eurobond*"),
            "grant": ("grant*", "aid", "gift*", "donat*"),
            "debt_forgiveness": ("forgiv*", "forgave", "writ* off", "wrote off", "cancel*", "relief"),
            "debt_rescheduling": (
                "reschedul*", "restructur*", "refinanc*", "postpon*", "defer*", "stretch*", "interest alone",
                "reached terms", "push back", "pushed back",
            ),
            "guarantee": ("guarant*",),
            "currency_swap": ("swap*",),
        },
    }  # fmt: skip
    not_yet: ClassVar[tuple[str, ...]] = ("requested", "negotiating", "pledged", "unclear")
    speaks_for: ClassVar[tuple[str, ...]] = (
        "loan*", "lend*", "lent", "borrow*", "credit*", "grant*", "bond*", "debt*", "financ*", "guarant*", "swap*",
        "fund*", "aid", "repa*", "tranche*", "in kind", "bailout*", "deposit*", "disburs*", "facility",
        "rescue package*", "reschedul*", "restructur*", "roll*", "refinanc*", "releas*", "approv*", "programme",
        "program",        "agreement*", "deal", "package", "arrangement*", "lend*", "owe*",
    )  # fmt: skip
    against: ClassVar[tuple[str, ...]] = (
        "trade volume", "trade turnover", "arms contract*", "weapons", "ammunition", "military aid", "missiles",
        "fighter jets", "reserves",
    )  # fmt: skip
    happens_in: ClassVar[tuple[str, ...]] = ("requested", "pledged", "signed", "approved", "disbursed", "repaid")
    same_if: ClassVar[tuple[str, ...]] = ("lender", "borrower", "amount")
    event: ClassVar[Event | None] = Event(
        about=(
            "loan", "loans", "lend", "lends", "lent", "lending", "borrow", "borrows", "borrowed", "borrowing",
            "credit line", "credit lines", "line of credit", "lines of credit", "export credit", "export credits",
            "state credit", "soft credit", "credit facility", "bailout", "debt relief", "debt forgiveness",
            "currency swap", "loan guarantee", "eurobond*", "tranche", "tranches", "rescue package", "currency swaps",
            "swap line", "swap lines", "loan guarantees", "standby arrangement*", "stand-by arrangement*",
            "standby agreement", "stand-by agreement", "debt restructuring", "debt swap", "debt treatment",
            "debt suspension", "debt service suspension", "panda bond*", "samurai bond*", "sovereign bond*",
            "oil facility", "loan facility", "financing facility", "credit guarantee", "rolled over", "roll over",
            "rolls over", "rolling over", "rollover of", "refinanced", "refinance", "refinances", "bridge loan*",
            "bailouts", "budget support", "buyer's credit", "supplier's credit", "concessional financing",
            "postpone repayment*", "postponing repayment*", "postponement of repayment*", "defer repayment*",
            "deferral of repayment*", "delay repayment*", "treasury bill*", "stretch the repayment*",
            "stretch repayment*", "stretching the repayment*", "repayments to be stretched",
            "repayment to be stretched",
            "defer the * instalment*", "defer * repayment*", "deferring * repayment*", "put off repayment*",
            "push back repayment*", "pay interest alone", "pay interest only", "pay only interest",
            "swap arrangement*", "swap agreement*", "with a credit of", "swap facility", "swap facilities",
            "repayments of principal", "repayment of principal", "repayments of the principal", "debt moratorium",
            "moratorium on repayment*", "moratorium on debt*", "debt holiday", "payment holiday", "repayment holiday",
            "stretch the * loan*", "stretched the * loan*", "stretched the loan*", "stretch the loan*",
            "line with _*", "soft loans", "concessional loans",
        ),
        weak=(
            "credit", "credits", "grant", "grants", "financing", "to finance", "finances", "will finance",
            "would finance", "financed", "bond", "bonds", "debt",
            "debts", "guarantee", "guarantees", "aid package", "macro-financial assistance", "financial assistance",
            "financial aid", "swap", "facility", "disburse", "disbursed", "deposited", "rescheduled", "reschedule",
            "grants of", "soft terms", "deposit", "deposits", "restructur*", "disbursement*", "billion package",
            "million package", "bn package", "financing package", "support package", "instalment*", "installment*",
            "forgave", "forgive", "forgiven", "write off", "wrote off", "written off", "financing agreement",
            "rescheduling", "repaid", "repay", "repays", "paid back", "application for",
            "applied for", "renewed its arrangement", "renewed their arrangement", "renewed the arrangement",
            "prolonged its arrangement", "extended its arrangement", "budgetary aid", "humanitarian aid",
            "development aid", "emergency aid", "aid and investment", "in aid", "top-up", "lifeline",
        ),
        figure="money",
        never=(
            "trade turnover", "trade volume", "blood transfusion", "down payment", "student loan*", "on loan",
            "grant* asylum",
        ),
        giver="lender",
        taker="borrower",
        by_trade=("Bank", "Fund", "Eximbank", "Exim", "EXIM", "KfW", "Credit", "Insurance", "Kreditanstalt",
            "Bpifrance", "Creditor", "Creditors", "Club"),
        deeds=(
            "approv*", "disburs*", "releas*", "lent", "lend", "lends", "extend*", "grant", "grants", "granted",
            "provid*", "receiv*", "repaid", "repay", "repays", "paid back", "borrow*", "programme of", "program of",
            "bailout*", "agreement on", "cover*", "settle terms", "pledged", "pledges", "refinanc*",
            "rolled over", "transferred", "paid out", "drew", "drawn", "financed", "finances", "financing",
            "promised up to", "promised another", "promised a further", "promised about", "promised some",
            "promised $*", "promised €*", "promised £*", "promised * as much as", "promised * up to",
            "promised * $*", "promised * €*", "promised * another", "promised * a further", "pledged * $*",
            "reached terms", "came to terms", "augmented", "topped up", "withheld", "undertook to",
            "owes", "owed",
            "got", "gets", "obtain*", "secur*", "won", "wins", "sought", "seeks", "seeking", "requested", "asked",
            "came in with", "comes in with", "stepped in with", "steps in with", "chipped in", "weighed in with",
            "put up", "puts up", "put in", "pumped", "poured", "committed", "commits", "set aside", "sets aside",
            "earmarked", "earmarks", "handed over", "hands over", "handed out", "injected", "injects",
            "made available", "makes available", "unlocked", "unlocks", "freed up", "signed off", "signed off on",
            "contributed", "contributes", "doled out", "advanced", "renewed", "prolonged", "underwrote", "stumped up",
            "came up with", "comes up with", "arranged", "mobilised", "mobilized",
        ),
        behind=("programme", "program", "arrangement"),
        beside=(
            "issue of", "issuance of", "line of",
            "disburs*", "releas*", "lent", "lend", "lends", "receiv*", "repaid", "repay", "repays", "paid back",
            "borrow*", "drew", "drawn", "rolled over", "refinanced", "approved", "add",
            "adds", "added", "contribute", "contributes", "contributed", "provide", "provides", "provided", "granted",
            "advanced", "committed", "asked for", "sought", "promised", "pledged", "offered", "took", "took out",
            "extended", "set aside", "earmarked", "assigned",
            "came in with", "chipped in", "stepped in with", "release another", "releases another",
            "released another", "release a further", "released a further", "releasing another",
        ),
        leads=(
            "pledge of", "promise of", "offer of", "offers of", "pledges of", "extended", "advanced", "credit of",
            "credits of", "facility of", "arrangement of", "pre-financing of", "pre-financing payment of",
            "macro-financial assistance of", "financial assistance of", "budget aid of", "loan offer of",
            "request for", "requests for", "soft loans of", "put on the table", "swap of", "grant of", "deposit of",
            "redeemed", "request by * for", "request by * * for", "request from * for", "request to * for",
            "request to * * for", "request of * for",
            "request addressed to * for", "request addressed to the * for", "request addressed to the * * for",
            "request to the * for",
            "decided on", "grants of", "offer, of", "application for", "applications for", "applied for",
            "plea for", "appeal for", "application to * for", "application to the * for", "lifeline of",
            "lifelines of", "tranches of", "tranche of", "would release", "will release", "aid of", "bailout of",
            "came in with", "chipped in with", "chipped in", "stepped in with",
        ),
        trails=(
            "promised to", "pledged to", "lent to", "extended to", "advanced to", "loans", "loan", "credits",
            "credit", "grants", "grant", "budget support", "deposit", "deposits", "repayable", "facility",
            "that * had put on the table", "in advance for", "Eurobond*", "aid", "in aid", "budgetary aid",
            "set aside for", "lifeline", "swap", "tranche",
        ),
        gives=(
            "lend", "lends", "lent", "lending", "loaned", "provid*", "grant", "grants", "granted", "granting",
            "extend*", "give", "gives", "gave", "given", "giving", "offer*", "approv*", "disburs*", "allocat*",
            "pledg*", "promis*", "transferred", "issued", "releas*", "earmark*", "commit*", "sign off on", "forgave",
            "forgive*", "wrote off", "write off", "cancelled", "award*", "deposit*", "agreed to", "rolled over",
            "roll over", "reschedul*", "postpone*", "restructur*", "paid out",
            "rolls over", "rolling over", "refinanc*", "financed", "finances",
            "to finance", "funded", "funds", "funding",
            "forgiv*", "wrote off",
            "placed", "places", "kept", "keeps", "keep", "underwr*", "guarantees", "guaranteed", "added", "charg*",
            "advanced", "is financing", "are financing", "was financing", "will finance", "would finance",
            "compensat*", "open",
            "opened", "opens", "defer", "deferred", "defers", "contribut*", "undertook to", "augmented", "topped up",
            "let", "decided", "make", "makes", "made", "stretch", "stretches", "stretched",
            "came in with", "comes in with", "stepped in with", "chipped in", "set aside", "sets aside", "put up",
            "handed over", "hands over", "pumped", "poured", "injected", "unlocked", "made available", "announced",
            "took on the risk", "lined up", "contributed",
        ),
        takes=(
            "borrow*", "receiv*", "obtain*", "secur*", "get", "gets", "got", "take out", "took out", "taken out",
            "took",
            "repaid", "repay", "repays", "repaying", "paid back", "paid off", "seek*", "sought", "request*",
            "asked", "asks", "appl*",
            "negotiat*", "owes", "owed", "await*", "waiting for", "drew", "raise*", "win", "won", "tap*",
            "draws", "drawn", "drawing", "service", "services", "serviced", "pays back", "pays off", "pay back",
        ),
        halts=("suspend*", "halt*", "froze", "paus*", "cancel*", "scrap*", "stopped", "block*", "delay*"),
        planned="pledged",
        negated="rejected",
        texts={"purpose_text": "purpose", "terms_text": "terms"},
    )  # fmt: skip
    same_event: ClassVar[SameEvent | None] = SameEvent(
        parties=("lender", "borrower"),
        keys=("amount", ("dates", "purpose_text")),
        once=("requested", "signed", "approved", "disbursed"),
        reached={
            "committed": ("requested",),
            "disbursed": ("requested", "signed", "approved", "disbursed"),
            "repaid": ("requested", "signed", "approved", "disbursed"),
        },
        within_days=365,
        vague=("unspecified", "unclear"),
        counting=Counting(
            amount="amount",
            stages=("committed", "disbursed", "repaid"),
            never={
                "flow_type": ("debt_forgiveness", "debt_rescheduling", "guarantee", "currency_swap"),
                "factuality": ("denied", "speculative"),
            },
            part=("tranche*", "instalment*", "installment*"),
            umbrella=("framework agreement*", "framework loan*", "umbrella", "master facility agreement*"),
            beneath=("under", "within", "part of"),
        ),
    )
    match_by: ClassVar[tuple[str | tuple[str, ...], ...]] = ("amount",)

    def derive(self) -> dict[str, Any]:
        """AidData's six states, the OECD finance type, and whether the sum may be added up.

        A pledge is none of the money; an upper bound is not a sum (AidData's "recommended for aggregates").
        """
        exact = self.amount is not None and self.amount.value is not None and self.amount.modifier != "up_to"
        return {
            "aiddata_status": _AIDDATA.get(self.status),
            "oecd_finance_type": _OECD.get(self.flow_type),
            "countable": exact and self.status in ("committed", "disbursed", "repaid"),
        }


_AIDDATA = {
    "requested": "Pipeline: Pledge",
    "negotiating": "Pipeline: Pledge",
    "pledged": "Pipeline: Pledge",
    "committed": "Pipeline: Commitment",
    "disbursed": "Implementation",
    "repaid": "Completion",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
}
_OECD = {"loan": "421", "grant": "110", "bond": "423", "debt_forgiveness": "61x", "debt_rescheduling": "62x",
         "guarantee": "1100"}  # fmt: skip
