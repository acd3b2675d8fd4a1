#include "books.hpp"

#include <array>

namespace kontor::chaos {

using platform::Reader;

std::int64_t Books::count(const std::string& sql) {
    return database_.read([&](Reader& reader) { return *reader.one<std::int64_t>(sql); });
}

std::vector<BookedOrder> Books::orders() {
    return database_.read([](Reader& reader) {
        return reader.all<BookedOrder>(
            "select id, status, total,"
            " (select count(*) from payments.payment p"
            "   where p.order_id = o.id and captured > 0) as captures,"
            " (select coalesce(sum(captured - refunded), 0)::bigint from payments.payment p"
            "   where p.order_id = o.id) as kept,"
            " (select coalesce(sum(l.amount), 0)::bigint from payments.ledger_posting l"
            "   join payments.ledger_transaction t on t.id = l.transaction_id"
            "   join payments.payment p on p.id = t.payment_id"
            "   where p.order_id = o.id and account = 'psp_clearing') as ledger,"
            " (select count(*) from payments.simulator_charge c"
            "   join payments.payment p on p.id = c.payment"
            "   where p.order_id = o.id and outcome = 'captured') as charges,"
            " (select count(*) from shipping.shipment s where s.order_id = o.id) as shipments"
            " from orders.customer_order o where status not in ('cancelled', 'expired')");
    });
}

std::vector<Level> Books::levels() {
    return database_.read([](Reader& reader) {
        return reader.all<Level>(
            "select sku, sum(on_hand)::bigint as on_hand, sum(allocated)::bigint as allocated,"
            " sum(reserved)::bigint as reserved from inventory.stock_level"
            " join inventory.stock_item using (variant) group by sku order by sku");
    });
}

std::vector<std::string> Books::unfinished() {
    struct Work {
        const char* what;
        const char* sql;
    };
    static constexpr std::array works{
        Work{"purchases under way",
             "select count(*) from checkout.purchase"
             " where status in ('completing', 'requires_action', 'processing')"},
        Work{"orders pending",
             "select count(*) from orders.customer_order where status = 'pending'"},
        Work{"payments without an outcome",
             "select count(*) from payments.payment"
             " where status in ('created', 'requires_action', 'processing', 'authorized')"},
        Work{"refunds to be sent", "select count(*) from payments.refund where status = 'pending'"},
        Work{"mails to be sent",
             "select count(*) from notifications.message where status in ('queued', 'sending')"},
        Work{"events parked or dead", "select count(*) from platform.parked_event"},
        Work{"orders without a mail",
             "select (select count(*) from orders.customer_order where status = 'placed') -"
             " (select count(*) from notifications.message where kind = 'order_placed')"},
        Work{"orders without a shipment",
             "select count(*) from orders.customer_order o where status = 'placed' and not exists"
             " (select from shipping.shipment where order_id = o.id)"}};
    std::vector<std::string> found;
    for (const auto& work : works)
        if (const auto left = count(work.sql); left != 0)
            found.push_back(std::to_string(left) + " " + work.what);
    return found;
}

std::int64_t Books::charges_without_order() {
    return count(
        "select count(*) from payments.simulator_charge c where outcome = 'captured'"
        " and amount > (select coalesce(sum(amount), 0) from payments.simulator_refund r"
        "   where r.charge_key = c.key)"
        " and not exists (select from payments.payment p join orders.customer_order o"
        "   on o.id = p.order_id where p.id = c.payment and o.status = 'placed')");
}

std::int64_t Books::sum_of_ledger() {
    return count("select coalesce(sum(amount), 0)::bigint from payments.ledger_posting");
}

void Books::end_leases() {
    for (const auto* sql :
         {"update platform.idempotency set locked_until = now() where locked_until > now()",
          "update platform.subscription set lease_until = now() where lease_until > now()",
          "update platform.job set running_until = now() where running_until > now()",
          "update checkout.purchase set claimed_until = now() where claimed_until > now()",
          "update notifications.message set next_attempt_at = now() where status = 'sending'"})
        database_.transact([&](platform::Tx& tx) { tx.run(sql); });
}

void Books::cut_connections() {
    count(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where backend_type = 'client backend' and datname = current_database()"
        " and pid <> pg_backend_pid()");
}

}  // namespace kontor::chaos
