#include "dump.hpp"

#include "platform/security/random.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

// Numbers that a customer gives each at another place, and where staff finds them.
struct Numbers {
    const std::string profile = "+49405558058";
    const std::string book = "+49405558059";
    const std::string messages = "+49405558060";
};

std::string raw_sha256(const std::string& text) {
    std::string bytes;
    const auto hex = platform::sha256_hex(text);
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

// However a row could tell the number to whom has no key: ten thousand million are soon tried.
std::vector<std::string> tellings(const std::string& number) {
    const auto digits = number.substr(1);
    std::vector<std::string> told{digits.substr(2)};
    for (const auto& text : {number, digits, "00" + digits})
        for (const auto& bytes : {text, raw_sha256(text), platform::hmac_sha256("", text)})
            for (const auto& written :
                 {hexadecimal(bytes), platform::to_base64(bytes), platform::to_base64url(bytes)})
                told.push_back(written);
    return told;
}

HttpProbe new_customer(const OpenShop& shop) {
    auto customer = shop.stranger();
    const auto registered = customer.post(
        "/v1/auth/register", R"({"email":"caller58@example.org","password":"a quiet canal"})");
    REQUIRE(registered.status == 201);
    customer.always_send("Authorization", "Bearer " + registered.text("/access_token"));
    return customer;
}

void give(const HttpProbe& customer, const Numbers& numbers) {
    CHECK(customer.patch("/v1/me", R"({"phone":")" + numbers.profile + "\"}").status == 200);
    CHECK(customer
              .post("/v1/me/addresses", R"({"address":{"name":"Ada","line1":"Quay 58","city":)"
                                        R"("Bonn","postal_code":"53111","country":"DE","phone":")" +
                                            numbers.book + "\"}}")
              .status == 201);
    CHECK(customer
              .patch("/v1/me/message-preferences",
                     R"({"sms":true,"phone":")" + numbers.messages + "\"}")
              .status == 200);
}

}  // namespace

TEST_CASE("58: staff finds telephone numbers that no copy of the database and no log tells") {
    OpenShop shop({{"KONTOR_MAIL_SMS_URL", "http://127.0.0.1:9/send"},
                   {"KONTOR_MAIL_SMS_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}});
    const Numbers numbers;
    const auto customer = new_customer(shop);
    give(customer, numbers);
    auto cart = shop.cart();
    cart.put_in(R"({"sku":")" + shop.sku + R"(","quantity":1})");
    auto buyer = customer;
    buyer.always_send("Guest-Token", cart.token);
    REQUIRE(shop.buy({cart.id, buyer, cart.token}).status == 201);

    const auto in_address = [](const std::string& number) { return "%2B" + number.substr(1); };
    for (const auto& number : {numbers.profile, numbers.book}) {
        const auto query = "/v1/admin/customers?phone=" + in_address(number);
        CHECK(shop.staff().get(query).text("/data/0/email") == "caller58@example.org");
        CHECK(shop.staff().get(query + "8").json().at("data").as_array().empty());
        CHECK(customer.get(query).status == 403);
        CHECK(shop.staff().get("/v1/admin/customers?phone=" + number).status == 422);
    }
    const auto query = "/v1/admin/messages?recipient=" + in_address(numbers.messages);
    REQUIRE(
        eventually([&] { return !shop.staff().get(query).json().at("data").as_array().empty(); }));
    CHECK(shop.staff().get(query).text("/data/0/recipient") == numbers.messages);

    const auto rows = dump(shop);
    const auto log = shop.log();
    REQUIRE(rows.find("caller58@example.org") != std::string::npos);
    for (const auto& number : {numbers.profile, numbers.book, numbers.messages})
        for (const auto& telling : tellings(number)) {
            CAPTURE(telling);
            CHECK(rows.find(telling) == std::string::npos);
            CHECK(log.find(telling) == std::string::npos);
        }
}

}  // namespace kontor::test
