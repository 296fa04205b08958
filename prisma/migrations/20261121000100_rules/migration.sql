-- What Prisma's schema language can't say: isolation of tenants, checks, partial indexes, append-only audit, the change feed.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The role that the application works as. It owns nothing, so row-level security always binds it.
DO $$ BEGIN
  CREATE ROLE licenza_app NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT licenza_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO licenza_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO licenza_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO licenza_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO licenza_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO licenza_app;

-- Who is asking: licenza.scope is platform, tier1, channel or customer; licenza.tenant its id.
-- Without a scope nothing is visible, so a forgotten one shows at once and leaks nothing.
CREATE FUNCTION licenza_sees(tier1 uuid, channel uuid, customer uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE current_setting('licenza.scope', true)
    WHEN 'platform' THEN true
    WHEN 'tier1' THEN tier1 = current_setting('licenza.tenant')::uuid
    WHEN 'channel' THEN channel = current_setting('licenza.tenant')::uuid
    WHEN 'customer' THEN customer = current_setting('licenza.tenant')::uuid
    ELSE false
  END
$$;

ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app_user TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE sign_in_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sign_in_event TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE user_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON user_token TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer TO licenza_app USING (licenza_sees(tier1_id, channel_id, id)) WITH CHECK (licenza_sees(tier1_id, channel_id, id));
ALTER TABLE licence ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON licence TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE entitlement ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON entitlement TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE vendor_tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON vendor_tenant TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE cart ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cart TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE cart_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cart_line TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE customer_order ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer_order TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE order_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON order_line TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON payment TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON subscription TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE seat_lot ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON seat_lot TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE process ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON process TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE timeline_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON timeline_event TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE attention_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attention_item TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE undo_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON undo_entry TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_entry TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE change_feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON change_feed TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));

-- A channel is seen by itself, by its tier-1 parent and by the platform.
ALTER TABLE channel ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON channel TO licenza_app USING (licenza_sees(tier1_id, id, NULL)) WITH CHECK (licenza_sees(tier1_id, id, NULL));

-- Sessions, idempotency keys and the outbox belong to no tenant; only code that runs for the platform touches them
-- (the session store, the dispatcher). Inserting a key or a command is open to every scope.
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON session TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON outbox TO licenza_app USING (current_setting('licenza.scope', true) = 'platform') WITH CHECK (current_setting('licenza.scope', true) IS NOT NULL);

-- The tenant columns of a row can't disagree with its customer.
ALTER TABLE app_user ADD CONSTRAINT app_user_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE sign_in_event ADD CONSTRAINT sign_in_event_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE user_token ADD CONSTRAINT user_token_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE entitlement ADD CONSTRAINT entitlement_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE vendor_tenant ADD CONSTRAINT vendor_tenant_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE cart ADD CONSTRAINT cart_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE cart_line ADD CONSTRAINT cart_line_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE customer_order ADD CONSTRAINT customer_order_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE order_line ADD CONSTRAINT order_line_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE payment ADD CONSTRAINT payment_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE subscription ADD CONSTRAINT subscription_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE seat_lot ADD CONSTRAINT seat_lot_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE process ADD CONSTRAINT process_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE timeline_event ADD CONSTRAINT timeline_event_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE attention_item ADD CONSTRAINT attention_item_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE undo_entry ADD CONSTRAINT undo_entry_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE message ADD CONSTRAINT message_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;

