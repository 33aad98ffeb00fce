"""The records of a digest are its JSON, by the names of the schema."""

import copy
import dataclasses
import json
import pickle
import typing

import pytest
from conftest import ROOT

import newsfold
from newsfold import model

SCHEMA = json.loads((ROOT / "docs" / "digest.schema.json").read_text(encoding="utf-8"))

# Kept as the JSON has them; and a line of digest.jsonl, which is a story.
MAPPINGS = {"Settings", "Limits", "Signals", "Weights", "StoryLine"}

# Made of other JSON than a digest's.
OTHERS = {"Verification", "Miss", "Explanation", "ExplainedSentence", "SignalShare", "DroppedAt"}

RECORDS = {
    name: cls
    for name, cls in vars(model).items()
    if dataclasses.is_dataclass(cls) and cls.__module__ == model.__name__
}


def objects():
    """By class name the objects of the schema that have properties."""
    named = {name: one for name, one in SCHEMA["$defs"].items() if "properties" in one and name not in MAPPINGS}
    return {"Digest": SCHEMA, **{name.removeprefix("Digest"): one for name, one in named.items()}}


def public(cls):
    return [one for one in dataclasses.fields(cls) if not one.name.startswith("_")]


def test_every_object_of_the_schema_is_a_record_and_the_other_way_round():
    assert set(objects()) == set(RECORDS) - OTHERS


@pytest.mark.parametrize("name", sorted(objects()))
def test_every_property_is_a_field_and_the_other_way_round(name):
    schema, cls = objects()[name], RECORDS[name]
    keys = {one.name.rstrip("_"): one for one in public(cls)}
    assert set(keys) == set(schema["properties"])
    # What may be left out has a default, and nothing else.
    needed = {key for key, one in keys.items() if one.default is dataclasses.MISSING}
    assert needed == set(schema.get("required", ()))
    hints = typing.get_type_hints(cls)
    for key, one in keys.items():
        told = schema["properties"][key]
        may_be_null = "null" in told.get("type", ()) or {"type": "null"} in told.get("anyOf", ())
        may_be_none = type(None) in typing.get_args(hints[one.name])
        assert may_be_none == (may_be_null or one.default is None), key
        is_list = "array" in (told.get("type"), *(told["type"] if isinstance(told.get("type"), list) else ()))
        assert is_list == ("tuple" in str(hints[one.name])), key


def as_json(value):
    """A record as JSON, with all that JSON leaves out where there is nothing."""
    if dataclasses.is_dataclass(value):
        return {one.name.rstrip("_"): as_json(getattr(value, one.name)) for one in public(type(value))}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    return value


def is_the_same(record, told, place="digest"):
    """That `record` holds all of `told`, and nothing else."""
    if isinstance(record, dict):
        for key, value in record.items():
            if key in told:
                is_the_same(value, told[key], f"{place}.{key}")
            else:
                assert value in (None, False, []), f"{place}.{key}"
        assert set(told) <= set(record), place
    elif isinstance(record, list):
        assert len(record) == len(told), place
        for at, (one, other) in enumerate(zip(record, told, strict=True)):
            is_the_same(one, other, f"{place}[{at}]")
    else:
        assert record == told, place


