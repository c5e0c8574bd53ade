"""How strictly the answers of a language model are checked: real headlines stand in for a model's sentences.

``python -m bench.ai_summaries`` (with the news items that MONITOR_DATA points at) asks of every headline, as if a model
had written it from the article's text alone: is it shown for its own text; for the text of another article of the same
outlet; for its own text after one figure was changed, or one name was put in? The headline is no part of the text.
"""

import json
import lzma
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from monitor.core.model.languages import Language
from monitor.core.model.summaries import AiSummary, Material
from monitor.core.summary.check import check_answer
from monitor.core.summary.languages import sentence_rules

ITEMS = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "news" / "items.jsonl.xz"
EVERY = 8
_ENOUGH = 200
_HAN = re.compile(r"[㐀-鿿]")
_DIGITS = re.compile(r"(?<![A-Za-z0-9.])\d+(?![A-Za-z0-9.])")
_STRANGERS: dict[Language, tuple[str, ...]] = {"zh": ("小米", "华为", "三星电子"), "en": ("Samsung", "Nokia", "Volvo")}


def rows() -> Iterator[tuple[str, str, str]]:
    """(title, body, outlet) of items with a text and a headline of one sentence."""
    with lzma.open(ITEMS, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            title, body = str(row["title"]), str(row.get("body") or "")
            if number % EVERY == 0 and len(body) >= _ENOUGH and not re.search(r"[；;|。？！?!\n]", title):
                yield title, body.replace(title, " "), str(row["source"])


def language_of(text: str) -> Language:
    """By the share of Han characters."""
    return "zh" if len(_HAN.findall(text)) > len(text) / 4 else "en"


def judged(title: str, body: str, outlet: str) -> bool:
    """Whether the sentence would be shown."""
    language = language_of(title)
    if language_of(body) != language or len(title) > sentence_rules(language).most_characters:
        raise ValueError("not a fair question")
    report = Material(report_id=1, entry_id=1, content_hash="", source=outlet, title="", text=body)
    return isinstance(check_answer(f"{title} [1]", [report], language), AiSummary)


def main() -> None:
    """Print the table."""
    draw = random.Random(7)
    news = list(rows())
    asked: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for number, (title, body, outlet) in enumerate(news):
        same = [row for row in news[max(number - 60, 0) : number] if row[2] == outlet]
        questions = {"its own text": (title, body)}
        if same:
            questions["another article of the outlet"] = (title, draw.choice(same)[1])
        if (figure := _DIGITS.search(title)) and figure[0] in body:
            changed = str(int(figure[0]) + draw.randint(1, 8))
            if changed not in body:
                questions["its own text, one figure changed"] = (title.replace(figure[0], changed, 1), body)
        stranger = draw.choice(_STRANGERS[language_of(title)])
        if stranger not in body:
            joined = f"{stranger}{title}" if language_of(title) == "zh" else f"{stranger} {title}"
            questions["its own text, one name put in"] = (joined, body)
        for name, (sentence, text) in questions.items():
            try:
                fine = judged(sentence, text, outlet)
            except ValueError:
                continue
            asked[f"{language_of(title)}: {name}"] += 1
            shown[f"{language_of(title)}: {name}"] += fine
    print("| sentence against | asked | shown | share |\n|---|---|---|---|")
    for name in sorted(asked):
        print(f"| {name} | {asked[name]:,} | {shown[name]:,} | {shown[name] / asked[name]:.1%} |")


if __name__ == "__main__":
    main()
