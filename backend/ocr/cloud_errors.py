"""How a cloud engine fails: for now, or for good."""


class CloudAway(Exception):
    """It could not be reached or is busy; another try may help."""


class CloudRefused(Exception):
    """It will not do this: a wrong key, a picture it does not take, an answer that is none."""
