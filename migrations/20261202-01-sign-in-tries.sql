-- Wrong passwords by the hash of the name given, whether or not anybody has that name.
create table auth.sign_in_try (
  name_hash bytea primary key,
  failures int not null,
  last_at timestamptz(3) not null,
  retry_at timestamptz(3)
);
create index sign_in_try_last on auth.sign_in_try (last_at);
grant select, insert, update, delete on auth.sign_in_try to :app_role;

alter table auth.account drop column failures, drop column retry_at;
