"""What the database's catalogue says of one schema and its login, as lines that can be compared."""

from __future__ import annotations

from sqlalchemy import Connection

# A line says what is there. Lines on owners, grants to others and the like appear only where something is wrong.
SCHEMA = """
WITH place AS (SELECT oid, nspowner, nspacl FROM pg_namespace WHERE nspname = %(schema)s),
     things AS (SELECT c.* FROM pg_class c JOIN place ON place.oid = c.relnamespace),
     rights AS (
         SELECT c.relname || '' AS thing, g.* FROM things c, aclexplode(c.relacl) g WHERE g.grantee <> c.relowner
         UNION ALL
         SELECT c.relname || '.' || a.attname, g.* FROM things c JOIN pg_attribute a ON a.attrelid = c.oid,
                aclexplode(a.attacl) g WHERE g.grantee <> c.relowner
         UNION ALL
         SELECT 'the schema', g.* FROM place, aclexplode(place.nspacl) g WHERE g.grantee <> place.nspowner)
SELECT 'table ' || relname || CASE relpersistence WHEN 'p' THEN '' ELSE ' unlogged' END
       || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END || coalesce(' ' || reloptions::text, '')
  FROM things WHERE relkind IN ('r', 'p')
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
       || CASE WHEN a.attidentity <> '' THEN ' identity' ELSE '' END
       || CASE WHEN a.attgenerated <> '' THEN ' generated' ELSE '' END
       || CASE WHEN a.attcollation <> t.typcollation THEN ' collated' ELSE '' END
  FROM pg_attribute a
  JOIN things c ON c.oid = a.attrelid
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
  FROM pg_index i JOIN things c ON c.oid = i.indrelid
UNION ALL
SELECT 'constraint ' || c.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN things c ON c.oid = k.conrelid WHERE k.contype <> 'n'
UNION ALL
SELECT 'grant ' || g.privilege_type || ' on ' || g.thing || ' to '
       || CASE WHEN g.grantee = 0 THEN 'everybody' WHEN r.rolname = %(role)s THEN 'its login' ELSE r.rolname END
  FROM rights g LEFT JOIN pg_roles r ON r.oid = g.grantee
UNION ALL
SELECT 'object ' || relkind::text || ' ' || relname FROM things WHERE relkind NOT IN ('r', 'p', 'i', 'I', 't')
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
       || CASE WHEN p.prosecdef THEN ' security definer' ELSE '' END
  FROM pg_proc p JOIN place ON place.oid = p.pronamespace
UNION ALL
SELECT 'type ' || t.typname FROM pg_type t JOIN place ON place.oid = t.typnamespace WHERE t.typtype NOT IN ('b', 'c')
UNION ALL
SELECT 'trigger ' || c.relname || '.' || t.tgname FROM pg_trigger t JOIN things c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal OR t.tgenabled <> 'O'
UNION ALL
SELECT 'rule ' || c.relname || '.' || w.rulename FROM pg_rewrite w JOIN things c ON c.oid = w.ev_class
UNION ALL
SELECT 'policy ' || c.relname || '.' || p.polname FROM pg_policy p JOIN things c ON c.oid = p.polrelid
UNION ALL
SELECT 'parent ' || h.inhparent::regclass::text || ' of ' || c.relname
  FROM pg_inherits h JOIN things c ON c.oid = h.inhrelid
UNION ALL
SELECT 'default rights' FROM pg_default_acl a JOIN place ON place.oid = a.defaclnamespace
UNION ALL
SELECT 'owner ' || pg_get_userbyid(c.relowner) || ' of ' || c.relname FROM things c, place
 WHERE c.relowner <> place.nspowner
UNION ALL
SELECT 'owner ' || pg_get_userbyid(nspowner) || ' of the schema' FROM place
 WHERE pg_get_userbyid(nspowner) <> current_user
"""

LOGIN = """
WITH login AS (SELECT * FROM pg_roles WHERE rolname = %(role)s),
     here AS (SELECT s.setconfig FROM pg_db_role_setting s JOIN login ON s.setrole = login.oid
               WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())),
     shared AS (SELECT d.* FROM pg_shdepend d JOIN login ON d.refobjid = login.oid
                 WHERE d.refclassid = 'pg_authid'::regclass
                   AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
SELECT 'login exists' FROM login WHERE rolcanlogin
UNION ALL
SELECT 'login may connect' FROM login WHERE has_database_privilege(oid, current_database(), 'CONNECT')
UNION ALL
SELECT 'login starts in its schema' FROM here WHERE %(start)s = ANY (setconfig)
UNION ALL
SELECT 'login may do more than log in' FROM login
 WHERE rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
UNION ALL
SELECT 'login is a member of ' || pg_get_userbyid(m.roleid) FROM pg_auth_members m JOIN login ON login.oid = m.member
UNION ALL
SELECT 'login is lent to ' || pg_get_userbyid(m.member) FROM pg_auth_members m JOIN login ON login.oid = m.roleid
 WHERE pg_get_userbyid(m.member) <> current_user
UNION ALL
SELECT 'login owns ' || count(*) || ' objects' FROM shared WHERE deptype = 'o' HAVING count(*) > 0
UNION ALL
SELECT 'login has rights on ' || s.objid::regclass::text
  FROM shared s JOIN pg_class c ON c.oid = s.objid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE s.deptype = 'a' AND s.classid = 'pg_class'::regclass AND n.nspname <> %(schema)s
UNION ALL
SELECT 'login has rights on the schema ' || n.nspname FROM shared s JOIN pg_namespace n ON n.oid = s.objid
 WHERE s.deptype = 'a' AND s.classid = 'pg_namespace'::regclass AND n.nspname <> %(schema)s
"""

PROPER_LOGIN = frozenset({"login exists", "login may connect", "login starts in its schema"})


def schema_lines(connection: Connection, schema: str, role: str) -> frozenset[str]:
    """The schema's tables, columns, indexes, constraints, rights and other objects, without its own name."""
    rows = connection.exec_driver_sql(SCHEMA, {"schema": schema, "role": role}).scalars()
    return frozenset(str(row).replace(f'"{schema}".', "").replace(f"{schema}.", "") for row in rows)


def login_lines(connection: Connection, schema: str, role: str) -> frozenset[str]:
    """What the login may do, in this database and on the server; see PROPER_LOGIN for how it should be."""
    values = {"schema": schema, "role": role, "start": f"search_path={schema}"}
    return frozenset(map(str, connection.exec_driver_sql(LOGIN, values).scalars()))
