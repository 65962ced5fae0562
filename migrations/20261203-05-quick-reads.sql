-- Three projections that keep lists, boards and searches quick when the book is large. All can be rebuilt.

-- Who reaches which case by which token of its audience, newest change first: the order of every scoped list and feed.
create table view.reach (
  book_id text collate "C" not null,
  token text collate "C" not null,
  seq bigint not null,
  hazard uuid not null,
  primary key (book_id, token, seq)
);

-- How many cases stand where now. Where nobody has to act there is no mode ('') and no day ('infinity').
create table view.tally (
  book_id text collate "C" not null,
  community text collate "C" not null,
  status text collate "C" not null,
  level text collate "C" not null,
  mode text collate "C" not null,
  due date not null,
  n int not null,
  primary key (book_id, community, status, level, mode, due)
) with (fillfactor = 70);

-- Neighbouring characters of a case's number, place and description (ledger/grams.ts says which): the index of search.
create table view.search (
  book_id text collate "C" not null,
  hazard uuid not null,
  grams int[] not null,
  primary key (book_id, hazard)
);
alter table view.search alter column grams set statistics 1000;
create index search_grams on view.search using gin (grams) with (gin_pending_list_limit = 512);

-- What waits for somebody, earliest day first.
create index hazard_holder on view.hazard (book_id, holder, (coalesce(due, '9999-12-31'::date)), id) where holder is not null;

insert into view.reach select h.book_id, token, h.seq, h.id from view.hazard h, unnest(h.audience) token;

insert into view.tally
  select book_id, community, status, level, coalesce(mode, ''), coalesce(due, 'infinity'), count(*)
  from view.hazard group by 1, 2, 3, 4, 5, 6;

-- The same as gramsOf in ledger/grams.ts, for the cases that are there already.
insert into view.search
  select h.book_id, h.id, array(
    select distinct gram::int from (
      select case when a >= 128 or b >= 128 then (a % 32768)::bigint * 65536 + b % 65536
        when c between 1 and 127 and c <> 10 then (a * 128 + b) * 128 + c end as gram
      from (select ascii(substr(t, i, 1)) as a, ascii(substr(t, i + 1, 1)) as b, ascii(substr(t, i + 2, 1)) as c
            from generate_series(1, length(t) - 1) i) three
      where a <> 10 and b <> 10) found
    where gram is not null order by 1)
  from view.hazard h,
    lateral (select translate(lower(concat_ws(chr(10), h.number, h.place, h.description) collate "C"),
      chr(304) || chr(8490), 'ik') as t) words;

grant select, insert, update, delete on view.reach, view.tally, view.search to :app_role;
