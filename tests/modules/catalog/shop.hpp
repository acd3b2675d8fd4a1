// A catalogue with its inventory on a database of their own.
#pragma once

#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "platform/json/json.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace kontor::catalog::test {

inline const platform::Currency eur = *platform::Currency::parse("EUR");
inline const platform::Currency usd = *platform::Currency::parse("USD");

// Pictures that a test has put there.
class Album final : public media::Media {
public:
    media::Asset put() {
        media::Asset asset;
        asset.id = media::MediaId::make();
        asset.width = 800;
        asset.height = 600;
        asset.alt = "A picture";
        asset.url = "/media/large.jpg";
        asset.renditions = {{"/media/small.webp", media::ImageFormat::webp, 320, 240}};
        assets_.push_back(asset);
        return asset;
    }

    std::vector<media::Asset> assets(const std::vector<media::MediaId>& ids) override {
        std::vector<media::Asset> found;
        for (const auto& asset : assets_)
            if (std::ranges::find(ids, asset.id) != ids.end()) found.push_back(asset);
        return found;
    }
    platform::Result<media::Asset> add(std::string_view) override { refuse(); }
    std::vector<media::Asset> list(const media::AssetFilter&) override { refuse(); }
    platform::Result<> remove(const media::MediaId&) override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("a catalogue does not ask this"); }
    std::vector<media::Asset> assets_;
};

struct Shop {
    kontor::test::TestDatabase made{{"inventory", "catalog"}};
    platform::Database platform_database = made.database("platform");
    platform::Database inventory_database = made.database("inventory");
    platform::Database database = made.database("catalog");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_database, events, clock);
    Album album;
    std::unique_ptr<Catalog> catalog = make_catalog(database, events, clock, *stock, &album);
    std::unique_ptr<Categories> categories = make_categories(database, events, clock);
    std::unique_ptr<Collections> collections = make_collections(database, events, clock);
    std::unique_ptr<Attributes> attributes = make_attributes(database, events);
    platform::Dispatcher dispatcher{events, platform_database, clock};

    Shop() { subscribe(dispatcher, database, events); }

    template <class Id>
    std::vector<std::string> facts_of(const Id& product) {
        auto all = made.superuser();
        return all.read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", product);
        });
    }
};

inline Shop& open_shop() {
    static Shop made;
    return made;
}

template <class T>
T of_json(const std::string& json) {
    auto read = platform::json::read<T>(json);
    if (!read) throw std::logic_error(read.error().problems.at(0).pointer);
    return *std::move(read);
}

inline NewProduct request(const std::string& json) {
    return of_json<NewProduct>(json);
}

// One variant for 19.99 EUR.
inline NewProduct simple(const std::string& title, const std::string& sku) {
    return request(R"({"title":")" + title + R"(","variants":[{"sku":")" + sku +
                   R"(","stock":3,"prices":[{"amount":1999,"currency":"EUR"}]}]})");
}

inline std::string code_of(const auto& result) {
    return result.has_error() ? result.error().code : "";
}
inline std::vector<std::string> pointers_of(const auto& result) {
    std::vector<std::string> pointers;
    if (!result.has_error()) return pointers;
    const auto error = result.error();
    for (const auto& problem : error.problems) pointers.push_back(problem.pointer);
    return pointers;
}
inline std::string pointer_of(const auto& result) {
    return result.has_error() && !result.error().problems.empty()
               ? result.error().problems[0].pointer
               : "";
}

}  // namespace kontor::catalog::test
