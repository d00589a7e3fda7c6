// Written by `extract contract` from the JSON Schemas beside it; do not edit.

/** The contract that these types are of; refuse a record of another. */
export const CONTRACT = "extract/1";

export interface DocumentRef {
  id: string;
  sha256: string;
  title: string | null;
  published: string | null;
  source: string | null;
  sources: string[];
}

export interface Evidence {
  exact: string;
  prefix: string;
  suffix: string;
  /** Unicode code points into the document's text */
  start: number;
  /** Unicode code points into the document's text */
  end: number;
  match: "exact" | "normalised";
}

export interface Figure {
  kind: string;
  as_written: string;
  value: number | null;
  value_high: number | null;
  unit: string | null;
  modifier: string;
  assumed: boolean;
  /** Unicode code points into the document's text */
  start: number;
  /** Unicode code points into the document's text */
  end: number;
  per?: string | null;
  equals?: [number, number] | null;
}

export interface Finding {
  check: string;
  level: "error" | "warn" | "info";
  path: string;
  message: string;
}

export interface Provenance {
  model: string;
  endpoint: string;
  prompt: string;
  schema: string;
  recordings: string[];
  attempts: number;
  versions: Record<string, string>;
}

/** Money: the words and, as double entry, the number that the model reads in them. */
export interface LoanAmount {
  /** the amount copied as written, with currency: "$2.4 million" */
  text: string;
  /** the same amount in digits: 2400000 */
  value: number | null;
  /** three-letter code: USD, EUR, RUB, CNY */
  currency: string;
  /** what the words around it say; exact if nothing */
  modifier: "exact" | "about" | "at_least" | "more_than" | "up_to" | "less_than" | "range";
  /** upper end of a range */
  value_high: number | null;
}

export interface LoanLoanDate {
  /** what happened on that day */
  event: "requested" | "pledged" | "signed" | "approved" | "disbursed" | "due" | "repaid";
  /** the date copied as written: "March 3" */
  text: string;
  /** true if it was still to come when the text was written */
  planned: boolean;
  /** the date in EDTF level 1 */
  edtf: string | null;
}

/** One loan, credit line, bond, grant, guarantee or debt relief that the document reports. */
export interface LoanData {
  /** the sentence that reports the loan, copied word for word */
  evidence: string[];
  /** who gives the money; [] if the document does not say */
  lender: string[];
  /** who receives the money; [] if the document does not say */
  borrower: string[];
  /** the sum lent; null if the document gives no sum */
  amount: LoanAmount | null;
  /** what it is; loan if the text says loan or borrow */
  flow_type: "loan" | "credit_line" | "export_credit" | "bond" | "grant" | "debt_forgiveness" | "debt_rescheduling" | "guarantee" | "currency_swap" | "in_kind" | "unspecified";
  /** how far it went: seeks, asks = requested; in talks = negotiating; promised, offered, will give = pledged; signed, approved, granted, financed = committed; provided, received, paid out = disbursed; paid back = repaid */
  status: "requested" | "negotiating" | "pledged" | "committed" | "disbursed" | "repaid" | "suspended" | "cancelled" | "rejected" | "unclear";
  /** dates of the loan that the document gives; [] if none */
  dates: LoanLoanDate[];
  /** what the money is for, copied from the evidence; null if not said */
  purpose_text: string | null;
  /** interest, years, collateral, copied from the evidence; null if not said */
  terms_text: string | null;
  /** author, or the name of the person or body whom the text cites for it */
  asserted_by: string;
  /** fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might */
  factuality: "fact" | "claim" | "disputed" | "denied" | "speculative";
}

/** One loan, credit line, bond, grant, guarantee or debt relief that the document reports. */
export interface LoanRecord {
  contract: "extract/1";
  id: string;
  kind: "loan";
  verdict: "verified" | "flagged" | "rejected";
  document: DocumentRef;
  /** One loan, credit line, bond, grant, guarantee or debt relief that the document reports. */
  data: LoanData;
  derived: Record<string, unknown>;
  evidence: Evidence[];
  figures: Record<string, Figure>;
  findings: Finding[];
  provenance: Provenance;
}

