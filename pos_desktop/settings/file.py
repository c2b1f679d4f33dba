"""settings.toml: read strictly into dataclasses, written atomically."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pos_desktop.data_folder import SettingsError

_Section = TypeVar("_Section")


def built(section: type[_Section], raw: dict[str, Any], prefix: str, file: str) -> _Section:
    """Return the dataclass `section` made of a TOML table; raises as `Settings.load` does."""
    hints = get_type_hints(section)
    for key in raw:
        if key not in hints:
            allowed = ", ".join(prefix + name for name in hints)
            raise SettingsError(
                "settings.unknown_key", file=file, key=prefix + key, allowed=allowed
            )
    return section(**{k: _checked(hints[k], v, prefix + k, file) for k, v in raw.items()})


def _checked(hint: Any, value: Any, key: str, file: str) -> Any:
    """Return `value` if it is what `hint` (str, int, bool, Literal, tuple, section) says."""
    expected = getattr(hint, "__name__", str(hint))
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        expected = ", ".join(repr(choice) for choice in get_args(hint))
    elif get_origin(hint) is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of strings"
    elif hint in (str, int, bool):
        if type(value) is hint:  # True is no int here
            return value
    elif isinstance(value, dict):
        return built(hint, value, key + ".", file)
    raise SettingsError(
        "settings.bad_value", file=file, key=key, given=repr(value), expected=expected
    )


def to_toml(values: dict[str, Any]) -> str:
    """Return a TOML document of strings, ints, bools, lists of strings and one level of tables of
    the same.
    """
    lines = [f"{k} = {_toml_value(v)}" for k, v in values.items() if not isinstance(v, dict)]
    for name, table in values.items():
        if isinstance(table, dict):
            lines += ["", f"[{name}]", *(f"{k} = {_toml_value(v)}" for k, v in table.items())]
    return "\n".join(lines) + "\n"


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    if isinstance(value, str):
        # A JSON string is a TOML basic string but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    raise TypeError(f"settings hold no {type(value).__name__}")


def write_atomically(path: Path, text: str, mode: int = 0o600) -> None:
    """Replace `path` by `text` in UTF-8: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + ".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        if os.name == "posix":
            os.fchmod(handle, mode)
        view = memoryview(text.encode("utf-8"))
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
