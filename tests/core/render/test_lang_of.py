"""Foreign headlines say what language they are in, in HTML and where something tells it."""

import pytest

from monitor.core.render.escape import HTML
from monitor.core.render.sentence_pieces import Piece
from monitor.core.render.template_sandbox import make_environment


@pytest.mark.parametrize(
    ("text", "around", "stated", "said"),
    [
        ("海鸥动力发布新车", "en", "", ' lang="zh"'),
        ("海鸥动力发布新车", "zh-CN", "", ""),
        ("ソララ、大阪に工場", "zh-CN", "", ' lang="ja"'),
        ("Der Hafen von Kiel wird neu gebaut", "en", "", ' lang="de"'),
        ("The harbour of Kiel is built anew", "en", "", ""),
        ("Завод будет открыт весной", "en", "uk", ' lang="uk"'),
        ("افتتاح المصنع الجديد", "en", "", ' lang="ar"'),
        ("Solara 3.0", "zh-CN", "en-GB", ' lang="en"'),
        ("Solara 3.0", "en", "", ""),
        ("Solara 3.0", "en", '"><script>', ""),
        ("海鸥动力", "", "", ' lang="zh"'),
        ("", "en", "", ""),
    ],
)
def test_a_text_says_its_language_where_it_is_not_that_of_the_page(
    text: str, around: str, stated: str, said: str
) -> None:
    lang_of = make_environment(HTML, {}).filters["lang_of"]
    assert str(lang_of(text, around, stated)) == said
    assert str(lang_of([Piece(text=text[:2], strong=True), Piece(text=text[2:], strong=False)], around, stated)) == said
