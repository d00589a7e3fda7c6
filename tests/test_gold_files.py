"""Gold files: both forms read, proposals that do not count, confirming, merging, and what two sources agree on."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_score import EUROS, FIELDS, GAVE, LENT, line

from extract.agree import agree
from extract.alike import Comparer
from extract.coded import Coded, align, pair, read_source
from extract.database import Database
from extract.errors import UsageError
from extract.gold import read_gold
from extract.gold_edit import confirm, propose, read_file, write_files
from extract.gold_merge import merge
from extract.kinds import Kind, load_kinds
from extract.score import score
from extract.types import Document

ROOT = Path(__file__).parents[1]
OWN = ROOT / "fixtures" / "gold"
KINDS = load_kinds(ROOT)
LOANS = {"loan": KINDS["loan"]}


def written(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def run_of(folder: Path, *lines: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "records.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return folder


def gold_record(id: str = "a", evidence: str = LENT, **fields: Any) -> dict[str, Any]:
    more = {"required": True, "accept": {}, "flags": [], "note": ""}
    return {"id": id, "kind": "loan", "evidence": [evidence], "fields": {**FIELDS, **fields}, **more}


def gold_file(folder: Path, *records: dict[str, Any], **more: Any) -> Path:
    file = {"document": "paper.md", "sha256": None, "entity_aliases": {}, "records": records, "not_coded": [], **more}
    written(folder / "paper.json", file)
    return folder


def test_both_forms_hold_the_same(tmp_path: Path) -> None:
    documents = {}
    for path in OWN.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        meta = {"sha256": data["sha256"], "entity_aliases": data["entity_aliases"], "chars": 1}
        name = data["document"]
        documents[name] = {"meta": meta, "records": data["records"], "not_coded": data["not_coded"]}
    together = written(tmp_path / "gold.json", {"schema_version": "1", "documents": dict(sorted(documents.items()))})
    assert read_gold(together) == read_gold(OWN)


@pytest.mark.parametrize(
    "value, message",
    [
        ([], "no gold"),
        ({"records": []}, "no gold"),
        ({"document": "a.md"}, "'records'"),
        ({"document": "a.md", "records": [{"id": "1"}]}, "'kind'"),
        ({"documents": {"a.md": {"records": [], "not_coded": [{}]}}}, "'kind'"),
    ],
)
def test_what_is_no_gold_is_refused_by_name(tmp_path: Path, value: Any, message: str) -> None:
    with pytest.raises(UsageError, match=f"gold.json: .*{message}"):
        read_gold(written(tmp_path / "gold.json", value))


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.json files"):
        read_gold(tmp_path)


def test_a_proposal_does_not_count_until_a_person_has_confirmed_it(tmp_path: Path) -> None:
    lines = [line("verified"), line("flagged", GAVE, amount=None), line("rejected", "Nobody lent anything.")]
    run = run_of(tmp_path / "run", *lines)
    (path,) = propose(run, tmp_path / "gold", LOANS)
    gold = read_gold(tmp_path / "gold")
    assert (gold.documents, gold.unreviewed, gold.unread) == ((), 2, ("paper.md",))
    assert score(lines, gold, LOANS).without_gold == 3

    assert confirm(path, [lines[0]["id"]], "Ann") == 1
    result = score(lines, read_gold(path), LOANS)
    assert result.unreviewed == 1
    assert (result.main["loan"].tally.right, result.main["loan"].tally.found, result.main["loan"].tally.due) == (
        1,
        1,
        1,
    )

    assert confirm(path, [], "Ann") == 1
    result = score(lines, read_gold(path), LOANS)
    assert (result.unreviewed, result.main["loan"].tally.due) == (0, 2)
    marked = read_file(path)
    assert {record["reviewed_by"] for record in marked["records"]} == {"Ann"}
    assert marked["reviewed"] is True


def test_a_document_without_records_is_proposed_empty_and_counts_once_confirmed(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run")
    ended = [{"document": "paper", "kind": "loan"}, {"document": "paper", "kind": "treaty"}]
    (run / "outcomes.jsonl").write_text("".join(json.dumps(one) + "\n" for one in ended), encoding="utf-8")
    (path,) = propose(run, tmp_path / "gold", LOANS)
    assert score([line()], read_gold(path), LOANS).without_gold == 1
    confirm(path, [], "Ann")
    assert score([line()], read_gold(path), LOANS).main["all"].tally.found == 1


def in_folder(folder: str, text: str, *changes: Any, **fields: Any) -> dict[str, Any]:
    """A record of FOLDER/paper.md, whose text has this name for its hash."""
    record = line(*changes, **fields)
    record["document"] = {**record["document"], "id": "paper" if folder == "x" else "paper-2", "sha256": text * 64}
    return {
        **record,
        "id": f"{folder}{record['id']}",
        "document": {**record["document"], "sources": [f"{folder}/paper.md"]},
    }


def test_documents_of_one_file_name_are_proposed_apart_and_found_by_their_texts(tmp_path: Path) -> None:
    lines = [in_folder("x", "1"), in_folder("y", "2", "flagged", GAVE, amount=None)]
    run = run_of(tmp_path / "run", *lines)
    paths = propose(run, tmp_path / "gold", LOANS)
    assert [path.name for path in paths] == ["paper.json", "paper-2.json"]
    files = [read_file(path) for path in paths]
    assert [(file["document"], file["sha256"][0], len(file["records"])) for file in files] == [
        ("x/paper.md", "1", 1),
        ("y/paper.md", "2", 1),
    ]
    confirm(paths[1], [], "Ann")
    result = score(lines, read_gold(tmp_path / "gold"), LOANS)
    assert (result.main["loan"].tally.right, result.main["loan"].tally.found) == (1, 1)
    assert result.without_gold == 1, "the other is not taken for it though its file is called alike"
    confirm(paths[0], [], "Ann")
    result = score(lines, read_gold(tmp_path / "gold"), LOANS)
    assert (result.main["loan"].tally.right, result.main["loan"].tally.found, result.without_gold) == (2, 2, 0)


def test_documents_of_one_file_name_stay_apart_in_agreement_and_merge(tmp_path: Path) -> None:
    lines = [in_folder("x", "1"), in_folder("y", "2", "flagged", GAVE, amount=None)]
    run = run_of(tmp_path / "run", *lines)
    propose(run, tmp_path / "gold", LOANS)
    propose(run_of(tmp_path / "half", lines[1]), tmp_path / "one", LOANS)
    (found,) = agree([read_source(run, LOANS), read_source(tmp_path / "gold", LOANS)], LOANS)
    assert (found.records, found.shared) == ((2, 2), 2)
    for first, second in (("gold", "one"), ("one", "gold")):
        merged = merge(tmp_path / first, tmp_path / second, LOANS)
        assert merged.agreed == 1
        assert {name: [one["id"] for one in file["records"]] for name, file in merged.files.items()} == {
            f"paper-{one['document']['sha256'][:8]}": [one["id"]] for one in lines
        }


def test_a_run_with_its_database_proposes_documents_without_records(tmp_path: Path) -> None:
    """Their texts' hashes are known there."""
    documents = [Document(f"d{n}", f"Text {n}.", f"{n}" * 64, sources=(f"{n}/paper.txt",)) for n in range(2)]
    run = run_of(tmp_path / "run")
    written(run / "run.json", {"contract": "extract/1"})
    with Database(run) as base:
        base.take_in(documents, None)
    files = [read_file(path) for path in propose(run, tmp_path / "gold", LOANS)]
    assert [(file["document"], file["sha256"]) for file in files] == [
        (f"{n}/paper.txt", document.sha256) for n, document in enumerate(documents)
    ]


