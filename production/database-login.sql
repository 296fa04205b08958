-- The login that the programs sign in with: it may act as licenza_app, which row-level security binds, and owns nothing. Its password is
-- read from the setting licenza.login_password of the session. Repeating it changes nothing but that password.
DO $$ BEGIN
  IF coalesce(current_setting('licenza.login_password', true), '') = '' THEN RAISE EXCEPTION 'the login of the programs has no password'; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'licenza_app') THEN CREATE ROLE licenza_app NOLOGIN NOBYPASSRLS; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'licenza_login') THEN CREATE ROLE licenza_login LOGIN; END IF;
  EXECUTE format('ALTER ROLE licenza_login PASSWORD %L', current_setting('licenza.login_password'));
END $$;
ALTER ROLE licenza_login NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT licenza_app TO licenza_login;
