-- That a mail server took a mail says only that it took it. What comes back later is a row here before its sender is told that it was
-- taken: one for each time that a message went to an address, however often its report comes.
CREATE TABLE "message_bounce" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "sent_to" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "diagnostic" TEXT NOT NULL DEFAULT '',
    "reported_by" TEXT NOT NULL DEFAULT '',
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT,

    CONSTRAINT "message_bounce_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "message_bounce_message_id_round_sent_to_key" ON "message_bounce"("message_id", "round", "sent_to");
CREATE INDEX "message_bounce_customer_id_idx" ON "message_bounce"("customer_id");

ALTER TABLE message_bounce ADD CONSTRAINT message_bounce_sent_to_check CHECK (sent_to IN ('main', 'emergency'));
ALTER TABLE message_bounce ADD CONSTRAINT message_bounce_outcome_check CHECK (outcome IN ('emergency', 'person', 'noted', 'nothing'));
ALTER TABLE message_bounce ADD CONSTRAINT message_bounce_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE message ADD CONSTRAINT message_id_customer_id_key UNIQUE (id, customer_id);
ALTER TABLE message_bounce ADD CONSTRAINT message_bounce_message_fkey FOREIGN KEY (message_id, customer_id) REFERENCES message (id, customer_id);
ALTER TABLE message_bounce ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_bounce TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));

-- How often the message has been begun anew: a report of an earlier round says nothing about a later one.
ALTER TABLE "message" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message DROP CONSTRAINT message_state_check;
ALTER TABLE message ADD CONSTRAINT message_state_check CHECK (state IN ('queued', 'sending', 'delivered', 'delivered_to_emergency', 'bounced', 'undeliverable', 'called_off'));
