"""``monitor send-test``: a real test message."""

from typing import Annotated

import typer

from monitor.app.delivery.on_demand import send_test as send_test_message
from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.completion import complete_channel
from monitor.cli.console.output import print_json, say
from monitor.cli.context import load_for_command, with_app
from monitor.core.render.json_documents import delivery_json


def send_test(
    channel: Annotated[str, typer.Argument(help="Name of a channel in the settings.", autocompletion=complete_channel)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Send a real test message and show the provider's answer. Example: monitor send-test team"""
    here = load_for_command()
    known_name("channel", channel, [name.name for name in here.settings.channels])
    ended = with_app(here, lambda app: send_test_message(app, channel), as_json=as_json)
    if as_json:
        print_json([delivery_json(delivery) for delivery in ended])
    else:
        for delivery in ended:
            to = f" to {delivery.recipient}" if delivery.recipient else ""
            say(f"{channel}{to}: {delivery.state} {delivery.provider_code} {delivery.answer}".rstrip())
    raise typer.Exit(0 if all(delivery.state == "sent" for delivery in ended) else 1)