def test_a_proposal_never_overwrites(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", line())
    (path,) = propose(run, tmp_path / "gold", LOANS)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="there already"):
        propose(run, tmp_path / "gold", LOANS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("ids, by, message", [(["nobody"], "Ann", "no record nobody"), (["a"], " ", "--by")])
def test_confirming_needs_a_known_record_and_a_name(tmp_path: Path, ids: list[str], by: str, message: str) -> None:
    path = gold_file(tmp_path, {**gold_record(), "reviewed": False}) / "paper.json"
    before = path.read_bytes()
    with pytest.raises(UsageError, match=message):
        confirm(path, ids, by)
    assert path.read_bytes() == before


def test_numbers_keep_every_digit(tmp_path: Path) -> None:
    record = {**gold_record(amount={**EUROS, "value": 0}), "reviewed": False}
    path = gold_file(tmp_path, record) / "paper.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"value": 0', '"value": 12345678901234567.89'), "utf-8")
    confirm(path, [], "Ann")
    assert '"value": 12345678901234567.89' in path.read_text(encoding="utf-8")


def test_a_gold_merged_with_itself_is_the_same_gold(tmp_path: Path) -> None:
    merged = merge(OWN, OWN, KINDS)
    assert merged.disagreements == ()
    write_files(tmp_path / "merged", merged.files)
    ours, theirs = read_gold(OWN), read_gold(tmp_path / "merged")
    for one, other in zip(ours.documents, theirs.documents, strict=True):
        assert sorted(one.records, key=lambda r: r.id) == sorted(other.records, key=lambda r: r.id)
        assert (one.traps, one.aliases) == (other.traps, other.aliases)


def test_two_coders_merged(tmp_path: Path) -> None:
    """One value differs, one differs but is accepted, one record is one coder's alone."""
    ours = gold_file(
        tmp_path / "a", {**gold_record(), "accept": {"factuality": ["claim"]}}, gold_record("b", GAVE, amount=None)
    )
    theirs = gold_file(tmp_path / "b", gold_record("x", status="disbursed", factuality="claim", lender=["the Norland"]))
    merged = merge(ours, theirs, LOANS)
    assert [(one.record, one.field, one.first, one.second) for one in merged.disagreements] == [
        ("a", "status", "committed", "disbursed"),
        ("b", "(record)", [GAVE], None),
    ]
    records = merged.files["paper"]["records"]
    assert [(record["id"], record["reviewed"]) for record in records] == [("a", False), ("b", False)]
    assert records[0]["fields"]["status"] == "committed"
    write_files(tmp_path / "m", merged.files)
    assert read_gold(tmp_path / "m").unreviewed == 2


def test_ids_stay_apart_when_both_coders_count_from_one(tmp_path: Path) -> None:
    ours, theirs = (
        gold_file(tmp_path / "a", gold_record("1")),
        gold_file(tmp_path / "b", gold_record("1", GAVE, amount=None)),
    )
    ids = [record["id"] for record in merge(ours, theirs, LOANS).files["paper"]["records"]]
    assert len(set(ids)) == 2


@settings(max_examples=20)
@given(st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3)))
def test_a_merge_loses_no_record(tmp_path_factory: pytest.TempPathFactory, ours: set[int], theirs: set[int]) -> None:
    sentences = [
        "Norland lent gold.",
        "Sudmark owed silver then.",
        "Westria paid in grain.",
        "Ostland gave a ship away.",
    ]
    folder = tmp_path_factory.mktemp("merge")
    sides = [
        gold_file(folder / name, *(gold_record(str(place), sentences[place]) for place in sorted(some)))
        for name, some in (("a", ours), ("b", theirs))
    ]
    merged = merge(sides[0], sides[1], LOANS)
    assert {record["id"] for record in merged.files["paper"]["records"]} == set(map(str, ours | theirs))
    assert len(merged.disagreements) == len(ours ^ theirs)
    assert merged.agreed == len(ours & theirs)
    shutil.rmtree(folder)


