"""The command `licensecheck`: maps what can happen to exit codes that never look like a verdict."""

from __future__ import annotations

import gc
import os
import sys

INTERNAL_ERROR, INTERRUPTED, BROKEN_PIPE = 70, 130, 141


def main() -> None:
    """Run a command and exit: 0 pass, 1 fail, 2 not judged, 3 unknown or due, 70, 130 and 141 for accidents."""
    # a short process that makes no cycles worth collecting
    gc.disable()
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = BROKEN_PIPE
    if code == BROKEN_PIPE:
        # what is still buffered must not fail again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int:
    import click

    try:
        from licensecheck.cli.main import cli

        result = cli.main(prog_name="licensecheck", standalone_mode=False)
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
        if os.environ.get("LICENSECHECK_DEBUG"):
            raise
        name = type(error).__name__
        sys.stderr.write(f"licensecheck: internal error, {name}: {error}\n")
        sys.stderr.write("  = help: this is a fault of the tool, not a verdict; set LICENSECHECK_DEBUG=1 to see where, and report it\n")
        return INTERNAL_ERROR


if __name__ == "__main__":
    main()
