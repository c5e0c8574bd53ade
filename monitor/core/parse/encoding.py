"""Bytes to text when the labels cannot be trusted."""

import codecs
import re
from collections.abc import Sequence
from typing import Final

from monitor.core.parse.encoding_labels import named_codecs, shifting_codec
from monitor.values import dataclass

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of a document are ASCII ("<?", "<r", "{"), so their zero bytes tell width and order.
_WIDE: Final = (
    (re.compile(rb"[<{\[\s]\x00\x00\x00", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[<{\[\s]", re.DOTALL), "utf-32-be"),
    (re.compile(rb"[<{\[\s]\x00[^\x00]\x00", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\x00[<{\[\s]\x00[^\x00]", re.DOTALL), "utf-16-be"),
)
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff][\x40-\xff]{0,400}")
_HIGH_WORD: Final = re.compile(rb"[A-Za-z]{0,40}[\x80-\xff][A-Za-z\x80-\xff]{0,40}")
_SAMPLE: Final = 24_000
_JUDGED: Final = 400_000
_DETECTED: Final = 100_000
_NARROW: Final = ("cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257")
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257")
_FEWEST_HANGUL: Final = 15
_FOREIGN_RUN: Final = 4
"""So many characters of another encoding may stand beside each other in a word that was pasted in."""
# Lead bytes of the frequent characters of each set.
_EVERYDAY: Final = {
    "cp949": (0xB0, 0xC8),
    "euc_jp": (0xB0, 0xCF),
    "cp932": (0x88, 0x97),
    "big5hkscs": (0xA4, 0xC6),
    "gb18030": (0xB0, 0xD7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text, the codec that made it, and whether a label was wrong or bytes were unreadable."""

    text: str
    codec: str
    lied: bool = False
    lossy: bool = False


def decode_document(body: bytes, content_type: str = "") -> Decoded:
    """Decode a document: byte-order mark, else the shape of the bytes, else the labels that hold, else detection.

    A label that does not decode the bytes is passed over; UTF-8 that reads cleanly beats a one-byte label, because text
    in such an encoding is practically never valid UTF-8 by chance. Stray bad bytes in UTF-8 become U+FFFD.
    """
    if (shape := _shape_of(body)) is not None:
        codec, start = shape
        return _decode_as(body[start:], codec, lied=False)
    labels = named_codecs(body, content_type)
    if shifting := shifting_codec(body, labels):
        text = _decode_strictly(body, shifting)
        if text is not None:
            return Decoded(text=text, codec=shifting, lied=shifting != labels[0])
    utf8 = _decode_strictly(body, "utf-8")
    if utf8 is not None and not shifting:
        return Decoded(text=utf8, codec="utf-8", lied=bool(labels) and labels[0] not in {"utf-8", "cp1252"})
    if not shifting and (scarred := _scarred_utf8(body, labels)) is not None:
        return Decoded(text=scarred, codec="utf-8", lied=bool(labels) and "utf-8" not in labels, lossy=True)
    for position, codec in enumerate(labels):
        text = _decode_strictly(body, codec)
        if text is not None and not (codec in _NARROW and _likely_wide(_sample_of(body))):
            return Decoded(text=text, codec=codec, lied=position > 0)
    found = _scarred_wide(body, labels) or _detect_codec(body)
    return _decode_as(body, found, lied=bool(labels) and found not in labels)


def _shape_of(body: bytes) -> tuple[str, int] | None:
    """The codec that a mark or the zero bytes of the first characters tell, and where the text begins."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return codec, len(mark)
    for shape, codec in _WIDE:
        if shape.match(body):
            return codec, 0
    return ("cp500", 0) if body.startswith(_EBCDIC) else None


def _decode_as(body: bytes, codec: str, *, lied: bool) -> Decoded:
    text = _decode_strictly(body, codec)
    if text is not None:
        return Decoded(text=text, codec=codec, lied=lied)
    return Decoded(text=body.decode(codec, "replace"), codec=codec, lied=lied, lossy=True)


def _decode_strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _scarred_utf8(body: bytes, labels: Sequence[str]) -> str | None:
    """The text of UTF-8 with a few bad bytes; ``None`` for another encoding.

    Text in another encoding hardly ever makes a valid sequence by chance: three good ones for each bad byte are UTF-8
    under any label or none, and as many good ones as bad where a label says so or only a few bytes are bad. A bad byte
    among ASCII letters is a character of the one-byte encoding that a word was pasted in; what is left is U+FFFD.
    """
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    seen = text[:_JUDGED]
    good = sum(1 for char in seen if char > "\x7f" and char != "\ufffd")
    wide = sum(1 for char in seen if "\u2e7f" < char < "\ufff0" and char != "\ufffd")
    narrow_label = not labels or labels[0] in {*_NARROW, "utf-8"}
    enough = good >= 3 * bad and good >= 2
    if not enough and not (narrow_label and bad <= 8 and good >= bad and (good >= 2 or "utf-8" in labels)):
        return None
    if 2 * wide > good:
        return text  # a damaged character of Chinese or Japanese, not a word of Latin
    foreign = next((codec for codec in labels if codec in _LATIN), "cp1252")
    return body.decode("utf-8", _pasted_in(foreign))


def _pasted_in(codec: str) -> str:
    """The name of an error handler that reads single bad bytes between ASCII letters in a one-byte encoding."""
    name = f"monitor-pasted-{codec}"

    def read(error: UnicodeError) -> tuple[str | bytes, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        bad = error.object[error.start : error.end]
        if len(bad) == 1 and _is_foreign(error.object, error.start) and (read_as := bad.decode(codec, "ignore")):
            return read_as, error.end
        return "\ufffd", error.end

    codecs.register_error(name, read)
    return name


def _is_foreign(body: bytes, at: int) -> bool:
    """Whether the bad byte at ``at`` is a character of a one-byte encoding, and not the rest of a damaged one.

    It stands alone among ASCII, or with a few of its kind beside an ASCII letter. A byte that begins a sequence of two
    behind a small letter, with no letter after it, is a character that was cut in half.
    """
    start, end = at, at + 1
    while start > 0 and body[start - 1] >= 0x80 and at - start < _FOREIGN_RUN:
        start -= 1
    while end < len(body) and body[end] >= 0x80 and end - at <= _FOREIGN_RUN:
        end += 1
    before, after = body[start - 1 : start], body[end : end + 1]
    if end - start == 1:
        return not (0xC2 <= body[at] < 0xDF and before.islower() and not after.isalpha())
    alone = end - start <= _FOREIGN_RUN and all(byte >= 0xA0 for byte in body[start:end])
    return alone and (before.isalpha() or after.isalpha())


def _sample_of(body: bytes) -> bytes:
    """The runs that are not ASCII: markup says nothing about the language and drowns it."""
    pieces: list[bytes] = []
    size = 0
    for run in _HIGH_RUN.finditer(body):
        pieces.append(run.group())
        size += len(run.group())
        if size > _SAMPLE:
            break
    return b" ".join(pieces)


def _detect_codec(body: bytes) -> str:
    """The codec that the bytes themselves speak for; cp1252, which never fails, where nothing does."""
    if wide := _likely_wide(_sample_of(body)):
        return wide
    words = _HIGH_WORD.findall(body[:_DETECTED])
    high = sum(1 for word in words for byte in word if byte > 0x7F)
    if high < 0.6 * sum(map(len, words)):
        return "cp1252"  # accents here and there: Western European, by far the most frequent
    from charset_normalizer import from_bytes  # three megabytes that hardly any document needs

    best = from_bytes(body[:_DETECTED], cp_isolation=list(_NARROW)).best()
    return best.encoding if best is not None else "cp1252"


def _scarred_wide(body: bytes, labels: Sequence[str]) -> str:
    """The East Asian codec that a label names, where the text is in it but for a few damaged characters; or nothing."""
    sample = _sample_of(body)
    wide = (codec for codec in labels if codec in _EVERYDAY)
    return next((codec for codec in wide if _share_of_everyday(sample, codec, forgiven=3) > 0.5), "")


def _likely_wide(sample: bytes) -> str:
    """The East Asian codec whose everyday characters the bytes are, or nothing.

    GB 2312, Big5, JIS X 0208 and KS X 1001 all keep their frequent characters in rows of their own ("level 1"). Ties
    go to the codec with the narrower rows, which other text fills by chance less easily.
    """
    best, best_share = "", 0.7
    for codec in _EVERYDAY:
        share = _share_of_everyday(sample, codec)
        if share > best_share:
            best, best_share = codec, share
    return best


def _share_of_everyday(sample: bytes, codec: str, *, forgiven: int = 0) -> float:
    """The share of frequent characters if the bytes are of this codec; 0 where it is too short or too many are not.

    One bad character in twenty is a damaged one, and so are the first ``forgiven``.
    """
    text = sample.decode(codec, "replace")
    wide = [char for char in text if char > "\x7f"]
    if len(wide) < 4 or text.count("\ufffd") > len(wide) // 20 + forgiven:
        return 0.0
    if codec == "cp949" and len(set(wide)) < _FEWEST_HANGUL:
        return 0.0  # its rows lie inside those of GB 2312: a few Chinese characters may all fall into them
    return sum(1 for char in wide if _is_everyday(char, codec, _EVERYDAY[codec])) / len(wide)


def _is_everyday(char: str, codec: str, rows: tuple[int, int]) -> bool:
    if "\u3041" <= char <= "\u30ff":
        return codec in {"cp932", "euc_jp"}  # the Chinese sets hold kana as well, but Chinese text does not
    encoded = char.encode(codec, "ignore")
    return len(encoded) == 2 and rows[0] <= encoded[0] <= rows[1]
