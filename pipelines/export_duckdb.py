"""A dataset -> one DuckDB file: the five tables, described, and three views that join them."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from normalize.record import TABLES
from pipelines import parquet
from pipelines.base import Base
from pipelines.schema import Atom, Field, columns

TYPES: dict[Atom, str] = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN"}
MEMORY = "128MB"
"""What DuckDB may hold of rows that are not on the disk yet."""
INITIATIVES_WIDE = """
    CREATE VIEW initiatives_wide AS
    SELECT d.municipality, d.municipality_code, d.title, d.doc_kind, d.fiscal_year AS reported_year, d.period_start,
        d.period_end, i.* EXCLUDE (source), array_to_string(i.policy, ' > ') AS policy_path,
        array_to_string(i.departments, '; ') AS department_list, t.targets, r.results, r.grades
    FROM initiatives i
    JOIN documents d USING (doc_id)
    LEFT JOIN (SELECT initiative_id, count(*) AS targets FROM targets GROUP BY ALL) t USING (initiative_id)
    LEFT JOIN (
        SELECT initiative_id, count(*) AS results,
            list(grade ORDER BY seq) FILTER (grade IS NOT NULL) AS grades
        FROM results GROUP BY ALL
    ) r USING (initiative_id)
"""
TARGETS_BY_YEAR = """
    CREATE VIEW targets_by_year AS
    SELECT d.municipality, d.title, i.number, i.name, t.doc_id, t.initiative_id, t.kind, t.ref, t.indicator,
        t.unit{years}
    FROM targets t JOIN initiatives i USING (initiative_id) JOIN documents d ON d.doc_id = t.doc_id
    GROUP BY ALL
"""
YEAR = """,
        first(t.value ORDER BY t.seq) FILTER (t.fiscal_year = {year}) AS "{year}",
        first(t.text ORDER BY t.seq) FILTER (t.fiscal_year = {year}) AS "{year} printed\""""
TARGET_VS_RESULT = """
    CREATE VIEW target_vs_result AS
    WITH planned AS (
        SELECT doc_id, initiative_id, ref, indicator, fiscal_year, unit, value AS target FROM targets
        WHERE kind = 'numeric'
        QUALIFY row_number() OVER (PARTITION BY initiative_id, ref, indicator, fiscal_year ORDER BY seq) = 1
    ), reported AS (
        SELECT doc_id, initiative_id, ref, indicator, fiscal_year, unit, value AS result FROM results
        WHERE kind = 'indicator' AND basis = 'reported'
        QUALIFY row_number() OVER (PARTITION BY initiative_id, ref, indicator, fiscal_year ORDER BY seq) = 1
    ), before AS (
        SELECT initiative_id, ref, indicator, value AS baseline FROM results
        WHERE kind = 'indicator' AND basis = 'baseline'
        QUALIFY row_number() OVER (PARTITION BY initiative_id, ref, indicator ORDER BY seq) = 1
    ), figures AS (
        SELECT coalesce(p.doc_id, r.doc_id) AS doc_id, coalesce(p.initiative_id, r.initiative_id) AS initiative_id,
            coalesce(p.ref, r.ref) AS ref, coalesce(p.indicator, r.indicator) AS indicator,
            coalesce(p.fiscal_year, r.fiscal_year) AS fiscal_year, coalesce(p.unit, r.unit) AS unit, target, result,
            CASE WHEN coalesce(p.unit = r.unit, true) AND target <> 0 THEN 100.0 * result / target END AS rate
        FROM planned p FULL JOIN reported r ON p.initiative_id = r.initiative_id
            AND p.ref IS NOT DISTINCT FROM r.ref AND p.indicator IS NOT DISTINCT FROM r.indicator
            AND p.fiscal_year IS NOT DISTINCT FROM r.fiscal_year
    )
    SELECT f.doc_id, f.initiative_id, i.number, i.name, f.ref, f.indicator, f.fiscal_year, f.unit, b.baseline,
        f.target, f.result, f.rate
    FROM figures f JOIN initiatives i USING (initiative_id)
        LEFT JOIN before b ON b.initiative_id = f.initiative_id AND b.ref IS NOT DISTINCT FROM f.ref
            AND b.indicator IS NOT DISTINCT FROM f.indicator
"""


def write_duckdb(base: Base, out: Path) -> list[str]:
    """Write the file, and move it in place when it is whole. Nothing is left out."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.new")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(str(unfinished), config={"memory_limit": MEMORY, "threads": 1}) as made:
        for table, record in TABLES.items():
            fill(made, base, table, columns(record))
        years = made.execute("SELECT DISTINCT fiscal_year FROM targets WHERE fiscal_year IS NOT NULL ORDER BY 1")
        by_year = "".join(YEAR.format(year=year) for (year,) in years.fetchall())
        for view in (INITIATIVES_WIDE, TARGETS_BY_YEAR.format(years=by_year), TARGET_VS_RESULT):
            made.execute(view)
    os.replace(unfinished, out)
    return []


def fill(made: duckdb.DuckDBPyConnection, base: Base, table: str, fields: tuple[Field, ...]) -> None:
    """Make a table and fill it; columns that an older dataset lacks stay empty."""
    made.execute(f"CREATE TABLE {table} ({', '.join(f'{field.name} {sql_type(field)}' for field in fields)})")
    for field in fields:
        made.execute(f"COMMENT ON COLUMN {table}.{field.name} IS {quoted(comment(field))}")
    made.register("stored", parquet.reader(base.rows(table), table))
    made.execute(f"INSERT INTO {table} BY NAME SELECT * FROM stored")
    made.unregister("stored")


def sql_type(field: Field) -> str:
    """
    >>> from normalize.record import Initiative
    >>> [sql_type(field) for field in columns(Initiative)][6:9]
    ['BOOLEAN', 'VARCHAR', 'VARCHAR[]']
    """
    atom = TYPES[field.atom] if not field.parts else f"STRUCT({', '.join(map(part, field.parts))})"
    atom = "FLOAT" if field.name == "confidence" else atom
    return f"{atom}[]" if field.many else atom


def part(field: Field) -> str:
    return f"{field.name} {sql_type(field)}"


def comment(field: Field) -> str:
    return f"{field.en} / {field.ja}"


def quoted(text: str) -> str:
    """
    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
