"""Tables of each kind say what rows say, and get three columns."""

import datetime
import subprocess
import sys

import pytest
from conftest import without

import newsfold

KINDS = ["pandas", "polars", "pyarrow"]


@pytest.fixture(params=KINDS)
def made(request):
    """Makes a table of columns."""
    library = pytest.importorskip(request.param)
    return library.table if request.param == "pyarrow" else library.DataFrame


def columns_of(rows):
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def names_of(table):
    return list(table.column_names if hasattr(table, "column_names") else table.columns)


def column(table, name):
    """A column's values, what is missing as None."""
    values = table[name]
    if hasattr(values, "isna"):
        return values.astype(object).where(values.notna(), None).tolist()
    return values.to_pylist() if hasattr(values, "to_pylist") else values.to_list()


def test_a_table_is_its_rows(made, rows):
    table = made({**columns_of(rows), "ignored": [[1], [2], [3], [4], [5]]})
    assert newsfold.digest(table) == newsfold.digest(rows)
    assert newsfold.markdown(table, words=40) == newsfold.markdown(rows, words=40)


def test_what_is_missing_is_null(made, rows):
    gaps = [{**row, "url": None} if n % 2 else row for n, row in enumerate(rows)]
    assert newsfold.digest(made(columns_of(gaps))) == newsfold.digest(gaps)


def test_dates_and_times_are_iso(made, rows):
    day = datetime.date(2026, 6, 8)
    noon = datetime.datetime(2026, 6, 8, 12, 30)
    zoned = datetime.datetime(2026, 6, 8, 12, 30, tzinfo=datetime.UTC)
    for value, text in [
        (day, "2026-06-08"),
        (noon, "2026-06-08T12:30:00"),
        (zoned, "2026-06-08T12:30:00+00:00"),
    ]:
        # The last row has none.
        dates = [value] * (len(rows) - 1) + [None]
        table = made({**columns_of(rows), "date": dates})
        said = [{**row, "date": text} for row in rows[:-1]] + [{**rows[-1], "date": None}]
        assert newsfold.digest(table) == newsfold.digest(said)


def test_columns_are_added_by_row(made, rows):
    other = {"text": "The council of Wexmere voted on Friday to close the old swimming hall.", "source": "Town Crier"}
    given = [other, *rows[:2], {"text": " "}, *rows[2:], rows[0]]
    table = made({**columns_of(given), "mine": list(range(8))})
    out = newsfold.stories(table)
    assert type(out) is type(table)
    assert names_of(out)[-4:] == ["mine", "story", "article", "origin"]
    assert column(out, "mine") == list(range(8))
    story, article, origin = (column(out, name) for name in ("story", "article", "origin"))
    # Row 3 has no text, row 7 repeats row 1.
    for values in (story, article, origin):
        assert [n for n, value in enumerate(values) if value is None] == [3, 7]
    assert len({story[n] for n in (1, 2, 4, 5, 6)}) == 1
    assert story[0] != story[1]
    by_row = {
        a["record"] - 1: (s["id"], a["id"], a["origin"])
        for s in newsfold.stories(given)
        for a in s["articles"]
    }
    assert {n: (story[n], article[n], origin[n]) for n in by_row} == by_row
    assert all(type(value) is int for value in origin if value is not None)


def test_the_given_table_stays_as_it_is(made, rows):
    table = made(columns_of(rows))
    before = newsfold.digest(table)
    newsfold.stories(table)
    assert names_of(table) == list(columns_of(rows))
    assert newsfold.digest(table) == before


def test_a_column_that_would_be_lost_is_an_error(made, rows):
    table = made({**columns_of(rows), "story": ["mine"] * 5})
    with pytest.raises(newsfold.NewsfoldError, match="column `story` already"):
        newsfold.stories(table)


@pytest.mark.parametrize("call", [newsfold.digest, newsfold.markdown, newsfold.stories])
def test_a_table_without_a_text_column_is_an_error(made, call):
    table = made({"headline": ["One", "Two"], "other": ["a", "b"]})
    with pytest.raises(newsfold.NewsfoldError, match="no column `text`; its columns are `headline`, `other`"):
        call(table)
    with pytest.raises(newsfold.NewsfoldError, match="no column `story`; its columns are"):
        call(table, fields={"text": "story"})


