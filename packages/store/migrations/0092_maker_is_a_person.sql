-- Maker and checker are two people, not two sign-ins: staff ids are compared beside user ids, which a sign-in that is made anew does not keep.
alter table pack_version add column created_by_staff text;
alter table pack_version add column decided_by_staff text;
alter table pack_version disable trigger pack_version_is_settled;
update pack_version set
  created_by_staff = (select staff_id from app_user where app_user.id = created_by),
  decided_by_staff = (select staff_id from app_user where app_user.id = coalesce(approved_by, rejected_by));
alter table pack_version enable trigger pack_version_is_settled;
alter table pack_version add constraint pack_version_two_staff check (decided_by_staff <> created_by_staff);

-- Who makes, checks or works with customers is on the staff list, where a person has one sign-in; only an administrator may stand outside it.
alter table app_user add constraint app_user_of_staff check (staff_id is not null or role = 'admin');
