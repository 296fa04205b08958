-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL,
    "tier" SMALLINT NOT NULL,
    "tier1_id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "login_name" TEXT NOT NULL,
    "login_name_key" TEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "notification_email" TEXT,
    "password_hash" TEXT,
    "state" TEXT NOT NULL,
    "staff_permission" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Rome',
    "address" JSONB,
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "failed_since" TIMESTAMPTZ(3),
    "locked_until" TIMESTAMPTZ(3),
    "tier1_id" UUID,
    "channel_id" UUID,
    "customer_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id_hash" BYTEA NOT NULL,
    "user_id" UUID,
    "data" JSONB NOT NULL,
    "address" TEXT,
    "browser" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "sign_in_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" UUID,
    "tier1_id" UUID,
    "channel_id" UUID,
    "customer_id" UUID,
    "acting_user_id" UUID,
    "outcome" TEXT NOT NULL,
    "address" TEXT,
    "browser" TEXT,

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_token" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "detail" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "account_name" TEXT NOT NULL,
    "account_name_key" TEXT NOT NULL,
    "company" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "state_or_province" TEXT NOT NULL,
    "contact_first_name" TEXT NOT NULL,
    "contact_last_name" TEXT NOT NULL,
    "contact_email" TEXT NOT NULL,
    "street1" TEXT,
    "street2" TEXT,
    "postal_code" TEXT,
    "country" TEXT,
    "phone" TEXT,
    "emergency_email" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Rome',
    "tax_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "credit_limit_minor" BIGINT NOT NULL DEFAULT 0,
    "credit_used_minor" BIGINT NOT NULL DEFAULT 0,
    "credit_currency" TEXT NOT NULL DEFAULT 'EUR',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "user_id" UUID NOT NULL,
    "procedure" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("user_id","procedure","key")
);

