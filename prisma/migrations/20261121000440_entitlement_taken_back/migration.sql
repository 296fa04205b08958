-- A unit that is taken back changes what pages show as much as one that is given. A function of its own: a deleted row is OLD, not NEW.
CREATE FUNCTION licenza_record_removal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_feed (tier1_id, channel_id, customer_id, kind, subject_id)
  VALUES (OLD.tier1_id, OLD.channel_id, OLD.customer_id, TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1]);
  PERFORM pg_notify('licenza_change', '');
  RETURN NULL;
END $$;
CREATE TRIGGER entitlement_removal AFTER DELETE ON entitlement FOR EACH ROW EXECUTE FUNCTION licenza_record_removal('licence', 'user_id');
