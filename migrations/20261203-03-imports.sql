-- Imports under way at the desk: what was uploaded, row by row, until it is confirmed. Not the book: erased after a week.
create schema desk;

create table desk.import (
  book_id text collate "C" not null references ledger.book,
  id uuid not null,
  person uuid not null,
  -- the file's name and hash
  name text not null,
  sha256 text collate "C" not null,
  -- 'template': new hazards; 'export': corrections of an exported list
  kind text collate "C" not null check (kind in ('template','export')),
  status text collate "C" not null check (status in ('preview','confirming','done','undoing','undone')),
  rows int not null,
  done int not null default 0,
  counts jsonb not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  -- rows are erased after a week, the line of the list stays
  erased boolean not null default false,
  primary key (book_id, id)
);
create index import_person on desk.import (book_id, person, created_at desc);

create table desk.import_row (
  book_id text collate "C" not null,
  import uuid not null,
  row int not null,
  -- the row's cells as they stood, in the order of the columns
  cells jsonb not null,
  errors jsonb not null,
  notes jsonb not null,
  -- content of the row: its ids follow from it
  hash text collate "C",
  -- what it asks of the book, where it has no error
  command jsonb,
  -- what it may be a duplicate of
  twins jsonb not null,
  outcome text collate "C",
  primary key (book_id, import, row),
  foreign key (book_id, import) references desk.import on delete cascade
);

grant usage on schema desk to :app_role;
grant select, insert, update, delete on all tables in schema desk to :app_role;

-- Which hazards came with a batch.
create index stream_batch on view.stream (book_id, (state #>> '{backfill,batch}'))
  where state #>> '{backfill,batch}' is not null;
