"""The one writer of output files: whole or not at all, with the rights that fit."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.errors import BadInput
from analysis.output_file import OutputFile, Protected
from analysis.output_folder import check_output_folder
from analysis.resources import models_dir

SQLITE_HEADER = b"SQLite format 3\x00"
contents = st.binary(max_size=60).filter(lambda content: not content.startswith(SQLITE_HEADER))


def write(output: OutputFile, content: bytes) -> None:
    with output.replacing() as file:
        file.write(content)


@given(before=contents, after=contents, mode=st.integers(0, 0o777))
def test_whatever_was_there_is_replaced_whole_and_keeps_its_mode(
    before: bytes, after: bytes, mode: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        out.write_bytes(before)
        out.chmod(mode | stat.S_IRUSR)
        with pytest.raises(BadInput, match="--force"):
            write(OutputFile(out), after)
        assert out.read_bytes() == before
        write(OutputFile(out, overwrite=True), after)
        assert out.read_bytes() == after
        assert stat.S_IMODE(out.stat().st_mode) == mode | stat.S_IRUSR
        assert [path.name for path in Path(folder).iterdir()] == ["out"]


@given(rest=st.binary(max_size=60))
def test_whatever_follows_the_header_a_database_stays(rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.csv"
        out.write_bytes(SQLITE_HEADER + rest)
        with pytest.raises(BadInput, match="is a database"):
            write(OutputFile(out, overwrite=True), b"new")
        assert out.read_bytes() == SQLITE_HEADER + rest


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3", b"SQLite format 4\x00", b"\x00SQLite format 3\x00"]
)
def test_what_only_resembles_a_database_may_go(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "out").write_bytes(content)
    write(OutputFile(tmp_path / "out", overwrite=True), b"new")
    assert (tmp_path / "out").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["notes-wal", "-wal", "m.db-walk", "wal"])
def test_a_name_that_only_resembles_a_companion_is_free(tmp_path: Path, name: str) -> None:
    (tmp_path / "m.db").write_bytes(SQLITE_HEADER)
    (tmp_path / "notes").write_bytes(b"no database")
    write(OutputFile(tmp_path / name), b"new")


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o640)])
def test_a_new_file_has_the_rights_that_fit_its_content(
    tmp_path: Path, private: bool, mode: int
) -> None:
    mask = os.umask(0o027)
    try:
        write(OutputFile(tmp_path / "out", private=private), b"new")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"old")
    os.chown(out, 12345, 23456)
    write(OutputFile(out, overwrite=True), b"new")
    assert (out.stat().st_uid, out.stat().st_gid) == (12345, 23456)


@pytest.mark.parametrize(("person", "group"), [(1, 0), (0, 1)])
def test_a_file_whose_owner_could_not_stay_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: int, group: int
) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"old")
    owner = out.stat()
    monkeypatch.setattr(os, "geteuid", lambda: owner.st_uid + person or 1)
    monkeypatch.setattr(os, "getegid", lambda: owner.st_gid + group)
    monkeypatch.setattr(os, "getgroups", list)
    if owner.st_uid == 0 and not person:
        pytest.skip("root may do it")
    with pytest.raises(BadInput, match="belongs to somebody else"):
        OutputFile(out, overwrite=True).check()


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, BadInput])
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, there: bool, error: type[BaseException]
) -> None:
    out = tmp_path / "out"
    if there:
        out.write_bytes(b"old")

    def fail() -> None:
        with OutputFile(out, overwrite=True).replacing() as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"old"] if there else [])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path, code: int) -> None:
    def fill() -> None:
        with OutputFile(tmp_path / "out").replacing():
            raise OSError(code, os.strerror(code))

    with pytest.raises(BadInput, match=r"out: can't be written \(.+\)$"):
        fill()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_what_another_program_puts_there_meanwhile_is_left(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "out"
    if there:
        out.write_bytes(b"old")

    def race() -> None:
        with OutputFile(out, overwrite=True).replacing() as file:
            file.write(b"ours")
            (tmp_path / "theirs").write_bytes(b"theirs")
            (tmp_path / "theirs").replace(out)

    with pytest.raises(BadInput, match="another program made or replaced it meanwhile"):
        race()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_disk_without_hard_links_serves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", no_links)
    write(OutputFile(tmp_path / "out"), b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_a_protected_folder_is_closed_with_all_in_it(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    protected = (Protected(tmp_path / "model", "a model in use"),)
    for name in ("model/model.onnx", "model/new"):
        with pytest.raises(BadInput, match="is a model in use; choose another name"):
            OutputFile(tmp_path / name, True, protected=protected).check()
    OutputFile(tmp_path / "model2", protected=protected).check()


@pytest.mark.parametrize(
    ("names", "overwrite", "sentence"),
    [
        (None, False, None),
        ([], False, None),
        (["model.onnx"], True, None),
        (["model.onnx"], False, "--force replaces"),
        (["model.onnx", "letter.txt"], True, "holds other files"),
        (["letter.txt"], False, "holds other files"),
    ],
)
def test_a_folder_is_replaced_only_where_it_holds_nothing_else(
    tmp_path: Path, names: list[str] | None, overwrite: bool, sentence: str | None
) -> None:
    folder = tmp_path / "export"
    if names is not None:
        folder.mkdir()
        for name in names:
            (folder / name).touch()
    if sentence is None:
        check_output_folder(folder, known=["model.onnx"], overwrite=overwrite)
    else:
        with pytest.raises(BadInput, match=sentence):
            check_output_folder(folder, known=["model.onnx"], overwrite=overwrite)


@pytest.mark.parametrize("name", ["", "research", "new"])
def test_no_folder_among_the_shipped_models_is_filled(name: str) -> None:
    with pytest.raises(BadInput, match="that ship"):
        check_output_folder(models_dir() / name, known=["model.onnx"], overwrite=True)
    with pytest.raises(BadInput, match="that ship"):
        check_output_folder(models_dir().parent, known=["models"], overwrite=True)
