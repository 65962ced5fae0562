-- Sign-in by a personal link and six digits. None of this is the book: devices, links and secrets are replaceable and
-- erasable. One row a device and person; a shared device is several rows with the same cookie.
create table auth.device (
  id uuid primary key,
  secret_hash bytea not null,
  book_id text collate "C" not null references ledger.book,
  person uuid not null,
  shared boolean not null,
  label text not null,
  pin_hash text not null,
  failures int not null default 0,
  retry_at timestamptz(3),
  bound_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  revoked_at timestamptz(3)
);
create unique index device_holder on auth.device (secret_hash, book_id, person) where revoked_at is null;
create index device_person on auth.device (book_id, person);

-- A link that binds a device or sets a password, once; only the hash of its secret is kept.
create table auth.invite (
  secret_hash bytea primary key,
  book_id text collate "C" not null references ledger.book,
  person uuid not null,
  issued_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  voided_at timestamptz(3)
);
create index invite_person on auth.invite (book_id, person);

-- Salt of the ids that a pasted roster gives to people: without it no id could be traced to a name.
create table auth.roster (
  book_id text collate "C" primary key references ledger.book,
  salt bytea not null
);

-- Who signs in by device has no user name.
alter table auth.session
  add column book_id text collate "C" references ledger.book,
  add column person uuid,
  add column device uuid references auth.device on delete cascade;
update auth.session s set book_id = a.book_id, person = a.person from auth.account a where a.username = s.username;
alter table auth.session
  alter column book_id set not null,
  alter column person set not null,
  alter column username drop not null,
  drop constraint session_username_fkey,
  add constraint session_username_fkey foreign key (username) references auth.account
    on update cascade on delete cascade;
create index session_person on auth.session (book_id, person);
create index session_device on auth.session (device);
create index account_person on auth.account (book_id, person);

grant select, insert, update, delete on auth.device, auth.invite, auth.roster to :app_role;
