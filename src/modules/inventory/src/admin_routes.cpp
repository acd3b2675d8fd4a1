#include "journal.hpp"
#include "refusals.hpp"
#include "routes.hpp"
#include "stockroom.hpp"
#include "store.hpp"

#include <charconv>

namespace kontor::inventory {

using platform::Result;
using namespace platform::http;

namespace {

struct SkuPath {
    std::string sku;
};
BOOST_DESCRIBE_STRUCT(SkuPath, (), (sku))

struct JournalQuery {
    std::optional<LocationCode> location;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(JournalQuery, (), (location, limit, cursor, include))

struct Received {
    std::vector<StockItem> data;
};
BOOST_DESCRIBE_STRUCT(Received, (), (data))

// The key of a cursor is ours, and no user's input.
std::optional<std::int64_t> number_in(const std::vector<std::string>& keys) {
    if (keys.empty()) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(keys[0].data(), keys[0].data() + keys[0].size(), number);
    return number;
}

Result<CountedPage<JournalEntry>> show_journal(const Backing& backing, const Cursors& cursors,
                                               const std::string& sku, const JournalQuery& query) {
    JournalFilter filter;
    if (query.location) filter.location = query.location->value();
    const CountedPaging paging(cursors, "movements:" + sku + ":" + filter.location.value_or(""),
                               query);
    const auto keys = paging.after(1);
    if (!keys) return keys.error();
    filter.before = number_in(*keys);
    filter.limit = paging.rows();
    return backing.database.read(
        [&](platform::Reader& reader) -> Result<CountedPage<JournalEntry>> {
            const auto variant = store::variant_of(reader, sku);
            if (!variant) return no_such_sku(sku);
            filter.variant = *variant;
            auto found = journal(reader, filter);
            const auto next = paging.cut(found, [](const JournalEntry& entry) {
                return std::vector<std::string>{std::to_string(entry.number)};
            });
            CountedPage<JournalEntry> page{std::move(found), next};
            const auto length = [&](std::size_t most) {
                filter.before.reset();
                filter.limit = most;
                return journal(reader, filter).size();
            };
            if (const auto told = paging.count(page, length); !told) return told.error();
            return page;
        });
}

}  // namespace

void add_stock_routes(Router& router, Inventory& inventory, const Backing& backing,
                      const Cursors& cursors) {
    router.add(staff_route(Method::get, "inventory/{sku}", "show_stock",
                           "What is on hand, allocated, reserved and available of a SKU"),
               [&inventory](const Call<SkuPath>& call) -> Result<StockItem> {
                   return inventory.stock(call.path.sku);
               });
    router.add(staff_route(Method::patch, "inventory/{sku}", "change_stock_terms",
                           "How far a SKU may be sold, and when it is low")
                   .describe("available = on_hand - allocated - reserved - safety. A safety below "
                             "nothing is how many are sold that are not there; what is "
                             "backorderable is sold without end. null takes the low stock "
                             "threshold of the configuration."),
               [room = Stockroom(backing)](const Call<SkuPath, TermsChange>& call) {
                   return room.change_terms(call.path.sku, call.body);
               });
    router.add(staff_route(Method::post, "inventory/{sku}/adjust", "adjust_stock",
                           "Corrects what is on hand, by a difference or to a count")
                   .may_answer(409, "inventory.negative_stock"),
               [&inventory](const Call<SkuPath, Adjustment>& call) -> Result<StockItem> {
                   return inventory.adjust(call.path.sku, call.body);
               });
    router.add(staff_route(Method::get, "inventory/{sku}/movements", "list_stock_movements",
                           "Every movement of a SKU with the balances it left, the latest first"),
               [backing, cursors](const Call<SkuPath, Nothing, JournalQuery>& call) {
                   return show_journal(backing, cursors, call.path.sku, call.query);
               });
    router.add(staff_route(Method::post, "inventory/receipts", "receive_goods",
                           "Takes in goods that were delivered"),
               [room = Stockroom(backing)](
                   const Call<Nothing, Receipt>& call) -> Result<Answer<201, Received>> {
                   auto received = room.receive(call.body);
                   if (!received) return received.error();
                   return Answer<201, Received>{{*std::move(received)}, {}};
               });
}

void add_routes(Router& router, Inventory& inventory, Locations& locations, const Backing& backing,
                const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    add_location_routes(router, locations);
    add_stock_routes(router, inventory, backing, cursors);
    add_transfer_routes(router, backing, cursors);
    add_stock_take_routes(router, backing, cursors);
}

}  // namespace kontor::inventory
