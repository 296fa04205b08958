-- A scope that was set for an earlier transaction of the connection reads as an empty text, not as NULL: that is no scope either.
ALTER POLICY platform ON outbox WITH CHECK (coalesce(current_setting('licenza.scope', true), '') <> '');
