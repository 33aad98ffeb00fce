"""Opens the tables of `newsfold export`, CSV and Parquet, in pandas, Polars and DuckDB, and compares what they read.

usage: check_tables.py NEWSFOLD TABLES.md INPUT...
  NEWSFOLD   a build with the feature `parquet`
"""
import math
import os
import subprocess
import sys
import tempfile

import duckdb
import pandas
import polars

FORMULA = ("=", "+", "-", "@")


def documented(path):
    """The columns of each table, as the documentation has them."""
    tables, name = {}, None
    for line in open(path, encoding="utf-8"):
        if line.startswith("## "):
            name = line[3:].strip()
        elif line.startswith("| `") and name:
            tables.setdefault(name, []).append(line.split("`")[1])
    return tables


def plain(value):
    """A cell in one form for all readers: nothing, a number, a truth or text."""
    if value is None or value is pandas.NA or isinstance(value, float) and math.isnan(value):
        return None
    return value.item() if hasattr(value, "item") else value


def of_pandas(frame):
    return list(frame.columns), [[plain(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def of_polars(frame):
    return frame.columns, [list(row) for row in frame.rows()]


def of_duckdb(relation):
    return relation.columns, [list(row) for row in relation.fetchall()]


def parquet(path):
    return {
        "pandas": of_pandas(pandas.read_parquet(path)),
        "Polars": of_polars(polars.read_parquet(path)),
        "DuckDB": of_duckdb(duckdb.sql(f"select * from read_parquet('{path}')")),
    }


def csv(path):
    """Every cell as text: what a column holds is for its reader to say."""
    return {
        "pandas": of_pandas(pandas.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])),
        "Polars": of_polars(polars.read_csv(path, infer_schema=False)),
        "DuckDB": of_duckdb(duckdb.sql(f"select * from read_csv('{path}', all_varchar=true, header=true, delim=',', quote='\"', escape='\"')")),
    }


def as_csv(value):
    """A cell of a Parquet table as CSV has it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}" if value.lstrip().startswith(FORMULA) else value
    return value


def same(cell, text):
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return text is not None and float(text) == float(cell)
    return (text or None) == cell


def check(newsfold, columns, source, folder):
    rows = 0
    for form in ("csv", "parquet"):
        out = os.path.join(folder, form)
        done = subprocess.run([newsfold, "export", source, "-q", "-o", out, "--format", form], capture_output=True, text=True)
        assert done.returncode in (0, 3), done.stderr
    for table, names in columns.items():
        typed = parquet(os.path.join(folder, "parquet", f"{table}.parquet"))
        texts = csv(os.path.join(folder, "csv", f"{table}.csv"))
        first = typed["Polars"]
        for reader, read in {**typed, **texts}.items():
            assert list(read[0]) == names, (table, reader, read[0])
        for reader, read in typed.items():
            # pandas makes floats of whole numbers where a cell is empty.
            assert read[1] == first[1], (table, reader)
        for reader, read in texts.items():
            assert len(read[1]) == len(first[1]), (table, reader, len(read[1]), len(first[1]))
            for cells, of_text in zip(first[1], read[1]):
                wrong = [(c, t) for c, t in zip(map(as_csv, cells), of_text) if not same(c, t)]
                assert not wrong, (table, reader, wrong)
        rows += len(first[1])
    articles = duckdb.sql(f"select count(*) from read_parquet('{folder}/parquet/sentences.parquet') s "
                          f"anti join read_parquet('{folder}/parquet/articles.parquet') a on s.article = a.article").fetchall()
    assert articles == [(0,)], "a sentence of no article"
    print(f"{source}: {len(columns)} tables, {rows} rows: the same in pandas, Polars and DuckDB")


def main():
    newsfold, tables, *sources = sys.argv[1:]
    for source in sources:
        with tempfile.TemporaryDirectory() as folder:
            check(os.path.abspath(newsfold), documented(tables), source, folder)


main()
