-- What the phone of a disabled person still wished to send. It is no part of the book: those who keep him read it and
-- decide. Words of his are in it, so rows can be deleted.
create table auth.turned_away (
  book_id text collate "C" not null references ledger.book,
  person uuid not null,
  command_id uuid not null,
  command jsonb not null,
  at timestamptz not null,
  nr bigint generated always as identity,
  primary key (book_id, person, command_id)
);

grant select, insert, delete on auth.turned_away to :app_role;
