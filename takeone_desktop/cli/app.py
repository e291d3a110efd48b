"""The command line: finds the command, runs it, and turns what happened into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import IntEnum

from takeone_desktop import __version__


class Exit(IntEnum):
    """What a script learns from the exit code."""

    DONE = 0
    FAILURES = 1
    WRONG_USE = 2
    CANNOT_WORK = 3


STOPPED = 130
"""Ctrl-C, as shells report it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `takeone ARGUMENTS` and exit. Without arguments the window opens."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:  # answered before anything heavy is imported
        print(f"TakeOne Desktop {__version__}")  # noqa: T201
        sys.exit(Exit.DONE)
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    import typer
    from typer._click.exceptions import ClickException  # typer names no public base of these

    from pipeline.errors import TakeOneError
    from takeone_desktop.cli.output import say, use_utf8

    use_utf8()
    try:
        code = _dispatch(given)
        sys.stdout.flush()  # a full disk behind it must be told here, not at the very end
        return code
    except ClickException as error:
        error.show()
        return Exit.WRONG_USE
    except TakeOneError as error:
        say(str(error))
        return Exit.CANNOT_WORK
    except (KeyboardInterrupt, typer.Abort):
        say("Stopped. What was stored stays; running the same command again goes on from there.")
        return STOPPED
    except BrokenPipeError:
        # The reader of our output has seen enough; that is no failure of ours.
        sys.stderr.close()
        return Exit.DONE
    except OSError as error:
        say(f"The work stopped: {error.strerror or error}. Is the disk or the output full?")
        return Exit.CANNOT_WORK


def _dispatch(given: list[str]) -> int:
    if not given:
        from takeone_desktop.desktop import open_window

        return open_window()
    from takeone_desktop.cli.commands import build

    return int(build()(given, prog_name="takeone", standalone_mode=False) or Exit.DONE)
