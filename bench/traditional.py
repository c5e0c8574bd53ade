"""Write monitor/core/text/traditional.py anew from OpenCC's dictionaries.

python bench/traditional.py FOLDER, where FOLDER holds TSCharacters.txt, HKVariantsRev.txt and TWVariantsRev.txt (as the
wheel of opencc-python-reimplemented has them in opencc/dictionary).
"""

import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "monitor" / "core" / "text" / "traditional.py"
WIDTH = 50
KEPT = "么吒抬著"
"""Characters that simplified texts write as well (什么, 哪吒, 抬头, 著名): their counterparts are other words."""
HEAD = '''"""Traditional Chinese characters and their simplified forms, one for one: by phrases, places would shift.

Made by bench/traditional.py from OpenCC's TSCharacters, HKVariantsRev and TWVariantsRev (Copyright 2010-2024 Carbo Kuo
and contributors, Apache License 2.0).
"""

'''


def main() -> None:
    """Read, compose and write."""
    folder = Path(sys.argv[1])
    simplified = read(folder / "TSCharacters.txt")
    for variants in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, standard in read(folder / variants).items():
            simplified.setdefault(variant, simplified.get(standard, standard))
    table = {
        old: new
        for old, new in sorted(simplified.items())
        if old != new and old not in KEPT and max(map(ord, (old, new))) < 0x10000
    }
    parts = [("TRADITIONAL", "".join(table)), ("SIMPLIFIED", "".join(table.values()))]
    TARGET.write_text(HEAD + "\n".join(literal(name, text) for name, text in parts), encoding="utf-8")


def read(path: Path) -> dict[str, str]:
    """Single characters with the first of their counterparts."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line)
    return {old: new.split(" ")[0] for old, new in rows if len(old) == 1 and len(new.split(" ")[0]) == 1}


def literal(name: str, text: str) -> str:
    """A constant in lines of its own."""
    lines = "".join(f'    "{text[at : at + WIDTH]}"\n' for at in range(0, len(text), WIDTH))
    return f"{name} = (\n{lines})\n"


if __name__ == "__main__":
    main()
