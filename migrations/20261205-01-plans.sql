-- A server keeps one sub-district's book, or one large beside small ones. Told so, the planner rates a plan that serves
-- every viewer as it rates one made for this viewer alone, and a connection keeps it (`often` in ledger/now.ts).
alter table view.hazard alter column book_id set (n_distinct = 1);
