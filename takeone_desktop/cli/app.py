"""The command line: finds the command, runs it, and turns what happened into an exit code."""

from __future__ import annotations

import errno
import signal
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


SIGNALLED = 128
"""What shells add to the number of the signal that ended a program."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `takeone ARGUMENTS` and exit. Without arguments the window opens."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:  # answered before anything heavy is imported
        tell_version()
    sys.exit(_run(given))


def tell_version(wanted: bool = True) -> None:
    """Say which version this is and end, if that is what was asked."""
    if wanted:
        print(f"TakeOne Desktop {__version__}")  # noqa: T201
        sys.exit(Exit.DONE)


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
    except (KeyboardInterrupt, typer.Abort) as stop:
        say("Stopped. What was stored stays; running the same command again goes on from there.")
        return SIGNALLED + next(iter(stop.args), signal.SIGINT)
    except BrokenPipeError:
        # The reader of our output has seen enough; that is no failure of ours.
        sys.stderr.close()
        return Exit.DONE
    except SystemExit as end:
        # Help and tables are printed by rich, which meets a closed pipe by ending the program.
        if isinstance(end.__context__, BrokenPipeError):
            return Exit.DONE
        raise
    except OSError as error:
        full = " Free some space there." if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        where = f" ({str(error.filename)[:200]})" if error.filename else ""
        say(f"The work stopped: {error.strerror or error}{where}.{full}")
        return Exit.CANNOT_WORK


def _dispatch(given: list[str]) -> int:
    if not given:
        from takeone_desktop.desktop import open_window

        return open_window()
    import typer

    from takeone_desktop.cli.commands import build

    signal.signal(signal.SIGTERM, _stop)
    # Called as a whole, the group would take a closed pipe for a failure and an interrupt in
    # silence.
    group = build()
    try:
        with group.make_context("takeone", given) as context:
            return int(group.invoke(context) or Exit.DONE)
    except typer.Exit as early:
        return early.exit_code


def _stop(number: int, _: object) -> None:
    """End as Ctrl-C does: close what is open, and say what stays."""
    raise KeyboardInterrupt(number)
