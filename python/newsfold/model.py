"""What a digest holds, by the names of its JSON: `docs/digest.schema.json` says the same of the file.

Every class is a frozen record. Keys that this version does not know are left in `Digest.to_dict`; what the JSON leaves out where there is
nothing is None, False or an empty tuple here.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._newsfold import NewsfoldError, Told
from ._records import values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A slice of an article."""

    text: str
    """The slice, white space folded."""
    article: str
    """Article id."""
    start: int
    """First byte in the source text."""
    end: int
    """One past the last byte."""
    line: int
    """Line (from 1) of the source text on which it starts."""
    field: str | None = None
    """Field of the record that the bytes count in, where a reader would try another first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who says a sentence."""

    kind: str
    """`reported`, or `quoted`: one utterance however many carry it."""
    origins: int
    """In so many origins it was found, at most so many of them independent."""
    articles: tuple[str, ...]
    """Article ids."""
    carried_by: tuple[str, ...] = ()
    """Articles that carry the same words between reporting of their own: not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact and who states it."""

    kind: str
    """`figure`, `quotation`, `date` or `name`."""
    day: str | None = None
    """The day (ISO 8601), where it is one."""
    origins: int
    stated: tuple[Item, ...]
    """One slice for each article that states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Somebody whom a sentence names in one word."""

    name: Item
    """The word."""
    full: Item
    """The full name where an article has it, with what stands there of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Item):
    """One sentence of a summary."""

    support: Support
    score: float
    """Weighted sum of the signals."""
    signals: Mapping[str, float]
    """Their values, by name."""
    facts: tuple[Fact, ...] = ()
    """Its facts, each with its own count."""
    introductions: tuple[Introduction, ...] = ()
    """Whom it names in one word though no sentence above has introduced the person, and where an article does."""
    link: str | None = None
    """The address of its article at this sentence, where text links were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline and where it stands."""

    text: str
    article: str
    start: int
    end: int
    field: str | None = None
    support: Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Item):
    """A figure as an article states it."""

    as_of: str | None
    """Day (ISO 8601) as of which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a figure and who gives it."""

    value: float
    origins: int
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differ:
    """A figure on which the sources differ."""

    kind: str
    """`conflict`, or `series`: a count that grew."""
    what: Item | None
    """What is counted."""
    unit: str | None
    fate: str | None
    """What happened to that."""
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A byte range of a source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another wording of a quotation."""

    here: tuple[Item, ...]
    there: Item
    """The same in the longest form."""
    differs_here: Span
    differs_there: Span
    spliced: bool
    """It is marked with an ellipsis that it leaves something out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One speech."""

    speaker: Item | None
    origins: int
    in_part: int
    """So many of the origins carry less than four fifths of the longest form."""
    forms: tuple[tuple[Item, ...], ...]
    """What each article prints of it, piece by piece, the longest first."""
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Item):
    """A dated sentence."""

    day: str
    background: bool = False
    """Whether it lies long before the story."""
    support: Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an article holds of the summary."""

    article: str
    share: float
    copied: float
    used: int
    supports: int
    sentences: int
    damaged: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in a story beside its summary."""

    agreed: tuple[Fact, ...] = ()
    differ: tuple[Differ, ...] = ()
    quotes: tuple[Quote, ...] = ()
    only_here: tuple[Sentence, ...] = ()
    timeline: tuple[Dated, ...] = ()
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPlace:
    """Where a shared run of words stands."""

    article: str
    start: int
    end: int
    share: float
    """Share (0 to 1) of the article's own words that stand in shared passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The longest run of words that two articles share."""

    relation: str
    words: int
    places: tuple[ReceiptPlace, ...]
    """Two."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGroup:
    """Articles that print one text."""

    id: int
    articles: tuple[str, ...]
    receipt: Receipt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a text that did not come as UTF-8 was read."""

    name: str
    by: str
    doubtful: bool
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report."""

    id: str
    external_id: str | None
    source: str | None
    """Outlet."""
    title: str | None
    date: str | None
    day: str | None = None
    """The day (ISO 8601, UTC) on which it appeared."""
    date_unread: bool = False
    url: str | None
    lang: str | None
    path: str
    record: int | None
    element: int | None
    doc: int | None
    text_path: str | None
    opinion: str | None = None
    undated: bool = False
    teaser: bool
    cut_off: bool
    flat: bool
    encoding: Encoding | None
    origin: int
    """Copy group within the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Why a story is watched."""

    query: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPart:
    """A word or phrase of a query."""

    text: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """How much a story says of what the run is about."""

    relevance: float
    found: tuple[AboutPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoReported:
    """A story, or a single report, that tells the event in another language."""

    lang: str
    story: str
    """Its id, among the stories or the single reports."""
    outlets: int
    articles: int
    title: str | None
    """The title of its first article that has one."""
    shared: tuple[str, ...]
    """The names and figures that both have, as this story writes them, the rarest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedArticle:
    """An article with other words under the same address."""

    article: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WasStated:
    """Words of an article that may not be there any more."""

    text: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFigure:
    """A figure that is another now."""

    from_: str
    """`from` in the JSON."""
    to: str
    was: WasStated
    now: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryIssue:
    """How a story stands to earlier issues."""

    status: str
    first: int
    parent: str | None = None
    merged: tuple[str, ...] = ()
    new_articles: tuple[str, ...] = ()
    edited: tuple[EditedArticle, ...] = ()
    withdrawn: tuple[str, ...] = ()
    figures: tuple[ChangedFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story."""

    id: str
    headline: Headline | None
    origins: int
    """At most so many independent origins."""
    origin_groups: tuple[OriginGroup, ...]
    outlets: int
    articles: tuple[Article, ...]
    summary: tuple[Sentence, ...]
    """Its sentences in reading order."""
    findings: Findings
    share_of_best: float
    issue: StoryIssue | None = None
    watched: tuple[Watched, ...] = ()
    about: About | None = None
    also_reported: tuple[AlsoReported, ...] = ()
    """The same event in other languages; none of it is counted above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A report that tells a story of its own."""

    id: str
    headline: str | None
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An input that is not in the digest, and why."""

    path: str
    record: int | None
    element: int | None
    doc: int | None
    reason: str
    fault: bool
    """Whether the input is at fault; the same article met twice is no fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """One line left out."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningGroup:
    """The lines left out for one reason."""

    count: int
    spans: tuple[Cleaning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnchangedStory:
    """A story without news."""

    id: str
    headline: str
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What an issue says of earlier ones."""

    number: int
    now: str | None = None
    unchanged: tuple[UnchangedStory, ...]
    gone: tuple[UnchangedStory, ...] = ()
    known_singles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Counts of one run."""

    articles: int
    outlets: int
    stories: int
    days: tuple[str, ...] | None = None
    """The days of the first and the last article."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Digest(Mapping[str, Any]):
    """A digest: records as attributes, and still the mapping of its JSON (`digest["stories"][0]["id"]`)."""

    schema_version: int
    newsfold_version: str
    settings: Mapping[str, Any]
    """Every setting of the run, as the JSON has it."""
    run: Run
    issue: Issue | None = None
    stories: tuple[Story, ...]
    """The best supported first."""
    singles: tuple[Single, ...]
    """The reports that stand alone."""
    set_aside: tuple[SetAside, ...]
    cleaned: Mapping[str, CleaningGroup]
    """Lines left out of articles, by reason."""
    _json: dict[str, Any] = field(default_factory=dict)
    _told: Told | None = None

    @classmethod
    def from_json(cls, text: str | bytes) -> Digest:
        """A digest of the text of a `digest.json`. It has no pages: those need the run."""
        return cls._of(json.loads(text), None)

    @classmethod
    def _of(cls, told: Any, run: Told | None) -> Digest:
        try:
            values = values_of(cls, told)
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise NewsfoldError(f"this is no digest: {wrong!r}") from wrong
        return cls(**values, _json=told, _told=run)

    def __getitem__(self, key: str) -> Any:
        return self._json[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._json)

    def __len__(self) -> int:
        return len(self._json)

    def __repr__(self) -> str:
        run = self.run
        return (
            f"<newsfold.Digest: {run.articles} articles, {run.outlets} outlets, "
            f"{len(self.stories)} stories told, {len(self.singles)} single reports>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # The run stays in its process.
        return Digest._of, (self._json, None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON as a dict of one's own."""
        return copy.deepcopy(self._json)

    def to_json(self) -> str:
        """The JSON, as the program writes it."""
        return json.dumps(self._json, ensure_ascii=False, indent=2) + "\n"

    def to_markdown(self) -> str:
        """The Markdown page, as the program writes it to standard output."""
        return self._pages().markdown()

    def to_html(self) -> str:
        """The HTML page, as the program writes it to standard output."""
        return self._pages().html()

    def _pages(self) -> Told:
        if self._told is None:
            raise NewsfoldError(
                "a digest that was read from JSON (or copied, or pickled) has no pages; `newsfold.digest` gives one that has"
            )
        return self._told

    def sentences(self) -> dict[str, list[Any]]:
        """A row a printed sentence, as columns for `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.table`.

        `outlet` and `url` are those of its `article` (an id), `start` and `end` count bytes of that article's source text, `supporters`
        are the ids of the articles that say it, its own among them, and `origins` how many of them at most are independent.
        """
        columns = (
            *("story", "headline", "text", "outlet", "url", "article"),
            *("start", "end", "line", "origins", "supporters"),
        )
        rows = []
        for story in self.stories:
            articles = {article.id: article for article in story.articles}
            headline = story.headline.text if story.headline else None
            for one in story.summary:
                article = articles[one.article]
                rows.append(
                    (
                        *(story.id, headline, one.text, article.source, article.url, one.article),
                        *(one.start, one.end, one.line),
                        *(one.support.origins, list(one.support.articles)),
                    )
                )
        return _columns(columns, rows)

    def articles(self) -> dict[str, list[Any]]:
        """A row an article, as columns: those of told stories, then the single reports (`told` is False).

        `article` is the id, `origin` the copy group within its story, `record` the line or row + 1.
        """
        columns = (
            *("story", "told", "article", "outlet", "title", "date", "url", "lang", "origin"),
            *("external_id", "path", "record", "element", "doc", "opinion", "teaser", "cut_off"),
        )
        of_stories = [(story.id, True, one) for story in self.stories for one in story.articles]
        of_singles = [(single.id, False, one) for single in self.singles for one in single.articles]
        rows = [
            (
                *(story, told, one.id, one.source, one.title, one.date, one.url, one.lang, one.origin),
                *(one.external_id, one.path, one.record, one.element, one.doc),
                *(one.opinion, one.teaser, one.cut_off),
            )
            for story, told, one in of_stories + of_singles
        ]
        return _columns(columns, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An item of a digest that does not hold."""

    story: str
    place: str
    """Where in the digest."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found."""

    checked: int
    """Items looked at."""
    misses: tuple[Miss, ...]
    """Those that do not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalShare:
    """What a signal adds to a score: value times weight."""

    signal: str
    value: float
    weight: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedAt:
    """A weight of a signal at which a sentence is no longer chosen."""

    signal: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSentence(Sentence):
    """Why a sentence was chosen."""

    words: int
    gain: float
    """What it added when it was chosen: the sum of the next two."""
    concept_gain: float
    """Weights of the concepts that were new."""
    signal_gain: float
    """Lambda times its score times its words to the power of `words_power`."""
    shares: tuple[SignalShare, ...]
    """They add up to the score."""
    margin: float
    """What the summary is worth above the one without it."""
    instead: tuple[Sentence, ...]
    """What would come in without it."""
    leaves: tuple[Sentence, ...]
    """What would go with it."""
    dropped_at: DroppedAt | None
    """The smallest change of one weight that drops it; None where no change up to 10 does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a story's summary is worth, and why."""

    story: str
    worth: float
    bound: float
    """No selection within the budget is worth more."""
    share_of_best: float
    sentences: tuple[ExplainedSentence, ...]
    """In reading order."""


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
