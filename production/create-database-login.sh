#!/bin/sh
# Makes the login of the programs, or gives it the password that is set now. The password is no argument of a command.
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --output /dev/null <<'SQL'
\getenv login_password DATABASE_PASSWORD
SELECT set_config('licenza.login_password', :'login_password', false);
\i /database-login.sql
SQL
