"""What can go wrong when somebody signs in."""

from backend.core.errors import Conflict, Forbidden, Unauthenticated, Unavailable


class SignInRefused(Unauthenticated):
    """Address and password do not belong together; which of the two is wrong is not said."""

    code, title = "sign_in_refused", "That did not match"


class TokenInvalid(Unauthenticated):
    """An access token that is not ours, not for us, spent, or of an ended session."""

    code = "token_invalid"


class ConfirmationNeeded(Forbidden):
    """The session is open, but nobody has entered its password for a while."""

    code, title = "confirmation_needed", "Please confirm that it is you"


class RefreshInvalid(Unauthenticated):
    """A refresh token that is unknown, too old, or of an ended session."""

    code = "refresh_invalid"


class RefreshReused(Unauthenticated):
    """A spent refresh token came back: somebody else may hold it, so the session has ended."""

    code = "refresh_reused"


class RefreshInProgress(Conflict):
    """The token has just been exchanged by another request of the same client."""

    code, title = "refresh_in_progress", "This is being done right now"


class CsrfRefused(Forbidden):
    """The proof that a form or script of this site sent the request is missing or old."""

    code, title = "csrf_refused", "Please load the page again"


class Busy(Unavailable):
    """More people sign in at once than this machine can check."""

    code = "sign_in_busy"
