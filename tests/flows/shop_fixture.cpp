#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <mutex>
#include <thread>

namespace kontor::test {

using platform::http::Headers;
using platform::http::Method;

ShopFixture::ShopFixture(const payments::Config& payments,
                         const platform::http::LanguageList& languages)
    : data_directory_(std::filesystem::temp_directory_path() /
                      ("kontor_flow_" + platform::to_string(platform::new_uuid()))) {
    configuration_.database.dsn = tables_.dsn();
    configuration_.sealing.keys = {platform::to_text({"test", std::string(32, 'k')})};
    configuration_.payments = payments;
    configuration_.shop.languages = languages;
    crash_and_restart();
    auth::Registration admin;
    admin.email = *platform::EmailAddress::accept("admin@example.org");
    admin.password = *decltype(admin.password)::accept("a password of some good length");
    REQUIRE(shop().modules().auth->create_user(admin, auth::roles::admin).has_value());
    sign_staff_in();
}

void ShopFixture::sign_staff_in() {
    staff_token_ =
        post("/v1/auth/login",
             R"({"email":"admin@example.org","password":"a password of some good length"})")
            .text("/access_token");
}

void ShopFixture::crash_and_restart() {
    application_.reset();
    application_ = std::make_unique<app::Application>(configuration_, data_directory_, clock_);
}

Reply ShopFixture::crash_while_placing(const std::function<Reply()>& purchase) {
    auto superuser = tables_.superuser();
    superuser.transact([](platform::Tx& tx) {
        tx.run(
            "create function public.crash() returns trigger language plpgsql as $$ begin"
            " raise exception 'crash' using errcode = 'XX000'; end $$");
        tx.run(
            "create trigger crash before update on orders.customer_order for each row"
            " when (new.status = 'placed') execute function public.crash()");
    });
    auto reply = purchase();
    superuser.transact(
        [](platform::Tx& tx) { tx.run("drop trigger crash on orders.customer_order"); });
    crash_and_restart();
    return reply;
}

void ShopFixture::ask_for_reviews(std::int64_t days) {
    configuration_.mail.review_request_days = platform::Whole<0, 365>::accept(days).value();
    crash_and_restart();
}

void ShopFixture::tax_by_the_piece() {
    configuration_.shop.prices_include_tax = false;
    configuration_.shop.tax_rounding = pricing::TaxRounding::unit;
    crash_and_restart();
}

int ShopFixture::page(Method method, const std::string& target) {
    return shop().router().handle({method, target, {}, {}, "127.0.0.1"}).status;
}

Reply ShopFixture::call(Method method, const std::string& target, const std::string& body,
                        const Headers& headers) {
    platform::http::Request request{method, target, headers, body, "127.0.0.1"};
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    auto response = shop().router().handle(request);
    Reply reply{response.status, {}, std::move(response.headers)};
    if (!response.body.empty()) reply.body = boost::json::parse(response.body);
    return reply;
}

Reply ShopFixture::staff(Method method, const std::string& target, const std::string& body,
                         Headers headers) {
    headers.emplace_back("Authorization", "Bearer " + staff_token_);
    return call(method, target, body, headers);
}

std::string ShopFixture::add_product(const std::string& sku, std::int64_t cents,
                                     std::int64_t stock) {
    const auto made = staff(
        Method::post, "/v1/admin/products",
        R"({"title":"Thing )" + sku + R"(","status":"published","variants":[{"sku":")" + sku +
            R"(","prices":[{"amount":)" + std::to_string(cents) +
            R"(,"currency":"EUR"}],"weight_grams":250,"stock":)" + std::to_string(stock) + "}]}");
    REQUIRE_MESSAGE(made.status == 201, boost::json::serialize(made.body));
    settle();
    return made.text("/id");
}

std::int64_t ShopFixture::available(const std::string& sku) {
    return staff(Method::get, "/v1/admin/inventory/" + sku).number("/levels/0/available");
}

ShopFixture::GuestCart ShopFixture::fill_cart(const std::string& sku, int quantity) {
    const auto made = post("/v1/carts", "{}");
    REQUIRE(made.status == 201);
    GuestCart cart{made.text("/id"), {{"Guest-Token", made.text("/guest_token")}}};
    const auto added = post(
        "/v1/carts/" + cart.id + "/items",
        R"({"sku":")" + sku + R"(","quantity":)" + std::to_string(quantity) + "}", cart.headers);
    REQUIRE_MESSAGE(added.status == 200, boost::json::serialize(added.body));
    return cart;
}

Reply ShopFixture::buy(const GuestCart& cart, const std::string& token, const std::string& key) {
    return buy_by(cart, R"("provider":"simulator","token":")" + token + '"', key);
}

Reply ShopFixture::buy_by(const GuestCart& cart, const std::string& payment,
                          const std::string& key) {
    auto headers = cart.headers;
    headers.emplace_back("Idempotency-Key", key);
    return post("/v1/orders",
                R"({"cart_id":")" + cart.id +
                    R"(","email":"ada@example.org","shipping_address":{"name":"Ada Buyer",)" +
                    R"("line1":"1 Test Street","city":"Berlin","postal_code":"10115",)" +
                    R"("country":"DE"},"payment":{)" + payment + "}}",
                headers);
}

std::map<std::string, int> ShopFixture::buy_at_once(const std::vector<GuestCart>& carts) {
    std::map<std::string, int> outcomes;
    std::mutex mutex;
    std::vector<std::jthread> buyers;
    for (const auto& cart : carts)
        buyers.emplace_back([&, cart] {
            const auto reply = buy(cart, "sim_ok");
            const std::scoped_lock lock(mutex);
            ++outcomes[reply.status == 201 ? "bought" : reply.code()];
        });
    buyers.clear();
    return outcomes;
}

std::string ShopFixture::illness() {
    std::string text;
    const auto nothing_on_its_way = clock_.now() + std::chrono::hours(1);
    for (const auto& violation : app::examine(shop().modules(), nothing_on_its_way))
        text += violation.invariant + ": " + violation.subject + " " + violation.detail + "\n";
    return text;
}

}  // namespace kontor::test
