"""Figures over gold files."""

import json

import pytest

import newsfold


@pytest.fixture
def gold(tmp_path):
    """Two stories of one sentence, whose references are that sentence and another one."""
    said = "A ferry with 120 people aboard ran aground off Sennet on Thursday."
    other = "Voters rejected all seven budget amendments yesterday."
    path = tmp_path / "gold.jsonl"
    stories = [
        {"cluster": "same", "lang": "en", "docs": [{"text": said}], "references": [said]},
        {"cluster": "other", "lang": "en", "docs": [{"text": said}], "references": [other]},
    ]
    path.write_text("".join(json.dumps(story) + "\n" for story in stories), encoding="utf-8")
    return path


def test_equal_is_one_and_unlike_is_none(gold):
    report = newsfold.evaluate(gold, words=50)
    (one,) = report["sets"]
    assert report["pooled"] is None
    scores = {row["cluster"]: row["systems"][0] for row in one["rows"]}
    assert scores["same"]["system"] == "newsfold"
    measures = [name for name in scores["same"] if name != "system"]
    assert len(measures) >= 3
    for measure in measures:
        assert scores["same"][measure]["f"] == pytest.approx(1)
        assert scores["other"][measure]["f"] == pytest.approx(0)
        assert one["systems"][0]["f"][measure]["mean"] == pytest.approx(0.5)


def test_figures_are_the_program_s(program, multinews):
    theirs = json.loads(program("evaluate", multinews, "--words", "100", "--format", "json", "-q"))
    ours = newsfold.evaluate(multinews, words=100)
    assert ours == theirs
    assert newsfold.evaluate(multinews, words=60)["sets"] != theirs["sets"]


def test_settings_and_several_files_are_the_program_s(program, gold, multinews):
    flags = ["--weight", "redundancy=1.5", "--max-overlap", "0.3", "--strict-budget"]
    theirs = program("evaluate", str(gold), multinews, *flags, "--format", "json", "-q")
    ours = newsfold.evaluate(
        [gold, multinews], weights={"redundancy": 1.5}, max_overlap=0.3, strict_budget=True
    )
    assert ours == json.loads(theirs)
    assert ours["pooled"]["stories"] == sum(one["stories"] for one in ours["sets"])


def test_groups_are_the_program_s(program, multinews):
    theirs = json.loads(program("evaluate", multinews, "--group", "--format", "json", "-q"))
    ours = newsfold.evaluate(multinews, group=True)["sets"]
    assert ours == theirs
    assert 0.5 < ours[0]["b_cubed"]["f"] < 1
