"""Reads exports with the programs that they are made for: .ci/export/check.py TASKS_FOLDER DATABASE

Label Studio's own SDK judges the configuration, each task and each prediction; Datasette and sqlite-utils find the
keys, views and search of the database. Runs in the environment of `make export-check`, without extract. Exits 1 at the
first thing that is not as it must be.
"""

import asyncio
import copy
import json
import sys
from pathlib import Path

from datasette.app import Datasette
from label_studio_sdk.label_interface import LabelInterface
from sqlite_utils import Database


def must(holds: object, what: str) -> None:
    """Stop here unless it holds."""
    if not holds:
        sys.exit(f"export-check: {what}")


def label_studio(folder: Path) -> str:
    """What Label Studio would import."""
    interface = LabelInterface((folder / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    predictions = [prediction for task in tasks for prediction in task["predictions"]]
    must(predictions, "no task has a prediction")
    for task in tasks:
        must(
            interface.validate_task({"data": task["data"]}),
            f"task {task['data']['document']!r} does not fit the config",
        )
    for prediction in predictions:
        faults = interface.validate_prediction(prediction, return_errors=True)
        must(not faults, f"a prediction does not fit the config: {faults}")
    for field, value in (("from_name", "nobody"), ("type", "choices")):
        broken = copy.deepcopy(predictions[0])
        broken["result"][0][field] = value
        must(
            interface.validate_prediction(broken, return_errors=True),
            f"the SDK takes any {field}, so this shows nothing",
        )
    spans = sum(len(prediction["result"]) for prediction in predictions)
    return f"Label Studio's SDK takes {len(tasks)} tasks with {spans} spans"


async def datasette(file: Path) -> str:
    """What Datasette shows."""
    served = Datasette([str(file)])
    await served.invoke_startup()
    answer = await served.client.get(f"/{file.stem}.json")
    must(answer.status_code == 200, f"Datasette answers {answer.status_code}")
    shown = answer.json()
    tables = {table["name"]: table for table in shown["tables"]}
    for name, key in (("evidence", "record"), ("findings", "record"), ("figures", "record"), ("records", "document")):
        keys = {one["column"] for one in tables[name]["foreign_keys"]["outgoing"]}
        must(key in keys, f"Datasette sees no foreign key {name}.{key}")
        must(tables[name]["primary_keys"], f"Datasette sees no primary key of {name}")
    for name in ("documents", "evidence"):
        must(tables[name]["fts_table"] == f"{name}_fts", f"Datasette does not search {name}")
    views = [view["name"] for view in shown["views"]]
    must(views, "Datasette sees no view")
    pages = 0
    for name in [*tables, *views]:
        must((await served.client.get(f"/{file.stem}/{name}")).status_code == 200, f"Datasette cannot show {name}")
        pages += 1
    word = (await served.client.get(f"/{file.stem}/documents.json?_search=the&_shape=array")).json()
    must(word, "Datasette's search finds nothing")
    return f"Datasette shows {pages} tables and views and searches"


def sqlite_utils(file: Path) -> str:
    """What sqlite-utils makes of it."""
    base = Database(file)
    for name in ("documents", "evidence"):
        must(base[name].detect_fts() == f"{name}_fts", f"sqlite-utils finds no search of {name}")
    row = next(iter(base["evidence"].rows))
    found = {hit["record"] for hit in base["evidence"].search(base.quote_fts(row["exact"].split()[0]))}
    must(row["record"] in found, "sqlite-utils does not find a record by a word of its evidence")
    return f"sqlite-utils finds {len(found)} quotes by their first word"


def main() -> None:
    """Everything, one line each."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    print(label_studio(folder))
    print(asyncio.run(datasette(file)))
    print(sqlite_utils(file))


if __name__ == "__main__":
    main()
