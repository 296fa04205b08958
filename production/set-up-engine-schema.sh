#!/bin/sh
# Makes or updates the engine's two databases. Repeating it changes nothing that is up to date.
set -eu
for kind in temporal visibility; do
  database=${DBNAME:-temporal}
  [ "$kind" = visibility ] && database=${VISIBILITY_DBNAME:-temporal_visibility}
  set -- --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "${DB_PORT:-5432}" -u "$POSTGRES_USER" --db "$database"
  temporal-sql-tool "$@" create
  temporal-sql-tool "$@" setup-schema -v 0.0 || echo "$database has a schema already"
  temporal-sql-tool "$@" update-schema --schema-name "postgresql/v12/$kind"
done
