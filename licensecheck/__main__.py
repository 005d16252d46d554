"""The command `licensecheck`: maps what can happen to exit codes that never look like a verdict."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licensecheck.source.diagnostic import InputError

INTERNAL_ERROR, INTERRUPTED, BROKEN_PIPE = 70, 130, 141


def main() -> None:
    """Run a command and exit: 0 pass, 1 fail, 2 not judged, 3 unknown or due, 70, 130 and 141 for accidents."""
    # a short process that makes no cycles worth collecting
    gc.disable()
    _open_streams()
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = BROKEN_PIPE
    except OSError as error:
        code = _internal_error(error)
    if code in (BROKEN_PIPE, INTERNAL_ERROR):
        # what is still buffered must not fail again at exit
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(nowhere, stream.fileno())
    if "duckdb" not in sys.modules:  # which would complain of every object that is left
        # the interpreter's last collection would walk every object, for nothing: a seventh of a small audit
        gc.freeze()
    sys.exit(code)


def _open_streams() -> None:
    """A process that was started without standard streams gets ones that lead nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def _run() -> int:
    import click

    try:
        from licensecheck.cli.main import cli

        if "_LICENSECHECK_COMPLETE" in os.environ:
            cli.main(prog_name="licensecheck")
        # not `cli.main`, which exits with 1 when a pipe breaks
        with cli.make_context("licensecheck", sys.argv[1:]) as context:
            result = cli.invoke(context)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        from licensecheck.source.diagnostic import InputError

        if isinstance(error, InputError):
            return _refused(error)
        if os.environ.get("LICENSECHECK_DEBUG"):
            raise
        return _internal_error(error)


def _refused(error: InputError) -> int:
    """What a command could not read, where it did not say so itself."""
    from licensecheck.cli.output import complain, paint_for
    from licensecheck.report.frame import diagnostics

    complain(diagnostics(error.diagnostics, error.lines, paint_for("auto", sys.stderr)))
    return 2


def _internal_error(error: Exception) -> int:
    from licensecheck.source.quoted import tamed

    with contextlib.suppress(OSError):
        help = "this is a fault of the tool, not a verdict; set LICENSECHECK_DEBUG=1 to see where, and report it"
        said = ascii(tamed(str(error)))[1:-1]
        sys.stderr.write(f"licensecheck: internal error, {type(error).__name__}: {said}\n  = help: {help}\n")
    return INTERNAL_ERROR


if __name__ == "__main__":
    main()
