"""The network, its masked loss and its batches, on a tiny random encoder."""

from __future__ import annotations

import numpy as np
import pytest
from later import Later, needs

from analysis.training.batching import MASK, Encoded, batches, collate
from analysis.training.heads import COLUMN_GROUPS, LEVELS, group_of, layout_for

pytestmark = needs("torch", "transformers")
torch = Later("torch")
transformers = Later("transformers")
learning = Later("analysis.training.learning")
losses = Later("analysis.training.loss")
networks = Later("analysis.training.network")

TARGETS = {"possible_hostility", "ucc.sarcastic", "pair.disagree", "verifiability.experiential"}
LAYOUT = layout_for(TARGETS, {"toxic", "possible_hostility"})


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    return networks.MultiTaskEncoder(LAYOUT, encoder=encoder).eval()


def item(ids: list[int], types: list[int] | None = None, **answers: float) -> Encoded:
    targets = np.full(len(LAYOUT.logits), np.nan, dtype=np.float32)
    for name, value in answers.items():
        targets[LAYOUT.logits.index(name.replace("__", "."))] = value
    kinds = np.array(types or [0] * len(ids), dtype=np.int64)
    return Encoded(np.array(ids, dtype=np.int64), kinds, targets, None)


def tensors(batch):
    return tuple(torch.from_numpy(a) for a in (batch.ids, batch.mask, batch.types))


def test_a_layout_holds_what_can_be_learnt_and_nothing_else():
    assert LAYOUT.columns == ("possible_hostility", "ucc.sarcastic")
    assert LAYOUT.softmax == ("verifiability", "pair")
    assert LAYOUT.logits[LAYOUT.softmax_slice("pair")] == (
        "pair.disagree", "pair.neutral", "pair.agree",
    )  # fmt: skip
    assert LAYOUT.channels == ("toxic", "possible_hostility")


def test_every_head_belongs_to_one_group():
    names = [c for group in COLUMN_GROUPS.values() for c in group]
    assert len(names) == len(set(names))
    with pytest.raises(KeyError, match="nonsense"):
        group_of("nonsense")


def test_padding_changes_no_answer(network):
    short = item([2, 7, 8, 3])
    alone, _, _ = network(*tensors(collate([short], channels=2)))
    padded, _, _ = network(*tensors(collate([short, item([2, *range(5, 20), 3])], channels=2)))
    assert torch.allclose(alone[0], padded[0], atol=1e-5)


def test_the_parent_is_read_but_not_pooled(network):
    own = item([2, 7, 8, 3])
    pair = item([2, 7, 8, 3, 30, 31, 3], [0, 0, 0, 0, 1, 1, 1])
    alone, _, _ = network(*tensors(collate([own], channels=2)))
    together, _, _ = network(*tensors(collate([pair], channels=2)))
    assert not torch.allclose(alone, together, atol=1e-6)  # it is read


def loss_of(network, items):
    batch = collate(items, channels=2)
    with torch.no_grad():
        logits, tokens, _ = network(*tensors(batch))
        targets = torch.from_numpy(batch.targets)
        marks = torch.from_numpy(batch.token_targets)
        return float(losses.multi_task_loss(logits, tokens, targets, marks, layout=LAYOUT))


def test_what_a_corpus_does_not_answer_costs_nothing(network):
    with torch.no_grad():
        one = loss_of(network, [item([2, 5, 3], possible_hostility=1.0)])
        mixed = loss_of(network, [item([2, 5, 3], possible_hostility=1.0), item([2, 6, 3])])
    assert mixed == pytest.approx(one / 2, rel=1e-4)


def test_a_partial_label_costs_less_than_either_class_named(network):
    with torch.no_grad():
        either = loss_of(
            network,
            [item([2, 5, 3], pair__disagree=0.0, pair__neutral=1.0, pair__agree=1.0)],
        )
        named = loss_of(
            network,
            [item([2, 5, 3], pair__disagree=0.0, pair__neutral=1.0, pair__agree=0.0)],
        )
    assert 0 < either < named


def test_a_few_steps_bring_the_loss_down(network):
    rows = [item([2, 10, 3], possible_hostility=1.0), item([2, 20, 3], possible_hostility=0.0)]
    groups = networks.parameter_groups(
        network, rate=1e-2, decay=0.9, head_rate=1e-2, frozen_layers=1
    )
    optimizer = torch.optim.AdamW(groups)
    before = loss_of(network, rows)
    for _ in range(15):
        batch = collate(rows, channels=2)
        logits, tokens, _ = network(*tensors(batch))
        loss = losses.multi_task_loss(
            logits, tokens, torch.from_numpy(batch.targets),
            torch.from_numpy(batch.token_targets), layout=LAYOUT,
        )  # fmt: skip
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss_of(network, rows) < before / 2
    assert all(not p.requires_grad for p in network.encoder.embeddings.parameters())


