"""Secrets of a register: passwords and tokens, in the operating system's key ring or, lacking one,
in a file.

The file `secrets.toml` in the data folder has mode 600 and is not encrypted; `is_plain` tells so,
for the program to say aloud. POS_DESKTOP_KEYSTORE=file forces the file, for demos and tests.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import threading
import tomllib

from pos_desktop.settings import DataDir, SettingsError, to_toml, write_atomically

_log = logging.getLogger(__name__)
PEPPER = "staff.pepper"
"""Without it a stolen staff file does not tell any PIN."""

_FILE = "secrets.toml"


class Keystore:
    """The secrets of the register whose data folder is `data_dir`. Names look like
    "operator.password".

    Each folder has its own secrets: two registers of one user do not see each other's. The key ring
    is asked when first needed, because importing it is slow and its daemon may be slower.
    """

    def __init__(self, data_dir: DataDir) -> None:
        self._path = data_dir.file(_FILE)
        folder = hashlib.sha256(str(data_dir.root).encode()).hexdigest()[:12]
        self._service = f"pos_desktop-{folder}"
        self._lock = threading.Lock()
        self._ring: bool | None = (
            False if os.environ.get("POS_DESKTOP_KEYSTORE") == "file" else None
        )

    @property
    def is_plain(self) -> bool:
        """Return whether secrets lie readable in a file, since no key ring answers here."""
        return not self._has_ring()

    def get(self, name: str) -> str | None:
        """Return the secret, None when it was never set; SettingsError `keystore.unreadable` when
        it cannot be told.
        """
        if self._has_ring():
            import keyring
            import keyring.errors

            try:
                return keyring.get_password(self._service, name)
            except keyring.errors.KeyringError as error:
                raise SettingsError("keystore.unreadable", name=name, reason=str(error)) from error
        return self._read().get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep the secret; SettingsError `keystore.unwritable` when it could not be kept."""
        if self._has_ring():
            import keyring
            import keyring.errors

            try:
                keyring.set_password(self._service, name, secret)
            except keyring.errors.KeyringError as error:
                raise SettingsError("keystore.unwritable", name=name, reason=str(error)) from error
            return
        with self._lock:
            self._write({**self._read(), name: secret}, name)

    def delete(self, name: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        if self._has_ring():
            import keyring
            import keyring.errors

            try:
                keyring.delete_password(self._service, name)
            except keyring.errors.PasswordDeleteError:
                return  # there was none
            except keyring.errors.KeyringError as error:
                raise SettingsError("keystore.unwritable", name=name, reason=str(error)) from error
            return
        with self._lock:
            secrets = self._read()
            if secrets.pop(name, None) is not None:
                self._write(secrets, name)

    def _has_ring(self) -> bool:
        if self._ring is None:
            self._ring = _find_ring()
        return self._ring

    def _read(self) -> dict[str, str]:
        try:
            raw = tomllib.loads(self._path.read_text(encoding="utf-8"))
            if os.name == "posix" and stat.S_IMODE(self._path.stat().st_mode) & 0o077:
                self._path.chmod(0o600)
                _log.warning(
                    "secrets.toml was readable by others; it is closed now, change its passwords"
                )
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SettingsError("keystore.unreadable", name=_FILE, reason=str(error)) from error
        return {str(name): str(secret) for name, secret in raw.get("secrets", {}).items()}

    def _write(self, secrets: dict[str, str], name: str) -> None:
        quoted = {f'"{key}"': secret for key, secret in sorted(secrets.items())}
        try:
            write_atomically(self._path, to_toml({"secrets": quoted}), mode=0o600)
        except OSError as error:
            raise SettingsError("keystore.unwritable", name=name, reason=str(error)) from error


def _find_ring() -> bool:
    """Return whether a real key ring answers; a missing daemon or a null backend counts as none."""
    import keyring
    import keyring.backends.fail
    import keyring.backends.null
    import keyring.errors

    try:
        backend = keyring.get_keyring()
    except (keyring.errors.KeyringError, RuntimeError) as error:
        _log.warning("no key ring: %s", error)
        return False
    return not isinstance(backend, keyring.backends.fail.Keyring | keyring.backends.null.Keyring)
