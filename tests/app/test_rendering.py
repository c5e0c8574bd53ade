"""A user's template that does not end, or grows without end, is stopped, named, and holds up nobody."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.adapters.config.bundled import bundled_folder, own_templates, read_templates
from monitor.adapters.sandbox.worker import Limits, WorkerSandbox
from monitor.app.delivery.on_demand import preview_digest
from monitor.app.delivery.render import OwnTemplates, render_message, try_compiling
from monitor.app.delivery.waiting import send_due
from monitor.core.channels.rendering import compile_templates
from monitor.core.model.deliveries import NewDelivery, NoticePayload
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.messages import AlertMessage, NoticeMessage, RenderContext
from monitor.core.model.settings import ChannelSettings
from monitor.errors import TemplateFault
from tests.app.harness import NOON, HarnessRules, OpenHarness

NOTICE = NoticeMessage(title="A source is blocked", lines=("it shows a login page",), at=NOON)
WORDING = RenderContext(language="en", zone=ZoneInfo("Europe/Berlin"))
OTHER_BLOCKS = "".join(
    "{% block " + name + " %}{% endblock %}\n" for name in ("topic", "story", "brief", "line", "foot")
)
DIGITS = "{% set digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}\n"
LOOPS = f"{DIGITS}{'{% for a in digits %}' * 14}\n{{% if a > 9 %}}never{{% endif %}}\n{'{% endfor %}' * 14}"
CALLS = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}\n{{ f(60) }}"
DOUBLES = "{% set a = page.title %}\n" + "{% set a = a ~ a %}\n" * 60


def with_head(head: str, kind: str = "slack") -> dict[str, str]:
    """The shipped templates, those of one kind replaced by one that prints ``head``."""
    return read_templates(bundled_folder("templates")) | {
        f"{kind}/message.txt": f"{{% block head %}}\n{head}{{% endblock %}}\n{OTHER_BLOCKS}"
    }


def own(templates: dict[str, str], sandbox: WorkerSandbox) -> OwnTemplates:
    return OwnTemplates(files=tuple(templates.items()), names=own_templates(templates), sandbox=sandbox)


@pytest.fixture
async def sandbox() -> AsyncIterator[WorkerSandbox]:
    """Processor time that a test can wait for; compiling the shipped templates takes part of them."""
    limits = Limits(wall=timedelta(minutes=5), cpu_seconds=30, warning=timedelta(seconds=4))
    made = WorkerSandbox(workers=1, limits=limits, preload=("monitor.core.channels.rendering",))
    yield made
    await made.close()


@pytest.mark.parametrize("head", [LOOPS, CALLS, DOUBLES], ids=["loops", "calls", "doubles"])
async def test_an_endless_or_growing_template_is_stopped_where_it_stands(head: str, sandbox: WorkerSandbox) -> None:
    templates = with_head(head)
    with pytest.raises(TemplateFault, match=r"it took longer than 4 s|more memory than a template may use") as fault:
        await render_message(compile_templates(templates), own(templates, sandbox), "slack", NOTICE, WORDING)
    assert fault.value.template == "slack/message.txt"
    assert fault.value.line > 1


async def test_a_template_works_nothing_out_while_it_is_compiled(sandbox: WorkerSandbox) -> None:
    """D.4: what fills memory or takes for ever does so where it prints, in the child, and is stopped there."""
    templates = with_head("{{ [1] | batch(400000000, 0) | list | length }}\n")
    began = time.process_time()
    compiled = compile_templates(templates)
    assert time.process_time() - began < 5, "compiling all the shipped ones included"
    await try_compiling(own(templates, sandbox))
    with pytest.raises(TemplateFault):
        await render_message(compiled, own(templates, sandbox), "slack", NOTICE, WORDING)


async def test_what_does_not_compile_is_told_with_its_place(sandbox: WorkerSandbox) -> None:
    with pytest.raises(TemplateFault, match=r"slack/message\.txt:2"):
        await try_compiling(own(with_head("{{ page.title | nonsense }}\n"), sandbox))
    nested = with_head("{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}\n")
    with pytest.raises(TemplateFault, match="nested too deeply"):
        await try_compiling(own(nested, sandbox))


async def test_what_cannot_even_be_warned_is_ended_with_its_process() -> None:
    templates = with_head(LOOPS)
    sandbox = WorkerSandbox(
        workers=1, limits=Limits(wall=timedelta(seconds=1)), preload=("monitor.core.channels.rendering",)
    )
    try:
        with pytest.raises(TemplateFault, match=r"slack/message\.txt: stopped: it took longer than 1 s"):
            await render_message(compile_templates(templates), own(templates, sandbox), "slack", NOTICE, WORDING)
    finally:
        await sandbox.close()


async def test_a_template_of_ones_own_prints_in_the_sandbox_what_it_prints_outside(sandbox: WorkerSandbox) -> None:
    templates = with_head("{{ page.title }}: mine\n")
    compiled = compile_templates(templates)
    inside = await render_message(compiled, own(templates, sandbox), "slack", NOTICE, WORDING)
    assert inside == await render_message(compiled, None, "slack", NOTICE, WORDING)
    assert "mine" in str(inside[0].payload)


async def test_a_mistake_names_file_line_and_variable_from_inside_the_sandbox(sandbox: WorkerSandbox) -> None:
    templates = with_head("{{ page.titel }}\n")
    with pytest.raises(TemplateFault, match=r"slack/message\.txt:2: .*titel"):
        await render_message(compile_templates(templates), own(templates, sandbox), "slack", NOTICE, WORDING)


def test_only_kinds_that_the_users_templates_print_go_into_the_sandbox(sandbox: WorkerSandbox) -> None:
    mine = own(with_head("x"), sandbox)
    assert mine.of("slack") == ["slack/message.txt"]
    assert not mine.of("email")
    assert not mine.of("webhook")
    assert not own_templates(read_templates(bundled_folder("templates")))


async def test_a_slow_template_is_a_dead_letter_and_the_next_message_goes_out(
    open_harness: OpenHarness, sandbox: WorkerSandbox
) -> None:
    slow = f"{{% if 'slow' in page.title %}}{LOOPS}{{% endif %}}"
    templates = with_head(slow, "terminal")
    async with open_harness({}, HarnessRules(team=ChannelSettings(name="team", kind="terminal"))) as harness:
        app = replace(harness.app, templates=compile_templates(templates), own_templates=own(templates, sandbox))
        new_deliveries = [
            NewDelivery(
                kind="notice",
                subject=title,
                payload=NoticePayload(title=title, lines=("what it says",)),
                channel="team",
                recipient="",
                send_at=NOON,
            )
            for title in ("a slow one", "an ordinary one")
        ]
        await app.in_store.write(lambda tx: tx.outbox.enqueue(new_deliveries, now=NOON))
        async with asyncio.timeout(120):
            ended = await send_due(app)
        assert ended["dead"] == 1
        assert ended["sent"] >= 1
        (dead,) = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(state="dead")))
        assert re.match(r"terminal/message\.txt:[34]: stopped: it took longer than 4 s", dead.answer)
        assert ["ordinary" in one.rendered.subject for one in harness.team.envelopes] == [True]


async def test_a_preview_with_a_slow_template_ends_too(open_harness: OpenHarness, sandbox: WorkerSandbox) -> None:
    templates = read_templates(bundled_folder("templates")) | {"email/digest.txt": LOOPS}
    async with open_harness({}) as harness:
        app = replace(harness.app, templates=compile_templates(templates), own_templates=own(templates, sandbox))
        with pytest.raises(TemplateFault, match=r"email/digest\.txt:\d+: stopped: it took longer than 4 s"):
            await preview_digest(app, "daily")


@pytest.mark.parametrize("source", ["{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}", "{% for a in page %}" * 30])
def test_nesting_without_measure_is_a_fault_when_templates_are_compiled(source: str) -> None:
    ends = source.count("{% for") * "{% endfor %}"
    with pytest.raises(TemplateFault, match=r"slack/message\.txt: its tags or brackets are nested too deeply"):
        compile_templates({"slack/message.txt": source + ends})


def test_alerts_cross_into_the_sandbox_whole() -> None:
    """What a worker is asked is pickled: message and wording are plain values."""
    import pickle

    message = AlertMessage(kind="first", stories=(), at=datetime(2026, 1, 1, tzinfo=UTC))
    assert pickle.loads(pickle.dumps((message, WORDING))) == (message, WORDING)  # noqa: S301 - our own bytes
