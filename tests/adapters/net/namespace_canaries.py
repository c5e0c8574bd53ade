"""Run inside ``unshare --net``: makes every address local, then leads the fetcher to all of them in every way."""

import asyncio
import json
import subprocess
import sys
from collections import Counter

from typing_extensions import override

from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, answer, redirect
from tests.adapters.net.internal_addresses import NAMES, PUBLIC, REDIRECTS, NumericResolver, hosts, led_astray, refused

SET_UP = (
    "ip link set lo up",
    "ip route add local 0.0.0.0/0 dev lo",
    "ip -6 route add local ::/0 dev lo",
)


class Everywhere(Adversary):
    """One server on all addresses; it counts where it was reached."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: Counter[str] = Counter()

    @override
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note the local address of the connection."""
        self.reached[writer.get_extra_info("sockname")[0]] += 1
        await super().serve(reader, writer)


async def main() -> dict[str, object]:
    """Everything, once."""
    server = Everywhere()
    listening = [await asyncio.start_server(server.serve, host, 80) for host in ("0.0.0.0", "::")]  # noqa: S104  # all
    tries, passed = 0, []
    async with led_astray(FetchSettings(), NumericResolver(NAMES)) as (client, fetcher):
        server.on("/control", answer(b"x"))
        await client.get(f"http://{PUBLIC}/control")
        control_hits = len(server.heard)
        for host in hosts():
            tries += 1
            if not await refused(fetcher, f"http://{host}/"):
                passed.append(host)
            for status in REDIRECTS:
                if "\n" in host:
                    continue
                tries += 1
                server.on("/go", redirect(f"http://{host}/", status=status))
                if not await refused(fetcher, f"http://{PUBLIC}/go"):
                    passed.append(f"{status} {host}")
        guarded_hits = inside(server)
    # That the inside could be reached at all: the same table with everything allowed.
    async with led_astray(FetchSettings(allow_networks=("0.0.0.0/0", "::/0")), NumericResolver(NAMES)) as (client, _):
        for host in hosts():
            if not host.startswith("["):
                await client.get(f"http://{host}/")
    for listener in listening:
        listener.close()
    await server.stop()
    return {
        "tries": tries,
        "passed": passed,
        "canary_hits": guarded_hits,
        "control_hits": control_hits,
        "hits_when_unguarded": inside(server),
    }


def inside(server: Everywhere) -> int:
    """Connections to any address but the public one."""
    return sum(count for address, count in server.reached.items() if address.removeprefix("::ffff:") != PUBLIC)


if __name__ == "__main__":
    for command in SET_UP:
        made = subprocess.run(command.split(), capture_output=True, text=True, check=False)  # noqa: S603  # fixed words
        if made.returncode and "-6" not in command:
            sys.exit(77)
    print(json.dumps(asyncio.run(main())))  # noqa: T201  # its result
