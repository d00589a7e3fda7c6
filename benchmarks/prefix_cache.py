"""How much of a document is read again for the second to fourth kind, by the server's own counts.

    python benchmarks/prefix_cache.py [FOLDER]        (default: benchmarks/ladder/recordings)

Reads the first question of each kind (`--method document`) from the recordings. A prompt is system message + document +
question. What a server reads anew is prompt_tokens less cached_tokens. If the whole document comes from the cache, that
is the question alone, and so the same number in every document, however long; what exceeds the smallest such number of
the same kind is document read again.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "benchmarks/ladder/recordings")
anew: dict[str, dict[str, int]] = defaultdict(dict)
length: dict[str, int] = {}
for path in sorted(folder.glob("*.json")):
    recording = json.loads(path.read_text(encoding="utf-8"))
    body, usage = recording["request"]["body"], recording["reply"]["body"]["usage"]
    if len(body["messages"]) != 2 or not body["response_format"]["json_schema"]["name"].endswith("_records"):
        continue  # a re-ask, or a question that does not show the document
    text = body["messages"][1]["content"].partition("</document>")[0].removeprefix("<document>")
    document = f"{text.strip().splitlines()[0][:28]}... {len(text)} chars"
    kind = body["response_format"]["json_schema"]["name"].removesuffix("_records")
    anew[kind][document] = usage["prompt_tokens"] - usage["prompt_tokens_details"]["cached_tokens"]
    length[document] = max(length.get(document, 0), usage["prompt_tokens"])

first = "loan"  # asked first, so it reads the document; the others find it in the cache
anew.pop(first, None)
question = {kind: min(counts.values()) for kind, counts in anew.items()}
print(f"{'document':46}{'tokens':>8}" + "".join(f"{kind:>18}" for kind in anew))
for document in sorted(length, key=lambda name: length[name]):
    about = length[document] - max(question.values())
    cells = [f"{anew[kind][document]:>10} ({(anew[kind][document] - question[kind]) / about:>4.0%})" for kind in anew]
    print(f"{document:46}{about:>8}" + "".join(f"{cell:>18}" for cell in cells))
print("cells: tokens read anew, and in brackets the share of the document among them")
