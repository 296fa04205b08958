-- What lets somebody in ends with its ground. A session belongs to the epoch of its user in which it began; a change of credentials, address,
-- role or state begins another epoch, and voids every session and every link of the user, whoever makes the change.
ALTER TABLE app_user ADD COLUMN session_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN epoch INTEGER;
UPDATE session SET epoch = 0;

-- Servers of the version before know of no epoch.
CREATE FUNCTION licenza_session_epoch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.epoch := (SELECT session_epoch FROM app_user WHERE id = NEW.user_id);
  RETURN NEW;
END $$;
CREATE TRIGGER session_epoch BEFORE INSERT ON session FOR EACH ROW WHEN (NEW.epoch IS NULL AND NEW.user_id IS NOT NULL)
  EXECUTE FUNCTION licenza_session_epoch();

-- As the owner: sessions belong to no tenant, and whoever may change the user ends what it was let in by.
CREATE FUNCTION licenza_void_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.session_epoch := OLD.session_epoch + 1;
  DELETE FROM session WHERE user_id = OLD.id;
  UPDATE user_token SET revoked_at = now() WHERE user_id = OLD.id AND used_at IS NULL AND revoked_at IS NULL;
  RETURN NEW;
END $$;
-- A lock and its end aren't among them: by failing to sign in a stranger would end the owner's sessions and links.
CREATE TRIGGER app_user_void_access
  BEFORE UPDATE OF password_hash, email, login_name_key, role, staff_permission, state, deleted_at, session_epoch ON app_user FOR EACH ROW
  WHEN ((OLD.password_hash, OLD.email, OLD.login_name_key, OLD.role, OLD.staff_permission, OLD.deleted_at, OLD.session_epoch)
          IS DISTINCT FROM (NEW.password_hash, NEW.email, NEW.login_name_key, NEW.role, NEW.staff_permission, NEW.deleted_at, NEW.session_epoch)
        OR (OLD.state <> NEW.state AND NOT (OLD.state IN ('ready', 'locked') AND NEW.state IN ('ready', 'locked'))))
  EXECUTE FUNCTION licenza_void_access();

-- The users of a customer that is disabled or deleted come back to nothing that was open before.
CREATE FUNCTION licenza_void_customer_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE app_user SET session_epoch = session_epoch + 1 WHERE customer_id = NEW.id AND deleted_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_void_access AFTER UPDATE OF state ON customer FOR EACH ROW
  WHEN (OLD.state = 'active' AND NEW.state <> 'active') EXECUTE FUNCTION licenza_void_customer_access();

-- Links of staff and resellers, who belong to no customer.
ALTER TABLE user_token ALTER COLUMN tier1_id DROP NOT NULL, ALTER COLUMN channel_id DROP NOT NULL, ALTER COLUMN customer_id DROP NOT NULL;
ALTER TABLE user_token ADD CONSTRAINT user_token_tenant_check CHECK (
  (customer_id IS NULL OR channel_id IS NOT NULL) AND (tier1_id IS NULL) = (channel_id IS NULL));
