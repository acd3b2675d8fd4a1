-- By the cart that they are bought from, until it is known as which order.
create index return_awaiting_exchange on returns.return (exchange_cart)
    where exchange_cart is not null and exchange_order is null;
