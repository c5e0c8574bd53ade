"""The explained sentences of docs/matching.md are what the program says today."""

import re
from pathlib import Path

from monitor.core.match.explain import explain_document
from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Document

PAGE = Path(__file__).parents[3] / "docs" / "matching.md"
BLOCK = re.compile(r"^### ([^\n]+)\n\n```text\n(.*?)\n```", re.MULTILINE | re.DOTALL)


def test_the_explained_sentences_are_current(matcher: Matcher) -> None:
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) == 10
    for sentence, shown in blocks:
        language = "zh" if "结论" in shown else "en"
        told = explain_document(matcher, Document(title=sentence)).as_text(language).split("\n\n")
        assert "\n\n".join(told[:-1]) == shown, sentence
