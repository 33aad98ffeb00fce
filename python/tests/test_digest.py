"""Digests of paths are the program's, those of rows are those of a file with the same rows."""

import json
import threading
import time
from pathlib import Path

import pytest
from conftest import without

import newsfold


@pytest.mark.parametrize(
    ("flags", "settings"),
    [
        ([], {}),
        (["--words", "60", "--top", "2"], {"words": 60, "top": 2}),
        (
            ["--weight", "redundancy=1.5", "--lambda", "0.1", "--sections", "differ,quotes"],
            {"weights": {"redundancy": 1.5}, "lambda_": 0.1, "sections": ["differ", "quotes"]},
        ),
        (["--max-article-bytes", "1500"], {"limits": {"article_bytes": 1500}}),
    ],
)
def test_bytes_are_the_program_s(program, root, flags, settings):
    theirs = program("corpus", *flags, "--format", "json", "-o", "-", "-q")
    assert newsfold.digest("corpus", **settings).to_json() == theirs


def test_real_articles_are_told_as_the_program_tells_them(program, multinews):
    theirs = program(multinews, "--format", "json", "-o", "-", "-q")
    assert newsfold.digest(multinews).to_json() == theirs


def test_the_page_is_the_program_s(program, root):
    theirs = program("corpus", "--singles", "1", "--format", "md", "-o", "-", "-q")
    assert newsfold.markdown("corpus", singles=1) == theirs


def test_rows_are_what_standard_input_gives(program, multinews):
    lines = Path(multinews).read_bytes()
    theirs = json.loads(program("-", "--format", "json", "-o", "-", "-q", stdin=lines))
    ours = newsfold.digest([json.loads(line) for line in lines.splitlines()])
    assert len(ours["stories"]) > 100
    differing = ("path", "inputs", "command")
    assert without(ours, *differing) == without(theirs, *differing)


def test_rows_are_what_a_file_gives(rows, kept_file):
    path = kept_file(rows)
    ours, theirs = newsfold.digest(rows), newsfold.digest(path)
    days = ["2026-06-08", "2026-06-10"]
    assert ours["run"] == {"articles": 5, "outlets": 5, "stories": 1, "days": days}
    assert {a["path"] for a in ours["stories"][0]["articles"]} == {"articles"}
    assert ours["settings"]["inputs"] == []
    differing = ("path", "inputs", "command")
    assert without(ours, *differing) == without(theirs, *differing)
    # What was given is what makes the digest.
    fewer = newsfold.digest(rows[:-1])
    assert without(fewer, *differing) != without(theirs, *differing)


def test_rows_without_titles_are_what_a_plain_file_gives(rows, tmp_path):
    bare = [without(row, "title") for row in rows]
    path = tmp_path / "bare.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in bare), encoding="utf-8")
    differing = ("path", "text_path", "inputs", "command")
    ours, theirs = newsfold.digest(bare), newsfold.digest(path)
    assert ours["stories"]
    assert without(ours, *differing) == without(theirs, *differing)


def test_any_iterable_of_rows_and_any_list_of_paths(rows, root):
    assert newsfold.digest(row for row in rows) == newsfold.digest(rows)
    folders = [Path("corpus/ferry"), "corpus/bridge"]
    assert newsfold.digest(folders) == newsfold.digest(iter(folders))
    assert newsfold.digest(folders)["settings"]["inputs"] == ["corpus/bridge", "corpus/ferry"]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_nothing(root, threads):
    assert newsfold.digest("corpus", threads=threads) == newsfold.digest("corpus")
    assert newsfold.markdown("corpus", threads=threads) == newsfold.markdown("corpus")


def test_sentences_are_slices_of_the_rows(rows):
    # Where an article has a title, offsets count in title, empty line, text.
    texts = {row["id"]: f"{row['title']}\n\n{row['text']}".encode() for row in rows}
    story = newsfold.digest(rows)["stories"][0]
    texts = {a["id"]: texts[a["external_id"]] for a in story["articles"]}
    assert story["summary"]
    for sentence in story["summary"]:
        slice_ = texts[sentence["article"]][sentence["start"] : sentence["end"]].decode()
        assert " ".join(slice_.split()) == sentence["text"]


