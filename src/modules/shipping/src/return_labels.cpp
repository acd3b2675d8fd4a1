#include "return_labels.hpp"

#include "platform/security/random.hpp"

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

struct Row {
    platform::Uuid return_id;
    orders::OrderId order_id;
    std::string carrier;
    std::string tracking_number;
    std::string content_type;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (return_id, order_id, carrier, tracking_number, content_type, created_at))

#define RETURN_LABEL                                                                 \
    "select return_id, order_id, carrier, tracking_number, content_type, created_at" \
    " from shipping.return_label "

std::optional<Row> label_of(Reader& reader, const platform::Uuid& id) {
    return reader.one<Row>(RETURN_LABEL "where return_id = $1", id);
}

// Who asked at the same time may have been first.
Row keep(Tx& tx, const Row& row) {
    tx.defer(
        "insert into shipping.return_label (return_id, order_id, carrier, tracking_number,"
        " content_type, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        row.return_id, row.order_id, row.carrier, row.tracking_number, row.content_type,
        row.created_at);
    return label_of(tx, row.return_id).value();
}

std::string key_of(const platform::Uuid& id, const std::string& content_type) {
    return "labels/return-" + platform::to_string(id) +
           (content_type == "image/png" ? ".png" : ".pdf");
}

// Only who asked knows the token: whoever asks again gets another one.
ReturnLabel hand_out(Tx& tx, const Row& row) {
    const auto token = platform::random_token();
    tx.defer("insert into shipping.return_label_key (token_hash, return_id) values ($1, $2)",
             platform::sha256_hex(token), row.return_id);
    return {row.carrier, row.tracking_number, "/v1/return-labels/" + token};
}

std::optional<Row> label_behind(Reader& reader, const std::string& token) {
    return reader.one<Row>(RETURN_LABEL
                           "where return_id = (select return_id from shipping.return_label_key"
                           " where token_hash = $1)",
                           platform::sha256_hex(token));
}

Error no_such_label() {
    return {ErrorKind::not_found, "shipping.no_such_label",
            "There is no such label, or its return is over. Ask the shop for another one."};
}

}  // namespace

// Like Labels::make(): asked by the return's id, a carrier answers the same label again.
Result<ReturnLabel> ReturnLabelService::make(const ReturnParcel& parcel,
                                             const ReturnLabelWish& wish) {
    auto& database = backing_.database;
    if (const auto made =
            database.read([&](Reader& reader) { return label_of(reader, parcel.id); }))
        return database.transact([&](Tx& tx) { return hand_out(tx, *made); });
    auto* carrier = backing_.freight.carrier(wish.carrier);
    if (!carrier) return no_such_carrier(wish.carrier);
    const auto label = carrier->return_label(parcel, wish);
    if (!label) return label.error();
    const auto stored = backing_.labels.put(key_of(parcel.id, label->content_type), label->bytes,
                                            {{"Content-Type", label->content_type}});
    if (!stored) return stored.error();
    const Row row{parcel.id,           parcel.order,        wish.carrier, label->tracking_number,
                  label->content_type, backing_.clock.now()};
    return database.transact([&](Tx& tx) { return hand_out(tx, keep(tx, row)); });
}

Result<LabelFile> ReturnLabelService::open(const std::string& token) const {
    const auto row =
        backing_.database.read([&](Reader& reader) { return label_behind(reader, token); });
    if (!row) return no_such_label();
    auto bytes = backing_.labels.get(key_of(row->return_id, row->content_type));
    if (!bytes) return bytes.error();
    if (!*bytes) return no_such_label();
    return LabelFile{row->content_type, **std::move(bytes)};
}

void close_label(Tx& tx, const platform::Uuid& id) {
    tx.defer("delete from shipping.return_label_key where return_id = $1", id);
}

std::unique_ptr<ReturnLabels> make_return_labels(const Backing& backing) {
    return std::make_unique<ReturnLabelService>(backing);
}

}  // namespace kontor::shipping
