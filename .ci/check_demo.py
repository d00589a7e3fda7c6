"""What `make demo` must give: .ci/check_demo.py RUN. Exits 1, naming what differs, when a count is another.

The counts follow from the recordings, the schemas and the checks. A change of a check that moves them is meant to be
seen here: look at the records, then write the new counts down.
"""

import json
import sys
from pathlib import Path

EXPECTED: dict[str, object] = {
    "documents": 5,
    "unread": 0,
    "kinds": 4,
    "done": 20,
    "failed": 0,
    "not_begun": 0,
    "records": {
        "loan": {"verified": 2, "flagged": 2, "rejected": 0},
        "statement": {"verified": 52, "flagged": 7, "rejected": 0},
        "treaty": {"verified": 6, "flagged": 5, "rejected": 0},
        "weapons_transfer": {"verified": 3, "flagged": 3, "rejected": 0},
    },
    "requests": 80,
    "put_right_by_reask": 0,
    "numbers_corrected": 0,
}

run = json.loads((Path(sys.argv[1]) / "run.json").read_text(encoding="utf-8"))
found = {name: run["counts"][name] for name in EXPECTED}
if found != EXPECTED or not run["complete"]:
    for name, expected in EXPECTED.items():
        if found[name] != expected:
            print(f"{name}: expected {expected}, found {found[name]}")
    sys.exit(1)
print(f"demo: counts as expected: {found['records']}")
