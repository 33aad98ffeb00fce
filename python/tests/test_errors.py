"""What goes wrong, and what is raised."""

import json
import os

import pytest

import newsfold


@pytest.mark.parametrize("call", [newsfold.digest, newsfold.stories, newsfold.markdown])
def test_a_missing_input(call, tmp_path):
    path = tmp_path / "nowhere"
    with pytest.raises(FileNotFoundError) as raised:
        call(path)
    assert str(raised.value) == f"cannot read {path}: no such file or directory"


def test_a_missing_gold_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.jsonl: no such file"):
        newsfold.evaluate(tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"wrds": 80}, "in the setting `wrds`: unknown field `wrds`, expected one of `words`"),
        ({"words": "80"}, "in the setting `words`: invalid type: string \"80\", expected usize"),
        ({"words": 0}, "`words` takes 1 or more"),
        ({"words": 80, "sentences": 3}, "both `words` and `sentences`"),
        ({"lambda_": -1}, "`lambda` takes a number between 0 and 1000000"),
        ({"lambda": float("nan")}, "not JSON compliant"),
        ({"weights": {"redundnacy": 1}}, "did you mean `redundancy`"),
        ({"limits": {"ratios": 1}}, "in the setting `limits`: unknown field `ratios`"),
        ({"sections": ["difer"]}, "did you mean `differ`"),
        ({"fields": {"txt": "story"}}, "did you mean `text`"),
        ({"fields": "text=story"}, "in the setting `fields`: invalid type: string"),
        ({"input_format": "docx"}, "unknown input format `docx`"),
        ({"threads": 257}, "threads takes at most 256"),
        ({"threads": -1}, "threads takes 0 or more"),
    ],
)
@pytest.mark.parametrize("given", ["corpus", [{"text": "A ferry ran aground."}]])
def test_settings_that_make_no_sense(root, given, settings, message):
    with pytest.raises(ValueError) as raised:
        newsfold.digest(given, **settings)
    assert message in str(raised.value)
    # Where a value stands in the JSON between the two halves helps nobody.
    assert "line 1" not in str(raised.value)


def test_the_settings_are_those_of_the_program():
    import re

    with pytest.raises(ValueError) as raised:
        newsfold.digest("corpus", nothing=1)
    # `merge` and `split` are refused with the names of what replaced them.
    taken = set(re.findall(r"`(\w+)`", str(raised.value).split("expected one of")[1])) - {"merge", "split"}
    assert taken == {name.rstrip("_") for name in newsfold.Settings.__annotations__}


def test_what_the_program_says_is_what_is_raised(program, root):
    import subprocess

    done = subprocess.run(
        [os.environ["NEWSFOLD_BIN"], "corpus", "--similarity", "2", "-o", "-"],
        capture_output=True,
        check=False,
    )
    with pytest.raises(newsfold.NewsfoldError) as raised:
        newsfold.digest("corpus", similarity=2)
    # The program names the flag, the library the setting.
    said = str(raised.value).replace("`similarity`", "--similarity")
    assert done.stderr.decode() == f"newsfold: error: {said}\n"


@pytest.mark.parametrize(
    "given", [7, None, b"corpus", {"text": "one dict"}, [{"text": "x"}, "corpus"], ["corpus", 7]]
)
def test_what_is_no_articles(given):
    with pytest.raises(TypeError):
        newsfold.digest(given)


def test_a_value_that_is_no_text_names_its_row():
    with pytest.raises(TypeError, match="row 1, field 'title': bytes is no text"):
        newsfold.digest([{"text": "A ferry."}, {"text": "A ferry.", "title": b"x"}])


def test_a_gold_file_that_is_not_of_the_form(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"cluster": "a", "docs": []}\n', encoding="utf-8")
    with pytest.raises(newsfold.NewsfoldError, match="gold.jsonl, line 1: `docs` holds no article"):
        newsfold.evaluate(path)
    docs = [{"text": "A ferry ran aground off Sennet on Thursday."}]
    path.write_text(json.dumps({"cluster": "a", "docs": docs}), encoding="utf-8")
    with pytest.raises(newsfold.NewsfoldError, match="no story has a reference"):
        newsfold.evaluate(path)
    with pytest.raises(TypeError):
        newsfold.evaluate([{"cluster": "a"}])


def test_a_damaged_file_raises_nothing(tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    digest = newsfold.digest(tmp_path)
    assert [s["path"] for s in digest["set_aside"]] == [str(tmp_path / "bad.json")]
