-- Run once by a superuser in every database that PgBouncer serves: psql -p 5432 -d jaki -f auth.sql
-- Afterwards set the password, which goes into userlist.txt (mode 0600) as well: \password pgbouncer_lookup
-- The function is the only thing that this role may use. It answers for the product's own login roles and no others,
-- so that whoever reads userlist.txt cannot ask for a superuser's verifier.

CREATE ROLE pgbouncer_lookup LOGIN NOINHERIT NOCREATEDB NOCREATEROLE;

CREATE SCHEMA pgbouncer;
REVOKE ALL ON SCHEMA pgbouncer FROM PUBLIC;
GRANT USAGE ON SCHEMA pgbouncer TO pgbouncer_lookup;

CREATE FUNCTION pgbouncer.lookup(wanted text, OUT role_name text, OUT verifier text)
RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog
AS $$
    SELECT rolname::text, rolpassword
    FROM pg_authid
    WHERE rolname = wanted
      AND rolcanlogin AND NOT rolsuper AND NOT rolreplication AND NOT rolcreaterole
      -- t_<region> and jaki_platform, with DATABASE_ROLE_PREFIX in front where one is set
      AND rolname ~ '^([a-z][a-z0-9_]{0,15})?(t_[a-z0-9_]+|jaki_platform)$'
      AND (rolvaliduntil IS NULL OR rolvaliduntil > now())
$$;

REVOKE ALL ON FUNCTION pgbouncer.lookup(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pgbouncer.lookup(text) TO pgbouncer_lookup;