/** One thing that a named person, government or organisation said, in or out of quotation marks. */
export interface StatementData {
  /** what was said, copied word for word, without the speaker and the verb */
  content: string;
  /** who said it, copied from the same sentence; null if nobody is named */
  speaker: string | null;
  /** full name if the document gives it; null if not */
  speaker_name: string | null;
  /** the word that reports it, copied: "said", "according to" */
  cue: string | null;
  /** country or organisation that the speaker speaks for */
  speaker_affiliation: string[];
  /** what the speaker is */
  speaker_type: "head_of_state_or_government" | "minister_or_senior_official" | "government" | "legislator" | "diplomat" | "military" | "intelligence_service" | "international_organisation" | "party_or_opposition" | "armed_group" | "expert_or_think_tank" | "media" | "ngo_or_activist" | "company" | "anonymous" | "other";
  /** direct = all of it in quotation marks; mixed = partly; indirect = none */
  quote_type: "direct" | "mixed" | "indirect";
  /** what the speaker does by saying it; comment if nothing else fits */
  speech_act: "comment" | "announce" | "support" | "agree_or_promise" | "concede" | "request_or_demand" | "accuse_or_criticise" | "reject_or_refuse" | "deny" | "threaten_or_warn" | "predict";
  /** countries or bodies it is about; [] if none */
  targets: string[];
  /** what it is about */
  topics: ("military" | "intelligence" | "executive" | "legislative" | "election" | "political_institutions" | "pro_democracy" | "pro_autocracy" | "economic" | "legal" | "reparations" | "human_rights" | "rights_freedoms" | "repression" | "human_security" | "gender" | "lgbt" | "religion_ethnicity" | "inequality" | "diplomatic" | "territory" | "peacekeeping" | "health" | "asylum" | "migration" | "disasters" | "natural_resource" | "environment" | "technology" | "terrorism" | "cbrn" | "cyber" | "misinformation" | "crime" | "corruption" | "illegal_drugs" | "trafficking")[];
  /** when it was said, copied; null if the document does not say */
  date_text: string | null;
}

/** One thing that a named person, government or organisation said, in or out of quotation marks. */
export interface StatementRecord {
  contract: "extract/1";
  id: string;
  kind: "statement";
  verdict: "verified" | "flagged" | "rejected";
  document: DocumentRef;
  /** One thing that a named person, government or organisation said, in or out of quotation marks. */
  data: StatementData;
  derived: Record<string, unknown>;
  evidence: Evidence[];
  figures: Record<string, Figure>;
  findings: Finding[];
  provenance: Provenance;
}

/** A number of things: the words and, as double entry, the number that the model reads in them. */
export interface TreatyCount {
  /** the number copied as written: "two dozen" */
  text: string;
  /** the same number in digits: 24 */
  value: number | null;
  /** upper end of a range */
  value_high: number | null;
  /** what words around it say */
  modifier: "exact" | "about" | "at_least" | "more_than" | "up_to" | "less_than" | "range";
}

export interface TreatyTreatyDate {
  /** what happened on that day */
  event: "announced" | "agreed" | "initialled" | "adopted" | "signed" | "ratified" | "in_force" | "implemented" | "terminated" | "expires";
  /** the date copied as written: "March 3" */
  text: string;
  /** true if it was still to come when the text was written */
  planned: boolean;
  /** the date in EDTF level 1 */
  edtf: string | null;
}

