-- The book (schema ledger) is written once and never changed; what is derived from it (schema view) can be rebuilt.
create schema ledger;
create schema view;

create table ledger.book (
  id text collate "C" primary key,
  name text not null,
  seq bigint not null default 0,
  head_at timestamptz(3) not null default '2000-01-01Z',
  head_hash bytea,
  -- seq of the last unit, person, calendar or catalogue entry: tells a server whether its copy of them is current
  reference_seq bigint not null default 0
);

create table ledger.entry (
  book_id text collate "C" not null references ledger.book,
  seq bigint not null,
  stream uuid not null,
  version int not null,
  kind text collate "C" not null,
  step text collate "C" not null,
  data jsonb not null,
  text_hash bytea,
  actor text collate "C" not null,
  command_id uuid not null,
  ordinal int not null,
  taken_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  leaf bytea not null,
  primary key (book_id, seq),
  unique (book_id, stream, version)
);

create index entry_recorded on ledger.entry (book_id, recorded_at, seq);

create table ledger.entry_text (
  book_id text collate "C" not null,
  seq bigint not null,
  salt bytea not null,
  text jsonb not null,
  primary key (book_id, seq),
  foreign key (book_id, seq) references ledger.entry
);

-- One row per command that the law decided: its first answer for ever, and a refused one's body for its maker.
create table ledger.command (
  book_id text collate "C" not null references ledger.book,
  id uuid not null,
  actor text collate "C" not null,
  body_hash bytea not null,
  stream uuid not null,
  seq bigint,
  version int,
  problem jsonb,
  body jsonb,
  recorded_at timestamptz(3) not null,
  primary key (book_id, id)
);
create index command_refused on ledger.command (book_id, actor, recorded_at) where problem is not null;

-- State of every stream as of now.
create table view.stream (
  book_id text collate "C" not null,
  stream uuid not null,
  kind text collate "C" not null,
  version int not null,
  seq bigint not null,
  state jsonb not null,
  primary key (book_id, stream)
);
create index stream_reference on view.stream (book_id, kind, seq) where kind <> 'hazard';
create index stream_seq on view.stream (book_id, seq);

create table view.counter (
  book_id text collate "C" not null,
  name text collate "C" not null,
  value bigint not null,
  primary key (book_id, name)
);

-- A list row per hazard. Words come from entry_text and become null when that is erased.
create table view.hazard (
  book_id text collate "C" not null,
  id uuid not null,
  number text collate "C" not null,
  seq bigint not null,
  version int not null,
  status text collate "C" not null,
  level text collate "C" not null,
  community text collate "C" not null,
  site text collate "C",
  item text collate "C" not null,
  source text collate "C" not null,
  severity text collate "C" not null,
  suspected_major boolean not null,
  unit text collate "C" not null,
  holder text collate "C",
  due date,
  place text,
  description text,
  photo text collate "C",
  reported_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  audience text[] collate "C" not null,
  primary key (book_id, id)
);
create unique index hazard_number on view.hazard (book_id, number);
create index hazard_seq on view.hazard (book_id, seq desc);
create index hazard_community on view.hazard (book_id, community, seq desc);
create index hazard_status on view.hazard (book_id, status, seq desc);
create index hazard_unit on view.hazard (book_id, unit, seq desc);

-- Where each hazard stood from when until when: the account, now and as of any instant.
create table view.standing (
  book_id text collate "C" not null,
  hazard uuid not null,
  from_seq bigint not null,
  to_seq bigint,
  from_at timestamptz(3) not null,
  to_at timestamptz(3),
  status text collate "C" not null
    check (status in ('reported','handling','rectified','called','tabled','parked','referred','closed','void')),
  level text collate "C" not null check (level in ('community','street','above')),
  community text collate "C" not null,
  item text collate "C" not null,
  source text collate "C" not null,
  severity text collate "C" not null,
  unit text collate "C" not null,
  due date,
  primary key (book_id, hazard, from_seq),
  check (to_seq is null or to_seq > from_seq)
);
create unique index standing_open on view.standing (book_id, hazard) where to_seq is null;
create index standing_now on view.standing (book_id, status, level, community) where to_seq is null;
create index standing_span on view.standing (book_id, from_at, to_at);

-- Who sees which stream, from which seq until which: scope of lists and what the feed calls gained and left.
create table view.audience (
  book_id text collate "C" not null,
  token text collate "C" not null,
  stream uuid not null,
  from_seq bigint not null,
  to_seq bigint,
  primary key (book_id, token, stream, from_seq)
);
create index audience_stream on view.audience (book_id, stream) where to_seq is null;
create index audience_open on view.audience (book_id, token, stream) where to_seq is null;
create index audience_left on view.audience (book_id, token, to_seq) where to_seq is not null;

create table view.person (
  book_id text collate "C" not null,
  id uuid not null,
  name text,
  primary key (book_id, id)
);

-- Which cases name a photo: who may fetch it.
create table view.photo_use (
  book_id text collate "C" not null,
  sha256 text collate "C" not null,
  stream uuid not null,
  primary key (book_id, sha256, stream)
);

-- Where each follower of the book has got to.
create table ledger.follower (
  book_id text collate "C" not null references ledger.book,
  name text collate "C" not null,
  seq bigint not null,
  primary key (book_id, name)
);

-- The app may add to the book and never change it. It keeps the views.
grant usage on schema ledger, view to :app_role;
grant select, insert on ledger.entry, ledger.entry_text, ledger.command to :app_role;
grant select on ledger.book to :app_role;
grant update (seq, head_at, head_hash, reference_seq) on ledger.book to :app_role;
grant select, insert, update, delete on ledger.follower to :app_role;
grant select, insert, update, delete on all tables in schema view to :app_role;
