-- Who held a case is part of where it stood: a list of an earlier instant must not ask who holds it today.
-- Rows that ended before this migration get theirs from the next rebuild.
alter table view.standing add column holder text collate "C";
update view.standing s set holder = h.holder from view.hazard h
 where (h.book_id, h.id) = (s.book_id, s.hazard) and s.to_seq is null;
