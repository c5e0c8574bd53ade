"""Asks another monitor through its ``/api/v1``; what goes wrong is one sentence that says what to do."""

import ssl
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

from monitor.adapters.net.http_library import httpx
from monitor.errors import RemoteError, UserError
from monitor.values import dataclass
from monitor.version import VERSION

Json = dict[str, object]

_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_PAGE = 200
_PREFIX = "/api/v1"
_LARGEST = 64 * 1024 * 1024


@dataclass(slots=True)
class ApiClient:
    """One monitor at ``server`` (an address without a slash at its end), asked with ``token``. Close it."""

    server: str
    token: str
    _http: httpx.Client

    @classmethod
    def open(cls, server: str, token: str) -> Self:
        """Nothing is asked yet. A redirect is not followed: the token belongs to this address."""
        headers = {"User-Agent": f"news-monitor/{VERSION}", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return cls(server, token, httpx.Client(headers=headers, timeout=_TIMEOUT, follow_redirects=False))

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connection back."""
        self._http.close()

    def get(self, path: str, **said: object) -> Json:
        """The document at a path of the API."""
        return self._document(self._ask("GET", f"{_PREFIX}{path}", params=_set_ones(said)))

    def post(self, path: str, **fields: object) -> Json:
        """The answer to a change, or to a question that has a body."""
        return self._document(self._ask("POST", f"{_PREFIX}{path}", json=fields))

    def text(self, path: str) -> str:
        """What stands at a path beside the API."""
        return self._ask("GET", path).text

    def rows(self, path: str, *, limit: int, **said: object) -> list[Json]:
        """The first ``limit`` rows of a list, page by page."""
        found: list[Json] = []
        for page in self._pages(path, limit, said):
            found += page
        return found[:limit]

    def _pages(self, path: str, limit: int, said: Mapping[str, object]) -> Iterator[list[Json]]:
        cursor, left = "", limit
        while left > 0:
            page = self.get(path, **said, limit=min(left, _PAGE), cursor=cursor)
            items = page.get("items")
            if not isinstance(items, list):
                raise RemoteError(f"{self.server}{_PREFIX}{path}: the answer is no list; is it a news-monitor?")
            yield items
            left -= len(items)
            cursor = str(page.get("next") or "")
            if not cursor or not items:
                return

    def _ask(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, json: object = None
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, f"{self.server}{path}", params=params, json=json)
        except httpx.TimeoutException as error:
            raise RemoteError(f"{self.server} does not answer in time ({_name_of(error)})") from error
        except httpx.RequestError as error:
            raise RemoteError(self._unreached(error)) from error
        if answer.is_success:
            return answer
        raise self._refusal(answer, path)

    def _unreached(self, error: httpx.RequestError) -> str:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = "SSL_CERT_FILE names the file of an authority of your own"
            return f"{self.server}: its certificate is not trusted: {cause.verify_message}; {hint}"
        if cause is not None:
            return f"{self.server} does not speak TLS as expected ({cause.reason or cause}); is it https?"
        return f"{self.server} cannot be reached: {error or _name_of(error)}"

    def _refusal(self, answer: httpx.Response, path: str) -> Exception:
        status, said = answer.status_code, _problem_of(answer)
        if answer.is_redirect:
            return UserError(
                f"{self.server} points elsewhere, to {answer.headers.get('location', '')[:200]}; name that"
            )
        if status == 401:
            told = "the token is not known there (any more)" if self.token else "it asks who is there: --token env:NAME"
            return UserError(f"{self.server}: {told}")
        if status == 403:
            return UserError(f"{self.server}: the token may not do this: {said or 'its scope is too small'}")
        if status == 404 and not said.startswith(("There is no", "No such")):
            return UserError(self._other_version(path))
        if status in {400, 404, 409, 413, 415}:
            return UserError(f"{self.server}: {said or answer.reason_phrase}")
        if status == 429:
            wait = answer.headers.get("retry-after", "60")
            return RemoteError(f"{self.server}: too many requests; try again in {wait[:6]} s")
        return RemoteError(f"{self.server} answers {status} {answer.reason_phrase}{f': {said}' if said else ''}")

    def _other_version(self, path: str) -> str:
        """Why a path is not there: another program, or an older monitor."""
        try:
            known = self._http.get(f"{self.server}{_PREFIX}/status")
            version = known.json().get("version") if known.is_success else None
        except (httpx.RequestError, ValueError, AttributeError):
            version = None
        if isinstance(version, str):
            return f"{self.server} is of version {version[:20]} and does not know {path}; this one is {VERSION}"
        return f"{self.server} is no news-monitor, or its pages lie under a path: name that, too"

    def _document(self, answer: httpx.Response) -> Json:
        try:
            found = answer.json() if len(answer.content) <= _LARGEST else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            kind = answer.headers.get("content-type", "nothing")[:60]
            raise RemoteError(f"{self.server} answers {kind} where JSON is expected; is it a news-monitor?")
        return found


def _set_ones(said: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in said.items() if value not in ("", None)}


def _problem_of(answer: httpx.Response) -> str:
    """What a problem says in words (RFC 9457)."""
    try:
        document = answer.json()
    except ValueError:
        return ""
    said = document.get("detail") if isinstance(document, dict) else None
    return said[:500] if isinstance(said, str) and said != "Not Found" else ""


def _name_of(error: Exception) -> str:
    return type(error).__name__
