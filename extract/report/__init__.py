"""The report: one HTML file that shows a run, its records, and each record's proof in its document.

from extract.report.spans import Mark, cut, view     a text in pieces with marks on them (standard library only)
from extract.report.marks import record_marks        the marks of a record's evidence, figures and copied words
from extract.report.embed import script_json, page   a page of its own: no network, no inline handler, hashes
"""
