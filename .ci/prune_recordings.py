"""Remove the recordings that a replay over the seeds does not use: .ci/prune_recordings.py"""

import json
import sys
from pathlib import Path

root = Path(__file__).parents[1]
demo = root / "build" / "demo"
run = json.loads((demo / "run.json").read_text(encoding="utf-8"))
if not run["complete"]:
    sys.exit("build/demo is not a complete run; run `make demo` first")
outcomes = map(json.loads, (demo / "outcomes.jsonl").read_text(encoding="utf-8").splitlines())
used = {key[:16] for outcome in outcomes for key in outcome["recordings"]}
for path in sorted((root / "fixtures" / "recordings").glob("*.json")):
    if path.stem not in used:
        path.unlink()
        print(f"removed {path.relative_to(root)}")
