-- Every module's role is a member of kontor_module: what modules may share of this schema, such as
-- the event log, is granted to that role where it is created.
grant usage on schema platform to kontor_module;
