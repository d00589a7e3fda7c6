"""The errors of the project, each with the exit code that the command line gives it.

ExtractError                    base; a message says what, where, and what to do next
├── UsageError          exit 2  a path, option or project file that the user can put right
│   ├── KindError               a schema or prompt file is wrong; names file and line
│   └── DocumentError           a document cannot be read; becomes a failure, the others go on
├── ModelError          exit 3  the model gave no usable answer; becomes a failure
│   ├── Pending                 asked for in a batch; no answer yet
│   └── EndpointError           no other call can succeed either (no server, wrong key): the run stops
└── RecordingMissing    exit 4  replay without a recording; the run stops
"""


class ExtractError(Exception):
    """Base of all errors that are the user's, the model's or the endpoint's, not ours."""

    exit_code = 1


class UsageError(ExtractError):
    """Something that the user typed or wrote must change first."""

    exit_code = 2


class KindError(UsageError):
    """A kind's schema or prompt is wrong. The message begins with `file:line:`."""


class DocumentError(UsageError):
    """A document cannot be used. `reason` is one word for the failure's `reason` field."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


PENDING = "pending"
"""The reason of what is not answered yet; it stands in no file of a run."""


class ModelError(ExtractError):
    """The model or its server gave no usable answer to one request.

    reason is one of: truncated, refused, content_filter, malformed, schema_violation, timeout,
    rate_limited, server_error, bad_request, context_exceeded, empty_reply.
    """

    exit_code = 3

    def __init__(self, reason: str, message: str, recording: str | None = None, reply: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.recording = recording
        self.reply = reply


class Pending(ModelError):
    """The question goes into a batch, or waits there for its answer: neither answered nor failed."""

    def __init__(self) -> None:
        super().__init__(PENDING, "asked for in a batch; no answer yet")


class EndpointError(ModelError):
    """The endpoint cannot serve any request: unreachable, or the key is refused."""


class RecordingMissing(ExtractError):
    """Replay met a request that was never recorded."""

    exit_code = 4