/** One instrument or set of instruments between states that the document reports an act about. */
export interface TreatyData {
  /** the sentence that reports the act, copied word for word */
  evidence: string[];
  /** name of the instrument copied as written; null if it has none */
  title_text: string | null;
  /** declaration = also joint statement, communique; programme = also roadmap, doctrine; contract = also lease; unspecified if the text does not name one */
  instrument_type: "treaty" | "agreement" | "convention" | "charter" | "protocol" | "amendment" | "exchange_of_notes" | "memorandum" | "declaration" | "programme" | "decree" | "contract" | "other" | "unspecified";
  /** how many instruments, only if the text gives the number */
  instrument_count: TreatyCount | null;
  /** the states or organisations that agreed, by name; never a person or a city */
  parties: string[];
  /** what it is about */
  subjects: ("defence" | "arms_control" | "basing" | "economic_integration" | "trade" | "finance" | "energy" | "nuclear" | "transport" | "migration" | "territory" | "science_technology" | "culture_media" | "legal" | "environment" | "political_union" | "peace_settlement" | "other")[];
  /** the furthest step already taken; a step still to come does not count */
  stage: "proposed" | "negotiating" | "agreed" | "initialled" | "adopted" | "signed" | "ratified" | "acceded" | "provisionally_applied" | "in_force" | "amended_or_extended" | "suspended" | "withdrawn" | "terminated" | "rejected" | "unclear";
  /** dates of the steps; [] if the document gives none */
  dates: TreatyTreatyDate[];
  /** how long it runs, copied: "10 years"; null if not said */
  duration_text: string | null;
  /** author, or the name of the person or body whom the text cites for it */
  asserted_by: string;
  /** fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might */
  factuality: "fact" | "claim" | "disputed" | "denied" | "speculative";
}

/** One instrument or set of instruments between states that the document reports an act about. */
export interface TreatyRecord {
  contract: "extract/1";
  id: string;
  kind: "treaty";
  verdict: "verified" | "flagged" | "rejected";
  document: DocumentRef;
  /** One instrument or set of instruments between states that the document reports an act about. */
  data: TreatyData;
  derived: Record<string, unknown>;
  evidence: Evidence[];
  figures: Record<string, Figure>;
  findings: Finding[];
  provenance: Provenance;
}

/** Money: the words and, as double entry, the number that the model reads in them. */
export interface WeaponsTransferAmount {
  /** the amount copied as written, with currency: "$2.4 million" */
  text: string;
  /** the same amount in digits: 2400000 */
  value: number | null;
  /** three-letter code: USD, EUR, RUB, CNY */
  currency: string;
  /** what the words around it say; exact if nothing */
  modifier: "exact" | "about" | "at_least" | "more_than" | "up_to" | "less_than" | "range";
  /** upper end of a range */
  value_high: number | null;
}

/** A number of things: the words and, as double entry, the number that the model reads in them. */
export interface WeaponsTransferCount {
  /** the number copied as written: "two dozen" */
  text: string;
  /** the same number in digits: 24 */
  value: number | null;
  /** upper end of a range */
  value_high: number | null;
  /** what words around it say */
  modifier: "exact" | "about" | "at_least" | "more_than" | "up_to" | "less_than" | "range";
}

export interface WeaponsTransferTransferDate {
  /** what happened on that day */
  event: "announced" | "ordered" | "delivered" | "operational";
  /** the date copied as written: "March 3" */
  text: string;
  /** true if it was still to come when the text was written */
  planned: boolean;
  /** the date in EDTF level 1 */
  edtf: string | null;
}