-- References inside a tenant carry the customer, so a row can't point into another one's data.
ALTER TABLE user_token ADD CONSTRAINT user_token_user_fkey FOREIGN KEY (user_id, customer_id) REFERENCES app_user (id, customer_id);
ALTER TABLE entitlement ADD CONSTRAINT entitlement_user_fkey FOREIGN KEY (user_id, customer_id) REFERENCES app_user (id, customer_id);
ALTER TABLE entitlement ADD CONSTRAINT entitlement_licence_fkey FOREIGN KEY (licence_id, customer_id) REFERENCES licence (id, customer_id);
ALTER TABLE entitlement ADD CONSTRAINT entitlement_subscription_fkey FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id);
ALTER TABLE cart ADD CONSTRAINT cart_user_fkey FOREIGN KEY (user_id, customer_id) REFERENCES app_user (id, customer_id);
ALTER TABLE cart_line ADD CONSTRAINT cart_line_offer_fkey FOREIGN KEY (offer_id) REFERENCES offer (id);
ALTER TABLE customer_order ADD CONSTRAINT customer_order_tenant_at_vendor_fkey FOREIGN KEY (vendor_tenant_id, customer_id) REFERENCES vendor_tenant (id, customer_id);
ALTER TABLE order_line ADD CONSTRAINT order_line_offer_fkey FOREIGN KEY (offer_id) REFERENCES offer (id);
ALTER TABLE order_line ADD CONSTRAINT order_line_subscription_fkey FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id);
ALTER TABLE payment ADD CONSTRAINT payment_subscription_fkey FOREIGN KEY (subscription_id, customer_id) REFERENCES subscription (id, customer_id);
ALTER TABLE subscription ADD CONSTRAINT subscription_offer_fkey FOREIGN KEY (offer_id) REFERENCES offer (id);
ALTER TABLE subscription ADD CONSTRAINT subscription_tenant_at_vendor_fkey FOREIGN KEY (vendor_tenant_id, customer_id) REFERENCES vendor_tenant (id, customer_id);
ALTER TABLE timeline_event ADD CONSTRAINT timeline_event_process_fkey FOREIGN KEY (process_id, customer_id) REFERENCES process (id, customer_id);
ALTER TABLE attention_item ADD CONSTRAINT attention_item_process_fkey FOREIGN KEY (process_id, customer_id) REFERENCES process (id, customer_id);
ALTER TABLE undo_entry ADD CONSTRAINT undo_entry_process_fkey FOREIGN KEY (process_id, customer_id) REFERENCES process (id, customer_id);
ALTER TABLE message ADD CONSTRAINT message_user_fkey FOREIGN KEY (user_id, customer_id) REFERENCES app_user (id, customer_id);
ALTER TABLE app_user ADD CONSTRAINT app_user_channel_fkey FOREIGN KEY (channel_id, tier1_id) REFERENCES channel (id, tier1_id);
ALTER TABLE session ADD CONSTRAINT session_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE;

-- Words that a column may hold. The same lists are unions in domain/; a test compares them.
ALTER TABLE channel ADD CONSTRAINT channel_tier_check CHECK ((tier = 1 AND parent_id IS NULL AND tier1_id = id) OR (tier = 2 AND parent_id IS NOT NULL AND tier1_id = parent_id));
ALTER TABLE app_user ADD CONSTRAINT app_user_role_check CHECK (role IN ('operator', 'support', 'reseller_admin', 'customer_admin', 'customer_user'));
ALTER TABLE app_user ADD CONSTRAINT app_user_state_check CHECK (state IN ('ready', 'locked', 'not_activated', 'disabled'));
ALTER TABLE app_user ADD CONSTRAINT app_user_tenant_check CHECK (
  CASE WHEN role IN ('operator', 'support') THEN tier1_id IS NULL AND channel_id IS NULL AND customer_id IS NULL
       WHEN role = 'reseller_admin' THEN tier1_id IS NOT NULL AND channel_id IS NOT NULL AND customer_id IS NULL
       ELSE tier1_id IS NOT NULL AND channel_id IS NOT NULL AND customer_id IS NOT NULL END);
