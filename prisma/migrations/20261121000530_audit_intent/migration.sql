-- What somebody is about to command of a running process, so that its audit entry outlives the server that was to write it.
ALTER TABLE outbox DROP CONSTRAINT outbox_command_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_command_check CHECK (command IN ('start', 'signal', 'audit'));
