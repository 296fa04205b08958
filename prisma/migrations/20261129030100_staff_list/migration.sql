-- Staff and resellers are listed beside a hundred times as many customers' users.
CREATE INDEX app_user_staff ON app_user (name_key, id) WHERE customer_id IS NULL;
