-- Whoever closes a customer locks its row, looks what is alive, and closes it. An order that is placed in the same moment has waited for
-- that row, as its key does; by then the customer is closed, and the order isn't taken. The name sorts after those of foreign keys' triggers,
-- so the wait is over when this runs.
CREATE FUNCTION licenza_order_of_active() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT state FROM customer WHERE id = NEW.customer_id) <> 'active' THEN
    RAISE EXCEPTION 'customer_order_of_active: the customer is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'customer_order_of_active', TABLE = 'customer_order';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_order_of_active AFTER INSERT ON customer_order FOR EACH ROW EXECUTE FUNCTION licenza_order_of_active();
