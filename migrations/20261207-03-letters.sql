-- Letters name cases and the unit they go to; what is issued names its template and its words (domain/document).
update view.stream set state = '{"cases": [], "to": null}'::jsonb || state || jsonb_build_object('issued', coalesce(
  (select jsonb_agg('{"template": null, "words": null}'::jsonb || one order by nth)
   from jsonb_array_elements(state -> 'issued') with ordinality as each(one, nth)), '[]'))
where kind = 'document';
