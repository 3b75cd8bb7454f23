-- The result of a simulation names customers by number; after its term it goes, and who asked for what, and when, stays.
alter table studio_job add column result_removed_at timestamptz;
alter table studio_job add constraint studio_job_removed_is_gone check (result_removed_at is null or result is null);
