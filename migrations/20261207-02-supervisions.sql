-- 挂牌督办: the plates that hang on a case, by their numbers; lists show them and can be narrowed to them as of any instant.
alter table view.hazard add column supervised text;
alter table view.standing add column supervised text;
create index hazard_supervised on view.hazard (book_id) where supervised is not null;
-- The plates by their stream, and what the fire agency determined (domain/hazard/state.ts).
update view.stream set state = '{"supervised": {}, "determined": null}'::jsonb || state where kind = 'hazard';
