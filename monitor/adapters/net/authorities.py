"""Whom TLS trusts, read when the first address asks for it: every authority takes as long as many polls."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

import certifi


@contextmanager
def reading_no_authorities() -> Iterator[None]:
    """Contexts that this thread makes meanwhile trust nobody; those of other threads are as always."""
    read_all, here = ssl.SSLContext.set_default_verify_paths, get_ident()

    def read_for_others(self: ssl.SSLContext) -> None:
        if get_ident() != here:
            read_all(self)

    ssl.SSLContext.set_default_verify_paths = read_for_others  # type: ignore[method-assign]  # taken back below
    try:
        yield
    finally:
        # Inherited from the type beneath, where it stands as before.
        del ssl.SSLContext.set_default_verify_paths


def lost_authorities(env: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the authorities that variables name: OpenSSL passes over what it cannot read."""
    if file := env.get("SSL_CERT_FILE"):
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=file)
        except OSError as error:  # ssl.SSLError is one
            why = "it holds no certificate in PEM form" if isinstance(error, ssl.SSLError) else error.strerror
            yield f"SSL_CERT_FILE={file}: {why}; no authority comes from it"
    if (folder := env.get("SSL_CERT_DIR")) and not any(Path(part).is_dir() for part in folder.split(":")):
        yield f"SSL_CERT_DIR={folder}: no such folder; no authority comes from it"


class Trust:
    """A context of TLS. Nobody is trusted before ``complete`` was awaited, unless a whole context was given."""

    def __init__(self, given: ssl.SSLContext | None = None) -> None:
        if given is None:
            with reading_no_authorities():
                self.context = ssl.create_default_context()
        else:
            self.context = given
        self._is_complete = given is not None
        self._reading = asyncio.Lock()

    async def complete(self) -> None:
        """Have all authorities read, in a thread. OSError (ssl.SSLError is one) when they cannot be."""
        if self._is_complete:
            return
        async with self._reading:
            if not self._is_complete:
                await asyncio.to_thread(read_authorities, self.context)
                self._is_complete = True


def trusting_context() -> ssl.SSLContext:
    """A context of TLS that trusts all authorities: reading them takes long, so make it once, in a thread."""
    context = Trust().context
    read_authorities(context)
    return context


def read_authorities(context: ssl.SSLContext) -> None:
    """Those of the system and of certifi."""
    # Slim containers have no system store, companies have authorities that only the system store knows.
    context.load_default_certs()
    context.load_verify_locations(cafile=certifi.where())
