"""Running a command so that nothing but one clear line ever reaches the user as an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from kwalcode import i18n, preferences
from kwalcode.cli.output import say
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _

DONE, AT_FAULT, WRONG_USAGE = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code: 0 done, 1 input at fault, 2 wrong usage."""
    language = chosen_language(arguments)
    i18n.use(language)
    i18n.let_libraries_use(language)
    from kwalcode.cli.root import root

    try:
        answer = root.main(list(arguments), prog_name="kwalcode", standalone_mode=False)
        _flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    except click.ClickException as error:
        say(_in_one_line(error))
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        say(_("Stopped."))
        return AT_FAULT
    except UsageError as error:
        say(str(error))
        return WRONG_USAGE
    except KwalcodeError as error:
        say(str(error))
        return AT_FAULT
    except (BrokenPipeError, SystemExit):
        # The reader of our output has gone (`| head`): no error. Click leaves by SystemExit then.
        _forget_output()
        return DONE
    except OSError as error:
        say(_of_the_system(error))
        return AT_FAULT
    except Exception as error:  # noqa: BLE001 - the last line of defence: a line and a log
        from kwalcode.crash import report_crash

        say(report_crash(error))
        return AT_FAULT
    return answer if isinstance(answer, int) else DONE


def _in_one_line(error: click.ClickException) -> str:
    """Return click's message with where to read on, without the usage that it puts before."""
    line = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return line
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        line += " " + _("Put -- before a name that begins with a hyphen.")
    return f"{line} " + _("Help: {command} --help").format(command=context.command_path)


def _of_the_system(error: OSError) -> str:
    """Return the line for what the system refused where no command foresaw it."""
    reason = error.strerror or str(error)
    if not error.filename:
        return f"kwalcode: {reason}."
    return _("{file}: {reason}. Check the name, the folder and its rights.").format(
        file=os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename,
        reason=reason,
    )


def _flush() -> None:
    """Write what is still held back, here where an error can be told in one line."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _forget_output() -> None:
    """Send the rest of the output nowhere, or Python would complain when it leaves."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def chosen_language(arguments: Sequence[str]) -> str:
    """Return the interface language: --language, KWALCODE_LANGUAGE, the setting, the locale."""
    for i, argument in enumerate(arguments):
        if argument == "--language" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    said = os.environ.get("KWALCODE_LANGUAGE") or preferences.remembered("language", "")
    if said:
        return said
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return "en"
