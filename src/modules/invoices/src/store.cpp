#include "store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/json_column.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::invoices::store {

using platform::ColumnOf;
using platform::JsonColumn;
using platform::Reader;
using platform::Tx;

namespace {

struct Row {
    InvoiceId id;
    Kind kind{};
    std::string number;
    std::string series;
    orders::OrderId order_id;
    platform::Time issued_at;
    platform::Money total;
    JsonColumn<Document> body;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, kind, number, series, order_id, issued_at, total, body))

#define DOCUMENT_COLUMNS                                                    \
    "id, kind, number, series, order_id, issued_at, total as total_amount," \
    " currency as total_currency, body from invoices.document "

std::vector<Invoice> to_invoices(std::vector<Row> rows) {
    std::vector<Invoice> invoices;
    for (auto& row : rows)
        invoices.push_back({row.id, row.kind, row.number, row.series, row.order_id, row.issued_at,
                            row.total, std::move(row.body.value)});
    return invoices;
}

}  // namespace

std::int64_t lock_series(Tx& tx, const std::string& series) {
    tx.defer("insert into invoices.series (name, last) values ($1, 0) on conflict do nothing",
             series);
    return tx
        .one<std::int64_t>("select last from invoices.series where name = $1 for update", series)
        .value();
}

void take_numbers(Tx& tx, const std::string& series, std::int64_t last) {
    tx.defer("update invoices.series set last = $2 where name = $1", series, last);
}

void insert(Tx& tx, const std::vector<NewDocument>& documents) {
    const auto column = [&](auto... path) {
        return ColumnOf(documents, &NewDocument::invoice, path...);
    };
    tx.defer(
        "insert into invoices.document (id, kind, series, serial, number, order_id, cause,"
        " issued_at, total, currency, body) select * from unnest($1::uuid[], $2::text[],"
        " $3::text[], $4::bigint[], $5::text[], $6::uuid[], $7::uuid[], $8::timestamptz[],"
        " $9::bigint[], $10::text[], $11::jsonb[])",
        column(&Invoice::id), column(&Invoice::kind), column(&Invoice::series),
        ColumnOf(documents, &NewDocument::serial), column(&Invoice::number),
        column(&Invoice::order_id), ColumnOf(documents, &NewDocument::cause),
        column(&Invoice::issued_at), column(&Invoice::total, &platform::Money::amount),
        column(&Invoice::total, &platform::Money::currency),
        column([](const Invoice& one) { return JsonColumn<Document>{one.document}; }));
}

std::vector<Cause> issued(Reader& reader, Kind kind, const std::vector<Cause>& causes) {
    return reader.all<Cause>(
        "select d.order_id as order, d.cause from invoices.document d"
        " join unnest($2::uuid[], $3::uuid[]) as asked (order_id, cause)"
        " on d.order_id = asked.order_id and d.cause = asked.cause where d.kind = $1",
        kind, ColumnOf(causes, &Cause::order), ColumnOf(causes, &Cause::cause));
}

std::int64_t credited(Reader& reader, const orders::OrderId& order,
                      const std::vector<platform::Uuid>& causes) {
    return reader
        .one<std::int64_t>(
            "select coalesce(sum(total), 0)::bigint from invoices.document"
            " where order_id = $1 and kind = 'credit_note' and cause = any($2)",
            order, causes)
        .value();
}

void keep_early_refund(Tx& tx, payments::PaymentRefunded part) {
    // Somebody typed it, and it is kept with the refund.
    part.reason.clear();
    tx.defer("insert into invoices.early_refund (order_id, fact) values ($1, $2)", part.order,
             JsonColumn<payments::PaymentRefunded>{part});
}

std::vector<payments::PaymentRefunded> take_early_refunds(
    Tx& tx, const std::vector<orders::OrderId>& orders) {
    std::vector<payments::PaymentRefunded> parts;
    for (auto& fact : tx.all<JsonColumn<payments::PaymentRefunded>>(
             "with taken as (delete from invoices.early_refund where order_id = any($1)"
             " returning id, fact) select fact from taken order by id",
             orders))
        parts.push_back(std::move(fact.value));
    return parts;
}

std::vector<Invoice> of_order(Reader& reader, const orders::OrderId& order) {
    return to_invoices(reader.all<Row>(
        "select " DOCUMENT_COLUMNS "where order_id = $1 order by issued_at, id", order));
}

std::vector<Invoice> page(Reader& reader, const InvoiceFilter& filter) {
    return to_invoices(platform::listed<Row>(
        reader,
        "select " DOCUMENT_COLUMNS
        "where ($1::text is null or kind = $1) and ($2::text is null or series = $2)"
        " and ($3::timestamptz is null or issued_at >= $3)"
        " and ($4::timestamptz is null or issued_at < $4) and ($5::uuid is null or id < $5)"
        " order by id desc limit $6",
        filter.kind, filter.series, filter.from, filter.until, filter.after, filter.limit));
}

std::vector<Gap> gaps(Reader& reader) {
    return reader.all<Gap>(
        "select s.name as series, count(d.serial) as documents, s.last from invoices.series s"
        " left join invoices.document d on d.series = s.name and d.serial between 1 and s.last"
        " group by s.name, s.last having count(d.serial) <> s.last"
        " or s.last < (select coalesce(max(serial), 0) from invoices.document x"
        "  where x.series = s.name)");
}

}  // namespace kontor::invoices::store
