-- What the vendor says of a line's dates: they count for more than what is computed from the instant of our own completion.
ALTER TABLE order_line
  ADD COLUMN bought_at timestamptz(3),
  ADD COLUMN cancellable_until timestamptz(3),
  ADD COLUMN term_ends_at timestamptz(3);

-- Of each state the ones that may follow, as domain/ has them; a test compares them by trying each. Every writer names what it comes
-- from; this is for the one that forgets to, and for the late write that nobody has thought of.
CREATE FUNCTION licenza_follows(subject text, was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT becomes = ANY (CASE subject
    WHEN 'customer_order' THEN CASE was
      WHEN 'placed' THEN ARRAY['in_progress', 'undoing', 'cancelled']
      WHEN 'in_progress' THEN ARRAY['awaiting_payment', 'needs_attention', 'undoing', 'completed', 'partly_completed']
      WHEN 'awaiting_payment' THEN ARRAY['in_progress', 'needs_attention', 'undoing', 'completed', 'partly_completed']
      WHEN 'needs_attention' THEN ARRAY['in_progress', 'undoing']
      WHEN 'undoing' THEN ARRAY['cancelled', 'given_up', 'needs_attention'] END
    WHEN 'order_line' THEN CASE was
      WHEN 'placed' THEN ARRAY['provisioning', 'provisioned', 'refused', 'cancelled', 'not_cancelled']
      WHEN 'provisioning' THEN ARRAY['provisioned', 'refused', 'cancelled', 'not_cancelled']
      WHEN 'provisioned' THEN ARRAY['active', 'refused', 'cancelled', 'not_cancelled']
      WHEN 'refused' THEN ARRAY['provisioning', 'provisioned', 'left_out', 'cancelled', 'not_cancelled']
      WHEN 'left_out' THEN ARRAY['cancelled', 'not_cancelled'] END
    WHEN 'payment' THEN CASE was
      WHEN 'pending' THEN ARRAY['requires_action', 'authorised', 'declined', 'released']
      WHEN 'requires_action' THEN ARRAY['authorised', 'declined', 'released']
      WHEN 'authorised' THEN ARRAY['captured', 'released', 'declined']
      WHEN 'captured' THEN ARRAY['refunded'] END
    WHEN 'process' THEN CASE was
      WHEN 'queued' THEN ARRAY['running', 'waiting', 'needs_attention', 'done', 'failed', 'ended']
      WHEN 'running' THEN ARRAY['waiting', 'needs_attention', 'done', 'failed', 'ended']
      WHEN 'waiting' THEN ARRAY['running', 'needs_attention', 'done', 'failed', 'ended']
      WHEN 'needs_attention' THEN ARRAY['running', 'waiting', 'done', 'failed', 'ended'] END
    WHEN 'vendor_tenant' THEN CASE was
      WHEN 'requested' THEN ARRAY['ready', 'failed']
      WHEN 'ready' THEN ARRAY['requested', 'released']
      WHEN 'failed' THEN ARRAY['requested', 'ready']
      WHEN 'released' THEN ARRAY['requested', 'ready'] END
    END) IS TRUE
$$;

CREATE FUNCTION licenza_guard_state() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT licenza_follows(TG_TABLE_NAME, OLD.state, NEW.state) THEN
    RAISE EXCEPTION 'a % that is % can not become %', TG_TABLE_NAME, OLD.state, NEW.state USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER customer_order_guard BEFORE UPDATE ON customer_order FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_state();
CREATE TRIGGER order_line_guard BEFORE UPDATE ON order_line FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_state();
CREATE TRIGGER payment_guard BEFORE UPDATE ON payment FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_state();
CREATE TRIGGER process_guard BEFORE UPDATE ON process FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_state();
CREATE TRIGGER vendor_tenant_guard BEFORE UPDATE ON vendor_tenant FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION licenza_guard_state();
