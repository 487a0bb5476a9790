"""What the program remembers of its user, outside any study: name, language, last places.

Kept in one small JSON file in the user's own configuration folder; a study that is handed to
somebody else carries nothing of it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


def folder() -> Path:
    """Return the configuration folder; KWALCODE_HOME, where set, stands in for the system's."""
    chosen = os.environ.get("KWALCODE_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("kwalcode")


def remembered(key: str, default: Value) -> Value:
    """Return what was remembered under `key`; `default` also where it is of another type."""
    found = _read().get(key, default)
    return found if isinstance(found, type(default)) else default


def remember(key: str, value: Any) -> None:
    """Remember `value` under `key`. A folder that cannot be written to is no reason to fail."""
    stored = _read() | {key: value}
    with suppress(OSError):
        target = folder() / "preferences.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_name(f"{target.name}.{os.getpid()}")
        try:
            making.write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")
            making.replace(target)
        finally:
            making.unlink(missing_ok=True)


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads((folder() / "preferences.json").read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}
