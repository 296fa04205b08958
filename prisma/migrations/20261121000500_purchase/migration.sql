-- Purchases: what an order, its payment and its way back need beyond the first tables.

ALTER TABLE customer ADD COLUMN card_customer_ref text;

ALTER TABLE customer_order
  ADD COLUMN payment_method text NOT NULL DEFAULT 'account',
  ADD COLUMN card_ref text,
  ADD COLUMN basket_ref text,
  ADD COLUMN search_text text NOT NULL DEFAULT '';
ALTER TABLE customer_order ADD CONSTRAINT customer_order_state_check CHECK (state IN ('placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing', 'completed', 'partly_completed', 'cancelled'));
ALTER TABLE customer_order ADD CONSTRAINT customer_order_payment_method_check CHECK (payment_method IN ('account', 'card') AND (payment_method <> 'card' OR card_ref IS NOT NULL));

ALTER TABLE order_line ADD COLUMN failure_note text;
ALTER TABLE order_line ADD CONSTRAINT order_line_state_check CHECK (state IN ('placed', 'provisioning', 'provisioned', 'refused', 'left_out', 'active', 'cancelled'));

ALTER TABLE payment ADD COLUMN action_url text;
ALTER TABLE payment ADD CONSTRAINT payment_state_check CHECK (state IN ('pending', 'requires_action', 'authorised', 'captured', 'released', 'declined', 'refunded'));
ALTER TABLE payment ADD CONSTRAINT payment_method_check CHECK (method IN ('account', 'card'));
-- Money is held or taken for an order in one payment at a time; declined and released ones stay as history.
CREATE UNIQUE INDEX payment_one_alive ON payment (order_id) WHERE state IN ('pending', 'requires_action', 'authorised', 'captured');

ALTER TABLE vendor_tenant ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
ALTER TABLE vendor_tenant ADD CONSTRAINT vendor_tenant_state_check CHECK (state IN ('requested', 'ready', 'failed'));
ALTER TABLE vendor_tenant ADD CONSTRAINT vendor_tenant_qualification_check CHECK (qualification IN ('none', 'education', 'government_community', 'non_profit'));

-- `registered`: the step may have been done or not; undoing it is safe either way.
ALTER TABLE undo_entry DROP CONSTRAINT undo_entry_state_check;
ALTER TABLE undo_entry ADD CONSTRAINT undo_entry_state_check CHECK (state IN ('registered', 'done', 'undone', 'undo_failed'));
ALTER TABLE undo_entry ADD COLUMN failure_code text;

-- Numbers that people quote. They may have gaps: a purchase that is refused at the last moment has used one.
CREATE SEQUENCE order_number_seq;
GRANT USAGE, SELECT ON SEQUENCE order_number_seq TO licenza_app;

-- One subscription for a line, whatever is repeated.
CREATE UNIQUE INDEX order_line_subscription ON order_line (subscription_id) WHERE subscription_id IS NOT NULL;
ALTER TABLE subscription ADD CONSTRAINT subscription_state_check CHECK (state IN ('active', 'suspended', 'cancelled', 'expired', 'disabled', 'deleted'));

-- Pages of orders for each scope, newest first.
CREATE INDEX customer_order_placed ON customer_order (placed_at DESC, id DESC);
CREATE INDEX customer_order_tier1_placed ON customer_order (tier1_id, placed_at DESC, id DESC);
CREATE INDEX customer_order_channel_placed ON customer_order (channel_id, placed_at DESC, id DESC);
CREATE INDEX customer_order_search ON customer_order USING gin (search_text gin_trgm_ops);

-- As the owner, because row-level security keeps PostgreSQL from using the trigram index; the scope's rule is applied here.
CREATE FUNCTION licenza_find_orders(words text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 60 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant text := current_setting('licenza.tenant', true);
  owned text := CASE current_setting('licenza.scope', true)
    WHEN 'platform' THEN 'true'
    WHEN 'tier1' THEN format('tier1_id = %L', tenant)
    WHEN 'channel' THEN format('channel_id = %L', tenant)
    WHEN 'customer' THEN format('customer_id = %L', tenant)
  END;
  matching text := (SELECT string_agg(format('search_text LIKE %L', word), ' AND ') FROM unnest(words) AS word);
BEGIN
  IF owned IS NULL OR matching IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id FROM (SELECT id, placed_at FROM customer_order WHERE %s AND %s OFFSET 0) AS matches ORDER BY placed_at DESC, id DESC LIMIT %s',
    owned, matching, most);
END $$;

-- The marketplace's words: of a product and of its plans, in both languages, so that one index finds them, misspelt or not.
ALTER TABLE product ADD COLUMN search_text text NOT NULL DEFAULT '';
CREATE FUNCTION licenza_product_words(wanted uuid) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT lower(concat_ws(' ', p.code, p.name_en, p.name_it, p.category, p.vendor, p.description_en, p.description_it,
    (SELECT string_agg(concat_ws(' ', pl.code, pl.name_en, pl.name_it), ' ' ORDER BY pl.position) FROM plan pl WHERE pl.product_id = p.id)))
    FROM product p WHERE p.id = wanted
$$;
CREATE FUNCTION licenza_index_product() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  wanted uuid := CASE WHEN TG_TABLE_NAME = 'plan' THEN (to_jsonb(NEW) ->> 'product_id')::uuid ELSE NEW.id END;
  words text := licenza_product_words(wanted);
BEGIN
  UPDATE product SET search_text = words WHERE id = wanted AND search_text IS DISTINCT FROM words;
  RETURN NULL;
END $$;
CREATE TRIGGER product_words AFTER INSERT OR UPDATE ON product FOR EACH ROW EXECUTE FUNCTION licenza_index_product();
CREATE TRIGGER plan_words AFTER INSERT OR UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION licenza_index_product();
UPDATE product SET search_text = licenza_product_words(id);
CREATE INDEX product_search ON product USING gin (search_text gin_trgm_ops);
-- Products that are like what was typed, the likest first. The threshold lets a word with two letters swapped through.
CREATE FUNCTION licenza_find_products(wanted text, kind text, skip integer, most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE ROWS 25 SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.35 AS $$
  SELECT p.id FROM product p
   WHERE p.active AND wanted <% p.search_text AND (kind IS NULL OR p.category = kind)
     AND EXISTS (SELECT 1 FROM plan pl JOIN offer o ON o.plan_id = pl.id
                  WHERE pl.product_id = p.id AND pl.active AND o.valid_from <= now() AND (o.valid_until IS NULL OR o.valid_until > now()))
   ORDER BY word_similarity(wanted, p.search_text) DESC, lower(p.name_en), p.id OFFSET skip LIMIT most
$$;
CREATE INDEX product_name_en ON product (lower(name_en), id);

-- The cart is followed live: another tab of the same person shows it.
CREATE TRIGGER cart_change AFTER INSERT OR UPDATE ON cart FOR EACH ROW EXECUTE FUNCTION licenza_record_change('cart', 'id');

-- Notices that outside services sent and that were taken, so that a repeated one is known.
CREATE TABLE webhook_notice (
  source text NOT NULL CHECK (source IN ('partner', 'card')),
  notice_id text NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (source, notice_id)
);
CREATE INDEX webhook_notice_received_at_idx ON webhook_notice (received_at);
ALTER TABLE webhook_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON webhook_notice TO licenza_app USING (current_setting('licenza.scope', true) = 'platform') WITH CHECK (current_setting('licenza.scope', true) = 'platform');
CREATE INDEX payment_processor_ref ON payment (processor_ref);
CREATE INDEX order_line_vendor_ref ON order_line (vendor_ref);
