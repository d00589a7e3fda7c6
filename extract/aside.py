"""Work on a long document, done in a thread, so that the loop goes on with the other documents.

A document of 3,000 characters is read by code in some 10 ms, in pieces of 5 between two questions; handing that over
would cost more than it saves. One of a million takes seconds, and without a thread every other request would wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LONG = 10_000
"""Code points. Where a document is longer, code reads it in a thread."""


async def aside(length: int, work: Callable[[], T]) -> T:
    """What the work on a document of that length (code points) gives; errors as it raises them."""
    return await asyncio.to_thread(work) if length > LONG else work()