def test_rows_that_are_no_articles_are_named(rows):
    bad = [{"title": "no text"}, {"text": "half a pair: \ud800"}, {"text": 7}, {"text": float("nan")}]
    digest = newsfold.digest([*rows, *bad, rows[0]])
    assert digest["run"]["articles"] == 5
    reasons = {s["record"]: s["reason"] for s in digest["set_aside"]}
    assert sorted(reasons) == [6, 7, 8, 9, 10]
    assert "no text" in reasons[6]
    assert "malformed JSON" in reasons[7]
    assert "found a number" in reasons[8]
    assert "found null" in reasons[9]
    assert reasons[10] == "the same article as articles line 1"


def test_no_rows_are_an_empty_digest():
    digest = newsfold.digest([])
    assert digest["run"] == {"articles": 0, "outlets": 0, "stories": 0}
    assert newsfold.stories([]) == []


def test_words_of_an_article_do_not_say_how_rows_are_read():
    report = '<meta charset="utf-16">A ferry ran aground off Sennet on Thursday.\nfrom,to\n1,2'
    digest = newsfold.digest([{"text": report, "newsfold_version": "1"}], input_format="csv")
    assert digest["run"]["articles"] == 1, digest["set_aside"]


def test_fields_of_other_names(rows):
    renamed = [{"story": row["text"], "paper": row["source"], "id": row["id"]} for row in rows]
    digest = newsfold.digest(renamed, fields={"text": "story", "source": "paper"})
    assert digest["run"] == {"articles": 5, "outlets": 5, "stories": 1}


def test_stories_are_those_of_the_digest(root):
    digest = newsfold.digest("corpus")
    told = {s["id"]: s["articles"] for s in digest["stories"] + digest["singles"]}
    found = newsfold.stories("corpus")
    assert {s["id"] for s in found} == set(told)
    keys = ("id", "external_id", "path", "record", "element", "doc", "origin")
    for story in found:
        theirs = [{key: a[key] for key in keys} for a in told[story["id"]]]
        assert without(story["articles"], "why") == theirs
        ids = {a["id"] for a in story["articles"]}
        for article in story["articles"]:
            why = article["why"]
            assert (why is None) == (len(ids) == 1)
            if why is not None:
                assert why["nearest"] in ids - {article["id"]}
                assert 0 < why["similarity"] <= 1
                assert why["shared_terms"]
    sizes = [len(s["articles"]) for s in found]
    assert sizes == sorted(sizes, reverse=True)
    # The ferry's agency text is printed twice.
    assert any(len({a["origin"] for a in s["articles"]}) < len(s["articles"]) for s in found)


def test_stories_are_the_program_s(program, multinews):
    theirs = json.loads(program("stories", multinews, "--format", "json", "-q"))["stories"]
    assert newsfold.stories(multinews) == theirs


def test_given_stories(rows):
    apart = [{**row, "cluster": number % 2} for number, row in enumerate(rows)]
    found = newsfold.stories(apart, given_stories=True)
    assert sorted(len(s["articles"]) for s in found) == [2, 3]
    assert len(newsfold.stories(apart)) == 1


def test_python_goes_on_meanwhile(rows):
    many = [{**row, "text": f"{row['text']} Report {n}."} for n in range(1500) for row in rows]
    beats = []
    stop = threading.Event()

    def beat():
        while not stop.is_set():
            beats.append(time.perf_counter())
            time.sleep(0.001)

    beating = threading.Thread(target=beat)
    beating.start()
    begun = time.perf_counter()
    newsfold._newsfold.stories("\n".join(map(json.dumps, many)).encode(), "{}", 0, True)
    ended = time.perf_counter()
    stop.set()
    beating.join()
    during = [begun, *(b for b in beats if begun < b < ended), ended]
    assert ended - begun > 0.3, "too short a run to tell"
    # With the lock held there would be no beat between the first and the last.
    longest = max(b - a for a, b in zip(during, during[1:], strict=False))
    assert longest < (ended - begun) / 3


def test_the_version_is_the_package_s():
    import importlib.metadata

    assert newsfold.__version__ == importlib.metadata.version("newsfold")
