#include "books.hpp"

#include "platform/events/administration.hpp"

namespace kontor::chaos {

using platform::Reader;

std::int64_t Books::count(const std::string& sql) {
    return database_.read([&](Reader& reader) { return *reader.one<std::int64_t>(sql); });
}

std::vector<std::string> Books::texts(const std::string& sql) {
    return database_.read([&](Reader& reader) { return reader.all<std::string>(sql); });
}

std::vector<BookedOrder> Books::orders() {
    return database_.read([](Reader& reader) {
        return reader.all<BookedOrder>(
            "with paid as (select order_id, count(*) filter (where captured > 0) as captures,"
            "   sum(captured - refunded)::bigint as kept from payments.payment group by 1),"
            " booked as (select p.order_id, sum(l.amount)::bigint as ledger"
            "   from payments.ledger_posting l"
            "   join payments.ledger_transaction t on t.id = l.transaction_id"
            "   join payments.payment p on p.id = t.payment_id"
            "   where l.account like 'psp_clearing%' group by 1),"
            " sent as (select order_id, count(*) as shipments from shipping.shipment"
            "   where status <> 'cancelled' group by 1)"
            " select o.id, o.status, o.total, coalesce(captures, 0) as captures,"
            "   coalesce(kept, 0) as kept, coalesce(ledger, 0) as ledger,"
            "   coalesce(shipments, 0) as shipments"
            " from orders.customer_order o left join paid on paid.order_id = o.id"
            " left join booked on booked.order_id = o.id left join sent on sent.order_id = o.id");
    });
}

std::vector<Taken> Books::simulator() {
    return database_.read([](Reader& reader) {
        return reader.all<Taken>(
            "select split_part(key, ':', 1) as order, count(*) as charges,"
            " sum(amount - (select coalesce(sum(r.amount), 0) from payments.simulator_refund r"
            "   where r.charge_key = c.key))::bigint as kept"
            " from payments.simulator_charge c where outcome = 'captured'"
            " or exists (select from payments.simulator_approval a where a.key = c.key)"
            " group by 1");
    });
}

std::optional<std::string> Books::charge_of(const std::string& payment) {
    const auto id = platform::parse_typeid("pay", payment).value();
    return database_.read([&](Reader& reader) {
        return reader.one<std::string>(
            "select key from payments.simulator_charge where payment = $1", id);
    });
}

std::vector<std::string> Books::charges() {
    return texts("select key from payments.simulator_charge");
}

std::vector<Level> Books::levels() {
    return database_.read([](Reader& reader) {
        return reader.all<Level>(
            "select sku, sum(on_hand)::bigint as on_hand, sum(allocated)::bigint as allocated,"
            " sum(reserved)::bigint as reserved from inventory.stock_level"
            " join inventory.stock_item using (variant) group by sku order by sku");
    });
}

std::vector<BookedMessage> Books::messages() {
    return database_.read([](Reader& reader) {
        return reader.all<BookedMessage>(
            "select m.kind, coalesce(m.order_id::text, '') as order, m.recipient, m.message_id,"
            " coalesce(o.status, 'sent') as status"
            " from notifications.message m"
            " left join notifications.outgoing o on o.message_id = m.id");
    });
}

std::int64_t Books::letters_waiting() {
    return count("select count(*) from notifications.outgoing where status <> 'failed'");
}

// Causes before what follows from them: what became of one during the look is seen later in it.
std::vector<std::string> Books::unfinished() {
    std::vector<std::string> found;
    const auto look = [&](const char* what, std::int64_t left) {
        if (left != 0) found.push_back(std::to_string(left) + " " + what);
    };
    look("purchases under way",
         count("select count(*) from checkout.purchase"
               " where status in ('completing', 'requires_action', 'processing')"));
    look("orders pending",
         count("select count(*) from orders.customer_order where status = 'pending'"));
    look("payments without an outcome",
         count("select count(*) from payments.payment"
               " where status in ('created', 'requires_action', 'processing', 'authorized')"));
    look("refunds to be sent",
         count("select count(*) from payments.refund where status = 'pending'"));
    look("events not handled", unread_events());
    look("events parked or dead", count("select count(*) from platform.parked_event"));
    look("orders without a mail or a shipment", facts_to_follow());
    look("mails to be sent",
         count("select count(*) from notifications.outgoing where status <> 'failed'"));
    return found;
}

std::int64_t Books::unread_events() {
    std::int64_t events = 0;
    for (const auto& subscription : platform::EventAdministration(database_).lag())
        events += subscription.events;
    return events;
}

std::int64_t Books::facts_to_follow() {
    return count(
        "select count(*) from orders.customer_order o where status = 'placed' and ("
        " not exists (select from shipping.shipment s where s.order_id = o.id)"
        " or not exists (select from notifications.message m where m.recipient = o.email))"
        " or status = 'cancelled' and cancellation_reason = 'stock_unavailable'"
        " and not exists (select from notifications.message m where m.order_id = o.id"
        "  and m.kind = 'order_cancelled')");
}

std::vector<std::string> Books::impossible() {
    return texts(
        "select 'the ledger is off by ' || sum(amount) || ' ' || currency"
        " from payments.ledger_posting group by currency having sum(amount) <> 0"
        " union all"
        " select sku || ' has ' || on_hand - allocated - reserved || ' available'"
        " from inventory.stock_level join inventory.stock_item using (variant)"
        " where not backorderable and on_hand - allocated - reserved < 0"
        " union all"
        " select 'order ' || order_id || ' is paid for ' || count(*) || ' times'"
        " from payments.payment where captured > refunded group by order_id having count(*) > 1");
}

// Failed says that the provider did not know the payment when it was asked: a charge that was on
// its way for longer than the shop waits is captured after that, and the money counts.
std::vector<std::string> Books::illegal_steps() {
    return texts(
        "with step as (select 'order ' || order_id as what, from_status, to_status,"
        "   lag(to_status) over (partition by order_id order by id) as before"
        "   from orders.timeline where from_status is distinct from to_status"
        "     and not (from_status is null and event <> 'created')"
        "  union all select 'payment ' || payment_id, from_status, to_status,"
        "   lag(to_status) over (partition by payment_id order by id)"
        "   from payments.payment_event)"
        " select what || ' went from ' || coalesce(from_status, 'nothing') || ' to ' || to_status"
        "   || ' after ' || coalesce(before, 'nothing') from step"
        " where from_status <> before"
        "    or from_status in ('cancelled', 'expired', 'archived', 'declined', 'refunded')"
        "    or (from_status = 'failed' and to_status <> 'captured')"
        "    or (from_status, to_status) in (('placed', 'pending'), ('placed', 'expired'),"
        "         ('completed', 'placed'), ('completed', 'pending'), ('completed', 'cancelled'))"
        "    or (from_status = 'captured' and to_status <> 'refunded')");
}

std::vector<std::string> Books::torn_carts() {
    return texts(
        "select 'cart ' || c.id || ' is ' || c.status || ' with ' || count(o.id) || ' orders'"
        " from cart.cart c left join orders.customer_order o on o.cart = c.id"
        "  and exists (select from orders.timeline t"
        "              where t.order_id = o.id and t.to_status = 'placed')"
        " group by c.id, c.status"
        " having (c.status = 'completed') <> (count(o.id) > 0) or count(o.id) > 1");
}

std::int64_t Books::deadlocks() {
    return count("select deadlocks from pg_stat_database where datname = current_database()");
}

std::int64_t Books::connections() {
    return count(
        "select count(*) from pg_stat_activity where backend_type = 'client backend'"
        " and pid <> pg_backend_pid()");
}

void Books::end_leases() {
    for (const auto* sql :
         {"update platform.idempotency set locked_until = now() where locked_until > now()",
          "update platform.subscription set lease_until = now() where lease_until > now()",
          "update platform.job set running_until = now() where running_until > now()",
          "update checkout.purchase set claimed_until = now() where claimed_until > now()",
          "update notifications.outgoing set next_attempt_at = now() where status = 'sending'"})
        database_.transact([&](platform::Tx& tx) { tx.run(sql); });
}

void Books::cut_connections() {
    count(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where backend_type = 'client backend' and datname = current_database()"
        " and pid <> pg_backend_pid()");
}

}  // namespace kontor::chaos
