-- The thread of one user reads the events of that user alone.
CREATE INDEX "timeline_event_subject_id_idx" ON "timeline_event"("subject_id");

CREATE INDEX "message_user_id_idx" ON "message"("user_id");
