-- What each address and name has used up of its attempts, shared by all servers. The shape is rate-limiter-flexible's own.
-- Unlogged: losing it in a crash costs a stranger's counters, and every attempt writes.
CREATE UNLOGGED TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");
ALTER TABLE rate_limit ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON rate_limit TO licenza_app USING (current_setting('licenza.scope', true) = 'platform');
