"""The hand-coded gold in fixtures/gold agrees with the documents in seeds, letter by letter.

`faults` lists what is wrong with one gold file. The gold as it stands must have none; gold that was
damaged on purpose, one way at a time, must have at least one.
"""

from __future__ import annotations

import calendar
import copy
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
GOLD = ROOT / "fixtures" / "gold"
PATHS = sorted(GOLD.glob("*.json"))
NAMES = [path.stem for path in PATHS]

# As written in a seed -> the value, the currency, the modifier. Worked out by hand.
AMOUNTS = {
    "1.5 billion U.S. dollars": (1_500_000_000, "USD", "exact"),
    "105 billion rubles": (105_000_000_000, "RUB", "exact"),
    "over $1 billion": (1_000_000_000, "USD", "more_than"),
    "$10 billion": (10_000_000_000, "USD", "exact"),
    "up to $3 billion": (3_000_000_000, "USD", "up_to"),
}

# A count that is no plain "one" must be written in the evidence.
COUNTS = {28: "28"}

INSTRUMENT_TYPES = (
    "treaty agreement convention charter protocol amendment exchange_of_notes memorandum declaration programme "
    "decree contract other unspecified"
)
STAGES = (
    "proposed negotiating agreed initialled adopted signed ratified acceded provisionally_applied in_force "
    "amended_or_extended suspended withdrawn terminated rejected unclear"
)
SUBJECTS = (
    "defence arms_control basing economic_integration trade finance energy nuclear transport migration territory "
    "science_technology culture_media legal environment political_union peace_settlement other"
)
FLOW_TYPES = (
    "loan credit_line export_credit bond grant debt_forgiveness debt_rescheduling guarantee currency_swap in_kind "
    "unspecified"
)
LOAN_STATUS = "requested negotiating pledged committed disbursed repaid suspended cancelled rejected unclear"
CATEGORIES = (
    "aircraft air_defence_systems anti_submarine_warfare_weapons armoured_vehicles artillery engines missiles "
    "naval_weapons satellites sensors ships other small_arms_light_weapons ammunition nuclear_weapons unspecified"
)
TRANSFER_MODES = "sale gift_or_aid loan_or_lease licensed_production joint_production unspecified"
WEAPON_STATUS = "requested announced negotiating ordered in_delivery delivered suspended cancelled refused unclear"
SPEAKER_TYPES = (
    "head_of_state_or_government minister_or_senior_official government legislator diplomat military "
    "intelligence_service international_organisation party_or_opposition armed_group expert_or_think_tank media "
    "ngo_or_activist company anonymous other"
)
SPEECH_ACTS = (
    "comment announce support agree_or_promise concede request_or_demand accuse_or_criticise reject_or_refuse deny "
    "threaten_or_warn predict"
)
TOPICS = (
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic "
    "legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity "
    "inequality diplomatic territory peacekeeping health asylum migration disasters natural_resource environment "
    "technology terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking"
)
FACTUALITY = "fact claim disputed denied speculative"
MODIFIERS = "exact about at_least more_than up_to less_than range"

ENUMS = {
    "treaty": {
        "instrument_type": INSTRUMENT_TYPES,
        "stage": STAGES,
        "subjects": SUBJECTS,
        "factuality": FACTUALITY,
    },
    "loan": {"flow_type": FLOW_TYPES, "status": LOAN_STATUS, "factuality": FACTUALITY},
    "weapons_transfer": {
        "category": CATEGORIES,
        "transfer_mode": TRANSFER_MODES,
        "status": WEAPON_STATUS,
        "factuality": FACTUALITY,
    },
    "statement": {
        "speaker_type": SPEAKER_TYPES,
        "quote_type": "direct mixed indirect",
        "speech_act": SPEECH_ACTS,
        "topics": TOPICS,
    },
}
EVENTS = {
    "treaty": "announced agreed initialled adopted signed ratified in_force implemented terminated expires",
    "loan": "requested pledged signed approved disbursed due repaid",
    "weapons_transfer": "announced ordered delivered operational",
}
FIELDS = {
    "treaty": "title_text instrument_type instrument_count parties subjects stage dates duration_text asserted_by "
    "factuality",
    "loan": "lender borrower flow_type amount status dates purpose_text terms_text asserted_by factuality",
    "weapons_transfer": "supplier recipient designation_text description_text category quantity transfer_mode status "
    "dates value asserted_by factuality",
    "statement": "content speaker speaker_name speaker_affiliation speaker_type quote_type cue speech_act targets "
    "topics date",
}
RECORD_KEYS = {"id", "kind", "required", "evidence", "fields", "accept", "flags", "note"}

