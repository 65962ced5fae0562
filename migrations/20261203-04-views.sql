-- What a person keeps for his own desk: named filters. Not the book: it can be changed and erased.
create schema if not exists desk;

create table desk.saved_view (
  book_id text collate "C" not null references ledger.book on delete cascade,
  person uuid not null,
  id uuid not null,
  name text not null,
  query jsonb not null,
  saved_at timestamptz(3) not null,
  -- The person is part of the key: nobody's id can touch, or tell of, another's view.
  primary key (book_id, person, id)
);

grant usage on schema desk to :app_role;
grant select, insert, update, delete on desk.saved_view to :app_role;
