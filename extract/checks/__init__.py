"""Checks: small pure functions that hold a record against its document.

    run_checks(case)         all findings on one record
    merge_repeats(kind, ..)  what only shows when the records of one reply lie side by side
    repeats, gravity         which records say the same, and which of them is better
    worth_asking(finding)    whether it goes back to the model
    CHECKS                   id -> check; its docstring is its entry in the codebook

The ids are those of docs/checks.md. Levels: error makes a record rejected, warn flagged, info neither.
"""

from extract.checks import copies, numbers, wording
from extract.checks.registry import CHECKS, Check, run_checks, worth_asking
from extract.checks.reply import gravity, merge_repeats, repeats

__all__ = [
    "CHECKS",
    "Check",
    "copies",
    "gravity",
    "merge_repeats",
    "numbers",
    "repeats",
    "run_checks",
    "wording",
    "worth_asking",
]