# Verbatim fields: those that must stand in the record's own evidence, and those anywhere in the document.
IN_EVIDENCE = (
    "title_text",
    "duration_text",
    "purpose_text",
    "terms_text",
    "designation_text",
    "description_text",
    "content",
    "speaker",
    "cue",
)
IN_DOCUMENT = ("speaker_name",)
ACTORS = ("parties", "lender", "borrower", "supplier", "recipient", "speaker_affiliation", "targets")

MONTHS = list(calendar.month_name)[1:]
EDTF = re.compile(r"(\.\./)?\d{4}(-\d{2}(-\d{2})?)?~?(/\d{4}(-\d{2}(-\d{2})?)?~?)?")


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def body(seed: bytes) -> str:
    """The text after the front matter."""
    head, _, rest = seed.decode("utf-8").removeprefix("---\n").partition("\n---\n")
    assert head and rest, "no front matter"
    return rest


def faults(gold: dict, seed: bytes) -> list[str]:
    """Everything that is wrong with one gold file, as short sentences."""
    found: list[str] = []
    text = body(seed)

    def need(true: object, message: str) -> None:
        if not true:
            found.append(message)

    need(set(gold) == {"document", "sha256", "entity_aliases", "records", "not_coded"}, f"keys: {sorted(gold)}")
    need(gold["sha256"] == hashlib.sha256(seed).hexdigest(), "sha256 is not that of the seed")
    for alias in gold["entity_aliases"]:
        need(alias in text, f"alias not in the text: {alias!r}")
    for item in gold["not_coded"]:
        need(set(item) == {"kind", "evidence", "reason"} and item["reason"], f"not_coded keys: {item}")
        need(item["kind"] in FIELDS, f"not_coded kind: {item['kind']}")
        need(item["evidence"] and item["evidence"] in text, f"not_coded not in the text: {item['evidence']!r}")
    ids = [record["id"] for record in gold["records"]]
    need(len(ids) == len(set(ids)), "ids are not unique")
    for record in gold["records"]:
        found += [f"{record['id']}: {fault}" for fault in record_faults(record, text)]
    return found


def record_faults(record: dict, text: str) -> list[str]:
    found: list[str] = []

    def need(true: object, message: str) -> None:
        if not true:
            found.append(message)

    kind, fields = record["kind"], record["fields"]
    if kind not in FIELDS:
        return [f"kind {kind!r}"]
    need(set(record) == RECORD_KEYS, f"keys: {sorted(record)}")
    need(isinstance(record["required"], bool), "required is no truth value")
    if list(fields) != FIELDS[kind].split():
        return [*found, f"fields: {list(fields)}"]

    need(record["evidence"], "no evidence")
    for quote in record["evidence"]:
        need(quote and quote in text, f"evidence not in the text: {quote!r}")
    evidence = "\n".join(record["evidence"])

    for name in IN_EVIDENCE:
        value = fields.get(name)
        need(value is None or (value and value in evidence), f"{name} not in the evidence: {value!r}")
    for name in IN_DOCUMENT:
        value = fields.get(name)
        need(value is None or (value and value in text), f"{name} not in the text: {value!r}")
    for name in ACTORS:
        for actor in fields.get(name, []):
            need(actor and actor in text, f"{name}: {actor!r} is not named in the text")
    if "asserted_by" in fields:
        by = fields["asserted_by"]
        need(by == "author" or by in text, f"asserted_by {by!r} is not named in the text")
    if kind == "statement":
        need(fields["content"], "no content")
    for one, other in (("lender", "borrower"), ("supplier", "recipient")):
        need(not set(fields.get(one, [])) & set(fields.get(other, [])), f"{one} is {other}")

    for name, allowed in ENUMS[kind].items():
        need(fields[name], f"{name} is empty")
        for value in one_or_many(fields[name]):
            need(value in allowed.split(), f"{name}: {value!r} is not in the list")
        for choice in choices(record["accept"].get(name)):
            for value in one_or_many(choice):
                need(value in allowed.split(), f"accept {name}: {value!r} is not in the list")
    for name in record["accept"]:
        head = name.split(".")[0]
        need(head in fields or head.startswith("split_"), f"accept names no field: {name}")

    found += amount_faults(fields, evidence)
    for date in fields.get("dates", []):
        need(set(date) == {"event", "text", "edtf", "planned"}, f"date keys: {date}")
        need(date["event"] in EVENTS[kind].split(), f"event: {date['event']}")
        need(isinstance(date["planned"], bool), "planned is no truth value")
        found.extend(date_faults(date, text))
    if fields.get("date") is not None:
        need(set(fields["date"]) == {"text", "edtf"}, f"date keys: {fields['date']}")
        found += date_faults(fields["date"], text)
    if kind == "treaty":
        same = [date for date in fields["dates"] if date["event"] == fields["stage"]]
        need(not same or not all(date["planned"] for date in same), "the stage rests on a planned date alone")
        need(len(set(fields["parties"])) >= 2, "fewer than two parties")
    if kind == "statement":
        quoted = any(mark in fields["content"] for mark in "“”")
        need(quoted or fields["quote_type"] == "indirect", "a quotation without quotation marks")
        whole = fields["content"].startswith("“") and fields["content"].rstrip(",.").endswith(("”", "“"))
        need(whole or fields["quote_type"] != "direct", "direct, but not all in quotation marks")
    return found


