#!/usr/bin/env python3
"""Opens newsfold's HTML pages in Chromium: they ask for nothing, say nothing on the console, fit narrow and wide windows, pass
axe-core, and the what-if page selects what the program selects.

usage: check_pages.py NEWSFOLD [--settings N] [--seed N] [--screenshots DIR] [--hostile LIST] INPUT...
"""
import argparse
import itertools
import json
import pathlib
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata

WIDTHS = (360, 1440)
ARTICLES_A_PAGE = 1000
SIGNALS = ("tfidf", "redundancy", "position", "length", "title")
# What the page leaves out of a text: controls, and marks that reorder or hide.
HIDDEN = set(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)]))

SHOWN = """() => Object.fromEntries([...document.querySelectorAll("article")].map(article => [
  article.id,
  [...article.querySelectorAll("ol.summary > li:not(.leaves)")].map(item => item.querySelector("span[lang]").textContent),
]))"""

SET = """(settings) => {
  for (const [name, value] of Object.entries(settings)) {
    const row = document.querySelector(`[data-setting="${name}"]`);
    if (name === "budget") {
      const unit = row.querySelector("select");
      unit.value = value.unit;
      unit.dispatchEvent(new Event("change"));
    }
    const number = row.querySelector("input[type=number]");
    number.value = value.count ?? value;
    number.dispatchEvent(new Event("input"));
  }
}"""


def plain(text):
    return "".join(" " if c.isspace() else c for c in text
                   if c not in HIDDEN and (c.isspace() or unicodedata.category(c) != "Cc")).strip()


def run(newsfold, *args):
    done = subprocess.run([newsfold, *args], capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 3):
        sys.exit(f"{shlex.join([newsfold, *args])}: {done.stderr}")
    return done.stdout


class Opened:
    """A page in a window of its own, and everything that it did."""

    def __init__(self, browser, path, width, scheme="light"):
        self.faults = []
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page = context.new_page()
        own = path.as_uri()
        self.page.on("request", lambda r: r.url.split("#")[0] == own or self.faults.append(f"asks for {r.url}"))
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.faults.append(f"console: {m.text}"))
        self.page.on("pageerror", lambda e: self.faults.append(f"error: {e}"))
        self.page.on("dialog", lambda d: self.faults.append(f"dialog: {d.message}") or d.dismiss())
        self.page.goto(own)
        self.page.wait_for_load_state("load")

    def close(self):
        self.page.context.close()
        return self.faults


def looked_at(browser, path, axe, shots, name):
    """Width by width, light and dark."""
    faults = []
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            opened = Opened(browser, path, width, scheme)
            page = opened.page
            page.evaluate("for (const d of [...document.querySelectorAll('details')].slice(0, 40)) d.open = true")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                opened.faults.append(f"is {wide} px wide in a window of {width}")
            if axe:
                # A hidden part is laid out while axe scrolls to it, and stands where something else was a moment ago.
                page.evaluate("for (const a of document.querySelectorAll('article')) a.style.contentVisibility = 'visible'")
                page.evaluate(axe)
                found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
                for violation in found["violations"]:
                    if violation["impact"] in ("serious", "critical"):
                        node = violation["nodes"][0]
                        why = "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
                        opened.faults.append(f"axe: {violation['id']} ({violation['impact']}): {node['html'][:120]}: {why}")
            if shots:
                page.screenshot(path=shots / f"{name}-{width}-{scheme}.png", full_page=True)
            faults += [f"{width} px, {scheme}: {fault}" for fault in opened.close()]
    if shots:
        opened = Opened(browser, path, 1000)
        opened.page.pdf(path=shots / f"{name}.pdf")
        opened.close()
    return faults


def drawn(rng):
    """Settings at random; each is left alone now and then."""
    settings = {}
    for signal in SIGNALS:
        if rng.random() < 0.6:
            settings[signal] = round(rng.uniform(-0.5, 4), 2)
    for name, most in (("lambda", 0.4), ("words-power", 1), ("max-overlap", 1)):
        if rng.random() < 0.6:
            settings[name] = round(rng.uniform(0, most), 3)
    if rng.random() < 0.8:
        words = rng.random() < 0.7
        settings["budget"] = ({"unit": "words", "count": rng.randint(5, 400)} if words
                              else {"unit": "sentences", "count": rng.randint(1, 20)})
    return settings


