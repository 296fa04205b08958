-- Since when a process is at work without a wait, how long its kind usually is, and since when it has been so long that it needs somebody.
ALTER TABLE "process" ADD COLUMN "work_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "process" ADD COLUMN "usual_seconds" INTEGER;
ALTER TABLE "process" ADD COLUMN "stuck_since" TIMESTAMPTZ(3);
-- What the engine tries again by itself: the attempt that comes next, since when, why, and when.
ALTER TABLE "process" ADD COLUMN "retry_attempt" INTEGER;
ALTER TABLE "process" ADD COLUMN "retry_since" TIMESTAMPTZ(3);
ALTER TABLE "process" ADD COLUMN "retry_failure" TEXT;
ALTER TABLE "process" ADD COLUMN "retry_next_at" TIMESTAMPTZ(3);

-- How long processes of a kind, and of a kind about one product, were at work: the platform's own past, with no names in it.
CREATE TABLE "usual_time" (
    "kind" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "samples" INTEGER NOT NULL,
    "low_seconds" DOUBLE PRECISION NOT NULL,
    "high_seconds" DOUBLE PRECISION NOT NULL,
    "most_seconds" DOUBLE PRECISION NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usual_time_pkey" PRIMARY KEY ("kind", "product")
);

CREATE INDEX process_at_work ON process (work_since) WHERE state IN ('queued', 'running');
CREATE INDEX process_due ON process (next_at) WHERE state = 'waiting';
CREATE INDEX process_stuck ON process (created_at DESC, id DESC) WHERE stuck_since IS NOT NULL;
CREATE INDEX attention_item_late ON attention_item (process_id) WHERE state = 'open' AND cause = 'late';

-- Every progress names the state. It ends whatever was being tried again, and whoever writes it, an older worker too; what follows a wait is
-- at work anew. (What is only about attempts names no state.)
CREATE FUNCTION licenza_process_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.retry_attempt := NULL;
  NEW.retry_since := NULL;
  NEW.retry_failure := NULL;
  NEW.retry_next_at := NULL;
  NEW.stuck_since := NULL;
  IF OLD.state IN ('waiting', 'needs_attention') AND NEW.state NOT IN ('waiting', 'needs_attention') THEN
    NEW.work_since := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER process_moves BEFORE UPDATE OF state ON process FOR EACH ROW EXECUTE FUNCTION licenza_process_moves();

-- What is stuck counts among what needs somebody, as the lists show it.
CREATE OR REPLACE FUNCTION licenza_append_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone text;
  come text;
BEGIN
  IF TG_TABLE_NAME = 'process' THEN
    gone := OLD.kind || ':' || CASE WHEN OLD.stuck_since IS NULL THEN OLD.state ELSE 'needs_attention' END;
    come := NEW.kind || ':' || CASE WHEN NEW.stuck_since IS NULL THEN NEW.state ELSE 'needs_attention' END;
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
DROP TRIGGER process_count ON process;
CREATE TRIGGER process_count AFTER INSERT OR DELETE OR UPDATE OF kind, state, stuck_since, channel_id ON process FOR EACH ROW EXECUTE FUNCTION licenza_append_count();
