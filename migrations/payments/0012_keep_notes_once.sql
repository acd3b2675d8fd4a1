-- Why a gift card was issued is the card's note, and kept with the card alone: it is forgotten there with
-- whom the card was for, while movements are only ever added.
alter table payments.stored_value_movement disable trigger stored_value_movement_is_kept;
update payments.stored_value_movement set reason = null where kind = 'issued' and reason is not null;
alter table payments.stored_value_movement enable trigger stored_value_movement_is_kept;
