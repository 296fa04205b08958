-- What people command of a running process is a row before anything is sent: who, why, with what input, and what became of it.
-- The id is the asker's own, so that a second press is the same command.
CREATE TABLE "command" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "process_id" UUID,
    "workflow_id" TEXT NOT NULL,
    "input" JSONB NOT NULL DEFAULT '{}',
    "quote" JSONB,
    "reason" TEXT,
    "actor_id" UUID NOT NULL,
    "actor_name" TEXT NOT NULL,
    "on_behalf_of_id" UUID,
    "approvals" JSONB NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL DEFAULT 'asked',
    "outcome" JSONB,
    "accepted_run" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "command_customer_id_asked_at_id_idx" ON "command"("customer_id", "asked_at" DESC, "id");
CREATE INDEX "command_subject_id_asked_at_idx" ON "command"("subject_id", "asked_at" DESC);
CREATE INDEX "command_process_id_idx" ON "command"("process_id");

ALTER TABLE command ADD CONSTRAINT command_state_check CHECK (state IN ('asked', 'awaiting_approval', 'sent', 'accepted', 'done', 'refused', 'failed', 'lapsed'));
ALTER TABLE command ADD CONSTRAINT command_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE command ADD CONSTRAINT command_process_fkey FOREIGN KEY (process_id, customer_id) REFERENCES process (id, customer_id);
ALTER TABLE command ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON command TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
REVOKE DELETE, TRUNCATE ON command FROM licenza_app;
-- What is still open, for whoever looks at what has been open for too long.
CREATE INDEX command_open ON command (asked_at) WHERE state IN ('asked', 'awaiting_approval', 'sent', 'accepted');

-- State → the states that may follow; the same table is in domain/command/command.ts, a test compares them by trying each.
CREATE FUNCTION licenza_command_follows(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT becomes = ANY (CASE was
    WHEN 'asked' THEN ARRAY['awaiting_approval', 'sent', 'accepted', 'done', 'refused', 'failed', 'lapsed']
    WHEN 'awaiting_approval' THEN ARRAY['asked', 'refused', 'lapsed']
    WHEN 'sent' THEN ARRAY['accepted', 'done', 'refused', 'failed', 'lapsed']
    WHEN 'accepted' THEN ARRAY['done', 'refused', 'failed']
    ELSE ARRAY[]::text[] END)
$$;

-- What was asked stays as it was asked, and what has been settled stays settled. Only whose it is follows its customer.
CREATE FUNCTION licenza_guard_command() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT licenza_command_follows(OLD.state, NEW.state) THEN
    RAISE EXCEPTION 'a command that is % can not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.kind, NEW.subject_type, NEW.subject_id, NEW.process_id, NEW.workflow_id, NEW.input, NEW.reason, NEW.actor_id, NEW.actor_name, NEW.on_behalf_of_id, NEW.asked_at)
     IS DISTINCT FROM
     (OLD.id, OLD.kind, OLD.subject_type, OLD.subject_id, OLD.process_id, OLD.workflow_id, OLD.input, OLD.reason, OLD.actor_id, OLD.actor_name, OLD.on_behalf_of_id, OLD.asked_at) THEN
    RAISE EXCEPTION 'what was asked can not be changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.ended_at IS NOT NULL AND (NEW.state, NEW.quote, NEW.approvals, NEW.outcome, NEW.accepted_run, NEW.sent_at, NEW.accepted_at, NEW.ended_at)
     IS DISTINCT FROM (OLD.state, OLD.quote, OLD.approvals, OLD.outcome, OLD.accepted_run, OLD.sent_at, OLD.accepted_at, OLD.ended_at) THEN
    RAISE EXCEPTION 'a command that is settled can not be changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER command_guard BEFORE UPDATE ON command FOR EACH ROW EXECUTE FUNCTION licenza_guard_command();
ALTER TABLE command ADD CONSTRAINT command_ended_check CHECK ((state IN ('done', 'refused', 'failed', 'lapsed')) = (ended_at IS NOT NULL));
CREATE TRIGGER command_change AFTER INSERT OR UPDATE ON command FOR EACH ROW EXECUTE FUNCTION licenza_record_change('command', 'id');

-- Both entries of a command name it: that it was asked, and what came of it.
ALTER TABLE audit_entry ADD COLUMN command_id UUID;

-- How the door rings: 'updates' for workflow types from before commands were rows, 'commands' for the signal.
ALTER TABLE process ADD COLUMN protocol TEXT NOT NULL DEFAULT 'updates';
ALTER TABLE process ADD CONSTRAINT process_protocol_check CHECK (protocol IN ('updates', 'commands'));

-- Where the newest write of a process came from: its run, the length of that run's history, and a number within.
-- A write that comes from before loses. Zeros are below every fence, so that a process without one takes any.
ALTER TABLE process ADD COLUMN fence_run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE process ADD COLUMN fence_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE process ADD COLUMN fence_seq INTEGER NOT NULL DEFAULT 0;

-- A command that goes to the engine in the old way, as an update, or that the server carries out there.
ALTER TABLE outbox DROP CONSTRAINT outbox_command_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_command_check CHECK (command IN ('start', 'signal', 'audit', 'carry_out'));
