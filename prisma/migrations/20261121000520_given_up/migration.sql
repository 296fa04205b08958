-- An undoing that fails for ever can be given up: the order ends, and says what wasn't undone.
ALTER TABLE customer_order DROP CONSTRAINT customer_order_state_check;
ALTER TABLE customer_order ADD CONSTRAINT customer_order_state_check CHECK (state IN ('placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing', 'completed', 'partly_completed', 'cancelled', 'given_up'));
ALTER TABLE order_line DROP CONSTRAINT order_line_state_check;
ALTER TABLE order_line ADD CONSTRAINT order_line_state_check CHECK (state IN ('placed', 'provisioning', 'provisioned', 'refused', 'left_out', 'active', 'cancelled', 'not_cancelled'));
