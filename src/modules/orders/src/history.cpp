// What happened to an order, and how it stood at any time.
#include "order_rows.hpp"
#include "platform/db/column_of.hpp"

namespace kontor::orders::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

struct TimelineRow {
    Time at;
    std::string actor;
    std::string event;
    std::optional<std::string> detail;
    std::optional<Status> status_before;
    std::optional<PaymentState> payment_before;
    std::optional<FulfilmentState> fulfilment_before;
    Status status{};
    std::optional<PaymentState> payment;
    std::optional<FulfilmentState> fulfilment;
};
BOOST_DESCRIBE_STRUCT(TimelineRow, (),
                      (at, actor, event, detail, status_before, payment_before, fulfilment_before,
                       status, payment, fulfilment))

std::optional<OrderStates> states(const std::optional<Status>& status,
                                  const std::optional<PaymentState>& payment,
                                  const std::optional<FulfilmentState>& fulfilment) {
    if (!status || !payment || !fulfilment) return std::nullopt;
    return OrderStates{*status, *payment, *fulfilment};
}

// How the order stood after the last entry that was there.
struct Then {
    Status status{};
    std::optional<PaymentState> payment;
    std::optional<FulfilmentState> fulfilment;
    std::optional<std::int64_t> due;
};
BOOST_DESCRIBE_STRUCT(Then, (), (status, payment, fulfilment, due))

std::optional<Then> then(Reader& reader, const OrderId& id, Time at) {
    return reader.one<Then>(
        "select to_status as status, payment_status as payment, fulfilment_status as fulfilment,"
        " due from orders.timeline where order_id = $1 and at <= $2 order by id desc limit 1",
        id, at);
}

}  // namespace

History entry(const Order& order, std::optional<Status> from, std::string actor, std::string event,
              std::optional<std::string> detail) {
    return {order.id,
            from,
            {order.status, order.payment_status, order.fulfilment_status},
            order.amount_due.amount,
            std::move(actor),
            std::move(event),
            std::move(detail)};
}

void append(Tx& tx, const std::vector<History>& entries, platform::Time at) {
    tx.defer(
        "insert into orders.timeline (order_id, at, actor, event, from_status, to_status, detail,"
        " payment_status, fulfilment_status, due)"
        " select entry.order_id, $2, actor, event, from_status, to_status, detail, payment_status,"
        " fulfilment_status, due"
        " from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],"
        " $8::text[], $9::text[], $10::bigint[]) with ordinality as entry (order_id, actor, event,"
        " from_status, to_status, detail, payment_status, fulfilment_status, due, place)"
        " order by place",
        ColumnOf(entries, &History::order), at, ColumnOf(entries, &History::actor),
        ColumnOf(entries, &History::event), ColumnOf(entries, &History::from),
        ColumnOf(entries, &History::after, &OrderStates::status),
        ColumnOf(entries, &History::detail),
        ColumnOf(entries, &History::after, &OrderStates::payment_status),
        ColumnOf(entries, &History::after, &OrderStates::fulfilment_status),
        ColumnOf(entries, &History::due));
}

std::vector<TimelineEntry> timeline(Reader& reader, const OrderId& id, std::optional<Time> until) {
    std::vector<TimelineEntry> entries;
    for (const auto& row : reader.all<TimelineRow>(
             "select at, actor, event, detail, lag(to_status) over past as status_before,"
             " lag(payment_status) over past as payment_before,"
             " lag(fulfilment_status) over past as fulfilment_before, to_status as status,"
             " payment_status as payment, fulfilment_status as fulfilment from orders.timeline"
             " where order_id = $1 and at <= coalesce($2, 'infinity'::timestamptz)"
             " window past as (order by id) order by id",
             id, until))
        entries.push_back({row.at, row.actor, row.event, row.detail,
                           states(row.status_before, row.payment_before, row.fulfilment_before),
                           states(row.status, row.payment, row.fulfilment)});
    return entries;
}

std::optional<Order> select_at(Reader& reader, const OrderId& id, Time at) {
    const auto past = then(reader, id, at);
    if (!past) return std::nullopt;
    static const auto sql =
        "with kept as (select head, items from orders.replaced where order_id = $1 and until > $2"
        "  order by id limit 1) " +
        std::string(orders_with_items) +
        "from (select (jsonb_populate_record(o, (select head from kept))).*"
        "  from orders.customer_order o where o.id = $1) o left join"
        " (select * from orders.item where order_id = $1 and not exists (select from kept)"
        "  union all select line.* from kept,"
        "   jsonb_populate_recordset(null::orders.item, kept.items) line) i"
        " on i.order_id = o.id order by i.position";
    using platform::db::encode;
    auto rows = read_orders(reader.execute(sql, {encode(id), encode(at)}));
    if (rows.empty()) return std::nullopt;
    auto& order = rows.front().order;
    order.status = past->status;
    if (past->payment) order.payment_status = *past->payment;
    if (past->fulfilment) order.fulfilment_status = *past->fulfilment;
    if (past->due) order.amount_due.amount = *past->due;
    if (order.status != Status::cancelled) order.cancellation_reason.reset();
    return std::move(order);
}

}  // namespace kontor::orders::store
