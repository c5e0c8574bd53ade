"""Files: each message as a page, as text and as JSON in a folder; a repeat replaces the same files."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.adapters.placing import give_to_owner, make_folder, sync_folder
from monitor.core.channels.file import FOLDER
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.core.render.limits import json_bytes
from monitor.errors import UserError
from monitor.values import dataclass

_USUAL = "outbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChannel:
    """Writes ``<time>-<kind>-<key>.html``, ``.txt`` and ``.json`` into ``folder``."""

    folder: Path

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        try:
            written = await asyncio.to_thread(self._write_all, envelope)
        except OSError as problem:
            return Deferred(reason=f"{self.folder}: {problem.strerror or problem}", code="file")
        return Sent(code="written", answer=written)

    def _write_all(self, envelope: Envelope) -> str:
        rendered = envelope.rendered
        forms = {
            "json": json_bytes(rendered.payload) + b"\n" if rendered.payload else b"",
            "txt": rendered.text.encode(),
            "html": rendered.html.encode(),
        }
        make_folder(self.folder)
        name = self._name(envelope)
        last = ""
        for ending, content in forms.items():
            if content:
                write_whole(self.folder / f"{name}.{ending}", content)
                last = f"{name}.{ending}"
        return last

    def _name(self, envelope: Envelope) -> str:
        """Named by the message's time and the delivery's key; a repeat finds its files again by the key."""
        part = f"-{envelope.part}of{envelope.parts}" if envelope.parts > 1 else ""
        named = f"{envelope.kind}-{envelope.key[:12]}{part}"
        time = re.sub(r"[^0-9TZ]", "", str(envelope.rendered.payload.get("timestamp") or ""))
        before = next(self.folder.glob(f"*-{named}.txt"), None)
        return before.stem if before else f"{time}-{named}" if time else named


def write_whole(path: Path, content: bytes) -> None:
    """Readers see the old file or the whole new one; it is on the disk when this returns."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        give_to_owner(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def build_channel(setup: ChannelSetup) -> FileChannel:
    """The folder is relative to the state directory, by default its ``outbox``."""
    path = setup.deps.state_dir / str(setup.settings.options.get(FOLDER.name) or _USUAL)
    if path.exists() and not path.is_dir():
        raise UserError(f"channel {setup.settings.name}: path {path} is not a folder")
    return FileChannel(folder=path)
