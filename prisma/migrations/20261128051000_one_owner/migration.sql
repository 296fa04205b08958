-- One owner of an account at a vendor, across all customers. An account is owned by the row that is ready: a row that only asks for one
-- claims nothing. Where two own one already, it stays with the first; the other can buy no more for it until somebody has looked.
ALTER TABLE vendor_tenant DROP CONSTRAINT vendor_tenant_state_check;
ALTER TABLE vendor_tenant ADD CONSTRAINT vendor_tenant_state_check CHECK (state IN ('requested', 'ready', 'failed', 'released'));
UPDATE vendor_tenant t SET state = 'released' FROM customer c WHERE c.id = t.customer_id AND c.state = 'deleted' AND t.state = 'ready';
UPDATE vendor_tenant t SET state = 'released'
 WHERE t.state = 'ready' AND EXISTS (
   SELECT FROM vendor_tenant o WHERE o.vendor = t.vendor AND lower(o.domain) = lower(t.domain) AND o.state = 'ready' AND (o.created_at, o.id) < (t.created_at, t.id));
CREATE UNIQUE INDEX vendor_tenant_one_owner ON vendor_tenant (vendor, lower(domain)) WHERE state = 'ready';

-- A deleted customer owns nothing any more.
CREATE FUNCTION licenza_release_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE vendor_tenant SET state = 'released' WHERE customer_id = NEW.id AND state = 'ready';
  RETURN NULL;
END $$;
CREATE TRIGGER customer_release_accounts AFTER UPDATE OF state ON customer FOR EACH ROW
  WHEN (OLD.state <> 'deleted' AND NEW.state = 'deleted') EXECUTE FUNCTION licenza_release_accounts();

-- Amounts of two currencies aren't added: a basket has one. Its row is locked, so that two tabs can't each put one in.
CREATE FUNCTION licenza_one_currency() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM cart WHERE id = NEW.cart_id FOR UPDATE;
  IF EXISTS (SELECT FROM cart_line WHERE cart_id = NEW.cart_id AND id <> NEW.id AND currency <> NEW.currency) THEN
    RAISE EXCEPTION 'a basket has one currency' USING ERRCODE = 'check_violation', CONSTRAINT = 'cart_line_one_currency';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cart_line_one_currency BEFORE INSERT OR UPDATE OF currency, cart_id ON cart_line FOR EACH ROW EXECUTE FUNCTION licenza_one_currency();
