-- By the token that is shown when a guest signs in. Without the status, which a purchase changes.
create index cart_of_guest on cart.cart using hash (guest_token_hash) where customer is null;