def test_a_text_column_of_another_type_is_an_error(made):
    for values in ([7, 8], [1.5, None], [["a"], ["b"]], [None, datetime.date(2026, 6, 8)], [b"a", b"b"]):
        with pytest.raises(newsfold.NewsfoldError, match="the column `text` holds no text: row [01] has "):
            newsfold.digest(made({"text": values, "source": ["a", "b"]}))
    # Of two that may be the text one is enough.
    told = newsfold.digest(made({"content": [7, 8], "text": ["A ferry ran aground.", None]}))
    assert told.run.articles == 1


def test_rows_without_a_text_are_set_aside_by_name(made, rows):
    given = [*rows, {**rows[0], "text": None}, {**rows[1], "text": ""}]
    digest = newsfold.digest(made(columns_of(given)))
    assert digest.run.articles == 5
    reasons = {aside.record: aside.reason for aside in digest.set_aside}
    assert sorted(reasons) == [6, 7]
    nothing = newsfold.digest(made({"text": [None, None]}))
    assert [aside.record for aside in nothing.set_aside] == [1, 2]


def test_names_of_columns_are_those_that_files_may_have(made, rows):
    names = {"text": "article_text", "source": "publication", "date": "published_at", "url": "link"}
    renamed = {names.get(name, name): values for name, values in columns_of(rows).items()}
    assert newsfold.digest(made(renamed)).run == newsfold.digest(rows).run
    assert newsfold.digest(made(renamed)).sentences()["url"] == newsfold.digest(rows).sentences()["url"]


def test_not_a_number_is_no_text(rows):
    pandas = pytest.importorskip("pandas")
    for missing in (float("nan"), pandas.NA, pandas.NaT):
        table = pandas.DataFrame(rows)
        table["text"] = table["text"].astype(object)
        table.loc[2, "text"] = missing
        assert [aside.record for aside in newsfold.digest(table).set_aside] == [3]


def test_an_empty_table(made):
    empty = made({"text": []})
    assert newsfold.digest(empty)["run"]["articles"] == 0
    assert column(newsfold.stories(empty), "story") == []


def test_pandas_keeps_its_index_and_ids_stay_whole(rows):
    pandas = pytest.importorskip("pandas")
    numbered = pandas.DataFrame(columns_of(rows)).assign(id=[7, 8, 9, 10, None])
    assert numbered["id"].dtype == float
    ids = {a["external_id"] for a in newsfold.stories(numbered.to_dict("records"))[0]["articles"]}
    assert "7.0" in ids
    out = newsfold.digest(numbered)["stories"][0]["articles"]
    assert {a["external_id"] for a in out} == {"7", "8", "9", "10", None}
    typed = numbered.astype({"id": "Int64", "url": "string"}).assign(date=pandas.NaT)
    typed.loc[2, "url"] = pandas.NA
    out = newsfold.digest(typed)["stories"][0]["articles"]
    assert {(a["external_id"], a["url"] is None, a["date"]) for a in out} == {
        ("7", False, None),
        ("8", False, None),
        ("9", True, None),
        ("10", False, None),
        (None, False, None),
    }
    moved = pandas.DataFrame(columns_of(rows), index=[9, 3, 5, 1, 7])
    assert newsfold.stories(moved).index.tolist() == [9, 3, 5, 1, 7]
    at = newsfold.stories(moved).loc[9, "article"]
    assert at == newsfold.stories(rows[:1])[0]["articles"][0]["id"]


def test_a_real_table(multinews, kept_file):
    pandas = pytest.importorskip("pandas")
    gold = pandas.read_json(multinews, lines=True, dtype=False)
    docs = [doc for docs in gold["docs"] for doc in docs]
    table = pandas.DataFrame(docs)
    ours, theirs = newsfold.digest(table), newsfold.digest(kept_file(docs))
    assert len(ours["stories"]) > 50
    differing = ("path", "inputs", "command")
    assert without(ours, *differing) == without(theirs, *differing)


def test_no_library_of_tables_is_imported():
    code = (
        "import sys, newsfold; newsfold.stories([{'text': 'A ferry ran aground.'}]);"
        "print(*{'pandas', 'polars', 'pyarrow', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"\n"), done.stderr
