-- One thing that a customer has: what a reseller assigns and what a customer buys are subscriptions, told apart by their source.
-- Programs of this version read and write `subscription` and `entitlement.subscription_id` only. Those of the version before know `licence`
-- and `entitlement.licence_id`; triggers carry each side's writes to the other one until they are gone. A licence's id is its subscription's id.

-- What a subscription was sold under. It is kept with the subscription, as its offer's policies may change later.
CREATE FUNCTION licenza_policy_of(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'offer', f.code, 'termDuration', f.term_duration, 'billingCycle', f.billing_cycle,
    'cancellation', jsonb_build_object('code', c.code, 'windowHours', c.window_hours, 'windowClock', c.window_clock, 'refundRule', c.refund_rule,
      'fullRefundHours', c.full_refund_hours, 'afterWindow', c.after_window, 'partialReduction', c.partial_reduction),
    'term', jsonb_build_object('code', t.code, 'upgradeAllowed', t.upgrade_allowed, 'downgradeMidTerm', t.downgrade_mid_term,
      'longerTermMidTerm', t.longer_term_mid_term, 'coTermination', t.co_termination, 'renewalNoticeDays', to_jsonb(t.renewal_notice_days),
      'extendedTermRateBp', t.extended_term_rate_bp, 'upgradeTargets', t.upgrade_targets))
    FROM offer f JOIN cancellation_policy c ON c.id = f.cancellation_policy_id JOIN term_policy t ON t.id = f.term_policy_id WHERE f.id = wanted
$$;

-- The backfill is no news to anybody: pages aren't told of it.
ALTER TABLE subscription DISABLE TRIGGER subscription_change;
ALTER TABLE entitlement DISABLE TRIGGER entitlement_change;

ALTER TABLE subscription
  ADD COLUMN source text NOT NULL DEFAULT 'bought',
  ADD COLUMN plan_id uuid,
  ADD COLUMN target_units integer,
  ADD COLUMN start_date date,
  ADD COLUMN starts_at timestamptz(3),
  ADD COLUMN change text NOT NULL DEFAULT 'start',
  ADD COLUMN policy jsonb,
  ADD COLUMN failure_code text,
  ADD COLUMN failure_note text,
  ADD COLUMN ended_at timestamptz(3),
  ALTER COLUMN offer_id DROP NOT NULL,
  ALTER COLUMN term_starts_at DROP NOT NULL,
  ALTER COLUMN term_ends_at DROP NOT NULL;

UPDATE subscription s SET plan_id = f.plan_id, target_units = s.units, starts_at = s.term_starts_at, policy = licenza_policy_of(f.id)
  FROM offer f WHERE f.id = s.offer_id;

ALTER TABLE subscription DROP CONSTRAINT subscription_check;
ALTER TABLE subscription ADD CONSTRAINT subscription_check CHECK (units >= 0 AND target_units >= 0 AND renewal IN ('renew', 'end', 'extend')
  AND (term_ends_at IS NULL OR term_ends_at > term_starts_at));
ALTER TABLE subscription DROP CONSTRAINT subscription_state_check;
ALTER TABLE subscription ADD CONSTRAINT subscription_state_check CHECK (state IN ('scheduled', 'provisioning', 'active', 'failed', 'suspended', 'ending', 'ended', 'cancelled', 'expired'));
ALTER TABLE subscription ADD CONSTRAINT subscription_change_check CHECK (change IN ('start', 'resize', 'end'));
-- What was bought has an offer, a term and a policy; what was assigned has a day that its customer was told.
ALTER TABLE subscription ADD CONSTRAINT subscription_source_check CHECK (
  CASE source WHEN 'bought' THEN num_nulls(offer_id, term_starts_at, term_ends_at, policy) = 0
              WHEN 'assigned' THEN start_date IS NOT NULL
              ELSE false END);

-- A worker of the version before writes a purchase's subscription without what is new.
CREATE FUNCTION licenza_fill_subscription() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.plan_id := (SELECT plan_id FROM offer WHERE id = NEW.offer_id);
  NEW.target_units := coalesce(NEW.target_units, NEW.units);
  NEW.starts_at := coalesce(NEW.starts_at, NEW.term_starts_at);
  NEW.policy := coalesce(NEW.policy, licenza_policy_of(NEW.offer_id));
  RETURN NEW;
END $$;
CREATE TRIGGER subscription_fill BEFORE INSERT ON subscription FOR EACH ROW WHEN (NEW.plan_id IS NULL) EXECUTE FUNCTION licenza_fill_subscription();

-- Write-through, both ways. A write that a trigger makes fires no second one: only a statement of a program stands at depth 0.
CREATE FUNCTION licenza_licence_to_subscription() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO subscription AS s (id, tier1_id, channel_id, customer_id, source, plan_id, vendor_ref, state, change, units, target_units, start_date, starts_at,
      failure_code, failure_note, version, created_at, updated_at, ended_at)
    VALUES (NEW.id, NEW.tier1_id, NEW.channel_id, NEW.customer_id, 'assigned', NEW.plan_id, NEW.vendor_ref, NEW.state, NEW.change, NEW.units, NEW.target_units,
      NEW.start_date, NEW.starts_at, NEW.failure_code, NEW.failure_note, NEW.version, NEW.created_at, NEW.updated_at, NEW.ended_at)
    ON CONFLICT (id) DO UPDATE SET vendor_ref = EXCLUDED.vendor_ref, state = EXCLUDED.state, change = EXCLUDED.change, units = EXCLUDED.units,
      target_units = EXCLUDED.target_units, start_date = EXCLUDED.start_date, starts_at = EXCLUDED.starts_at, failure_code = EXCLUDED.failure_code,
      failure_note = EXCLUDED.failure_note, version = EXCLUDED.version, updated_at = EXCLUDED.updated_at, ended_at = EXCLUDED.ended_at;
  RETURN NULL;
