"""Remove the recordings that a replay over the seeds does not use: .ci/prune_recordings.py"""

import json
import sys
from pathlib import Path

root = Path(__file__).parents[1]
run = json.loads((root / "build" / "demo" / "run.json").read_text(encoding="utf-8"))
if not run["complete"]:
    sys.exit("build/demo is not a complete run; run `make demo` first")
used = {key[:16] for outcome in run["outcomes"] for key in outcome["recordings"]}
for path in sorted((root / "fixtures" / "recordings").glob("*.json")):
    if path.stem not in used:
        path.unlink()
        print(f"removed {path.relative_to(root)}")
