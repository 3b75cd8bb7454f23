-- Every question about customers asks first which night is in force.
create index run_current on run (as_of desc, finished_at desc, run_id desc)
  where status = 'committed' and state_folder is not null;
