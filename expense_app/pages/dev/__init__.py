"""Pages for those who work on Outlay; none of them is served in production."""
