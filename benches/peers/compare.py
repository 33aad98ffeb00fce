#!/usr/bin/env python3
"""newsfold beside what one would pick instead, on the same stories in one go: time, memory, repeats printed, same result twice, ROUGE.

usage: compare.py NEWSFOLD STORIES.jsonl [--stories N] [--sentences N]

Needs: pip install sumy lexrank summa rouge-score. Stories are JSON lines with `docs` (each with `text`) and `references`. Every
system is asked for the same number of sentences of each story and runs in a process of its own, on one core.

What this does not show: the others were written for one document, so they are given a story's articles behind one another, which is
what their users do; they name no source, so nothing of provenance or independent support can be compared. sumy wants sentence and word
splitters that download data; it is given plain ones here, which makes it faster and no worse on this text. Stop words are their own.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

SYSTEMS = ("newsfold", "sumy LexRank", "sumy TextRank", "lexrank", "summa")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
WORD = re.compile(r"\w+")


def split(text):
    return [s.strip() for s in SENTENCE.split(text) if s.strip()]


def texts_of(story):
    return [doc["text"] for doc in story["docs"]]


def sumy(kind, stories, count):
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    class Words:
        def to_words(self, sentence):
            return tuple(WORD.findall(str(sentence).lower()))

    summarizer = {"sumy LexRank": LexRankSummarizer, "sumy TextRank": TextRankSummarizer}[kind](Stemmer("english"))
    for story in stories:
        paragraphs = [Paragraph([Sentence(s, Words()) for s in split(text)]) for text in texts_of(story)]
        yield [str(s) for s in summarizer(ObjectDocumentModel(paragraphs), count)]


def lexrank(_, stories, count):
    from lexrank import LexRank

    ranker = LexRank([split(text) for story in stories for text in texts_of(story)])
    for story in stories:
        sentences = [s for text in texts_of(story) for s in split(text)]
        yield ranker.get_summary(sentences, summary_size=min(count, len(sentences)), threshold=None)


def summa(_, stories, count):
    from summa.summarizer import summarize

    for story in stories:
        joined = "\n".join(s for text in texts_of(story) for s in split(text))
        share = min(1.0, count / max(1, joined.count("\n") + 1))
        yield summarize(joined, ratio=share, split=True)[:count]


PEERS = {"sumy LexRank": sumy, "sumy TextRank": sumy, "lexrank": lexrank, "summa": summa}


def worker(system, stories, count, out):
    """Runs one peer; the clock starts behind its imports."""
    next(iter(PEERS[system](system, stories[:1], count)), None)
    begun = time.perf_counter()
    summaries = [list(sentences) for sentences in PEERS[system](system, stories, count)]
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pathlib.Path(out).write_text(json.dumps({"seconds": seconds, "peak": peak, "summaries": summaries}), encoding="utf-8")


def run_newsfold(program, stories, count):
    """The whole program: reads JSON, writes Markdown and JSON."""
    with tempfile.TemporaryDirectory() as folder:
        given = pathlib.Path(folder, "stories.jsonl")
        with given.open("w", encoding="utf-8") as lines:
            for at, story in enumerate(stories):
                lines.write(json.dumps({"cluster": str(at), "docs": [{"text": t, "id": f"{at}-{n}"} for n, t in
                                                                     enumerate(texts_of(story))]}) + "\n")
        begun = time.perf_counter()
        command = [program, str(given), "--given-stories", "--min-articles", "1", "--sentences", str(count), "--threads", "1", "-q",
                   "-o", folder]
        child = subprocess.Popen(command)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status) not in (0, 3):
            sys.exit("newsfold failed")
        digest = json.loads(pathlib.Path(folder, "digest.json").read_text(encoding="utf-8"))
    told = {}
    for story in digest["stories"]:
        at = int(story["articles"][0]["external_id"].split("-")[0])
        told[at] = [s["text"] for s in story["summary"]]
    return {"seconds": seconds, "peak": usage.ru_maxrss // 1024, "summaries": [told.get(at, []) for at in range(len(stories))]}


def measured(system, args, stories):
    if system == "newsfold":
        return run_newsfold(args.newsfold, stories, args.sentences)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out.json")
        command = [sys.executable, __file__, args.newsfold, str(args.input), "--stories", str(args.stories), "--sentences",
                   str(args.sentences), "--worker", system, "--out", str(out)]
        one_core = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        subprocess.run(command, check=True, env={**os.environ, **one_core})
        return json.loads(out.read_text(encoding="utf-8"))


def repeats(summaries):
    """Sentences whose words an earlier sentence of the same summary holds, four fifths or more of the shorter one's."""
    found = 0
    for sentences in summaries:
        seen = []
        for sentence in sentences:
            words = set(WORD.findall(sentence.lower()))
            found += any(len(words & other) >= 0.8 * min(len(words), len(other)) for other in seen if words and other)
            seen.append(words)
    return found


def rouge(stories, summaries):
    from rouge_score import rouge_scorer

    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    sums = [0.0, 0.0]
    for story, sentences in zip(stories, summaries):
        for reference in story["references"]:
            scores = scorer.score(reference, " ".join(sentences))
            for at, name in enumerate(("rouge1", "rouge2")):
                sums[at] += scores[name].fmeasure / len(story["references"])
    return [100 * s / len(stories) for s in sums]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("newsfold")
    args.add_argument("input", type=pathlib.Path)
    args.add_argument("--stories", type=int, default=1_000_000)
    args.add_argument("--sentences", type=int, default=9)
    args.add_argument("--worker", choices=PEERS)
    args.add_argument("--out")
    args = args.parse_args()
    stories = [json.loads(line) for line in args.input.open(encoding="utf-8")][:args.stories]
    if args.worker:
        worker(args.worker, stories, args.sentences, args.out)
        return
    print(f"{len(stories)} stories, {args.sentences} sentences each, one core\n")
    print("| system | seconds | times newsfold's | peak MiB | sentences | repeats | same twice | ROUGE-1 | ROUGE-2 |")
    print("|---|---|---|---|---|---|---|---|---|")
    base = None
    for system in SYSTEMS:
        try:
            one, other = measured(system, args, stories), measured(system, args, stories)
        except subprocess.CalledProcessError as error:
            print(f"| {system} | failed: {error} |")
            continue
        seconds = min(one["seconds"], other["seconds"])
        base = base or seconds
        digest = [hashlib.sha256(json.dumps(r["summaries"]).encode()).hexdigest() for r in (one, other)]
        r1, r2 = rouge(stories, one["summaries"])
        print(f"| {system} | {seconds:.2f} | {seconds / base:.0f} | {one['peak']} | {sum(map(len, one['summaries']))} | "
              f"{repeats(one['summaries'])} | {'yes' if digest[0] == digest[1] else 'no'} | {r1:.1f} | {r2:.1f} |", flush=True)


if __name__ == "__main__":
    main()
