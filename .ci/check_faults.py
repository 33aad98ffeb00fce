#!/usr/bin/env python3
"""What must not bring the program down: archives that unpack to gigabytes, pages that nest without end, a full disk, interrupts,
kills, runs into one folder, closed pipes.

usage: check_faults.py NEWSFOLD INPUT [--kills N] [--seconds S]
  INPUT   articles whose digest takes a second or more: killed and interrupted N times each, at random moments (default 20)
Exit: 0 all right, 1 something is wrong (each named).
"""
import argparse, gzip, json, os, random, resource, shutil, signal, subprocess, sys, tempfile, threading, time

TAGS = ("div span p ul li table tr td b i a font section article blockquote svg math form button h1".split())
wrong = []


def check(name, holds, seen):
    print(f"{'ok  ' if holds else 'WRONG'} {name}: {seen}")
    if not holds:
        wrong.append(name)


def measured(args, **more):
    """Exit code, seconds, MiB at the peak, what it said."""
    start = time.monotonic()
    child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, usage.ru_maxrss / 1024, said


def bombs(newsfold, folder, slack):
    cases = {}
    zeros = b"\0" * (1 << 20)
    path = os.path.join(folder, "ten-gigabytes.jsonl.gz")
    # 10 MB that unpack to 10 GB, at the fastest level: a member of 1 GB, ten times.
    member = os.path.join(folder, "member")
    with gzip.open(member, "wb", 6) as out:
        for _ in range(1024):
            out.write(zeros)
    with open(path, "wb") as out:
        for _ in range(10):
            out.write(open(member, "rb").read())
    os.remove(member)
    cases["gzip of 10 GB"] = path
    path = os.path.join(folder, "nested.jsonl.gz")
    open(path, "wb").write(gzip.compress(gzip.compress(zeros * 16)))
    cases["gzip in gzip"] = path
    # A frame that asks for a window of 2 GiB (RFC 8878: exponent 21), and one of 64 MiB full of one byte, again and again.
    path = os.path.join(folder, "window.jsonl.zst")
    open(path, "wb").write(b"\x28\xb5\x2f\xfd\x00" + bytes([21 << 3]) + b"\x01\x00\x00")
    cases["zstd window of 2 GiB"] = path
    path = os.path.join(folder, "repeats.jsonl.zst")
    block = ((131072 << 3) | (1 << 1)).to_bytes(3, "little") + b"a"
    open(path, "wb").write(b"\x28\xb5\x2f\xfd\x00" + bytes([16 << 3]) + block * 80000 + b"\x01\x00\x00")
    cases["zstd of 10 GB, window of 64 MiB"] = path
    for tag in TAGS:
        path = os.path.join(folder, f"deep-{tag}.html")
        opens = f"<{tag}>"
        open(path, "w").write("<html><body>" + opens * ((512 << 10) // len(opens)) + "The ferry ran aground off Sennet.")
        cases[f"512 KB of <{tag}>"] = path
    path = os.path.join(folder, "lists.html")
    open(path, "w").write("<ul><li>" * (1 << 16) + "The ferry ran aground.")
    cases["512 KB of <ul><li>"] = path
    path = os.path.join(folder, "attributes.html")
    open(path, "w").write("<p " + " ".join(f"a{i}=1" for i in range(100000)) + ">The ferry ran aground off Sennet.")
    cases["100,000 attributes"] = path
    path = os.path.join(folder, "formats.html")
    open(path, "w").write("".join(f"<b id={i}>" for i in range(400)) + "<p>The ferry" * 40000)
    cases["formatting elements opened again and again"] = path
    path = os.path.join(folder, "ampersands.html")
    open(path, "w").write("<p>" + "&" * (1 << 20))
    cases["1 MB of &"] = path
    path = os.path.join(folder, "words.html")
    open(path, "w").write("<p>" + "&amp; word " * 250000)
    cases["250,000 ampersands between words"] = path
    path = os.path.join(folder, "large.warc.gz")
    body = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + random.Random(1).randbytes(1 << 20).hex().encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(body)
    record = gzip.compress(head + body + b"\r\n\r\n", 1)
    with open(path, "wb") as out:
        for _ in range(48):
            out.write(record)
    cases["a crawl of large records"] = path
    path = os.path.join(folder, "brackets.json")
    open(path, "w").write("[" * (1 << 20))
    cases["1 MB of ["] = path
    path = os.path.join(folder, "brackets.html")
    open(path, "w").write('<script type="application/ld+json">' + "[" * (1 << 20) + "</script><p>The ferry ran aground.")
    cases["1 MB of [ as linked data"] = path
    path = os.path.join(folder, "deep.xml")
    open(path, "w").write("<rss><channel><item><title>" + "<a>" * 200000)
    cases["200,000 elements in a feed"] = path
    path = os.path.join(folder, "entities.xml")
    lol = "".join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 12))
    open(path, "w").write(f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]><rss><channel><item><title>&l11;</title></item></channel></rss>')
    cases["a billion laughs"] = path
    for name, path in cases.items():
        code, seconds, peak, said = measured([newsfold, path, "-o", os.path.join(folder, "out")])
        fine = code in (0, 3, 4) and seconds < slack and peak < 200
        reason = said.strip().splitlines()[0].split(": ", 2)[-1][:70] if code != 0 and said.strip() else "read"
        check(name, fine, f"exit {code}, {seconds:.2f} s, {peak:.0f} MiB, {reason}")
        os.remove(path)


