-- How many rows there are of each state, for a channel, without counting them: a count over a million rows costs each page more than the page.
-- A trigger appends what has changed; now and then it is folded into the counts. A counter's own row would be a queue for everybody who writes.
CREATE TABLE "row_count" (
    "channel_id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "row_count_pkey" PRIMARY KEY ("channel_id", "tier1_id", "subject", "word")
);
CREATE TABLE "row_count_delta" (
    "id" BIGSERIAL NOT NULL,
    "channel_id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "gone" TEXT,
    "come" TEXT,

    CONSTRAINT "row_count_delta_pkey" PRIMARY KEY ("id")
);
ALTER TABLE row_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON row_count TO licenza_app USING (licenza_sees(tier1_id, channel_id, NULL));
ALTER TABLE row_count_delta ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON row_count_delta TO licenza_app USING (licenza_sees(tier1_id, channel_id, NULL));
-- Written by the triggers and the folder alone, which run as the owner.
REVOKE INSERT, UPDATE, DELETE ON row_count, row_count_delta FROM licenza_app;

-- Appends what has become of a row: the word that it counted as, and the one that it counts as now. NULL counts as nothing.
CREATE FUNCTION licenza_append_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone text;
  come text;
BEGIN
  IF TG_TABLE_NAME = 'process' THEN
    gone := OLD.kind || ':' || OLD.state;
    come := NEW.kind || ':' || NEW.state;
  ELSIF TG_TABLE_NAME = 'app_user' THEN
    gone := CASE WHEN OLD.customer_id IS NOT NULL AND OLD.deleted_at IS NULL THEN OLD.state END;
    come := CASE WHEN NEW.customer_id IS NOT NULL AND NEW.deleted_at IS NULL THEN NEW.state END;
  ELSE
    gone := OLD.state;
    come := NEW.state;
  END IF;
  IF OLD.channel_id = NEW.channel_id THEN
    IF gone IS DISTINCT FROM come THEN
      INSERT INTO row_count_delta (channel_id, tier1_id, subject, gone, come) VALUES (NEW.channel_id, NEW.tier1_id, TG_TABLE_NAME, gone, come);
    END IF;
    RETURN NULL;
  END IF;
  IF gone IS NOT NULL THEN
    INSERT INTO row_count_delta (channel_id, tier1_id, subject, gone) VALUES (OLD.channel_id, OLD.tier1_id, TG_TABLE_NAME, gone);
  END IF;
  IF come IS NOT NULL THEN
    INSERT INTO row_count_delta (channel_id, tier1_id, subject, come) VALUES (NEW.channel_id, NEW.tier1_id, TG_TABLE_NAME, come);
  END IF;
  RETURN NULL;
END $$;

-- Making a trigger keeps writers out until this is committed, so what is counted here and what is appended from then on are everything.
CREATE TRIGGER process_count AFTER INSERT OR DELETE OR UPDATE OF kind, state, channel_id ON process FOR EACH ROW EXECUTE FUNCTION licenza_append_count();
CREATE TRIGGER customer_order_count AFTER INSERT OR DELETE OR UPDATE OF state, channel_id ON customer_order FOR EACH ROW EXECUTE FUNCTION licenza_append_count();
CREATE TRIGGER customer_count AFTER INSERT OR DELETE OR UPDATE OF state, channel_id ON customer FOR EACH ROW EXECUTE FUNCTION licenza_append_count();
CREATE TRIGGER app_user_count AFTER INSERT OR DELETE OR UPDATE OF state, deleted_at, channel_id ON app_user FOR EACH ROW EXECUTE FUNCTION licenza_append_count();
INSERT INTO row_count (channel_id, tier1_id, subject, word, count)
  SELECT channel_id, tier1_id, 'process', kind || ':' || state, count(*) FROM process GROUP BY 1, 2, 4
  UNION ALL SELECT channel_id, tier1_id, 'customer_order', state, count(*) FROM customer_order GROUP BY 1, 2, 4
  UNION ALL SELECT channel_id, tier1_id, 'customer', state, count(*) FROM customer GROUP BY 1, 2, 4
  UNION ALL SELECT channel_id, tier1_id, 'app_user', state, count(*) FROM app_user WHERE customer_id IS NOT NULL AND deleted_at IS NULL GROUP BY 1, 2, 4;

-- Folds what was appended into the counts; returns how much. Moved in one statement, so that who adds both up never misses or repeats any.
CREATE FUNCTION licenza_fold_counts(most integer) RETURNS integer LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH taken AS (
    DELETE FROM row_count_delta WHERE id IN (SELECT id FROM row_count_delta ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING channel_id, tier1_id, subject, gone, come),
  summed AS (
    SELECT channel_id, tier1_id, subject, w.word, sum(w.change) AS change
      FROM taken CROSS JOIN LATERAL (VALUES (gone, -1), (come, 1)) AS w (word, change)
     WHERE w.word IS NOT NULL GROUP BY 1, 2, 3, 4),
  folded AS (
    INSERT INTO row_count AS c (channel_id, tier1_id, subject, word, count)
    SELECT channel_id, tier1_id, subject, word, change FROM summed ORDER BY 1, 2, 3, 4
    ON CONFLICT (channel_id, tier1_id, subject, word) DO UPDATE SET count = c.count + excluded.count)
  SELECT count(*)::int FROM taken
$$;
