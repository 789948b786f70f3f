"""Short forms of large counts as interfaces print them: ``1.2K``, ``3,4 Tsd.``, ``1,2 mil``."""

from __future__ import annotations

from collections.abc import Mapping

_UNITS: Mapping[int, tuple[str, ...]] = {
    1_000: ("k", "tsd", "tsd.", "tis", "tis.", "tys", "tys.", "тыс", "тыс.", "тис", "тис.", "mila",
            "mille", "rb", "ribu", "tn", "thousand", "tausend", "千", "천"),
    10_000: ("万", "萬", "만", "w"),
    1_000_000: ("m", "mio", "mio.", "mln", "mln.", "mn", "mn.", "млн", "млн.", "mi", "jt", "juta",
                "million", "millions", "millionen", "millones", "milhões", "백만"),
    100_000_000: ("亿", "億", "억"),
}  # fmt: skip
_SCALES = {unit: scale for scale, units in _UNITS.items() for unit in units}

_THOUSAND_OR_MILLION = "mil"


def scale_of(unit: str, mark: str | None) -> int | None:
    """What a unit multiplies with, beside a decimal ``mark``; ``None`` where that is not sure.

    ``mil`` is a thousand in Spanish and Portuguese, which write ``1,2 mil``; ``1.2 mil`` may be a
    million, as ``mil.`` is in Czech. ``B`` is a billion, and a thousand in Turkish.
    """
    plain = unit.casefold()
    if plain == _THOUSAND_OR_MILLION and mark != ".":
        return 1_000
    return _SCALES.get(plain)
