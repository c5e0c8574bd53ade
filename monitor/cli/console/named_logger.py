"""What structlog writes through: a file, and the name of the module that writes."""

from typing import TextIO

import structlog


class NamedLogger(structlog.PrintLogger):
    """Knows which module writes."""

    def __init__(self, file: TextIO, name: str) -> None:
        super().__init__(file)
        self.name = name
