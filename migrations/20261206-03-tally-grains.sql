-- The tally again, with the due days of orders summed by month too: what is late is whole months and the days of this one,
-- so that a board reads some hundreds of rows, however many days the book has (ledger/project-quick.ts).
drop table view.tally;
create table view.tally (
  book_id text collate "C" not null,
  grain text collate "C" not null check (grain in ('all', 'month', 'day')),
  -- First day of the month, or the day; 'infinity' where all are counted.
  due date not null,
  community text collate "C" not null,
  status text collate "C" not null,
  level text collate "C" not null,
  n int not null,
  primary key (book_id, grain, due, community, status, level)
) with (fillfactor = 70);

insert into view.tally
  select book_id, grain, day, community, status, level, count(*)
  from view.hazard h, lateral (values ('all', 'infinity'::date), ('month', date_trunc('month', h.due)::date), ('day', h.due))
    as kept (grain, day)
  where grain = 'all' or (h.mode = 'order' and h.due is not null)
  group by 1, 2, 3, 4, 5, 6;

grant select, insert, update, delete on view.tally to :app_role;
