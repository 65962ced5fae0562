-- What a case keeps since corrections, papers, 补录, 疑似重大 by anybody and 撤销 (domain/hazard/state.ts).
-- Until now only its reporter could call a case 疑似重大.
update view.stream set state = jsonb_build_object(
    'flagger', case when (state ->> 'suspectedMajor')::boolean then state -> 'reporter' else 'null'::jsonb end,
    'papers', '[]'::jsonb, 'backfill', null, 'corrected', false, 'undoable', null) || state
 where kind = 'hazard';

-- A compound can be corrected and 疑似重大 be said or taken back: a list of an earlier instant shows what stood then.
alter table view.standing add column site text collate "C", add column suspected_major boolean not null default false;
update view.standing s set site = h.site, suspected_major = h.suspected_major from view.hazard h
 where (h.book_id, h.id) = (s.book_id, s.hazard) and (h.site is not null or h.suspected_major);
