"""What a run knows of files read before: one that is as it was then need not be read again.

Takes a file's name and stamp (see `extract.documents`); gives the hash of its text and what its front matter says. The
run's database keeps both, but is opened only once something was found to read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from extract.database import Database
from extract.front_matter import Page
from extract.plan import code_sha256


@dataclass(slots=True)
class Files:
    """A memory for `extract.documents.scan`. It knows nothing until `base` is set.

    max_chars  the bound that the files are read with: what was too long under another is not known
    """

    max_chars: int
    base: Database | None = None
    _reading: str = field(init=False)

    def __post_init__(self) -> None:
        self._reading = hashlib.sha256(f"{code_sha256()}:{self.max_chars}".encode()).hexdigest()[:12]

    def known(self, name: str, stamp: str) -> tuple[str, Page] | None:
        """The hash of the file's text and its page, whose text is left empty; None for a new or changed file."""
        found = None if self.base is None else self.base.read_before(name, f"{self._reading}:{stamp}")
        return found and (found[0], Page("", *json.loads(found[1])))

    def learn(self, name: str, stamp: str, sha256: str, page: Page) -> None:
        """Know a file from now on. Its text must go into the run's database in the same transaction."""
        if self.base is not None:
            self.base.have_read(name, f"{self._reading}:{stamp}", sha256, json.dumps(page[1:]))
