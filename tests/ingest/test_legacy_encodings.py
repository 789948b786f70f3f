"""Texts in encodings older than UTF-8: read by their words, told, and refused in a tie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary
from analysis.ingest.legacy_encoding import Guess, guess

Read = Callable[..., tuple[list[Comment], ReadSummary]]

TEXTS = {
    "cp1250": "Piec jest całkiem zimny, glina też jest źle wysuszona",
    "iso8859-2": "Hlína je příliš mokrá a pec šíleně žhavá",
    "cp1251": "Глина слишком мокрая, а печь была ещё холодной",
    "koi8-r": "Глина слишком мокрая, а печь была ещё холодной",
    "cp1253": "Ο πηλός είναι πολύ υγρός και ο φούρνος κρύος",
    "cp1254": "Kil çok ıslak ve fırın hâlâ soğuk değil mi şimdi",
    "cp1255": "החימר רטוב מדי והתנור עדיין קר",
    "cp1256": "الطين مبلل جدا والفرن ما زال باردا",
    "cp932": "粘土はまだ濡れていて、窯はとても冷たいです",
    "euc-jp": "粘土はまだ濡れていて、窯はとても冷たいです",
    "cp949": "점토가 아직 너무 젖어 있고 가마는 차갑습니다",
    "gb18030": "这个窑还是冷的，他们说的都不是真的",
    "big5": "這個窯還是冷的，他們說的都不是真的",
    "mac-roman": "L’argile est déjà sèche, le four est fermé",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_an_old_encoding_is_told_by_its_words(read_file: Read, encoding: str) -> None:
    table = f'id,text\n1,"{TEXTS[encoding]}"\n'
    (comment,), summary = read_file(table.encode(encoding), "t.csv")
    assert comment.text == TEXTS[encoding]
    assert any(f"read as {encoding}" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize(
    "text",
    ["L’été dernier, c’était très bien — déjà ça", "¿Qué pasó? ¡Año nuevo! ÑANDÚ", "café",
     "Þetta er ekki gott, það er mjög vont á morgun", "Straße, „Größe“, 10 €, 5°C", "It’s “fine”…",
     "Smörgåsbord på ön, blåbær og æbler", "Não, então ação é só à noite"],
)  # fmt: skip
def test_western_texts_are_cp1252_without_an_assumption(read_file: Read, text: str) -> None:
    (comment,), summary = read_file(f'id,text\n1,"{text}"\n'.encode("cp1252"), "t.csv")
    assert (comment.text, summary.assumed) == (text, ())
    assert any("cp1252 (Western European)" in note for note in summary.notes)


def test_strict_refuses_to_assume_an_encoding_and_naming_it_settles(read_file: Read) -> None:
    table = f'id,text\n1,"{TEXTS["cp1251"]}"\n'.encode("cp1251")
    with pytest.raises(BadInput, match="cp1251"):
        read_file(table, "t.csv", strict=True)
    (comment,), _ = read_file(table, "t.csv", strict=True, encoding="cp1251")
    assert comment.text == TEXTS["cp1251"]


OF_LANGUAGES = {
    ("Hungarian", "cp1250"): "Az égetőkemence hideg volt, őszintén szólva senkit sem érdekelt",
    ("Romanian", "cp1250"): "După părerea mea lutul este încă ud şi cuptorul rămâne rece",
    ("Croatian", "iso8859-2"): "Peć je još hladna, možda će sutra netko naložiti vatru, šteta",
    ("Lithuanian", "cp1257"): "Krosnis dar šalta, o molis šlapias, niekam tai nerūpi, ačiū",
    ("Latvian", "cp1257"): "Krāsns vēl ir auksta, bet māls slapjš, un nevienam tas nerūp",
    ("Ukrainian", "koi8-u"): "Піч ще холодна, а глина мокра, і нікого це не хвилює, їй-богу",
    ("Serbian", "cp1251"): "Пећ је још хладна, а глина мокра, и никога није брига за њу",
    ("Russian", "cp866"): "Печь ещё холодная, а глина мокрая, и никого это не волнует",
    ("Russian", "mac-cyrillic"): "Я думаю, печь ещё холодная, а глина мокрая, и никого нет",
    ("Arabic", "iso8859-6"): "الطين مبلل جدا والفرن ما زال باردا",
    ("Thai", "cp874"): "เตาเผายังเย็นอยู่และดินยังเปียก ไม่มีใครสนใจเลย",
    ("Vietnamese", "cp1258"): "Tôi sô\u0301ng ơ\u0309 đây tư\u0300 nho\u0309, vâ\u0303n la\u0323nh",
    ("German", "cp850"): "Der Ofen ist schon kühl, für die größeren Gefäße ärgerlich",
    ("German", "iso8859-15"): "Für 10 € gäbe es schon größere Gefäße, drüben für 20 €",
    ("Japanese", "iso2022_jp"): "粘土はまだ濡れていて、窯はとても冷たいです",
}


@pytest.mark.parametrize(("language", "encoding"), OF_LANGUAGES)
def test_languages_in_the_encodings_they_are_met_in(
    read_file: Read, language: str, encoding: str
) -> None:
    text = OF_LANGUAGES[language, encoding]
    (comment,), summary = read_file(f'id,text\n1,"{text}"\n'.encode(encoding), "t.csv")
    assert comment.text == text
    assert len(summary.assumed) == 1


@pytest.mark.parametrize(
    ("encoding", "texts"),
    [
        ("cp1252", ["Für größere Gefäße zu kühl", "L’été dernier, c’était très bien", "Mañana será",
                    "Blåbær på øen er gode", "Smörgåsen är klar på ön", "Não é só à noite, então"]),
        ("cp1250", ["Für größere Gefäße zu kühl", "Hlína je příliš mokrá a pec šíleně žhavá",
                    "Az égetőkemence hideg volt, őszintén szólva"]),
        ("cp874", ["It’s “fine” with me, really", "เตาเผายังเย็นอยู่และดินยังเปียก ไม่มีใครสนใจเลย"]),
    ],
)  # fmt: skip
def test_a_discussion_in_several_languages_has_one_encoding(
    read_file: Read, encoding: str, texts: list[str]
) -> None:
    table = "id,text\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(texts * 3))
    comments, _ = read_file(table.encode(encoding), "t.csv")
    assert [comment.text for comment in comments] == texts * 3


def test_words_of_no_language_are_refused_with_the_way_out(read_file: Read) -> None:
    odd = "".join(f"{n},wo\x81{chr(200 + n)}rd\x90 {chr(160 + n)}x\x8d\n" for n in range(20))
    table = ("id,text\n" + odd).encode("latin-1")
    with pytest.raises(BadInput, match="--encoding cp1252"):
        read_file(table, "t.csv")
    assert len(read_file(table, "t.csv", encoding="latin-1")[0]) == 20


def test_bytes_that_fit_no_language_are_doubted(read_file: Read) -> None:
    _, summary = read_file(b"id,text\n1,a\x81\x8db and \x90c\xb9d\xbf\n", "t.csv")
    assert any("do not look like" in sentence for sentence in summary.assumed)


def test_a_tie_is_refused_with_the_encodings_named(
    read_file: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "analysis.ingest.encoding.guess", lambda _: Guess(("gb18030", "big5"))
    )  # fmt: skip
    with pytest.raises(BadInput, match="gb18030 or big5"):
        read_file("id,text\n1,中\n".encode("gb18030"), "t.csv")


@pytest.mark.parametrize("encoding", ["cp1251", "cp932", "cp949"])
def test_a_sample_that_ends_inside_a_character_is_read(encoding: str) -> None:
    whole = TEXTS[encoding].encode(encoding) * 3
    assert guess([whole[:-1]]).fitting == (encoding,)
