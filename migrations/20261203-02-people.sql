-- A person's phone, from erasable text like the name: masked for everybody, shown for a reason that stays in the book.
alter table view.person add column phone text;
-- Who enrolled whom and when, as the fold has it since the enrolment can be taken back.
update view.stream s
   set state = s.state || jsonb_build_object('enrolled', jsonb_build_object('by', e.actor, 'at',
     to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from ledger.entry e
 where s.kind = 'person' and (e.book_id, e.stream, e.version) = (s.book_id, s.stream, 1);
