"""``monitor render`` shows what would be sent, by whose templates, and how large it is."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.render.samples import SAMPLES
from tests.cli.harness import FakeSite, Monitor


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_every_kind_shows_a_sample_and_its_size(kind: str, monitor: Monitor, harness: Path) -> None:
    ran = monitor("render", kind, "--sample", "digest", "--language", "en", "--json")
    assert (ran.code, ran.err) == (0, "")
    parts = ran.json["parts"]
    assert [part["part"] for part in parts] == list(range(1, parts[0]["of"] + 1))
    assert "Starbrush" in str(parts[0])
    assert all(size["used"] <= size["limit"] for part in parts for size in part["sizes"])
    assert not (harness / "state").exists()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_shown_in_both_languages_and_alike_each_time(
    name: str, monitor: Monitor, harness: Path
) -> None:
    chinese, english = (monitor("render", "slack", "--sample", name, "--language", one) for one in ("zh", "en"))
    assert (chinese.code, english.code) == (0, 0)
    assert chinese.json != english.json
    if name == "digest":
        assert monitor("render", "slack", "--sample", name, "--language", "en") == english


def test_the_size_stands_in_the_providers_unit_beside_the_message(monitor: Monitor, harness: Path) -> None:
    ran = monitor("render", "wecom", "--sample", "grouped")
    content = ran.json["markdown"]["content"].encode()
    assert ran.err.strip() == (f"wecom, sample grouped, part 1 of 1: {len(content):,} of 4,096 bytes of the content")


def test_a_mail_is_a_page_that_needs_no_picture_or_a_whole_message(monitor: Monitor, harness: Path) -> None:
    assert monitor("render", "email", "--sample", "digest", "--out", "daily.html").code == 0
    page = (harness / "daily.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "cid:" not in page
    assert "1,934" in (harness / "daily.txt").read_text(encoding="utf-8")
    assert monitor("render", "email", "--sample", "digest", "--out", "daily.eml").code == 0
    mail = message_from_bytes((harness / "daily.eml").read_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
    ]


def test_a_template_of_ones_own_is_what_is_shown_and_its_mistake_is_named(monitor: Monitor, harness: Path) -> None:
    shown = harness / "templates" / "slack" / "message.txt"
    shown.parent.mkdir(parents=True)
    blocks = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("topic", "brief", "line", "foot"))
    shown.write_text(blocks + "{% block head %}{% endblock %}{% block story %}mine: {{ story.title }}{% endblock %}")
    assert "mine: " in str(monitor("render", "slack", "--sample").json["blocks"])
    shown.write_text(blocks + "{% block head %}{% endblock %}\n{% block story %}{{ story.titel }}{% endblock %}")
    ran = monitor("render", "slack", "--sample")
    assert ran.code == 2
    assert "slack/message.txt:2:" in ran.err
    assert "titel" in ran.err


def test_check_tries_the_users_templates_with_made_up_news(monitor: Monitor, harness: Path) -> None:
    shown = harness / "templates" / "telegram" / "message.txt"
    shown.parent.mkdir(parents=True)
    blocks = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("topic", "brief", "line", "head", "foot"))
    shown.write_text(blocks + "\n{% block story %}{% if story.late %}{{ story.titel }}{% endif %}{% endblock %}")
    ran = monitor("check")
    assert ran.code == 2
    assert "telegram/message.txt:2: " in ran.err
    assert "titel" in ran.err
    shown.write_text(blocks + "\n{% block story %}{{ story.title }}{% endblock %}")
    assert monitor("check").code == 0


def test_a_story_and_a_digest_of_the_store_are_shown(monitor: Monitor, harness: Path, fake_site: FakeSite) -> None:
    fake_site.items = [("可灵 3.0 发布", "快手发布可灵 3.0，时长翻倍。")]
    assert monitor("once").code == 0
    (story, *_) = monitor("stories", "--json").json
    sent = len(fake_site.hooks)
    assert story["title"] in str(monitor("render", "feishu", "--story", story["id"]).json)
    assert "coverage" in monitor("render", "webhook", "--digest", "daily").json["data"]
    assert monitor("render", "terminal", "--digest", "daily").out.strip()
    assert len(fake_site.hooks) == sent


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pager", "--sample"), 'no channel kind "pager"; there are: email, feishu, dingtalk'),
        (("slack",), "give one of --sample, --story ID or --digest NAME"),
        (("slack", "alert"), "give one of --sample"),
        (("slack", "alert", "--story", "3"), '"alert" goes with --sample'),
        (("slack", "--sample", "alarm"), 'no sample "alarm"; there are: alert, follow-up'),
        (("slack", "--sample", "--language", "fr"), "--language fr: expected one of zh, en, ja"),
        (("slack", "--story", "99"), "the store has no story 99"),
        (("slack", "--digest", "yearly"), 'no digest "yearly"; the settings have: daily'),
        (("email", "--sample", "--out", "mail.pdf"), "mail.pdf: a mail is written as .html"),
        (("slack", "--sample", "--out", "monitor.yaml/x.json"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_line(words: tuple[str, ...], told: str, monitor: Monitor, harness: Path) -> None:
    ran = monitor("render", *words)
    assert ran.code == 2
    assert told in ran.err


def test_former_names_still_work_and_are_warned_about(monitor: Monitor, harness: Path) -> None:
    shown = harness / "templates" / "slack" / "message.txt"
    shown.parent.mkdir(parents=True)
    blocks = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("topic", "brief", "line", "head"))
    story = "{% block story %}{% if story.gist %}AI: {{ story.gist.text }}{% endif %}{% endblock %}"
    shown.write_text(f"{blocks}\n{story}\n{{% block foot %}}{{{{ page.gists }}}}{{% endblock %}}")
    assert "AI: " in str(monitor("render", "slack", "--sample", "digest", "--language", "en").json["blocks"])
    warnings = monitor("check", "--json").json["warnings"]
    assert [(found["file"], found["line"]) for found in warnings if "next release" in found["message"]] == [
        ("slack/message.txt", 2), ("slack/message.txt", 3)
    ]  # fmt: skip
    grouped, former = (monitor("render", "slack", "--sample", name) for name in ("grouped", "summary"))
    assert (former.code, former.json) == (0, grouped.json)
    assert '"grouped"' in former.err


def test_a_macro_by_its_former_name_prints_the_same(monitor: Monitor, harness: Path) -> None:
    own = harness / "templates" / "email" / "alert.txt"
    own.parent.mkdir(parents=True)
    for name in ("gist", "ai_summary"):
        printed = f"{{% if story.ai_summary %}}{{{{ {name}(story, say) }}}}{{% endif %}}"
        loop = f"{{% for story in page.stories %}}{printed}{{% endfor %}}"
        own.write_text(f'{{% from "email/story.html" import {name} %}}{loop}')
        ran = monitor("render", "email", "--sample", "alert", "--language", "en", "--json")
        assert "AI summary" in str(ran.json)
        told = [found["message"] for found in monitor("check", "--json").json["warnings"]]
        assert any("“gist”" in message for message in told) == (name == "gist")
