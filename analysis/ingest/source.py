"""A file of comments as bytes or lines, its compression undone and watched while it is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from analysis.domain.errors import BadInput
from analysis.ingest.other_kinds import archive_of_another_kind, packed_members
from analysis.ingest.standard_input import kept_standard_input

STANDARD_INPUT = "-"
"""The name that stands for what is piped in."""

LARGEST_RATIO = 300
"""Bytes out for a byte in; exports reach 20 to 40, an archive made to fill a disk thousands."""

RATIO_FROM = 64 * 1024 * 1024
"""Bytes out up to which no ratio is suspicious."""

ZSTD_WINDOW = 2**31
"""Bytes of window that a Zstandard frame may ask for; the large Reddit dumps use all of it."""

NOT_LOOKED_AT = object()

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
)
_ENDINGS = {"gzip": (".gz", ".gzip"), "zstd": (".zst", ".zstd"), "bzip2": (".bz2",)}
_ENDINGS["zip"] = (".zip",)
_READABLE = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".xml", ".parquet", ".txt", ".html")
_WANTED = ("my_comments.csv", "utterances.jsonl", "comments.csv", "comments.json", "outbox.json")
"""Members that hold the comments in archives of several files (Coral, ConvoKit, Mastodon)."""
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, zipfile.BadZipFile)


class Source:
    """One input. ``damage`` says, once it was met, why the rest of a compressed file is gone."""

    def __init__(self, path: str | Path) -> None:
        self.path = kept_standard_input() if str(path) == STANDARD_INPUT else Path(path)
        self.label = "standard input" if str(path) == STANDARD_INPUT else self.path.name
        self.damage: str | None = None
        self.document: Any = NOT_LOOKED_AT
        """The JSON document that it is, kept by whoever parsed it."""
        self.damaged_document: str | None = None
        """What is wrong with that document behind the part of it that could be read."""
        self._member: str | None = None
        self.compression = self._compression()
        shown = Path(self._member or self.label)
        if self.compression and shown.suffix.lower() in _ENDINGS.get(self.compression, ()):
            shown = shown.with_suffix("")
        self.stem, self.suffix = shown.stem, shown.suffix.lower()

    def call(self, file: str) -> None:
        """Go by another name, as a mended copy does; an archive's member keeps its own."""
        self.label = file
        shown = Path("standard input" if file == STANDARD_INPUT else file)
        if shown.suffix.lower() in _ENDINGS["zip"]:
            return
        packed = {ending for endings in _ENDINGS.values() for ending in endings}
        self.stem = (shown.with_suffix("") if shown.suffix.lower() in packed else shown).stem

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.label

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel workbook (a ZIP archive of sheets)."""
        return self.compression == "xlsx"

    @property
    def is_table(self) -> bool:
        """Whether it can be a table: it begins as neither JSON nor XML does."""
        start = self.head(64).lstrip(b"\xef\xbb\xbf \t\r\n\0")
        return not start.startswith((b"{", b"[", b"<"))

    def open_bytes(self) -> BinaryIO:
        """The bytes behind the compression; damage ends them early and is kept in ``damage``."""
        raw = self.path.open("rb")
        try:
            opened = self._opened(raw)
        except _DAMAGED as error:
            raw.close()
            raise BadInput(f"{self.name} is a damaged {self.compression} file.") from error
        if opened is raw:
            return cast(BinaryIO, raw)
        return cast(BinaryIO, io.BufferedReader(_Watched(opened, raw, self), 1 << 18))

    def open_text(self, encoding: str, *, errors: str, newline: str | None) -> IO[str]:
        """The lines behind the compression; parameters as of :func:`open`."""
        return io.TextIOWrapper(
            self.open_bytes(), encoding=encoding, errors=errors, newline=newline
        )

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes behind the compression."""
        with self.open_bytes() as stream:
            return stream.read(size)

    def _compression(self) -> str | None:
        try:
            with self.path.open("rb") as file:
                start = file.read(8)
        except (OSError, ValueError):
            return None  # told by whoever checks the file
        for magic, name in _MAGIC:
            if start.startswith(magic):
                return self._archive() if name == "zip" else name
        return None

    def _archive(self) -> str:
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = [m.filename for m in archive.infolist() if not m.is_dir()]
        except (*_DAMAGED, OSError, NotImplementedError, ValueError, IndexError) as error:
            raise BadInput(f"{self.label} is a ZIP archive that can't be opened.") from error
        if "xl/workbook.xml" in members:
            return "xlsx"
        if what := archive_of_another_kind(members):
            raise BadInput(f"{self.label} is {what}.")
        readable = [m for m in members if Path(m).suffix.lower() in _READABLE]
        readable = [m for m in readable if not m.startswith("__MACOSX")]
        wanted = [m for m in readable if Path(m).name.casefold() in _WANTED]
        chosen = readable if len(readable) == 1 else wanted
        if len(chosen) != 1:
            shown = chosen or readable or packed_members(members)
            names = ", ".join(repr(name[:60]) for name in shown[:8]) or "none"
            raise BadInput(
                f"{self.label} is a ZIP archive with {len(shown)} files that may hold "
                f"comments ({names}); unpack it and name the one to read."
            )
        self._member = chosen[0]
        return "zip"

    def _opened(self, raw: BinaryIO) -> Any:
        if self.compression == "gzip":
            return gzip.GzipFile(fileobj=raw)
        if self.compression == "bzip2":
            return bz2.BZ2File(raw)
        if self.compression == "zstd":
            import zstandard

            reader = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
            return reader.stream_reader(raw, read_across_frames=True)
        if self.compression == "zip" and self._member is not None:
            try:
                return zipfile.ZipFile(raw).open(self._member)
            except (RuntimeError, NotImplementedError) as error:  # encrypted, unknown method
                raise BadInput(f"{self.name} is a ZIP archive that can't be unpacked.") from error
        return raw


