-- The contraction after `one_subscription`: nothing reads or writes `licence` and `entitlement.licence_id` any more. No release had them,
-- so it comes in the same one as the switch; programs built in between have to be stopped first.
DROP TRIGGER subscription_to_licence ON subscription;
DROP TRIGGER licence_to_subscription ON licence;
DROP TRIGGER subscription_fill ON subscription;
DROP TRIGGER entitlement_of_both ON entitlement;
DROP FUNCTION licenza_subscription_to_licence();
DROP FUNCTION licenza_licence_to_subscription();
DROP FUNCTION licenza_fill_subscription();
DROP FUNCTION licenza_seat_of_both();

ALTER TABLE entitlement DROP COLUMN licence_id;
DROP TABLE licence;

-- Who writes a subscription says where it comes from.
ALTER TABLE subscription ALTER COLUMN source DROP DEFAULT;
