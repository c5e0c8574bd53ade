"""The address of a store in a file: ``sqlite:///`` and the path, in which "%" stands as ``%25`` and "?" as ``%3F``."""

from urllib.parse import unquote, urlsplit

_START = "sqlite:///"


def file_address(path: str) -> str:
    """The address of the store in this file, whatever its folders are called."""
    return _START + path.replace("%", "%25").replace("?", "%3F")


def file_in(address: str) -> str | None:
    """The path in an address; ``None`` of a store that is not a file."""
    return unquote(address.removeprefix(_START)) if address.startswith(_START) else None


def server_or_file(address: str) -> str:
    """Which database it is, whoever asks for it: a password may change while it is in use."""
    if address.startswith(_START):
        return address
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
