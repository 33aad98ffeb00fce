"""What `newsfold verify` finds, and `newsfold explain` says."""

import json
import re

import pytest

import newsfold


@pytest.fixture
def written(program, root, tmp_path):
    """A digest with its kept texts, as the program writes it."""
    program("corpus", "-q", "-o", str(tmp_path))
    return tmp_path / "digest.json"


def test_a_digest_of_files(written, program):
    theirs = program("verify", str(written))
    for found in (
        newsfold.verify(written),
        newsfold.verify(str(written)),
        newsfold.verify(newsfold.digest("corpus"), "corpus"),
        newsfold.verify(newsfold.digest("corpus").to_dict(), "corpus"),
    ):
        assert found.checked > 50 and found.misses == ()
        assert theirs == f"{found.checked} checked, 0 wrong\n"


def test_a_digest_of_rows_and_of_tables(rows):
    pandas = pytest.importorskip("pandas")
    digest = newsfold.digest(rows)
    for given in (rows, iter(rows), pandas.DataFrame(rows), rows[::-1]):
        found = newsfold.verify(digest, given)
        assert found.checked > 5 and found.misses == ()
    with pytest.raises(newsfold.NewsfoldError, match="no files as they are"):
        newsfold.verify(digest)


def test_names_of_fields_are_those_of_the_digest(rows):
    renamed = [{"story": row["text"], "paper": row["source"]} for row in rows]
    digest = newsfold.digest(renamed, fields={"text": "story", "source": "paper"})
    assert newsfold.verify(digest, renamed).misses == ()


def test_words_that_are_not_there_are_named(rows, program, written):
    digest = newsfold.digest(rows)
    told = digest.to_dict()
    told["stories"][0]["summary"][0]["text"] = "Nobody said so."
    told["stories"][0]["summary"][-1]["support"]["origins"] += 1
    places = {miss.place: miss.reason for miss in newsfold.verify(told, rows).misses}
    last = len(told["stories"][0]["summary"]) - 1
    assert "other words" in places["story.summary[0]"]
    assert "origins" in places[f"story.summary[{last}]"]
    # Articles that are others now are not the digest's: each sentence is looked for where it says, and not found.
    changed = [{**row, "text": f"{row['text']} More."} for row in rows]
    found = newsfold.verify(digest, changed)
    assert len(found.misses) == found.checked
    assert {miss.story for miss in found.misses} == {digest.stories[0].id}


def test_the_same_misses_as_the_program(written):
    import os
    import subprocess

    text = written.read_text(encoding="utf-8")
    told = json.loads(text)
    told["stories"][0]["headline"]["text"] = "Nobody said so."
    written.write_text(json.dumps(told), encoding="utf-8")
    done = subprocess.run([os.environ["NEWSFOLD_BIN"], "verify", str(written)], capture_output=True, check=False, text=True)
    (miss,) = newsfold.verify(written).misses
    assert done.stdout.splitlines()[0] == f"{miss.story} {miss.place}: {miss.reason}"


@pytest.mark.parametrize("text", ["{}", "7", "nothing"])
def test_what_is_no_digest(text, tmp_path):
    (tmp_path / "digest.json").write_text(text, encoding="utf-8")
    with pytest.raises(newsfold.NewsfoldError, match="cannot read the digest"):
        newsfold.verify(tmp_path / "digest.json")
    with pytest.raises(FileNotFoundError):
        newsfold.verify(tmp_path / "nowhere.json")


def test_explained_are_the_printed_sentences(root):
    digest = newsfold.digest("corpus", words=80)
    explained = newsfold.explain("corpus", words=80)
    assert [one.story for one in explained] == [story.id for story in digest.stories]
    for one, story in zip(explained, digest.stories, strict=True):
        assert [said.text for said in one.sentences] == [said.text for said in story.summary]
        assert one.share_of_best == story.share_of_best
        assert one.worth <= one.bound
        assert sum(said.gain for said in one.sentences) == pytest.approx(one.worth, abs=1e-3)
        for said in one.sentences:
            assert said.gain == pytest.approx(said.concept_gain + said.signal_gain, abs=1e-5)
            assert sum(share.share for share in said.shares) == pytest.approx(said.score, abs=1e-5)
            assert {share.signal: share.value for share in said.shares} == said.signals
    assert any(said.instead for one in explained for said in one.sentences)
    assert any(said.dropped_at for one in explained for said in one.sentences)


def test_the_numbers_are_the_program_s(program, root):
    text = program("explain", "corpus", "-q")
    for one in newsfold.explain("corpus"):
        (theirs,) = (part for part in re.split(r"^(?=story-)", text, flags=re.M) if part.startswith(one.story))
        assert f"worth {one.worth:.4f};" in theirs
        for said in one.sentences:
            at = theirs.index(f"\n  {said.text} [")
            of_it = theirs[at : theirs.find("\n\n", at + 1)]
            assert f"new concepts {said.concept_gain:.4f} + signals {said.signal_gain:.4f}" in of_it
            assert f"x {said.words} words" in of_it
            assert f"margin {said.margin:.4f}: " in of_it
            assert all(f"        {other.text} [" in of_it for other in said.instead)
            if said.dropped_at is None:
                assert "no single weight" in of_it
            else:
                assert f"dropped with --weight {said.dropped_at.signal}={said.dropped_at.weight:g} " in of_it


def test_one_story(root):
    story = newsfold.digest("corpus").stories[1].id
    (one,) = newsfold.explain("corpus", story=story)
    assert one.story == story
    with pytest.raises(newsfold.NewsfoldError, match="no story has the id story-7"):
        newsfold.explain("corpus", story="story-7")