def selects_alike(browser, newsfold, path, count, rng):
    """Moves the sliders, runs the command that the page then shows, and compares what both print."""
    faults, changed = [], 0
    opened = Opened(browser, path, 1440)
    page = opened.page
    page.wait_for_selector("body[data-what-if=done]")
    first = page.evaluate(SHOWN)
    for _ in range(count):
        page.click("#what-if-reset")
        settings = drawn(rng)
        page.evaluate(SET, settings)
        page.wait_for_selector("body[data-what-if=done]", timeout=120_000)
        command = shlex.split(page.text_content("#what-if-command"))
        digest = json.loads(run(newsfold, *command[1:], "-q", "-o", "-", "--format", "json"))
        told = {story["id"]: [plain(s["text"]) for s in story["summary"]] for story in digest["stories"]}
        shown = {story: [plain(text) for text in texts] for story, texts in page.evaluate(SHOWN).items() if texts}
        changed += shown != first
        if shown != told:
            apart = next(s for s in shown.keys() | told.keys() if shown.get(s) != told.get(s))
            faults.append(f"{shlex.join(command)}: {apart}: page {shown.get(apart)}, program {told.get(apart)}")
    if count and changed < count / 2:
        faults.append(f"only {changed} of {count} settings changed anything: nothing is tested")
    return faults + opened.close()


def hostile_articles(listed):
    """Two reports a story, with every ordered pair of the listed strings wherever text can stand."""
    strings = json.loads(listed.read_text(encoding="utf-8"))
    for at, (a, b) in enumerate(itertools.product(strings, repeat=2)):
        h = a + b
        for outlet, hurt in (("A", 14), ("B", 17)):
            yield {
                "cluster": str(at), "title": f"{h} ferry Aveline aground x{h}x", "source": f"{h} {outlet}", "date": h, "lang": h,
                "url": f"https://a.example/{h}",
                "text": f"{h} The ferry Lady Aveline ran {h} aground off Sennet with 120 people aboard, injuring {hurt} people.\n\n"
                        f"\"The hull is sound x{h}x today,\" said Idris Vannock of x{h}x Sennet on Thursday, {at} of {outlet} told.",
            }


SHAPES = """() => [...new Set([...document.querySelectorAll("*")].map(e =>
  `${e.localName} ${[...e.attributes].map(a => a.name).sort().join(" ")}`))]"""


def nothing_of_theirs_is_active(browser, newsfold, folder, listed):
    """Opens pages of ten thousand hostile strings, moves a slider, and looks for elements that no harmless page has."""
    articles, faults, told = list(hostile_articles(listed)), [], 0
    sources = [("corpus", [])]
    for at in range(0, len(articles), ARTICLES_A_PAGE):
        source = folder / f"hostile{at}.jsonl"
        some = articles[at:at + ARTICLES_A_PAGE]
        source.write_text("".join(json.dumps(a) + "\n" for a in some), encoding="utf-8")
        sources.append((str(source), ["--given-stories"]))
    ours = None
    for given, flags in sources:
        run(newsfold, given, "-q", "--format", "html", "--what-if", "-o", str(folder / "hostile"), *flags)
        opened = Opened(browser, folder / "hostile" / "digest.html", 1440)
        opened.page.evaluate(SET, {"position": 0.1, "budget": {"unit": "words", "count": 300}})
        opened.page.wait_for_selector("body[data-what-if=done]", timeout=120_000)
        shapes = set(opened.page.evaluate(SHAPES))
        ours = ours or shapes
        faults += [f"an element of theirs: {shape}" for shape in sorted(shapes - ours)]
        told += opened.page.evaluate("document.querySelectorAll('article').length")
        faults += opened.close()
    if told < 9_000:
        faults.append(f"only {told} stories are told")
    return [f"hostile strings: {fault}" for fault in faults]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("newsfold")
    args.add_argument("inputs", nargs="+")
    args.add_argument("--settings", type=int, default=70)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--screenshots", type=pathlib.Path)
    args.add_argument("--hostile", type=pathlib.Path, help="a list of strings; every pair of them is put on a page")
    args = args.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("skipped: no Chromium on this machine")
        return
    import axe_playwright_python
    from playwright.sync_api import sync_playwright

    axe = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    if args.screenshots:
        args.screenshots.mkdir(parents=True, exist_ok=True)
    newsfold = str(pathlib.Path(args.newsfold).resolve())
    rng = random.Random(args.seed)
    faults, settings = [], 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for at, given in enumerate(args.inputs):
            # Of a file of many stories the rules of accessibility are the same for each: one window is enough.
            big = pathlib.Path(given).is_file()
            for flags in ([], ["--what-if"]):
                out = pathlib.Path(folder, f"{at}{len(flags)}")
                run(newsfold, given, "-q", "--format", "html", "-o", str(out), *flags)
                page = out / "digest.html"
                name = f"{pathlib.Path(given).stem}{'-what-if' if flags else ''}"
                found = looked_at(browser, page, None if big else axe, args.screenshots, name)
                if flags:
                    count = max(args.settings // 5, 1) if big else args.settings
                    settings += count
                    found += selects_alike(browser, newsfold, page, count, rng)
                faults += [f"{given} {' '.join(flags)}: {fault}" for fault in found]
        if args.hostile:
            faults += nothing_of_theirs_is_active(browser, newsfold, pathlib.Path(folder), args.hostile)
        browser.close()
    for fault in faults[:20]:
        print(fault)
    print(f"pages: {2 * len(args.inputs)}, settings compared: {settings}, faults: {len(faults)}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
