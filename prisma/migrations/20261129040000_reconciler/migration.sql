-- What needs somebody may be about anything, a process or not: then it is keyed by its subject and its cause, and outlives a process' progress.
-- Items of a process are as they were: one open at most, closed by its progress, also by workers from before.
ALTER TABLE "attention_item" ALTER COLUMN "process_id" DROP NOT NULL;
ALTER TABLE "attention_item" ADD COLUMN "subject_type" TEXT;
ALTER TABLE "attention_item" ADD COLUMN "subject_id" UUID;
ALTER TABLE attention_item ADD CONSTRAINT attention_item_subject_check CHECK (
  (subject_type IS NULL) = (subject_id IS NULL) AND num_nonnulls(process_id, subject_id) = 1);
CREATE UNIQUE INDEX attention_item_one_of_cause ON attention_item (subject_id, cause) WHERE state = 'open' AND subject_id IS NOT NULL;

-- The feed names a row's subject; what isn't about a process is named by its own.
CREATE OR REPLACE FUNCTION licenza_record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO change_feed (tier1_id, channel_id, customer_id, kind, subject_id)
  VALUES (NEW.tier1_id, NEW.channel_id, CASE WHEN TG_ARGV[0] = 'customer' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'customer_id')::uuid END,
          TG_ARGV[0], coalesce(to_jsonb(NEW) ->> TG_ARGV[1], to_jsonb(NEW) ->> TG_ARGV[2]));
  PERFORM pg_notify('licenza_change', '');
  RETURN NULL;
END $$;
DROP TRIGGER attention_item_change ON attention_item;
CREATE TRIGGER attention_item_change AFTER INSERT OR UPDATE ON attention_item FOR EACH ROW EXECUTE FUNCTION licenza_record_change('attention', 'process_id', 'subject_id');

-- One look over an area, from its first row to its last, in slices. The one that is open is where the next slice goes on, whichever server takes it.
CREATE TABLE "reconcile_pass" (
    "id" BIGSERIAL NOT NULL,
    "area" TEXT NOT NULL,
    "cursor" TEXT,
    "compared" INTEGER NOT NULL DEFAULT 0,
    "differed" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "unread" INTEGER NOT NULL DEFAULT 0,
    "stumbles" INTEGER NOT NULL DEFAULT 0,
    "failure_code" TEXT,
    "leader" UUID,
    "lease_until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resume_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconcile_pass_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reconcile_pass_area_id_idx" ON "reconcile_pass"("area", "id" DESC);
CREATE UNIQUE INDEX reconcile_pass_one_open ON reconcile_pass (area) WHERE ended_at IS NULL;
ALTER TABLE reconcile_pass ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON reconcile_pass TO licenza_app USING (current_setting('licenza.scope', true) = 'platform') WITH CHECK (current_setting('licenza.scope', true) = 'platform');

-- A difference as it was seen. `place`: what was compared at once when it was. `object`: what is different, by its key there or here.
-- What nobody of ours is named by has no customer, and is seen by the platform only.
CREATE TABLE "reconcile_finding" (
    "id" UUID NOT NULL,
    "tier1_id" UUID,
    "channel_id" UUID,
    "customer_id" UUID,
    "area" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "subject_type" TEXT,
    "subject_id" UUID,
    "version" TEXT NOT NULL DEFAULT '',
    "detail" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "first_pass" BIGINT NOT NULL,
    "last_pass" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconcile_finding_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reconcile_finding_customer_id_idx" ON "reconcile_finding"("customer_id");
CREATE UNIQUE INDEX reconcile_finding_one_open ON reconcile_finding (area, cause, object) WHERE state <> 'gone';
CREATE INDEX reconcile_finding_of_place ON reconcile_finding (area, place) WHERE state <> 'gone';
CREATE INDEX reconcile_finding_of_subject ON reconcile_finding (subject_id, cause) WHERE state = 'confirmed';
ALTER TABLE reconcile_finding ADD CONSTRAINT reconcile_finding_state_check CHECK (state IN ('seen', 'confirmed', 'unknown', 'gone'));
ALTER TABLE reconcile_finding ADD CONSTRAINT reconcile_finding_gone_check CHECK ((state = 'gone') = (gone_at IS NOT NULL));
ALTER TABLE reconcile_finding ADD CONSTRAINT reconcile_finding_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE reconcile_finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON reconcile_finding TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
CREATE TRIGGER reconcile_finding_change AFTER INSERT OR UPDATE OF state ON reconcile_finding FOR EACH ROW EXECUTE FUNCTION licenza_record_change('finding', 'id');

-- What is compared is walked through by these, so that a slice costs its own rows and not all that have ended.
CREATE INDEX "vendor_tenant_vendor_vendor_ref_idx" ON "vendor_tenant"("vendor", "vendor_ref");
CREATE INDEX subscription_unsettled ON subscription (id) WHERE state IN ('scheduled', 'provisioning', 'ending');
CREATE INDEX message_unsettled ON message (id) WHERE state IN ('queued', 'sending');
CREATE INDEX customer_order_unsettled ON customer_order (id) WHERE state IN ('placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing');
CREATE INDEX payment_unsettled ON payment (id) WHERE method = 'card' AND state IN ('pending', 'requires_action', 'authorised');
