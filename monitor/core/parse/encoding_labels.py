"""What people write for the name of an encoding, and the codec that reads it."""

import codecs
import re
from collections.abc import Sequence
from email.message import Message
from typing import Final

# What a label means in practice: the superset that browsers read (WHATWG Encoding Standard, "names and labels").
_SUPERSETS: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "gb_2312": "gb18030", "gb-2312": "gb18030",
    "csgb2312": "gb18030", "hz-gb-2312": "hz",
    "big5": "big5hkscs", "big5-tw": "big5hkscs", "x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "csisolatin9": "iso8859-15", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "cseucpkdfmtjapanese": "euc_jp",
    "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "ksc_5601": "cp949", "csksc56011987": "cp949",
    "iso-ir-149": "cp949", "cseuckr": "cp949", "euc-kr": "cp949", "euc_kr": "cp949",
    "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "mac": "mac-roman", "csmacintosh": "mac-roman",
    "mac-ukrainian": "mac-cyrillic", "visual": "iso8859-8", "logical": "iso8859-8", "sun_eu_greek": "iso8859-7",
    "utf8": "utf-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "unicode": "utf-16", "iso-10646-ucs-2": "utf-16", "iso-10646-ucs-4": "utf-32", "ucs-2": "utf-16",
}  # fmt: skip
_NOT_TEXT: Final = frozenset(
    {
        "base64",
        "hex",
        "rot13",
        "zlib",
        "bz2",
        "quopri",
        "uu",
        "unicode_escape",
        "raw_unicode_escape",
        "idna",
        "punycode",
    }
)
# "windows-874", "win1251", "dos-874"; "iso885915", "iso-8859-8-i" (the order of its letters is no matter of bytes).
_CODE_PAGE: Final = re.compile(r"(?:windows|win|cp|dos|ibm|ms)[-_ ]?(\d{3,5})")
_ISO_8859: Final = re.compile(r"(?:cs)?iso[-_ ]?8859[-_ ]?(\d{1,2})(?:-?[ei])?")
_XML_LABEL: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:\-]{1,40})\s*["']""")
_HTML_LABEL: Final = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:\-]{1,40})""", re.IGNORECASE)
_SERVERS_OWN: Final = "cp1252"
"""What servers name of themselves where nobody told them (ISO-8859-1, US-ASCII)."""


def named_codecs(body: bytes, content_type: str) -> list[str]:
    """The codecs that the header and the document name, in order of their authority (RFC 7303 §3).

    A header of ISO-8859-1 is what many a server adds to everything; what the document names besides goes before it.
    """
    header = Message()
    header["Content-Type"] = content_type or "text/plain"
    charset = header.get_param("charset", "")
    written = charset if isinstance(charset, str) else charset[2]
    head = body[:2048]
    inside = [found.group(1).decode("ascii") for label in (_XML_LABEL, _HTML_LABEL) if (found := label.search(head))]
    served = [codec for codec in (codec_of(written),) if codec]
    stated = [codec for codec in map(codec_of, inside) if codec]
    if served == [_SERVERS_OWN] and stated and stated[0] != "utf-8":
        served, stated = stated, served
    return list(dict.fromkeys([*served, *stated]))


def shifting_codec(body: bytes, labels: Sequence[str]) -> str:
    """The codec of pure 7-bit text that means something else, which no look at the bytes alone would tell; or nothing.

    Beside another label it is believed where its own signs stand in the text, which no other text has.
    """
    if labels and labels[0] in {"hz", "iso2022_jp", "iso2022_kr", "utf_7", "cp037", "cp500"}:
        return labels[0]
    signs = {"hz": b"~{", "iso2022_jp": b"\x1b", "iso2022_kr": b"\x1b"}
    return next((codec for codec in labels if codec in signs and signs[codec] in body), "")


def codec_of(label: str) -> str:
    """The Python codec for a label, or nothing when there is none for text; UTF-16 labels on one-byte text are lies."""
    name = label.strip().strip("\"'").lower()
    while name.startswith("x-"):
        name = name[2:]
    if page := _CODE_PAGE.fullmatch(name):
        name = f"cp{page[1]}"
    elif part := _ISO_8859.fullmatch(name):
        name = f"iso8859-{part[1]}"
    name = _SUPERSETS.get(name, name)
    try:
        codec = codecs.lookup(name).name.lower()
    except (LookupError, ValueError):
        return ""
    return "" if codec in _NOT_TEXT or codec.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(codec, codec)