def amount_faults(fields: dict, evidence: str) -> list[str]:
    found = []
    for name in ("amount", "value"):
        amount = fields.get(name)
        if amount is None:
            continue
        if set(amount) != {"text", "value", "value_high", "modifier", "currency"}:
            found.append(f"{name} keys: {sorted(amount)}")
            continue
        if amount["text"] not in evidence:
            found.append(f"{name}.text not in the evidence: {amount['text']!r}")
        if amount["modifier"] not in MODIFIERS.split():
            found.append(f"{name}.modifier: {amount['modifier']!r}")
        worked_out = AMOUNTS.get(amount["text"])
        if worked_out != (amount["value"], amount["currency"], amount["modifier"]) or amount["value_high"] is not None:
            found.append(f"{name}: {amount} is not {worked_out}")
    quantity = fields.get("quantity")
    if quantity is not None and quantity["text"] not in evidence:
        found.append(f"quantity.text not in the evidence: {quantity['text']!r}")
    count = fields.get("instrument_count")
    if count not in (None, 1) and (count not in COUNTS or COUNTS[count] not in evidence):
        found.append(f"instrument_count {count} is not in the evidence")
    return found


def date_faults(date: dict, text: str) -> list[str]:
    """The words stand in the text, the EDTF is well formed, and a day written out is the day given."""
    found = []
    if not date["text"] or date["text"] not in text:
        found.append(f"date.text not in the text: {date['text']!r}")
    if not EDTF.fullmatch(date["edtf"]):
        found.append(f"date.edtf: {date['edtf']!r}")
    written = re.search(rf"\b({'|'.join(MONTHS)})(?: (\d{{1,2}}))?(?:–\d{{1,2}})?(?:,? (\d{{4}}))?\b", date["text"])
    if written:
        month, day, year = written.groups()
        given = date["edtf"].removeprefix("../").split("/")[0].rstrip("~").split("-")
        want = [year or given[0], f"{MONTHS.index(month) + 1:02}"] + ([f"{int(day):02}"] if day else [])
        if given != want:
            found.append(f"{date['text']!r} is not {date['edtf']!r}")
    return found


def one_or_many(value: object) -> list:
    return value if isinstance(value, list) else [value]


def choices(accept: object) -> list:
    """The values an accept entry lists; none for {"ungraded": true} and its like."""
    if isinstance(accept, dict):
        return accept.get("of", [])
    return accept or []


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_gold_agrees_with_its_seed(path: Path) -> None:
    gold = load(path)
    assert gold["document"] == f"{path.stem}.md"
    assert faults(gold, (SEEDS / gold["document"]).read_bytes()) == []


def test_every_seed_has_gold_and_the_reverse() -> None:
    assert NAMES == sorted(path.stem for path in SEEDS.glob("*.md"))
    assert len(NAMES) == 5


def test_ids_are_unique_over_all_files() -> None:
    ids = [record["id"] for path in PATHS for record in load(path)["records"]]
    assert len(ids) == len(set(ids))


def test_every_kind_occurs_as_a_record_and_as_a_trap() -> None:
    golds = [load(path) for path in PATHS]
    assert {record["kind"] for gold in golds for record in gold["records"] if record["required"]} == set(FIELDS)
    assert {item["kind"] for gold in golds for item in gold["not_coded"]} == set(FIELDS)


