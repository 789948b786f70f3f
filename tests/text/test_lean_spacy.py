"""spaCy comes without torch and its command line, and neither is lost to others."""

import subprocess
import sys

_CHECK = """
import sys
from analysis.text.lean_spacy import spacy
nlp = spacy().blank("en")
assert [t.text for t in nlp("It isn't so.")] == ["It", "is", "n't", "so", "."]
assert "torch" not in sys.modules and "spacy.cli.info" not in sys.modules
assert spacy().info(silent=True)["spacy_version"] == spacy().__version__
assert "spacy.cli.info" in sys.modules
"""


def test_what_is_left_out_can_still_be_had():
    subprocess.run([sys.executable, "-c", _CHECK], check=True, timeout=120)
