"""Outlay's domain: everything that is true whichever way it is reached. Knows nothing of Reflex or arq."""
