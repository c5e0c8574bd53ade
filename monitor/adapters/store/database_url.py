"""Where a store is: its address, and what messages call it."""

from sqlalchemy import URL, exc, make_url

from monitor.errors import StorePlaceError


def parse_url(url: str) -> URL:
    """The parts of ``sqlite:///path`` or ``postgresql://…``; StoreError for anything else."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise StorePlaceError("database: expected sqlite:///path or postgresql://user@host/name") from error
    match parsed.get_backend_name():
        case "sqlite":
            return parsed
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise StorePlaceError(
                f"database: {other} is not supported; use sqlite:///path or postgresql://user@host/name"
            )


def place_name(url: URL) -> str:
    """What messages call the database: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return url.set(drivername="postgresql").render_as_string(hide_password=True)