def test_batches_lose_nobody_and_keep_to_their_size():
    rows = [item([2] * (1 + n % 9)) for n in range(50)]
    found = list(batches(rows, tokens=30, seed=1, channels=2))
    assert sum(len(b.ids) for b in found) == 50
    assert all(b.ids.size <= 30 for b in found)
    again = list(batches(rows, tokens=30, seed=1, channels=2))
    assert all((a.ids == b.ids).all() for a, b in zip(found, again, strict=True))


def test_the_rate_rises_and_falls():
    rates = [learning.schedule(step, 100, 0.1) for step in range(1, 101)]
    assert max(rates) == rates[9] == 1.0
    assert rates[0] < rates[5]
    assert rates[-1] < 0.05


def test_the_levels_of_hostility_are_ordered_for_every_text():
    torch.manual_seed(1)
    layout = layout_for({*LEVELS, "generalization"}, {"toxic"})
    config = transformers.BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    model = networks.MultiTaskEncoder(layout, encoder=encoder).eval()
    with torch.no_grad():
        for head in model.heads:
            head.weight.mul_(100)
        ids = torch.randint(4, 50, (30, 8))
        logits, _, _ = model(ids, torch.ones_like(ids), torch.zeros_like(ids))
    hostile, sharp, severe = (logits[:, layout.columns.index(name)] for name in LEVELS)
    assert bool((sharp >= hostile).all())
    assert bool((hostile >= severe).all())
    assert logits.shape[1] == len(layout.logits)


def test_the_running_mean_lags_behind_and_replaces_the_weights_when_asked(network):
    mean = learning.RunningMean(network, decay=0.5)
    weight = network.tokens.bias
    before = weight.detach().clone()
    with torch.no_grad():
        weight += 1.0
    mean.follow()
    assert torch.allclose(weight, before + 1.0)
    mean.put_into_model()
    assert bool(((weight > before) & (weight < before + 1.0)).all())


def test_two_running_means_meet_where_the_share_says(network):
    mean, other = learning.RunningMean(network, decay=0.5), learning.RunningMean(network, decay=0.5)
    other.values = [values + 1.0 for values in other.values]
    before = [values.clone() for values in mean.values]
    mean.join(other.values, share=0.75)
    for now, earlier in zip(mean.values, before, strict=True):
        assert torch.allclose(now, earlier + 0.25)


def test_hidden_pieces_are_about_the_share_asked_and_never_special_tokens_or_padding():
    items = [item([101, *range(1000, 1000 + n), 102]) for n in (60, 90, 120)]
    clean, hidden = (
        list(batches(items, tokens=400, seed=5, channels=2, masked=share)) for share in (0.0, 0.2)
    )
    changed = total = 0
    for a, b in zip(clean, hidden, strict=True):
        moved = a.ids != b.ids
        assert set(b.ids[moved]) <= {MASK}
        assert (a.ids[moved] > MASK).all()
        changed, total = changed + int(moved.sum()), total + int((a.ids > MASK).sum())
    assert 0.1 < changed / total < 0.3


def test_dropout_can_be_set_for_a_stage_and_leaves_the_heads_alone(network):
    heads = network.dropout.p
    networks.set_dropout(network, 0.25)
    inside = [m.p for m in network.encoder.modules() if isinstance(m, torch.nn.Dropout)]
    assert inside
    assert set(inside) == {0.25}
    assert network.dropout.p == heads
    networks.set_dropout(network, 0.0)


def test_words_and_the_lowest_layers_learn_in_thawed_stages_only(network):
    groups = networks.parameter_groups(
        network, rate=1e-3, decay=0.9, head_rate=1e-3, frozen_layers=0, word_rate=1e-3
    )
    optimizer = torch.optim.AdamW(groups)
    batch = collate([item([2, 5, 6, 3], possible_hostility=1.0)], channels=2)
    words = network.encoder.embeddings.word_embeddings.weight
    lowest = network.encoder.encoder.layer[0].output.dense.weight
    for frozen in (True, False):
        networks.set_frozen(network, layers=1, frozen=frozen)
        before = words.detach().clone(), lowest.detach().clone()
        learning.learn(network, optimizer, batch)
        assert torch.equal(words, before[0]) is frozen
        assert torch.equal(lowest, before[1]) is frozen
