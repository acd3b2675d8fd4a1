alter table search.category add column translations text not null default '{}';  -- as JSON
update search.state set outdated = outdated or exists (select from search.category);
