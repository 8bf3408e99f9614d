"""The raw statements of the second lock: PostgreSQL's row security. Whose rows they let through is
said on the connection; what they read themselves is the catalogue of tables."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

# Who came from it or it came from goes along: keys lead there, to be read and never written.
SAY_LOCALITY = """
WITH RECURSIVE former(id) AS (
  SELECT predecessor_id FROM places_lineage WHERE successor_id::text = %(locality)s
  UNION SELECT l.predecessor_id FROM places_lineage l JOIN former f ON l.successor_id = f.id
), heirs(id) AS (
  SELECT successor_id FROM places_lineage WHERE predecessor_id::text = %(locality)s
  UNION SELECT l.successor_id FROM places_lineage l JOIN heirs h ON l.predecessor_id = h.id
)
SELECT set_config('app.locality', %(locality)s, false),
  set_config('app.kin', COALESCE((SELECT string_agg(id::text, ',') FROM (
    SELECT id FROM former UNION SELECT id FROM heirs) kin), ''), false)
"""

# Asked once a statement, not once a row; text against text, so that '*' and a number may be said.
POLICY: Final = """
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS locality ON "{table}";
CREATE POLICY locality ON "{table}" USING (
  (SELECT current_setting('app.locality', true)) IN ('*', locality_id::text));
DROP POLICY IF EXISTS kin ON "{table}";
CREATE POLICY kin ON "{table}" FOR SELECT USING (
  locality_id::text = ANY (string_to_array((SELECT current_setting('app.kin', true)), ',')));
"""

NO_POLICY: Final = """
DROP POLICY IF EXISTS locality ON "{table}";
DROP POLICY IF EXISTS kin ON "{table}";
ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
"""

GRANTS: Final = """
GRANT USAGE ON SCHEMA {schema} TO "{role}";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO "{role}";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO "{role}";
"""

LOCKED = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace
  AND c.relrowsecurity AND c.relforcerowsecurity AND 2 = (
    SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND (p.polname, p.polcmd) IN
      (('locality', '*'), ('kin', 'r')))
"""

PASSES_BY = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"

HAS_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = %(role)s"

SCHEMA = "SELECT quote_ident(current_schema())"


def rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def run_for_each(statement: str, names: Sequence[str], **given: str) -> None:
    """One round trip for all of them: with no parameters several statements may go at once."""
    if names:
        text = "".join(statement.format(table=name, **given) for name in names)
        with connection.cursor() as cursor:
            cursor.execute(text)