ALTER TABLE customer ADD CONSTRAINT customer_state_check CHECK (state IN ('active', 'disabled', 'deleted'));
ALTER TABLE customer ADD CONSTRAINT customer_credit_check CHECK (credit_limit_minor >= 0 AND credit_used_minor >= 0 AND credit_used_minor <= credit_limit_minor);
ALTER TABLE plan ADD CONSTRAINT plan_units_check CHECK (min_units >= 1 AND max_units >= min_units);
ALTER TABLE product ADD CONSTRAINT product_unit_type_check CHECK (unit_type IN ('seat', 'endpoint', 'user', 'mailbox', 'encryption_key', 'gb'));
ALTER TABLE offer ADD CONSTRAINT offer_price_check CHECK (unit_price_minor >= 0 AND min_seats >= 1 AND max_seats >= min_seats);
ALTER TABLE offer ADD CONSTRAINT offer_term_check CHECK (term_duration IN ('P1M', 'P1Y', 'P3Y') AND billing_cycle IN ('monthly', 'annual', 'upfront'));
ALTER TABLE licence ADD CONSTRAINT licence_units_check CHECK (units >= 1 AND target_units >= 1);
ALTER TABLE licence ADD CONSTRAINT licence_state_check CHECK (state IN ('scheduled', 'provisioning', 'active', 'failed', 'ending', 'ended'));
ALTER TABLE licence ADD CONSTRAINT licence_change_check CHECK (change IN ('start', 'resize', 'end'));
ALTER TABLE entitlement ADD CONSTRAINT entitlement_subject_check CHECK (num_nonnulls(licence_id, subscription_id) = 1);
ALTER TABLE cart_line ADD CONSTRAINT cart_line_check CHECK (quantity >= 1 AND unit_price_minor >= 0);
ALTER TABLE order_line ADD CONSTRAINT order_line_check CHECK (quantity >= 1 AND unit_price_minor >= 0 AND charge_minor >= 0);
ALTER TABLE customer_order ADD CONSTRAINT customer_order_total_check CHECK (total_minor >= 0);
ALTER TABLE payment ADD CONSTRAINT payment_amounts_check CHECK (authorised_minor >= 0 AND captured_minor BETWEEN 0 AND authorised_minor AND refunded_minor BETWEEN 0 AND captured_minor);
ALTER TABLE subscription ADD CONSTRAINT subscription_check CHECK (units >= 0 AND term_ends_at > term_starts_at AND renewal IN ('renew', 'end', 'extend'));
ALTER TABLE seat_lot ADD CONSTRAINT seat_lot_check CHECK (units >= 1 AND charged_minor >= 0 AND refunded_minor BETWEEN 0 AND charged_minor);
ALTER TABLE process ADD CONSTRAINT process_kind_check CHECK (kind IN ('customer', 'licence', 'message', 'activation', 'order', 'subscription_change', 'subscription'));
ALTER TABLE process ADD CONSTRAINT process_state_check CHECK (state IN ('queued', 'running', 'waiting', 'needs_attention', 'failed', 'done', 'ended'));
ALTER TABLE attention_item ADD CONSTRAINT attention_item_state_check CHECK (state IN ('open', 'closed'));
ALTER TABLE undo_entry ADD CONSTRAINT undo_entry_state_check CHECK (state IN ('done', 'undone', 'undo_failed'));
ALTER TABLE message ADD CONSTRAINT message_state_check CHECK (state IN ('queued', 'sending', 'delivered', 'delivered_to_emergency', 'undeliverable', 'called_off'));
ALTER TABLE outbox ADD CONSTRAINT outbox_command_check CHECK (command IN ('start', 'signal'));

-- One account name in a tier-1 channel (requirement A3); a deleted customer's name is free again.
CREATE UNIQUE INDEX customer_account_name_key ON customer (tier1_id, account_name_key) WHERE state <> 'deleted';
-- One process at a time for a subject.
CREATE UNIQUE INDEX process_one_active ON process (kind, subject_id) WHERE state IN ('queued', 'running', 'waiting', 'needs_attention');
CREATE UNIQUE INDEX attention_item_one_open ON attention_item (process_id) WHERE state = 'open';
CREATE UNIQUE INDEX licence_one_per_plan ON licence (customer_id, plan_id) WHERE state <> 'ended';
CREATE INDEX outbox_waiting ON outbox (next_attempt_at, id) WHERE dispatched_at IS NULL;

-- Keyset pages of the customer list, for a channel, a tier 1 and the platform, in each order offered.
CREATE INDEX customer_created ON customer (created_at DESC, id DESC);
CREATE INDEX customer_tier1_created ON customer (tier1_id, created_at DESC, id DESC);
CREATE INDEX customer_channel_created ON customer (channel_id, created_at DESC, id DESC);
CREATE INDEX customer_company ON customer (lower(company), id);
CREATE INDEX customer_tier1_company ON customer (tier1_id, lower(company), id);
CREATE INDEX customer_channel_company ON customer (channel_id, lower(company), id);
CREATE INDEX customer_account_name ON customer (account_name_key, id);
CREATE INDEX customer_tier1_account_name ON customer (tier1_id, account_name_key, id);
CREATE INDEX customer_channel_account_name ON customer (channel_id, account_name_key, id);

-- Search by part of a word. The words are in one generated column, so one index serves them all.
ALTER TABLE customer ADD COLUMN search_text text GENERATED ALWAYS AS (
  lower(company || ' ' || account_name || ' ' || city || ' ' || contact_first_name || ' ' || contact_last_name || ' ' || contact_email)) STORED;
