"""Running a command so that nothing but one clear line ever reaches the user as an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from kwalcode import i18n, preferences
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _

DONE, AT_FAULT, WRONG_USAGE = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code: 0 done, 1 input at fault, 2 wrong usage."""
    i18n.use(chosen_language(arguments))
    from kwalcode.cli.root import root

    try:
        answer = root.main(list(arguments), prog_name="kwalcode", standalone_mode=False)
    except click.exceptions.Abort:
        say(_("Stopped."))
        return AT_FAULT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UsageError as error:
        say(str(error))
        return WRONG_USAGE
    except KwalcodeError as error:
        say(str(error))
        return AT_FAULT
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): not an error, but Python would say so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        say(f"{error.filename or 'kwalcode'}: {error.strerror or error}")
        return AT_FAULT
    except KeyboardInterrupt:
        say(_("Stopped."))
        return AT_FAULT
    except Exception as error:  # noqa: BLE001 - the last line of defence: a line and a log
        from kwalcode.crash import report_crash

        say(report_crash(error))
        return AT_FAULT
    return answer if isinstance(answer, int) else DONE


def say(line: str) -> None:
    """Print one line of narration on stderr."""
    click.echo(" ".join(line.splitlines()), err=True)


def chosen_language(arguments: Sequence[str]) -> str:
    """Return the interface language: --language, KWALCODE_LANGUAGE, the setting, the locale."""
    for i, argument in enumerate(arguments):
        if argument == "--language" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    said = os.environ.get("KWALCODE_LANGUAGE") or preferences.remembered("language")
    if said:
        return str(said)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return "en"
