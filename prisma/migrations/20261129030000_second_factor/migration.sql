-- A second factor: an app's codes, with recovery codes. `factor_since` says that one is asked for; without it there are no secrets.
ALTER TABLE app_user ADD COLUMN factor_since TIMESTAMPTZ(3), ADD COLUMN factor_due_at TIMESTAMPTZ(3);
-- When whoever sits there last proved who they are; sessions of servers from before have not.
ALTER TABLE session ADD COLUMN confirmed_at TIMESTAMPTZ(3);

-- The secret is sealed with the newest of PAYLOAD_KEYS, whose id stands beside it. One may be pending while another is active.
CREATE TABLE second_factor (
  user_id UUID NOT NULL,
  state TEXT NOT NULL,
  key_id TEXT NOT NULL,
  secret BYTEA NOT NULL,
  last_step BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT second_factor_pkey PRIMARY KEY (user_id, state)
);
ALTER TABLE second_factor ADD CONSTRAINT second_factor_state_check CHECK (state IN ('pending', 'active'));
ALTER TABLE second_factor ADD CONSTRAINT second_factor_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE;

CREATE TABLE recovery_code (
  user_id UUID NOT NULL,
  code_hash BYTEA NOT NULL,
  used_at TIMESTAMPTZ(3),
  CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash)
);
ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE;

-- Whoever gave the right password and still owes the code. Not a session: it lets nobody in.
CREATE TABLE sign_in_challenge (
  token_hash BYTEA NOT NULL,
  user_id UUID NOT NULL,
  epoch INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  expires_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT sign_in_challenge_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX sign_in_challenge_user_id_idx ON sign_in_challenge (user_id);
CREATE INDEX sign_in_challenge_expires_at_idx ON sign_in_challenge (expires_at);
ALTER TABLE sign_in_challenge ADD CONSTRAINT sign_in_challenge_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE;

-- An operator's lost factor: one person asks, another one approves.
CREATE TABLE factor_reset (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  reason TEXT NOT NULL,
  asked_by UUID NOT NULL,
  asked_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at TIMESTAMPTZ(3) NOT NULL,
  settled_by UUID,
  settled_at TIMESTAMPTZ(3),
  state TEXT NOT NULL DEFAULT 'asked',
  CONSTRAINT factor_reset_pkey PRIMARY KEY (id)
);
CREATE INDEX factor_reset_user_id_idx ON factor_reset (user_id);
CREATE UNIQUE INDEX factor_reset_one_asked ON factor_reset (user_id) WHERE state = 'asked';
ALTER TABLE factor_reset ADD CONSTRAINT factor_reset_state_check CHECK (state IN ('asked', 'approved', 'called_off'));
ALTER TABLE factor_reset ADD CONSTRAINT factor_reset_two_persons_check CHECK (
  asked_by <> user_id AND (settled_by IS NULL) = (state = 'asked') AND (state <> 'approved' OR settled_by NOT IN (user_id, asked_by)));
ALTER TABLE factor_reset ADD CONSTRAINT factor_reset_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE;

ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON second_factor TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON recovery_code TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');
ALTER TABLE sign_in_challenge ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON sign_in_challenge TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');
ALTER TABLE factor_reset ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON factor_reset TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');

-- A factor that is begun, replaced or taken away is a change of credentials: it begins another epoch.
DROP TRIGGER app_user_void_access ON app_user;
CREATE TRIGGER app_user_void_access
  BEFORE UPDATE OF password_hash, email, login_name_key, role, staff_permission, state, deleted_at, session_epoch, factor_since ON app_user FOR EACH ROW
  WHEN ((OLD.password_hash, OLD.email, OLD.login_name_key, OLD.role, OLD.staff_permission, OLD.deleted_at, OLD.session_epoch, OLD.factor_since)
          IS DISTINCT FROM (NEW.password_hash, NEW.email, NEW.login_name_key, NEW.role, NEW.staff_permission, NEW.deleted_at, NEW.session_epoch, NEW.factor_since)
        OR (OLD.state <> NEW.state AND NOT (OLD.state IN ('ready', 'locked') AND NEW.state IN ('ready', 'locked'))))
  EXECUTE FUNCTION licenza_void_access();

-- As the owner: who takes a factor away sees no secrets.
CREATE FUNCTION licenza_drop_factor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM second_factor WHERE user_id = NEW.id;
  DELETE FROM recovery_code WHERE user_id = NEW.id;
  DELETE FROM sign_in_challenge WHERE user_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER app_user_drop_factor AFTER UPDATE OF factor_since, deleted_at ON app_user FOR EACH ROW
  WHEN ((OLD.factor_since IS NOT NULL AND NEW.factor_since IS NULL) OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION licenza_drop_factor();

-- Mails to staff and resellers, who belong to no customer.
ALTER TABLE message ALTER COLUMN tier1_id DROP NOT NULL, ALTER COLUMN channel_id DROP NOT NULL, ALTER COLUMN customer_id DROP NOT NULL;
ALTER TABLE message ADD CONSTRAINT message_owner_check CHECK (
  (customer_id IS NULL OR channel_id IS NOT NULL) AND (tier1_id IS NULL) = (channel_id IS NULL));