CREATE INDEX customer_search ON customer USING gin (search_text gin_trgm_ops);
CREATE INDEX app_user_search ON app_user USING gin (lower(login_name || ' ' || first_name || ' ' || last_name || ' ' || email) gin_trgm_ops);
CREATE INDEX process_search ON process USING gin (lower(title || ' ' || workflow_id) gin_trgm_ops);

-- Audit is append-only: nobody changes or removes a row, the table's owner included.
CREATE FUNCTION licenza_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION licenza_append_only();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION licenza_append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM licenza_app;

-- The change feed. A reader takes rows of transactions that are certainly over, in transaction order,
-- so that one which commits late is never skipped.
ALTER TABLE change_feed ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX change_feed_order ON change_feed (transaction, id);

CREATE FUNCTION licenza_record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_feed (tier1_id, channel_id, customer_id, kind, subject_id)
  VALUES (NEW.tier1_id, NEW.channel_id, CASE WHEN TG_ARGV[0] = 'customer' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'customer_id')::uuid END,
          TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1]);
  PERFORM pg_notify('licenza_change', '');
  RETURN NULL;
END $$;
CREATE TRIGGER app_user_change AFTER INSERT OR UPDATE ON app_user FOR EACH ROW EXECUTE FUNCTION licenza_record_change('user', 'id');
CREATE TRIGGER customer_change AFTER INSERT OR UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION licenza_record_change('customer', 'id');
CREATE TRIGGER licence_change AFTER INSERT OR UPDATE ON licence FOR EACH ROW EXECUTE FUNCTION licenza_record_change('licence', 'id');
CREATE TRIGGER entitlement_change AFTER INSERT OR UPDATE ON entitlement FOR EACH ROW EXECUTE FUNCTION licenza_record_change('licence', 'user_id');
CREATE TRIGGER customer_order_change AFTER INSERT OR UPDATE ON customer_order FOR EACH ROW EXECUTE FUNCTION licenza_record_change('order', 'id');
CREATE TRIGGER subscription_change AFTER INSERT OR UPDATE ON subscription FOR EACH ROW EXECUTE FUNCTION licenza_record_change('subscription', 'id');
CREATE TRIGGER process_change AFTER INSERT OR UPDATE ON process FOR EACH ROW EXECUTE FUNCTION licenza_record_change('process', 'id');
CREATE TRIGGER timeline_event_change AFTER INSERT OR UPDATE ON timeline_event FOR EACH ROW EXECUTE FUNCTION licenza_record_change('timeline', 'subject_id');
CREATE TRIGGER attention_item_change AFTER INSERT OR UPDATE ON attention_item FOR EACH ROW EXECUTE FUNCTION licenza_record_change('attention', 'process_id');
CREATE TRIGGER message_change AFTER INSERT OR UPDATE ON message FOR EACH ROW EXECUTE FUNCTION licenza_record_change('message', 'id');

-- Which of these login names are taken, in whichever tenant. Tells nothing else of it.
CREATE FUNCTION licenza_taken_login_names(candidates text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT login_name_key FROM app_user WHERE login_name_key = ANY (candidates)
$$;

-- Ids of the customers whose words contain every given one, newest first. Runs as the owner, because
-- row-level security keeps PostgreSQL from using the trigram index for a pattern; the same rule is applied here.
CREATE FUNCTION licenza_search_customers(words text[], most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM customer
   WHERE search_text LIKE ALL (words) AND licenza_sees(tier1_id, channel_id, id)
   LIMIT most
$$;
CREATE FUNCTION licenza_search_users(word text, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM app_user
   WHERE lower(login_name || ' ' || first_name || ' ' || last_name || ' ' || email) LIKE word AND licenza_sees(tier1_id, channel_id, customer_id)
   LIMIT most
$$;
CREATE FUNCTION licenza_search_processes(word text, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM process
   WHERE lower(title || ' ' || workflow_id) LIKE word AND licenza_sees(tier1_id, channel_id, customer_id)
   LIMIT most
$$;

-- The taken account names of a tier-1 family that are this one, or this one with a number. A tier-2
-- reseller shares its parent's names without seeing the parent's customers, so this runs as the owner.
CREATE FUNCTION licenza_taken_account_names(tier1 uuid, wanted text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT account_name_key FROM customer
   WHERE tier1_id = tier1 AND state <> 'deleted'
     AND (account_name_key = wanted OR account_name_key = ANY (SELECT wanted || ' ' || n FROM generate_series(2, 50) n))
$$;
