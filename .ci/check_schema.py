#!/usr/bin/env python3
"""Digests against the schema that is shipped: digest.json and every line of digest.jsonl, plain, with all sections and as issues.

usage: check_schema.py NEWSFOLD SCHEMA [--hostile LIST] INPUT...
Exit: 0 all right, 1 something is wrong (each named).
"""
import argparse, json, pathlib, shutil, subprocess, sys, tempfile

from jsonschema import Draft202012Validator


def lines_of(path):
    """Lines as JSON has them: str.splitlines knows more ends of lines."""
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def hostile_records(path):
    """Each string as every field of an article, under a story of two."""
    for number, text in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        told = f"The ferry {text} ran aground off Sennet on Thursday with 120 people aboard, said {text}."
        for copy in ("a", "b"):
            yield {"text": f"{told} Of them {number} were hurt.", "title": text, "source": f"{text}{copy}", "date": text, "url": text,
                   "id": text, "lang": text, "cluster": number}


def issues_of(given, folder):
    """Inputs of three issues: some of the files (or lines), all, all but some."""
    if given.is_dir():
        parts = sorted(file.relative_to(given) for file in given.rglob("*") if file.is_file())
    elif given.suffix == ".jsonl":
        parts = lines_of(given)
    else:
        return
    news = folder / "news"
    for chosen in (parts[::2] + parts[1::4], parts, parts[1:]):
        shutil.rmtree(news, ignore_errors=True)
        news.mkdir()
        for part in chosen:
            if given.is_dir():
                (news / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(given / part, news / part)
        if not given.is_dir():
            (news / "news.jsonl").write_text("\n".join(chosen), encoding="utf-8")
        yield news


def main():
    args = argparse.ArgumentParser()
    args.add_argument("newsfold")
    args.add_argument("schema", type=pathlib.Path)
    args.add_argument("--hostile", type=pathlib.Path, help="a list of strings; each is put into every field of an article")
    args.add_argument("inputs", nargs="+", type=pathlib.Path)
    args = args.parse_args()
    schema = json.loads(args.schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    of_digest = Draft202012Validator(schema)
    of_line = Draft202012Validator({**schema["$defs"]["StoryLine"], "$defs": schema["$defs"]})
    seen, wrong = {"digests": 0, "stories": 0, "issues": 0, "figures that changed": 0}, []

    def check(given, *flags):
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run([args.newsfold, str(given), *flags, "-q", "--format", "json,jsonl", "-o", str(out)], check=False)
        if done.returncode not in (0, 3):
            wrong.append(f"{given} {flags}: exit {done.returncode}")
            return
        digest = json.loads((out / "digest.json").read_text(encoding="utf-8"))
        lines = [json.loads(line) for line in lines_of(out / "digest.jsonl")]
        seen["digests"] += 1
        seen["stories"] += len(lines)
        seen["issues"] += digest.get("issue", {}).get("number", 1) > 1
        seen["figures that changed"] += sum(len(s.get("issue", {}).get("figures", ())) for s in lines)
        errors = list(of_digest.iter_errors(digest))
        for line in lines:
            errors.extend(of_line.iter_errors(line))
        wrong.extend(f"{given} {flags}: {e.json_path}: {e.message[:200]}" for e in errors[:20])

    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        inputs = [(given, []) for given in args.inputs]
        if args.hostile:
            hostile = folder / "hostile.jsonl"
            hostile.write_text("\n".join(map(json.dumps, hostile_records(args.hostile))), encoding="utf-8")
            inputs.append((hostile, ["--given-stories"]))
        for given, more in inputs:
            for flags in ([], ["--sections", "full"], ["--sections", "none"]):
                check(given, *more, *flags)
            state = folder / "news.state"
            state.unlink(missing_ok=True)
            for news in issues_of(given, folder):
                check(news, *more, "--state", str(state), "--sections", "full")
    print(", ".join(f"{count} {what}" for what, count in seen.items()))
    for one in wrong:
        print("WRONG", one)
    return 1 if wrong or not seen["stories"] or not seen["issues"] else 0


if __name__ == "__main__":
    sys.exit(main())
