-- Row-level security lets PostgreSQL use an index for a condition only where its operators can't leak a hidden row's values, which
-- lower() and || could, as far as it knows: page 1,000 by name read all pages before it. The keys are columns now, compared as they are.

ALTER TABLE customer ADD COLUMN company_key text GENERATED ALWAYS AS (lower(company)) STORED;
ALTER TABLE app_user ADD COLUMN name_key text GENERATED ALWAYS AS (lower(last_name || ' ' || first_name)) STORED;

DROP INDEX customer_company, customer_tier1_company, customer_channel_company, app_user_customer_name;
CREATE INDEX customer_company ON customer (company_key, id);
CREATE INDEX customer_tier1_company ON customer (tier1_id, company_key, id);
CREATE INDEX customer_channel_company ON customer (channel_id, company_key, id);
CREATE INDEX app_user_customer_name ON app_user (customer_id, name_key, id);

-- As before, by the new column.
CREATE OR REPLACE FUNCTION licenza_find_customers(
  words text[], states text[], channel uuid, sort text, ascending boolean, after_key text, after_id uuid, most integer
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 60 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant text := current_setting('licenza.tenant', true);
  sort_key text := CASE sort WHEN 'company' THEN 'company_key' WHEN 'accountName' THEN 'account_name_key' ELSE 'created_at' END;
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

-- The same for the users of one customer. licenza_search_users_of (kept for servers that are still of the version before) looked at
-- every user of the customer, and stopped at any 2,000 matches, not at the first ones of the order that was asked for.
-- Without `sort`, any matches; without `most`, all of them, for conditions that are asked outside.
CREATE FUNCTION licenza_find_users(
  customer uuid, words text[], states text[], roles text[], sort text, ascending boolean, after_key text, after_id uuid, most integer
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 60 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  sort_key text := CASE sort WHEN 'name' THEN 'name_key' ELSE 'created_at' END;
  direction text := CASE WHEN ascending THEN 'ASC' ELSE 'DESC' END;
  ordered text := format('ORDER BY %s %s, id %s', sort_key, direction, direction);
  owned text := format('customer_id = %L AND deleted_at IS NULL', customer);
  matching text := (SELECT string_agg(format('lower(login_name || '' '' || first_name || '' '' || last_name || '' '' || email) LIKE %L', word), ' AND ')
                      FROM unnest(words) AS word);
  found_rows bigint;
BEGIN
  -- One customer is either seen as a whole or not at all, so its own row is asked once.
  IF matching IS NULL OR NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = customer AND licenza_sees(c.tier1_id, c.channel_id, c.id)) THEN
    RETURN;
  END IF;
  owned := concat_ws(' AND ', owned,
    CASE WHEN states IS NOT NULL THEN format('state = ANY (%L)', states) END,
    CASE WHEN roles IS NOT NULL THEN format('role = ANY (%L)', roles) END,
    CASE WHEN after_id IS NOT NULL THEN format('(%s, id) %s (%L, %L)', sort_key, CASE WHEN ascending THEN '>' ELSE '<' END, after_key, after_id) END);
  IF sort IS NULL THEN
    RETURN QUERY EXECUTE format('SELECT id FROM app_user WHERE %s AND %s LIMIT %s', owned, matching, coalesce(most::text, 'ALL'));
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format('SELECT id FROM (SELECT * FROM app_user WHERE %s %s LIMIT 2000) AS first_rows WHERE %s %s LIMIT %s',
    owned, ordered, matching, ordered, most);
  GET DIAGNOSTICS found_rows = ROW_COUNT;
  IF found_rows < most THEN
    RETURN QUERY EXECUTE format('SELECT id FROM (SELECT * FROM app_user WHERE %s AND %s OFFSET 0) AS matches %s LIMIT %s',
      owned, matching, ordered, most);
  END IF;
END $$;
