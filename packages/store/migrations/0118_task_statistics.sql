-- Which units have which kinds of work: without it a list of a module that a region does not have is read through the module's order to its end.
create statistics task_unit_module (mcv) on unit_id, module from task;
create statistics task_unit_label (mcv) on unit_id, contact_label from task;
alter statistics task_unit_module set statistics 1000;
alter statistics task_unit_label set statistics 1000;