def coded(id: str, evidence: str = LENT, **fields: Any) -> Coded:
    return Coded(id, "loan", (evidence,), {**FIELDS, **fields})


def test_pairs_by_key_come_before_pairs_by_evidence(kinds: dict[str, Kind]) -> None:
    """A coder with the wrong sum is still seen to have coded the same loan, but takes nobody else's place."""
    ours = [coded("wrong", amount=None), coded("right")]
    assert pair(Comparer(kinds["loan"].model), ours, [coded("theirs")]) == ((1, 0),)
    assert pair(Comparer(kinds["loan"].model), ours[:1], [coded("theirs")]) == ((0, 0),)


def test_three_sources_in_units(kinds: dict[str, Kind]) -> None:
    sources = [[coded("a1")], [coded("b1", GAVE), coded("b2")], [coded("c1", GAVE)]]
    units = align(Comparer(kinds["loan"].model), sources)
    assert [[one and one.id for one in unit] for unit in units] == [["a1", "b2", None], [None, "b1", "c1"]]


def test_a_run_and_gold_on_one_scale(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold", gold_record(), gold_record("b", GAVE, amount=None, status="pledged"))
    again = gold_file(tmp_path / "again", gold_record(lender=["Norland’s"]), gold_record("b", GAVE, amount=None))
    run = run_of(tmp_path / "run", line("flagged"), line("rejected", GAVE))
    three = [read_source(path, LOANS) for path in (gold, again, run)]
    (found,) = agree(three, LOANS)
    assert (found.records, found.units, found.shared) == ((2, 2, 1), 2, 1)
    assert found.record_f1 == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert found.word_f1 is not None
    assert 0.7 < found.word_f1 < 1
    # status: committed three times, and once each committed and pledged: alpha and the share of equal pairs by hand.
    assert found.fields["status"].equal == pytest.approx(3 / 4)
    assert found.fields["status"].alpha == pytest.approx(1 - 4 * 2 / (2 * 4 * 1))
    assert (found.fields["lender"].equal, found.fields["amount"].alpha) == (1, None)


def test_a_passage_quoted_twice_is_shared_once(tmp_path: Path) -> None:
    once, twice = gold_record(), {**gold_record(), "evidence": [LENT, LENT]}
    sources = [
        read_source(gold_file(tmp_path / one["id"] / str(len(one["evidence"])), one), LOANS) for one in (once, twice)
    ]
    for order in (sources, sources[::-1]):
        (found,) = agree(order, LOANS)
        assert found.word_f1 == pytest.approx(2 / 3)


def test_equal_sources_agree_in_everything() -> None:
    source = read_source(OWN, KINDS)
    for one in agree([source, source, source], KINDS):
        assert (one.record_f1, one.word_f1, one.shared) == (1, pytest.approx(1), one.units)
        assert {field.equal for field in one.fields.values()} <= {1, None}
        assert {field.alpha for field in one.fields.values()} <= {1, None}


def test_only_documents_that_all_sources_have_are_compared(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold", gold_record())
    other = copy.deepcopy(line())
    other["document"] = {"id": "else", "sources": ["else.md"]}
    (found,) = agree([read_source(gold, LOANS), read_source(run_of(tmp_path / "run", other), LOANS)], LOANS)
    assert (found.units, found.record_f1) == (0, None)
