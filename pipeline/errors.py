"""The three answers a person can be given; everything else is a bug."""


class TakeOneError(Exception):
    """Root of what is told to a person. The message is one clear sentence:
    what happened, where, and what to do. It never holds a secret."""


class Unavailable(TakeOneError):
    """Something we depend on does not answer now. Waiting and retrying can help."""


class Rejected(TakeOneError):
    """Something we depend on refused. A person must act before a retry makes sense."""


class Invalid(TakeOneError):
    """The input is not usable. The message says where and what was expected."""
