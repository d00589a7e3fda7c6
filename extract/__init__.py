"""extract: documents in, checked records out. See `extract.pipeline` for a document's whole way."""

__version__ = "0.1.0"
