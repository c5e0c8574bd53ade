"""The glossary holds: retired words stay away, and names of functions say what they do and on what."""

from pathlib import Path

from bench.structure import find_words, share_of_one_word_names

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {
    # Templates of users may have the former names until the next release (docs/templates.md).
    "monitor/core/render/story_view.py": {"gist"},
    "monitor/core/render/message_view.py": {"gists"},
    "monitor/core/render/template_sandbox.py": {"gist", "gists"},
    "docs/templates.md": {"gist", "gists"},
    "templates/email/story.html": {"gist"},
    # An English word among others.
    "monitor/core/match/scan/wordlists.py": {"pulse"},
}
MOST_ONE_WORD_NAMES = 0.08
"""Commands (``monitor digest``) and revisions (``upgrade``) have one-word names by their trade; 22 % was the aim."""


def test_no_retired_word_is_in_code_documents_or_templates() -> None:
    found = {
        name: words for name, counts in find_words(ROOT).items() if (words := set(counts) - ALLOWED.get(name, set()))
    }
    assert found == {}, "see docs/development/glossary.md for the word to use instead"


def test_every_exception_is_still_needed() -> None:
    counts = find_words(ROOT)
    assert [name for name, words in ALLOWED.items() if words - set(counts[name])] == []


def test_a_retired_word_is_found_in_any_case_and_inside_no_other_word(tmp_path: Path) -> None:
    (tmp_path / "monitor").mkdir()
    (tmp_path / "monitor" / "a.py").write_text('"""The Rhythm, put right by hand; registers, allowed, a@b.example"""\n')
    assert find_words(tmp_path) == {"monitor/a.py": {"rhythm": 1, "by hand": 1}}


def test_names_of_functions_are_a_verb_and_its_object() -> None:
    assert share_of_one_word_names(ROOT) <= MOST_ONE_WORD_NAMES
