"""F-45 to F-50: the text is found whatever the labels say."""

import pytest

from monitor.core.parse.encoding import decode_document
from monitor.core.parse.encoding_labels import codec_of

CHINESE = "可灵发布新的视频模型，这是一个关于人工智能的新闻，我们在这里看到国产大模型的进步"
TRADITIONAL = "這是一個關於人工智慧的新聞，我們在這裡看到香港嘅進步，啲人都話好"
JAPANESE = "これは人工知能に関するニュースです。東京で新しい動画モデルが発表されました"
KOREAN = "인공지능에 관한 뉴스입니다. 서울에서 새로운 동영상 모델이 발표되었습니다"
RUSSIAN = "Это новость об искусственном интеллекте, новая модель вышла в Москве"
FRENCH = "Voilà une actualité française à propos de l’intelligence élevée"


def labelled(text: str, codec: str, label: str | None) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else '<?xml version="1.0"?>'
    return f"{declaration}<rss><title>{text}</title></rss>".encode(codec)


@pytest.mark.parametrize(
    ("text", "codec", "labels"),
    [
        (CHINESE, "gb18030", ["gb18030", "gb2312", "gbk", "utf-8", "iso-8859-1", None]),
        (TRADITIONAL, "big5hkscs", ["big5", "big5-hkscs", "utf-8", None]),
        (JAPANESE, "cp932", ["shift_jis", "utf-8", None]),
        (JAPANESE, "euc_jp", ["euc-jp", "utf-8", None]),
        (JAPANESE, "iso2022_jp", ["iso-2022-jp"]),
        (KOREAN, "cp949", ["euc-kr", "utf-8", None]),
        (RUSSIAN, "cp1251", ["windows-1251", "utf-8", None]),
        (FRENCH, "cp1252", ["iso-8859-1", "windows-1252", "us-ascii", "utf-8", None]),
        (CHINESE, "utf-8", ["utf-8", "gbk", "iso-8859-1", "utf-16", "x-unknown", None]),
        (CHINESE, "utf-16", ["utf-16", "utf-8"]),
        (CHINESE, "utf-16-le", ["utf-16", None]),
        (CHINESE, "utf-16-be", ["utf-16", None]),
        (CHINESE, "utf-32", ["utf-32"]),
        (CHINESE, "utf-8-sig", ["gbk", None]),
    ],
)
def test_the_text_is_found(text: str, codec: str, labels: list[str | None]) -> None:
    for label in labels:
        assert text in decode_document(labelled(text, codec, label)).text, label


def test_the_header_is_believed_before_the_document() -> None:
    assert CHINESE in decode_document(labelled(CHINESE, "gb18030", "utf-8"), "text/xml; charset=GBK").text
    assert CHINESE in decode_document(labelled(CHINESE, "gb18030", "gbk"), "text/xml; charset=utf-8").text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        ("Νέα κάμερα παρουσιάστηκε στην Αθήνα", "cp1253", "windows-1253"),
        ("Prix : 5 € pour l'œuvre", "iso8859_15", "iso-8859-15"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    ],
)
@pytest.mark.parametrize("charset", ["ISO-8859-1", "us-ascii"])
def test_what_a_server_adds_to_everything_gives_way_to_the_document(
    text: str, codec: str, label: str, charset: str
) -> None:
    assert text in decode_document(labelled(text, codec, label), f"text/xml; charset={charset}").text


def test_text_that_shifts_is_read_under_a_wrong_header() -> None:
    decoded = decode_document(labelled(JAPANESE, "iso2022_jp", "iso-2022-jp"), "text/xml; charset=utf-8")
    assert (JAPANESE in decoded.text, decoded.lied) == (True, True)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("windows-874", "cp874"),
        ("dos-874", "cp874"),
        ("win1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("windows-949", "cp949"),
        ("iso88592", "iso8859-2"),
        ("ISO-8859-8-I", "iso8859-8"),
        ("x-euc-jp", "euc_jp"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("latin5", "cp1254"),
        ("utf8mb4", "utf-8"),
    ],
)
def test_labels_that_browsers_know_are_known(label: str, codec: str) -> None:
    assert codec_of(label) == codec


def test_a_lie_is_told() -> None:
    assert decode_document(labelled(CHINESE, "gb18030", "utf-8")).lied
    assert not decode_document(labelled(CHINESE, "gb18030", "gb2312")).lied


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    """F-50."""
    decoded = decode_document(labelled(CHINESE, "utf-8", "utf-8") + b"\xc0\xaf\xff")
    assert (decoded.codec, decoded.lossy) == ("utf-8", True)
    assert CHINESE in decoded.text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (CHINESE, "gb18030", "gb2312"),
        (TRADITIONAL, "big5hkscs", "big5"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (KOREAN, "cp949", "euc-kr"),
        (RUSSIAN, "cp1251", "windows-1251"),
    ],
)
def test_one_damaged_character_costs_no_more_under_any_label(text: str, codec: str, label: str) -> None:
    """A.1: what is whole stays whole."""
    entries = f"{text}</title><title>{text} Z</title><title>{text}"
    for label_given in (label, "utf-8") if codec == "gb18030" else (label,):
        decoded = decode_document(labelled(entries, codec, label_given).replace(b" Z", b" \xff Z", 1))
        assert decoded.text.count(text) == 3, label_given
        assert decoded.lossy == (codec not in {"cp1251", "cp932"}), "those two read every byte as something"


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "gb2312", "windows-1251", None])
@pytest.mark.parametrize("text", [CHINESE, TRADITIONAL, JAPANESE, KOREAN, RUSSIAN, FRENCH])
def test_utf_8_with_a_damaged_character_and_a_pasted_word_stays_utf_8(text: str, label: str | None) -> None:
    """A.1: neither makes the rest unreadable, and what is half of a character is no letter of Latin."""
    cut = text.encode()[:-1] if ord(text[-1]) > 0x7F else "…ø".encode()[:-1]
    body = labelled(f"{text}</title><title>X</title><title>caf\xe9", "utf-8", label).replace(b"X", cut)
    body = body.replace("caf\xe9".encode(), b"caf\xe9")
    decoded = decode_document(body)
    assert decoded.codec == "utf-8"
    assert text in decoded.text
    assert "\ufffd</title>" in decoded.text
    assert "caf\xe9" in decoded.text or text in {CHINESE, TRADITIONAL, JAPANESE, KOREAN}


def test_a_codec_that_is_not_for_text_is_no_label() -> None:
    for label in ("base64", "zlib", "unicode_escape", "idna", "\x00", "rot13"):
        assert "abc" in decode_document(b"<rss>abc</rss>", f"text/xml; charset={label}").text


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 100, bytes(range(256)) * 20, b"\xff\xfe", b"\xef\xbb\xbf", b"\x4c\x6f\xa7\x94"]
)
def test_no_bytes_make_decoding_fail(body: bytes) -> None:
    decode_document(body, "text/xml; charset=")
