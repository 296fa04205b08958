#!/bin/sh
# Makes or updates the engine's two databases. Repeating it changes nothing that is up to date.
set -eu
for database in temporal temporal_visibility; do
  folder=temporal
  [ "$database" = temporal_visibility ] && folder=visibility
  set -- --plugin postgres12 --ep "$POSTGRES_SEEDS" -p 5432 -u "$POSTGRES_USER" --db "$database"
  temporal-sql-tool "$@" create
  temporal-sql-tool "$@" setup-schema -v 0.0 || echo "$database has a schema already"
  temporal-sql-tool "$@" update-schema -d "/etc/temporal/schema/postgresql/v12/$folder/versioned"
done
