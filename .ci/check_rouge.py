#!/usr/bin/env python3
"""Checks newsfold's ROUGE against the rouge-score package, pair by pair, without tolerance beyond the last bits.

usage: check_rouge.py NEWSFOLD DATA_FOLDER
"""
import gzip
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

from rouge_score import rouge_scorer

NAMES = {"R-1": "rouge1", "R-2": "rouge2", "R-4": "rouge4", "R-L": "rougeL"}
FEWEST_PAIRS = 1000


def first_words(text, words):
    return " ".join(text.split()[:words])


def pairs(data):
    """(summary, reference): articles against human summaries, and agency reports against the next one."""
    for name in ("multinews_sample", "multiling2011_english"):
        for line in (data / f"{name}.jsonl").open(encoding="utf-8"):
            story = json.loads(line)
            for doc, reference in itertools.product(story["docs"], story["references"]):
                yield first_words(doc["text"], 200), reference
    with gzip.open(data / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["docs"][0]["text"] for line in itertools.islice(lines, 1001)]
    yield from zip(texts, texts[1:])


def main():
    newsfold, data = sys.argv[1], pathlib.Path(sys.argv[2])
    known = [(s, r) for s, r in pairs(data) if s.strip() and r.strip()]
    with tempfile.TemporaryDirectory() as folder:
        gold, system = pathlib.Path(folder, "gold.jsonl"), pathlib.Path(folder, "other.jsonl")
        with gold.open("w", encoding="utf-8") as g, system.open("w", encoding="utf-8") as s:
            for at, (summary, reference) in enumerate(known):
                doc = {"text": "One short report stands here, so that the record is whole."}
                record = {"cluster": str(at), "lang": "en", "docs": [doc], "references": [reference]}
                g.write(json.dumps(record) + "\n")
                s.write(json.dumps({"cluster": str(at), "summary": summary}) + "\n")
        command = [newsfold, "evaluate", gold, "--score", system, "--words", "1000000", "--format", "json", "-q"]
        rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["sets"][0]["rows"]
    scorer = rouge_scorer.RougeScorer(list(NAMES.values()), use_stemmer=True)
    wrong = 0
    for row in rows:
        summary, reference = known[int(row["cluster"])]
        theirs = scorer.score(reference, summary)
        ours = next(s for s in row["systems"] if s["system"] == "other")
        for name, other in NAMES.items():
            expected = theirs[other]
            for field, value in (("recall", expected.recall), ("precision", expected.precision), ("f", expected.fmeasure)):
                if abs(ours[name][field] - value) > 1e-9:
                    wrong += 1
                    if wrong <= 5:
                        print(f"pair {row['cluster']}: {name} {field} {ours[name][field]}, rouge-score {value}")
    print(f"{len(rows)} pairs, {wrong} figures differ")
    return 1 if wrong or len(rows) < FEWEST_PAIRS else 0


if __name__ == "__main__":
    sys.exit(main())
