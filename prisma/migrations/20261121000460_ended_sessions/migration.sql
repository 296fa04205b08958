-- The open pages of a session that was ended are told at once; who hears it looks whether it was theirs.
CREATE FUNCTION licenza_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.user_id IS NOT NULL THEN
    PERFORM pg_notify('licenza_change', OLD.user_id::text);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER session_ended AFTER DELETE ON session FOR EACH ROW EXECUTE FUNCTION licenza_session_ended();
