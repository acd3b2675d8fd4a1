#pragma once

#include "app/application.hpp"
#include "app/doctor.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kontor::test {

// An answer with its body as JSON.
struct Reply {
    int status = 0;
    boost::json::value body;
    platform::http::Headers headers;

    const boost::json::value& at(std::string_view pointer) const {
        return body.at_pointer(pointer);
    }
    std::string text(std::string_view pointer) const {
        return std::string(at(pointer).as_string());
    }
    std::int64_t number(std::string_view pointer) const {
        return at(pointer).to_number<std::int64_t>();
    }
    std::string code() const { return text("/code"); }
};

// The whole application in this process: requests without a socket, events and jobs by hand, the
// clock stands still.
class ShopFixture {
public:
    explicit ShopFixture(const payments::Config& payments = {.simulator = true,
                                                             .simulator_slow_ms = 1},
                         const platform::http::LanguageList& languages = {});

    Reply call(platform::http::Method method, const std::string& target,
               const std::string& body = {}, const platform::http::Headers& headers = {});
    Reply get(const std::string& target, const platform::http::Headers& headers = {}) {
        return call(platform::http::Method::get, target, {}, headers);
    }
    Reply post(const std::string& target, const std::string& body = {},
               const platform::http::Headers& headers = {}) {
        return call(platform::http::Method::post, target, body, headers);
    }

    // Again after the access token's quarter of an hour.
    void sign_staff_in();
    // As a member of staff who may do everything.
    Reply staff(platform::http::Method method, const std::string& target,
                const std::string& body = {}, platform::http::Headers headers = {});

    // A published product with one variant of that SKU; answers the product's id.
    std::string add_product(const std::string& sku, std::int64_t cents, std::int64_t stock);
    std::int64_t available(const std::string& sku);

    struct GuestCart {
        std::string id;
        platform::http::Headers headers;  // Guest-Token
    };
    GuestCart fill_cart(const std::string& sku, int quantity = 1);

    // The whole purchase in one request.
    Reply buy(const GuestCart& cart, const std::string& token,
              const std::string& key = platform::to_string(platform::new_uuid()));
    // payment: its members, as JSON.
    Reply buy_by(const GuestCart& cart, const std::string& payment,
                 const std::string& key = platform::to_string(platform::new_uuid()));
    // All at the same time. How many purchases came to what: "bought", or a refusal's code.
    std::map<std::string, int> buy_at_once(const std::vector<GuestCart>& carts);

    app::Application& shop() { return *application_; }
    TestDatabase& tables() { return tables_; }
    ManualClock& clock() { return clock_; }
    void settle() { application_->settle(); }
    // What the doctor finds wrong, in one text; empty when all is well.
    std::string illness();

    // So many days after a delivery. Restarts the application.
    void ask_for_reviews(std::int64_t days);
    // Prices are without tax from now on, which is rounded for each piece. Restarts the
    // application.
    void tax_by_the_piece();
    // The status of something that is no JSON.
    int page(platform::http::Method method, const std::string& target);

    // What the purchase comes to when the database fails at the moment that its order is placed.
    // Restarts the application after it, with a database that does not.
    Reply crash_while_placing(const std::function<Reply()>& purchase);
    // Takes the application down without a word and starts it again on the same database.
    void crash_and_restart();

private:
    TestDatabase tables_;
    ManualClock clock_;
    std::filesystem::path data_directory_;
    app::Configuration configuration_;
    std::unique_ptr<app::Application> application_;
    std::string staff_token_;
};

}  // namespace kontor::test
