-- Who was shown a customer in a list is asked by customer, too.
create index audit_list_customers on audit using gin ((detail -> 'customers')) where subject_kind = 'list';
