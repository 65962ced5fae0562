-- Who held a case, and whether told (order) or asked (request), is part of where it stood: a list of an earlier instant
-- must not ask who holds it today, and a request that is late is 未反馈, not overdue.
-- Rows that ended before this migration get theirs from the next rebuild.
alter table view.hazard add column mode text collate "C";
alter table view.standing add column holder text collate "C", add column mode text collate "C";
update view.hazard h set mode = leg ->> 'mode' from view.stream s, jsonb_array_elements(s.state -> 'legs') leg
 where (s.book_id, s.stream) = (h.book_id, h.id) and leg -> 'to' = 'null';
update view.standing s set holder = h.holder, mode = h.mode from view.hazard h
 where (h.book_id, h.id) = (s.book_id, s.hazard) and s.to_seq is null;
