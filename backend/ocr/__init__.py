"""Receipts: files as they came, what was read in them, and the copies that are shown."""

from backend.ocr.choices import AUTO, Choice
from backend.ocr.choosing import Available, EngineNotAvailable, available, check_choice
from backend.ocr.documents import EmptyFile, FileTooLarge, NotAReceiptFile
from backend.ocr.errors import NoSuchReceipt, NotReady
from backend.ocr.parts import Joins, parts_of, read_together
from backend.ocr.pipeline import Readers, read_receipt, send_lost_again
from backend.ocr.pointing import words_on
from backend.ocr.prints import Alike, alike
from backend.ocr.queries import files_of, find_by_bytes, get_receipt, places, receipts_of, text_of
from backend.ocr.reading import ENOUGH
from backend.ocr.regions import NothingToPart, answer, ask_again, asking, second_picture
from backend.ocr.rules.printed import PrintedWord
from backend.ocr.service import attach, bring_back, check_file, forget_files, move_receipt, open_file, remove_receipt, reread
from backend.ocr.sweeping import forget_removed_receipts, sweep_files
from backend.ocr.uploads import StoredUpload, discard, store_sheet, store_upload
from backend.ocr.views import ReceiptFileView, ReceiptView

__all__ = [
    "AUTO",
    "ENOUGH",
    "Alike",
    "Available",
    "Choice",
    "EmptyFile",
    "EngineNotAvailable",
    "FileTooLarge",
    "Joins",
    "NoSuchReceipt",
    "NotAReceiptFile",
    "NotReady",
    "NothingToPart",
    "PrintedWord",
    "Readers",
    "ReceiptFileView",
    "ReceiptView",
    "StoredUpload",
    "alike",
    "answer",
    "ask_again",
    "asking",
    "attach",
    "available",
    "bring_back",
    "check_choice",
    "check_file",
    "discard",
    "files_of",
    "find_by_bytes",
    "forget_files",
    "forget_removed_receipts",
    "get_receipt",
    "move_receipt",
    "open_file",
    "parts_of",
    "places",
    "read_receipt",
    "read_together",
    "receipts_of",
    "remove_receipt",
    "reread",
    "second_picture",
    "send_lost_again",
    "store_sheet",
    "store_upload",
    "sweep_files",
    "text_of",
    "words_on",
]
