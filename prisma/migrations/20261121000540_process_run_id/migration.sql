-- The engine's own id of a run, as it stands in its pages, is searched for.
CREATE INDEX "process_run_id_idx" ON "process"("run_id");
