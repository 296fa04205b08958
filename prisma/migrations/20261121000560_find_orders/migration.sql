-- A customer's own orders are shown newest first, by id where two were placed in the same moment; its index had the ids the other way
-- round, so every page was sorted. The new one is there before the old one goes.
CREATE INDEX customer_order_customer_id_placed_at_id_idx1 ON customer_order (customer_id, placed_at DESC, id DESC);
DROP INDEX customer_order_customer_id_placed_at_id_idx;
ALTER INDEX customer_order_customer_id_placed_at_id_idx1 RENAME TO customer_order_customer_id_placed_at_id_idx;

-- Ids of the orders whose words match every pattern, the newest `most` before a position. The one without a position (kept for servers
-- that are still of the version before) found 2,000 for every page, and its caller looked for them among all orders of the customer.
-- As the owner, because row-level security keeps PostgreSQL from using the trigram index; the scope's rule is applied here.
CREATE FUNCTION licenza_find_orders(words text[], states text[], of_customer uuid, before_at timestamptz, before_id uuid, most integer)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 60 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant text := current_setting('licenza.tenant', true);
  owned text := CASE current_setting('licenza.scope', true)
    WHEN 'platform' THEN 'true'
    WHEN 'tier1' THEN format('tier1_id = %L', tenant)
    WHEN 'channel' THEN format('channel_id = %L', tenant)
    WHEN 'customer' THEN format('customer_id = %L', tenant)
  END;
  matching text := (SELECT string_agg(format('search_text LIKE %L', word), ' AND ') FROM unnest(words) AS word);
  ordered constant text := 'ORDER BY placed_at DESC, id DESC';
  -- Of one customer nearly everything there ever is, about 30 ms; of all the others' it would be nothing.
  newest integer := CASE WHEN of_customer IS NOT NULL OR current_setting('licenza.scope', true) = 'customer' THEN 25000 ELSE 2000 END;
  found uuid[];
  more boolean := false;
BEGIN
  IF owned IS NULL OR matching IS NULL THEN RETURN; END IF;
  owned := concat_ws(' AND ', owned,
    CASE WHEN states IS NOT NULL THEN format('state = ANY (%L)', states) END,
    CASE WHEN of_customer IS NOT NULL THEN format('customer_id = %L', of_customer) END,
    CASE WHEN before_id IS NOT NULL THEN format('(placed_at, id) < (%L, %L)', before_at, before_id) END);
  -- Common words fill a page from the newest orders; for rare ones the trigram index has few rows to sort. It is dear where each word is
  -- common and they seldom meet: what it takes for all orders is far more than one customer's have to be read for.
  EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM (SELECT * FROM customer_order WHERE %s %s LIMIT %s) AS newest WHERE %s %s LIMIT %s) AS page',
    owned, ordered, newest, matching, ordered, most) INTO found;
  IF coalesce(cardinality(found), 0) < most THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM customer_order WHERE %s %s OFFSET %s)', owned, ordered, newest) INTO more;
  END IF;
  IF more THEN
    RETURN QUERY EXECUTE format('SELECT id FROM (SELECT id, placed_at FROM customer_order WHERE %s AND %s OFFSET 0) AS matches %s LIMIT %s',
      owned, matching, ordered, most);
  ELSE
    RETURN QUERY SELECT unnest(found);
  END IF;
END $$;
