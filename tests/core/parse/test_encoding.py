"""F-45 to F-50: the text is found whatever the labels say."""

import pytest

from monitor.core.parse.encoding import decode_document

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


def test_a_lie_is_told() -> None:
    assert decode_document(labelled(CHINESE, "gb18030", "utf-8")).lied
    assert not decode_document(labelled(CHINESE, "gb18030", "gb2312")).lied


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    """F-50."""
    decoded = decode_document(labelled(CHINESE, "utf-8", "utf-8") + b"\xc0\xaf\xff")
    assert (decoded.codec, decoded.lossy) == ("utf-8", True)
    assert CHINESE in decoded.text


def test_a_codec_that_is_not_for_text_is_no_label() -> None:
    for label in ("base64", "zlib", "unicode_escape", "idna", "\x00", "rot13"):
        assert "abc" in decode_document(b"<rss>abc</rss>", f"text/xml; charset={label}").text


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 100, bytes(range(256)) * 20, b"\xff\xfe", b"\xef\xbb\xbf", b"\x4c\x6f\xa7\x94"]
)
def test_no_bytes_make_decoding_fail(body: bytes) -> None:
    decode_document(body, "text/xml; charset=")
