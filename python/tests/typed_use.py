"""What a caller may write, for mypy; nobody runs it."""

from typing import assert_type

import newsfold
from newsfold.model import Article, Sentence, Story


def use(path: str) -> list[str]:
    digest = newsfold.digest(path, words=80, weights={"redundancy": 1.5}, sections=["differ"])
    assert_type(digest.stories, tuple[Story, ...])
    assert_type(digest.stories[0].summary[0], Sentence)
    assert_type(digest.singles[0].articles, tuple[Article, ...])
    assert_type(digest.to_markdown(), str)
    found = newsfold.verify(digest, [{"text": "A ferry."}])
    assert_type(found.checked, int)
    explained = newsfold.explain(path, story=digest.stories[0].id)
    assert_type(explained[0].sentences[0].gain, float)
    headline = digest.stories[0].headline
    return [headline.text if headline else "", *(miss.reason for miss in found.misses)]
