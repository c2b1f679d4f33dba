"""What the first run may do: find devices, try them, sign in at the operator, pair, import."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pos_desktop import i18n
from pos_desktop.app.assembly import staff_pepper
from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.app.device_trials import DeviceTrials
from pos_desktop.app.pairing import keep_token, request_id_for
from pos_desktop.contract.pairing import PairRequest
from pos_desktop.domain.errors import RejectedError, UnreachableError
from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.fiscal.atol_online import AtolAccount, AtolOnline
from pos_desktop.fiscal.country import load_country
from pos_desktop.gui.screens.first_run_ports import (
    FirstRunPorts,
    FirstRunResult,
    Progress,
)
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import Keystore
from pos_desktop.operations.import_catalogue import (
    ImportPreview,
    ImportRules,
    apply_import,
    preview_import,
)
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.import_row import NewProductDefaults, usual_vat
from pos_desktop.operations.tabular_table import Table
from pos_desktop.settings import DataDir, Operator, Register, Settings
from pos_desktop.shipped import resource_path
from pos_desktop.sync.pairing import pair


class FirstRun:
    """The first run's hands; each method blocks up to its own deadline and may raise PosError."""

    def __init__(self, settings: Settings, data_dir: DataDir) -> None:
        self._settings = settings
        self._data_dir = data_dir
        self._ids = Uuid7Ids()
        self._keystore = Keystore(data_dir)
        self._country = load_country(resource_path("countries", f"{settings.country}.toml"))
        self._clock = SystemClock(None)

    def ports(self) -> FirstRunPorts:
        return FirstRunPorts(
            new_id=self._ids.new_id,
            trials=self._trials(),
            check_operator=self._check_operator,
            pair=self._pair,
            keep_secret=self._keystore.set,
            preview=self._preview,
            apply=self._apply,
        )

    def keep(self, result: FirstRunResult) -> Settings:
        """Store what was answered; the settings to open the register with."""
        result.settings.save(self._data_dir)
        if result.owner is not None:
            staff = SqliteStaff(self._data_dir.file("staff.sqlite"), self._pepper)
            member = StaffMember(
                self._ids.new_id(), result.owner.name, result.owner.name, Role.OWNER
            )
            staff.add_all([(member, result.owner.pin, "")])
            staff.close()
        return result.settings

    def _pepper(self) -> str:
        return staff_pepper(self._keystore)

    def _trials(self) -> DeviceTrials:
        zone = ZoneInfo(self._country.timezone)
        return DeviceTrials(self._data_dir.folder("cache"), self._clock, i18n.language, zone)

    # ------------------------------------------------------------------ operator and cloud

    def _check_operator(self, operator: Operator, password: str) -> None:
        account = AtolAccount(operator.url, operator.login, operator.group)
        nobody = Seller("", "", "", "", "osn", "")
        channel = AtolOnline(account, lambda: password, nobody, None)
        try:
            trouble = channel.check_account()
        finally:
            channel.close()
        if trouble is not None:
            kind = RejectedError if trouble.needs_person else UnreachableError
            raise kind(trouble.reason)

    def _pair(self, url: str, code: str, register: Register) -> None:
        request = PairRequest(
            code=code,
            register_id=register.register_id,
            request_id=request_id_for(code, self._keystore, self._ids.new_id),
            register_name=register.name,
        )
        keep_token(pair(url, request).token, self._keystore)

    # ------------------------------------------------------------------ goods

    def _preview(
        self, table: Table, columns: Columns, tax_system: str, progress: Progress
    ) -> ImportPreview:
        rates = self._country.vat.valid_on(self._clock.today())
        defaults = NewProductDefaults(vat=usual_vat(rates, tax_system))
        rules = ImportRules(rates, defaults, self._ids.new_id)
        catalogue = self._catalogue()
        try:
            return preview_import(table, columns, catalogue, rules, progress=progress)
        finally:
            catalogue.close()

    def _apply(self, preview: ImportPreview, progress: Progress) -> int:
        setting_up = StaffMember("first-run", "", "", Role.OWNER)
        catalogue = self._catalogue()
        try:
            return apply_import(preview, writer=catalogue, staff=setting_up, progress=progress)
        finally:
            catalogue.close()

    def _catalogue(self) -> SqliteCatalogue:
        return SqliteCatalogue(self._data_dir.file("catalogue.sqlite"))
