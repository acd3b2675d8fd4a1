-- What a guest ordered is found again by the address that it was ordered with.
create index customer_order_of_guest on orders.customer_order (lower(email))
    where customer is null;
