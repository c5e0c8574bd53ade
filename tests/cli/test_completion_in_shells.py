"""The completion scripts in the shells themselves, where they are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.harness import Monitor

_ASKED = {
    "zsh": "compdef() { : }; source ./script; _arguments() { print -r -- $@ }\n"
    "words=(monitor {words}); CURRENT=$#words; _monitor_completion",
    "fish": "source ./script; complete -C'monitor {words}'",
    "bash": "source ./script; COMP_WORDS=(monitor {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
    "_monitor_completion monitor; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
}
_OFFERED = {"zsh": ("mentions --topic k", "kling"), "fish": ("send-test t", "team"), "bash": ("stat", "status")}
_BARE = {"zsh": ["zsh", "-f", "-c"], "fish": ["fish", "--no-config", "-c"], "bash": ["bash", "--norc", "-c"]}


@pytest.mark.parametrize("shell", sorted(_ASKED))
def test_a_shell_completes_commands_and_names(monitor: Monitor, harness: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (harness / "script").write_text(monitor("completion", shell).out, "utf-8")
    program = harness / "bin" / "monitor"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m monitor "$@"\n', "utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    words, offered = _OFFERED[shell]
    asked = _ASKED[shell].replace("{words}", words).replace("{{", "{").replace("}}", "}")
    done = subprocess.run(  # noqa: S603 the shell that the test names
        [*_BARE[shell], asked], capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PATH": path, "HOME": str(harness)},
    )  # fmt: skip
    assert (done.returncode, offered in done.stdout) == (0, True), (words, done.stdout, done.stderr)
