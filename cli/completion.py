"""`repside completion`."""

from __future__ import annotations

import click

from cli.output import say

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print the completion script of a shell.

    bash and zsh: put `eval "$(repside completion bash)"` into the shell's start file. fish: save the script as
    ~/.config/fish/completions/repside.fish.
    """
    from click.shell_completion import get_completion_class

    from cli.main import repside

    made = get_completion_class(shell)
    if made is None:
        raise click.BadParameter(f"{shell} is not known", param_hint="SHELL")
    say(made(repside, {}, "repside", "_REPSIDE_COMPLETE").source())
    return 0
