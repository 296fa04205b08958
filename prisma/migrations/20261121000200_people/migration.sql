-- People: activation processes, imports of users, and what the user list needs.

ALTER TABLE process DROP CONSTRAINT process_kind_check;
ALTER TABLE process ADD CONSTRAINT process_kind_check CHECK (kind IN ('customer', 'licence', 'message', 'activation', 'user_import', 'order', 'subscription_change', 'subscription'));

CREATE TABLE "user_import" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "requested_by" UUID NOT NULL,
    "rows" JSONB NOT NULL,
    "results" JSONB NOT NULL DEFAULT '[]',
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_import_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "user_import_customer_id_idx" ON "user_import"("customer_id");

ALTER TABLE user_import ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON user_import TO licenza_app USING (licenza_sees(tier1_id, channel_id, customer_id)) WITH CHECK (licenza_sees(tier1_id, channel_id, customer_id));
ALTER TABLE user_import ADD CONSTRAINT user_import_tenant_fkey FOREIGN KEY (customer_id, channel_id, tier1_id) REFERENCES customer (id, channel_id, tier1_id) ON UPDATE CASCADE;
ALTER TABLE user_import ADD CONSTRAINT user_import_count_check CHECK (done BETWEEN 0 AND total);
CREATE TRIGGER user_import_change AFTER INSERT OR UPDATE ON user_import FOR EACH ROW EXECUTE FUNCTION licenza_record_change('user_import', 'id');

ALTER TABLE app_user ADD CONSTRAINT app_user_staff_permission_check CHECK (staff_permission IS NULL OR staff_permission IN ('assigned_services', 'staff_member'));
ALTER TABLE app_user ADD COLUMN deleted_at TIMESTAMPTZ(3);

-- Keyset pages of a customer's users, in each order offered.
CREATE INDEX app_user_customer_created ON app_user (customer_id, created_at DESC, id DESC);
CREATE INDEX app_user_customer_name ON app_user (customer_id, lower(last_name || ' ' || first_name), id);

-- As licenza_search_users, for the users of one customer: the trigram index with the tenant's rule.
CREATE FUNCTION licenza_search_users_of(customer uuid, words text[], most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM app_user
   WHERE customer_id = customer AND lower(login_name || ' ' || first_name || ' ' || last_name || ' ' || email) LIKE ALL (words)
     AND licenza_sees(tier1_id, channel_id, customer_id)
   LIMIT most
$$;
