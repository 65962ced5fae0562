-- The clock of each leg: when its holder received it, how often its day was put off, and what was said of a refusal; and
-- what a case's unit has asked for (domain/hazard/steps-receive.ts, steps-extend.ts). None of it was said until now.
update view.stream s set state =
  '{"extension": null, "asker": null, "extensions": 0}'::jsonb || jsonb_set(state, '{legs}', (
    select coalesce(jsonb_agg('{"received": null, "extended": 0, "refusal": null}'::jsonb
      || jsonb_build_object('firstDue', leg -> 'due') || leg order by nr), '[]')
    from jsonb_array_elements(state -> 'legs') with ordinality l(leg, nr)))
where kind = 'hazard';
-- Who must answer a request for more time; nobody has asked yet.
alter table view.hazard add column extension text collate "C";
alter table view.standing add column extension text collate "C";
-- Legs with a day, as they are laid to their holders (domain/hazard/charged.ts), each in stretches between the entries
-- that changed it: 按期率 now and as of any instant reads them.
create table view.leg (
  book_id text collate "C" not null,
  hazard uuid not null,
  nr int not null,
  status text collate "C" not null,
  level text collate "C" not null,
  community text collate "C" not null,
  holder text collate "C" not null,
  mode text collate "C" not null,
  begun timestamptz(3) not null,
  ended timestamptz(3),
  due date not null,
  first_due date not null,
  extended int not null,
  aside text collate "C",
  from_seq bigint not null,
  to_seq bigint,
  primary key (book_id, hazard, nr, from_seq),
  check (to_seq is null or to_seq > from_seq)
);
create unique index leg_open on view.leg (book_id, hazard, nr) where to_seq is null;
create index leg_holder on view.leg (book_id, holder, due) where to_seq is null;
grant select, insert, update, delete on view.leg to :app_role;
-- What stands now; the stretches of before come with the next rebuild.
insert into view.leg
select s.book_id, s.stream, (nr - 1)::int, leg ->> 'status',
  case when leg ->> 'holder' = 'zb' then 'street' else leg ->> 'level' end, s.state ->> 'community', leg ->> 'holder',
  leg ->> 'mode', (leg ->> 'from')::timestamptz, (leg ->> 'to')::timestamptz, (leg ->> 'due')::date, (leg ->> 'due')::date,
  0, case
    when leg ->> 'end' = 'refuse' and s.state -> 'legs' -> nr::int ->> 'to' is null then 'open'
    when leg ->> 'end' = 'refuse' then 'right'
    when leg ->> 'end' in ('assign', 'decide', 'call-up', 'flag', 'correct')
      and timezone('Asia/Shanghai', (leg ->> 'to')::timestamptz)::date <= (leg ->> 'due')::date
      and (leg ->> 'status' = 'rectified' or s.state -> 'legs' -> nr::int ->> 'by' <> leg ->> 'holder') then 'taken' end,
  (select coalesce(max(e.seq), s.seq) from ledger.entry e where (e.book_id, e.stream) = (s.book_id, s.stream)
    and e.recorded_at = coalesce(leg ->> 'to', leg ->> 'from')::timestamptz), null
from view.stream s, jsonb_array_elements(s.state -> 'legs') with ordinality l(leg, nr)
where s.kind = 'hazard' and leg ->> 'due' is not null and leg ->> 'end' is distinct from 'retract'
  and leg ->> 'status' in ('reported', 'handling', 'called', 'rectified');