/** One weapon system that one side supplies to another: one record per system, supplier and recipient. */
export interface WeaponsTransferData {
  /** the sentence that reports the transfer, copied word for word */
  evidence: string[];
  /** who supplies; [] if the document does not say */
  supplier: string[];
  /** who receives; [] if the document does not say */
  recipient: string[];
  /** name of the system copied as written: "T-72"; null if it has none */
  designation_text: string | null;
  /** what it is, copied from the evidence: "battle tanks" */
  description_text: string | null;
  /** kind of weapon */
  category: "aircraft" | "air_defence_systems" | "anti_submarine_warfare_weapons" | "armoured_vehicles" | "artillery" | "engines" | "missiles" | "naval_weapons" | "satellites" | "sensors" | "ships" | "other" | "small_arms_light_weapons" | "ammunition" | "nuclear_weapons" | "unspecified";
  /** how many; null if the document does not say */
  quantity: WeaponsTransferCount | null;
  /** sale only if the text says buy, sell or contract; unspecified if it does not say */
  transfer_mode: "sale" | "gift_or_aid" | "loan_or_lease" | "licensed_production" | "joint_production" | "unspecified";
  /** how far it went: wants, asks = requested; plans, will, intends = announced; in talks = negotiating; signed, bought, contract = ordered; provided, supplied, received, arrived = delivered */
  status: "requested" | "announced" | "negotiating" | "ordered" | "in_delivery" | "delivered" | "suspended" | "cancelled" | "refused" | "unclear";
  /** dates of the transfer; [] if the document gives none */
  dates: WeaponsTransferTransferDate[];
  /** price of the deal; null if the document gives none */
  value: WeaponsTransferAmount | null;
  /** author, or the name of the person or body whom the text cites for it */
  asserted_by: string;
  /** fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might */
  factuality: "fact" | "claim" | "disputed" | "denied" | "speculative";
}

/** One weapon system that one side supplies to another: one record per system, supplier and recipient. */
export interface WeaponsTransferRecord {
  contract: "extract/1";
  id: string;
  kind: "weapons_transfer";
  verdict: "verified" | "flagged" | "rejected";
  document: DocumentRef;
  /** One weapon system that one side supplies to another: one record per system, supplier and recipient. */
  data: WeaponsTransferData;
  derived: Record<string, unknown>;
  evidence: Evidence[];
  figures: Record<string, Figure>;
  findings: Finding[];
  provenance: Provenance;
}

/** Any line of records.jsonl; `kind` tells which. */
export type AnyRecord = LoanRecord | StatementRecord | TreatyRecord | WeaponsTransferRecord;

/** What failed and why. */
export interface FailureLine {
  document: string;
  kind: string | null;
  reason: string;
  message: string;
  recording: string | null;
  /** parts of the document without an answer */
  gaps?: ({
    name: string;
    /** Unicode code points into the document's text */
    start: number;
    /** Unicode code points into the document's text */
    end: number;
    reason: string;
    message: string;
    recording: string | null;
  })[];
}

/** A figure that no record claimed. */
export interface UnclaimedLine {
  document: string;
  kind: string;
  as_written: string;
  value: number | null;
  value_high: number | null;
  unit: string | null;
  modifier: string;
  assumed: boolean;
  /** Unicode code points into the document's text */
  start: number;
  /** Unicode code points into the document's text */
  end: number;
  per?: string | null;
  equals?: [number, number] | null;
}

/** How a document and kind ended. */
export interface OutcomeLine {
  document: string;
  kind: string;
  state: "records" | "failed";
  records: number;
  verdicts: {
    verified: number;
    flagged: number;
    rejected: number;
  };
  reason: string | null;
  requests: number;
  tokens: {
    prompt_tokens: number;
    cached_tokens: number;
    completion_tokens: number;
  };
  list_full: boolean;
  recordings: string[];
}

/** The manifest of a run. */
export interface Run {
  contract: "extract/1";
  /** whether every document and kind was done or failed */
  complete: boolean;
  /** what stopped the run early */
  stopped: string | null;
  settings: {
    model: string;
    method: string;
    mode: string;
    endpoint: string;
    base_url: string | null;
  };
  versions: Record<string, string>;
  kinds: Record<string, {
    schema: string;
    prompt_version: number;
  }>;
  counts: {
    documents: number;
    unread: number;
    kinds: number;
    done: number;
    failed: number;
    not_begun: number;
    requests: number;
    records: Record<string, {
      verified: number;
      flagged: number;
      rejected: number;
    }>;
    tokens: {
      prompt_tokens: number;
      cached_tokens: number;
      completion_tokens: number;
    };
  };
  began: string | null;
  seconds: number;
}