class _Watched(io.RawIOBase):
    """A decompressor that ends where its input is damaged, and refuses to grow without bound."""

    def __init__(self, inner: Any, raw: BinaryIO, source: Source) -> None:
        self._inner, self._raw, self._source = inner, raw, source
        self._out = 0

    def readable(self) -> bool:
        """It is read only."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``; 0 at the end of what can be unpacked."""
        try:
            # A piece at a time: a longer read would lose what stands before the damage.
            data = self._inner.read1(len(buffer))
        except BadInput:
            raise
        except Exception as error:
            known = isinstance(error, (*_DAMAGED, OSError))
            if not known and type(error).__name__ != "ZstdError":
                raise
            self._damaged()
            return 0
        if not data and self._cut_short():
            self._damaged()
        self._out += len(data)
        if self._out > RATIO_FROM and self._out > LARGEST_RATIO * max(1, self._raw.tell()):
            raise BadInput(
                f"{self._source.name} unpacks to more than {LARGEST_RATIO} times its size; "
                "refused, since no export does that. Unpack it yourself if it is one."
            )
        buffer[: len(data)] = data
        return len(data)

    def _cut_short(self) -> bool:
        """Zstandard's and bzip2's readers end quietly where a frame is cut."""
        if self._source.compression != "zstd":
            return False
        return _zstd_is_cut(self._source.path)

    def _damaged(self) -> None:
        self._source.damage = (
            f"the {self._source.compression} file is damaged or cut short behind "
            f"{self._out:,} unpacked bytes"
        )

    def close(self) -> None:
        """Close decompressor and file."""
        if not self.closed:
            self._inner.close()
            self._raw.close()
        super().close()


def _zstd_is_cut(path: Path) -> bool:
    """Whether the last frame of a Zstandard file is not complete."""
    import zstandard

    with path.open("rb") as file:
        decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
        pending = b""
        fresh = True
        while True:
            data = pending or file.read(1 << 20)
            pending = b""
            if not data:
                return not fresh and not decompressor.eof
            if decompressor.eof:
                decompressor = zstandard.ZstdDecompressor(
                    max_window_size=ZSTD_WINDOW
                ).decompressobj()
            fresh = False
            try:
                decompressor.decompress(data)
            except zstandard.ZstdError:
                return True
            pending = decompressor.unused_data if decompressor.eof else b""
