"""A piece of the journal as a file that an auditor can check without the register.

The file is UTF-8 text, one JSON object a line. The first line is the head: format, version,
register, from_us and until_us (UTC microseconds, the period that was asked for), first_seq and
last_seq, prev_hash (of the entry before the first one) and last_hash. Each line after it is one
entry, in order and without a gap, as journal.log has it: seq, id, register, at_us, shift, kind,
version, hash, payload. Whole shifts are written, so the first and last entries may lie outside
the period. hash = SHA-256 over prev_hash, the entry's head and its payload exactly as it stands
in the line (domain/chain.py gives the layout). `pos-desktop verify --file FILE` checks all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.errors import PosError, StorageError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.line_log import LoggedEntry, line_of
from pos_desktop.journal.verify import VerifyReport
from pos_desktop.ports import SeqSpan, StoredEntry

FORMAT = "pos-desktop journal export"
VERSION = 1


class ExportHead(msgspec.Struct):
    """The first line. prev_hash, last_hash: hex."""

    format: str
    version: int
    register: str
    from_us: int
    until_us: int
    first_seq: int
    last_seq: int
    prev_hash: str
    last_hash: str


_head_decoder = msgspec.json.Decoder(ExportHead)
_entry_decoder = msgspec.json.Decoder(LoggedEntry)
_encoder = msgspec.json.Encoder()


def head_line(span: SeqSpan, register_id: str, prev_hash: bytes, last_hash: bytes) -> bytes:
    """The first line of a file with these entries."""
    head = ExportHead(
        FORMAT,
        VERSION,
        register_id,
        span.from_us,
        span.until_us,
        span.first_seq,
        span.last_seq,
        prev_hash.hex(),
        last_hash.hex(),
    )
    return _encoder.encode(head) + b"\n"


def entry_lines(entries: Iterable[StoredEntry], register_id: str) -> bytes:
    return b"".join(line_of(entry, register_id) for entry in entries)


def verify_file(path: Path) -> VerifyReport:
    """Check an exported file by itself; StorageError("export.unreadable") where it is none."""
    try:
        with path.open("rb") as lines:
            return _Check(path, iter(lines)).run()
    except OSError as error:
        raise StorageError(
            "export.unreadable", path=str(path), reason=error.strerror or ""
        ) from error


class _Check:
    def __init__(self, path: Path, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._report = VerifyReport()
        self._head = _head_of(path, lines)
        self._sale_number = 0
        self._ids: set[str] = set()

    def run(self) -> VerifyReport:
        head, report = self._head, self._report
        prev, expected = _unhex(head.prev_hash), head.first_seq
        if head.first_seq == 1 and prev != GENESIS:
            report.add("export.not_the_start", seq=1)
        for place, line in enumerate(self._lines, 2):
            try:
                entry = _entry_decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                report.add("export.line", line=place, reason=str(error))
                continue
            report.count("entries")
            report.count(entry.kind)
            if entry.seq != expected:
                report.add("chain.gap", expected=expected, seq=entry.seq)
            prev, expected = self._entry(entry, prev), entry.seq + 1
        if expected != head.last_seq + 1:
            report.add("export.cut_off", expected=head.last_seq, last=expected - 1)
        if prev.hex() != head.last_hash:
            report.add("chain.last_hash", expected=head.last_hash, found=prev.hex())
        report.last_hash = prev.hex() if report.counts else ""
        return report

    def _entry(self, entry: LoggedEntry, prev: bytes) -> bytes:
        """Check one entry against the one before; its hash as the line has it."""
        report, payload = self._report, bytes(entry.payload)
        if entry.register != self._head.register:
            report.add("export.other_register", seq=entry.seq, register=entry.register)
        if entry.id in self._ids:
            report.add("entry.id_twice", seq=entry.seq, id=entry.id)
        self._ids.add(entry.id)
        head = EntryHead(
            entry.seq,
            _unhex(entry.id),
            entry.register,
            entry.at_us,
            entry.shift,
            entry.kind,
            entry.version,
        )
        digest = _unhex(entry.hash)
        if len(head.entry_id) != 16 or entry_hash(prev, head, payload) != digest:
            report.add("chain.hash", seq=entry.seq, kind=entry.kind)
        try:
            fact = decode_fact(entry.kind, entry.version, payload)
        except PosError as error:
            report.add("entry.unreadable", seq=entry.seq, kind=entry.kind, reason=str(error))
            return digest
        if isinstance(fact, SaleCompleted):
            if self._sale_number and fact.number != self._sale_number + 1:
                report.add("sale.gap", expected=self._sale_number + 1, number=fact.number)
            self._sale_number = fact.number
        return digest


def _head_of(path: Path, lines: Iterator[bytes]) -> ExportHead:
    try:
        head = _head_decoder.decode(next(lines, b""))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError("export.unreadable", path=str(path), reason=str(error)) from error
    if head.format != FORMAT or head.version != VERSION:
        raise StorageError(
            "export.unreadable", path=str(path), reason=f"{head.format} {head.version}"
        )
    return head


def _unhex(text: str) -> bytes:
    """The bytes, b"" for what is no hex: then no hash agrees."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
