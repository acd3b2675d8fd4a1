#include "platform/http/router.hpp"
#include "routes.hpp"

#include <charconv>

namespace kontor::pricing {

using platform::Result;
using namespace platform::http;

namespace {

struct ListPath {
    PriceListId list;
};
BOOST_DESCRIBE_STRUCT(ListPath, (), (list))

struct VariantPath {
    PriceListId list;
    catalog::VariantId variant;
};
BOOST_DESCRIBE_STRUCT(VariantPath, (), (list, variant))

struct EntriesBody {
    std::vector<EntryBody> entries;
};
BOOST_DESCRIBE_STRUCT(EntriesBody, (), (entries))

struct WhichEntries {
    std::optional<platform::Currency> currency;
    std::optional<platform::Whole<1, largest_quantity>> min_quantity;
};
BOOST_DESCRIBE_STRUCT(WhichEntries, (), (currency, min_quantity))

struct EntryView {
    catalog::VariantId variant_id;
    std::int64_t min_quantity = 1;
    platform::Money price;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (variant_id, min_quantity, price))

constexpr std::size_t most_entries = 1000;

Result<> check_number(const EntriesBody& body) {
    if (body.entries.size() >= 1 && body.entries.size() <= most_entries) return {};
    const std::string rule = "must be 1 to " + std::to_string(most_entries) + " entries";
    return platform::Error{platform::ErrorKind::invalid,
                           "pricing.bad_entries",
                           "/entries " + rule + ".",
                           {{"/entries", "length", rule}}};
}

std::optional<ListedPlace> place_of(const std::vector<std::string>& keys) {
    if (keys.empty()) return std::nullopt;
    ListedPlace place{catalog::VariantId::parse(keys[0]).value_or(catalog::VariantId{}), keys[1],
                      0};
    std::from_chars(keys[2].data(), keys[2].data() + keys[2].size(), place.min_quantity);
    return place;
}

Result<CountedPage<EntryView>> entry_page(const PriceLists& lists, const Cursors& cursors,
                                          const PriceListId& id, const CountedQuery& query) {
    const CountedPaging paging(cursors, "entries of " + id.text(), query);
    const auto keys = paging.after(3);
    if (!keys) return keys.error();
    auto prices = lists.prices(id, place_of(*keys), paging.rows());
    if (!prices) return prices.error();
    CountedPage<EntryView> page;
    page.next_cursor = paging.cut(*prices, [](const ListedPrice& last) {
        return std::vector{last.variant.text(), std::string(last.price.currency.code()),
                           std::to_string(last.min_quantity)};
    });
    for (const auto& price : *prices)
        page.data.push_back({price.variant, price.min_quantity, price.price});
    const auto length = [&](std::size_t most) -> Result<std::size_t> {
        const auto all = lists.prices(id, std::nullopt, most);
        if (!all) return all.error();
        return all->size();
    };
    if (const auto told = paging.count(page, length); !told) return told.error();
    return page;
}

void add_head_routes(Router& router, const PriceLists& lists, const Cursors& cursors) {
    router.add(
        staff_route(Method::get, "price-lists", "list_price_lists",
                    "Price lists, the newest first"),
        [lists, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
            const auto read = [&](const auto& after, std::size_t rows) {
                return lists.list(after, rows);
            };
            return CountedPaging(cursors, "price lists", call.query).by_id(&PriceList::id, read);
        });
    router.add(staff_route(Method::post, "price-lists", "create_price_list",
                           "A price list, for everybody or a group, always or for a period")
                   .describe("Of the lists that hold, one for a group of the customer goes before "
                             "one for everybody, and that before the base price; then the lower "
                             "priority, then the lower price."),
               [lists](const Call<Nothing, PriceListBody>& call) {
                   return created(lists.create(call.body), "/v1/admin/price-lists");
               });
    router.add(staff_route(Method::get, "price-lists/{list}", "show_price_list", "A price list"),
               [lists](const Call<ListPath>& call) { return lists.find(call.path.list); });
    router.add(staff_route(Method::put, "price-lists/{list}", "replace_price_list",
                           "Writes a price list anew; its entries stay")
                   .matches_etag(),
               [lists](const Call<ListPath, PriceListBody>& call) {
                   return lists.replace(call.path.list, call.body, same_as_seen(call.request));
               });
    router.add(staff_route(Method::del, "price-lists/{list}", "remove_price_list",
                           "Removes a price list with its entries")
                   .matches_etag(),
               [lists](const Call<ListPath>& call) {
                   return lists.remove(call.path.list, same_as_seen(call.request));
               });
}

void add_entry_routes(Router& router, const PriceLists& lists, const Cursors& cursors) {
    router.add(staff_route(Method::get, "price-lists/{list}/entries", "list_price_list_entries",
                           "The prices of a list"),
               [lists, cursors](const Call<ListPath, Nothing, CountedQuery>& call) {
                   return entry_page(lists, cursors, call.path.list, call.query);
               });
    router.add(staff_route(Method::put, "price-lists/{list}/entries", "put_price_list_entries",
                           "Sets up to a thousand prices, and leaves the rest")
                   .describe("A price is that of a variant, named by sku or variant_id, in one "
                             "currency, from min_quantity pieces on. All or none are kept."),
               [lists](const Call<ListPath, EntriesBody>& call) -> Result<> {
                   if (auto checked = check_number(call.body); !checked) return checked;
                   return lists.put(call.path.list, call.body.entries);
               });
    router.add(staff_route(Method::del, "price-lists/{list}/entries/{variant}",
                           "remove_price_list_entries",
                           "Removes a variant's prices from a list: all, or those of a currency or "
                           "a quantity"),
               [lists](const Call<VariantPath, Nothing, WhichEntries>& call) {
                   const auto& which = call.query;
                   return lists.remove(call.path.list, call.path.variant, which.currency,
                                       which.min_quantity
                                           ? std::optional(which.min_quantity->value())
                                           : std::nullopt);
               });
}

}  // namespace

void add_price_list_routes(Router& router, const PriceLists& lists, const Cursors& cursors) {
    add_head_routes(router, lists, cursors);
    add_entry_routes(router, lists, cursors);
}

}  // namespace kontor::pricing
