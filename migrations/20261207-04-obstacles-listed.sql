-- Lists and the account are narrowed by why a community called a case up, and show by whom it was decided and who still owes
-- a share of it (协办), now and as of any instant. All three are as the last entry set them that did.
alter table view.hazard
  add column obstacle text collate "C", add column topic text collate "C", add column owing text collate "C";
alter table view.standing
  add column obstacle text collate "C", add column topic text collate "C", add column owing text collate "C";
create function pg_temp.owing(status text, parts jsonb) returns text language sql immutable as $$
  select string_agg(p ->> 'unit', ',' order by p ->> 'unit' collate "C") from jsonb_path_query(parts, '$.*') p
  where status = 'handling' and p -> 'done' = 'false'
$$;
update view.hazard h set obstacle = s.state ->> 'obstacle', topic = s.state ->> 'topic',
   owing = pg_temp.owing(h.status, s.state -> 'parts')
 from view.stream s where (s.book_id, s.stream) = (h.book_id, h.id)
   and (s.state ->> 'obstacle' is not null or s.state ->> 'topic' is not null or s.state -> 'parts' <> '{}');
create function pg_temp.last_set(book text, hazard uuid, upto bigint, name text) returns jsonb language sql stable as $$
  select e.data -> 'set' -> name from ledger.entry e
  where (e.book_id, e.stream) = (book, hazard) and e.seq <= upto and e.data -> 'set' ? name order by e.seq desc limit 1
$$;
-- Of a standing during which a helper did its share, what it owed at its beginning: the next rebuild tells the two apart.
update view.standing s set obstacle = pg_temp.last_set(s.book_id, s.hazard, s.from_seq, 'obstacle') #>> '{}',
   topic = pg_temp.last_set(s.book_id, s.hazard, s.from_seq, 'topic') #>> '{}',
   owing = pg_temp.owing(s.status, pg_temp.last_set(s.book_id, s.hazard, s.from_seq, 'parts'))
 where exists (select from ledger.entry e where (e.book_id, e.stream) = (s.book_id, s.hazard)
   and e.data -> 'set' ?| array['obstacle', 'topic', 'parts']);
-- A topic knows how often it was written, so that of two clerks the second does not write over the first.
update view.stream set state = jsonb_build_object('version', version) || state where kind = 'topic';
