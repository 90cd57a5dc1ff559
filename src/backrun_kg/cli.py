"""The command line: one dict both menu and dispatch, and one place where errors meet exit codes."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from backrun_kg.errors import BackrunError, UnknownName

WELL, SLIPPED, DEFECT, INTERRUPTED = 0, 2, 3, 130

COMMANDS = {
    "query": "query",
    "show": "show",
    "validate": "validate",
    "export": "export",
    "site": "site",
    "serve": "serve",
    "push": "push",
    "diff": "diff",
    "info": "info",
    "cache": "cache",
    "fmt": "fmt",
    "verify-source": "verify_source",
}
"""Each command and its module in ``backrun_kg.commands``, imported when it is asked for."""


def main() -> NoReturn:
    """Run the command line and leave with an exit code that tells what happened."""
    sys.exit(_run())


def command() -> NoReturn:
    """The same as a process of its own, which ends without freeing piece by piece what it held."""
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or nobody reads on
            stream.flush()
    os._exit(code)


def _run() -> int:
    try:
        code = commands.main(prog_name="backrun-kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = SLIPPED
    except BackrunError as error:
        click.echo(f"backrun-kg: {error}", err=True)
        code = SLIPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = WELL
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        click.echo(f"backrun-kg: a defect of ours: {type(error).__name__}: {error}", err=True)
        click.echo("Please report it, with the command you ran.", err=True)
        code = DEFECT
    return int(code or WELL)


class _Menu(click.Group):
    """Finds commands in COMMANDS, and names the nearest when it is given one it does not know."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if cmd_name.startswith("-"):
                return None
            raise UnknownName("command", cmd_name, COMMANDS)
        module = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"backrun_kg.commands.{module}"), module)
        return command


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from backrun_kg.version import read_version

        click.echo(f"backrun-kg {read_version()}")
        context.exit()


@click.command(cls=_Menu, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def commands() -> None:
    """Ask, check and export a knowledge graph of backward running.

    \b
    Examples:
      backrun-kg query muscles
      backrun-kg show quadriceps
    """
