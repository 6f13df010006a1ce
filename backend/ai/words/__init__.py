"""What the catalogue of places cannot know: services without a shop front, the banks' own phrases, and everyday words.

The everyday words (of several languages) are what the model learns beside the names of the catalogue.
"""

from backend.ai.words.everyday import EVERYDAY
from backend.ai.words.phrases import PHRASES
from backend.ai.words.receipts import ON_RECEIPTS
from backend.ai.words.services import SERVICES

__all__ = ["EVERYDAY", "ON_RECEIPTS", "PHRASES", "SERVICES"]
