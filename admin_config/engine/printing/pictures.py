"""Pictures on papers: made as small as print needs once, then put into every file as they are."""

from __future__ import annotations

import copy
import functools
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageOps, ImageStat, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFImageXObject,
    PDFName,
    PDFObject,
    PDFStream,
)

from erp.foundation.files import SAFE_IMAGES

#: A stored file, or the bytes of one that is only uploaded.
Source = str | bytes
#: Pixels that print shows in one point: 300 to the inch.
_PER_POINT = 300 / 72
#: A usual difference of colours, of 255, that nobody sees on paper.
_SEEN = 3.0
#: Of 255: so much of a pixel shows mostly, so little hardly.
_MOSTLY, _LITTLE = 250, 24
#: No picture in the size of print has more colours.
_ALL = 1 << 20
_BROKEN = (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError)


def is_readable(source: Source) -> bool:
    """Tell whether a picture can be decoded to its last pixel."""
    try:
        _opened(source).load()
    except _BROKEN:
        return False
    return True


def prepared(source: Source, width: float, height: float) -> Any:
    """Return a picture as a file of print holds it, for a box in points; none for a broken one."""
    box = (round(width * _PER_POINT), round(height * _PER_POINT))
    if isinstance(source, bytes):
        return _prepared(source, box)
    try:
        stat = Path(source).stat()
    except OSError:
        return None
    return _kept(source, stat.st_mtime_ns, stat.st_size, box)


@functools.lru_cache(maxsize=32)
def _kept(path: str, _changed: int, _size: int, box: tuple[int, int]) -> Any:
    return _prepared(path, box)


def _opened(source: Source) -> Any:
    file: Any = io.BytesIO(source) if isinstance(source, bytes) else source
    return Image.open(file, formats=tuple(SAFE_IMAGES))


def _prepared(source: Source, box: tuple[int, int]) -> Any:
    try:
        stored = _opened(source)
        clear = "A" in stored.getbands() or "transparency" in stored.info
        image = ImageOps.exif_transpose(stored.convert("RGBA" if clear else "RGB"))
    except _BROKEN:
        return None
    image.thumbnail(box, Image.Resampling.LANCZOS)
    name = hashlib.sha256(image.tobytes() + bytes(str(image.size), "ascii")).hexdigest()[:32]
    if stored.format == "JPEG":
        return PDFImageXObject(name, ImageReader(_as_photo(image)), mask="auto")
    if not clear:
        return Packed(name, _few_colours(image, image))
    alpha = image.getchannel("A")
    colours = _few_colours(_calm(image, alpha), image)
    return Packed(name, colours, Packed(f"{name}a", _levels(alpha), grey=True))


def _calm(image: Any, alpha: Any) -> Any:
    """Return the colours of a picture, its commonest one wherever little shows: it packs better."""
    shown = [(count, colour) for count, colour in image.getcolors(_ALL) if colour[3] >= _MOSTLY]
    ground = Image.new("RGB", image.size, max(shown)[1][:3] if shown else "white")
    ground.paste(
        image.convert("RGB"), mask=alpha.point(lambda value: 255 if value > _LITTLE else 0)
    )
    return ground


def _few_colours(colours: Any, image: Any) -> Any:
    """Return colours as a palette, as small as nobody sees on paper, else as they are."""
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    wanted = _on_white(colours, alpha)
    for count in (2, 16, 256):
        fewer = colours.quantize(count, dither=Image.Dither.NONE)
        shown = _on_white(fewer.convert("RGB"), alpha)
        if max(ImageStat.Stat(ImageChops.difference(shown, wanted)).rms) < _SEEN:
            return fewer
    return colours


def _on_white(colours: Any, alpha: Any) -> Any:
    if alpha is None:
        return colours
    return Image.composite(colours, Image.new("RGB", colours.size, "white"), alpha)


def _levels(alpha: Any) -> Any:
    """Return how much shows in sixteen levels: four bits a pixel."""
    found = alpha.point(lambda value: (value + 8) // 17).convert("L")
    levels = Image.frombytes("P", found.size, found.tobytes())
    levels.putpalette(bytes(level * 17 for level in range(16) for _part in range(3)))
    return levels


def _as_photo(image: Any) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    out.seek(0)
    return out


class Packed(PDFObject):
    """A picture as PNG packs it, which files of print understand as it is (PDF 1.7, 7.4.4.4)."""

    def __init__(
        self, name: str, image: Any, mask: Packed | None = None, *, grey: bool = False
    ) -> None:
        """Pack the pixels; ``mask`` says how much of each shows, by steps of ``grey``."""
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        chunks = list(_chunks(out.getvalue()))
        self.name, self._smask = name, mask
        self.width, self.height = image.size
        self.smask: Any = None
        self.content = b"".join(data for kind, data in chunks if kind == b"IDAT")
        self.bits = chunks[0][1][8]
        self.colours = len(image.getbands())
        palette = next((data for kind, data in chunks if kind == b"PLTE"), b"")
        self.space: Any = PDFName("DeviceGray" if grey else "DeviceRGB")
        if palette and not grey:
            last = len(palette) // 3 - 1
            self.space = PDFArray([PDFName("Indexed"), self.space, last, f"<{palette.hex()}>"])

    def format(self, document: Any) -> bytes:
        """Return the picture as it stands in the file."""
        stream = PDFStream(content=self.content)
        packing = {
            "Predictor": 15,
            "Colors": self.colours,
            "BitsPerComponent": self.bits,
            "Columns": self.width,
        }
        facts = {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Image"),
            "Width": self.width,
            "Height": self.height,
            "BitsPerComponent": self.bits,
            "ColorSpace": self.space,
            "Filter": PDFName("FlateDecode"),
            "DecodeParms": PDFDictionary(packing),
            "Length": len(self.content),
        }
        if self.smask is not None:
            facts["SMask"] = self.smask
        for fact, value in facts.items():
            stream.dictionary[fact] = value
        found: bytes = stream.format(document)
        return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of each part of a PNG file."""
    place = 8
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        place += size + 12


def place(canvas: Any, image: Any) -> str:
    """Make a prepared picture known to a file, once however often it is drawn; return its name."""
    document = canvas._doc
    name: str = document.getXObjectName(image.name)
    if name not in document.idToObject:
        image = copy.copy(image)
        mask = getattr(image, "_smask", None)
        if mask is not None:
            mask = copy.copy(mask)
            mask_name = document.getXObjectName(mask.name)
            canvas._setXObjects(mask)
            image.smask = document.Reference(mask, mask_name)
        canvas._setXObjects(image)
        document.Reference(image, name)
        document.addForm(image.name, image)
    canvas._formsinuse.append(image.name)
    return name
