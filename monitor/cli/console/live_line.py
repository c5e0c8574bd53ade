"""The last line of a terminal while the daemon runs: what is so at the moment, below whatever else is printed."""

import shutil
import threading
from dataclasses import field

from rich.cells import cell_len, set_cell_size

from monitor.values import dataclass

_CLEAR = "\r\x1b[K"


@dataclass(slots=True)
class LiveLine:
    """Drawn again behind each piece of output; both streams of a terminal share one."""

    text: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while a stream writes: the line belongs to whoever wrote last."""
    _is_drawn: bool = False

    def around(self, printed: str) -> str:
        """What is to be written in place of ``printed`` so that the line stays the last one."""
        clear = _CLEAR if self._is_drawn else ""
        # Half a line goes on: the live one waits for its end.
        self._is_drawn = bool(self.text) and (not printed or printed.endswith("\n"))
        return f"{clear}{printed}{fitted(self.text) if self._is_drawn else ''}"


def fitted(text: str, columns: int = 0) -> str:
    """``text`` in one line of the terminal, cut with an ellipsis; wide characters take two columns."""
    columns = columns or shutil.get_terminal_size().columns - 1
    if cell_len(text) <= columns:
        return text
    return set_cell_size(text, max(columns - 1, 0)).rstrip() + "…"
