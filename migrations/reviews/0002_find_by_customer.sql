-- By which a customer is forgotten.
create index vote_of_customer on reviews.vote (customer);
create index bought_item_of_customer on reviews.bought_item (customer) where customer is not null;
