-- The topic in which a case waits for the work group, or was decided (domain/topic).
update view.stream set state = '{"topic": null}'::jsonb || state where kind = 'hazard';
