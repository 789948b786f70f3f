"""The charts as pure functions: what they draw, where exact ends go, what a click hands back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.thresholds import Bin
from analysis.domain.tone import ToneRow
from analysis.labels.tone_measures import SHOWN
from dashboard.charts.comparing import Estimate, estimates, moved_bars
from dashboard.charts.cost import cost_curve
from dashboard.charts.look import LABEL_SHAPES, palette
from dashboard.charts.over_time import over_time
from dashboard.charts.scores import histogram_rows, magnified, score_histogram, triage_bars
from dashboard.charts.selections import picked_key, picked_range
from dashboard.charts.shares import in_words, long_rows, shares_of
from dashboard.charts.thread import reply_graph
from dashboard.charts.thread_layout import Node, laid_out
from dashboard.charts.tone import by_article


def tone_row(key: str, *, scored: int = 20, **counts: object) -> ToneRow:
    given = {
        "disagreement": 8,
        "civil_disagreement": 5,
        "hostile_disagreement": 2,
        "unsure_disagreement": 1,
        "hostility": 3,
        "generalization": 1,
        "evidence": 4,
        "unsure": 2,
        "unsupported": 0,
    }
    title = str(counts.pop("title", f"Title of {key}"))
    place = {name: counts.pop(name) for name in ("day", "position", "last") if name in counts}
    return ToneRow(key, title, scored, scored, {**given, **counts}, **place)  # type: ignore[arg-type]


def test_a_bar_is_split_into_rejected_approved_and_not_decided() -> None:
    rows = histogram_rows([Bin(0.4, 0.5, count=10, decided=6, rejected=2)])
    parts = {row.kind: (row.bottom, row.top) for row in rows.itertuples()}
    assert parts == {"rejected": (0, 2), "approved": (2, 6), "not decided": (6, 10)}


def test_scores_of_exactly_zero_and_one_are_in_the_picture() -> None:
    bars = [Bin(0.0, 0.0, 3, 0, 0), Bin(1.0, 1.0, 2, 0, 0)]
    rows = histogram_rows(bars)
    assert (rows.upper - rows.lower > 0).all()
    chart = score_histogram(bars, label_title="Hostility", clear_below=0.3, flag_at=0.6)
    low, high = chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low <= rows.lower.min()
    assert high >= rows.upper.max()


def test_the_thresholds_are_written_into_the_histogram() -> None:
    chart = score_histogram(
        [Bin(0.4, 0.5, 10, 6, 2)],
        label_title="Hostility",
        clear_below=0.35,
        flag_at=0.65,
        published=(0.3, 0.6),
    ).to_dict()
    words = [row["text"] for rows in chart["datasets"].values() for row in rows if "text" in row]
    assert "clear < 0.35" in words
    assert "flag ≥ 0.65" in words
    assert any({row.get("at") for row in rows} == {0.3, 0.6} for rows in chart["datasets"].values())


@pytest.mark.parametrize(
    ("counts", "cut"),
    [
        ([], None),
        ([0, 0], None),
        ([4, 5, 6], None),
        ([1, 1, 5], None),
        ([1, 1, 6], 5),
        ([10, 10, 10, 30], None),
        ([10, 10, 10, 31], 30),
    ],
)
def test_small_bars_are_magnified_where_a_tall_one_hides_them(
    counts: list[int], cut: int | None
) -> None:
    bars = [Bin(n / 10, (n + 1) / 10, count, 0, 0) for n, count in enumerate(counts)]
    assert magnified(bars) == cut


@pytest.mark.parametrize("cut", [None, 10])
def test_counts_are_drawn_to_scale_and_a_bar_that_is_cut_off_says_so(cut: int | None) -> None:
    bars = [Bin(0.0, 0.1, 400, 0, 0), Bin(0.5, 0.6, 4, 0, 0)]
    chart = score_histogram(
        bars, label_title="Hostility", clear_below=0.3, flag_at=0.6, cut=cut
    ).to_dict()
    scale = chart["layer"][0]["encoding"]["y"]["scale"]
    assert "type" not in scale
    assert scale["domain"] == [0, pytest.approx(cut or 400 * 1.18)]
    arrows = [layer for layer in chart["layer"] if layer["mark"].get("shape") == "triangle-up"]
    assert len(arrows) == (0 if cut is None else 1)
    if arrows:
        assert chart["datasets"][arrows[0]["data"]["name"]] == [{"at": 0.05, "comments": 400}]


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.0, 0.0), (1.0, 1.0), (0.2, 0.4)])
def test_the_picked_range_lies_inside_the_axis_and_can_be_seen(low: float, high: float) -> None:
    chart = triage_bars([Bin(0.4, 0.5, 10, 6, 2)], label_title="H", low=low, high=high).to_dict()
    (band,) = [row for rows in chart["datasets"].values() for row in rows if "from" in row]
    assert 0.0 <= band["from"] < band["to"] <= 1.0


def test_points_of_too_few_comments_are_drawn_open() -> None:
    rows = [Estimate("recall", "now", 0.5, 0.2, 0.8, 10)]
    shares = shares_of([tone_row("2026-03-01", day=date(2026, 3, 1))], ["evidence"])
    specs = [
        estimates(rows, sides=["now"], title="share").to_dict(),
        by_article(
            shares, titles={"evidence": "Evidence"}, order=["2026-03-01"], kind="articles"
        ).to_dict(),
        over_time(shares, measure="evidence", title="Evidence").spec,
    ]
    for spec in specs:
        (points,) = [layer for layer in spec["layer"] if "fillOpacity" in layer["encoding"]]
        assert points["encoding"]["fillOpacity"] == {
            "condition": {"test": "datum.n < 20", "value": 0},
            "value": 1,
        }


def test_an_empty_histogram_is_drawn_rather_than_refused() -> None:
    score_histogram([], label_title="Hostility", clear_below=0.3, flag_at=0.6).to_dict()


def test_the_triage_chart_has_a_brush_over_the_score_only() -> None:
    chart = triage_bars([Bin(0.4, 0.5, 10, 6, 2)], label_title="H", low=0.2, high=0.9).to_dict()
    brush = next(one for one in chart["params"] if one["name"] == "band")
    assert brush["select"] == {"type": "interval", "encodings": ["x"]}


def test_shares_are_of_the_scored_comments_and_carry_their_interval() -> None:
    rows = long_rows(shares_of([tone_row("a", scored=20)]), {})
    evidence = next(row for row in rows if row["what"] == "evidence")
    assert (evidence["hits"], evidence["n"], evidence["share"]) == (4, 20, 0.2)
    assert evidence["low"] < 0.2 < evidence["high"]


def test_a_group_without_scored_comments_has_no_share_and_no_row() -> None:
    shares = shares_of([tone_row("a", scored=0, **dict.fromkeys(SHOWN, 0))])
    assert long_rows(shares, {}) == []
    assert in_words(shares[0].rate) == "no comments"


def test_over_time_a_click_names_the_step() -> None:
    rows = [tone_row(f"2026-03-0{n}", day=date(2026, 3, n)) for n in (1, 2, 3)]
    shares = shares_of(rows, ["evidence"])
    drawing = over_time(shares, measure="evidence", title="Evidence", top=0.4)
    params = {one["name"]: one for one in drawing.spec["params"]}
    assert params["picked"]["select"]["fields"] == ["key"]
    assert params["top"]["value"] == 0.4
    assert list(drawing.rows["key"]) == [one.key for one in rows]
    assert "3 points" in drawing.spec["description"]


def test_one_small_chart_takes_nothing_over_from_another() -> None:
    rows = [tone_row(f"2026-03-0{n}", day=date(2026, 3, n)) for n in (1, 2, 3)]
    shares = shares_of(rows, ["evidence"])
    first = over_time(shares, measure="evidence", title="Evidence", top=0.4)
    again = over_time(shares[:2], measure="evidence", title="Proof", top=0.9)
    assert [one["name"] for one in again.spec["params"]] == ["picked", "top"]
    assert first.spec["params"][1]["value"] == 0.4
    assert "Evidence over time, 3 points" in first.spec["description"]
    assert "Proof over time, 2 points" in again.spec["description"]


def test_one_single_step_shows_its_interval_as_a_line() -> None:
    shares = shares_of([tone_row("1", position=1)], ["evidence"])
    drawing = over_time(shares, measure="evidence", title="Evidence", by_position=True)
    assert drawing.spec["layer"][0]["mark"]["type"] == "rule"


def test_articles_of_one_title_stay_two_lines() -> None:
    rows = [tone_row("a", title="Same"), tone_row("b", title="Same")]
    chart = by_article(
        shares_of(rows, ["evidence"]),
        titles={"evidence": "Evidence"},
        order=["a", "b"],
        kind="articles",
    ).to_dict()
    lines = {row["line"] for rows in chart["datasets"].values() for row in rows}
    assert lines == {"Same · n 20", "Same (2) · n 20"}


NODES = [
    Node("1", None, 1, "Ann", None),
    Node("3", "1", 3, "Cem", "disagreement"),
    Node("2", None, 2, "Bo", None),
    Node("4", "3", 4, "Ann", "possible_hostility"),
    Node("5", "gone", 5, "Dee", None),
]


def test_answers_stand_under_and_right_of_what_they_answer() -> None:
    places = [(place.node.key, place.depth) for place in laid_out(NODES)]
    assert places == [("1", 0), ("3", 1), ("4", 2), ("2", 0), ("5", 0)]


@given(
    st.lists(st.integers(0, 7), min_size=1, max_size=8).map(
        lambda parents: [
            Node(str(n), str(parent), n, "x", None) for n, parent in enumerate(parents)
        ]
    )
)
def test_every_comment_is_drawn_once_even_when_parents_go_in_a_ring(nodes: list[Node]) -> None:
    places = laid_out(nodes)
    assert sorted(place.node.key for place in places) == sorted(node.key for node in nodes)


def test_the_reply_graph_tells_labels_by_shape_as_well_as_colour() -> None:
    titles = {"disagreement": "Disagreement", "possible_hostility": "Possible hostility"}
    chart = reply_graph(NODES, titles=titles).to_dict()
    points = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "point")
    shapes = points["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(shapes) == 3


def test_legends_of_the_reply_graph_are_not_beside_each_other() -> None:
    """A telephone has room for one; the second is there only when there is a guess to explain."""

    def places(nodes: list[Node]) -> list[str | None]:
        layers = reply_graph(nodes, titles={"disagreement": "Disagreement"}).to_dict()["layer"]
        found = [
            layer["encoding"][channel]["legend"]
            for layer in layers
            for channel in ("strokeDash", "color")
            if channel in layer["encoding"]
        ]
        return [legend and legend["orient"] for legend in found]

    guess = [*NODES, Node("6", "1", 6, "Eve", None, inferred=True)]
    assert sorted(places(NODES), key=str) == [None, "top"]
    assert sorted(places(guess), key=str) == ["bottom", "top"]


def test_long_names_stand_above_their_lines_and_leave_a_telephone_its_width() -> None:
    rows = [Estimate("recall: rejected that are flagged", "now", 0.5, 0.2, 0.8, 10)]
    layers = estimates(rows, sides=["now"], title="share").to_dict()["layer"]
    assert all(layer["encoding"]["y"]["axis"] is None for layer in layers)
    names = next(one for one in layers if one["encoding"].get("text", {}).get("field") == "line")
    assert names["encoding"]["x"] == {"value": 0}


def test_titles_of_articles_stand_inside_the_frame_in_a_place_of_their_own() -> None:
    shares = shares_of([tone_row("a")], ["evidence"])
    chart = by_article(
        shares, titles={"evidence": "Evidence"}, order=["a"], kind="articles"
    ).to_dict()
    for layer in chart["layer"]:
        axis = layer["encoding"]["y"]["axis"]
        assert (axis["labelAlign"], axis["labelPadding"]) == ("left", 0)
        assert axis["labelOffset"] < 0
        places = layer["encoding"]["yOffset"]["scale"]["domain"]
        assert len(places) == 2
        assert places[1] == "Evidence"


def test_where_the_cheapest_threshold_may_lie_is_a_band() -> None:
    chart = cost_curve([0.0, 0.5, 1.0], [3.0, 1.0, 2.0], best=0.5, now=0.6, interval=(0.4, 0.7))
    rows = [row for rows in chart.to_dict()["datasets"].values() for row in rows]
    assert {"low": 0.4, "high": 0.7} in rows


def test_a_comment_of_the_reply_graph_tells_how_it_begins_when_it_is_pointed_at() -> None:
    said = Node("1", None, 1, "Ann", None, excerpt="The tram is late")
    chart = reply_graph([said], titles={}).to_dict()
    points = next(layer for layer in chart["layer"] if layer["mark"]["type"] == "point")
    assert "excerpt" in {tip["field"] for tip in points["encoding"]["tooltip"]}
    rows = [row for rows in chart["datasets"].values() for row in rows]
    assert "The tram is late" in {row.get("excerpt") for row in rows}


def test_labels_have_shapes_and_colours_of_their_own_on_both_bases() -> None:
    for dark in (False, True):
        colours = palette(dark=dark).labels
        assert set(colours) == set(LABEL_SHAPES)
        assert len(set(colours.values())) == len(colours)


def test_an_estimate_without_a_value_is_left_out_and_others_say_their_n() -> None:
    chart = estimates(
        [
            Estimate("precision", "now", None, None, None, 0),
            Estimate("recall", "now", 0.5, 0.2, 0.8, 10),
        ],
        sides=["now"],
        title="share",
    ).to_dict()
    words = [r["words"] for rows in chart["datasets"].values() for r in rows if "words" in r]
    assert words == ["50% (20% to 80%) · n 10"]


def test_unsupported_is_shown_only_where_there_is_any() -> None:
    none = moved_bars({"flag": 1, "clear": 2}, {"flag": 2, "clear": 1}, names=("a", "b")).to_dict()
    some = moved_bars({"unsupported": 1}, {"unsupported": 1}, names=("a", "b")).to_dict()
    outcomes = [
        {row["outcome"] for rows in chart["datasets"].values() for row in rows}
        for chart in (none, some)
    ]
    assert "unsupported" not in outcomes[0]
    assert "unsupported" in outcomes[1]


@pytest.mark.parametrize(
    "chart",
    [
        moved_bars({"flag": 1}, {"flag": 2}, names=("a", "b")),
        cost_curve([0.0, 0.5, 1.0], [3.0, 1.0, 2.0], best=0.5, now=0.6),
        reply_graph(NODES, titles={}),
    ],
)
def test_every_chart_says_what_it_shows_and_is_drawn_as_svg(chart: object) -> None:
    drawn = chart.to_dict()  # type: ignore[attr-defined]
    assert drawn["description"]
    assert drawn["usermeta"]["embedOptions"]["renderer"] == "svg"


@pytest.mark.parametrize(
    ("event", "ends"),
    [
        ({"selection": {"band": {"lower": [0.7, 0.2]}}}, (0.2, 0.7)),
        ({"selection": {"band": {}}}, None),
        ({"selection": {}}, None),
        (None, None),
    ],
)
def test_a_brush_is_read_as_its_two_ends(event: object, ends: tuple[float, float] | None) -> None:
    assert picked_range(event, "band") == ends


@pytest.mark.parametrize(
    ("event", "key"),
    [
        ({"selection": {"picked": [{"key": "a1"}]}}, "a1"),
        ({"selection": {"picked": [{"key": 21}]}}, "21"),
        ({"selection": {"picked": []}}, None),
        ({}, None),
    ],
)
def test_a_click_is_read_as_the_key_of_its_point(event: object, key: str | None) -> None:
    assert picked_key(event) == key
