-- Which cases a token reaches as a guest: their place is another. A community's own are counted by view.tally, so that its
-- account looks at no more rows than these (features/account/server/reads.ts).
alter table view.reach add column guest boolean not null default true;
update view.reach r set guest = false from view.hazard h
where h.book_id = r.book_id and h.id = r.hazard and h.community = r.token;
alter table view.reach alter column guest drop default;
create index reach_guest on view.reach (book_id, token) include (hazard) where guest;
