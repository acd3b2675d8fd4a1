-- By which a customer is forgotten.
create index purchase_of_customer on checkout.purchase (customer) where customer is not null;
