-- Who may sign in. Not the book: passwords and sessions are replaceable and erasable.
create schema auth;

create table auth.account (
  username text collate "C" primary key,
  book_id text collate "C" not null references ledger.book,
  person uuid not null,
  password_hash text not null,
  failures int not null default 0,
  retry_at timestamptz(3)
);

create table auth.session (
  token_hash bytea primary key,
  username text collate "C" not null references auth.account on delete cascade,
  -- 'cookie' from signing in, 'token' for scripts
  kind text collate "C" not null check (kind in ('cookie','token')),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index session_username on auth.session (username);

-- Photos that have arrived whole: their hash was computed by the server.
create table ledger.photo (
  book_id text collate "C" not null references ledger.book,
  sha256 text collate "C" not null,
  type text collate "C" not null,
  bytes bigint not null,
  width int not null,
  height int not null,
  arrived_at timestamptz(3) not null,
  primary key (book_id, sha256)
);

-- The same bytes may be sent by several people; each of them may name the photo.
create table ledger.photo_uploader (
  book_id text collate "C" not null,
  sha256 text collate "C" not null,
  uploader text collate "C" not null,
  primary key (book_id, sha256, uploader),
  foreign key (book_id, sha256) references ledger.photo
);

grant select, insert on ledger.photo, ledger.photo_uploader to :app_role;
grant usage on schema auth to :app_role;
grant select, insert, update, delete on all tables in schema auth to :app_role;
