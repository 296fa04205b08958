-- The engine's id of the run whose numbers the fence has. A run that is reset begins below them, and takes over once the engine names it current.
ALTER TABLE process ADD COLUMN fence_run_id TEXT;
