"""Opening what people send: pictures and PDFs of unknown origin.

`sniff` looks at the first bytes and runs in the web process. Everything that decodes runs in the reader's child
process, under its limits of memory and time.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import filetype
import msgspec

from backend import mails
from backend.core.errors import Invalid, Problem, TooLarge, UnsupportedType

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

MAX_PAGES: Final = 20
MAX_PIXELS: Final = 60_000_000
LONG_SIDE: Final = 3500
_PDF_DPI: Final = 200
_TAKEN: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/heic": "HEIC",
    "image/heif": "HEIC",
    "image/tiff": "TIFF",
    "application/pdf": "PDF",
}
_SNIFF_BYTES: Final = 4096
_HEIC_BRANDS: Final = (b"heix", b"heim", b"heis", b"hevc", b"hevx")
_LIMIT: Final = "Security limit exceeded"  # how the HEIC decoder says that a picture is too large for it


class EmptyFile(Invalid):
    """A file of no bytes."""

    code = "empty_file"

    def __init__(self) -> None:
        """Say it."""
        super().__init__("This file is empty. Please take the picture again or choose another file.")


class NotAReceiptFile(UnsupportedType):
    """Something that is neither a picture nor a PDF, whatever its name says."""

    def __init__(self) -> None:
        """Say what is taken."""
        super().__init__("This is not a picture or PDF that we can read. Please send JPEG, PNG, WebP, HEIC, TIFF or PDF.")


class FileTooLarge(TooLarge):
    """More bytes than a receipt may have."""

    code = "file_too_large"

    def __init__(self, limit: int) -> None:
        """Say how many bytes are taken."""
        super().__init__(f"This file is larger than {limit // (1024 * 1024)} MB. Please send a smaller picture or fewer pages.")


class Unreadable(Problem):
    """A file that its decoder refuses; kept for another try."""

    status = 422


class DamagedFile(Unreadable):
    """A file that ends early or is broken."""

    code, title = "damaged_file", "This file is damaged. Please take the picture again or save the PDF anew."


class PdfLocked(Unreadable):
    """A PDF that asks for a password."""

    code, title = "pdf_locked", "This PDF is locked with a password. Please save it without one and send it again."


class TooManyPages(Unreadable):
    """A document longer than a receipt."""

    code, title = "too_many_pages", f"This document has more than {MAX_PAGES} pages. Please send the pages of the receipt alone."


class TooManyPixels(Unreadable):
    """A picture that would unpack to more than is sensible."""

    code, title = "too_many_pixels", "This picture has too many pixels to be a receipt. Please send a smaller one."


def sniff(head: bytes) -> str:
    """The media type by content, from the first bytes. Raises `EmptyFile` or `NotAReceiptFile`."""
    if not head:
        raise EmptyFile
    kind = filetype.guess(head[:_SNIFF_BYTES])
    media_type = kind.mime if kind else _otherwise(head)
    if media_type not in _TAKEN:
        raise NotAReceiptFile
    return "image/heic" if media_type == "image/heif" else media_type


def _otherwise(head: bytes) -> str:
    """What the library does not tell: PDFs behind some bytes of something else, HEIC with more than eight bits or without colours."""
    if head[4:8] == b"ftyp" and any(brand in head[8:64] for brand in _HEIC_BRANDS):
        return "image/heic"
    return "application/pdf" if b"%PDF-" in head[:1024] else ""


@dataclass
class Picture:
    """A page ready to be read: `image` is RGB and upright as far as the camera says.

    `words` is its text layer as (text, x, y, w, h) where it is sane; `source` is where such words come from: 'pdf', or 'mail'.
    """

    image: "Image.Image"
    words: list[tuple[str, float, float, float, float]]
    source: str = "pdf"

    @property
    def aspect(self) -> float:
        """Its height by its width."""
        return self.image.height / max(self.image.width, 1)

    def turn(self, quarters: int) -> None:
        """Turn it to the left by 1 to 3 quarters, for whoever holds it."""
        self.image = turned(self.image, quarters)


def turned(image: "Image.Image", quarters: int) -> "Image.Image":
    """An image turned to the left by 1 to 3 quarters."""
    from PIL import Image  # noqa: PLC0415 - the child's alone

    turns = Image.Transpose
    return image.transpose((turns.ROTATE_90, turns.ROTATE_180, turns.ROTATE_270)[quarters - 1])


def open_pages(data: bytes) -> Iterator[Picture]:
    """The pages of a file or of a mail's text, one at a time. Raises what `sniff` raises, or an `Unreadable`."""
    sheet = sheet_in(data)
    if sheet is not None:
        yield from _mail_pages(sheet)
        return
    media_type = sniff(data)
    try:
        yield from _pdf_pages(data) if media_type == "application/pdf" else _pictures(data)
    except (Problem, MemoryError):
        raise
    except Exception as error:
        raise (TooManyPixels if _LIMIT in str(error) else DamagedFile) from error


