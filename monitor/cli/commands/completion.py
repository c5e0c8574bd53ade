"""``monitor completion``: the script that teaches a shell this program's commands, options and names."""

import sys
from typing import Annotated, Literal

import typer

Shell = Literal["bash", "zsh", "fish"]
_SCRIPTS: dict[Shell, str] = {
    "bash": """\
# monitor completion bash: eval "$(monitor completion bash)" in ~/.bashrc
_monitor_completion() {
    local IFS=$'\\n' line
    COMPREPLY=()
    for line in $(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
                  _MONITOR_COMPLETE=complete_bash "$1" 2>/dev/null); do
        COMPREPLY+=("$(printf '%q' "$line")")
    done
}
complete -o default -F _monitor_completion monitor news-monitor
""",
    "zsh": """\
#compdef monitor news-monitor
# monitor completion zsh > ~/.zfunc/_monitor, with fpath+=~/.zfunc before compinit in ~/.zshrc
_monitor_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _MONITOR_COMPLETE=complete_zsh ${words[1]} 2>/dev/null)
}
if [ "$funcstack[1]" = "_monitor" ]; then
  _monitor_completion "$@"
else
  compdef _monitor_completion monitor news-monitor
fi
""",
    "fish": """\
# monitor completion fish > ~/.config/fish/completions/monitor.fish
function __monitor_complete
    env _MONITOR_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=$argv[1] \\
        _TYPER_COMPLETE_ARGS=(commandline -cp) (commandline -opc)[1] 2>/dev/null
end
for program in monitor news-monitor
    complete --command $program --no-files --arguments "(__monitor_complete get-args)" \\
        --condition "__monitor_complete is-args"
end
""",
}


def completion(shell: Annotated[Shell, typer.Argument(help="Which shell.")]) -> None:
    """Print the completion script of a shell. Example: monitor completion bash >> ~/.bashrc"""
    sys.stdout.write(_SCRIPTS[shell])
