"""What spreadsheets write into a cell whose formula failed, in the languages they speak."""

from __future__ import annotations

ERROR_CELLS = frozenset(
    # English, and what most languages share; Google Sheets and LibreOffice have their own.
    ("#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
     "#FIELD!", "#GETTING_DATA", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!",
     "#ERROR!", "Err:502", "Err:504", "Err:507", "Err:508", "Err:509", "Err:510", "Err:511",
     "Err:522", "Err:523", "Err:540",
     "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", "#FELD!",  # German
     "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#CALCUL!", "#PROPAGATION!", "#EPARS!",  # French
     "#¡VALOR!", "#¿NOMBRE?", "#¡REF!", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", "#N/D",  # Spanish
     "#VALOR!", "#NOME?", "#NÚM!", "#NULO!", "#DESPEJAR!",  # Portuguese
     "#VALORE!", "#RIF!", "#NULLO!",  # Italian
     "#WAARDE!", "#NAAM?", "#VERW!", "#DEEL/0!", "#GETAL!", "#LEEG!", "#N/B",  # Dutch
     "#VÄRDEFEL!", "#NAMN?", "#REFERENS!", "#DIVISION/0!", "#OGILTIGT!", "#SKÄRNING!",  # Swedish
     "#SAKNAS!", "#VERDI!", "#NAVN?", "#VÆRDI!", "#REFERENCE!", "#I/T",  # Norwegian, Danish
     "#ARVO!", "#NIMI?", "#VIITTAUS!", "#JAKO/0!", "#LUKU!", "#TYHJÄ!", "#PUUTTUU!",  # Finnish
     "#ARG!", "#NAZWA?", "#ADR!", "#DZIEL/0!", "#LICZBA!", "#ZERO!",  # Polish
     "#HODNOTA!", "#NÁZEV?", "#ODKAZ!", "#DĚLENÍ_NULOU!", "#ČÍSLO!",  # Czech
     "#ÉRTÉK!", "#NÉV?", "#HIV!", "#ZÉRÓOSZTÓ!", "#SZÁM!", "#NULLA!", "#HIÁNYZIK",  # Hungarian
     "#DEĞER!", "#AD?", "#BAŞV!", "#SAYI/0!", "#SAYI!", "#BOŞ!", "#YOK",  # Turkish
     "#ЗНАЧ!", "#ИМЯ?", "#ССЫЛКА!", "#ДЕЛ/0!", "#ЧИСЛО!", "#ПУСТО!", "#Н/Д")  # Russian
)  # fmt: skip
"""As whole cells; among other words they are somebody's."""
