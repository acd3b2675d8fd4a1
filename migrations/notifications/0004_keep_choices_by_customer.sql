-- What a customer does not want to be told, whatever the address of the account is then. What an
-- address does not want stays in notifications.unsubscribed: of guests, and of customers before this.
create table notifications.unwanted (
    customer_id uuid        not null,
    kind        text        not null,
    at          timestamptz not null,
    primary key (customer_id, kind)
);

-- By which a customer is forgotten, and told of by the addresses that they have.
create index message_of_customer on notifications.message (customer_id)
    where customer_id is not null;
create index back_in_stock_question_of_customer on notifications.back_in_stock_question (customer_id)
    where customer_id is not null;
