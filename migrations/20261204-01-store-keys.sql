-- Under which key a person's unsent work lies on the disk of shared devices (ADR 019): his own, given to him at sign-in.
create table auth.store_key (
  book_id text collate "C" not null references ledger.book,
  person uuid not null,
  key bytea not null,
  primary key (book_id, person)
);

grant select, insert, delete on auth.store_key to :app_role;
