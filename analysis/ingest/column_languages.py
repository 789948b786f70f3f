"""Headers in other languages: the words under which tables name each field, without accents."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "kommentar", "kommentartext", "beitrag", "beitragstext", "nachricht", "inhalt",  # German
        "commentaire", "texte", "contenu",  # French
        "comentario", "texto", "mensaje", "contenido",  # Spanish
        "mensagem", "conteudo",  # Portuguese
        "commento", "testo", "messaggio", "contenuto",  # Italian
        "reactie", "bericht", "tekst", "inhoud", "opmerking",  # Dutch
        "kommentti", "teksti", "inlagg", "innhold", "indhold", "besked",  # Finnish, Scandinavian
        "tresc", "komentarz", "komentar", "zprava", "yorum", "komentari",  # Polish, Czech, Turkish
        "комментарии", "текст", "评论", "評論", "コメント", "댓글", "评论内容", "内容", "留言",
        "сообщение", "본문", "내용", "テキスト", "σχολιο", "κειμενο", "hozzaszolas", "szoveg",
    ),
    "id": (
        "kommentar_id", "kommentar_nr", "beitrag_id", "beitrags_id", "nummer", "kennung",
        "beitrags_nr",
        "identifiant", "commentaire_id", "id_commentaire", "id_comentario", "comentario_id",
        "id_commento", "commento_id", "reactie_id", "numero", "kommentti_id", "yorum_id",
        "identificador", "id_komentarza", "komentarz_id", "编号", "評論id", "评论id", "番号",
        "번호", "номер", "id_comentario", "id_kommentar", "id_reactie", "lfd_nr",
    ),
    "parent_id": (
        "antwort_auf", "antwort_auf_id", "antwort_an", "bezug", "eltern_id", "uebergeordnet",
        "reponse_a", "en_reponse_a", "id_parent", "respuesta_a", "en_respuesta_a", "id_padre",
        "padre", "resposta_a", "em_resposta_a", "id_pai", "pai", "risposta_a", "in_risposta_a",
        "antwoord_op", "reactie_op", "svar_pa", "svar_til", "svar_pa_id", "vastaus", "odpowiedz_na",
        "odpoved_na", "ответ_на", "yanit", "回复", "父评论id", "返信先", "답글", "valasz",
        "id_ubergeordnet", "id_des_ubergeordneten_kommentars", "id_commentaire_parent",
    ),
    "author": (
        "verfasser", "verfasserin", "autor", "autorin", "nutzer", "nutzername", "benutzer",
        "benutzername", "auteur", "utilisateur", "pseudo", "pseudonyme", "nom", "usuario", "nombre",
        "autora", "nome", "utente", "autore", "nome_utente", "naam", "gebruiker", "gebruikersnaam",
        "anvandare", "forfattare", "bruger", "bruker", "forfatter", "navn", "namn", "kayttaja",
        "kirjoittaja", "nimi", "uzytkownik", "uzivatel", "jmeno", "yazar", "автор", "作者",
        "投稿者", "用户", "用户名", "昵称", "作者名", "ユーサー", "名前", "작성자",
        "이름", "kullanici", "kullanici_adi", "имя", "пользователь", "felhasznalo", "συντακτης",
        "ονομα", "nombre_autor", "nome_autor", "nome_autore", "nom_auteur", "name_autors",
        "nombre_usuario",
    ),
    "created_at": (
        "datum", "zeit", "zeitpunkt", "zeitstempel", "uhrzeit_und_datum", "erstellt", "erstellt_am",
        "veroeffentlicht", "veroffentlicht_am", "date_de_publication", "horodatage", "publie_le",
        "cree_le", "fecha", "fecha_y_hora", "fecha_de_publicacion", "publicado", "creado", "data",
        "data_e_hora", "data_ora", "pubblicato", "tijdstip", "tijd", "geplaatst", "geplaatst_op",
        "dato", "tidspunkt", "tid", "oprettet", "skapad", "pvm", "aika", "paivamaara",
        "data_dodania", "tarih", "дата", "日期", "日時", "时间", "發布時間", "发布时间", "评论时间",
        "投稿日", "작성일", "날짜", "время", "datum_zeit", "ημερομηνια", "idopont",
    ),
    "thread_id": (
        "artikel_id", "thema_id", "artikel_nr", "id_article", "article_id",
        "id_articulo", "articulo_id", "id_articolo", "id_artigo", "draad", "trad",
    ),
    "title": (
        "artikel", "titel", "artikeltitel", "ueberschrift", "schlagzeile", "titre",
        "titre_de_l'article", "titre_de_larticle", "titre_article", "titulo", "titulo_del_articulo",
        "articulo", "titolo", "titolo_articolo", "articolo", "artigo", "rubrik", "overskrift",
        "otsikko", "tytul", "nazev", "baslik", "заголовок",
    ),
    "section": ("ressort", "rubrik_name", "rubrique", "seccion", "sezione", "secao", "rubriek"),
    "up": (
        "gefallt_mir", "daumen_hoch", "zustimmung", "j'aime", "jaime", "me_gusta", "mi_piace",
        "curtidas", "vind_ik_leuk", "gilla", "synes_godt_om", "tykkaykset", "lubie_to",
        "点赞", "点赞数", "赞", "いいね", "좋아요", "begeni",
        "нравится", "anzahl_likes", "mag_ich",
    ),
    "down": ("daumen_runter", "ablehnung", "no_me_gusta", "je_n'aime_pas", "non_mi_piace"),
    "score": ("punkte", "bewertung", "puntos", "punti", "pontos", "punten", "poang", "point"),
    "status": ("zustand", "freigabe", "statut", "estado", "stato", "toestand"),
}  # fmt: skip
"""By field, the surest first; accents are left out on both sides (``réponse à``: ``reponse_a``;
the dots of ``ユーザー``, too)."""

CLOCK = (
    "time", "hour", "clock", "time_of_day", "uhrzeit", "heure", "hora", "ora", "tijd", "tid",
    "klokkeslaet", "kello", "godzina", "cas", "saat", "posted_time", "comment_time", "created_time",
)  # fmt: skip
"""Names of a column that holds the clock's time to a date that stands in another column."""

ARTICLES = frozenset(
    ("of", "the", "der", "die", "das", "des", "den", "dem", "de", "du", "la", "le", "les", "el",
     "los", "del", "dell", "della", "do", "da", "dos", "das", "il", "lo", "van", "het", "een", "av",
     "your", "my", "our", "ihr", "dein", "votre", "tu", "su", "seu", "uw", "je")
)  # fmt: skip
"""Small words inside names: ``ID do comentário``."""

COMMENT_WORDS = frozenset(
    ("comment", "comments", "kommentar", "kommentars", "kommentare", "beitrag", "beitrags",
     "commentaire", "comentario", "comentarios", "commento", "reactie", "komentarz", "komentarza",
     "kommentti", "yorum", "komentar")
)  # fmt: skip
"""What a column's name may call the comment, before or behind what it says of it."""

PREFIXES = ("kommentar_", "commentaire_", "comentario_", "commento_", "reactie_", "komentarz_")
"""What stands before the name of a column about a comment, as ``comment_`` does in English."""
