-- Why a community could not solve a case alone, as codes (domain/hazard/obstacles.ts). Until now it was said in words only.
update view.stream set state = '{"obstacle": null}'::jsonb || state where kind = 'hazard';
