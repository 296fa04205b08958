-- Search of the customer list. licenza_search_customers (kept for servers that are still of the version before) compared with
-- LIKE ALL, which no index serves, and stopped at any 2,000 matches, not at the first ones of the order that was asked for.

-- Ids of the customers whose words match every pattern, the first `most` after a position of the order that is asked for.
-- Without `states`, all but the deleted ones; without `sort`, any of them. As the owner, because row-level security keeps
-- PostgreSQL from using the trigram index for a pattern; the scope's rule is applied here.
CREATE FUNCTION licenza_find_customers(
  words text[], states text[], channel uuid, sort text, ascending boolean, after_key text, after_id uuid, most integer
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 60 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant text := current_setting('licenza.tenant', true);
  sort_key text := CASE sort WHEN 'company' THEN 'lower(company)' WHEN 'accountName' THEN 'account_name_key' ELSE 'created_at' END;
  direction text := CASE WHEN ascending THEN 'ASC' ELSE 'DESC' END;
  ordered text := format('ORDER BY %s %s, id %s', sort_key, direction, direction);
  owned text := CASE current_setting('licenza.scope', true)
    WHEN 'platform' THEN 'true'
    WHEN 'tier1' THEN format('tier1_id = %L', tenant)
    WHEN 'channel' THEN format('channel_id = %L', tenant)
    WHEN 'customer' THEN format('id = %L', tenant)
  END;
  matching text := (SELECT string_agg(format('search_text LIKE %L', word), ' AND ') FROM unnest(words) AS word);
  found_rows bigint;
BEGIN
  IF owned IS NULL OR matching IS NULL THEN RETURN; END IF;
  owned := concat_ws(' AND ', owned,
    CASE WHEN states IS NULL THEN 'state <> ''deleted''' ELSE format('state = ANY (%L)', states) END,
    CASE WHEN channel IS NOT NULL THEN format('channel_id = %L', channel) END,
    CASE WHEN after_id IS NOT NULL THEN format('(%s, id) %s (%L, %L)', sort_key, CASE WHEN ascending THEN '>' ELSE '<' END, after_key, after_id) END);
  IF sort IS NULL THEN
    RETURN QUERY EXECUTE format('SELECT id FROM customer WHERE %s AND %s LIMIT %s', owned, matching, most);
    RETURN;
  END IF;
  -- Common words fill a page from the first few thousand rows of the order. Rare ones don't: then the trigram index has few rows
  -- to sort. Left to choose between the two, the planner reads the whole order whenever it takes rare words for common ones.
  RETURN QUERY EXECUTE format('SELECT id FROM (SELECT * FROM customer WHERE %s %s LIMIT 2000) AS first_rows WHERE %s %s LIMIT %s',
    owned, ordered, matching, ordered, most);
  GET DIAGNOSTICS found_rows = ROW_COUNT;
  IF found_rows < most THEN
    RETURN QUERY EXECUTE format('SELECT id FROM (SELECT * FROM customer WHERE %s AND %s OFFSET 0) AS matches %s LIMIT %s',
      owned, matching, ordered, most);
  END IF;
END $$;
