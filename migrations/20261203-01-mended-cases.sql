-- What a case keeps since corrections, papers, 补录, 疑似重大 by anybody and 撤销 (domain/hazard/state.ts).
-- Until now only its reporter could call a case 疑似重大.
update view.stream set state = jsonb_build_object(
    'flagger', case when (state ->> 'suspectedMajor')::boolean then state -> 'reporter' else 'null'::jsonb end,
    'papers', '[]'::jsonb, 'backfill', null, 'corrected', false, 'undoable', null) || state
 where kind = 'hazard';