def test_attributes_are_the_json(root):
    digest = newsfold.digest("corpus", sections=["full"], watch=["ferry"])
    is_the_same(as_json(digest), digest.to_dict())
    # Everything was there to be compared.
    found = [story.findings for story in digest.stories]
    for name in ("agreed", "differ", "quotes", "only_here", "timeline", "coverage"):
        assert any(getattr(one, name) for one in found), name
    assert any(story.watched for story in digest.stories)
    story = digest.stories[0]
    assert story.headline.text == digest["stories"][0]["headline"]["text"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        story.origins = 7


def test_real_articles_too(multinews):
    digest = newsfold.digest(multinews)
    is_the_same(as_json(digest), digest.to_dict())


def test_an_issue_is_read_too(program, root, tmp_path):
    state = tmp_path / "news.state"
    for given in (["corpus/ferry", "corpus/bridge/01-valley-post.txt"], ["corpus"]):
        text = program(*given, "--state", str(state), "--format", "json", "-o", "-", "-q")
        digest = newsfold.Digest.from_json(text)
        is_the_same(as_json(digest), json.loads(text))
    assert digest.issue.number == 2
    assert {story.issue.status for story in digest.stories} == {"new"}
    assert len(digest.issue.unchanged) == 1


def test_a_digest_is_still_a_mapping(root):
    digest = newsfold.digest("corpus")
    told = digest.to_dict()
    assert digest == told and digest == newsfold.digest("corpus")
    assert list(digest) == list(told) and len(digest) == len(told)
    assert digest["run"] == told["run"] and digest.get("nothing") is None and "stories" in digest
    told["stories"].clear()
    assert digest["stories"], "to_dict gives a dict of one's own"
    assert repr(digest).startswith("<newsfold.Digest: ")


def test_pages_are_the_program_s(program, root):
    digest = newsfold.digest("corpus")
    assert digest.to_json() == program("corpus", "--format", "json", "-o", "-", "-q")
    assert digest.to_markdown() == program("corpus", "--format", "md", "-o", "-", "-q")
    assert digest.to_html() == program("corpus", "--format", "html", "-o", "-", "-q")


def test_pages_link_nothing_that_is_not_there(rows):
    digest = newsfold.digest(rows)
    kept = digest.stories[0].articles[0].text_path
    assert kept
    for page in (digest.to_markdown(), digest.to_html(), newsfold.markdown(rows)):
        assert kept not in page and digest.stories[0].summary[0].article not in page
    # The JSON says it all the same.
    assert kept in digest.to_json()


def test_what_is_read_back_is_equal_and_has_no_pages(rows):
    digest = newsfold.digest(rows)
    for again in (newsfold.Digest.from_json(digest.to_json()), pickle.loads(pickle.dumps(digest)), copy.deepcopy(digest)):
        assert again == digest and again.stories == digest.stories
        with pytest.raises(newsfold.NewsfoldError, match="has no pages"):
            again.to_markdown()


def test_unknown_keys_are_kept_out_of_the_way(rows):
    told = newsfold.digest(rows).to_dict()
    told["later"] = {"a": 1}
    told["stories"][0]["later"] = told["stories"][0]["summary"][0]["later"] = 2
    digest = newsfold.Digest.from_json(json.dumps(told))
    assert digest["later"] == {"a": 1} and digest.stories == newsfold.digest(rows).stories
    assert digest.to_dict() == told


@pytest.mark.parametrize("text", ["{}", "[]", "7", '{"stories": 7}', "nothing"])
def test_what_is_no_digest(text):
    with pytest.raises(ValueError):
        newsfold.Digest.from_json(text)


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("given", ["corpus", []])
def test_sentences_and_articles_are_tables(root, kind, given):
    library = pytest.importorskip(kind)
    made = library.table if kind == "pyarrow" else library.DataFrame
    digest = newsfold.digest(given)
    sentences, articles = digest.sentences(), digest.articles()
    for columns in (sentences, articles):
        table = made(columns)
        names = table.column_names if kind == "pyarrow" else list(table.columns)
        assert list(names) == list(columns)
        assert len(table) == len(columns["story"])
    printed = [(story, one) for story in digest.stories for one in story.summary]
    assert sentences["text"] == [one.text for _, one in printed]
    assert sentences["story"] == [story.id for story, _ in printed]
    assert sentences["supporters"] == [list(one.support.articles) for _, one in printed]
    outlets = dict(zip(articles["article"], articles["outlet"], strict=True))
    assert sentences["outlet"] == [outlets[id] for id in sentences["article"]]
    assert len(articles["article"]) == digest.run.articles
    assert articles["told"].count(False) == sum(len(single.articles) for single in digest.singles)
