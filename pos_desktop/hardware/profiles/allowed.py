"""What a key of a profile may hold, in signs that need no translation."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec


def allowed_at(section: Any, key: str) -> str:
    """Return what "transport.serial.baud", "transport.kinds[0]" or "printer.codepages[]" may hold,
    "" where that cannot be said: choices, a range, an example."""
    hint: Any = section
    for name in key.split("."):
        found = section_of(hint)
        bare, bracket, _ = name.partition("[")
        hint = get_type_hints(found, include_extras=True).get(bare) if found else None
        if bracket and hint is not None:
            hint = _item_of(hint)
    return _shown(hint) if hint is not None else ""


def section_of(hint: Any) -> Any:
    """Return the section that a key holds, which may be left out or be one of a list; None for any
    other key."""
    for one in (hint, *get_args(hint)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _item_of(hint: Any) -> Any:
    """What a list or a table holds."""
    return get_args(hint)[-1 if get_origin(hint) is dict else 0]


def _shown(hint: Any) -> str:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(str(choice) for choice in parts)
    if origin is Annotated:
        return next((text for meta in parts[1:] if (text := _limits(meta))), _shown(parts[0]))
    if origin is tuple:
        return f"[{_shown(parts[0])}, …]"
    if origin is dict:
        return f"{{ … = {_shown(parts[1])} }}"
    return {bool: "true, false", int: "0, 1, 2, …", str: '"…"'}.get(hint, "")


def _limits(meta: Any) -> str:
    if not isinstance(meta, msgspec.Meta):
        return ""
    if meta.examples:
        return ", ".join(f'"{one}"' for one in meta.examples) + ", …"
    if meta.ge is None:
        return ""
    return f"{meta.ge}-{meta.le}" if meta.le is not None else f">= {meta.ge}"
