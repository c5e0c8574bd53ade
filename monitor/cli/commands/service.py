"""``monitor service``: run as a service of systemd, hardened, restarted, with a watchdog."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.store.state_dir import make_state_dir
from monitor.cli.console.output import say, say_error
from monitor.cli.context import settings_file, settings_of
from monitor.core.model.database_address import file_in
from monitor.core.model.settings import Settings
from monitor.errors import UserError

service_cli = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

_NAME = "news-monitor.service"
_MANAGED = Path("/var/lib/news-monitor")
"""A state folder that systemd makes, with a user of its own."""
_UNIT = """\
# Written by `monitor service install`; documented in docs/operations.md.
[Unit]
Description=news-monitor: tells you, once and in time, when the things you watch are in the news
Documentation=man:monitor(1)
After=network-online.target
Wants=network-online.target
# What keeps it from starting (a database that boots later, a disk that is not mounted yet) ends by itself.
StartLimitIntervalSec=0

[Service]
# The daemon says itself when it serves, and feeds the watchdog with every tick that has ended.
Type=notify
NotifyAccess=main
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
# It ends the processes that it started by itself, when they have answered.
KillMode=mixed
WatchdogSec=120
Restart=always
RestartSec=10
TimeoutStartSec=300
TimeoutStopSec=20
WorkingDirectory={folder}
{identity}{environment}
# What it may not do. It needs the network, its state and its configuration, and nothing else.
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
{hardening}
[Install]
WantedBy={target}
"""
_SYSTEM_HARDENING = """\
CapabilityBoundingSet=
AmbientCapabilities=
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome={protect_home}
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
DevicePolicy=closed
"""


@service_cli.callback()
def service() -> None:
    """Write a systemd unit for this installation. Example: monitor service install --user"""


@service_cli.command("show")
def show(
    user: Annotated[bool, typer.Option("--user", help="A service of this user, without root.")] = False,
) -> None:
    """Print the unit and write nothing. Example: monitor service show --user"""
    typer.echo(unit_text(user=user), nl=False)


@service_cli.command("install")
def install(
    user: Annotated[bool, typer.Option("--user", help="A service of this user, without root.")] = False,
    start: Annotated[bool, typer.Option("--start", help="Enable and start it, too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a unit that is there.")] = False,
) -> None:
    """Write the unit and say what to do next. Example: monitor service install --user"""
    folder = _unit_folder(user=user)
    path = folder / _NAME
    text = unit_text(user=user)
    if path.exists() and path.read_text("utf-8") != text and not force:
        raise UserError(f"{path}: it exists already and differs; --force writes over it")
    _make_state(Path(settings_of().state_dir))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        hint = "" if user else "; as root: sudo monitor service install, or without: --user"
        raise UserError(f"{path} cannot be written: {error.strerror}{hint}") from error
    say(f"wrote {path}")
    control = "systemctl --user" if user else "systemctl"
    if start:
        _run_commands(f"{control} daemon-reload", f"{control} enable --now {_NAME}")
        return
    say(f"next: {control} daemon-reload && {control} enable --now {_NAME}")
    if user:
        say("so that it runs while you are not logged in: sudo loginctl enable-linger $USER")
    say(f"its log: journalctl {'--user ' if user else ''}-u {_NAME} -f")


def unit_text(*, user: bool) -> str:
    """The unit for the settings in force; paths are written as systemd.service(5) and systemd.syntax(7) say."""
    settings = settings_of()
    config = settings_file()
    words = [*_program_words(), *(["--config", str(config.absolute())] if config else []), "run"]
    folder = config.absolute().parent if config else Path.cwd()
    state, written = Path(settings.state_dir), _written_line(settings)
    if user:
        identity, hardening, target = "", written, "default.target"
    else:
        identity, hardening = _system_identity(state), _system_hardening(folder, state) + written
        target = "multi-user.target"
    return _UNIT.format(
        command=" ".join(_quote(word).replace("$", "$$") for word in words),
        folder=_plain(str(folder)),
        identity=identity,
        environment=f"EnvironmentFile=-{_plain(str(folder))}/monitor.env\n",
        hardening=hardening,
        target=target,
    )


def _system_identity(state: Path) -> str:
    """A user of its own where the state is systemd's to give, else the owner of the folder."""
    if state == _MANAGED:
        return "DynamicUser=yes\nStateDirectory=news-monitor\nStateDirectoryMode=0700\n"
    owner = state.owner() if state.is_dir() else os.environ.get("SUDO_USER", "root")
    return f"User={owner}\n"


def _system_hardening(folder: Path, state: Path) -> str:
    homes = any(str(path).startswith(("/home/", "/root")) for path in (folder, state, Path(_program_words()[0])))
    return _SYSTEM_HARDENING.format(protect_home="read-only" if homes else "yes")


def _written_line(settings: Settings) -> str:
    """What the daemon may write: its state and database; backups and messages where they are, if they are there."""
    state, file = Path(settings.state_dir), file_in(settings.database)
    needed = [state, *([Path(file).parent] if file is not None else [])]
    wished = [Path(settings.backup.folder)] if settings.backup.folder else []
    wished += [Path(str(one.options["path"])) for one in settings.channels if one.kind == "file"]
    covered = [state] if state == _MANAGED else []
    said = list[str]()
    for mark, folder in [*(("", one) for one in needed), *(("-", one) for one in wished)]:
        if not any(folder.is_relative_to(other) for other in covered):
            covered.append(folder)
            said.append(_quote(f"{mark}{folder}"))
    return f"ReadWritePaths={' '.join(said)}\n" if said else ""


def _make_state(state: Path) -> None:
    """The folder must be there before systemd opens it to the service; under sudo it is its caller's."""
    if state.is_dir() or state == _MANAGED:
        return
    make_state_dir(state)
    if os.geteuid() == 0 and (caller := os.environ.get("SUDO_USER")):
        shutil.chown(state, caller)


def _program_words() -> list[str]:
    beside = Path(sys.executable).with_name("monitor")
    found = str(beside) if beside.is_file() else shutil.which("monitor")
    return [found] if found else [sys.executable, "-m", "monitor"]


def _plain(text: str) -> str:
    """A path that systemd takes as it stands, but for its specifiers."""
    return text.replace("%", "%%")


def _quote(text: str) -> str:
    """One word of several."""
    escaped = _plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if any(mark in escaped for mark in " \"'\\;") else escaped


def _unit_folder(*, user: bool) -> Path:
    if not user:
        return Path("/etc/systemd/system")
    if home := os.environ.get("XDG_CONFIG_HOME"):
        return Path(home) / "systemd" / "user"
    try:
        return Path.home() / ".config" / "systemd" / "user"
    except RuntimeError as error:
        raise UserError("this user has no home folder for its services: set HOME or XDG_CONFIG_HOME") from error


def _run_commands(*commands: str) -> None:
    for command in commands:
        say(f"$ {command}")
        if shutil.which("systemctl") is None:
            raise UserError("systemctl is not there: this machine does not run systemd")
        done = subprocess.run(command.split(), check=False, capture_output=True, text=True)  # noqa: S603 words of ours
        if done.returncode:
            say_error(done.stderr.strip())
            raise typer.Exit(1)