def sheet_in(data: bytes) -> mails.Sheet | None:
    """The text of a mail, where that is what was stored. Raises `DamagedFile`."""
    try:
        return mails.unpacked(data)
    except msgspec.MsgspecError as error:
        raise DamagedFile from error


def _mail_pages(sheet: mails.Sheet) -> Iterator[Picture]:
    from backend.ocr.drawing import pages_of  # noqa: PLC0415 - the child's alone

    for page in pages_of(sheet):
        yield Picture(page.image, page.words, "mail")


def _pictures(data: bytes) -> Iterator[Picture]:
    from PIL import Image, ImageOps, ImageSequence  # noqa: PLC0415 - the child's alone

    _register_heic()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > MAX_PIXELS:
                raise TooManyPixels
            _check_frames(file)
            for frame in ImageSequence.Iterator(file) if file.format == "TIFF" else [file]:
                yield Picture(_shrunk(_rgb(ImageOps.exif_transpose(frame))), [])
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error


def _register_heic() -> None:
    from pi_heif import register_heif_opener  # noqa: PLC0415 - the child's alone

    register_heif_opener(thumbnails=False)


def _check_frames(file: "Image.Image") -> None:
    frames = getattr(file, "n_frames", 1) if getattr(file, "format", "") == "TIFF" else 1
    if frames > MAX_PAGES:
        raise TooManyPages


def _rgb(image: "Image.Image") -> "Image.Image":
    from PIL import Image  # noqa: PLC0415 - the child's alone

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        image = ground
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _shrunk(image: "Image.Image") -> "Image.Image":
    from PIL import Image  # noqa: PLC0415 - the child's alone

    if max(image.size) > LONG_SIDE:
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return image


def _pdf_pages(data: bytes) -> Iterator[Picture]:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the child's alone

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise (PdfLocked if "password" in str(error).lower() else DamagedFile) from error
    with document:
        if len(document) > MAX_PAGES:
            raise TooManyPages
        for page in document:
            yield _pdf_page(page)


def _pdf_page(page: "pypdfium2.PdfPage") -> Picture:
    width, height = page.get_size()
    scale = min(_PDF_DPI / 72, LONG_SIDE / max(width, height, 1))
    image = page.render(scale=scale).to_pil()
    return Picture(_rgb(image), _text_layer(page, width, height))


def _text_layer(page: "pypdfium2.PdfPage", width: float, height: float) -> list[tuple[str, float, float, float, float]]:
    """The printed words of a page; none where the page is one scanned picture, whose hidden layer is often garbage."""
    if _is_scan(page, width, height):
        return []
    text = page.get_textpage()
    words = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        piece = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if piece:
            words.append((piece, left / width, 1 - top / height, (right - left) / width, (top - bottom) / height))
    return words if _sane(words) else []


def _is_scan(page: "pypdfium2.PdfPage", width: float, height: float) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415 - the child's alone

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.6 * width * height:
            return True
    return False


def _sane(words: list[tuple[str, float, float, float, float]]) -> bool:
    text = "".join(word[0] for word in words)
    return len(text) >= 20 and sum(c.isprintable() and c != "\ufffd" for c in text) > 0.95 * len(text)


def cleaned(image: "Image.Image", *, long_side: int, quality: int = 82) -> tuple[bytes, int, int]:
    """A fresh JPEG of a page without anything the camera added, with its width and height."""
    from PIL import Image  # noqa: PLC0415 - the child's alone

    copy = image.copy()
    copy.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue(), copy.width, copy.height
