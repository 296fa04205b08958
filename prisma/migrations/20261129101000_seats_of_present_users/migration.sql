-- Whoever deletes a user locks its row and frees its seats. A seat that is given in the same moment has waited for that row, as its key does;
-- by then the user is gone, and the seat isn't given. The name sorts after those of foreign keys' triggers, so the wait is over when this runs.
CREATE FUNCTION licenza_seat_of_present() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT deleted_at FROM app_user WHERE id = NEW.user_id) IS NOT NULL THEN
    RAISE EXCEPTION 'entitlement_of_present: the user is deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'entitlement_of_present', TABLE = 'entitlement';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entitlement_of_present AFTER INSERT ON entitlement FOR EACH ROW EXECUTE FUNCTION licenza_seat_of_present();

-- Seats that were given so before.
DELETE FROM entitlement e USING app_user u WHERE u.id = e.user_id AND u.deleted_at IS NOT NULL;
