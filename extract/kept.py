"""What was read in a text, remembered while the text is in work.

Takes a function of one text; gives the same function with a memory. The memory is bounded by the length of the texts
in it, not by their number: a hundred short documents in flight must all stay, a few very long ones must not pile up.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

CHARACTERS = 2_000_000
"""Code points of text remembered by one function: some 600 news of 3,000, more than are ever in flight."""


def kept(read: Callable[[str], T]) -> Callable[[str], T]:
    """The function with a memory for the texts used last, `CHARACTERS` code points of them in all.

    The one text at hand stays whatever its length. What the function returns is shared, so it must not be changed.
    """
    memory: OrderedDict[str, T] = OrderedDict()
    held = 0
    lock = Lock()  # long documents are read in threads of their own

    @wraps(read)
    def remembered(text: str) -> T:
        nonlocal held
        with lock:
            if text in memory:
                memory.move_to_end(text)
                return memory[text]
        found = read(text)
        with lock:
            held += 0 if text in memory else len(text)
            memory[text] = found
            while held > CHARACTERS and len(memory) > 1:
                held -= len(memory.popitem(last=False)[0])
        return found

    return remembered
