-- What a customer has is found by its product and plan in both languages, its customer's company, its account's domain and the vendor's id of it.
-- Products and plans are named anew by the catalogue only; a subscription keeps the words that it was written with, as an order does.
ALTER TABLE subscription ADD COLUMN search_text text NOT NULL DEFAULT '';

CREATE FUNCTION licenza_subscription_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.search_text := (
    SELECT concat_ws(' ', pr.name_en, p.name_en, nullif(pr.name_it, pr.name_en), nullif(p.name_it, p.name_en), p.code, c.company,
                     (SELECT domain FROM vendor_tenant WHERE id = NEW.vendor_tenant_id), NEW.vendor_ref)
      FROM plan p JOIN product pr ON pr.id = p.product_id JOIN customer c ON c.id = NEW.customer_id WHERE p.id = NEW.plan_id);
  NEW.search_text := coalesce(NEW.search_text, '');
  RETURN NEW;
END $$;
CREATE TRIGGER subscription_words BEFORE INSERT OR UPDATE OF plan_id, vendor_tenant_id, vendor_ref ON subscription
  FOR EACH ROW EXECUTE FUNCTION licenza_subscription_words();

-- The words of the vendor's id have to be asked for, so that the row's own trigger puts them together.
CREATE FUNCTION licenza_company_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE subscription SET vendor_ref = vendor_ref WHERE customer_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_subscription_words AFTER UPDATE OF company ON customer FOR EACH ROW WHEN (OLD.company <> NEW.company)
  EXECUTE FUNCTION licenza_company_words();

-- The backfill is no news to anybody: pages aren't told of it.
ALTER TABLE subscription DISABLE TRIGGER subscription_change;
UPDATE subscription SET vendor_ref = vendor_ref;
ALTER TABLE subscription ENABLE TRIGGER subscription_change;

ALTER TABLE subscription ADD COLUMN search_fold text GENERATED ALWAYS AS (licenza_findable(search_text)) STORED;
CREATE INDEX subscription_search_fold ON subscription USING gin (search_fold gin_trgm_ops);

-- Ids of what matches every word, what is alive first, then the newest. As the owner, because row-level security keeps PostgreSQL from using the
-- trigram index; the scope's rule is applied here. Of common words, any 2,000 are put in order.
CREATE FUNCTION licenza_find_subscriptions(words text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant text := current_setting('licenza.tenant', true);
  owned text := CASE current_setting('licenza.scope', true)
    WHEN 'platform' THEN 'true'
    WHEN 'tier1' THEN format('tier1_id = %L', tenant)
    WHEN 'channel' THEN format('channel_id = %L', tenant)
    WHEN 'customer' THEN format('customer_id = %L', tenant)
  END;
  matching text := licenza_matching(words);
BEGIN
  IF owned IS NULL OR matching IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format('SELECT id FROM (SELECT id, created_at, ended_at FROM subscription WHERE %s AND %s LIMIT 2000) AS matches
    ORDER BY ended_at IS NOT NULL, created_at DESC, id DESC LIMIT %s', owned, matching, most);
END $$;
