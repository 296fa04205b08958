-- Of each state of a message the ones that may follow, as domain/message/message.ts has them; a test compares them by trying each. Its
-- writers are several that don't know of each other: its process, who hands it over at once, and reports that come back months later.
CREATE FUNCTION licenza_message_follows(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT becomes = ANY (CASE was
    WHEN 'queued' THEN ARRAY['sending', 'called_off']
    WHEN 'sending' THEN ARRAY['delivered', 'delivered_to_emergency', 'bounced', 'undeliverable']
    WHEN 'delivered' THEN ARRAY['bounced']
    WHEN 'delivered_to_emergency' THEN ARRAY['bounced']
    WHEN 'bounced' THEN ARRAY['sending', 'delivered_to_emergency']
    WHEN 'undeliverable' THEN ARRAY['sending', 'delivered', 'delivered_to_emergency'] END) IS TRUE
$$;

CREATE FUNCTION licenza_guard_message() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT licenza_message_follows(OLD.state, NEW.state) THEN
    RAISE EXCEPTION 'a message that is % can not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation', TABLE = 'message';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER message_guard BEFORE UPDATE ON message FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_message();
