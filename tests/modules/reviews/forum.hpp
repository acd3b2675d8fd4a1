#pragma once

#include "orders/events.hpp"
#include "reviews/events.hpp"
#include "reviews/module.hpp"
#include "shipping/events.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::reviews {

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

inline Draft draft(std::int64_t stars, const std::string& text = "Does what it should.") {
    Draft made;
    made.stars = platform::Whole<1, 5>::accept(stars).value();
    made.title = platform::Line<0, 150>::accept("A title");
    made.text = platform::Text<0, 5000>::accept(text);
    return made;
}

inline platform::Text<1, 2000> words(const std::string& text) {
    return platform::Text<1, 2000>::accept(text).value();
}

// Something that was bought: by whom, and as which item of which order.
struct Bought {
    auth::UserId customer = auth::UserId::make();
    catalog::ProductId product = catalog::ProductId::make();
    orders::OrderId order = orders::OrderId::make();
    orders::OrderItemId item = orders::OrderItemId::make();
    catalog::VariantId variant = catalog::VariantId::make();
};

struct Forum {
    explicit Forum(Config rules = {}) : config(std::move(rules)) {
        subscribe(dispatcher, tables, events, clock, config);
    }

    static test::TestDatabase& shared() {
        static test::TestDatabase made({"reviews"});
        return made;
    }

    Review write(const auth::UserId& customer, const catalog::ProductId& product,
                 std::int64_t stars, const std::string& text = "Does what it should.") {
        return reviews->write(customer, product, draft(stars, text)).value().review;
    }
    Review accept(const ReviewId& id) {
        return reviews->decide(id, {Status::accepted, "staff:ada"}).value();
    }
    // Somebody's, shown.
    Review accepted(const catalog::ProductId& product, std::int64_t stars) {
        return accept(write(auth::UserId::make(), product, stars).id);
    }
    Rating rating_of(const catalog::ProductId& product) {
        const auto found = reviews->ratings({product});
        return found.empty() ? Rating{product, 0, 0} : found.front();
    }

    template <class Fact>
    void announce(const Fact& fact) {
        tables.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
    }
    orders::OrderPlaced placed(const Bought& bought) {
        return {bought.order,
                "K-1",
                "ada@example.org",
                {},
                {{bought.item, bought.variant, 1, bought.product}},
                bought.customer};
    }
    shipping::ShipmentDelivered delivered(const Bought& bought) {
        return {shipping::ShipmentId::make(), bought.order, {{bought.item, bought.variant, 1}}};
    }
    // Bought and received.
    Bought purchase() {
        const Bought bought;
        announce(placed(bought));
        announce(delivered(bought));
        dispatcher.drain();
        return bought;
    }

    // What was announced of it, in order: the names.
    std::vector<std::string> facts_about(const platform::Uuid& key) {
        return shared().superuser().read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", key);
        });
    }
    // The last rating that was announced.
    std::optional<RatingChanged> announced_rating(const catalog::ProductId& product) {
        const auto payload = shared().superuser().read([&](platform::Reader& reader) {
            return reader.one<std::string>(
                "select payload::text from platform.event where key = $1 and name = $2"
                " order by id desc limit 1",
                product, RatingChanged::name);
        });
        if (!payload) return std::nullopt;
        return platform::json::read<RatingChanged>(*payload).value();
    }

    Config config;
    test::ManualClock clock;
    platform::EventLog events;
    platform::Database tables = shared().database("reviews");
    platform::Database own = shared().database("platform");
    platform::Dispatcher dispatcher{events, own, clock};
    std::unique_ptr<Reviews> reviews = make_reviews(tables, events, clock, config);
};

}  // namespace kontor::reviews
