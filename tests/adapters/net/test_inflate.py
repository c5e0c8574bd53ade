"""Bounded decoding."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.net.decompress import Body, CodingError, TooLargeError, readable_size, unpack_body

MIB = 1024 * 1024


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def decode(data: bytes, coding: str, *, size: int = 7, max_bytes: int = 8 * MIB) -> bytes:
    body = Body(coding, max_bytes=max_bytes)
    for piece in pieces(data, size):
        body.feed(piece)
    return body.finish()


@settings(max_examples=60)
@given(st.binary(max_size=3000), st.integers(1, 50), st.sampled_from(["", "identity", "gzip", "deflate", "raw", "two"]))
def test_every_coding_comes_back_whole_however_it_is_cut(data: bytes, size: int, coding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "raw": raw.compress(data) + raw.flush(),
        "two": gzip.compress(data[:100]) + gzip.compress(data[100:]) + bytes(8),
    }.get(coding, data)
    name = {"raw": "deflate", "two": "GZIP"}.get(coding, coding)
    if coding == "raw" and coded[:1] == b"\x78":
        return  # the one bare stream that cannot be told from a wrapped one
    assert decode(coded, name, size=size) == data


@given(st.binary(min_size=1, max_size=500), st.data())
def test_f44_a_truncated_gzip_stream_is_an_error(data: bytes, draw: st.DataObject) -> None:
    coded = gzip.compress(data)
    cut = draw.draw(st.integers(1, len(coded) - 1))
    with pytest.raises(CodingError):
        decode(coded[:cut], "gzip")


def test_f40_a_gzip_bomb_stops_at_the_ratio_long_before_the_cap() -> None:
    bomb = gzip.compress(bytes(64 * MIB))
    body = Body("gzip", max_bytes=1024 * MIB)
    with pytest.raises(TooLargeError, match="100 times"):
        body.feed(bomb)
    assert len(body) < 8 * MIB


def test_the_cap_holds_for_decoded_bytes_and_for_plain_ones() -> None:
    for coding, data in (("", bytes(3 * MIB)), ("gzip", gzip.compress(bytes(range(256)) * 12288, 0))):
        with pytest.raises(TooLargeError, match="larger than 2 MiB"):
            decode(data, coding, size=65536, max_bytes=2 * MIB)


def test_f40_members_that_hold_nothing_do_not_go_on_for_ever() -> None:
    body = Body("gzip", max_bytes=MIB)
    for _ in range(100):
        body.feed(gzip.compress(b"") * 1000)
    with pytest.raises(TooLargeError):
        body.feed(gzip.compress(b"") * 100_000)


def test_a_small_document_may_compress_as_well_as_it_likes() -> None:
    assert decode(gzip.compress(bytes(MIB)), "gzip", size=4096) == bytes(MIB)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip,br", "snappy", "x" * 500])
def test_f41_f42_f43_a_coding_that_was_not_asked_for_is_an_error(coding: str) -> None:
    with pytest.raises(CodingError, match="not asked for"):
        decode(b"\x0b\x02\x80bytes", coding)


@pytest.mark.parametrize(
    "coding",
    ["identity", "none", "UTF-8", "8bit", "binary", "identity, none", '""', "gb2312", "aws-chunked", "text/html"],
)
def test_a_name_that_codes_nothing_leaves_the_body_as_it_is(coding: str) -> None:
    assert decode(b"plain words", coding) == b"plain words"


def test_a_packed_file_is_unpacked_by_its_first_bytes_and_within_the_cap() -> None:
    assert unpack_body(gzip.compress(b"<urlset/>"), max_bytes=MIB) == b"<urlset/>"
    assert unpack_body(b"<urlset/>", max_bytes=MIB) == b"<urlset/>"
    with pytest.raises(TooLargeError):
        unpack_body(gzip.compress(bytes(3 * MIB)), max_bytes=2 * MIB)


def test_f43_gzip_within_gzip_is_opened_once() -> None:
    inner = gzip.compress(b"x" * 1000)
    assert decode(gzip.compress(inner), "gzip") == inner
    assert decode(gzip.compress(inner), "gzip, gzip") == inner


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bytes_that_are_not_what_they_say_are_an_error(coding: str) -> None:
    with pytest.raises(CodingError):
        decode(b"\x07neither packed nor text", coding)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize(
    "start", [b'<?xml version="1.0"?>', b"\xef\xbb\xbf\n<rss>", b"<!doctype html>", b'{"items": [', b"[]"]
)
@pytest.mark.parametrize("size", [64, 4096])
def test_a_document_that_was_not_packed_after_all_is_read_as_it_is(coding: str, start: bytes, size: int) -> None:
    document = start + b"words " * 30
    assert decode(document, coding, size=size) == document


@pytest.mark.parametrize("coding", ["deflate", "br", "x-gzip"])
def test_gzip_under_another_name_is_gzip(coding: str) -> None:
    assert decode(gzip.compress(b"words"), coding, size=64) == b"words"


def test_sizes_are_readable() -> None:
    assert [readable_size(8 * MIB), readable_size(65536), readable_size(100)] == ["8 MiB", "64 KiB", "100 bytes"]
