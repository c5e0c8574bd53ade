"""A fetcher that serves documents from memory: for tests, replays and trying rules without a network."""

import hashlib
from collections.abc import Mapping

from monitor.core.i18n.phrases import Reason
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, NotModified, Unavailable
from monitor.core.model.sources import Validators


class MemoryFetcher:
    """Answers with ``documents[url]``: bytes as a document, or any outcome as it is; honours validators."""

    def __init__(self, documents: Mapping[str, bytes | FetchOutcome], *, content_type: str = "application/xml") -> None:
        self._documents = documents
        self._content_type = content_type
        self.requests: list[FetchRequest] = []

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """See the ``Fetcher`` port."""
        self.requests.append(request)
        document = self._documents.get(request.url)
        if document is None:
            return Unavailable(reason=Reason("fetch.no-file", url=request.url))
        if not isinstance(document, bytes):
            return document
        validators = Validators(etag=f'"{hashlib.sha256(document).hexdigest()[:16]}"')
        if request.validators.etag == validators.etag:
            return NotModified(validators=validators)
        return Fetched(body=document, url=request.url, content_type=self._content_type, validators=validators)
