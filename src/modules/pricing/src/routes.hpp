// What the staff's routes share.
#pragma once

#include "campaigns.hpp"
#include "platform/http/cursor.hpp"
#include "price_lists.hpp"
#include "tax_zones.hpp"

namespace kontor::pricing {

struct ListQuery {
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;

    std::size_t size() const { return limit ? static_cast<std::size_t>(limit->value()) : 20; }
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (limit, cursor))

// The last keys of the page before, or none.
inline platform::Result<std::vector<std::string>> keys_before(
    const platform::http::Cursors& cursors, const std::string& context, const ListQuery& query,
    std::size_t key_count) {
    if (!query.cursor) return std::vector<std::string>{};
    return cursors.read(context, *query.cursor, key_count);
}

// fetch(after, limit) answers a Result or a list in the order of ids.
template <class Row, class Fetch>
platform::Result<platform::http::Page<Row>> page_by_id(const platform::http::Cursors& cursors,
                                                       const std::string& context,
                                                       const ListQuery& query, const Fetch& fetch) {
    using Id = decltype(Row::id);
    const auto keys = keys_before(cursors, context, query, 1);
    if (!keys) return keys.error();
    const auto after = keys->empty() ? std::optional<Id>{} : Id::parse(keys->front());
    platform::Result<std::vector<Row>> rows = fetch(after, query.size() + 1);
    if (!rows) return rows.error();
    platform::http::Page<Row> page{*std::move(rows), {}};
    if (page.data.size() > query.size()) {
        page.data.resize(query.size());
        page.next_cursor.value = cursors.write(context, {page.data.back().id.text()});
    }
    return page;
}

// For If-Match: what is there must be what the caller has seen.
inline auto same_as_seen(const platform::http::Request& request) {
    return [&request](const auto& view) {
        return platform::http::match_etag(request, platform::json::write(view));
    };
}

inline platform::http::Route staff_route(platform::http::Method method, std::string path,
                                         std::string operation, std::string summary) {
    const bool reads = method == platform::http::Method::get;
    return platform::http::Route(method, "/v1/admin/" + std::move(path), std::move(operation),
                                 std::move(summary))
        .by(platform::http::Access::staff(reads ? "pricing.read" : "pricing.write"))
        .tag("Prices (staff)");
}

void add_price_list_routes(platform::http::Router& router, const PriceLists& lists,
                           const platform::http::Cursors& cursors);
void add_promotion_routes(platform::http::Router& router, const Campaigns& campaigns,
                          const platform::http::Cursors& cursors);
void add_coupon_routes(platform::http::Router& router, const Campaigns& campaigns,
                       const platform::http::Cursors& cursors);
void add_tax_zone_routes(platform::http::Router& router, const TaxZones& zones);

}  // namespace kontor::pricing
