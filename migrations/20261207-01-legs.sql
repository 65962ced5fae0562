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