def digests(folder):
    return {name: open(os.path.join(folder, name), "rb").read() for name in ("digest.md", "digest.json")}


def interrupts(newsfold, source, folder, kills):
    """At random moments of a run: the files are those of the old digest or of the new one, each whole."""
    first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
    for out, words in ((first, "40"), (second, "90")):
        code, seconds, _, said = measured([newsfold, source, "-q", "-o", out, "--words", words])
        assert code in (0, 3), said
    olds, news = digests(first), digests(second)
    random.seed(1)
    for name, number in (("SIGKILL", signal.SIGKILL), ("SIGINT", signal.SIGINT)):
        partial = slow = wrong_code = cut = left = tries = 0
        longest = 0.0
        # Some come too late; only those that come in time count.
        while cut < kills and tries < 5 * kills:
            tries += 1
            out = os.path.join(folder, "out")
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(first, out)
            child = subprocess.Popen([newsfold, source, "-q", "-o", out, "--words", "90"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # The handler stands when the arguments have been read.
            time.sleep(random.uniform(0.2, max(0.3, seconds)))
            sent = time.monotonic()
            child.send_signal(number)
            child.wait()
            took = time.monotonic() - sent
            now = digests(out)
            partial += any(now[f] not in (olds[f], news[f]) for f in now)
            if child.returncode in (0, 3):
                continue
            cut += 1
            longest = max(longest, took)
            slow += took > 0.5
            wrong_code += child.returncode != (130 if number == signal.SIGINT else -9)
            left += number == signal.SIGINT and any(f.endswith(".tmp") for f in os.listdir(out))
        check(f"{kills} x {name}", not (partial or slow or wrong_code or left) and cut == kills,
              f"{cut} in {tries} runs in time, {partial} partial, {wrong_code} other codes, {left} with files left, longest {longest * 1000:.0f} ms")


def states(newsfold, source, folder, kills):
    """At random moments of a second issue: the state is the old one or the new one, and the new one only where its digest stands."""
    folder = os.path.join(folder, "issues")
    first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
    news = os.path.join(folder, "news.jsonl")
    with open(source, "rb") as file:
        lines = file.read().splitlines(keepends=True)

    def issue(out):
        return [newsfold, news, "-q", "-o", out, "--state", os.path.join(out, "news.state")]

    def state(out):
        with open(os.path.join(out, "news.state"), "rb") as file:
            return file.read()

    for out, count in ((first, len(lines) // 2), (second, len(lines))):
        if out == second:
            shutil.copytree(first, second)
        os.makedirs(out, exist_ok=True)
        with open(news, "wb") as file:
            file.writelines(lines[:count])
        code, seconds, _, said = measured(issue(out))
        assert code in (0, 3), said
    allowed = {(state(first), tuple(digests(first).values())): "old",
               (state(first), tuple(digests(second).values())): "digest",
               (state(second), tuple(digests(second).values())): "new"}
    random.seed(2)
    seen = dict.fromkeys([*allowed.values(), "other"], 0)
    for _ in range(kills):
        out = os.path.join(folder, "out")
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(first, out)
        child = subprocess.Popen(issue(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.2, max(0.3, seconds)))
        child.kill()
        child.wait()
        mixed = tuple(digests(out).values())
        # Of two files one may be new: the set is published one by one.
        files = all(now in (old, new) for now, old, new in zip(mixed, digests(first).values(), digests(second).values()))
        other = "digest" if files and state(out) == state(first) else "other"
        seen[allowed.get((state(out), mixed), other)] += 1
    check(f"{kills} kills with a state", not seen["other"], str(seen))


def full_disk(newsfold, source, folder):
    """A disk of 1 MiB: the old digest stays, and the message names the file."""
    disk = os.path.join(folder, "disk")
    os.makedirs(disk)
    script = (f"mount -t tmpfs -o size=1m tmpfs {disk} && mkdir {disk}/out && echo old > {disk}/out/digest.md && "
              f"head -c 900000 /dev/zero > {disk}/filler && {newsfold} {source} -q -o {disk}/out; echo code $?; "
              f"cat {disk}/out/digest.md; ls -A {disk}/out")
    said = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    if "code" not in said.stdout:
        print(f"skipped a full disk: {said.stderr.strip()}")
        return
    lines = said.stdout.split("\n")
    fine = lines[:3] == ["code 1", "old", "digest.md"] and f"{disk}/out/" in said.stderr
    check("a full disk", fine, f"{lines[:3]}, {said.stderr.strip()}")


def together(newsfold, source, folder):
    """Eight runs into one folder: what stands there is one of their digests."""
    out = os.path.join(folder, "together")
    words = [str(40 + 5 * n) for n in range(8)]
    alone = []
    for budget in words:
        one = os.path.join(folder, "alone" + budget)
        measured([newsfold, source, "-q", "-o", one, "--words", budget])
        alone.append(digests(one))
    children = [subprocess.Popen([newsfold, source, "-q", "-o", out, "--words", budget]) for budget in words]
    codes = [child.wait() for child in children]
    fine = all(code in (0, 3) for code in codes) and digests(out) in alone and len(os.listdir(out)) <= 3
    check("eight runs at once", fine, f"exit {sorted(set(codes))}, {sorted(os.listdir(out))}")


def closed_pipe(newsfold, source):
    child = subprocess.Popen(f"{newsfold} {source} -q -o - --format json | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}",
                             shell=True, executable="/bin/bash", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = child.communicate()
    check("a closed pipe", out.strip() in (b"0", b"3") and not err, f"exit {out.decode().strip()}, {len(err)} bytes of complaint")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("newsfold")
    parser.add_argument("input")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=1, help="what a bomb may take; more on a busy machine")
    args = parser.parse_args()
    newsfold, source = os.path.abspath(args.newsfold), os.path.abspath(args.input)
    with tempfile.TemporaryDirectory() as folder:
        bombs(newsfold, folder, args.seconds)
        full_disk(newsfold, source, folder)
        together(newsfold, source, folder)
        closed_pipe(newsfold, source)
        interrupts(newsfold, source, folder, args.kills)
        states(newsfold, source, folder, args.kills)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


sys.exit(main())
