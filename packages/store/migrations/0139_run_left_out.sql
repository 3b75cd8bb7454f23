-- Of what a night's plays wanted, or might have wanted, who was left out and why, by play, occurrence and action. Kept for a month (TEND_LEFT_OUT_DAYS).
create table run_left_out (
  run_id text not null,
  play text not null,
  customer_id text not null,
  unit_id text not null,
  moment_id text not null,
  code text not null,
  detail text,
  until date
);
create index run_left_out_place on run_left_out (run_id, play, code, customer_id, moment_id);