def test_every_listed_amount_is_coded_once() -> None:
    """Five sums, five records: neither the half of a loan nor a trade turnover has become one."""
    texts = [
        record["fields"][name]["text"]
        for path in PATHS
        for record in load(path)["records"]
        for name in ("amount", "value")
        if record["fields"].get(name)
    ]
    assert sorted(texts) == sorted(AMOUNTS)


def test_the_required_records_by_kind_are_those_counted_by_hand() -> None:
    counts = {
        gold["document"]: [
            sum(record["required"] and record["kind"] == kind for record in gold["records"])
            for kind in ("treaty", "loan", "weapons_transfer", "statement")
        ]
        for gold in map(load, PATHS)
    }
    assert counts == {
        "closer-together.md": [2, 0, 0, 10],
        "integration-or-imitation.md": [2, 0, 2, 21],
        "strategic-interdependence.md": [1, 2, 0, 11],
        "union-on-the-march.md": [2, 0, 2, 4],
        "visit-to-minsk.md": [4, 2, 2, 8],
    }


def test_the_two_spellings_of_one_system_are_both_latin() -> None:
    text = (SEEDS / "integration-or-imitation.md").read_text(encoding="utf-8")
    assert "\u0043-400" in text and "\u0053-400" in text and "\u0421-400" not in text


def damage_sha(gold: dict) -> None:
    gold["sha256"] = "0" * 64


def damage_evidence(gold: dict) -> None:
    gold["records"][0]["evidence"][0] += " indeed"


def damage_not_coded(gold: dict) -> None:
    gold["not_coded"][0]["evidence"] = gold["not_coded"][0]["evidence"].upper()


def damage_enum(gold: dict) -> None:
    first(gold, "treaty")["fields"]["stage"] = "inked"


def damage_accept(gold: dict) -> None:
    first(gold, "treaty")["accept"]["stage"] = ["signed", "inked"]


def damage_id(gold: dict) -> None:
    gold["records"][1]["id"] = gold["records"][0]["id"]


def damage_value(gold: dict) -> None:
    first(gold, "loan")["fields"]["amount"]["value"] //= 1000


def damage_currency(gold: dict) -> None:
    first(gold, "loan")["fields"]["amount"]["currency"] = "EUR"


def damage_amount_text(gold: dict) -> None:
    first(gold, "loan")["fields"]["amount"]["text"] = "two or three billion U.S. dollars"


def damage_purpose(gold: dict) -> None:
    first(gold, "loan")["fields"]["purpose_text"] = "for pressing needs"


def damage_designation(gold: dict) -> None:
    first(gold, "weapons_transfer")["fields"]["designation_text"] = "S-300"


def damage_content(gold: dict) -> None:
    first(gold, "statement")["fields"]["content"] = "both speculations"


def damage_speaker(gold: dict) -> None:
    first(gold, "statement")["fields"]["speaker"] = "the Kremlin’s spokesman"


def damage_quote_type(gold: dict) -> None:
    first(gold, "statement")["fields"]["quote_type"] = "direct"


def damage_actor(gold: dict) -> None:
    first(gold, "treaty")["fields"]["parties"] = ["Russia", "Bulgaria"]


def damage_date_text(gold: dict) -> None:
    first(gold, "treaty")["fields"]["dates"][0]["text"] = "in late 2021"


def damage_edtf(gold: dict) -> None:
    first(gold, "treaty")["fields"]["dates"][0]["edtf"] = "2021-12"


def damage_count(gold: dict) -> None:
    first(gold, "treaty")["fields"]["instrument_count"] = 400


def damage_planned(gold: dict) -> None:
    first(gold, "treaty")["fields"]["dates"][0]["planned"] = True


def damage_fields(gold: dict) -> None:
    del first(gold, "loan")["fields"]["terms_text"]


def damage_kind(gold: dict) -> None:
    gold["records"][0]["kind"] = "pact"


def first(gold: dict, kind: str) -> dict:
    return next(record for record in gold["records"] if record["kind"] == kind)


DAMAGES = [value for name, value in sorted(globals().items()) if name.startswith("damage_")]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_gold_is_noticed(damage: Callable[[dict], None]) -> None:
    gold = load(GOLD / "visit-to-minsk.json")
    seed = (SEEDS / "visit-to-minsk.md").read_bytes()
    damaged = copy.deepcopy(gold)
    damage(damaged)
    assert damaged != gold
    assert faults(damaged, seed) != []
