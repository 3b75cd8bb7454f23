-- Maker and checker of a benefit are two people, not two sign-ins.
alter table benefit_grant add column offered_staff_id text, add column approved_staff_id text;
update benefit_grant set
  offered_staff_id = (select staff_id from app_user where id = offered_by),
  approved_staff_id = (select staff_id from app_user where id = approved_by);
-- What was approved before stays as it was.
alter table benefit_grant add constraint benefit_approved_by_another_person check (approved_staff_id <> offered_staff_id) not valid;
