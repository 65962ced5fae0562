-- Lists and the account are narrowed by why a community called a case up, now and as of any instant. A case is called up,
-- sent back and studied anew only by steps that begin a standing, so that each row has one answer: what was last set.
alter table view.hazard add column obstacle text collate "C";
alter table view.standing add column obstacle text collate "C";
update view.hazard h set obstacle = s.state ->> 'obstacle' from view.stream s
 where (s.book_id, s.stream) = (h.book_id, h.id) and s.state ->> 'obstacle' is not null;
update view.standing s set obstacle = (
   select e.data #>> '{set,obstacle}' from ledger.entry e
   where (e.book_id, e.stream) = (s.book_id, s.hazard) and e.seq <= s.from_seq and e.data -> 'set' ? 'obstacle'
   order by e.seq desc limit 1)
 where exists (select from ledger.entry e where (e.book_id, e.stream) = (s.book_id, s.hazard) and e.data -> 'set' ? 'obstacle');