END $$;
CREATE TRIGGER licence_to_subscription AFTER INSERT OR UPDATE ON licence FOR EACH ROW WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION licenza_licence_to_subscription();

-- The version before has no word for what is suspended, cancelled or expired.
CREATE FUNCTION licenza_subscription_to_licence() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  known text := CASE NEW.state WHEN 'suspended' THEN 'active' WHEN 'cancelled' THEN 'ended' WHEN 'expired' THEN 'ended' ELSE NEW.state END;
BEGIN
  INSERT INTO licence AS l (id, tier1_id, channel_id, customer_id, plan_id, vendor_ref, state, change, units, target_units, start_date, starts_at,
      failure_code, failure_note, version, created_at, updated_at, ended_at)
    VALUES (NEW.id, NEW.tier1_id, NEW.channel_id, NEW.customer_id, NEW.plan_id, NEW.vendor_ref, known, NEW.change, NEW.units, NEW.target_units,
      NEW.start_date, NEW.starts_at, NEW.failure_code, NEW.failure_note, NEW.version, NEW.created_at, NEW.updated_at, NEW.ended_at)
    ON CONFLICT (id) DO UPDATE SET vendor_ref = EXCLUDED.vendor_ref, state = EXCLUDED.state, change = EXCLUDED.change, units = EXCLUDED.units,
      target_units = EXCLUDED.target_units, start_date = EXCLUDED.start_date, starts_at = EXCLUDED.starts_at, failure_code = EXCLUDED.failure_code,
      failure_note = EXCLUDED.failure_note, version = EXCLUDED.version, updated_at = EXCLUDED.updated_at, ended_at = EXCLUDED.ended_at;
  RETURN NULL;
END $$;

-- Seats. Of what was assigned they name both, so that either version finds them.
ALTER TABLE entitlement DROP CONSTRAINT entitlement_subject_check;
CREATE FUNCTION licenza_seat_of_both() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.subscription_id := coalesce(NEW.subscription_id, NEW.licence_id);
  NEW.licence_id := (SELECT id FROM subscription WHERE id = NEW.subscription_id AND source = 'assigned');
  RETURN NEW;
END $$;
CREATE TRIGGER entitlement_of_both BEFORE INSERT ON entitlement FOR EACH ROW EXECUTE FUNCTION licenza_seat_of_both();

-- One after the other, so that what is written meanwhile waits for this migration's end.
INSERT INTO subscription (id, tier1_id, channel_id, customer_id, source, plan_id, vendor_ref, state, change, units, target_units, start_date, starts_at,
    failure_code, failure_note, version, created_at, updated_at, ended_at)
  SELECT id, tier1_id, channel_id, customer_id, 'assigned', plan_id, vendor_ref, state, change, units, target_units, start_date, starts_at,
         failure_code, failure_note, version, created_at, updated_at, ended_at FROM licence;
UPDATE entitlement SET subscription_id = licence_id WHERE subscription_id IS NULL;
-- Only now, as the backfill comes from there.
CREATE TRIGGER subscription_to_licence AFTER INSERT OR UPDATE ON subscription FOR EACH ROW WHEN (NEW.source = 'assigned' AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION licenza_subscription_to_licence();

ALTER TABLE subscription ALTER COLUMN plan_id SET NOT NULL, ALTER COLUMN target_units SET NOT NULL, ALTER COLUMN starts_at SET NOT NULL;
ALTER TABLE entitlement ALTER COLUMN subscription_id SET NOT NULL;
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX subscription_living ON subscription (customer_id, created_at, id) WHERE state NOT IN ('ended', 'cancelled', 'expired');

-- Seats in use never exceed what there is and will be: the lesser of the units now and the units asked for. Whoever gives a seat waits
-- for the subscription's row, as does whoever asks for fewer units, so each counts what the other one has done.
CREATE FUNCTION licenza_seat_is_free() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  most integer;
BEGIN
  SELECT least(units, target_units) INTO most FROM subscription WHERE id = NEW.subscription_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM entitlement WHERE subscription_id = NEW.subscription_id) > most THEN
    RAISE EXCEPTION 'all % units are in use', most USING ERRCODE = 'check_violation', CONSTRAINT = 'entitlement_within_units', TABLE = 'entitlement';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entitlement_within_units AFTER INSERT ON entitlement FOR EACH ROW EXECUTE FUNCTION licenza_seat_is_free();

CREATE FUNCTION licenza_units_are_free() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM entitlement WHERE subscription_id = NEW.id) > least(NEW.units, NEW.target_units) THEN
    RAISE EXCEPTION 'more units are in use' USING ERRCODE = 'check_violation', CONSTRAINT = 'subscription_units_in_use', TABLE = 'subscription';
  END IF;
  RETURN NULL;
END $$;
-- Only what takes units away is asked; what has ended takes its seats with it.
CREATE TRIGGER subscription_units_in_use AFTER UPDATE ON subscription FOR EACH ROW
  WHEN (least(NEW.units, NEW.target_units) < least(OLD.units, OLD.target_units) AND NEW.state NOT IN ('ended', 'cancelled', 'expired'))
  EXECUTE FUNCTION licenza_units_are_free();

ALTER TABLE subscription ENABLE TRIGGER subscription_change;
ALTER TABLE entitlement ENABLE TRIGGER entitlement_change;

-- Two subscriptions of one plan are possible; that a reseller assigns a plan once is asked where it is assigned.
DROP INDEX licence_one_per_plan;
