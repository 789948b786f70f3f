"""What can't be read is refused in one sentence, whatever its bytes are."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.errors import BadInput
from analysis.ingest import FORMATS, read


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.csv", "empty.csv is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.txt", "a PNG image"),
        (b"PK\x03\x04 and so on", "export.csv", "a ZIP archive"),
        (bytes(range(256)) * 20, "noise.txt", "binary file"),
        (b'[{"text": "a}', "a.json", "a JSON document that ends early"),
    ],
)
def test_a_file_that_is_no_discussion(tmp_path, content, name, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        list(read(path))


def test_a_folder(tmp_path):
    with pytest.raises(BadInput, match="is a folder"):
        read(tmp_path)


def test_a_missing_file(tmp_path):
    with pytest.raises(BadInput, match="There is no file"):
        read(tmp_path / "nowhere.csv")


def test_an_unknown_format_names_the_nearest(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,abc\n")
    with pytest.raises(BadInput, match="Unknown format 'jsnl': did you mean 'jsonl'"):
        read(path, format="jsnl")


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='ab",;\n\t{}[]:5 (+/-)\r\ufeff\x00é', max_size=200).map(str.encode),
    ),
    name=st.sampled_from(["a.txt", "a.csv", "a.tsv", "a.jsonl", "a.parquet"]),
    format_=st.sampled_from(["auto", *FORMATS]),
)
@example(content=b"\xff\xfea", name="a.csv", format_="auto")
@example(content=b"text\n\xff\xfe", name="a.csv", format_="csv")
@example(content=b'text\n"', name="a.csv", format_="csv")
def test_any_bytes_are_read_or_refused(tmp_path, content, name, format_):
    path = tmp_path / name
    path.write_bytes(content)
    refusal = ""
    try:
        reading = read(path, format=format_)
        comments = [comment for piece in reading for comment in piece.comments]
    except BadInput as error:
        refusal = str(error)
    assert "\n" not in refusal
    if not refusal:
        assert reading.summary.read == len(comments)
        assert all(comment.text.strip() for comment in comments)