-- CreateTable
CREATE TABLE "product" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_it" TEXT NOT NULL,
    "description_en" TEXT NOT NULL,
    "description_it" TEXT NOT NULL,
    "unit_type" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "name_it" TEXT NOT NULL,
    "min_units" INTEGER NOT NULL DEFAULT 1,
    "max_units" INTEGER NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cancellation_policy" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "window_hours" INTEGER NOT NULL,
    "window_clock" TEXT NOT NULL,
    "refund_rule" TEXT NOT NULL,
    "full_refund_hours" INTEGER NOT NULL DEFAULT 0,
    "after_window" TEXT NOT NULL,
    "partial_reduction" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "cancellation_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "term_policy" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "upgrade_allowed" BOOLEAN NOT NULL,
    "downgrade_mid_term" BOOLEAN NOT NULL DEFAULT false,
    "longer_term_mid_term" BOOLEAN NOT NULL DEFAULT true,
    "co_termination" BOOLEAN NOT NULL DEFAULT true,
    "renewal_notice_days" INTEGER[],
    "extended_term_rate_bp" INTEGER NOT NULL DEFAULT 300,
    "upgrade_targets" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "term_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "term_duration" TEXT NOT NULL,
    "billing_cycle" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "min_seats" INTEGER NOT NULL DEFAULT 1,
    "max_seats" INTEGER NOT NULL,
    "cancellation_policy_id" UUID NOT NULL,
    "term_policy_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "licence" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "units" INTEGER NOT NULL,
    "target_units" INTEGER NOT NULL,
    "start_date" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "change" TEXT NOT NULL DEFAULT 'start',
    "vendor_ref" TEXT,
    "failure_code" TEXT,
    "failure_note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "licence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entitlement" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "licence_id" UUID,
    "subscription_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entitlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vendor_tenant" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "vendor_ref" TEXT,
    "qualification" TEXT NOT NULL DEFAULT 'none',
    "state" TEXT NOT NULL,
    "agreement" JSONB,
    "agreed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vendor_tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_line" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "cart_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "price_holds_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_order" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "placed_by" UUID NOT NULL,
    "vendor_tenant_id" UUID,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "input" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "offer_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "charge_minor" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "vendor_ref" TEXT,
    "subscription_id" UUID,
    "failure_code" TEXT,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "order_id" UUID,
    "subscription_id" UUID,
    "method" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "authorised_minor" BIGINT NOT NULL,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "processor_ref" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "vendor_tenant_id" UUID,
    "vendor_ref" TEXT,
    "state" TEXT NOT NULL,
    "units" INTEGER NOT NULL,
    "term_starts_at" TIMESTAMPTZ(3) NOT NULL,
    "term_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "renewal" TEXT NOT NULL DEFAULT 'renew',
    "scheduled_change" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat_lot" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "units" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "bought_at" TIMESTAMPTZ(3) NOT NULL,
    "cancellable_until" TIMESTAMPTZ(3) NOT NULL,
    "charged_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "seat_lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "run_id" TEXT,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "step" TEXT NOT NULL DEFAULT 'queued',
    "step_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_kind" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "input" JSONB NOT NULL DEFAULT '{}',
    "started_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_event" (
    "id" BIGSERIAL NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "process_id" UUID,
    "subject_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "actor_id" UUID,
    "actor_name" TEXT,
    "dedupe_key" TEXT NOT NULL,

    CONSTRAINT "timeline_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attention_item" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'open',
    "owner_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "snoozed_until" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "remedy" TEXT,

    CONSTRAINT "attention_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "undo_entry" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "undo_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "tier1_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "user_id" UUID,
    "template" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "to_address" TEXT NOT NULL,
    "emergency_address" TEXT,
    "message_id_header" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_to" TEXT,
    "failure_code" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tier1_id" UUID,
    "channel_id" UUID,
    "customer_id" UUID,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "on_behalf_of_id" UUID,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,
    "address" TEXT,
    "request_id" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "command" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_feed" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tier1_id" UUID,
    "channel_id" UUID,
    "customer_id" UUID,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,

    CONSTRAINT "change_feed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_tier1_id_idx" ON "channel"("tier1_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_id_tier1_id_key" ON "channel"("id", "tier1_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_login_name_key_key" ON "app_user"("login_name_key");

-- CreateIndex
CREATE INDEX "app_user_customer_id_login_name_key_idx" ON "app_user"("customer_id", "login_name_key");

-- CreateIndex
CREATE INDEX "app_user_tier1_id_idx" ON "app_user"("tier1_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_id_customer_id_key" ON "app_user"("id", "customer_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_event_user_id_at_idx" ON "sign_in_event"("user_id", "at" DESC);

-- CreateIndex
CREATE INDEX "sign_in_event_customer_id_at_idx" ON "sign_in_event"("customer_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "user_token_token_hash_key" ON "user_token"("token_hash");

-- CreateIndex
CREATE INDEX "user_token_user_id_purpose_idx" ON "user_token"("user_id", "purpose");

-- CreateIndex
CREATE INDEX "user_token_customer_id_idx" ON "user_token"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_id_channel_id_tier1_id_key" ON "customer"("id", "channel_id", "tier1_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "product_code_key" ON "product"("code");

-- CreateIndex
CREATE INDEX "product_category_idx" ON "product"("category");

-- CreateIndex
CREATE UNIQUE INDEX "plan_code_key" ON "plan"("code");

-- CreateIndex
CREATE INDEX "plan_product_id_idx" ON "plan"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "cancellation_policy_code_key" ON "cancellation_policy"("code");

-- CreateIndex
CREATE UNIQUE INDEX "term_policy_code_key" ON "term_policy"("code");

-- CreateIndex
CREATE UNIQUE INDEX "offer_code_key" ON "offer"("code");

-- CreateIndex
CREATE INDEX "offer_plan_id_idx" ON "offer"("plan_id");

-- CreateIndex
CREATE INDEX "licence_customer_id_idx" ON "licence"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "licence_id_customer_id_key" ON "licence"("id", "customer_id");

-- CreateIndex
CREATE INDEX "entitlement_customer_id_idx" ON "entitlement"("customer_id");

-- CreateIndex
CREATE INDEX "entitlement_licence_id_idx" ON "entitlement"("licence_id");

-- CreateIndex
CREATE INDEX "entitlement_subscription_id_idx" ON "entitlement"("subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_user_id_licence_id_key" ON "entitlement"("user_id", "licence_id");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_user_id_subscription_id_key" ON "entitlement"("user_id", "subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "vendor_tenant_customer_id_vendor_domain_key" ON "vendor_tenant"("customer_id", "vendor", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "vendor_tenant_id_customer_id_key" ON "vendor_tenant"("id", "customer_id");

-- CreateIndex
CREATE INDEX "cart_customer_id_idx" ON "cart"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_user_id_key" ON "cart"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_id_customer_id_key" ON "cart"("id", "customer_id");

-- CreateIndex
CREATE INDEX "cart_line_customer_id_idx" ON "cart_line"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_line_cart_id_offer_id_key" ON "cart_line"("cart_id", "offer_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_number_key" ON "customer_order"("number");

-- CreateIndex
CREATE INDEX "customer_order_customer_id_placed_at_id_idx" ON "customer_order"("customer_id", "placed_at" DESC, "id");

-- CreateIndex
CREATE INDEX "customer_order_state_placed_at_id_idx" ON "customer_order"("state", "placed_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_id_customer_id_key" ON "customer_order"("id", "customer_id");

-- CreateIndex
CREATE INDEX "order_line_customer_id_idx" ON "order_line"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_order_id_line_number_key" ON "order_line"("order_id", "line_number");

-- CreateIndex
CREATE UNIQUE INDEX "payment_idempotency_key_key" ON "payment"("idempotency_key");

-- CreateIndex
CREATE INDEX "payment_customer_id_idx" ON "payment"("customer_id");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE INDEX "payment_subscription_id_idx" ON "payment"("subscription_id");

-- CreateIndex
CREATE INDEX "subscription_customer_id_state_idx" ON "subscription"("customer_id", "state");

-- CreateIndex
CREATE INDEX "subscription_term_ends_at_idx" ON "subscription"("term_ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_id_customer_id_key" ON "subscription"("id", "customer_id");

-- CreateIndex
CREATE INDEX "seat_lot_customer_id_idx" ON "seat_lot"("customer_id");

-- CreateIndex
CREATE INDEX "seat_lot_subscription_id_idx" ON "seat_lot"("subscription_id");

-- CreateIndex
CREATE INDEX "process_customer_id_created_at_id_idx" ON "process"("customer_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_kind_state_created_at_id_idx" ON "process"("kind", "state", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_state_created_at_id_idx" ON "process"("state", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_created_at_id_idx" ON "process"("created_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "process_workflow_id_key" ON "process"("workflow_id");

-- CreateIndex
CREATE INDEX "process_subject_id_idx" ON "process"("subject_id");

-- CreateIndex
CREATE INDEX "process_channel_id_idx" ON "process"("channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "process_id_customer_id_key" ON "process"("id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_event_dedupe_key_key" ON "timeline_event"("dedupe_key");

-- CreateIndex
CREATE INDEX "timeline_event_customer_id_at_id_idx" ON "timeline_event"("customer_id", "at" DESC, "id");

-- CreateIndex
CREATE INDEX "timeline_event_process_id_at_id_idx" ON "timeline_event"("process_id", "at" DESC, "id");

-- CreateIndex
CREATE INDEX "attention_item_customer_id_idx" ON "attention_item"("customer_id");

-- CreateIndex
CREATE INDEX "attention_item_process_id_idx" ON "attention_item"("process_id");

-- CreateIndex
CREATE INDEX "attention_item_state_cause_opened_at_idx" ON "attention_item"("state", "cause", "opened_at");

-- CreateIndex
CREATE INDEX "undo_entry_customer_id_idx" ON "undo_entry"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "undo_entry_process_id_position_key" ON "undo_entry"("process_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "message_message_id_header_key" ON "message"("message_id_header");

-- CreateIndex
CREATE INDEX "message_customer_id_created_at_idx" ON "message"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_customer_id_at_id_idx" ON "audit_entry"("customer_id", "at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_at_idx" ON "audit_entry"("subject_id", "at" DESC);

-- CreateIndex
CREATE INDEX "change_feed_at_idx" ON "change_feed"("at");

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_channel_id_tier1_id_fkey" FOREIGN KEY ("channel_id", "tier1_id") REFERENCES "channel"("id", "tier1_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_cancellation_policy_id_fkey" FOREIGN KEY ("cancellation_policy_id") REFERENCES "cancellation_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_term_policy_id_fkey" FOREIGN KEY ("term_policy_id") REFERENCES "term_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licence" ADD CONSTRAINT "licence_customer_id_channel_id_tier1_id_fkey" FOREIGN KEY ("customer_id", "channel_id", "tier1_id") REFERENCES "customer"("id", "channel_id", "tier1_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licence" ADD CONSTRAINT "licence_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_cart_id_customer_id_fkey" FOREIGN KEY ("cart_id", "customer_id") REFERENCES "cart"("id", "customer_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_customer_id_fkey" FOREIGN KEY ("order_id", "customer_id") REFERENCES "customer_order"("id", "customer_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_customer_id_fkey" FOREIGN KEY ("order_id", "customer_id") REFERENCES "customer_order"("id", "customer_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_lot" ADD CONSTRAINT "seat_lot_subscription_id_customer_id_fkey" FOREIGN KEY ("subscription_id", "customer_id") REFERENCES "subscription"("id", "customer_id") ON DELETE RESTRICT ON UPDATE CASCADE;
